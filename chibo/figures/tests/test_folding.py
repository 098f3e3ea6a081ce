import pytest

from chibo.assessments.catalogue import indicators
from chibo.copies.testing import make_copied
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.commands import fold_all, rebuild
from chibo.figures.models import COUNTERS, NOW, UnitMonth, View
from chibo.figures.queries import (
    Series,
    by_month,
    now_below,
    now_of,
    of_children,
    of_children_in_both,
    of_unit,
)
from tests.sittings import held, last_month_3rd
from tests.world import World, today

FEW = ("held", "attendance", "members")


def _rows() -> dict[tuple[object, ...], tuple[int, ...]]:
    found = {
        (row.seat_id, row.view, row.month): tuple(getattr(row, key) for key in COUNTERS)
        for row in UnitMonth.objects.all()
    }
    return {key: values for key, values in found.items() if any(values)}


def test_a_closed_meeting_is_in_the_figures_of_every_level(world: World) -> None:
    list(rebuild(today=today()))
    held(world, last_month_3rd(), absent=3, unexcused=1)
    fold_all(today=today())
    months = Months.of(Month.of(last_month_3rd()))
    for unit in (world.cell, world.commune, world.province):
        for view in View.values:
            found = of_unit(unit.pk, months, view=view, today=today())
            assert (found["attendance"].part, found["attendance"].whole) == (8, 12)
            assert found["unexcused"].part == 1
            assert found["held_on_time"].part == 1
    below = of_children(world.province.pk, months, view=View.TODAY, today=today())
    assert below[world.commune.pk]["due"].part == 2
    assert below[world.commune.pk]["not_held"].part == 1
    assert below[world.other_commune.pk]["members"].part == 5
    trend = by_month(world.province.pk, months.back(3), view=View.THEN, today=today())
    assert [each["due"].part for each in trend.values()] == [3]
    assert now_below(world.province.pk)[world.commune.pk]["help_missed"].part == 1


def test_months_without_a_meeting_are_over_when_the_cell_meets_again(world: World) -> None:
    list(rebuild(today=today()))
    assert now_of([world.cell.pk])[world.cell.pk]["help_missed"].part == 1
    held(world, today().replace(day=1))
    fold_all(today=today())
    assert now_of([world.cell.pk])[world.cell.pk]["help_missed"].part == 0


def test_folding_equals_making_all_again(world: World) -> None:
    list(rebuild(today=today()))
    held(world, last_month_3rd(), absent=3, unexcused=1)
    fold_all(today=today())
    folded = _rows()
    assert any(month == NOW for _seat, _view, month in folded)
    list(rebuild(today=today()))
    assert folded == _rows()


def test_months_read_once_answer_as_each_question_does(world: World) -> None:
    list(rebuild(today=today()))
    last = Month.of(last_month_3rd())
    for back in (13, 2):
        make_copied(world.cell, world.user("clerk"), last.after(-back).first.replace(day=3))
    held(world, last_month_3rd(), absent=3)
    fold_all(today=today())
    for unit in (world.cell.pk, world.commune.pk, world.province.pk):
        series = Series(unit, today=today())
        for text in (str(last), str(last.year), "2020-01..2021-12", str(last.year + 1)):
            months = Months.parse(text)
            both = of_children_in_both(unit, months, today=today(), keys=indicators())
            few = of_children_in_both(unit, months, today=today(), keys=FEW)
            for view in View.values:
                asked = of_unit(unit, months, view=view, today=today())
                assert series.over(months, view=view) == asked
                assert both[view] == of_children(unit, months, view=view, today=today())
                for key in FEW:
                    wanted = {child: figures[key] for child, figures in both[view].items()}
                    assert {child: row[key] for child, row in few[view].items()} == wanted
                for row in few[view].values():
                    with pytest.raises(KeyError):
                        row["spoke"]
        assert series.now == now_of([unit])[unit]
