"""What cells' months amount to and what stands of them: at the lower ends of their paths."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from chibo.core.days import Month
from chibo.figures.help import help_of, limits_of, looked_back
from chibo.figures.models import COUNTERS, NOW, Seat, UnitMonth, View
from chibo.figures.paths import Lives, Path, Paths, sources_of
from chibo.figures.truth import Sums, Truth, months_of

Key = tuple[str, Path, int]  # view, path from the cell up, month
Sheet = dict[Key, Sums]
_ABOVE = "above__above__above__above"
Wanted = Mapping[UUID, set[int]]  # months of cells; NOW: what holds today


def contributions(wanted: Wanted, *, today: dt.date, lives: Lives) -> Sheet:
    """Return what these cells' months add, in both views: by the lower end of their paths."""
    sources = sources_of(wanted, today=today, lives=lives)
    cells = set(wanted).union(*sources.values())
    paths = Paths(cells, today=today, lives=lives)
    months = {month for found in wanted.values() for month in found if month != NOW}
    now = {cell for cell, found in wanted.items() if NOW in found and paths.is_cell(cell, today)}
    limits = limits_of(now, paths) if now else {}
    since = looked_back(limits, today) if now else Month.of(today).index
    truth = Truth(cells, months, paths, since=since)
    sheet: Sheet = defaultdict(Counter)
    for cell, found in wanted.items():
        for month in found - {NOW}:
            _then(sheet, truth, paths, cell, month)
            for source in sources[cell]:
                _today(sheet, truth, paths.today_of(cell), source, month)
    for cell, sums in help_of(limits, truth).items():
        sheet[View.TODAY, paths.today_of(cell), NOW].update(sums)
    return sheet


def _then(sheet: Sheet, truth: Truth, paths: Paths, cell: UUID, month: int) -> None:
    for fact in truth.facts(cell, month):
        sheet[View.THEN, paths.then(cell, fact.on), month].update(fact.sums)
    for fact in truth.levels(cell, month):
        sheet[View.THEN, paths.then(cell, fact.on), month].update(fact.sums)
    for fact in truth.levels(cell, month - 1):
        sheet[View.THEN, paths.then(cell, fact.on), month].subtract(fact.sums)


def _today(sheet: Sheet, truth: Truth, path: Path, cell: UUID, month: int) -> None:
    sums = sheet[View.TODAY, path, month]
    for fact in (*truth.facts(cell, month), *truth.levels(cell, month)):
        sums.update(fact.sums)
    for fact in truth.levels(cell, month - 1):
        sums.subtract(fact.sums)


Provinces = dict[UUID, UUID]  # of seats that are there


def standing(wanted: Wanted) -> tuple[Sheet, Provinces]:
    """Return what stands at the seats of these cells for the wanted months, less what is below.

    Below a cell's seat is nothing, unless the unit was or is something else too, and only some of
    its months have come to its own seat yet. And the seats that were met.
    """
    has_below = Exists(Seat.objects.filter(above=OuterRef("pk")))
    found: Any = Seat.objects.filter(unit__in=list(wanted)).annotate(has_below=has_below)
    seats = {seat.pk: seat for seat in found.select_related(_ABOVE)}
    months = {month for found in wanted.values() for month in found}
    own: dict[tuple[UUID, str, int], Sums] = defaultdict(Counter)
    inside = UnitMonth.objects.filter(month__in=list(months))
    for key, sums in _read(inside.filter(seat__in=list(seats)), "seat"):
        own[key].update(sums)
    if inner := [seat.pk for seat in seats.values() if seat.has_below]:
        for key, sums in _read(inside.filter(seat__above__in=inner), "seat__above"):
            own[key].subtract(sums)
    chains = chains_of(seats.values())
    sheet = {
        (view, chains[seat], month): sums
        for (seat, view, month), sums in own.items()
        if month in wanted[seats[seat].unit_id]
    }
    return sheet, _provinces(seats.values())


def _read(
    rows: "QuerySet[UnitMonth]", seat: str
) -> Iterator[tuple[tuple[UUID, str, int], dict[str, int]]]:
    for key, view, month, *values in rows.values_list(seat, "view", "month", *COUNTERS):
        yield (key, view, month), {k: n for k, n in zip(COUNTERS, values, strict=True) if n}


def _provinces(seats: Iterable[Seat]) -> Provinces:
    found: Provinces = {}
    for seat in seats:
        at: Seat | None = seat
        while at is not None and at.pk not in found:
            found[at.pk] = at.province
            at = at.above
    return found


def chains_of(seats: Iterable[Seat]) -> dict[UUID, Path]:
    """Return the path of each seat; those above are best read with them."""
    found = {}
    for seat in seats:
        path, at = [seat.unit_id], seat.above
        while at is not None:
            path.append(at.unit_id)
            at = at.above
        found[seat.pk] = tuple(path)
    return found


def inner_seats(depth: int | None = None) -> list[Seat]:
    """Return the seats that have others below, at a depth or all, in the order of keys."""
    seats = Seat.objects.filter(below__isnull=False).distinct().order_by("pk")
    rows = seats if depth is None else seats.filter(depth=depth)
    return list(rows.select_related(_ABOVE))


def difference(
    wanted: Wanted, *, today: dt.date, lives: Lives | None = None
) -> tuple[Sheet, Provinces]:
    """Return by how much the truth of these cells' months is more than what stands.

    And seats that are there, of these cells and above. lives: what is read already.
    """
    more = contributions(wanted, today=today, lives=lives or Lives())
    stands, seats = standing(wanted)
    for key, sums in stands.items():
        more[key].subtract(sums)
    kept = {key: {name: n for name, n in sums.items() if n} for key, sums in more.items()}
    return {key: Counter(sums) for key, sums in kept.items() if sums}, seats


def all_months(
    cells: set[UUID], *, today: dt.date, lives: Lives | None = None
) -> dict[UUID, set[int]]:
    """Return every month of these cells in which something is, of what counts with them too, or
    stands. lives: what is read already."""
    if not cells:
        return {}
    lives = lives or Lives()
    sources = sources_of(cells, today=today, lives=lives)
    every = cells.union(*sources.values())
    own = months_of(every, Paths(every, today=today, lives=lives))
    found = {cell: own[cell].union(*(own[each] for each in sources[cell])) for cell in cells}
    rows = UnitMonth.objects.filter(seat__unit__in=cells).values_list("seat__unit", "month")
    for cell, month in rows.distinct():
        found[cell].add(month)
    return found


def unlike_below(seats: set[UUID]) -> dict[tuple[UUID, str, int], Sums]:
    """Return by how much what stands below seats adds up to more than what stands at them."""
    more: dict[tuple[UUID, str, int], Sums] = defaultdict(Counter)
    below: Any = UnitMonth.objects.filter(seat__above__in=seats).values(
        "seat__above", "view", "month"
    )
    totals = below.annotate(**{f"n_{key}": Sum(key) for key in COUNTERS}).order_by()
    for row in totals:
        key = (row["seat__above"], row["view"], row["month"])
        more[key].update({name: row[f"n_{name}"] for name in COUNTERS if row[f"n_{name}"]})
    for key, sums in _read(UnitMonth.objects.filter(seat__in=seats), "seat"):
        more[key].subtract(sums)
    kept = {key: Counter({k: n for k, n in sums.items() if n}) for key, sums in more.items()}
    return {key: sums for key, sums in kept.items() if sums}
