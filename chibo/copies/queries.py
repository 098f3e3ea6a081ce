import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, F, Max, Min, QuerySet
from django.http import Http404

from chibo.accounts.models import User
from chibo.copies.models import TakenBack
from chibo.copies.rules import (
    MONTHLY,
    PaperMonth,
    Place,
    Wrong,
    place_of,
    wrong_day,
    wrong_figures,
    wrong_place,
)
from chibo.core.days import Month
from chibo.journal.models import Entry
from chibo.meetings.models import Meeting
from chibo.minutes.models import MinutesClosure
from chibo.organizations.authority import RIGHTS, Can, demand, may, reach
from chibo.organizations.models import Ancestry, Designation, Kind, Placement, Role, Unit
from chibo.organizations.queries import Named, children, posts_of
from chibo.plans import queries as plans
from chibo.rulebook.models import RulePack
from chibo.rulebook.queries import in_force

POINTS_OF = Decimal(100)  # the whole of every frame with points that is known here
CHUNK = 500  # ids in one question
Spans = list[tuple[dt.date, dt.date]]
T = TypeVar("T")


def _chunks(ids: Iterable[T]) -> Iterator[list[T]]:
    rows = list(ids)
    yield from (rows[place : place + CHUNK] for place in range(0, len(rows), CHUNK))


def cell_spans(cells: Iterable[UUID]) -> dict[UUID, Spans]:
    """Return when each unit was a cell: from a day until a day (exclusive)."""
    found: dict[UUID, Spans] = defaultdict(list)
    for some in _chunks(set(cells)):
        rows = Designation.objects.filter(unit__in=some, kind=Kind.CELL)
        for cell, begun, ended in rows.values_list("unit", "from_on", "until_on"):
            found[cell].append((begun, ended))
    return found


def taken_places(cells: Iterable[UUID], *, since: dt.date, until: dt.date) -> set[Place]:
    """Return the places that meetings of these cells take, closed, copied or still open.

    since, until: first days of months, both included.
    """
    found: set[Place] = set()
    for some in _chunks(set(cells)):
        span = {"cell__in": some, "month__range": (since, until)}
        closed = MinutesClosure.objects.newest().filter(**span)
        open_ = Meeting.objects.standing().filter(**span)
        for rows in (closed, open_):
            found |= {
                (cell, month, "") if kind in MONTHLY else (cell, held_on, kind)
                for cell, month, held_on, kind in rows.values_list(
                    "cell", "month", "held_on", "kind"
                )
            }
    return found


def allowed_cells(user: User, cells: Iterable[UUID], *, on: dt.date) -> set[UUID]:
    """Return those of the cells for which this user may copy months."""
    wanted = set(cells)
    within: set[UUID] = set()
    for some in _chunks(wanted):
        within |= set(reach(user, Can.COPY_PAST_MONTHS, on=on).filter(unit__in=some))
    ended = wanted - within
    for some in _chunks(wanted - within):
        ended -= set(
            Designation.objects.on(on).filter(unit__in=some).values_list("unit", flat=True)
        )
    return within | {cell for cell in ended if may(user, Can.COPY_PAST_MONTHS, at=cell, on=on)}


def wrong_rows(rows: Sequence[PaperMonth], *, today: dt.date) -> list[list[Wrong]]:
    """Return for each line what the figures, the day, the book and the lines before say against it.

    A line with anything wrong takes no place from those after it.
    """
    if not rows:
        return []
    cells = {row.cell for row in rows}
    months = [row.month for row in rows]
    spans = cell_spans(cells)
    kept = taken_places(cells, since=min(months), until=max(months))
    first_rules = RulePack.objects.filter(issuer=None).aggregate(day=Min("from_on"))["day"]
    seen: dict[Place, int] = {}
    found = []
    for row in rows:
        wrong = wrong_day(row, today=today, spans=spans[row.cell])
        if not wrong and row.held_on < first_rules:
            wrong = [Wrong("held_on", "no_rules_then")]
        wrong = wrong or wrong_place(row, kept=kept, seen=seen)
        wrong += wrong_figures(row, points_of=POINTS_OF)
        if not wrong:
            seen[place_of(row.cell, row.held_on, row.kind)] = row.line
        found.append(wrong)
    return found


class Above:
    """What stood over cells, asked once for many: the unit directly above, and the rule pack."""

    def __init__(self, cells: Iterable[UUID]) -> None:
        self._seats: dict[UUID, list[tuple[dt.date, dt.date, UUID]]] = defaultdict(list)
        for some in _chunks(set(cells)):
            rows = Placement.objects.filter(unit__in=some)
            for cell, begun, ended, parent in rows.values_list(
                "unit", "from_on", "until_on", "parent"
            ):
                self._seats[cell].append((begun, ended, parent))
        days = RulePack.objects.values_list("from_on", "until_on")
        self._turns = sorted({day for span in days for day in span})
        self._packs: dict[tuple[UUID, dt.date], RulePack] = {}

    def superior(self, cell: UUID, on: dt.date) -> UUID:
        return next(parent for begun, ended, parent in self._seats[cell] if begun <= on < ended)

    def pack(self, cell: UUID, on: dt.date) -> RulePack:
        """Return the pack in force at the unit above; a cell issues none of its own."""
        above = self.superior(cell, on)
        turn = max((day for day in self._turns if day <= on), default=on)
        key = (above, max(turn, on.replace(day=1)))
        if key not in self._packs:
            self._packs[key] = in_force(above, on=on).pack
        return self._packs[key]


