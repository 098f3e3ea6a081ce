"""A month as the level above sees it: what is due, waiting, overdue, held."""

import datetime as dt

import pytest

from chibo.core import viet
from chibo.core.days import Month
from chibo.reports.queries import Tally, by_branch, month_of_cells, tally_of, total
from tests.sittings import held, last_month_3rd
from tests.world import World, today


def states(world: World, month: Month, on: dt.date) -> list[tuple[str, str]]:
    lines = month_of_cells(world.commune.pk, month, today=on)
    return [(line.cell.name, line.state) for line in lines]


@pytest.mark.parametrize(
    ("day", "state"), [(1, "waiting"), (7, "waiting"), (8, "overdue"), (20, "overdue")]
)
def test_cell_waits_until_the_last_day_when_it_has_not_met(
    world: World, day: int, state: str
) -> None:
    month = Month.of(today()).after(-1)

    found = states(world, month, month.first.replace(day=day))

    assert found == [("bản Huổi Ho", state), ("bản Púng Giắt 1", state)]


def test_cell_has_met_when_its_minutes_are_closed(world: World) -> None:
    day = last_month_3rd()

    held(world, day)

    assert states(world, Month.of(day), day) == [
        ("bản Huổi Ho", "waiting"), ("bản Púng Giắt 1", "held"),
    ]  # fmt: skip
    lines = month_of_cells(world.commune.pk, Month.of(day), today=day)
    assert [(line.secretary, line.phone) for line in lines] == [
        ("Hạng A Dế", "0900000111"), ("Tòng Văn Inh", "0900000111"),
    ]  # fmt: skip


def test_both_views_agree_when_no_unit_changed(world: World) -> None:
    day = last_month_3rd()
    closure = held(world, day, absent=2)

    views = [by_branch(world.province.pk, Month.of(day), then=then, today=today())
             for then in (True, False)]  # fmt: skip

    assert views[0] == views[1]
    assert total([line.tally for line in views[0]]) == tally_of([closure])


def test_tallies_add_up_when_summed() -> None:
    one, two = Tally(1, 10, 12, 1, 14, 2, 3), Tally(2, 20, 21, 0, 21, 1, 1)

    assert total([one, two]) == Tally(3, 30, 33, 1, 35, 3, 4)
    assert (total([]), one.outside) == (Tally(), 2)


def test_rate_is_a_dash_when_the_base_is_zero() -> None:
    assert viet.percent(Tally().present, Tally().counted) == "–"


def test_closed_facts_keep_the_rules_that_judged_them_when_rules_change(world: World) -> None:
    closure = held(world, last_month_3rd())

    assert closure.rule_pack.code == "42-HD/BTCTW"
    assert closure.rules["regular.day"] == 3
    assert closure.rules["attendance.aim_percent"] == 90
