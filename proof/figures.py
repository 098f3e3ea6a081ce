"""Every figure of the catalogue against a slow count, after random lives of a small province."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from chibo.assessments.catalogue import indicators
from chibo.core.days import Month
from chibo.core.indicators import Adds
from chibo.core.periods import Months
from chibo.figures.commands import fold_all, rebuild
from chibo.figures.models import View
from chibo.figures.queries import Figures, Series, by_month, now_below, now_of, of_children, of_unit
from chibo.organizations.models import Unit
from chibo.registers.reconciling import reconcile
from chibo.registers.rules import Period
from proof.lives import live, lived
from proof.units import Walk
from tests.figures_oracle import COUNTS, COUNTS_NOW, Asked, Oracle
from tests.world import today

FOLDED_ONLY = True  # each command has its figures added up again, so none makes them all again


@dataclass
class Comparison:
    """How many figures were looked at, and which differ from the slow count."""

    looked: int = 0
    faults: list[str] = field(default_factory=list)


def brought_up() -> None:
    """Bring the figures up to date: as the worker does, or all again."""
    if FOLDED_ONLY:
        fold_all(today=today())
    else:
        list(rebuild(today=today()))


def periods(walk: Walk) -> list[Months]:
    """Return months of all sorts: one, a quarter, a year, from to; running, past, to come."""
    this = Month.of(today())
    some = this.after(-walk.dice.randrange(18))
    quarter = f"{some.year}-Q{(some.number + 2) // 3}"
    return [
        Months.of(this), Months.of(some), Months.parse(quarter), Months.parse(str(this.year)),
        Months(this.after(-walk.dice.randrange(14, 20)), this.after(-walk.dice.randrange(3))),
        Months(Month(2018, 1), Month(2019, 12)), Months.of(this.after(1)),
    ]  # fmt: skip


def compare(
    walk: Walk, into: Comparison, *, most: int = 99, months: Iterable[Months] | None = None
) -> None:
    """Compare each figure of each unit that ever was, in both views. most: of units and periods."""
    brought_up()
    oracle = Oracle(today())
    spans = list(months or periods(walk))
    units = sorted(Unit.objects.values_list("pk", flat=True))
    for unit in walk.dice.sample(units, min(most, len(units))):
        for period in walk.dice.sample(spans, min(most, len(spans))):
            for view in View.values:
                _compare(Asked(oracle, unit, period, view), into)
        asked = Asked(oracle, unit, Months.of(Month.of(today())), View.TODAY)
        whole, below = now_of([unit]).get(unit, Figures(Counter())), now_below(unit)
        _look(asked, whole, into, COUNTS_NOW)
        for child, figures in below.items():
            _look(replace(asked, unit=child, under=unit), figures, into, COUNTS_NOW)
        into.faults += _parts(asked, whole, list(below.values()), COUNTS_NOW)


def _compare(asked: Asked, into: Comparison) -> None:
    unit, months, how = asked.unit, asked.months, {"view": asked.view, "today": today()}
    whole = of_unit(unit, months, **how)
    _look(asked, whole, into)
    at_once = Series(unit, today=today()).over(months, view=asked.view)
    into.faults += [] if at_once == whole else [f"series of {unit} {months} {asked.view}"]
    into.faults += _unlike_the_book(asked, whole)
    below = of_children(unit, months, **how)
    for child, figures in below.items():
        _look(replace(asked, unit=child, under=unit), figures, into)
    into.faults += _parts(asked, whole, list(below.values()))
    if len(months) <= 6:
        trend = by_month(unit, months, **how)
        for month, figures in trend.items():
            _look(replace(asked, months=Months.of(month)), figures, into)
        into.faults += _moments(asked, whole, list(trend.values()))


def _look(asked: Asked, found: Figures, into: Comparison, counts: dict[str, Any] = COUNTS) -> None:
    for key in counts.keys() & indicators().keys():
        count = counts[key]
        figure, wanted = found[key], count(asked)
        into.looked += 1
        if (figure.part, figure.whole) != wanted:
            where = f"{asked.unit} under {asked.under} {asked.months} {asked.view}"
            into.faults.append(f"{key}: {figure.part}/{figure.whole}, not {wanted} at {where}")


def _unlike_the_book(asked: Asked, found: Figures) -> list[str]:
    """Return where the members differ from the list that offices reconcile, of units of then."""
    months = asked.months
    if asked.view == View.TODAY or months.last_day >= today():
        return []
    days = Period(months.first_day, months.last_day)
    book = reconcile(asked.unit, days, then=True, today=today())
    wanted = book.opening.total, book.closing.total
    same = wanted == (found["members_start"].part, found["members"].part)
    return [] if same else [f"the book says {wanted} of {asked.unit} {months}"]


def _parts(
    asked: Asked, whole: Figures, below: list[Figures], counts: dict[str, Any] = COUNTS
) -> Iterator[str]:
    """Yield where the units below do not add up to the unit, though the catalogue says so."""
    for key, indicator in indicators().items():
        if below and key in counts and indicator.over_units is Adds.SUM:
            yield from _added(asked, key, whole, below)


def _moments(asked: Asked, whole: Figures, months: list[Figures]) -> Iterator[str]:
    """Yield where the months do not make up the period as the catalogue says."""
    of = {Adds.SUM: months, Adds.FIRST: months[:1], Adds.LAST: months[-1:]}
    for key, indicator in indicators().items():
        if months and key in COUNTS:
            yield from _added(asked, key, whole, of[indicator.over_time])


def _added(asked: Asked, key: str, whole: Figures, parts: list[Figures]) -> Iterator[str]:
    found = [each[key] for each in parts]
    added = (sum(each.part for each in found), sum(each.whole or 0 for each in found))
    if added != (whole[key].part, whole[key].whole or 0):
        where = f"{asked.unit} {asked.months} {asked.view}"
        yield f"{key}: parts {added}, not {whole[key]} at {where}"


def figures_by_chance(lives: int = 6, rounds: int = 4, steps: int = 40) -> dict[str, Any]:
    """Return how many figures of random lives were compared, and how many differ; goal: none."""
    found, done = Comparison(), 0
    for seed in range(1, lives + 1):
        with transaction.atomic():
            walk = lived(seed, steps)
            for _round in range(rounds):
                compare(walk, found, most=8)
                live(walk, steps)
            compare(walk, found)
            done += sum(walk.done.values())
            transaction.set_rollback(True)
    return {
        "steps": {"value": done, "goal": lives * steps * rounds, "better": "higher", "of": done},
        "compared": {
            "value": found.looked, "goal": 100_000, "better": "higher", "of": found.looked,
        },
        "differences": {
            "value": len(found.faults), "goal": 0, "better": "lower", "of": found.looked,
            "which": found.faults[:5],
        },
    }  # fmt: skip
