"""What a unit and those below it add up to in some months, in one view of history."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from chibo.assessments.catalogue import counters, indicators
from chibo.core.days import Month
from chibo.core.indicators import Adds
from chibo.core.indicators import Value as Figure
from chibo.core.periods import Months
from chibo.figures.models import NOW, Folded, UnitMonth, View
from chibo.recounts.models import Recount

LAST = tuple(key for key, each in counters().items() if each.adds is Adds.LAST)
FLOWS = tuple(key for key, each in counters().items() if each.adds is Adds.SUM)
HELD_NOW = tuple(key for key, each in counters().items() if each.adds is Adds.NOW)
KEPT = (*FLOWS, *LAST)  # kept for each month
_DUE, _REGULAR = KEPT.index("due"), KEPT.index("regular")


@dataclass(frozen=True)
class Figures:
    """The sums of one unit and some months, by the keys that indicators name."""

    sums: Mapping[str, int]

    def __getitem__(self, key: str) -> Figure:
        """Return an indicator's figure by its key."""
        return indicators()[key].of(self.sums)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was held in these months."""
        return not (
            self.sums["regular"] or self.sums["thematic_alone"] or self.sums["extraordinary"]
        )


NOTHING = Figures(Counter())


def _in_months(months: Months, today: dt.date) -> dict[str, Any]:
    """Return what is asked of the rows up to the end of some months."""
    first, last, this = months.first.index, months.last.index, Month.of(today).index
    last = min(last, this)
    inside = Q(month__gte=first, month__lte=last)
    over = min(last, this - 1)
    asked: dict[str, Any] = {f"n_{key}": Sum(key, filter=inside, default=0) for key in KEPT}
    asked |= {f"s_{key}": Sum(key, filter=Q(month__lt=first), default=0) for key in LAST}
    asked["months_due"] = _standing("due", first, last)
    asked["over_due"] = _standing("due", first, over)
    asked["over_regular"] = Sum("regular", filter=Q(month__gte=first, month__lte=over), default=0)
    return asked


def sums_in(months: Months, today: dt.date) -> dict[str, Any]:
    """Return what is added of the rows up to the end of some months, by what indicators name."""
    asked = _in_months(months, today)
    found = {key: asked[f"n_{key}"] for key in FLOWS}
    for key in LAST:
        found |= {f"{key}:start": asked[f"s_{key}"], key: asked[f"s_{key}"] + asked[f"n_{key}"]}
    return found | {
        "due:months": asked["months_due"], "due:over": asked["over_due"],
        "regular:over": asked["over_regular"],
    }  # fmt: skip


def _standing(key: str, first: int, last: int) -> Any:
    """Return the sum over some months of how many there were at the end of each."""
    if last < first:
        return Sum(Value(0), default=0)
    weight = Case(
        When(month__lt=first, then=Value(last - first + 1)),
        default=Value(last + 1) - F("month"),
        output_field=IntegerField(),
    )
    return Sum(F(key) * weight, filter=Q(month__lte=last), default=0)


def _figures(row: Mapping[str, int], kept: Collection[str] = KEPT) -> Figures:
    """Return figures from a row of sums. kept: the counters that were asked for."""
    sums = {key: row[f"n_{key}"] for key in FLOWS if key in kept}
    for key in LAST:
        if key in kept:
            sums[f"{key}:start"] = row[f"s_{key}"]
            sums[key] = row[f"s_{key}"] + row[f"n_{key}"]
    if "due" in kept:
        sums["due:months"], sums["due:over"] = row["months_due"], row["over_due"]
    if "regular" in kept:
        sums["regular:over"] = row["over_regular"]
    sums |= dict.fromkeys(HELD_NOW, 0)
    return Figures(sums)


def _counters_of(keys: Iterable[str]) -> frozenset[str]:
    """Return the counters that are kept for each month and that these indicators add."""
    named = (name for key in keys for name in (*indicators()[key].part, *indicators()[key].whole))
    return frozenset({name.lstrip("-").partition(":")[0] for name in named} & set(KEPT))


def _rows(view: str, months: Months, today: dt.date) -> "QuerySet[UnitMonth]":
    last = min(months.last.index, Month.of(today).index)
    return UnitMonth.objects.filter(view=view, month__lte=last)


def _whole() -> Q:
    """Return the condition that leaves out what a unit did as a cell apart from those below it."""
    return Q(seat__above=None) | ~Q(seat__above__unit=F("seat__unit"))


def of_unit(unit: UUID, months: Months, *, view: str, today: dt.date) -> Figures:
    """Return what a unit adds up to in some months."""
    rows = _rows(view, months, today).filter(_whole(), seat__unit=unit)
    return _figures(rows.aggregate(**_in_months(months, today)))


def of_children(
    unit: UUID, months: Months, *, view: str, today: dt.date, only: Iterable[UUID] | None = None
) -> dict[UUID, Figures]:
    """Return what each unit that sat directly below adds up to; `only`: of these alone."""
    found = _of_children(_rows(view, months, today), unit, months, today, only, KEPT)
    return found.get(view, {})


def of_children_in_both(
    unit: UUID, months: Months, *, today: dt.date, keys: Iterable[str],
    only: Iterable[UUID] | None = None,
) -> dict[str, dict[UUID, Figures]]:  # fmt: skip
    """Return `of_children` of each view, in two questions. keys: the indicators that are wanted."""
    last = min(months.last.index, Month.of(today).index)
    rows = UnitMonth.objects.filter(month__lte=last)
    found = _of_children(rows, unit, months, today, only, _counters_of(keys))
    return {view: found.get(view, {}) for view in View.values}


def _of_children(
    rows: "QuerySet[UnitMonth]", unit: UUID, months: Months, today: dt.date,
    only: Iterable[UUID] | None, kept: Collection[str],
) -> dict[str, dict[UUID, Figures]]:  # fmt: skip
    rows = rows.filter(seat__above__unit=unit)
    if only is not None:
        rows = rows.filter(seat__unit__in=list(only))
    first, last = months.first.index, min(months.last.index, Month.of(today).index)
    over = min(last, Month.of(today).index - 1)
    inside: Any = rows.filter(month__gte=first).values("view", child=F("seat__unit"))
    earlier: Any = rows.filter(month__lt=first).values("view", child=F("seat__unit"))
    sums: dict[tuple[str, UUID], Counter[str]] = defaultdict(Counter)
    for row in inside.annotate(**_of_these(kept, last, over)).order_by():
        sums[row.pop("view"), row.pop("child")].update(row)
    levels = {f"s_{key}": Sum(key) for key in LAST if key in kept}
    for row in earlier.annotate(**levels).order_by() if levels else ():
        here = sums[row.pop("view"), row.pop("child")]
        here.update(row)
        here["months_due"] += row.get("s_due", 0) * max(last - first + 1, 0)
        here["over_due"] += row.get("s_due", 0) * max(over - first + 1, 0)
    found: dict[str, dict[UUID, Figures]] = defaultdict(dict)
    for (view, child), row in sums.items():
        found[view][child] = _figures(row, kept)
    return found


def _of_these(kept: Collection[str], last: int, over: int) -> dict[str, Any]:
    """Return what is asked of the rows of some months alone: plain sums, thrice as fast.

    The months before are asked apart, for the few counters whose level they make.
    """
    past = Q(month__lte=over)
    asked: dict[str, Any] = {f"n_{key}": Sum(key) for key in KEPT if key in kept}
    if "due" in kept:
        asked["months_due"] = Sum(F("due") * (Value(last + 1) - F("month")))
        asked["over_due"] = Sum(F("due") * (Value(over + 1) - F("month")), filter=past, default=0)
    if "regular" in kept:
        asked["over_regular"] = Sum("regular", filter=past, default=0)
    return asked


class Series:
    """Every month of a unit, read in one question: each period of either view follows from it."""

    def __init__(self, unit: UUID, *, today: dt.date) -> None:
        self._this = Month.of(today).index
        self._rows: dict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        self._now: Counter[str] = Counter()
        wanted = Q(month__lte=self._this) | Q(month=NOW)
        rows = UnitMonth.objects.filter(wanted, _whole(), seat__unit=unit)
        for view, month, *values in rows.values_list("view", "month", *KEPT, *HELD_NOW):
            if month == NOW:
                self._now.update(dict(zip(HELD_NOW, values[len(KEPT) :], strict=True)))
            else:
                self._rows[view].append((month, tuple(values[: len(KEPT)])))

    def over(self, months: Months, *, view: str) -> Figures:
        """Return what the unit adds up to in some months, as `of_unit`."""
        rows = self._rows[view]
        first, last = months.first.index, min(months.last.index, self._this)
        inside = _sums(values for month, values in rows if first <= month <= last)
        earlier = _sums(values for month, values in rows if month < first)
        over = min(last, self._this - 1)
        row = {f"n_{key}": inside[key] for key in KEPT}
        row |= {f"s_{key}": earlier[key] for key in LAST}
        row |= {
            "months_due": self._due(rows, first, last),
            "over_due": self._due(rows, first, over),
        }
        row["over_regular"] = sum(
            values[_REGULAR] for month, values in rows if first <= month <= over
        )
        return _figures(row)

    @staticmethod
    def _due(rows: Iterable[tuple[int, tuple[int, ...]]], first: int, last: int) -> int:
        """Return the sum over some months of how many were due at the end of each."""
        return sum(values[_DUE] * max(0, last + 1 - max(month, first)) for month, values in rows)

    def by_month(self, months: Months, *, view: str) -> dict[Month, Figures]:
        """Return what the unit adds up to in each of some months, up to the running one."""
        return {
            month: self.over(Months.of(month), view=view)
            for month in months
            if month.index <= self._this
        }

    @property
    def now(self) -> Figures:
        """What holds today, as `now_of`."""
        return Figures({key: self._now[key] for key in HELD_NOW})


def _sums(rows: Iterable[tuple[int, ...]]) -> dict[str, int]:
    added = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(KEPT)
    return dict(zip(KEPT, added, strict=True))


def by_month(unit: UUID, months: Months, *, view: str, today: dt.date) -> dict[Month, Figures]:
    """Return what a unit adds up to in each of some months."""
    return Series(unit, today=today).by_month(months, view=view)


def now_of(units: Iterable[UUID]) -> dict[UUID, Figures]:
    """Return what holds today at units: open promises, where help is wanted and why."""
    return _now(_whole() & Q(seat__unit__in=list(units)))


def now_below(unit: UUID) -> dict[UUID, Figures]:
    """Return `now_of` for each unit directly below."""
    return _now(Q(seat__above__unit=unit))


def _now(where: Q) -> dict[UUID, Figures]:
    rows = UnitMonth.objects.filter(where, view=View.TODAY, month=NOW).values_list(
        "seat__unit", *HELD_NOW
    )
    sums: dict[UUID, Counter[str]] = defaultdict(Counter)
    for unit, *values in rows:
        sums[unit].update(dict(zip(HELD_NOW, values, strict=True)))
    return {unit: Figures(found) for unit, found in sums.items()}


@dataclass(frozen=True)
class Freshness:
    """How far the sums are behind. waiting: rows still to be added up; since: the oldest."""

    as_of: dt.datetime | None
    waiting: int
    since: dt.datetime | None


def freshness(*, today: dt.date) -> Freshness:
    """Return when the sums were last brought up to date, and what waits, in one question."""
    waiting = Recount.objects.filter(not_before__lte=today)
    counted = waiting.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n")
    row = Folded.objects.annotate(
        waiting=Subquery(counted), since=Subquery(waiting.order_by("pk").values("asked_at")[:1])
    ).first()
    if row is None:
        return Freshness(None, waiting.count(), None)
    return Freshness(row.folded_at, row.waiting or 0, row.since)
