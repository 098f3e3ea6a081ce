"""What is opened, and what every kind of row needs: names, and what the reader may open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from chibo.core.days import Month
from chibo.core.indicators import Adds, Indicator
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.organizations.models import Ancestry, Designation
from chibo.organizations.queries import Named

PER_PAGE = 50
Kind = Literal["meetings", "promises", "members", "months", "cells", "tasks"]
KINDS: tuple[Kind, ...] = ("meetings", "promises", "members", "months", "cells", "tasks")


@dataclass(frozen=True)
class Asked:
    """One figure that is opened.

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
class Opened:
    """One page of rows. kind: what a row is; each has `value`, its part and whole of the figure."""

    kind: Kind
    page: "Page[Any]"
    rows: list[Any]


def page_of(rows: Any, number: str) -> "Page[Any]":
    """Return a page of rows; one that is not there is the nearest."""
    return Paginator(rows, PER_PAGE).get_page(number)


def name_order(cell: str, on: dt.date) -> Any:
    """Return the expression by which rows stand in the order of their cells' names on a day."""
    rows = Designation.objects.filter(unit=OuterRef(cell), from_on__lte=on).order_by("-from_on")
    return Coalesce(Subquery(rows.values("sort_key")[:1]), Value(""))


def name_keys(cells: "QuerySet[Any, Any]", on: dt.date) -> dict[UUID, str]:
    """Return `name_order` of many cells at once."""
    rows = Designation.objects.filter(unit__in=cells, from_on__lte=on).order_by("from_on")
    return dict(rows.values_list("unit", "sort_key"))


class Cells:
    """How the cells of a page were called, and which of them lie below the unit now: 2 queries."""

    def __init__(self, unit: UUID, cells: Iterable[UUID], *, today: dt.date) -> None:
        wanted = set(cells)
        self._spans: dict[UUID, list[Designation]] = defaultdict(list)
        rows = Designation.objects.filter(unit__in=wanted).order_by("from_on")
        for row in rows:
            self._spans[row.unit_id].append(row)
        places = Ancestry.objects.filter(unit__in=wanted, ancestor=unit)
        self.open = {
            cell for cell, since, until in places.values_list("unit", "from_on", "until_on")
            if since <= self._last(cell, today) < until
        }  # fmt: skip

    def _last(self, cell: UUID, today: dt.date) -> dt.date:
        return min(today, self._spans[cell][-1].until_on - dt.timedelta(days=1))

    def on(self, cell: UUID, day: dt.date) -> Named:
        """Return how a cell was called on a day, or nearest to it."""
        spans = self._spans[cell]
        row = next((each for each in reversed(spans) if each.from_on <= day), spans[0])
        return Named(cell, row.kind, row.name, row.sort_key, row.cell_type)
