"""Periods and units at the edge: nothing there, begun or ended within, divided, become another."""

import datetime as dt
import uuid
from uuid import UUID

import pytest

from chibo.copies.testing import make_copied
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.commands import fold_all, rebuild
from chibo.figures.models import View
from chibo.figures.queries import Figures, by_month, now_of, of_children, of_unit
from chibo.members.commands import leave_party
from chibo.members.models import Event
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import CannotReorganise, NewUnit
from chibo.organizations.commands.acts import Heir
from chibo.organizations.models import Decision, Kind, Unit
from chibo.registers.reconciling import reconcile
from chibo.registers.rules import Kind as Why
from chibo.registers.rules import Period
from chibo.reorganisations import turns
from chibo.reorganisations.commands import carry_out, correct
from tests.sittings import held, last_month_3rd
from tests.world import START, World, act, today

THIS = Month.of(today())
LAST = Months.of(THIS.after(-1))
THEN, TODAY = View.THEN, View.TODAY


def figures(unit: Unit | UUID, months: Months, view: str = THEN) -> Figures:
    fold_all(today=today())
    return of_unit(getattr(unit, "pk", unit), months, view=view, today=today())


def parts(found: Figures, *keys: str) -> list[int]:
    return [found[key].part for key in keys]


def turned(world: World, turn: turns.Turn, on: dt.date) -> None:
    """Carry out a decision on units."""
    by = Decision(
        id=uuid.uuid4(), province=world.province.pk, number="7-QĐ/TU", issuer="Tỉnh ủy",
        about="Thử", signed_on=min(on, today()), effective_on=on,
    )  # fmt: skip
    carry_out(act=act(world.user("province_officer")), turn=turn, decision=by)


def new_cell(name: str = "bản Mới") -> NewUnit:
    return NewUnit(uuid.uuid4(), Kind.CELL, name, "village")


def test_figures_are_nought_and_rates_unknown_in_a_period_without_meetings(world: World) -> None:
    found = figures(world.commune, LAST)

    assert found.is_empty
    assert (found["held"].part, found["held"].whole) == (0, 2)
    assert parts(found, "not_held", "waiting", "due") == [2, 0, 2]
    assert found["attendance"].rate is None
    assert found["length"].rate is None


def test_nothing_counts_before_a_unit_existed(world: World) -> None:
    before = Months(Month.of(START).after(-20), Month.of(START).after(-1))

    for view in View.values:
        found = figures(world.commune, before, view)
        keys = ("due", "not_held", "members", "members_start", "cells", "up")
        assert parts(found, *keys) == [0] * 6
        assert of_children(world.province.pk, before, view=view, today=today()) == {}


def test_cell_begun_within_a_period_counts_from_its_day(world: World) -> None:
    new, first = new_cell(), THIS.after(-2)
    turned(world, turns.found(world.commune.pk, new), first.first + dt.timedelta(days=14))
    span = Months(first.after(-1), THIS.after(-1))

    assert parts(figures(new.id, span), "due", "not_held", "cells") == [1, 1, 1]
    assert parts(figures(new.id, Months.of(first)), "due", "cells") == [0, 1]


def test_meeting_that_nobody_judged_is_neither_in_time_nor_late(world: World) -> None:
    """Minutes closed by a version before the judging have no answer."""
    held(world, last_month_3rd())
    MinutesClosure.objects.update(on_time=None)
    list(rebuild(today=today()))

    found = parts(figures(world.cell, LAST), "held_on_time", "held_late", "held_unjudged")
    assert found == [0, 0, 1]


def test_members_are_sent_to_cells_alone(world: World) -> None:
    """A committee has no list of members: no figure would hold them."""
    new, on = NewUnit(uuid.uuid4(), Kind.COMMUNE, "xã Mới"), today()
    heirs = [Heir(new, ())]
    each = {world.members[0].person_id: new.id}
    turn = turns.split(world.cell.pk, heirs, world.province.pk, on, stays=True, each=each)

    with pytest.raises(CannotReorganise, match="không phải chi bộ"):
        turned(world, turn, on)


def test_running_month_waits_and_is_not_missed(world: World) -> None:
    found = figures(world.commune, Months.of(THIS))

    assert parts(found, "due", "waiting", "not_held") == [2, 2, 0]
    assert found["not_held"].whole == 0
    year = Months(THIS.after(-11), THIS)
    assert parts(figures(world.commune, year), "due", "waiting", "not_held") == [24, 2, 22]


def test_what_is_to_come_has_no_turns_and_todays_members(world: World) -> None:
    found = figures(world.commune, Months.of(THIS.after(2)))

    assert parts(found, "due", "held", "members", "cells") == [0, 0, 17, 2]


