"""What one cell's month amounts to, taken from the rows that a meeting and a register left."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from chibo.core.days import FOREVER, Month
from chibo.figures.paths import Paths
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.minutes.standing import standing_of
from chibo.plans import queries as plans
from chibo.plans import rules
from chibo.plans.models import Kind, MissedMonth
from chibo.registers.rules import Kind as Why
from chibo.registers.rules import began, ended
from chibo.rulebook.queries import in_force

REGULAR = (Kind.REGULAR, Kind.BOTH)
Sums = Counter[str]


@dataclass(frozen=True)
class Fact:
    """Counters of one cell that belong to a month, and the day whose units they count for."""

    cell: UUID
    month: int
    on: dt.date
    sums: Sums


class Turnout(NamedTuple):
    """How many came to a regular meeting, of how many that should. month: it answers for."""

    month: int
    held_on: dt.date
    present: int
    counted: int


def turnouts(cells: Iterable[UUID], since: int) -> dict[UUID, list[Turnout]]:
    """Return the regular meetings of each cell that answer for a month or a later one, by day."""
    rows = MinutesClosure.objects.newest().filter(
        cell__in=list(cells), kind__in=REGULAR, month__gte=Month.at(since).first
    )
    found: dict[UUID, list[Turnout]] = defaultdict(list)
    for cell, month, on, present, counted in rows.order_by("held_on", "closed_at").values_list(
        "cell", "month", "held_on", "present", "counted"
    ):
        index = month.year * 12 + month.month - 1
        found[cell].append(Turnout(index, on, present, counted))
    return dict(found)


class Truth:
    """The facts of some cells in some months, read in as many queries whatever their number.

    months: of the sums that are wanted, none for what holds today alone. since: the first month of
    which must be known whether a meeting was held.
    """

    def __init__(
        self, cells: Iterable[UUID], months: Iterable[int], paths: Paths, *, since: int
    ) -> None:
        self.cells = set(cells)
        self.months = sorted(set(months))
        self.paths = paths
        self.today = paths.today
        self._this = Month.of(self.today).index
        self._closed: dict[tuple[UUID, int], list[MinutesClosure]] = defaultdict(list)
        self._members: dict[UUID, list[_Row]] = defaultdict(list)
        self._explained: set[tuple[UUID, int]] = set()
        self.regular = turnouts(self.cells, min([since, *(month - 1 for month in self.months)]))
        self._held = {(cell, row.month) for cell, rows in self.regular.items() for row in rows}
        if self.months:
            self._read()

    def _read(self) -> None:
        firsts = [Month.at(month).first for month in self.months]
        rows = (
            MinutesClosure.objects.newest()
            .filter(cell__in=self.cells, month__in=firsts)
            .exclude(kind=Kind.COMMITTEE)
            .order_by("held_on", "closed_at")
        )
        for row in rows.only(*_READ):
            self._closed[row.cell_id, Month.of(row.month).index].append(row)
        waited = [
            row.pk for found in self._closed.values() for row in found
            if row.kind in REGULAR and row.after_items
        ]  # fmt: skip
        late = MinutesClosure.objects.filter(pk__in=waited) if waited else ()
        self._standing = standing_of(late, on=self.today)
        self._read_members(firsts[0], Month.at(self.months[-1]).last)
        over = [Month.at(month).first for month in self.months if month < self._this]
        without = {
            cell for cell in self.cells
            if any(month < self._this and (cell, month) not in self._held for month in self.months)
        }  # fmt: skip
        if without:
            missed = MissedMonth.objects.filter(cell__in=without, month__in=over)
            for cell, month in missed.values_list("cell", "month"):
                self._explained.add((cell, Month.of(month).index))

    def _read_members(self, first: dt.date, last: dt.date) -> None:
        """Read who came, went or was recognised in these days.

        Who is on the list before and after counts for nothing in a change, unless it counts under
        other units after: then the whole list is read.
        """
        moved = {
            cell for cell in self.cells
            if any(first <= day <= last for day in self.paths.turns(cell))
        }  # fmt: skip
        span = (first, last)
        near = Q(from_on__range=span) | Q(until_on__range=span) | Q(official_on__range=span)
        home = Membership.objects.filter(
            Q(cell__in=moved) | near if moved else near, cell__in=self.cells,
            place=Membership.Place.HOME, from_on__lte=self.today,
        ).annotate(goes_on=GOES_ON)  # fmt: skip
        for cell, *row in home.values_list("cell", *_COLUMNS):
            self._members[cell].append(_Row(*row))

    def facts(self, cell: UUID, month: int) -> Iterator[Fact]:
        """Yield what happened in a month of a cell."""
        for row in self._closed.get((cell, month), ()):
            standing = self._standing.get(row.pk)
            grade = standing.grade if standing else row.grade
            yield Fact(cell, month, row.held_on, sums_of(row, grade))
        span = Month.at(month)
        for member in self._members.get(cell, ()):
            for day, on, key in member.changes(self.today):
                if span.first <= day < span.until:
                    yield Fact(cell, month, on, Counter({key: 1}))
        if self.is_missed(cell, month) and (cell, month) in self._explained:
            yield Fact(cell, month, self._owed(cell, month) or span.last, _EXPLAINED)

    def levels(self, cell: UUID, month: int) -> Iterator[Fact]:
        """Yield what stood at the end of a month, or stands today while it runs.

        Of the members only those that were read: the others are the same the month before.
        """
        if month > self._this:
            return
        held = [row.held_on for row in self.regular.get(cell, ()) if row.month == month]
        owed = None if held else self._owed(cell, month)
        for on in held if owed is None else [owed]:
            yield Fact(cell, month, on, Counter(due=1))
        last = min(Month.at(month).last, self.today)
        sums: Sums = Counter(cells=int(self.paths.is_cell(cell, last)))
        for row in self._members.get(cell, ()):
            if row.from_on <= last < row.until_on:
                sums["members"] += 1
                sums["probationary"] += row.official_on is None or row.official_on > last
        yield Fact(cell, month, last, sums)

    def is_missed(self, cell: UUID, month: int) -> bool:
        """Say whether a month that is over was owed and not held."""
        over = month < self._this
        return over and not self.is_held(cell, month) and self._owed(cell, month) is not None

    def is_held(self, cell: UUID, month: int) -> bool:
        """Say whether a regular meeting of a month was closed."""
        return (cell, month) in self._held

    def _owed(self, cell: UUID, month: int) -> dt.date | None:
        """Return the last day of a month on which a cell was there that owed it a meeting."""
        span = Month.at(month)
        for since, until in self.paths.spans(cell):
            if since > min(span.last, self.today) or until <= span.first:
                continue
            if (since <= span.first and until > span.last) or self._is_due(
                cell, span, since, until
            ):
                return min(span.last, self.today, until - dt.timedelta(days=1))
        return None

    def _is_due(self, cell: UUID, month: Month, since: dt.date, until: dt.date) -> bool:
        """Say whether a cell that began or ended in a month owes it, by the rules above it."""
        on = max(month.first, since)
        place = (*self.paths.chain(cell, on)[1:2], cell)[0]
        settings = in_force(place, on=on)
        is_off = plans.off_for(place, settings, on=on)
        return rules.is_due(month.first, since, until, plans.timing_of(settings), is_off)


_EXPLAINED: Sums = Counter(missed_explained=1)
_ROLL = ("counted", "present", "late", "excused", "unexcused", "exempt", "suspended",
         "special_duty", "away", "here")  # fmt: skip
GOES_ON = Exists(
    Membership.objects.filter(
        person=OuterRef("person"), place=Membership.Place.HOME, until_on=OuterRef("from_on")
    )
)
_TASKS = ("tasks_new", "tasks_done", "tasks_partly", "tasks_not_done", "tasks_dropped")
_COLUMNS = ("from_on", "until_on", "official_on", "began__what", "ended__what", "goes_on")
_READ = ("cell", "month", "held_on", "kind", "on_time", "is_from_paper", "spoke", "grade",
         "length_minutes", "delegate_present", "after_items", *_ROLL, *_TASKS)  # fmt: skip


def sums_of(row: MinutesClosure, grade: str) -> Sums:
    """Return what closed minutes count. grade: of their score as it stands, if it has one."""
    sums: Sums = Counter({key: getattr(row, key) for key in _TASKS if getattr(row, key)})
    if row.kind == Kind.THEMATIC:
        sums["thematic_alone"] = 1
    elif row.kind == Kind.EXTRAORDINARY:
        sums["extraordinary"] = 1
    if row.kind not in REGULAR:
        return sums
    sums.update({key: getattr(row, key) for key in _ROLL if getattr(row, key)})
    sums["regular"] = 1
    sums["both"] = row.kind == Kind.BOTH
    sums["held_late"] = row.on_time is False
    sums["unjudged"] = row.on_time is None
    sums["from_paper"] = row.is_from_paper
    sums["under_half"] = 2 * row.present < row.counted
    if row.spoke is not None:
        sums["spoke"], sums["spoke_of"] = row.spoke, row.present
    if row.length_minutes is not None:
        sums["length"], sums["length_of"] = row.length_minutes, 1
    if not row.is_from_paper:
        sums["delegates"], sums["delegates_of"] = int(row.delegate_present), 1
    if grade:
        sums[f"grade_{grade}"] = 1
    return sums


@dataclass(frozen=True)
class _Row:
    """One membership at home."""

    from_on: dt.date
    until_on: dt.date
    official_on: dt.date | None
    began: str | None
    ended: str | None
    goes_on: bool  # from another cell, without a day between

    def changes(self, today: dt.date) -> Iterator[tuple[dt.date, dt.date, str]]:
        """Yield when the list grew, shrank or somebody was recognised, with why.

        The day, the day whose units it counts for, and the counter: who goes counts for the units
        of the last day. A decision on units is no reason: it carries members, and the difference
        says so.
        """
        why = began(self.began or "", with_cell=False)
        if why != Why.REORGANISED:
            yield self.from_on, self.from_on, f"up_{why}"
        if self.until_on <= today:
            why = ended(self.ended or "", with_cell=False)
            if why != Why.REORGANISED:
                yield self.until_on, self.until_on - dt.timedelta(days=1), f"down_{why}"
        turn = self.official_on
        there = turn and (turn > self.from_on or self.goes_on)
        if turn and there and self.from_on <= turn < self.until_on and turn <= today:
            yield turn, turn, "recognised"


def non_zero(sums: Mapping[str, int]) -> dict[str, int]:
    """Return the counters that are not 0."""
    return {key: int(value) for key, value in sums.items() if value}


def months_of(cells: Iterable[UUID], paths: Paths) -> dict[UUID, set[int]]:
    """Return for each cell every month in which anything of it changes, up to this one."""
    cells = set(cells)
    this = Month.of(paths.today).index
    found: dict[UUID, set[int]] = {cell: set() for cell in cells}

    def add(rows: Iterable[Any]) -> None:
        for cell, *days in rows:
            found[cell] |= {Month.of(day).index for day in days if day and day < FOREVER}

    closed = MinutesClosure.objects.newest().filter(cell__in=cells)
    add(closed.values_list("cell", "month", "held_on"))
    home = Membership.objects.filter(cell__in=cells, place=Membership.Place.HOME)
    add(home.values_list("cell", "from_on", "until_on", "official_on"))
    add(MissedMonth.objects.filter(cell__in=cells).values_list("cell", "month"))
    for cell in cells:
        found[cell] |= {Month.of(day).index for day in paths.turns(cell)}
        after = {month + 1 for month in found[cell]}
        found[cell] = {month for month in found[cell] | after if month <= this}
    return found
