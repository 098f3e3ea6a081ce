"""Add up: what cells' months amount to now, less what stands there, on every seat above."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from chibo.figures.help import help_of
from chibo.figures.models import COUNTERS, NOW, Seat, UnitMonth, View
from chibo.figures.paths import Path, Paths, seat_id, sources_of
from chibo.figures.truth import Sums, Truth
from chibo.organizations.models import Unit

Key = tuple[str, Path, int]  # view, path from the cell up, month
Sheet = dict[Key, Sums]
BATCH = 500


def contributions(wanted: Mapping[UUID, set[int]], *, today: dt.date) -> Sheet:
    """Return what these cells' months add, in both views: by the lower end of their paths.

    NOW among the months of a cell: what holds today.
    """
    sources = sources_of(wanted, today=today)
    cells = set(wanted).union(*sources.values())
    paths = Paths(cells, today=today)
    months = {month for found in wanted.values() for month in found if month != NOW}
    truth = Truth(cells, months, paths)
    sheet: Sheet = defaultdict(Counter)
    for cell, found in wanted.items():
        for month in found - {NOW}:
            _then(sheet, truth, paths, cell, month)
            for source in sources[cell]:
                _today(sheet, truth, paths.today_of(cell), source, month)
    now = [cell for cell, found in wanted.items() if NOW in found]
    for cell, sums in help_of(now, today=today).items():
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


def write(wanted: Mapping[UUID, set[int]], *, today: dt.date) -> int:
    """Bring the sums of these cells' months up to date; return how many rows changed.

    The caller holds the lock of folding, in a transaction.
    """
    new = contributions(wanted, today=today)
    changes: dict[Key, Sums] = defaultdict(Counter)
    for key, sums in new.items():
        changes[key].update(sums)
    for key, sums in _standing(wanted).items():
        changes[key].subtract(sums)
    above: dict[tuple[UUID, str, int], Sums] = defaultdict(Counter)
    paths: dict[UUID, Path] = {}
    for (view, path, month), sums in changes.items():
        moved = {key: value for key, value in sums.items() if value}
        if not moved:
            continue
        for depth in range(len(path)):
            seat = seat_id(path[depth:])
            paths[seat] = path[depth:]
            above[seat, view, month].update(moved)
    _seat(paths)
    _add(above, {seat: path[-1] for seat, path in paths.items()})
    return len(above)


def _standing(wanted: Mapping[UUID, set[int]]) -> Sheet:
    """Return what stands at the lowest seats of these cells, for the wanted months."""
    seats = {seat.pk: seat for seat in Seat.objects.filter(unit__in=list(wanted))}
    inner = {seat.above_id for seat in seats.values()}
    lowest = {pk: seat for pk, seat in seats.items() if pk not in inner}
    chains = _chains(lowest.values())
    months = {month for found in wanted.values() for month in found}
    rows = UnitMonth.objects.filter(seat__in=list(lowest), month__in=list(months))
    found: Sheet = {}
    for row in rows:
        if row.month in wanted[lowest[row.seat_id].unit_id]:
            sums = Counter({key: getattr(row, key) for key in COUNTERS if getattr(row, key)})
            found[row.view, chains[row.seat_id], row.month] = sums
    return found


def _chains(seats: Iterable[Seat]) -> dict[UUID, Path]:
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


def _seat(paths: Mapping[UUID, Path]) -> None:
    """Make the seats that are not there yet, the highest first."""
    missing = set(paths) - set(Seat.objects.filter(pk__in=list(paths)).values_list("pk", flat=True))
    provinces = dict(
        Unit.objects.filter(pk__in={paths[seat][0] for seat in missing}).values_list(
            "pk", "province"
        )
    )
    rows = [
        Seat(
            id=seat, province=provinces[paths[seat][0]], unit_id=paths[seat][0],
            above_id=seat_id(paths[seat][1:]) if len(paths[seat]) > 1 else None,
            depth=len(paths[seat]) - 1,
        )
        for seat in sorted(missing, key=lambda each: len(paths[each]))
    ]  # fmt: skip
    Seat.objects.bulk_create(rows, batch_size=BATCH)


def _add(changes: Mapping[tuple[UUID, str, int], Sums], tops: Mapping[UUID, UUID]) -> None:
    """Add the differences to the rows that are there, and make the others."""
    keys = list(changes)
    provinces = dict(Seat.objects.filter(pk__in=list(tops)).values_list("pk", "province"))
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        known = UnitMonth.objects.filter(
            seat__in={seat for seat, _view, _month in some}, month__in={key[2] for key in some}
        )
        rows = {(row.seat_id, row.view, row.month): row for row in known}
        written = []
        for key in some:
            seat, view, month = key
            row = rows.get(key) or UnitMonth(
                seat_id=seat, view=view, month=month, province=provinces[seat]
            )
            for name, value in changes[key].items():
                setattr(row, name, getattr(row, name) + value)
            written.append(row)
        UnitMonth.objects.bulk_create(
            written, update_conflicts=True, unique_fields=["seat", "view", "month"],
            update_fields=list(COUNTERS),
        )  # fmt: skip
