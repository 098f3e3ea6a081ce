"""What a figure opens to: rows that add up to it, within the reader's rights."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from chibo.assessments.catalogue import indicators
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.commands import rebuild
from chibo.figures.models import View
from chibo.organizations.models import Unit
from chibo.reports import rows
from chibo.reports.rows import asking
from proof.units import laid, walk_and_check
from tests.sittings import held, last_month_3rd
from tests.world import today

pytestmark = pytest.mark.django_db


def all_rows(asked: rows.Asked) -> Iterator[Any]:
    """Return the rows of every page."""
    number = 1
    while True:
        found = rows.opened(asked, str(number))
        yield from found.rows
        if not found.page.has_next:
            return
        number += 1


def wrong(asked: rows.Asked) -> str:
    """Return how the rows of a figure differ from it, if they do."""
    figure = rows.figure_of(asked)
    values = [row.value for row in all_rows(asked)]
    part = sum(value.part for value in values)
    if part != figure.part:
        return f"{asked}: {part} in the rows, {figure.part} in the figure"
    whole = sum(value.whole or 0 for value in values)
    if asked.is_whole and whole != (figure.whole or 0):
        return f"{asked}: whole {whole} in the rows, {figure.whole} in the figure"
    return ""


@pytest.mark.once
@pytest.mark.parametrize("seed", [5, 8])
def test_rows_add_up_to_every_figure_when_chance_reorganised(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = laid(seed)
    held(walk.world, last_month_3rd(), absent=3, unexcused=1)
    walk_and_check(walk, 14)
    list(rebuild(today=today()))
    monkeypatch.setattr(asking, "PER_PAGE", 6)
    this = Month.of(today())
    spans = [Months(this.after(-13), this), Months.of(this.after(-4))]
    units = list(Unit.objects.values_list("pk", flat=True))
    cases = list(product(units, View.values, spans, indicators().values(), (False, True)))
    faults = []
    for unit, view, months, indicator, is_whole in walk.dice.sample(cases, 300):
        asked = rows.Asked(unit, indicator, months, view, today(), is_whole=is_whole, by_name=True)
        if fault := wrong(asked):
            faults.append(fault)
    assert faults == []
