"""Closed minutes follow a decision on units that reaches back to their day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from chibo.core.days import Month
from chibo.minutes.models import MinutesClosure
from chibo.minutes.queries import places_of
from chibo.recounts.commands import recount_each


def place_again(*, cells: Iterable[UUID], since: dt.date) -> list[MinutesClosure]:
    """Derive again which cell and superior closed minutes of a day or later count for.

    cells: in whose books they stand, or for which they count. Nothing else of a closed meeting
    changes, and its papers keep their words. Return the newest versions that changed. The caller
    carries the right and the journal.
    """
    by_day: dict[dt.date, list[MinutesClosure]] = defaultdict(list)
    for row in MinutesClosure.objects.of_cells(cells).filter(held_on__gte=since):
        by_day[row.held_on].append(row)
    changed, again = [], set()
    for day, rows in by_day.items():
        places = places_of({row.book for row in rows}, on=day)
        for row in rows:
            cell, superior = places[row.book]
            if (cell, superior) == (row.cell_id, row.superior_id):
                continue
            MinutesClosure.objects.filter(pk=row.pk).update(
                cell=cell, superior=superior, kept_by=None if cell == row.book else row.book
            )
            changed.append(row)
            month = Month.of(row.month)
            again |= {
                (each, of) for each in (cell, row.cell_id) for of in (month.first, month.until)
            }
    recount_each(again)
    return [row for row in changed if row.is_newest]
