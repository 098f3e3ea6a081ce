from chibo.preparations.commands.agenda import (
    CannotPrepare,
    IsSecret,
    LineSaid,
    adopt_template,
    settle_agenda,
    write_draft,
)
from chibo.preparations.commands.delegating import CannotSend, recall_delegate, send_delegate
from chibo.preparations.commands.duties import (
    end_duty,
    forget_askers,
    give_duty,
    hand_in_question,
    withdraw_question,
)
from chibo.preparations.commands.inviting import CannotInvite, issue_notice, note_notice
from chibo.preparations.commands.papers import (
    PaperSaid,
    bring_paper,
    note_days,
    purge_paper,
    withdraw_paper,
)

__all__ = [
    "CannotInvite",
    "CannotSend",
    "issue_notice",
    "note_notice",
    "recall_delegate",
    "send_delegate",
    "CannotPrepare",
    "IsSecret",
    "LineSaid",
    "PaperSaid",
    "adopt_template",
    "bring_paper",
    "end_duty",
    "forget_askers",
    "give_duty",
    "hand_in_question",
    "note_days",
    "purge_paper",
    "settle_agenda",
    "withdraw_paper",
    "withdraw_question",
    "write_draft",
]
