"""The writes of what comes before a meeting."""

from chibo.preparations.commands.delegating import CannotSend, recall_delegate, send_delegate
from chibo.preparations.commands.inviting import CannotInvite, issue_notice, note_notice

__all__ = [
    "CannotInvite",
    "CannotSend",
    "issue_notice",
    "note_notice",
    "recall_delegate",
    "send_delegate",
]
