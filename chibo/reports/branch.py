"""The units directly below a unit as lines of a table: by name, never by a figure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from chibo.accounts.models import User
from chibo.core.periods import Months
from chibo.figures.help import REASONS
from chibo.figures.models import Seat, View
from chibo.figures.queries import NOTHING, Figures, now_below, of_children_in_both
from chibo.organizations.authority import Can, reach
from chibo.organizations.models import Designation, Placement, Unit
from chibo.organizations.queries import Named
from chibo.reports.shown import Linked, Shown, beside_few, differing, reasons

MANY = 200  # more than these stand on several pages
A_PAGE = 50
COLUMNS = ("held", "held_on_time", "attendance", "promises_kept", "members")
BESIDE = ("held", "attendance", "members")


@dataclass(frozen=True)
class Life:
    """A unit's names through time, and whether it sat below another in a period, and today.

    was_elsewhere: below a third at any time.
    """

    names: Sequence[tuple[dt.date, dt.date, Named]]
    was_below: bool
    is_below: bool
    is_reached: bool
    was_elsewhere: bool

    @property
    def since(self) -> dt.date:
        return self.names[0][0]

    @property
    def until(self) -> dt.date:
        """The day from which it is no more."""
        return max(until for _since, until, _named in self.names)

    def called(self, on: dt.date) -> Named:
        """Return how it was called on the day, or nearest to it."""
        known = [named for since, _until, named in self.names if since <= on]
        return known[-1] if known else self.names[0][2]

    def may_be_opened(self, today: dt.date) -> bool:
        return self.is_reached or self.is_below or self.until <= today


def lives(unit: UUID, months: Months, *, reader: User, today: dt.date) -> dict[UUID, Life]:
    """Return the unit, and all that ever sat directly below it, in one question."""
    seats = Placement.objects.filter(parent=unit)
    here = seats.filter(unit=OuterRef("unit"))
    last = min(months.last_day, today)
    every = Unit.objects.filter(pk=unit).values("pk").union(  # joined by OR it reads all units
        seats.values("unit"), Seat.objects.filter(above__unit=unit).values("unit")
    )  # fmt: skip
    other = Placement.objects.filter(unit=OuterRef("unit")).exclude(parent=unit).values("pk")
    mine = reach(reader, Can.READ_COUNTS, on=today).filter(unit=OuterRef("unit"))
    rows = Designation.objects.filter(unit__in=every).annotate(
        was=Exists(here.filter(from_on__lte=last, until_on__gt=months.first_day)),
        now=Exists(here.filter(from_on__lte=today, until_on__gt=today)),
        elsewhere=Subquery(other[:1]),
        reached=Subquery(mine[:1]),  # as EXISTS, PostgreSQL would read all that this reader reaches
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows.order_by("from_on"):
        found.setdefault(row.unit_id, []).append(row)
    return {
        each: Life(
            [(r.from_on, r.until_on, _named(r)) for r in rows],
            rows[0].was, rows[0].now, rows[0].reached is not None, rows[0].elsewhere is not None,
        )
        for each, rows in found.items()
    }  # fmt: skip


def _named(row: Designation) -> Named:
    return Named(row.unit_id, row.kind, row.name, row.sort_key, row.cell_type)


@dataclass(frozen=True)
class Line:
    """A unit below: its figures by the columns, and why help is wanted there today."""

    unit: Named
    figures: list[Shown]
    reasons: list[tuple[str, Any, int]]
    is_open: bool
    is_apart: bool  # it has ended and has no one heir today


@dataclass(frozen=True)
class Beside:
    """A unit below whose figures differ between the views; None: it is not in that view."""

    unit: Named
    then: list[Shown] | None
    today: list[Shown] | None


@dataclass(frozen=True)
class Branch:
    """The lines of one page, in order; beside: those that differ between the views.

    has_hidden: a line is hidden with a small group's.
    """

    lines: list[Line]
    count: int
    page: int
    pages: int
    beside: list[Beside]
    has_hidden: bool


class Below:
    """What stands directly below a unit in a period."""

    def __init__(
        self,
        unit: UUID,
        months: Months,
        known: dict[UUID, Life],
        *,
        view: str,
        today: dt.date,
        near: str,
    ) -> None:
        self._unit, self._months, self._view, self._today = unit, months, view, today
        self._known, self._near = known, near
        self._day = {View.THEN: min(months.last_day, today), View.TODAY: today}
        self._now = now_below(unit)
        self._hidden: dict[str, set[UUID]] = {}

    def branch(self, *, by_help: bool, page: int) -> Branch:
        """Return a page of the table. by_help: those where help is wanted first."""
        seated = [each for each in self._known if each != self._unit and self._is_seated(each)]
        seated.sort(key=lambda each: self._place(each, by_help))
        pages = -(-len(seated) // A_PAGE) if len(seated) > MANY else 1
        page = min(max(page, 1), pages)
        shown = seated if pages == 1 else seated[(page - 1) * A_PAGE : page * A_PAGE]
        aside = set(self._known) - set(seated)
        only = None if pages == 1 else {*shown, *aside}
        both = of_children_in_both(
            self._unit, self._months, today=self._today, keys={*COLUMNS, *BESIDE}, only=only
        )
        here = both[self._view]
        self._hidden = {view: beside_few(found) for view, found in both.items()}
        if page == pages:
            apart = [each for each in aside if each in here and _is_any(here[each])]
            shown = [*shown, *sorted(apart, key=lambda each: self._place(each, by_help=False))]
        lines = [self._line(each, here.get(each, NOTHING)) for each in shown]
        has_hidden = any(self._hidden.values())
        return Branch(lines, len(seated), page, pages, self._beside(both), has_hidden)

    def _is_seated(self, unit: UUID) -> bool:
        life = self._known[unit]
        return life.was_below if self._view == View.THEN else life.is_below

    def _place(self, unit: UUID, by_help: bool) -> tuple[bool, str, UUID]:
        wanted = by_help and unit in self._now and self._now[unit]["help"].part > 0
        return (not wanted, self._called(unit).sort_key, unit)

    def _called(self, unit: UUID) -> Named:
        return self._known[unit].called(self._day[View(self._view)])

    def _line(self, unit: UUID, figures: Figures) -> Line:
        is_part = self._view == View.THEN and self._known[unit].was_elsewhere
        linked = Linked(
            unit, self._months, view=self._view, near=self._near,
            under=self._unit if is_part or unit == self._unit else None,
        )  # fmt: skip
        return Line(
            self._called(unit),
            linked.each(figures, COLUMNS, is_beside=unit in self._hidden[self._view]),
            reasons(self._now.get(unit), REASONS),
            self._known[unit].may_be_opened(self._today),
            self._view == View.TODAY and self._known[unit].until <= self._today,
        )  # fmt: skip

    def _beside(self, both: dict[str, dict[UUID, Figures]]) -> list[Beside]:
        found = []
        then, today = both[View.THEN], both[View.TODAY]
        for unit in {*then, *today}:
            one, other = then.get(unit, NOTHING), today.get(unit, NOTHING)
            if unit in self._known and differing(one, other, BESIDE):
                found.append(unit)
        return [
            Beside(self._called(unit), self._columns(then, unit, View.THEN),
                   self._columns(today, unit, View.TODAY))
            for unit in sorted(found, key=lambda each: self._place(each, by_help=False))
        ]  # fmt: skip

    def _columns(self, figures: dict[UUID, Figures], unit: UUID, view: View) -> list[Shown] | None:
        if unit not in figures or not _is_any(figures[unit]):
            return None
        linked = Linked(unit, self._months, view=view, near=self._near)
        return linked.each(figures[unit], BESIDE, is_beside=unit in self._hidden[view])


def _is_any(figures: Figures) -> bool:
    return any(figures.sums.values())
