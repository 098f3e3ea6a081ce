"""A form filled for a unit and a period: each number asked of where its column says."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from chibo.core.dated import holds
from chibo.core.indicators import FEWEST
from chibo.core.periods import Months
from chibo.figures.queries import Figures, of_children, of_unit
from chibo.members.models import Condition, Event, Membership
from chibo.organizations.queries import Named, children, named
from chibo.statforms.queries import last_day, typed_below
from chibo.statforms.rules import Column, Form

Numbers = dict[str, int | None]  # by key of a column; None: nothing is known, or not shown


@dataclass(frozen=True)
class Line:
    """A unit directly below, with its numbers. is_few: its members are not broken down."""

    unit: Named
    numbers: Numbers
    is_few: bool


@dataclass(frozen=True)
class Filled:
    """A form of a unit and a period: its own numbers, those of a year before, each unit below."""

    form: Form
    unit: Named
    period: Months
    on: dt.date
    numbers: Numbers
    year_ago: Numbers
    lines: list[Line]


def filled(form: Form, unit: UUID, period: Months, *, today: dt.date) -> Filled:
    """Return a form filled; the number of questions does not grow with the units."""
    on = last_day(period, today=today)
    below = children(unit, on=on)
    ids = [each.id for each in below]
    now = _numbers(form, unit, ids, period, today=today)
    before = _numbers(form, unit, [], period.year_ago, today=today)
    strength = _strength(ids, on)
    lines = [
        _line(form, each, now[each.id], few=0 < strength.get(each.id, 0) < FEWEST) for each in below
    ]
    return Filled(form, named(unit, on=on), period, on, now[unit], before[unit], lines)


def _line(form: Form, unit: Named, numbers: Numbers, *, few: bool) -> Line:
    if few:
        parted = {column.key for column in form.columns if _parts_members(column)}
        numbers = {key: None if key in parted else value for key, value in numbers.items()}
    return Line(unit, numbers, few)


def _parts_members(column: Column) -> bool:
    """Say whether a column tells more of the members than how many they are."""
    return column.way == "register" and len(column.told) > 1


def _numbers(
    form: Form, unit: UUID, below: list[UUID], period: Months, *, today: dt.date
) -> dict[UUID, Numbers]:
    """Return the numbers of a unit and of those directly below it."""
    on = last_day(period, today=today)
    units = [unit, *below]
    found: dict[UUID, Numbers] = {each: dict.fromkeys(form.keys) for each in units}
    for view in {column.view for column in form.columns if column.way == "indicator"}:
        figures = {unit: of_unit(unit, period, view=view, today=today)}
        if below:
            figures |= of_children(unit, period, view=view, today=today)
        for each in units:
            found[each] |= _of_figures(form, view, figures.get(each))
    for each, counts in _register(form, units, period, on).items():
        found[each] |= counts
    typed = typed_below(below, unit, form.number, period, on=on)
    wanted = set(form.typed_keys(at_cell=False))
    for each in units:
        found[each] |= {key: typed[each].get(key) for key in wanted}
        for column in form.columns:
            if column.way == "sum":
                parts = [found[each][key] for key in column.told]
                known = [part for part in parts if part is not None]
                found[each][column.key] = sum(known) if known else None
    return found


def _of_figures(form: Form, view: str, figures: Figures | None) -> Numbers:
    wanted = [c for c in form.columns if c.way == "indicator" and c.view == view]
    return {c.key: figures[c.told].part if figures else 0 for c in wanted}


def _register(
    form: Form, units: Iterable[UUID], period: Months, on: dt.date
) -> dict[UUID, Numbers]:
    """Return the counts of the register in the branch of each of some units, at once."""
    asked = {
        f"n{place}": (column.key, Count("pk", filter=_who(column.told, period, on)))
        for place, column in enumerate(form.columns) if column.way == "register"
    }  # fmt: skip
    if not asked:
        return {}
    rows = _at_home(units, on, ended=period.first_day).annotate(
        **{name: count for name, (_key, count) in asked.items()}
    )
    found: dict[UUID, Numbers] = {
        unit: {key: 0 for key, _count in asked.values()} for unit in units
    }
    for row in rows:
        found[row["cell__ancestry__ancestor"]] = {
            key: row[name] for name, (key, _count) in asked.items()
        }
    return found


def _at_home(units: Iterable[UUID], on: dt.date, *, ended: dt.date | None = None) -> Any:
    """Return memberships at home in the branches of units, by unit: on a day, or ended since."""
    held = Q(from_on__lte=on, until_on__gt=ended or on)
    rows = Membership.objects.filter(
        held, holds(on, "cell__ancestry__"), place=Membership.Place.HOME,
        cell__ancestry__ancestor__in=list(units),
    )  # fmt: skip
    return rows.order_by().values("cell__ancestry__ancestor")


def _strength(units: list[UUID], on: dt.date) -> dict[UUID, int]:
    rows = _at_home(units, on).annotate(n=Count("pk"))
    return {row["cell__ancestry__ancestor"]: row["n"] for row in rows}


def _who(told: Mapping[str, Any], period: Months, on: dt.date) -> Q:
    """Return whom a column counts: there on the last day, or admitted in the period."""
    if told["of"] == "members":
        who = Q(from_on__lte=on, until_on__gt=on)
    else:
        who = Q(began__what=Event.What.ADMITTED, from_on__range=(period.first_day, on))
    if "sex" in told:
        who &= Q(person__sex=told["sex"])
    for name, condition in _SPANS.items():
        if name in told:
            who &= condition(told[name], on)
    return who & _standing(told.get("standing"), on)


def _years_before(on: dt.date, years: int) -> dt.date:
    """Return the same day so many years before; of the 29th of February, the 28th."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return dt.date(on.year - years, on.month, day)


_SPANS: dict[str, Any] = {
    "age_from": lambda age, on: Q(person__birth_year__lte=on.year - age),
    "age_to": lambda age, on: Q(person__birth_year__gte=on.year - age),
    "years_from": lambda years, on: Q(admitted_on__lte=_years_before(on, years)),
    "years_to": lambda years, on: Q(admitted_on__gt=_years_before(on, years + 1)),
    "admitted_from": lambda day, on: Q(admitted_on__gte=day),
    "admitted_to": lambda day, on: Q(admitted_on__lte=day),
}


def _standing(standing: str | None, on: dt.date) -> Q:
    official = Q(official_on__lte=on)
    if standing == "official":
        return official
    if standing == "probationary":
        return ~official | Q(official_on__isnull=True)
    if standing == "exempt":
        exempt = Condition.objects.on(on).filter(what=Condition.What.EXEMPT)
        return Q(pk__in=exempt.values("membership"))
    return Q()
