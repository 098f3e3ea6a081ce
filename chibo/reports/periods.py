"""Periods that an office reports on: what they are called, and which one is asked for."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.elections.queries import term_due, term_of
from chibo.rulebook.queries import in_force

_QUARTERS = ("I", "II", "III", "IV")


def label(months: Months) -> str:
    """Return `tháng 11/2026`, `quý III/2026`, `6 tháng đầu năm 2026`, `năm 2026`, or from, to."""
    first, last = months.first, months.last
    if months.kind == "month":
        return _("tháng {month}").format(month=_month(first))
    if months.kind == "quarter":
        quarter = f"{_QUARTERS[first.number // 3]}/{first.year}"
        return _("quý {quarter}").format(quarter=quarter)
    if months.kind == "half":
        word = _("6 tháng đầu năm {year}") if first.number == 1 else _("6 tháng cuối năm {year}")
        return word.format(year=first.year)
    if months.kind == "year":
        return _("năm {year}").format(year=first.year)
    return _("từ tháng {first} đến tháng {last}").format(first=_month(first), last=_month(last))


def _month(month: Month) -> str:
    return f"{month.number}/{month.year}"


def quarter_of(month: Month) -> Months:
    """Return the quarter that a month lies in."""
    return Months.parse(f"{month.year}-Q{(month.number + 2) // 3}")


def around(month: Month) -> list[Months]:
    """Return month, quarter, half-year and year that a month lies in, and the year before."""
    half = Months.parse(f"{month.year}-H{1 if month.number < 7 else 2}")
    year = Months.parse(str(month.year))
    return [Months.of(month), quarter_of(month), half, year, year.before]


def quarters_in(months: Months) -> Iterator[Months]:
    """Yield the quarters that a period touches."""
    quarter = quarter_of(months.first)
    while quarter.first <= months.last:
        yield quarter
        quarter = quarter.after


def known_as(first: Month, last: Month) -> Months:
    """Return the months from one to another, by the name that an office has for them."""
    for each in around(first):
        if (each.first, each.last) == (first, last):
            return each
    return Months(first, last)


def newest(unit: UUID, *, today: dt.date) -> Months:
    """Return the running month once its last day for meetings is over, else the one before."""
    last_day = in_force(unit, on=today).number("regular.last_day")
    this = Month.of(today)
    return Months.of(this if today.day > last_day else this.after(-1))


def term(unit: UUID, *, today: dt.date) -> Months:
    """Return the running term: of a cell that elected, its own; else as its papers are numbered."""
    own = term_of(unit, on=today)
    if own is not None:
        due = term_due(own, on=today)
        return Months(Month.of(own.from_on), Month.of(max(due, own.from_on)))
    rules = in_force(unit, on=today)
    years, first = rules.number("numbering.term_years"), rules.number("numbering.term_first_year")
    start = first + (today.year - first) // years * years
    return Months(Month(start, 1), Month(start + years - 1, 12))
