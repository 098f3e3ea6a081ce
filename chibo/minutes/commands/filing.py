"""Number and keep the papers of a closing; a new version keeps the number of what it replaces."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from chibo.journal.commands import Act
from chibo.meetings.models import Meeting
from chibo.minutes.facts import MeetingFacts
from chibo.minutes.models import MinutesClosure
from chibo.minutes.sheets import (
    as_version,
    in_place_of,
    minutes_sheet,
    replaces,
    resolution_sheet,
    roll_call_sheet,
    score_sheet,
    task_list_sheet,
)
from chibo.papers.commands import file_paper, next_number
from chibo.papers.models import Paper
from chibo.papers.rules import symbol
from chibo.papers.sheets import Sheet
from chibo.rulebook.queries import numbering_period


@dataclass(frozen=True)
class Edition:
    """Which version is being closed, and why; `earlier` is what it replaces."""

    version: int = 1
    reason: str = ""
    earlier: MinutesClosure | None = None


@dataclass(frozen=True)
class _Number:
    """A number in its period; `before` is the paper that bore it last, if it is not new."""

    number: int
    period: str
    symbol: str
    before: Paper | None


def file_papers(
    act: Act, facts: MeetingFacts, edition: Edition, *, as_conclusion: bool
) -> dict[str, Paper | None]:
    """Number and keep the papers; a number goes back if the closing fails.

    Of the committee's meeting come minutes and roll call only: it resolves nothing for the cell.
    """
    papers: dict[str, Paper | None] = dict.fromkeys(
        ("resolution_paper", "task_list_paper", "score_paper")
    )
    number = _number(facts, edition, "minutes")
    sheet = minutes_sheet(facts, number=number.symbol)
    papers["minutes_paper"] = _file(act, facts, edition, sheet, number)
    sheet = roll_call_sheet(facts, blank=False)
    papers["roll_call_paper"] = _file(act, facts, edition, sheet, None)
    if facts.meeting.is_committee:
        return papers
    papers["task_list_paper"] = _file(act, facts, edition, task_list_sheet(facts), None)
    if facts.own_score:
        papers["score_paper"] = _file(act, facts, edition, score_sheet(facts), None)
    if facts.adopted:
        kind = "conclusion" if as_conclusion else "resolution"
        number = _number(facts, edition, kind)
        sheet = resolution_sheet(facts, number=number.symbol, kind=kind)
        papers["resolution_paper"] = _file(act, facts, edition, sheet, number)
    return papers


def _number(facts: MeetingFacts, edition: Edition, kind: str) -> _Number:
    """Return the number that this meeting's paper of this kind bears already, or the next one."""
    meeting = facts.meeting
    before = _borne(meeting, kind) if edition.earlier else None
    if before is not None and before.number is not None:
        return _Number(before.number, before.period, before.symbol, before)
    period = numbering_period(facts.in_force, on=meeting.held_on)
    number = next_number(unit=meeting.cell_id, kind=kind, period=period)
    return _Number(number, period, symbol(kind, number), None)


def _borne(meeting: Meeting, kind: str) -> Paper | None:
    """Return the newest of a closed meeting's papers of a kind."""
    closures = MinutesClosure.objects.filter(meeting=meeting)
    mine = Q(pk__in=closures.values("minutes_paper")) | Q(
        pk__in=closures.values("resolution_paper")
    )
    return Paper.objects.filter(mine, kind=kind).order_by("-version").first()


def _file(
    act: Act, facts: MeetingFacts, edition: Edition, sheet: Sheet, number: _Number | None
) -> Paper:
    period = number.period if number else numbering_period(facts.in_force, on=facts.meeting.held_on)
    return file_paper(
        id=uuid.uuid5(act.id, sheet.kind),
        province=facts.meeting.province,
        unit=facts.meeting.cell_id,
        kind=sheet.kind,
        number=number.number if number else None,
        period=period,
        signed_on=facts.meeting.held_on,
        sheet=_edited(act, edition, sheet, number),
        entered_at=act.entered_at,
    )


def _edited(act: Act, edition: Edition, sheet: Sheet, number: _Number | None) -> Sheet:
    """Return the sheet with its version and, where it replaces something, a sentence that says so.

    A resolution that becomes a conclusion is a new paper: it begins at 1 and names the old number.
    """
    earlier = edition.earlier
    if earlier is None:
        return sheet
    if number is not None and number.before is None:
        old = earlier.resolution_paper
        note = in_place_of(old.sheet, on=act.today, reason=edition.reason) if old else ""
        return as_version(sheet, 1, note)
    before = number.before.version if number and number.before else earlier.version
    note = replaces(before, edition.version, on=act.today, reason=edition.reason)
    return as_version(sheet, edition.version, note)
