"""Which days are worked, as far as the kept library of public holidays knows."""

import datetime as dt
from functools import lru_cache

import holidays

FRIDAY = 4


@lru_cache(maxsize=64)
def _off(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_off(day: dt.date) -> bool:
    """Say whether a day is a Saturday, a Sunday or a public holiday."""
    return day.weekday() > FRIDAY or day in _off(day.year)
