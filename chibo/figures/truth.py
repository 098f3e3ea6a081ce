"""What one cell's month amounts to, taken from the rows that a meeting and a register left."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from chibo.core.days import FOREVER, Month
from chibo.figures.paths import Paths
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.minutes.standing import Standing, standing_of
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


class Truth:
    """The facts of some cells in some months, read in as many queries whatever their number.

    months: of the sums that are wanted; the month before is read too, for what has changed.
    """

    def __init__(self, cells: Iterable[UUID], months: Iterable[int], paths: Paths) -> None:
        self.cells = set(cells)
        self.months = sorted(set(months))
        self.paths = paths
        self.today = paths.today
        self._this = Month.of(self.today).index
        self._closed: dict[tuple[UUID, int], list[MinutesClosure]] = defaultdict(list)
        self._members: dict[UUID, list[_Row]] = defaultdict(list)
        if self.months:
            self._read()

    def _read(self) -> None:
        first = Month.at(self.months[0] - 1).first
        rows = (
            MinutesClosure.objects.newest()
            .filter(
                cell__in=self.cells, month__gte=first, month__lte=Month.at(self.months[-1]).first
            )
            .exclude(kind=Kind.COMMITTEE)
            .order_by("held_on", "closed_at")
        )
        for row in rows:
            self._closed[row.cell_id, Month.of(row.month).index].append(row)
        self._standing = standing_of(
            (row for found in self._closed.values() for row in found if row.kind in REGULAR),
            on=self.today,
        )
        home = Membership.objects.filter(
            cell__in=self.cells, place=Membership.Place.HOME, from_on__lte=self.today
        ).annotate(goes_on=GOES_ON)
        for cell, *row in home.values_list("cell", *_COLUMNS):
            self._members[cell].append(_Row(*row))
        missed = MissedMonth.objects.filter(cell__in=self.cells).values_list("cell", "month")
        self._explained = {(cell, Month.of(month).index) for cell, month in missed}

    def facts(self, cell: UUID, month: int) -> Iterator[Fact]:
        """Yield what happened in a month of a cell."""
        for row in self._closed.get((cell, month), ()):
            yield Fact(cell, month, row.held_on, sums_of(row, self._standing.get(row.pk)))
        span = Month.at(month)
        for member in self._members.get(cell, ()):
            for day, on, key in member.changes(self.today):
                if span.first <= day < span.until:
                    yield Fact(cell, month, on, Counter({key: 1}))
        if self.is_missed(cell, month) and (cell, month) in self._explained:
            yield Fact(cell, month, self._owed(cell, month) or span.last, _EXPLAINED)

    def levels(self, cell: UUID, month: int) -> Iterator[Fact]:
        """Yield what stood at the end of a month, or stands today while it runs."""
        if month > self._this:
            return
        regular = self._regular(cell, month)
        owed = None if regular else self._owed(cell, month)
        for on in [row.held_on for row in regular] if owed is None else [owed]:
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
        return over and not self._regular(cell, month) and self._owed(cell, month) is not None

    def _regular(self, cell: UUID, month: int) -> list[MinutesClosure]:
        return [row for row in self._closed.get((cell, month), ()) if row.kind in REGULAR]

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


def sums_of(row: MinutesClosure, standing: Standing | None) -> Sums:
    """Return what closed minutes count. standing: of their score, where they are regular."""
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
    if standing and standing.grade:
        sums[f"grade_{standing.grade}"] = 1
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
