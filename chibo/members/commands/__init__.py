"""The only writes to memberships: each step of a member's path leaves its event."""

from chibo.members.commands.admitting import admit, hold_ceremony, readmit, recognise
from chibo.members.commands.bulk import Correction, correct_many, enter_many, take_away
from chibo.members.commands.correcting import Plain, correct_member, plain_of
from chibo.members.commands.entering import (
    CannotEnterMember,
    MaybeSame,
    NewMember,
    enter_members,
    enter_rows,
)
from chibo.members.commands.events import Basis, CannotTakeStep
from chibo.members.commands.leaving import leave_party, vote_on_leaving
from chibo.members.commands.moving import (
    CellEnds,
    Move,
    Moved,
    follow_reorganisations,
    move_members,
    return_members,
)
from chibo.members.commands.pausing import end_condition, set_condition
from chibo.members.commands.prospects import (
    add_prospective,
    forget_prospective,
    note_class,
    stop_prospective,
)
from chibo.members.commands.taking import Count
from chibo.members.commands.transferring import (
    Destination,
    cancel_transfer,
    decline_member,
    hand_over,
    receive_from_outside,
    receive_member,
    send_member,
)
from chibo.members.commands.undo import withdrawable
from chibo.members.commands.visiting import come_back, end_visit, send_away
from chibo.members.commands.withdrawing import withdraw_event

__all__ = [
    "Basis",
    "CannotEnterMember",
    "CannotTakeStep",
    "CellEnds",
    "Correction",
    "Count",
    "Destination",
    "MaybeSame",
    "Move",
    "Moved",
    "NewMember",
    "Plain",
    "add_prospective",
    "admit",
    "cancel_transfer",
    "come_back",
    "correct_many",
    "correct_member",
    "decline_member",
    "end_condition",
    "end_visit",
    "enter_many",
    "enter_members",
    "enter_rows",
    "follow_reorganisations",
    "forget_prospective",
    "hand_over",
    "hold_ceremony",
    "leave_party",
    "move_members",
    "note_class",
    "plain_of",
    "readmit",
    "receive_from_outside",
    "receive_member",
    "recognise",
    "return_members",
    "send_away",
    "send_member",
    "set_condition",
    "stop_prospective",
    "take_away",
    "vote_on_leaving",
    "withdraw_event",
    "withdrawable",
]
