"""What is opened, and what every kind of row needs: names, and what the reader may open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from chibo.core.days import Month
from chibo.core.indicators import Adds, Indicator
from chibo.core.periods import Months
from chibo.figures.below import Below
from chibo.figures.models import View
from chibo.organizations.models import Ancestry, Designation
from chibo.organizations.queries import Named

PER_PAGE = 50
LONGEST_NUMBER = 7  # of a page
Kind = Literal["meetings", "promises", "members", "months", "cells", "tasks"]


@dataclass(frozen=True)
class Asked:
    """One figure that is opened.

    under: the unit below which alone it counts, as in a line of that unit's table.
    is_whole: with the rows that are only in its whole. by_name: people are shown by name, to who
    may read their register. is_inside: to who was in the room; to others few people stay whole.
    """

    unit: UUID
    indicator: Indicator
    months: Months
    view: str
    today: dt.date
    is_whole: bool = False
    by_name: bool = False
    is_inside: bool = False
    under: UUID | None = None

    @property
    def below(self) -> Below:
        """What stands below the unit."""
        return Below.of(self.unit, view=self.view, today=self.today, under=self.under)

    @property
    def last(self) -> dt.date:
        """The last day that counts: the period's, or today while it runs; its names are used."""
        if self.view == View.TODAY or self.indicator.over_time is Adds.NOW:
            return self.today
        return min(self.months.last_day, self.today)

    @property
    def until(self) -> Month:
        """The last month that counts."""
        return min(self.months.last, Month.of(self.today))

    @property
    def keys(self) -> tuple[str, ...]:
        """The counters whose rows are wanted."""
        wanted = (*self.indicator.part, *self.indicator.whole) if self.is_whole else (
            self.indicator.part
        )  # fmt: skip
        return tuple(key for key in wanted if not key.startswith("-"))


@dataclass(frozen=True)
class Page:
    """Some rows in a row. number: from 1; first: the number of its first row."""

    rows: list[Any]
    number: int
    has_next: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_alone(self) -> bool:
        return self.number == 1 and not self.has_next


@dataclass(frozen=True)
class Opened:
    """One page of rows. kind: what a row is; each has `value`, its part and whole of the figure."""

    kind: Kind
    page: Page
    rows: list[Any]

    @property
    def sums(self) -> tuple[int, int]:
        """What the parts and the wholes of this page add up to."""
        values = [row.value for row in self.rows]
        return sum(value.part for value in values), sum(value.whole or 0 for value in values)

    @property
    def has_beside(self) -> bool:
        """Whether a row is hidden with one of few people."""
        return any(getattr(row, "is_beside", False) for row in self.rows)


def page_of(rows: Any, number: str) -> Page:
    """Return a page of rows, without counting all; what is no number is the first."""
    place = int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 1
    start = (max(place, 1) - 1) * PER_PAGE
    found = list(rows[start : start + PER_PAGE + 1])
    return Page(found[:PER_PAGE], max(place, 1), len(found) > PER_PAGE)


def name_order(cell: str, on: dt.date) -> Any:
    """Return the expression by which rows stand in the order of their cells' names on a day."""
    rows = Designation.objects.filter(unit=OuterRef(cell), from_on__lte=on).order_by("-from_on")
    return Coalesce(Subquery(rows.values("sort_key")[:1]), Value(""))


class Cells:
    """How some cells were called, and which of them lie below a unit now, each at one query.

    cells: their keys, or a question for them.
    """

    def __init__(self, cells: Any, *, today: dt.date) -> None:
        self._today = today
        self._spans: dict[UUID, list[Span]] = defaultdict(list)
        rows = Designation.objects.filter(unit__in=cells).order_by("from_on")
        for unit, *row in rows.values_list("unit", *Span._fields):
            self._spans[unit].append(Span(*row))

    def on(self, cell: UUID, day: dt.date) -> Named:
        """Return how a cell was called on a day, or nearest to it."""
        spans = self._spans[cell]
        row = next((each for each in reversed(spans) if each.from_on <= day), spans[0])
        return Named(cell, row.kind, row.name, row.sort_key, row.cell_type)

    def below(self, unit: UUID, cells: Iterable[UUID]) -> set[UUID]:
        """Return those cells whose last place, or place today, is below the unit."""
        places = Ancestry.objects.filter(unit__in=list(cells), ancestor=unit)
        return {
            cell for cell, since, until in places.values_list("unit", "from_on", "until_on")
            if since <= self._last(cell) < until
        }  # fmt: skip

    def _last(self, cell: UUID) -> dt.date:
        return min(self._today, self._spans[cell][-1].until_on - dt.timedelta(days=1))


class Span(NamedTuple):
    """How a unit was called from a day until a day."""

    from_on: dt.date
    until_on: dt.date
    kind: str
    name: str
    sort_key: str
    cell_type: str