def test_both_views_count_a_meeting_once_where_cells_merged_in_the_month(world: World) -> None:
    held(world, last_month_3rd(), absent=3, unexcused=1)
    new, on = new_cell(), last_month_3rd().replace(day=15)
    cells = [world.cell, world.sibling_cell]
    turned(world, turns.merge(world.cell.pk, cells, new, world.commune.pk, on), on)

    for view in View.values:
        found = figures(world.commune, LAST, view)
        assert (found["attendance"].part, found["attendance"].whole) == (8, 12)
        assert parts(found, "due", "held", "not_held", "members", "cells") == [2, 1, 1, 17, 1]
        assert parts(found, "up", "down", "carried") == [0, 0, 0]
    assert parts(figures(world.cell, LAST), "held", "members", "carried") == [1, 0, -12]
    assert parts(figures(new.id, LAST), "held", "due", "members", "carried") == [0, 0, 17, 17]
    assert parts(figures(world.cell, LAST, TODAY), "held", "due", "members") == [0, 0, 0]
    assert parts(figures(new.id, LAST, TODAY), "held", "due", "members_start") == [1, 2, 17]
    below = of_children(world.commune.pk, LAST, view=THEN, today=today())
    assert {unit: each["due"].part for unit, each in below.items()} == {
        world.cell.pk: 1, world.sibling_cell.pk: 1, new.id: 0,
    }  # fmt: skip


def test_heir_that_meets_in_the_month_of_a_merger_adds_to_what_was_there(world: World) -> None:
    """Its month is added up again alone: what the cells before it did stays in."""
    held(world, last_month_3rd(), absent=3, unexcused=1)
    new, on = new_cell(), last_month_3rd().replace(day=15)
    cells = [world.cell, world.sibling_cell]
    turned(world, turns.merge(world.cell.pk, cells, new, world.commune.pk, on), on)
    fold_all(today=today())
    make_copied(Unit.objects.get(pk=new.id), world.user("clerk"), on.replace(day=20))

    assert parts(figures(new.id, LAST), "held", "attendance") == [1, 10]
    assert parts(figures(new.id, LAST, TODAY), "held", "attendance") == [2, 18]
    for view in View.values:
        assert parts(figures(world.commune, LAST, view), "held", "attendance") == [2, 18]
    make_copied(world.sibling_cell, world.user("clerk"), last_month_3rd())
    for unit in (new.id, world.commune):
        assert parts(figures(unit, LAST, TODAY), "held", "attendance") == [3, 28]


def test_two_minutes_of_one_month_are_two_turns_where_their_cells_merged_back_then(
    world: World,
) -> None:
    for cell in (world.cell, world.sibling_cell):
        make_copied(cell, world.user("clerk"), last_month_3rd())
    new, on = new_cell(), last_month_3rd().replace(day=1)
    cells = [world.cell, world.sibling_cell]
    turned(world, turns.merge(world.cell.pk, cells, new, world.commune.pk, on), on)

    for unit in (new.id, world.commune):
        found = figures(unit, LAST)
        assert (found["held"].part, found["held"].whole) == (2, 2)
        assert parts(found, "not_held", "waiting") == [0, 0]


def test_divided_cell_stands_alone_under_the_province_today(world: World) -> None:
    held(world, last_month_3rd(), absent=3, unexcused=1)
    one, two, on = new_cell("bản Một"), new_cell("bản Hai"), THIS.first
    heirs = [Heir(one, ()), Heir(two, ())]
    turn = turns.split(
        world.cell.pk, heirs, world.commune.pk, on, stays=False,
        each={world.members[0].person_id: two.id},
    )  # fmt: skip
    turned(world, turn, on)

    assert parts(figures(world.commune, LAST), "held", "due", "members") == [1, 2, 17]
    assert parts(figures(world.commune, LAST, TODAY), "held", "due", "members") == [0, 1, 5]
    assert parts(figures(world.province, LAST, TODAY), "held", "due", "members") == [1, 3, 22]
    below = of_children(world.province.pk, LAST, view=TODAY, today=today())
    assert below[world.cell.pk]["held"].part == 1
    assert parts(figures(world.commune, Months.of(THIS), TODAY), "members", "cells") == [17, 3]
    assert [figures(new.id, Months.of(THIS))["members"].part for new in (one, two)] == [11, 1]


def test_ended_cell_keeps_its_past(world: World) -> None:
    new = new_cell()
    turned(world, turns.found(world.commune.pk, new), THIS.after(-6).first)
    cell = Unit.objects.get(pk=new.id)
    make_copied(cell, world.user("clerk"), THIS.after(-4).first.replace(day=3))
    turned(world, turns.end(new.id), THIS.after(-2).first)
    span = Months(THIS.after(-8), THIS)

    for view in View.values:
        assert parts(figures(new.id, span, view), "held", "due", "not_held", "cells") == [
            1,
            4,
            3,
            0,
        ]
        assert parts(figures(world.province, span, view), "held", "due") == [1, 9 * 3 + 4]
    assert parts(figures(world.commune, span), "held", "due") == [1, 9 * 2 + 4]
    assert parts(figures(world.commune, span, TODAY), "held", "due") == [0, 9 * 2]


