"""The only writes to memberships: entering, conditions, moving. Each leaves its event."""

from chibo.members.commands.conditions import set_condition
from chibo.members.commands.entering import CannotEnterMember, NewMember, enter_members, enter_rows
from chibo.members.commands.events import Basis
from chibo.members.commands.moving import (
    CellEnds,
    Move,
    Moved,
    follow_reorganisations,
    move_members,
    return_members,
)

__all__ = [
    "CannotEnterMember",
    "CellEnds",
    "Move",
    "Moved",
    "NewMember",
    "Basis",
    "enter_members",
    "enter_rows",
    "follow_reorganisations",
    "move_members",
    "return_members",
    "set_condition",
]
