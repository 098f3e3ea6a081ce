"""The trunk in one test: a meeting is held, closed, and the levels above count it."""

from chibo.core.days import Month
from chibo.reports.queries import month_of_cells
from tests.counted import below
from tests.sittings import held, last_month_3rd
from tests.world import World, today


def test_closed_meeting_is_counted_by_commune_and_province_when_closed(world: World) -> None:
    day = last_month_3rd()

    closure = held(world, day, absent=2, unexcused=1)

    month = Month.of(day)
    counted = closure.counted
    assert (closure.present, closure.excused, closure.unexcused) == (counted - 3, 2, 1)
    assert closure.superior_id == world.commune.pk
    assert closure.minutes_paper.symbol == "01-BB/CB"
    lines = month_of_cells(world.commune.pk, month, today=today())
    assert [(line.cell.name, line.state) for line in lines] == [
        ("bản Huổi Ho", "overdue"), ("bản Púng Giắt 1", "held"),
    ]  # fmt: skip
    for then in (False, True):
        branches = below(world.province.pk, month, then=then)
        assert [
            (name, each["due"].part, each["held"].part, each["attendance"].part)
            for name, each in branches.items()
        ] == [("xã Mường Pồn", 2, 1, counted - 3), ("xã Nà Hỳ", 1, 0, 0)]
