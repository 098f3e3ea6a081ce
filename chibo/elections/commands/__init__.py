"""The only writes to rounds of ballots, their totals and terms."""

from chibo.elections.commands.counting import CannotCount, enter_count
from chibo.elections.commands.holding import (
    CannotHold,
    NewElection,
    hold_election,
    move_line,
    withdraw_election,
)
from chibo.elections.commands.logins import CannotEnrolHolder, enrol_holder
from chibo.elections.commands.posts import NewHolder, give_post_to
from chibo.elections.commands.ratifying import CannotRatify, Confirmed, ratify

__all__ = [
    "CannotCount",
    "CannotEnrolHolder",
    "CannotHold",
    "CannotRatify",
    "Confirmed",
    "NewElection",
    "NewHolder",
    "enrol_holder",
    "enter_count",
    "give_post_to",
    "hold_election",
    "move_line",
    "ratify",
    "withdraw_election",
]
