"""What a figure was added up from: which rows of which cells count below a unit, in a view."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value

from chibo.core.dated import holds
from chibo.core.days import Month
from chibo.core.indicators import Adds, Indicator
from chibo.core.periods import Months
from chibo.figures.help import REASONS
from chibo.figures.models import NOW, Seat, UnitMonth, View
from chibo.figures.paths import Path, Paths
from chibo.figures.queries import HELD_NOW, LAST, sums_in
from chibo.organizations.models import (
    Ancestry,
    Change,
    Decision,
    Designation,
    Kind,
    Placement,
)
from chibo.organizations.queries import heirs

M = TypeVar("M", bound=Model)
DEEPEST = 6  # units in a chain, the cell twice where it was more than a cell


@dataclass(frozen=True)
class Below:
    """The cells below a unit in a view. gone: those that have ended, with what they count as.

    under: the unit whose line it is, while it stood directly below that; itself: only what it did
    as a cell.
    """

    unit: UUID
    view: str
    today: dt.date
    gone: dict[UUID, UUID]
    under: UUID | None = None

    @classmethod
    def of(cls, unit: UUID, *, view: str, today: dt.date, under: UUID | None = None) -> "Below":
        """Read it: in today's view one query, some more when units have changed."""
        if view != View.TODAY:
            return cls(unit, view, today, {}, under)
        return cls(unit, view, today, _gone(unit, today, _state_of_units()), under)

    def rows(
        self, rows: "QuerySet[M]", day: str | dt.date, *, before: bool = False
    ) -> "QuerySet[M]":
        """Return those of some rows (each with a `cell`) that count below the unit.

        day: the field that holds the day whose units count, or one day for all. before: the day
        before it.
        """
        if self.under == self.unit:
            own = [cell for cell, heir in self.gone.items() if heir == self.unit]
            return rows.filter(cell__in=[self.unit, *own])
        if self.view == View.TODAY:
            here = Ancestry.objects.on(self.today).filter(ancestor=self.unit).values("unit")
            return rows.filter(Q(cell__in=here) | Q(cell__in=list(self.gone)))
        on = OuterRef(day) if isinstance(day, str) else day
        held = Q(from_on__lt=on, until_on__gte=on) if before else holds(on)
        was_there = Exists(Designation.objects.filter(held, unit=OuterRef("cell")))
        below: Any = Exists(
            Ancestry.objects.filter(held, unit=OuterRef("cell"), ancestor=self.unit)
        )
        if self.under:
            below &= Exists(Placement.objects.filter(held, unit=self.unit, parent=self.under))
        strays = self._strays(rows.filter(~was_there), day, int(before))
        return rows.filter(was_there & below | Q(pk__in=strays))

    def _strays(self, rows: "QuerySet[M]", day: str | dt.date, back: int) -> list[Any]:
        """Return the keys of rows of a day on which their cell was not: the nearest day counts."""
        fields = ("pk", "cell", day) if isinstance(day, str) else ("pk", "cell")
        found = [(pk, cell, *(rest or [day])) for pk, cell, *rest in rows.values_list(*fields)]
        if not found:
            return []
        paths = Paths({cell for _pk, cell, _on in found}, today=self.today)
        return [
            pk for pk, cell, on in found
            if self._is_in(paths.then(cell, on - dt.timedelta(days=back)))
        ]  # fmt: skip

    def _is_in(self, path: Path) -> bool:
        if self.under is None:
            return self.unit in path
        return (self.unit, self.under) in zip(path, path[1:], strict=False)


def _state_of_units() -> Any:
    """Return what is another as soon as a decision changes units or corrects one that did."""
    mended = Decision.objects.filter(corrects__isnull=False).annotate(same=Value(1))
    counted = mended.order_by().values("same").annotate(n=Count("pk")).values("n")
    newest = Change.objects.order_by("-pk").annotate(mended=Subquery(counted))
    return newest.values_list("pk", "decision", "mended").first()


