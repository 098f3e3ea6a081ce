"""Questions about members: lists of a day, one person's path, what is on the way or due."""

from chibo.members.queries.lists import (
    Member,
    Movement,
    RegisterLine,
    counting,
    listed,
    member_of,
    members_of,
    movement,
    official_members,
    register,
    strength,
    was_member,
)

__all__ = [
    "Member",
    "Movement",
    "RegisterLine",
    "counting",
    "listed",
    "member_of",
    "members_of",
    "movement",
    "official_members",
    "register",
    "strength",
    "was_member",
]
