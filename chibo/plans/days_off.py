"""Which days are off: the week's end, the public holidays of a kept library, an operator's days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from uuid import UUID

import holidays

from chibo.organizations.queries import chain
from chibo.plans.models import SwappedDay
from chibo.plans.rules import SUNDAY, IsOff

SATURDAY = 5


@lru_cache(maxsize=64)
def _public(year: int) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    """Return the library's days off of a year with their names, and its worked week-end days."""
    found = holidays.country_holidays("VN", years=year, language="vi")
    worked: set[dt.date] = getattr(found, "weekend_workdays", set())
    return dict(found.items()), frozenset(day for day in worked if day.year == year)


def public_holiday(day: dt.date) -> str:
    """Return what holiday the library knows on the day, or an empty text."""
    return _public(day.year)[0].get(day, "")


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
    return _is_off(swapped_for(unit, on=on), saturday_is_off)


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
        found[unit] = _is_off(swapped, saturday_is_off[unit])
    return found


def _is_off(swapped: Mapping[dt.date, bool], saturday_is_off: bool) -> IsOff:
    week_end = {SATURDAY, SUNDAY} if saturday_is_off else {SUNDAY}

    def is_off(day: dt.date) -> bool:
        if day in swapped:
            return swapped[day]
        known, worked = _public(day.year)
        return day in known or (day.weekday() in week_end and day not in worked)

    return is_off
