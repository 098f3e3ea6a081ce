"""Copying as a command: rights at each cell, one act once, units of that time."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from chibo.copies.commands import CannotCopy, copy_months
from chibo.copies.finding import Cells, look
from chibo.copies.tables import read_text
from chibo.copies.testing import paper_month
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import rename_unit
from chibo.rulebook.queries import in_force
from tests.world import World, act, decision, today

ON = dt.date(2024, 3, 3)


@pytest.mark.parametrize(
    ("login", "place", "error"),
    [
        ("member", "cell", PermissionDenied), ("commune_secretary", "cell", PermissionDenied),
        ("stranger", "cell", Http404), ("clerk", "foreign_cell", Http404),
    ],
)  # fmt: skip
def test_copying_is_refused_when_the_right_is_lacking(
    world: World, login: str, place: str, error: type[Exception]
) -> None:
    unit = world.commune if login == "clerk" else world.cell

    with pytest.raises(error):
        copy_months(
            act=act(world.user(login)), unit=unit,
            rows=[paper_month(getattr(world, place).pk, ON)],
        )  # fmt: skip

    assert not MinutesClosure.objects.exists()


def test_months_are_copied_once_when_the_act_comes_again(world: World) -> None:
    doing, rows = act(world.user("clerk")), [paper_month(world.cell.pk, ON)]

    counts = [copy_months(act=doing, unit=world.commune, rows=rows) for _time in (1, 2)]

    assert (counts, MinutesClosure.objects.count()) == ([1, 1], 1)


def test_nothing_is_copied_when_one_of_many_lines_is_wrong(world: World) -> None:
    rows = [paper_month(world.cell.pk, ON), paper_month(world.cell.pk, ON, line=2, present=1)]

    with pytest.raises(CannotCopy, match="Dòng 2"):
        copy_months(act=act(world.user("secretary")), unit=world.cell, rows=rows)

    assert not MinutesClosure.objects.exists()


def test_pack_is_that_of_the_day_when_one_table_spans_years(world: World) -> None:
    days = [dt.date(2024, 3, 3), dt.date(2025, 10, 3), dt.date(2025, 10, 30)]
    kinds = ("regular", "regular", "thematic")
    rows = [
        paper_month(world.cell.pk, day, kind=kind) for day, kind in zip(days, kinds, strict=True)
    ]

    copy_months(act=act(world.user("secretary")), unit=world.cell, rows=rows)

    packs = [row.rule_pack for row in MinutesClosure.objects.order_by("held_on")]
    assert packs == [in_force(world.commune.pk, on=day).pack for day in days]
    assert (packs[0].code, packs[2].code) == ("12-HD/BTCTW", "42-HD/BTCTW")


def test_cell_is_found_by_the_name_of_that_day_when_it_was_renamed(world: World) -> None:
    on = today() - dt.timedelta(days=40)
    rename_unit(
        act=act(world.user("province_officer")), unit=world.cell, name="bản Mới",
        decision=decision(world.province.pk, on),
    )  # fmt: skip
    table = "\n".join(
        f"{name}\t\t{day}\t\t12\t12\t0\t0\t0"
        for name, day in (("bản Púng Giắt 1", "03/03/2024"), ("bản Mới", "03/04/2024"))
    )

    found = look(
        Cells(world.user("clerk"), world.commune.pk, on=today()), read_text(f"{HEAD}\n{table}"),
        today=today(),
    )  # fmt: skip

    assert [row.cell for row in found.good] == [world.cell.pk] * 2


HEAD = "Chi bộ\tTháng\tNgày họp\tLoại\tĐảng viên\tCó mặt\tĐến muộn\tVắng có lý do\tVắng không lý do"
