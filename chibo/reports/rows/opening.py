"""Which kind of rows an indicator opens to."""

from chibo.core.indicators import Adds, Value
from chibo.figures.queries import now_below, now_of, of_children, of_unit
from chibo.reports.rows.asking import Asked, Opened
from chibo.reports.rows.cells import cells, cells_with_months, cells_with_tasks
from chibo.reports.rows.meetings import meetings
from chibo.reports.rows.members import is_of_people, people
from chibo.reports.rows.promises import promises


def opened(asked: Asked, number: str) -> Opened:
    """Return a page of the rows that a figure counts, by name of cell and day."""
    indicator = asked.indicator
    if indicator.opens == "meetings":
        return meetings(asked, number)
    if indicator.opens == "promises":
        is_now = indicator.over_time is Adds.NOW
        return cells_with_tasks(asked, number) if is_now else promises(asked, number)
    if is_by_name(asked):
        return people(asked, number)
    if indicator.opens == "cells" and _is_of_months(asked):
        return cells_with_months(asked, number)
    return cells(asked, number)


def is_by_name(asked: Asked) -> bool:
    """Say whether the rows are people by name: for who may read their register."""
    is_of_members = asked.indicator.opens == "members"
    return is_of_members and asked.by_name and is_of_people(asked.indicator)


def _is_of_months(asked: Asked) -> bool:
    keys = (*asked.indicator.part, *asked.indicator.whole)
    return any(":" in key or key == "missed_explained" for key in keys)


def figure_of(asked: Asked) -> Value:
    """Return the figure itself, as every page shows it."""
    unit, under = asked.unit, asked.under
    if asked.indicator.over_time is Adds.NOW:
        found = (now_below(under) if under else now_of([unit])).get(unit)
    elif under:
        lines = of_children(under, asked.months, view=asked.view, today=asked.today, only=[unit])
        found = lines.get(unit)
    else:
        found = of_unit(unit, asked.months, view=asked.view, today=asked.today)
    return found[asked.indicator.key] if found else asked.indicator.of(_Nothing())


class _Nothing(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 0
