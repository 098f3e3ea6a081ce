"""Close the minutes: the one act after which every level may count."""

import datetime as dt
import uuid
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chibo.core.days import minutes_between
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.meetings.commands import seal
from chibo.meetings.models import Meeting
from chibo.minutes.facts import MeetingFacts, facts_of, missing
from chibo.minutes.models import MinutesClosure
from chibo.minutes.sheets import (
    minutes_sheet,
    resolution_sheet,
    roll_call_sheet,
    task_list_sheet,
)
from chibo.organizations.authority import Can, demand
from chibo.papers.commands import file_paper, next_number
from chibo.papers.models import Paper
from chibo.papers.rules import symbol
from chibo.papers.sheets import Sheet
from chibo.resolutions.models import TaskAnswer
from chibo.rulebook.queries import numbering_period


class CannotCloseMinutes(Refused):
    """The minutes are closed already, or something is missing."""


@transaction.atomic
def close_minutes(
    *, act: Act, meeting: Meeting, ends_at: dt.time, as_conclusion: bool = False
) -> MinutesClosure:
    """Make the minutes final, number the papers, and freeze what reports will count.

    ends_at: when the sitting ended. The papers are a resolution where something was adopted, or a
    conclusion where the cell says so. Raises: PermissionDenied; Http404; CannotCloseMinutes;
    OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=meeting.cell_id, on=act.today)
    meeting = Meeting.objects.select_for_update().select_related(
        "cell", "chair__person", "writer__person"
    ).get(pk=meeting.pk)  # fmt: skip
    content = {"ends_at": ends_at, "as_conclusion": as_conclusion}
    if not record(
        act, verb="minutes.closed", unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, content=content,
    ):  # fmt: skip
        return MinutesClosure.objects.get(meeting=meeting, version=1)
    if MinutesClosure.objects.filter(meeting=meeting).exists():
        raise CannotCloseMinutes(
            _("Biên bản này đã có người chốt trước. Mở trang buổi họp để xem và in.")
        )
    if meeting.binned_at is not None:
        raise CannotCloseMinutes(_("Buổi họp này ở trong thùng rác: lấy lại trước khi chốt."))
    if ends_at <= meeting.starts_at:
        raise CannotCloseMinutes(
            _("Giờ kết thúc phải sau giờ bắt đầu ({start}): xem lại giờ.").format(
                start=f"{meeting.starts_at:%H:%M}"
            ),
            "ends_at",
        )
    meeting.ends_at = ends_at
    facts = facts_of(meeting)
    _check_complete(facts)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=ends_at)
    closure = _freeze(act, facts, as_conclusion)
    seal(meeting=meeting, at=act.entered_at)
    return closure


def _check_complete(facts: MeetingFacts) -> None:
    sentences = {
        "roll_call": _("Chưa điểm danh xong: điểm danh rồi chốt."),
        "promises": _("Còn {count} việc đã hứa chưa trả lời: trả lời rồi chốt.").format(
            count=len(facts.unanswered)
        ),
        "discussion": _("Chưa ghi số người phát biểu: ghi ở phần Nội dung, ý kiến rồi chốt."),
    }
    for lack in missing(facts, facts.meeting.ends_at):
        raise CannotCloseMinutes(sentences[lack])


def _freeze(act: Act, facts: MeetingFacts, as_conclusion: bool) -> MinutesClosure:
    meeting, turnout = facts.meeting, facts.call.turnout
    papers = _file_papers(act, facts, as_conclusion)
    heard = [promise.state for promise in facts.promises]
    assert meeting.ends_at is not None  # noqa: S101 - set by the caller
    return MinutesClosure.objects.create(
        id=act.id,
        province=meeting.province,
        meeting=meeting,
        closed_by=act.actor,
        closed_at=act.entered_at,
        cell=meeting.cell,
        superior_id=facts.superior.id,
        rule_pack=facts.in_force.pack,
        rules=facts.in_force.values(),
        kind=meeting.kind,
        topic=meeting.topic,
        month=meeting.month,
        held_on=meeting.held_on,
        length_minutes=minutes_between(meeting.starts_at, meeting.ends_at),
        days_to_entry=(timezone.localdate(act.entered_at) - meeting.held_on).days,
        delegate_present=bool(meeting.delegate),
        official=turnout.official,
        probationary=turnout.probationary,
        exempt=turnout.exempt,
        suspended=turnout.suspended,
        away=turnout.away,
        here=turnout.here,
        special_duty=turnout.special_duty,
        counted=turnout.counted,
        present=turnout.present,
        late=turnout.late,
        excused=turnout.excused,
        unexcused=turnout.unexcused,
        spoke=meeting.spoke or 0,
        tasks_done=heard.count(TaskAnswer.Outcome.DONE),
        tasks_partly=heard.count(TaskAnswer.Outcome.PARTLY),
        tasks_not_done=heard.count(TaskAnswer.Outcome.NOT_DONE),
        tasks_dropped=heard.count(TaskAnswer.Outcome.DROPPED),
        tasks_new=sum(len(decision.tasks.all()) for decision in facts.adopted),
        petitions=len(facts.petitions),
        **papers,
    )


def _file_papers(act: Act, facts: MeetingFacts, as_conclusion: bool) -> dict[str, Paper | None]:
    """Number and keep the four papers; the number goes back if the closing fails."""
    number, name = _number(facts, "minutes")
    papers: dict[str, Paper | None] = {
        "minutes_paper": _file(act, facts, minutes_sheet(facts, number=name), number),
        "resolution_paper": None,
        "roll_call_paper": _file(act, facts, roll_call_sheet(facts, blank=False), None),
        "task_list_paper": _file(act, facts, task_list_sheet(facts), None),
    }
    if facts.adopted:
        kind = "conclusion" if as_conclusion else "resolution"
        number, name = _number(facts, kind)
        sheet = resolution_sheet(facts, number=name, kind=kind)
        papers["resolution_paper"] = _file(act, facts, sheet, number)
    return papers


def _number(facts: MeetingFacts, kind: str) -> tuple[int, str]:
    period = numbering_period(facts.in_force, on=facts.meeting.held_on)
    number = next_number(unit=facts.meeting.cell_id, kind=kind, period=period)
    return number, symbol(kind, number)


def _file(act: Act, facts: MeetingFacts, sheet: Sheet, number: int | None) -> Paper:
    return file_paper(
        id=_paper_id(act.id, sheet.kind),
        province=facts.meeting.province,
        unit=facts.meeting.cell_id,
        kind=sheet.kind,
        number=number,
        period=numbering_period(facts.in_force, on=facts.meeting.held_on),
        signed_on=facts.meeting.held_on,
        sheet=replace(sheet, version=1),
        entered_at=act.entered_at,
    )


def _paper_id(act: UUID, kind: str) -> UUID:
    return uuid.uuid5(act, kind)
