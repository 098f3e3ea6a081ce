"""Cells as rows: their months, their open promises, or only what they add."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from chibo.core.days import Month
from chibo.core.indicators import Value
from chibo.figures.below import Below, cells_of, months_of_cells
from chibo.figures.truth import REGULAR
from chibo.minutes.models import MinutesClosure
from chibo.organizations.queries import Named
from chibo.plans.models import MissedMonth
from chibo.reports.rows.asking import Asked, Cells, Opened, Page, page_of
from chibo.resolutions.queries import OpenTask, open_of


@dataclass(frozen=True)
class CellMonth:
    """A month of a cell. due, held: how many meetings; reasons: why none was held, as it said."""

    month: Month
    due: int
    held: int
    is_over: bool
    closures: list[MinutesClosure]
    reasons: list[str]


@dataclass(frozen=True)
class CellRow:
    """A cell, and what it adds to the figure."""

    cell: Named
    value: Value
    may_open: bool
    months: list[CellMonth]
    tasks: list[OpenTask]

    @property
    def cell_id(self) -> UUID:
        return self.cell.id


def cells(asked: Asked, number: str) -> Opened:
    """Return a page of cells with what each adds."""
    page, called = _page(asked, number, asked.below)
    return Opened("cells", page, _rows(asked, page, called, {}, {}))


def cells_with_tasks(asked: Asked, number: str) -> Opened:
    """Return a page of cells with their open promises; only those overdue, unless all."""
    page, called = _page(asked, number, asked.below)
    tasks = open_of([row["cell"] for row in page.rows], on=asked.today)
    if not asked.is_whole:
        tasks = {
            cell: [promise for promise in found if promise.due_on < asked.today]
            for cell, found in tasks.items()
        }
    return Opened("tasks", page, _rows(asked, page, called, {}, tasks))


def cells_with_months(asked: Asked, number: str) -> Opened:
    """Return a page of cells with their months: held, why not, or still to come."""
    below = asked.below
    page, called = _page(asked, number, below)
    here = [row["cell"] for row in page.rows]
    at = {source: heir for source, heir in below.gone.items() if heir in set(here)}
    at |= {cell: cell for cell in here}
    closures, reasons = _held(asked, below, at), _reasons(asked, at)
    found: dict[UUID, list[CellMonth]] = defaultdict(list)
    this = Month.of(asked.today)
    months = months_of_cells(below, here, asked.months)
    for (cell, month), (due, held) in months.items():
        row = CellMonth(month, due, held, month < this, closures[cell, month], reasons[cell, month])
        found[cell].append(row)
    return Opened("months", page, _rows(asked, page, called, found, {}))


def _page(asked: Asked, number: str, below: Below) -> tuple[Page, Cells]:
    """Return a page of what cells add, by their names: a few numbers a cell, not its rows."""
    rows = cells_of(below, asked.indicator, asked.months)
    wanted = ~Q(part=0) | ~Q(whole=0) if asked.is_whole else ~Q(part=0)
    found = list(rows.filter(wanted))
    called = Cells(rows.values("cell"), today=asked.today)
    found.sort(key=lambda row: (called.on(row["cell"], asked.last).sort_key, str(row["cell"])))
    return page_of(found, number), called


def _rows(
    asked: Asked,
    page: Page,
    called: Cells,
    months: dict[UUID, list[CellMonth]],
    tasks: dict[UUID, list[OpenTask]],
) -> list[CellRow]:
    is_open = called.below(asked.unit, [row["cell"] for row in page.rows])
    has_whole = bool(asked.indicator.whole)
    return [
        CellRow(
            cell=called.on(row["cell"], asked.last),
            value=Value(row["part"], row["whole"] if has_whole else None),
            may_open=row["cell"] in is_open,
            months=sorted(months.get(row["cell"], []), key=lambda each: each.month),
            tasks=tasks.get(row["cell"], []),
        )
        for row in page.rows
    ]  # fmt: skip


def _held(
    asked: Asked, below: Below, at: dict[UUID, UUID]
) -> dict[tuple[UUID, Month], list[MinutesClosure]]:
    rows = MinutesClosure.objects.newest().filter(
        cell__in=list(at), kind__in=REGULAR,
        month__gte=asked.months.first_day, month__lte=asked.until.first,
    )  # fmt: skip
    found: dict[tuple[UUID, Month], list[MinutesClosure]] = defaultdict(list)
    for row in below.rows(rows, "held_on").order_by("held_on", "closed_at"):
        found[at[row.cell_id], Month.of(row.month)].append(row)
    return found


def _reasons(asked: Asked, at: dict[UUID, UUID]) -> dict[tuple[UUID, Month], list[str]]:
    rows: Iterable[tuple[UUID, Any, str]] = MissedMonth.objects.filter(
        cell__in=list(at), month__gte=asked.months.first_day, month__lte=asked.until.first
    ).values_list("cell", "month", "reason")
    found: dict[tuple[UUID, Month], list[str]] = defaultdict(list)
    for cell, month, reason in rows:
        found[at[cell], Month.of(month)].append(reason)
    return found