def test_cell_that_became_a_committee_keeps_its_own_beside_those_below(world: World) -> None:
    new, below = new_cell("bản Lớn"), new_cell("bản Con")
    turned(world, turns.found(world.commune.pk, new), THIS.after(-6).first)
    unit = Unit.objects.get(pk=new.id)
    make_copied(unit, world.user("clerk"), THIS.after(-4).first.replace(day=3))
    turned(world, turns.retype(new.id, Kind.SECTION, ""), THIS.after(-3).first)
    turned(world, turns.found(new.id, below), THIS.after(-3).first)
    make_copied(
        Unit.objects.get(pk=below.id), world.user("clerk"), THIS.after(-1).first.replace(day=3)
    )
    span = Months(THIS.after(-6), THIS.after(-1))

    for view in View.values:
        found = figures(new.id, span, view)
        assert (found["held"].part, found["held"].whole) == (2, 3 + 3)
        assert parts(found, "cells", "not_held") == [1, 4]
        of = of_children(new.id, span, view=view, today=today())
        assert {key: each["held"].part for key, each in of.items()} == {new.id: 1, below.id: 1}
        assert of_children(world.commune.pk, span, view=view, today=today())[new.id] == found


def test_span_over_years_is_the_sum_of_its_months(world: World) -> None:
    for back in (1, 3, 14, 20):
        make_copied(world.cell, world.user("clerk"), THIS.after(-back).first.replace(day=3))
    span = Months(THIS.after(-23), THIS)

    found = figures(world.commune, span)
    months = by_month(world.commune.pk, span, view=THEN, today=today())

    assert parts(found, "held", "due", "members", "members_start") == [4, 48, 17, 15]
    assert found["attendance"].rate == 40 / 48
    assert len(months) == 24
    for key in ("held", "due", "not_held", "attendance", "up", "carried"):
        assert found[key].part == sum(each[key].part for each in months.values())


def test_unit_that_is_a_cell_after_all_counts_once_where_a_decision_is_corrected(
    world: World,
) -> None:
    new = new_cell("bản Lớn")
    turned(world, turns.found(world.commune.pk, new), THIS.after(-6).first)
    unit, clerk = Unit.objects.get(pk=new.id), world.user("clerk")
    make_copied(unit, clerk, THIS.after(-4).first.replace(day=3))
    turned(world, turns.retype(new.id, Kind.SECTION, ""), THIS.after(-3).first)
    fold_all(today=today())
    wrong = Decision.objects.get(changes__what="retyped", changes__unit=new.id)
    by = Decision(
        id=uuid.uuid4(), province=world.province.pk, number="8-QĐ/TU", issuer="Tỉnh ủy",
        about="Thử", signed_on=today(), effective_on=wrong.effective_on,
    )  # fmt: skip
    correct(act=act(world.user("province_officer")), wrong=wrong, correction=by, goes={})
    make_copied(unit, clerk, THIS.after(-2).first.replace(day=3))
    span = Months(THIS.after(-6), THIS.after(-1))

    assert parts(figures(new.id, span), "held", "due") == [2, 6]
    list(rebuild(today=today()))
    assert parts(figures(new.id, span), "held", "due") == [2, 6]


def test_promise_stays_open_where_its_cell_was_taken_over_twice(world: World) -> None:
    held(world, last_month_3rd())
    first, second = new_cell("bản Một"), new_cell("bản Hai")
    for new, others, on in (
        (first, [world.cell, world.sibling_cell], last_month_3rd().replace(day=15)),
        (second, [Unit(pk=first.id), world.foreign_cell], THIS.first),
    ):
        cells = [Unit.objects.get(pk=each.pk) for each in others]
        turned(world, turns.merge(cells[0].pk, cells, new, world.commune.pk, on), on)
    leave_party(
        act=act(world.user("clerk")), person=world.members[3].person, what=Event.What.DIED,
        on=today(),
    )  # fmt: skip
    fold_all(today=today())

    assert now_of([second.id])[second.id]["promises_overdue"].whole == 1
    assert now_of([world.commune.pk])[world.commune.pk]["promises_overdue"].whole == 1


def test_who_leaves_on_the_day_of_a_move_left_the_units_of_the_day_before(world: World) -> None:
    on = last_month_3rd().replace(day=15)
    leave_party(
        act=act(world.user("clerk")), person=world.members[3].person, what=Event.What.DIED, on=on
    )
    cells = [world.cell.pk]
    turned(world, turns.move(world.commune.pk, cells, world.other_commune.pk), on)
    days = Period(LAST.first_day, LAST.last_day)

    for unit, expected in ((world.commune, [17, 1, 5]), (world.other_commune, [5, 0, 16])):
        found = parts(figures(unit, LAST), "members_start", "down_died", "members")
        book = reconcile(unit.pk, days, then=True, today=today())
        deaths = book.count("down", Why.DIED)
        assert found == expected == [book.opening.total, deaths.total, book.closing.total]
