"""Which days are off: the week's end, the public holidays of a kept library, an operator's days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from chibo.core.worked_days import IsOff, off
from chibo.organizations.queries import chain
from chibo.plans.models import SwappedDay


def swapped_for(unit: UUID, *, on: dt.date) -> dict[dt.date, bool]:
    """Return the days that operators declared off (true) or worked; the nearest unit decides."""
    above = chain(unit, on=on)
    rows = SwappedDay.objects.filter(unit__in=above)
    nearest_last = sorted(rows, key=lambda row: above.index(row.unit_id), reverse=True)
    return {row.day: row.is_off for row in nearest_last}


def off_days(unit: UUID, *, on: dt.date, saturday_is_off: bool) -> IsOff:
    """Return the question whether a day is off for a unit.

    An operator's day decides; then a public holiday; then a worked week-end day of the library;
    then the week's end.
    """
    return off(swapped_for(unit, on=on), saturday_is_off=saturday_is_off)


def off_days_each(
    above: Mapping[UUID, Sequence[UUID]], *, saturday_is_off: Mapping[UUID, bool]
) -> dict[UUID, IsOff]:
    """Return `off_days` for each of these units, in one query. above: each with its `chain`."""
    declared: dict[UUID, dict[dt.date, bool]] = defaultdict(dict)
    for row in SwappedDay.objects.all():
        declared[row.unit_id][row.day] = row.is_off
    found = {}
    for unit, upward in above.items():
        swapped: dict[dt.date, bool] = {}
        for level in reversed(upward):
            swapped.update(declared.get(level, {}))
        found[unit] = off(swapped, saturday_is_off=saturday_is_off[unit])
    return found