class InTime:
    """Whether copied regular meetings were held in time, judged as a closing would have.

    The rules of a superior and a month are read once; before the first ones, those.
    """

    def __init__(self, rows: Sequence[PaperMonth], above: Above) -> None:
        cells = {row.cell for row in rows}
        months = sorted({Month.of(row.held_on) for row in rows})
        self._above = above
        self._begun = {cell: min(spans)[0] for cell, spans in cell_spans(cells).items()}
        self._moved = {
            place for some in _chunks(cells) for place in plans.moved_months(some, months)
        }  # fmt: skip
        self._first = RulePack.objects.filter(issuer=None).aggregate(day=Min("from_on"))["day"]
        self._timings = plans.Timings()

    def of(self, row: PaperMonth) -> bool | None:
        """Say it of a regular meeting; of any other, nothing."""
        if row.kind not in MONTHLY:
            return None
        return self._timings.in_time(
            self._above.superior(row.cell, row.held_on), Month.of(row.held_on), row.held_on,
            on=max(row.month, self._begun[row.cell], self._first),
            has_reason=(row.cell, row.month) in self._moved,
        )  # fmt: skip


@dataclass(frozen=True)
class CopiedLine:
    """A copied meeting with who copied it."""

    closure: MinutesClosure
    who: str


def copied_months(cell: UUID) -> list[CopiedLine]:
    """Return the meetings copied from paper that count, newest first."""
    rows = _copied().filter(cell=cell, is_newest=True).select_related("closed_by__person")
    return [CopiedLine(row, _name(row.closed_by)) for row in rows.order_by("-held_on", "kind")]


def taken_back(cell: UUID) -> list[TakenBack]:
    """Return what was taken back of a cell, newest first."""
    rows = TakenBack.objects.filter(closure__cell=cell)
    return list(rows.select_related("closure", "taken_by__person").order_by("-taken_at"))


def copied_for(user: User, capability: Can, closure: UUID, *, on: dt.date) -> MinutesClosure:
    """Return the copied meeting if this user may at its cell. Raises: Http404, or forbidden."""
    found = _copied().select_related("cell").filter(pk=closure).first()
    if found is None:
        raise Http404
    demand(user, capability, at=found.cell_id, on=on)
    return found


@dataclass(frozen=True)
class BranchCopies:
    """How many meetings of the cells under a unit were copied, and from when to when."""

    unit: Named
    count: int
    first: dt.date | None
    last: dt.date | None


def copied_by_branch(unit: UUID, *, on: dt.date) -> list[BranchCopies]:
    """Return one line per unit directly below, in Vietnamese order."""
    below = children(unit, on=on)
    now = Ancestry.objects.on(on).filter(ancestor__in=[each.id for each in below])
    rows = (
        _copied()
        .filter(is_newest=True, cell__ancestry__in=now)
        .values(branch=F("cell__ancestry__ancestor"))
        .annotate(count=Count("pk"), first=Min("held_on"), last=Max("held_on"))
    )
    found = {row["branch"]: (row["count"], row["first"], row["last"]) for row in rows}
    return [BranchCopies(each, *found.get(each.id, (0, None, None))) for each in below]


def open_months(cells: Sequence[UUID], months: Sequence[Month]) -> dict[UUID, list[Month]]:
    """Return the months in which each cell existed and for which no regular meeting is known."""
    spans = cell_spans(cells)
    kept = taken_places(cells, since=months[0].first, until=months[-1].first) if months else set()
    return {
        cell: [
            month for month in months
            if (cell, month.first, "") not in kept
            and any(begun <= month.last and ended > month.first for begun, ended in spans[cell])
        ]
        for cell in cells
    }  # fmt: skip


def superiors(units: Iterable[UUID], *, on: dt.date) -> dict[UUID, UUID]:
    """Return the unit directly above each unit on the day."""
    return {
        unit: parent
        for some in _chunks(units)
        for unit, parent in Placement.objects.on(on)
        .filter(unit__in=some)
        .values_list("unit", "parent")
    }


def is_done(act: object) -> bool:
    """Say whether an act, as a form names it, is in the journal already."""
    try:
        return Entry.objects.filter(pk=UUID(str(act))).exists()
    except ValueError:
        return False


def place_to_copy(user: User, *, on: dt.date) -> Unit | None:
    """Return the unit from which this user may copy months, their first such post's."""
    posts = posts_of(user, on=on)
    return next((p.unit for p in posts if Can.COPY_PAST_MONTHS in RIGHTS[Role(p.role)]), None)


def _copied() -> QuerySet[MinutesClosure]:
    return MinutesClosure.objects.filter(is_from_paper=True)


def _name(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person is not None else str(user)
