"""What cells' months amount to and what stands of them: at the lower ends of their paths."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Sum

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
    """Return what stands at the lowest seats of these cells, for the wanted months."""
    seats = {seat.pk: seat for seat in Seat.objects.filter(unit__in=list(wanted))}
    filled = UnitMonth.objects.filter(seat__in=list(seats)).values_list("seat", flat=True)
    inner = {seats[pk].above_id for pk in filled.distinct()}
    lowest = {pk: seat for pk, seat in seats.items() if pk not in inner}
    chains = chains_of(lowest.values())
    months = {month for found in wanted.values() for month in found}
    rows = UnitMonth.objects.filter(seat__in=list(lowest), month__in=list(months))
    found: Sheet = {}
    for seat, view, month, *values in rows.values_list("seat", "view", "month", *COUNTERS):
        if month in wanted[lowest[seat].unit_id]:
            sums = Counter({k: value for k, value in zip(COUNTERS, values, strict=True) if value})
            found[view, chains[seat], month] = sums
    return found


def chains_of(seats: Iterable[Seat]) -> dict[UUID, Path]:
    """Return the path of each seat, a query a level."""
    seats = list(seats)
    known = {seat.pk: seat for seat in seats}
    edge = {seat.above_id for seat in seats if seat.above_id} - set(known)
    while edge:
        rows = Seat.objects.in_bulk(list(edge))
        known |= rows
        edge = {row.above_id for row in rows.values() if row.above_id} - set(known)
    found = {}
    for seat in seats:
        path, at = [seat.unit_id], seat
        while at.above_id:
            at = known[at.above_id]
            path.append(at.unit_id)
        found[seat.pk] = tuple(path)
    return found


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
