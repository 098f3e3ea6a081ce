"""Have what counts below units added up again when they or their posts change."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.organizations.models import (
    Ancestry,
    Change,
    Decision,
    Designation,
    Kind,
    Post,
    Role,
    Succession,
)
from chibo.recounts.commands import recount, recount_now, recount_whole

_COUNTED = (
    Change.What.FOUNDED, Change.What.RETYPED, Change.What.MOVED, Change.What.GAVE,
    Change.What.ENDED,
)  # fmt: skip


def linked(units: Iterable[UUID]) -> set[UUID]:
    """Return these units, and all from which or to which they came by decisions."""
    found, edge = set(units), set(units)
    while edge:
        steps = Succession.objects.filter(predecessor__in=edge) | Succession.objects.filter(
            successor__in=edge
        )
        edge = {unit for pair in steps.values_list("predecessor", "successor") for unit in pair}
        edge -= found
        found |= edge
    return found


def recount_units(units: Iterable[UUID], by: Decision) -> None:
    """Have all months of units added up again, once more on the day of a decision to come.

    A decision that only names, marks or lends a code changes no count.
    """
    decisions = {by.pk, by.corrects_id} - {None}
    if Change.objects.filter(decision__in=decisions, what__in=_COUNTED).exists():
        cells = set(units)
        recount_whole(cells)
        recount_whole(cells, not_before=by.effective_on)


def recount_turning(unit: UUID, *, since: dt.date, until: dt.date = FOREVER) -> None:
    """Have the months in which cells below a unit began or ended added up again.

    Whether such a month is owed depends on the days of its meeting, which rules and days off say.
    """
    below = Ancestry.objects.filter(ancestor=unit).values("unit")
    lives = Designation.objects.filter(unit__in=below, kind=Kind.CELL)
    turns: dict[dt.date, set[UUID]] = {}
    for cell, *days in lives.values_list("unit", "from_on", "until_on"):
        for day in days:
            if since <= day < until and day < FOREVER:
                turns.setdefault(day, set()).add(cell)
    for day, cells in turns.items():
        recount(cells, [day, _next(day)])


def recount_ruled(unit: UUID, *, since: dt.date) -> None:
    """Have added up again what a rule of a unit changes below it, from a day that may be past.

    Which months are owed where cells began or ended; where help is wanted, once more on the day.
    """
    recount_turning(unit, since=since.replace(day=1))
    below = Ancestry.objects.filter(ancestor=unit, until_on=FOREVER).values("unit")
    cells = Designation.objects.filter(unit__in=below, kind=Kind.CELL, until_on=FOREVER)
    recount_now(set(cells.values_list("unit", flat=True)), since)


def _next(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def recount_led(posts: Iterable[Post], *days: dt.date) -> None:
    """Look again at whether cells are led, now and on days to come on which their posts turn."""
    led = [post for post in posts if post.role == Role.SECRETARY]
    if led:
        turns = {day for post in led for day in (post.from_on, post.until_on)}
        recount_now({post.unit_id for post in led}, *turns, *days)
