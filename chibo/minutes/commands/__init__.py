"""The writes of the minutes: close, open again for a new version, give that up."""

from chibo.minutes.commands.closing import CannotCloseMinutes, close_minutes
from chibo.minutes.commands.reopening import CannotReopen, give_up, reopen

__all__ = ["CannotCloseMinutes", "CannotReopen", "close_minutes", "give_up", "reopen"]
