"""Which days are worked: the week, the public holidays of a kept library, and declared days."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache

import holidays

SATURDAY, SUNDAY = 5, 6
IsOff = Callable[[dt.date], bool]


@lru_cache(maxsize=64)
def _public(year: int) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    """Return the library's days off of a year with their names, and its worked week-end days."""
    found = holidays.country_holidays("VN", years=year, language="vi")
    worked: set[dt.date] = getattr(found, "weekend_workdays", set())
    return dict(found.items()), frozenset(day for day in worked if day.year == year)


def public_holiday(day: dt.date) -> str:
    """Return what holiday the library knows on the day, or an empty text."""
    return _public(day.year)[0].get(day, "")


def off(declared: Mapping[dt.date, bool], *, saturday_is_off: bool) -> IsOff:
    """Return the question whether a day is off.

    declared: days that an operator declared off (true) or worked; they decide. Then a public
    holiday; then a worked week-end day of the library; then the week's end.
    """
    week_end = {SATURDAY, SUNDAY} if saturday_is_off else {SUNDAY}

    def is_off(day: dt.date) -> bool:
        if day in declared:
            return declared[day]
        known, worked = _public(day.year)
        return day in known or (day.weekday() in week_end and day not in worked)

    return is_off


usually_off = off({}, saturday_is_off=True)  # where no operator's days are asked
