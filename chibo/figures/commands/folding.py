"""Add up: what cells' months amount to now, less what stands there, on every seat above."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from chibo.figures.models import COUNTERS, Seat, UnitMonth
from chibo.figures.paths import Path, seat_id
from chibo.figures.sums import Wanted, difference
from chibo.figures.truth import Sums
from chibo.organizations.models import Unit

BATCH = 500
Changes = dict[tuple[UUID, str, int], Sums]  # seat, view, month


def write(wanted: Wanted, *, today: dt.date) -> int:
    """Bring the sums of these cells' months up to date; return how many rows changed.

    The caller holds the lock of folding, in a transaction.
    """
    above: Changes = defaultdict(Counter)
    paths: dict[UUID, Path] = {}
    for (view, path, month), sums in difference(wanted, today=today).items():
        for depth in range(len(path)):
            seat = seat_id(path[depth:])
            paths[seat] = path[depth:]
            above[seat, view, month].update(sums)
    provinces = _seat(paths)
    add(above, provinces)
    return len(above)


def _seat(paths: Mapping[UUID, Path]) -> dict[UUID, UUID]:
    """Make the seats that are not there yet, the highest first; return the province of each."""
    found = dict(Seat.objects.filter(pk__in=list(paths)).values_list("pk", "province"))
    missing = set(paths) - set(found)
    if not missing:
        return found
    units = Unit.objects.filter(pk__in={paths[seat][0] for seat in missing})
    provinces = dict(units.values_list("pk", "province"))
    rows = [
        Seat(
            id=seat, province=provinces[paths[seat][0]], unit_id=paths[seat][0],
            above_id=seat_id(paths[seat][1:]) if len(paths[seat]) > 1 else None,
            depth=len(paths[seat]) - 1,
        )
        for seat in sorted(missing, key=lambda each: len(paths[each]))
    ]  # fmt: skip
    Seat.objects.bulk_create(rows, batch_size=BATCH)
    return found | {row.pk: row.province for row in rows}


def add(changes: Changes, provinces: Mapping[UUID, UUID]) -> None:
    """Add the differences to the rows that are there, make the others; a row of zeros goes."""
    keys = list(changes)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        known = UnitMonth.objects.filter(
            seat__in={seat for seat, _view, _month in some}, month__in={key[2] for key in some}
        )
        rows = {(row.seat_id, row.view, row.month): row for row in known}
        written: list[UnitMonth] = []
        gone: list[UnitMonth] = []
        for key in some:
            seat, view, month = key
            row = rows.get(key) or UnitMonth(
                seat_id=seat, view=view, month=month, province=provinces[seat]
            )
            for name, value in changes[key].items():
                setattr(row, name, getattr(row, name) + value)
            is_left = any(getattr(row, name) for name in COUNTERS)
            (written if is_left else gone).append(row)
        UnitMonth.objects.bulk_create(
            written, update_conflicts=True, unique_fields=["seat", "view", "month"],
            update_fields=list(COUNTERS),
        )  # fmt: skip
        if gone:
            UnitMonth.objects.filter(pk__in=[row.pk for row in gone]).delete()
            _take_away_own({row.seat_id for row in gone})


def _take_away_own(seats: set[UUID]) -> None:
    """Take away the own seats of units at which nothing stands any more.

    Such a unit is a cell all its life again, and counts at its seat itself.
    """
    rows = UnitMonth.objects.filter(seat=OuterRef("pk"))
    Seat.objects.filter(~Exists(rows), pk__in=seats, above__unit=F("unit")).delete()
