"""A table of sums that is behind or wrong is found by comparing, and mended in place."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from chibo.core.days import Month
from chibo.figures import commands
from chibo.figures.commands import every_cell, fold_all, keep_up, rebuild, tick
from chibo.figures.comparing import differences
from chibo.figures.models import NOW, Folded, Seat, UnitMonth, View
from chibo.figures.queries import now_of
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.recounts.commands import later, recount
from chibo.recounts.models import Recount
from tests.sittings import called, decided, held, last_month_3rd, opened
from tests.world import World, today


@pytest.fixture
def kept(world: World) -> World:
    """Return a world with a meeting, whose sums are right."""
    held(world, last_month_3rd(), absent=3)
    list(rebuild(today=today()))
    return world


def _told(*args: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("figures", *args, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def _of(unit: Any, view: str = View.THEN) -> Any:
    month = Month.of(last_month_3rd()).index
    return UnitMonth.objects.filter(seat__unit=unit, view=view, month=month)


def test_sums_that_fell_behind_are_named_and_folding_brings_them_up(kept: World) -> None:
    assert _told("compare") == ("Mọi số liệu tháng khớp với sổ.\n", 0)
    with later():
        for n in range(300):  # more than a command adds up itself
            recount([kept.cell.pk], [Month.of(last_month_3rd()).after(-n).first])
        MinutesClosure.objects.update(present=8, excused=4)
    text, code = _told("compare")
    assert code == 1
    assert "Còn 300 dòng chờ cộng: chibo figures fold" in text
    assert "6 tháng của các đơn vị khác với sổ:" in text
    assert "Chi bộ bản Púng Giắt 1, tháng" in text
    assert "Có mặt (present) ghi 9, đúng là 8" in text
    assert keep_up() == 300
    assert _told("compare")[1] == 0


def test_what_was_written_past_the_commands_is_mended(kept: World) -> None:
    right = sorted(UnitMonth.objects.values_list())
    _of(kept.cell.pk).update(present=77)
    _of(kept.commune.pk).update(counted=1, excused=3)
    _of(kept.province.pk, View.TODAY).delete()
    UnitMonth.objects.filter(month=NOW).delete()
    seat = Seat.objects.get(unit=kept.sibling_cell)
    UnitMonth.objects.create(
        seat=seat, view=View.TODAY, month=24_100, province=seat.province, regular=4
    )
    found = differences(every_cell(), today=today())
    assert found.rows > 6
    assert {each.unit for each in found.differing} >= {kept.cell.pk, kept.commune.pk}
    text, code = _told("rebuild")
    assert code == 0
    assert "Đã cộng lại 3 trong 3 chi bộ." in text
    assert sorted(UnitMonth.objects.values_list()) == right


def test_a_rebuild_that_was_broken_off_goes_on(
    kept: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands.rebuilding, "CELLS", 1)
    UnitMonth.objects.all().delete()
    begun = rebuild(today=today())
    assert next(begun) == (1, 3)
    begun.close()
    assert list(rebuild(today=today())) == [(2, 3), (3, 3)]
    assert differences(every_cell(), today=today()).rows == 0
    assert Folded.objects.get().rebuilt_to is None


def test_another_day_brings_what_no_act_brings(kept: World) -> None:
    """A promise falls due, a month is over."""
    meeting = opened(kept, today())
    called(meeting, kept.user("secretary"))
    decided(meeting, kept.user("secretary"), kept.members[4])
    fold_all(today=today())
    assert now_of([kept.cell.pk])[kept.cell.pk]["promises_overdue"].part == 1
    Folded.objects.update(ticked_on=today())
    for days in (30, 65):
        day = today() + dt.timedelta(days=days)
        keep_up(today=day)
        found = differences(every_cell(), today=day)
        assert (days, found.rows, found.differing[:5]) == (days, 0, [])
    assert now_of([kept.cell.pk])[kept.cell.pk]["promises_overdue"].part == 2


def test_a_day_is_ticked_once_and_asks_only_where_something_falls_due(kept: World) -> None:
    first = last_month_3rd().replace(day=9)
    Folded.objects.update(ticked_on=first)
    tick(today=first)
    assert not Recount.objects.exists()
    tick(today=first + dt.timedelta(days=1))
    assert not Recount.objects.exists()
    tick(today=first + dt.timedelta(days=18))
    assert set(Recount.objects.values_list("unit", flat=True)) == {kept.cell.pk}
    tick(today=first + dt.timedelta(days=40))
    assert Recount.objects.values("unit").distinct().count() == 3


def test_a_day_to_come_waits(kept: World) -> None:
    to_come = today() + dt.timedelta(days=3)
    row = Membership.objects.filter(cell=kept.cell).latest("from_on")
    Membership.objects.filter(pk=row.pk).update(until_on=to_come)
    recount([kept.cell.pk], [to_come])
    assert list(Recount.objects.values_list("not_before", flat=True)) == [to_come]
    assert fold_all(today=to_come - dt.timedelta(days=1)) == 0
    keep_up(today=to_come)
    assert differences(every_cell(), today=to_come).rows == 0
