"""What helps where an item stays low: the house's advice, and what agendas elsewhere do there.

Of other cells only the wording of agendas is taken, of several cells at once, without what would
tell which cell or person it is. Nothing is compared, nothing is put in order of points.
"""

import datetime as dt
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import digits
from uuid import UUID

from chibo.assessments.models import FramePack, ScoreSheet
from chibo.assessments.queries import SCORED, Weak, scored, weak_items
from chibo.core import viet
from chibo.meetings.models import Meeting, Seal
from chibo.members.models import Membership
from chibo.organizations.models import Ancestry, Designation
from chibo.organizations.queries import cells_under, chain
from chibo.preparations.models import AgendaItem

FILE = Path(__file__).parent / "advice.toml"
FEWEST_CELLS = 3  # fewer would tell whose agenda it is
MOST_MEETINGS = 12
MOST_LINES = 6
DAYS_BACK = 366


@dataclass(frozen=True)
class Advice:
    """A piece of the house's advice; source: guidance that says the same, if any."""

    text: str
    source: str
    status: str
    from_on: dt.date


@dataclass(frozen=True)
class ScriptLine:
    """A line that agendas have there: how many minutes they give it, what they ask."""

    title: str
    minutes: tuple[int, ...]
    questions: tuple[str, ...]

    @property
    def least(self) -> int | None:
        return min(self.minutes) if self.minutes else None

    @property
    def most(self) -> int | None:
        return max(self.minutes) if self.minutes else None


@dataclass(frozen=True)
class Help:
    """A weak item with what helps: advice, and lines of agendas where several cells have some."""

    weak: Weak
    advice: Advice | None
    lines: tuple[ScriptLine, ...]


def help_for(cell: UUID, *, on: dt.date) -> list[Help]:
    """Return what to show where a cell's items were low at the last meetings; often nothing."""
    weak = weak_items(cell, on=on)
    if not weak:
        return []
    full = _full_elsewhere(cell, weak, on)
    return [
        Help(each, advice_for(each.block, each.title), scripts_for(full.get(each.key, ()), on=on))
        for each in weak
    ]


def advice_for(block: str, title: str) -> Advice | None:
    """Return the house's advice for an item: by its title, else by its block."""
    data = _advice()
    for place, text in (("in_title", title), ("in_block", block)):
        for piece in data["advice"]:
            if any(viet.fold(word) in viet.fold(text) for word in piece.get(place, ())):
                return Advice(piece["text"], piece["source"], data["status"], data["from_on"])
    return None


@cache
def _advice() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def scripts_for(meetings: Sequence[Meeting], *, on: dt.date) -> tuple[ScriptLine, ...]:
    """Return what the agendas of these meetings have in common use: wording only.

    Nothing where they are of fewer than three cells. A line that names a unit, or a member of
    these cells, is left out.
    """
    cells = {meeting.planned_id: meeting.cell_id for meeting in meetings}
    rows = (
        AgendaItem.objects.filter(planned__in=list(cells), is_dropped=False)
        .order_by("position", "planned")
    )  # fmt: skip
    telling = _names(set(cells.values()), on)
    kept = [
        row for row in rows
        if (row.question or row.minutes) and not _tells(f"{row.title} {row.question}", telling)
    ]  # fmt: skip
    if len({cells[row.planned_id] for row in kept}) < FEWEST_CELLS:
        return ()
    lines: dict[str, list[AgendaItem]] = defaultdict(list)
    for row in kept:
        lines[viet.fold(row.title)].append(row)
    asking = sorted(lines.values(), key=lambda same: not any(row.question for row in same))
    return tuple(_line(same) for same in asking[:MOST_LINES])


def _line(same: list[AgendaItem]) -> ScriptLine:
    questions = dict.fromkeys(row.question for row in same if row.question)
    minutes = tuple(row.minutes for row in same if row.minutes)
    return ScriptLine(same[0].title, minutes, tuple(questions)[:2])


def _full_elsewhere(cell: UUID, weak: list[Weak], on: dt.date) -> dict[str, list[Meeting]]:
    """Return closed meetings of other cells with full points, by item: of the commune, else wider.

    A wider branch is looked at only for items that too few cells of the nearer one did well.
    """
    found: dict[str, list[Meeting]] = {}
    open_keys = {each.key for each in weak}
    for unit in chain(cell, on=on)[1:]:
        near = _full_under(unit, cell, weak[0].frame, open_keys, on)
        done = {key for key in near if len({m.cell_id for m in near[key]}) >= FEWEST_CELLS}
        found |= {key: near[key] for key in done}
        open_keys -= done
        if not open_keys:
            break
    return found


def _full_under(
    unit: UUID, but: UUID, frame: FramePack, keys: Iterable[str], on: dt.date
) -> dict[str, list[Meeting]]:
    cells = [each.id for each in cells_under(unit, on=on) if each.id != but]
    full: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in _candidates(cells, frame, on):
        result = scored(meeting, ScoreSheet.Side.CELL, on=on)
        for line in (each.line for each in result.shown) if result else ():
            if line.item.key in keys and line.points == line.item.most:
                full[line.item.key].append(meeting)
    return full


def _candidates(cells: list[UUID], frame: FramePack, on: dt.date) -> list[Meeting]:
    """Return the newest planned meeting of each cell that was scored by this frame and closed."""
    rows = (
        Meeting.objects.standing()
        .filter(
            score_sheets__side=ScoreSheet.Side.CELL, score_sheets__frame=frame,
            cell__in=cells, kind__in=SCORED, planned__agenda_items__is_dropped=False,
            held_on__gt=on - dt.timedelta(days=DAYS_BACK), held_on__lte=on,
            pk__in=Seal.objects.filter(lifted_at__isnull=True).values("pk"),
        )
        .order_by("-held_on", "pk")
        .distinct()
    )  # fmt: skip
    newest: dict[UUID, Meeting] = {}
    for row in rows[: MOST_MEETINGS * 10]:
        newest.setdefault(row.cell_id, row)
    return list(newest.values())[:MOST_MEETINGS]


def _names(cells: Iterable[UUID], on: dt.date) -> set[str]:
    """Return what would tell a place or a person: names of units and of members, plain words."""
    units = Ancestry.objects.on(on).filter(unit__in=cells).values("ancestor")
    places = Designation.objects.filter(unit__in=units).values_list("name", flat=True)
    people = Membership.objects.filter(cell__in=cells).values_list("person__name", flat=True)
    bare = (_plain(name).partition(" ")[2].rstrip(f" {digits}") for name in places)
    return {name for name in (*bare, *map(_plain, people)) if name}


def _tells(text: str, telling: set[str]) -> bool:
    words = f" {_plain(text)} "
    return any(f" {name} " in words for name in telling)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", viet.fold(text)))
