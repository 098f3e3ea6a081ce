import datetime as dt
import tomllib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.deadlines.queries import to_decide
from chibo.members.queries import Member
from chibo.organizations.models import CellType
from chibo.organizations.queries import chain, named
from chibo.plans.models import Kind, PlannedMeeting
from chibo.preparations import rules
from chibo.preparations.models import (
    AgendaItem,
    AgendaTemplate,
    DraftResolution,
    PreparedPaper,
    Question,
    StandingDuty,
)
from chibo.preparations.rules import Line, Template

LONGEST_TITLE = 200
AGENDAS = Path(__file__).parent / "agendas"


@cache
def centre_templates() -> tuple[Template, ...]:
    """Return the orders of a sitting that come with the product, oldest first."""
    found = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(AGENDAS.glob("*.toml"))
    ]
    return tuple(_template(each, each["lines"]) for each in found)


def _template(head: dict[str, object], lines: Iterable[dict[str, object]]) -> Template:
    return Template(
        str(head["number"]), str(head["title"]), head["from_on"], tuple(lines)  # type: ignore[arg-type]
    )  # fmt: skip


def template_for(cell: UUID, *, on: dt.date) -> Template:
    """Return the order of a sitting for a cell on a day: of the nearest unit, else the Centre's.

    Before the oldest the oldest holds.
    """
    above = chain(cell, on=on)
    rows = AgendaTemplate.objects.on(on).filter(issuer__in=above)
    own = sorted(
        rows, key=lambda row: (-above.index(row.issuer_id), row.from_on, row.entered_at)
    )  # fmt: skip
    if own:
        row = own[-1]
        return Template(row.number, row.title, row.from_on, tuple(row.content))
    held = [each for each in centre_templates() if each.from_on <= on]
    return held[-1] if held else centre_templates()[0]


@dataclass(frozen=True)
class Agenda:
    """The agenda of a planned meeting; `dropped` with the duty each line was wanted for.

    `due`: what falls due and the cell has to decide, where a saved agenda has no line for it.
    Not saved: as the template proposes it; its items are not rows yet.
    """

    items: list[AgendaItem]
    dropped: list[AgendaItem]
    template: Template
    is_saved: bool
    due: list[AgendaItem] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(item.minutes or 0 for item in self.items)

    def duty(self, item: AgendaItem) -> Line | None:
        """Return what the template says of a line, or None for one of the cell's own."""
        return self.template.line(item.duty) if item.duty else None


def agenda_of(planned: PlannedMeeting) -> Agenda:
    """Return a planned meeting's agenda as saved, else as its template proposes it."""
    template = template_for(planned.cell_id, on=planned.planned_on)
    rows = list(
        AgendaItem.objects.filter(planned=planned)
        .select_related("presenter__person")
        .order_by("position")
    )
    if rows:
        items = [row for row in rows if not row.is_dropped]
        return Agenda(items, [row for row in rows if row.is_dropped], template, True)
    cell_type = named(planned.cell_id, on=planned.planned_on).cell_type or CellType.VILLAGE
    lines = rules.wanted(
        template, kind=planned.kind, cell_type=cell_type, month=planned.month.month,
        topic=planned.topic,
    )  # fmt: skip
    items = [_item(planned, line) for line in lines]
    items[_closing(items) : _closing(items)] = _due(planned)
    for place, item in enumerate(items, start=1):
        item.position = place
    return Agenda(items, [], template, False)


def with_due(agenda: Agenda, planned: PlannedMeeting) -> Agenda:
    """Return a saved agenda with what falls due and has no line there, dropped or not."""
    if not agenda.is_saved:
        return agenda
    known = {item.duty for item in (*agenda.items, *agenda.dropped)}
    return replace(agenda, due=[item for item in _due(planned) if item.duty not in known])


def _closing(items: list[AgendaItem]) -> int:
    """Return the place of the first line that closes the sitting."""
    return next((n for n, item in enumerate(items) if item.step in rules.CLOSING), len(items))


