"""Units through time, what changed them, and the posts held there."""

from chibo.organizations.models.changes import Change, GroupSeat, PartyGroup
from chibo.organizations.models.posts import ROLES_AT, EndedPost, Post, Role
from chibo.organizations.models.units import (
    Ancestry,
    CellType,
    Code,
    Decision,
    Designation,
    Kind,
    Mark,
    Placement,
    Succession,
    Unit,
)

__all__ = [
    "ROLES_AT",
    "Ancestry",
    "CellType",
    "Change",
    "Code",
    "Decision",
    "Designation",
    "EndedPost",
    "GroupSeat",
    "Kind",
    "Mark",
    "PartyGroup",
    "Placement",
    "Post",
    "Role",
    "Succession",
    "Unit",
]
