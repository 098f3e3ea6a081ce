"""The writes of a sitting. After the seal all of them refuse."""

from chibo.meetings.commands.begin import CannotHoldMeeting, MeetingIsClosed, begin
from chibo.meetings.commands.roll_call import CannotCallRoll, MarkGiven, call_roll
from chibo.meetings.commands.sitting import (
    ItemSaid,
    Setting,
    bin_meeting,
    change_setting,
    end_meeting,
    lift_seal,
    open_meeting,
    record_discussion,
    seal,
    unbin_meeting,
)
from chibo.meetings.commands.visits import choose_visits, forget_visits, note_visit

__all__ = [
    "CannotCallRoll",
    "CannotHoldMeeting",
    "ItemSaid",
    "MarkGiven",
    "MeetingIsClosed",
    "Setting",
    "begin",
    "bin_meeting",
    "call_roll",
    "change_setting",
    "choose_visits",
    "end_meeting",
    "forget_visits",
    "lift_seal",
    "note_visit",
    "open_meeting",
    "record_discussion",
    "seal",
    "unbin_meeting",
]