@lru_cache(maxsize=64)
def _gone(unit: UUID, today: dt.date, _state: Any) -> dict[UUID, UUID]:
    """Return the ended cells that count below a unit today; kept until units change again."""
    cells = Designation.objects.filter(kind=Kind.CELL)
    alive = Designation.objects.on(today).values("unit")
    ended = set(cells.exclude(unit__in=alive).values_list("unit", flat=True))
    if not ended:
        return {}
    after = heirs(ended, on=today)
    one = {cell: found[0] for cell, found in after.items() if len(found) == 1}
    here = Ancestry.objects.on(today).filter(ancestor=unit, unit__in=set(one.values()))
    below = set(here.values_list("unit", flat=True))
    found = {cell: heir for cell, heir in one.items() if heir in below}
    apart = ended - set(one)
    paths = Paths(apart, today=today) if apart else None
    return found | {
        cell: cell for cell in apart if paths is not None and unit in paths.today_of(cell)
    }


def _seats(unit: UUID, under: UUID | None = None) -> "QuerySet[Seat, Seat]":
    """Return the lowest seats below a unit, or of it: those of cells. under: as in `Below`."""
    above = Q()
    for depth in range(DEEPEST):
        here = Q(**{"above__" * depth + "unit": unit})
        above |= here & Q(**{"above__" * (depth + 1) + "unit": under}) if under else here
    lower = UnitMonth.objects.filter(seat__above=OuterRef("pk"))
    return Seat.objects.filter(above, ~Exists(lower))


def cells_of(below: Below, indicator: Indicator, months: Months) -> Any:
    """Return what each cell below a unit adds to an indicator, as `cell`, `part` and `whole`."""
    view, today = below.view, below.today
    names = [key.removeprefix("-") for key in (*indicator.part, *indicator.whole)]
    rows = UnitMonth.objects.filter(seat__in=_seats(below.unit, below.under))
    if indicator.over_time is Adds.NOW:
        rows = rows.filter(view=View.TODAY, month=NOW)
        sums: dict[str, Any] = {key: Sum(key, default=0) for key in HELD_NOW}
    else:
        rows = rows.filter(view=view, month__lte=min(months.last.index, Month.of(today).index))
        if not any(key.partition(":")[0] in LAST for key in names):
            rows = rows.filter(month__gte=months.first.index)
        sums = sums_in(months, today)
    asked = {f"x_{key.replace(':', '_')}": sums[key] for key in names}
    found: Any = rows.values(cell=F("seat__unit")).annotate(**asked)
    found = found.annotate(part=_added(indicator.part), whole=_added(indicator.whole))
    rows_of: QuerySet[UnitMonth, dict[str, Any]] = found.order_by()
    return rows_of


def _added(keys: tuple[str, ...]) -> Any:
    total: Any = Value(0)
    for key in keys:
        name = F(f"x_{key.removeprefix('-').replace(':', '_')}")
        total = total - name if key.startswith("-") else total + name
    return total


def months_of_cells(
    below: Below, cells: Iterable[UUID], months: Months
) -> dict[tuple[UUID, Month], tuple[int, int]]:
    """Return for cells below a unit in which months a meeting was due, and how many were held."""
    last = min(months.last.index, Month.of(below.today).index)
    seats = _seats(below.unit, below.under).filter(unit__in=list(cells))
    rows = UnitMonth.objects.filter(seat__in=seats, view=below.view, month__lte=last)
    due: dict[UUID, int] = dict.fromkeys(cells, 0)
    steps: dict[tuple[UUID, int], list[int]] = {}
    for cell, month, change, held in rows.values_list("seat__unit", "month", "due", "regular"):
        if month < months.first.index:
            due[cell] += change
        else:
            step = steps.setdefault((cell, month), [0, 0])
            step[0], step[1] = step[0] + change, step[1] + held
    found = {}
    for cell in due:
        for index in range(months.first.index, last + 1):
            change, held = steps.get((cell, index), (0, 0))
            due[cell] += change
            if due[cell] or held:
                found[cell, Month.at(index)] = (due[cell], held)
    return found


def wanting_help(unit: UUID) -> list[tuple[UUID, UUID, tuple[str, ...]]]:
    """Return today's cells below a unit that want help, the unit above each, and the reasons."""
    rows = UnitMonth.objects.filter(
        seat__in=_seats(unit), view=View.TODAY, month=NOW, help__gt=0
    ).values_list("seat__unit", "seat__above__unit", "seat__above__above__unit", *REASONS)
    return [
        (
            cell, (higher if above == cell else above) or cell,
            tuple(reason for reason, has in zip(REASONS, flags, strict=True) if has),
        )
        for cell, above, higher, *flags in rows
    ]  # fmt: skip
