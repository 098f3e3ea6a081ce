"""The memberships that lie in units, in both views of history, read at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from chibo.members.models import Membership
from chibo.organizations.models import Ancestry, Designation, Kind
from chibo.organizations.queries import heirs
from chibo.people.models import Sex
from chibo.registers.rules import Period, Piece, Stretch, began, ended, stretches


@dataclass(frozen=True)
class Presence:
    """A person's time in a unit around a period, oldest first."""

    person: UUID
    is_woman: bool
    found: tuple[Stretch, ...]


_COLUMNS = ("pk", "person", "person__sex", "from_on", "until_on", "official_on", "began__what",
            "ended__what")  # fmt: skip
_Row = tuple[UUID, UUID, str, dt.date, dt.date, dt.date | None, str | None, str | None]


def presences(
    units: Iterable[UUID], period: Period, *, then: bool, today: dt.date
) -> dict[UUID, list[Presence]]:
    """Return for each unit who was in it on a day of the period or the day before.

    then: as the units stood at each day; otherwise by the cells below the unit today, where an
    ended cell counts with the one that took it over. Those at home only: a person that meets
    elsewhere for a time counts at home.
    """
    units = list(units)
    rows = _then(units, period) if then else _today(units, period, today)
    pieces: dict[UUID, dict[UUID, list[Piece]]] = {unit: defaultdict(list) for unit in units}
    women: set[UUID] = set()
    for unit, row, since, until in rows:
        key, person, sex, from_on, until_on, official_on, opened, closed = row
        if sex == Sex.FEMALE:
            women.add(person)
        piece = Piece(
            since=max(since, from_on), until=min(until, until_on), official_on=official_on,
            began=began(opened or "", with_cell=since > from_on),
            ended=ended(closed or "", with_cell=until < until_on), key=key,
        )  # fmt: skip
        if piece.since < piece.until:
            pieces[unit][person].append(piece)
    return {
        unit: [
            Presence(person, person in women, tuple(stretches(rows)))
            for person, rows in found.items()
        ]
        for unit, found in pieces.items()
    }


def _around(period: Period, path: str = "") -> Q:
    """Return the condition that a span touches the period or the day before it."""
    return Q(**{f"{path}until_on__gte": period.first, f"{path}from_on__lte": period.last})


def _home(period: Period) -> Any:
    return Membership.objects.filter(_around(period), place=Membership.Place.HOME)


def _then(units: Sequence[UUID], period: Period) -> Iterator[tuple[UUID, _Row, dt.date, dt.date]]:
    above = "cell__ancestry__"
    rows = _home(period).filter(_around(period, above), **{f"{above}ancestor__in": units})
    place = (F(f"{above}ancestor"), F(f"{above}from_on"), F(f"{above}until_on"))
    for *row, unit, since, until in rows.values_list(*_COLUMNS, *place):
        yield unit, tuple(row), since, until


def _today(
    units: Sequence[UUID], period: Period, today: dt.date
) -> Iterator[tuple[UUID, _Row, dt.date, dt.date]]:
    below: dict[UUID, list[UUID]] = defaultdict(list)
    branches = Ancestry.objects.on(today).filter(ancestor__in=units)
    for cell, unit in branches.values_list("unit", "ancestor"):
        below[cell].append(unit)
    gone = _taken_over(set(below), today)
    here = Q(cell__in=branches.values("unit")) | Q(cell__in=list(gone))
    for *row, cell in _home(period).filter(here).values_list(*_COLUMNS, "cell"):
        for unit in below[gone.get(cell, cell)]:
            yield unit, tuple(row), dt.date.min, dt.date.max


def _taken_over(heirs_here: set[UUID], today: dt.date) -> dict[UUID, UUID]:
    """Return the ended cells whose one heir is among these units, each with that heir.

    A cell that was divided stands under nobody today.
    """
    cells = Designation.objects.filter(kind=Kind.CELL)
    alive = cells.on(today).values("unit")
    ended_cells = set(cells.exclude(unit__in=alive).values_list("unit", flat=True))
    if not ended_cells:
        return {}
    found = heirs(ended_cells, on=today)
    return {
        cell: after[0]
        for cell, after in found.items()
        if len(after) == 1 and after[0] in heirs_here
    }
