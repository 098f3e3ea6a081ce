"""The only writes to memberships: entering, conditions, moving. Each leaves its event."""

from chibo.members.commands.bulk import Correction, correct_many, enter_many, take_away
from chibo.members.commands.conditions import set_condition
from chibo.members.commands.entering import CannotEnterMember, NewMember, enter_members, enter_rows
from chibo.members.commands.events import Basis
from chibo.members.commands.moving import Move, move_members

__all__ = [
    "CannotEnterMember",
    "Correction",
    "Move",
    "NewMember",
    "Basis",
    "correct_many",
    "enter_many",
    "enter_members",
    "enter_rows",
    "move_members",
    "set_condition",
    "take_away",
]
