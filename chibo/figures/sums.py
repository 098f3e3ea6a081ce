"""What cells' months amount to and what stands of them: at the lower ends of their paths."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from chibo.figures.help import help_months, help_of
from chibo.figures.models import COUNTERS, NOW, Seat, UnitMonth, View
from chibo.figures.paths import Path, Paths, sources_of
from chibo.figures.truth import Sums, Truth, months_of

Key = tuple[str, Path, int]  # view, path from the cell up, month
Sheet = dict[Key, Sums]
NEAR = 12  # months: read with those that tell where help is wanted
Wanted = Mapping[UUID, set[int]]  # months of cells; NOW: what holds today


def contributions(wanted: Wanted, *, today: dt.date) -> Sheet:
    """Return what these cells' months add, in both views: by the lower end of their paths."""
    sources, heirs = sources_of(wanted, today=today)
    cells = set(wanted).union(*sources.values())
    paths = Paths(cells, today=today, after=heirs)
    months = {month for found in wanted.values() for month in found if month != NOW}
    now = [cell for cell, found in wanted.items() if NOW in found]
    recent = set(help_months(today)) if now else set()
    at_once = not months or min(months) >= min(recent, default=0) - NEAR
    truth = Truth(cells, months | recent if at_once else months, paths)
    sheet: Sheet = defaultdict(Counter)
    for cell, found in wanted.items():
        for month in found - {NOW}:
            _then(sheet, truth, paths, cell, month)
            for source in sources[cell]:
                _today(sheet, truth, paths.today_of(cell), source, month)
    known = truth if at_once else Truth(cells, recent, paths)
    for cell, sums in help_of(now, today=today, known=known).items():
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


def standing(wanted: Wanted) -> Sheet:
    """Return what stands at the seats of these cells for the wanted months, less what is below.

    Below a cell's seat is nothing, unless the unit was or is something else too, and only some of
    its months have come to its own seat yet.
    """
    seats = {seat.pk: seat for seat in _with_above(Seat.objects.filter(unit__in=list(wanted)))}
    months = {month for found in wanted.values() for month in found}
    own: dict[tuple[UUID, str, int], Sums] = defaultdict(Counter)
    inside = UnitMonth.objects.filter(month__in=list(months))
    rows = inside.filter(seat__in=list(seats))
    for seat, view, month, *values in rows.values_list("seat", "view", "month", *COUNTERS):
        own[seat, view, month].update(dict(zip(COUNTERS, values, strict=True)))
    rows = inside.filter(seat__above__in=list(seats))
    for seat, view, month, *values in rows.values_list("seat__above", "view", "month", *COUNTERS):
        own[seat, view, month].subtract(dict(zip(COUNTERS, values, strict=True)))
    kept = {key: Counter({k: n for k, n in sums.items() if n}) for key, sums in own.items()}
    kept = {key: sums for key, sums in kept.items() if sums}
    chains = chains_of(seats[seat] for seat in {key[0] for key in kept})
    return {
        (view, chains[seat], month): sums
        for (seat, view, month), sums in kept.items()
        if month in wanted[seats[seat].unit_id]
    }


def _with_above(seats: "QuerySet[Seat]") -> "QuerySet[Seat]":
    return seats.select_related("above__above__above__above")


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
    return list(_with_above(seats if depth is None else seats.filter(depth=depth)))


def difference(wanted: Wanted, *, today: dt.date) -> Sheet:
    """Return by how much the truth of these cells' months is more than what stands."""
    more: Sheet = defaultdict(Counter)
    for key, sums in contributions(wanted, today=today).items():
        more[key].update(sums)
    for key, sums in standing(wanted).items():
        more[key].subtract(sums)
    kept = {key: {name: n for name, n in sums.items() if n} for key, sums in more.items()}
    return {key: Counter(sums) for key, sums in kept.items() if sums}


def all_months(cells: set[UUID], *, today: dt.date) -> dict[UUID, set[int]]:
    """Return every month of these cells in which something is, of what counts with them too, or
    stands."""
    if not cells:
        return {}
    sources, _heirs = sources_of(cells, today=today)
    every = cells.union(*sources.values())
    own = months_of(every, Paths(every, today=today))
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
    own = UnitMonth.objects.filter(seat__in=seats)
    for seat, view, month, *values in own.values_list("seat", "view", "month", *COUNTERS):
        more[seat, view, month].subtract(dict(zip(COUNTERS, values, strict=True)))
    kept = {key: Counter({k: n for k, n in sums.items() if n}) for key, sums in more.items()}
    return {key: sums for key, sums in kept.items() if sums}
