"""Add up: what cells' months amount to now, less what stands there, on every seat above."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef

from chibo.figures.models import COUNTERS, Seat, UnitMonth
from chibo.figures.paths import Lives, Path, seat_id
from chibo.figures.sums import Provinces, Wanted, difference
from chibo.figures.truth import Sums
from chibo.organizations.models import Unit

BATCH = 500
Changes = dict[tuple[UUID, str, int], Sums]  # seat, view, month


def write(wanted: Wanted, *, today: dt.date, lives: Lives | None = None) -> int:
    """Bring the sums of these cells' months up to date; return how many rows changed.

    The caller holds the lock of folding, in a transaction. lives: what is read already.
    """
    above: Changes = defaultdict(Counter)
    paths: dict[UUID, Path] = {}
    sheet, seats = difference(wanted, today=today, lives=lives)
    for (view, path, month), sums in sheet.items():
        for depth in range(len(path)):
            seat = seat_id(path[depth:])
            paths[seat] = path[depth:]
            above[seat, view, month].update(sums)
    add(above, _seat(paths, seats))
    return len(above)


def _seat(paths: Mapping[UUID, Path], found: Provinces) -> Provinces:
    """Make the seats that are not there yet, the highest first; return the province of each."""
    unknown = [seat for seat in paths if seat not in found]
    if unknown:
        found |= dict(Seat.objects.filter(pk__in=unknown).values_list("pk", "province"))
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
    names = sorted({name for sums in changes.values() for name, n in sums.items() if n})
    rows = [
        [seat.hex, view, month, provinces[seat].hex, *(int(sums[name]) for name in names)]
        for (seat, view, month), sums in changes.items()
        if any(sums.values())
    ]
    sql = _adding(names)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            cursor.execute(sql, [json.dumps(rows[start : start + BATCH])])
            zeros = [(UUID(seat), month) for seat, month in cursor.fetchall() if seat]
            if zeros:
                _take_away_zeros(zeros)


def _adding(names: Sequence[str]) -> str:
    """Return the statement that adds to these counters what a list of rows says, as JSON.

    It tells of each row that is all zeros now its seat and month, of others nothing.
    """
    quote = connection.ops.quote_name
    is_postgresql = connection.vendor == "postgresql"
    rows = "json_array_elements(%s::json)" if is_postgresql else "json_each(%s)"
    key = "uuid" if is_postgresql else "text"
    kinds = [key, "text", "integer", key, *("integer" for _name in names)]
    said = [f"cast(value->>{place} as {kind})" for place, kind in enumerate(kinds)]
    rest = [name for name in COUNTERS if name not in names]
    columns = ["seat_id", "view", "month", "province", *names, *rest]
    table = quote(UnitMonth._meta.db_table)
    more = ", ".join(f"{quote(n)} = {table}.{quote(n)} + excluded.{quote(n)}" for n in names)
    is_zero = " and ".join(f"{table}.{quote(n)} = 0" for n in (*names, *rest))
    return (  # only names of columns are put in
        f"insert into {table} ({', '.join(map(quote, columns))})"  # noqa: S608
        f" select {', '.join((*said, *('0' for _name in rest)))} from {rows} as given where true"
        f" on conflict (seat_id, view, month) do update set {more}"
        f" returning case when {is_zero} then cast(seat_id as text) end, month"
    )


def _take_away_zeros(keys: Sequence[tuple[UUID, int]]) -> None:
    seats = {seat for seat, _month in keys}
    rows = UnitMonth.objects.filter(seat__in=seats, month__in={month for _seat, month in keys})
    rows.filter(**dict.fromkeys(COUNTERS, 0)).delete()
    _take_away_own(seats)


def _take_away_own(seats: set[UUID]) -> None:
    """Take away the own seats of units at which nothing stands any more.

    Such a unit is a cell all its life again, and counts at its seat itself.
    """
    rows = UnitMonth.objects.filter(seat=OuterRef("pk"))
    Seat.objects.filter(~Exists(rows), pk__in=seats, above__unit=F("unit")).delete()
