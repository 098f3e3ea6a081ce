"""What the record of a meeting gives a score sheet, each figure with its arithmetic in words.

The words are in the language of the screen; who makes a paper asks under Vietnamese.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _

from chibo.assessments.rules import Value
from chibo.core import viet
from chibo.core.days import Month, minutes_between
from chibo.meetings.models import Attendance, Meeting
from chibo.meetings.queries import RollCall, roll_call
from chibo.meetings.rules import Turnout
from chibo.plans.models import Kind
from chibo.preparations.models import Notice, PreparedPaper
from chibo.resolutions.models import TaskAnswer
from chibo.resolutions.queries import OpenTask, open_before
from chibo.rulebook.queries import InForce

REGULAR = (Kind.REGULAR, Kind.BOTH)


@dataclass(frozen=True)
class Measured:
    """A figure of the record: its value, None where the record says nothing, and the arithmetic."""

    value: Value
    words: str


def measures_of(
    meeting: Meeting,
    settings: InForce,
    *,
    ends_at: dt.time | None,
    call: RollCall | None = None,
    promises: list[OpenTask] | None = None,
) -> dict[str, Measured]:
    """Return all that the record gives, by measure.

    ends_at: when the sitting ended, if it has. call, promises: where they were read already.
    """
    call = call or roll_call(meeting, in_force=settings)
    promises = open_before(meeting) if promises is None else promises
    turnout = call.turnout if call.is_recorded else None
    return {
        **_length(meeting, settings, ends_at),
        **(_turnout(turnout, meeting) if turnout else {}),
        "none_absent_running": _running(meeting, settings.number("absence.running_most")),
        "promises": _promises(promises, settings.number("promises.partly_percent")),
        **_prepared(meeting, settings),
    }


def _length(meeting: Meeting, settings: InForce, ends_at: dt.time | None) -> dict[str, Measured]:
    if ends_at is None:
        return {}
    least = settings.number("length.both" if meeting.kind == Kind.BOTH else "length.regular")
    length = minutes_between(meeting.starts_at, ends_at)
    said = _("{length} phút, quy định ít nhất {least} phút")
    if length < least:
        said = _("{length} phút, quy định ít nhất {least} phút: thiếu {short} phút")
    words = said.format(length=length, least=least, short=least - length)
    percent = Fraction(100 * length, least) if least else Fraction(100)
    return {
        "short_minutes": Measured(Fraction(max(least - length, 0)), words),
        "length_percent": Measured(percent, words),
    }


def _turnout(turnout: Turnout, meeting: Meeting) -> dict[str, Measured]:
    def rate(part: int, whole: int) -> Fraction | None:
        return Fraction(100 * part, whole) if whole else None

    present, counted = turnout.present, turnout.counted
    found = {
        "attendance": Measured(
            rate(present, counted),
            _("{present}/{counted} có mặt = {rate}; vắng không lý do {unexcused}").format(
                present=present,
                counted=counted,
                rate=viet.percent(present, counted),
                unexcused=turnout.unexcused,
            ),
        ),
        "unexcused": Measured(
            Fraction(turnout.unexcused),
            _("{count} người vắng không lý do").format(count=turnout.unexcused),
        ),
    }
    if meeting.spoke is not None:
        found["spoke"] = Measured(
            rate(meeting.spoke, present),
            _("{spoke}/{present} phát biểu = {rate}").format(
                spoke=meeting.spoke, present=present, rate=viet.percent(meeting.spoke, present)
            ),
        )
    return found


def _running(meeting: Meeting, most: int) -> Measured:
    """Say whether nobody missed more meetings running with leave; who, is not said."""
    rows = Attendance.objects.filter(
        meeting__cell=meeting.cell_id, meeting__binned_at__isnull=True,
        meeting__kind__in=REGULAR, meeting__month__year=meeting.month.year,
        meeting__held_on__lte=meeting.held_on, is_counted=True,
    ).order_by("meeting__held_on").values_list("membership", "mark")  # fmt: skip
    runs: dict[object, int] = defaultdict(int)
    longest = 0
    for member, mark in rows:
        runs[member] = runs[member] + 1 if mark == Attendance.Mark.EXCUSED else 0
        longest = max(longest, runs[member])
    if longest <= most:
        said = _("Trong năm không ai vắng có lý do quá {most} lần liền")
    else:
        said = _("Trong năm có người vắng có lý do quá {most} lần liền")
    return Measured(longest <= most, said.format(most=most))


def _promises(promises: list[OpenTask], partly: int) -> Measured:
    """Return the share of promises kept; one dropped by the cell's decision is left out."""
    outcomes = [p.state for p in promises if p.state and p.state != TaskAnswer.Outcome.DROPPED]
    done = outcomes.count(TaskAnswer.Outcome.DONE)
    half = outcomes.count(TaskAnswer.Outcome.PARTLY)
    if not outcomes:
        return Measured(None, _("Tháng trước không có việc đến lượt trả lời"))
    value = Fraction(100 * done + partly * half, len(outcomes))
    said = _("{done}/{all} việc xong = {rate}")
    if half:
        said = _("{done}/{all} việc xong = {rate}; {half} việc một phần, mỗi việc tính {partly} %")
    rate = viet.percent(done, len(outcomes))
    return Measured(
        value, said.format(done=done, all=len(outcomes), rate=rate, half=half, partly=partly)
    )


def _prepared(meeting: Meeting, settings: InForce) -> dict[str, Measured]:
    found = {"committee_met": _committee(meeting)}
    if meeting.planned_id is None:
        return found
    notice = Notice.objects.filter(pk=meeting.planned_id).first()
    if notice and notice.members_told_on and notice.follower_told_on:
        found["told"] = Measured(
            True,
            _("Báo đảng viên {members}, người theo dõi {follower}").format(
                members=f"{notice.members_told_on:%d/%m}",
                follower=f"{notice.follower_told_on:%d/%m}",
            ),
        )
    sent = PreparedPaper.objects.filter(
        planned=meeting.planned_id, is_withdrawn=False, sent_on__isnull=False
    ).values_list("sent_on", flat=True)
    days = [(meeting.held_on - day).days for day in sent if day]
    least = settings.number("papers.days_before")
    if days:
        words = _("{count} tài liệu, muộn nhất gửi trước {days} ngày, cần {least} ngày").format(
            count=len(days), days=min(days), least=least
        )
        found["papers_before"] = Measured(min(days) >= least, words)
    return found


def _committee(meeting: Meeting) -> Measured:
    """Say when the committee met before: in the month, or late in the last one, after its meeting.

    A meeting on the 3rd is often prepared in the last days of the month before.
    """
    held = Meeting.objects.standing().filter(cell=meeting.cell_id, held_on__lte=meeting.held_on)
    month = Month.of(meeting.month)
    last = held.filter(kind__in=REGULAR, month=month.after(-1).first).first()
    since = last.held_on if last else month.first
    met = (
        held.filter(Q(month=month.first) | Q(month=month.after(-1).first, held_on__gt=since))
        .filter(kind=Kind.COMMITTEE)
        .order_by("-held_on")
        .first()
    )
    if met is None:
        return Measured(None, _("Sổ không có biên bản họp chi ủy tháng này"))
    return Measured(
        True, _("Chi ủy họp ngày {day}, có trong sổ").format(day=f"{met.held_on:%d/%m}")
    )
