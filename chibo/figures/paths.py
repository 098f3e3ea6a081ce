"""Under which chain of superiors a cell counts on a day, and today."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.organizations.models import Ancestry, Designation, Kind, Succession
from chibo.organizations.queries import heirs as read_heirs

Span = tuple[dt.date, dt.date]  # until is exclusive
Path = tuple[UUID, ...]  # from the cell up to the top
_SPACE = UUID("5b0f4a0e-0b1f-5c5e-9d59-6d7a3f4f6a10")


@lru_cache(maxsize=10_000)
def seat_id(path: Path) -> UUID:
    """Return the key of the seat at the lower end of a path."""
    return uuid.uuid5(_SPACE, "/".join(each.hex for each in path))


@dataclass(frozen=True)
class _Step:
    since: dt.date
    until: dt.date
    ancestor: UUID
    depth: int


class Lives:
    """What units are through time, read once of each, however often it is asked."""

    def __init__(self) -> None:
        self._spans: dict[UUID, list[tuple[str, dt.date, dt.date]]] = {}

    def read(self, units: Iterable[UUID]) -> None:
        """Read those of these units that are not known yet, in one query."""
        new = [unit for unit in units if unit not in self._spans]
        if not new:
            return
        self._spans |= {unit: [] for unit in new}
        rows = Designation.objects.filter(unit__in=new).order_by("from_on")
        for unit, kind, since, until in rows.values_list("unit", "kind", "from_on", "until_on"):
            self._spans[unit].append((kind, since, until))

    def of(self, unit: UUID) -> list[tuple[str, dt.date, dt.date]]:
        """Return the kind, and from when until when (exclusive), of a unit that was read."""
        return self._spans[unit]

    def ever_cells(self, units: Iterable[UUID]) -> set[UUID]:
        """Return those that are cells on some day."""
        units = set(units)
        self.read(units)
        return {unit for unit in units if any(kind == Kind.CELL for kind, *_ in self.of(unit))}

    def heirs(self, units: Iterable[UUID], *, on: dt.date) -> dict[UUID, list[UUID]]:
        """Return those that stand for each unit on the day; a unit that is there: itself."""
        units = set(units)
        self.read(units)
        ended = {
            unit for unit in units
            if not any(since <= on < until for _kind, since, until in self.of(unit))
        }  # fmt: skip
        after = read_heirs(ended, on=on) if ended else {}
        return {unit: after[unit] if unit in ended else [unit] for unit in units}


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
        lives: Lives | None = None,
    ) -> None:
        """lives: what is read already."""
        wanted = set(cells)
        lives = lives or Lives()
        self.today = today
        self.heirs = lives.heirs(wanted, on=today)
        known = wanted | {heir for found in self.heirs.values() for heir in found}
        lives.read(known)
        self._steps: dict[UUID, list[_Step]] = defaultdict(list)
        rows = Ancestry.objects.filter(unit__in=known).order_by("depth")
        for unit, above, depth, since, until in rows.values_list(
            "unit", "ancestor", "depth", "from_on", "until_on"
        ):
            self._steps[unit].append(_Step(since, until, above, depth))
        self._lives: dict[UUID, list[Span]] = defaultdict(list)
        self._cell_spans: dict[UUID, list[Span]] = defaultdict(list)
        self._inner: set[UUID] = set()
        for unit in known:
            for kind, since, until in lives.of(unit):
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


def sources_of(targets: Iterable[UUID], *, today: dt.date, lives: Lives) -> Sources:
    """Return for each unit the cells that count with it today, itself among them if it does."""
    wanted = set(targets)
    around, edge = set(wanted), set(wanted)
    while edge:
        given = Succession.objects.filter(successor__in=edge, on__lte=today)
        edge = set(given.values_list("predecessor", flat=True)) - around
        around |= edge
    found: Sources = {unit: set() for unit in wanted}
    for unit, after in lives.heirs(around, on=today).items():
        target = after[0] if len(after) == 1 else unit
        if target in found:
            found[target].add(unit)
    return found
