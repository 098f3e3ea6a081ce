"""The writes of the minutes: close, open again, give that up; place again."""

from chibo.minutes.commands.closing import CannotCloseMinutes, close_minutes
from chibo.minutes.commands.placing import place_again
from chibo.minutes.commands.reopening import CannotReopen, give_up, reopen

__all__ = [
    "CannotCloseMinutes",
    "CannotReopen",
    "close_minutes",
    "give_up",
    "place_again",
    "reopen",
]
