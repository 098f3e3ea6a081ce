"""Under which chain of superiors a cell counts on a day, and today."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.organizations.models import Ancestry, Designation, Kind, Succession
from chibo.organizations.queries import heirs

Span = tuple[dt.date, dt.date]  # until is exclusive
Path = tuple[UUID, ...]  # from the cell up to the top
_SPACE = UUID("5b0f4a0e-0b1f-5c5e-9d59-6d7a3f4f6a10")


def seat_id(path: Path) -> UUID:
    """Return the key of the seat at the lower end of a path."""
    return uuid.uuid5(_SPACE, "/".join(each.hex for each in path))


@dataclass(frozen=True)
class _Step:
    since: dt.date
    until: dt.date
    ancestor: UUID
    depth: int


class Paths:
    """The chains of some cells through time, read at once; of those that have ended, their heirs.

    A unit that is not a cell all its life keeps what it recorded as a cell on a seat of its own
    below itself.
    """

    def __init__(
        self,
        cells: Iterable[UUID],
        *,
        today: dt.date,
        after: Mapping[UUID, list[UUID]] | None = None,
    ) -> None:
        """after: the heirs of all these cells, where they are known already."""
        wanted = set(cells)
        self.today = today
        self.heirs = after if after is not None else heirs(wanted, on=today)
        known = wanted | {heir for found in self.heirs.values() for heir in found}
        self._steps: dict[UUID, list[_Step]] = defaultdict(list)
        rows = Ancestry.objects.filter(unit__in=known).order_by("depth")
        for unit, above, depth, since, until in rows.values_list(
            "unit", "ancestor", "depth", "from_on", "until_on"
        ):
            self._steps[unit].append(_Step(since, until, above, depth))
        self._lives: dict[UUID, list[Span]] = defaultdict(list)
        self._cell_spans: dict[UUID, list[Span]] = defaultdict(list)
        self._inner: set[UUID] = set()
        spans = Designation.objects.filter(unit__in=known).order_by("from_on")
        for unit, kind, since, until in spans.values_list("unit", "kind", "from_on", "until_on"):
            self._lives[unit].append((since, until))
            if kind == Kind.CELL:
                _join(self._cell_spans[unit], since, until)
            else:
                self._inner.add(unit)
        self._known: dict[tuple[UUID, dt.date], Path] = {}

    def spans(self, cell: UUID) -> list[Span]:
        """Return from when until when (exclusive) the unit is a cell, without a break."""
        return self._cell_spans.get(cell, [])

    def is_cell(self, unit: UUID, on: dt.date) -> bool:
        """Say whether the unit is a cell on the day."""
        return any(since <= on < until for since, until in self.spans(unit))

    def turns(self, cell: UUID) -> set[dt.date]:
        """Return the days on which its chain or its life changes."""
        spans = [(step.since, step.until) for step in self._steps[cell]] + self.spans(cell)
        return {day for span in spans for day in span if day < FOREVER}

    def chain(self, unit: UUID, on: dt.date) -> Path:
        """Return the unit and those above it on the day, or on the nearest day of its life."""
        lives = self._lives.get(unit)
        if lives:
            on = min(max(on, lives[0][0]), lives[-1][1] - dt.timedelta(days=1))
        if (unit, on) not in self._known:
            found = tuple(s.ancestor for s in self._steps[unit] if s.since <= on < s.until)
            self._known[unit, on] = found or (unit,)
        return self._known[unit, on]

    def then(self, cell: UUID, on: dt.date) -> Path:
        """Return the chain in which the cell counts on a day."""
        return self._own(self.chain(cell, on))

    def today_of(self, cell: UUID) -> Path:
        """Return the chain in which the cell counts today: its heir's, or the top alone.

        Of a cell with several heirs: itself, directly under the top of its last chain.
        """
        found = self.heirs.get(cell, [])
        if len(found) == 1:
            return self.then(found[0], self.today)
        return (cell, self.chain(cell, self.today)[-1])

    def counts_with(self, cell: UUID) -> UUID:
        """Return the unit with which the cell counts today: its one heir, else itself."""
        found = self.heirs.get(cell, [])
        return found[0] if len(found) == 1 else cell

    def _own(self, path: Path) -> Path:
        return (path[0], *path) if path[0] in self._inner else path


def _join(spans: list[Span], since: dt.date, until: dt.date) -> None:
    """Add a span to those before it, as one with the last where they touch."""
    if spans and spans[-1][1] == since:
        spans[-1] = (spans[-1][0], until)
    else:
        spans.append((since, until))


Sources = dict[UUID, set[UUID]]


def sources_of(
    targets: Iterable[UUID], *, today: dt.date
) -> tuple[Sources, dict[UUID, list[UUID]]]:
    """Return for each unit the cells that count with it today, itself among them if it does.

    And the heirs of all that were looked at.
    """
    wanted = set(targets)
    around, edge = set(wanted), set(wanted)
    while edge:
        given = Succession.objects.filter(successor__in=edge, on__lte=today)
        edge = set(given.values_list("predecessor", flat=True)) - around
        around |= edge
    found: Sources = {unit: set() for unit in wanted}
    known = heirs(around, on=today)
    for unit, after in known.items():
        target = after[0] if len(after) == 1 else unit
        if target in found:
            found[target].add(unit)
    return found, known
