"""Have the months in which a cell's list changed added up again."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.members.models import Membership
from chibo.organizations.models import Ancestry, Succession
from chibo.recounts.commands import recount_each, recount_now


@dataclass(frozen=True)
class Span:
    """A membership at home as far as counts depend on it."""

    cell: UUID
    from_on: dt.date
    until_on: dt.date
    official_on: dt.date | None

    @property
    def days(self) -> set[dt.date]:
        """The days on which it changes a count of its cell."""
        official = self.official_on
        turns = {self.from_on, self.until_on} - {FOREVER}
        return turns | ({official} if official and official > self.from_on else set())


def spans_of(memberships: Iterable[UUID]) -> list[Span]:
    """Return the memberships at home among these, as they stand."""
    rows = Membership.objects.filter(pk__in=list(memberships), place=Membership.Place.HOME)
    return [Span(*row) for row in rows.values_list("cell", "from_on", "until_on", "official_on")]


def recount_spans(spans: Iterable[Span]) -> None:
    """Have added up again what memberships count for: give them as they were and as they are.

    Where the cell came under another superior in their time, that month too: they are carried. A
    divided cell's promises go where their members are, so the other heirs look again.
    """
    rows = list(spans)
    if not rows:
        return
    pairs = {(span.cell, day) for span in rows for day in span.days}
    cells = {span.cell for span in rows}
    turns: dict[UUID, set[dt.date]] = {}
    for cell, *days in Ancestry.objects.filter(unit__in=cells).values_list(
        "unit", "from_on", "until_on"
    ):
        turns.setdefault(cell, set()).update(day for day in days if day < FOREVER)
    for span in rows:
        carried = {day for day in turns.get(span.cell, ()) if span.from_on <= day <= span.until_on}
        pairs |= {(span.cell, day) for day in carried}
    given = Succession.objects.filter(successor__in=cells).values("predecessor")
    heirs = Succession.objects.filter(predecessor__in=given).values_list("successor", flat=True)
    recount_each(pairs)
    if others := set(heirs) - cells:
        recount_now(others)
