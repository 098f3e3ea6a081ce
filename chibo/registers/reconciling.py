"""A unit's list between two days: opening, up and down by kind, closing; each with its people."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from chibo.registers.pieces import Presence, presences
from chibo.registers.rules import DOWN, UP, Kind, Period, changes, standing_on

SIDES = ("opening", "up", "down", "closing")


@dataclass(frozen=True)
class Count:
    """How many members; women are part of the total."""

    total: int = 0
    official: int = 0
    probationary: int = 0
    women: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))


COLUMNS = tuple(field.name for field in fields(Count))


@dataclass(frozen=True)
class Entry:
    """One person in one number. whole: it counts in the total too, not only in a standing."""

    side: str
    kind: Kind | None
    person: UUID
    membership: UUID
    on: dt.date
    official: bool
    is_woman: bool
    whole: bool = True

    @property
    def count(self) -> Count:
        return Count(
            total=int(self.whole), official=int(self.official),
            probationary=int(not self.official), women=int(self.whole and self.is_woman),
        )  # fmt: skip

    def is_in(self, column: str) -> bool:
        """Say whether the person counts in a column of the form."""
        return bool(getattr(self.count, column))


@dataclass(frozen=True)
class Row:
    """One line of the form: a side, for up and down also a kind, and its numbers."""

    side: str
    kind: Kind | None
    count: Count


@dataclass(frozen=True)
class Balance:
    """A unit's list between two days. opening + up - down = closing in every column."""

    unit: UUID
    period: Period
    entries: tuple[Entry, ...]

    def count(self, side: str, kind: Kind | None = None) -> Count:
        wanted = (e for e in self.entries if e.side == side and kind in (None, e.kind))
        return _sum(each.count for each in wanted)

    @property
    def opening(self) -> Count:
        return self.count("opening")

    @property
    def up(self) -> Count:
        return self.count("up")

    @property
    def down(self) -> Count:
        return self.count("down")

    @property
    def closing(self) -> Count:
        return self.count("closing")

    @property
    def rows(self) -> list[Row]:
        """The lines of the form, those of up and down without anybody left out."""
        found = [Row("opening", None, self.count("opening"))]
        for side, kinds in (("up", UP), ("down", DOWN)):
            found.append(Row(side, None, self.count(side)))
            lines = (Row(side, kind, self.count(side, kind)) for kind in kinds)
            found += [line for line in lines if line.count != Count()]
        return [*found, Row("closing", None, self.count("closing"))]

    def people(self, side: str, kind: Kind | None, column: str) -> list[Entry]:
        """Return whom a number counts."""
        wanted = (e for e in self.entries if e.side == side and kind in (None, e.kind))
        return [each for each in wanted if each.is_in(column)]


def _sum(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def reconcile(unit: UUID, period: Period, *, then: bool, today: dt.date) -> Balance:
    """Return a unit's list between two days, in one view of history."""
    return reconcile_all([unit], period, then=then, today=today)[unit]


def reconcile_all(
    units: Sequence[UUID], period: Period, *, then: bool, today: dt.date
) -> dict[UUID, Balance]:
    """Return the lists of several units between two days, in as many queries as of one."""
    found = presences(units, period, then=then, today=today)
    return {
        unit: Balance(
            unit, period, tuple(e for each in found[unit] for e in _entries(each, period))
        )
        for unit in units
    }


def _entries(presence: Presence, period: Period) -> list[Entry]:
    """Return a person's part in the numbers of a period."""
    rows = []
    before = standing_on(presence.found, period.first - dt.timedelta(days=1))
    after = standing_on(presence.found, period.last)
    for side, stretch in (("opening", before), ("closing", after)):
        if stretch is not None:
            rows.append(
                Entry(side, None, presence.person, stretch.key, stretch.since, stretch.official,
                      presence.is_woman)
            )  # fmt: skip
    for change in changes(presence.found):
        if period.first <= change.on <= period.last:
            whole = change.up is None or change.down is None
            for side, official in (("up", change.up), ("down", change.down)):
                if official is not None:
                    rows.append(
                        Entry(side, change.kind, presence.person, change.key, change.on, official,
                              presence.is_woman, whole)
                    )  # fmt: skip
    return rows
