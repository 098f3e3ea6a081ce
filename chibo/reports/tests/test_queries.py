"""A month as the level above sees it: what is due, waiting, overdue, held."""

import datetime as dt

import pytest

from chibo.core.days import Month
from chibo.reports.queries import month_of_cells
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


def test_closed_facts_keep_the_rules_that_judged_them_when_rules_change(world: World) -> None:
    closure = held(world, last_month_3rd())

    assert closure.rule_pack.code == "42-HD/BTCTW"
    assert closure.rules["regular.day"] == 3
    assert closure.rules["attendance.aim_percent"] == 90