def _due(planned: PlannedMeeting) -> list[AgendaItem]:
    """Return a line for each kind of deadline that the cell itself has to decide by that day."""
    if planned.kind not in {Kind.REGULAR, Kind.BOTH}:
        return []
    return [
        AgendaItem(
            id=uuid.uuid5(planned.pk, kind.duty), province=planned.province, planned=planned,
            position=0, title=_with_names(kind.agenda, names), duty=kind.duty,
        )
        for kind, names in to_decide(planned.cell_id, on=planned.planned_on)
    ]  # fmt: skip


def _with_names(words: str, names: list[str]) -> str:
    """Return the line with as many names as fit; the list of deadlines has all."""
    shown = [name for name in names if name]
    for count in range(len(shown), 0, -1):
        rest = "" if count == len(shown) else " …"
        line = f"{words}: {', '.join(shown[:count])}{rest}"
        if len(line) <= LONGEST_TITLE:
            return line
    return words


def _item(planned: PlannedMeeting, line: Line) -> AgendaItem:
    return AgendaItem(
        id=uuid.uuid5(planned.pk, line.key), province=planned.province, planned=planned,
        position=0, title=line.title, duty=line.key, step=line.step, minutes=line.minutes,
        presenter=planned.presenter if line.presents else None, question=line.question,
    )  # fmt: skip


def usual_titles(
    cell: UUID, cell_type: str, *, kind: str, on: dt.date, topic: str = ""
) -> list[str]:
    """Return what a sitting without a plan usually discusses, by the template in force."""
    template = template_for(cell, on=on)
    lines = rules.wanted(
        template, kind=kind, cell_type=cell_type or CellType.VILLAGE, month=on.month, topic=topic
    )
    return [line.title for line in lines if line.part == "run" and not line.step]


def to_discuss(agenda: Agenda) -> list[AgendaItem]:
    """Return the lines that become points of the sitting: not those it sees to itself."""
    opening = {"open"}
    return [
        item
        for item in agenda.items
        if not item.step and item.duty not in opening
    ]  # fmt: skip


def papers_of(planned: PlannedMeeting) -> list[PreparedPaper]:
    """Return the papers of a planned meeting without their content, by date."""
    rows = PreparedPaper.objects.filter(planned=planned, is_withdrawn=False).defer("content")
    return sorted(rows, key=lambda row: (row.dated_on or dt.date.min, row.number, row.title))


def questions_of(planned: PlannedMeeting) -> list[Question]:
    """Return what was asked before the meeting."""
    rows = Question.objects.filter(planned=planned, is_withdrawn=False)
    return list(rows.select_related("asked_by__person").order_by("id"))


def draft_lines(planned: UUID | None) -> list[str]:
    """Return the decisions of the draft resolution, one a line; empty without a draft or plan."""
    text = DraftResolution.objects.filter(pk=planned).values_list("text", flat=True).first() or ""
    return [line for line in text.split("\n") if line.strip()]


@dataclass(frozen=True)
class DutiesOf:
    """A member with what he or she has in charge; empty where nothing."""

    member: Member
    duties: list[StandingDuty]


def duties_of(cell: UUID, members: list[Member], *, on: dt.date) -> list[DutiesOf]:
    """Return what each member has in charge on a day, members in the given order."""
    rows = StandingDuty.objects.on(on).filter(cell=cell).order_by("from_on", "what")
    by_member: dict[UUID, list[StandingDuty]] = {}
    for row in rows:
        by_member.setdefault(row.membership_id, []).append(row)
    return [DutiesOf(member, by_member.get(member.id, [])) for member in members]


def ended_duties(cell: UUID, *, on: dt.date) -> list[StandingDuty]:
    """Return duties that have ended, newest first."""
    rows = StandingDuty.objects.filter(cell=cell, until_on__lte=on).exclude(until_on=FOREVER)
    return list(rows.select_related("membership__person").order_by("-until_on")[:50])
