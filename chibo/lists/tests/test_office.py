"""The list of an office: 620 members in an old code table, ten errors, few clicks."""

import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from chibo.journal.models import Entry
from chibo.lists.tests.clerk import Clerk
from chibo.lists.tests.samples import (
    ADMITTED,
    BIRTH,
    TITLES,
    cell_names,
    old_xls,
    people,
    with_errors,
    xlsx,
)
from chibo.members.commands import set_condition
from chibo.members.models import Membership
from chibo.organizations.commands import NewUnit, found_units
from chibo.organizations.models import CellType, Designation, Kind
from chibo.people.models import Person
from tests.world import START, World, act, decision

Sign = Callable[[str], Client]
CELLS = cell_names()


@pytest.fixture
def office(world: World, client_of: Sign) -> Clerk:
    """Return a clerk of a commune of 38 cells."""
    found_units(
        act=act(world.user("province_officer"), START),
        new=[NewUnit(uuid.uuid4(), Kind.CELL, name, CellType.VILLAGE) for name in CELLS],
        parent=world.commune, decision=decision(world.province.pk, START),
    )  # fmt: skip
    return Clerk(client_of("clerk"), world.commune.pk)


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, but the journal, the lists themselves and what is derived.

    The ancestry is derived again, so its own keys tell nothing.
    """
    models = [m for m in apps.get_models() if m.__module__.startswith("chibo.")]
    derived = ("chibo.figures.", "chibo.recounts.")
    models = [m for m in models if not m.__module__.startswith(derived)]
    return {
        model.__name__: sorted(
            model._base_manager.values_list(
                *(
                    field.attname
                    for field in model._meta.concrete_fields
                    if not (model.__name__ == "Ancestry" and field.primary_key)
                )
            ),
            key=str,
        )  # fmt: skip
        for model in models
        if model.__name__ not in {"Entry", "ListImport", "Session"}
    }


def error(line: int, field: str) -> str:
    """Return the box of a line of `with_errors`, counted from 0, as the page names it."""
    return f"f-0:{line + 5}|{field}"


def mend(office: Clerk) -> None:
    """Answer and correct the ten errors."""
    office.answer(error(10, "admitted_on"), "28/02/1975")
    office.answer(error(50, "name"), "Lò Văn Pâng")
    office.answer(error(90, "birth"), "12/05/1952")
    cell = next(name for name in office.raw.split('"') if name.startswith("q-cell:"))
    office.answer(cell, str(Designation.objects.get(name=CELLS[0]).unit_id), clicks=2)
    office.answer("d-0:175~0:174", "one")
    office.answer("d-0:215~0:214", "two")
    office.answer(error(250, "official_on"), "13/01/1995")
    office.answer("q-month_first:birth", "yes")
    office.answer(error(330, "sex"), "male", clicks=2)
    office.answer(error(370, "admitted_on"), "13/04/1992")


def test_list_of_620_comes_in_with_few_clicks_when_ten_errors_are_planted(
    office: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    content = old_xls(with_errors(people(620, CELLS)))
    before = Person.objects.count()

    office.client.get(office.url)  # what a new process reads once
    started = time.perf_counter()
    office.bring(content, "danh-sach.xls")
    looked = time.perf_counter()
    seen = office.counts()
    mend(office)
    office.press("answer")
    mended = office.counts()
    pressed = time.perf_counter()
    office.take()
    taken = time.perf_counter()

    assert seen == [610, 0, 0, 4, 6]
    assert mended == [619, 0, 1, 0, 0]
    assert office.counts() == [619, 0, 1, 0, 0]
    assert Person.objects.count() == before + 619
    assert office.clicks <= 25
    assert Entry.objects.get(verb="list.taken").said["new"] == 619
    assert Person.objects.filter(name="Lò Văn Pâng", birth_year=1952).exists()
    with capsys.disabled():
        sys.stdout.write(
            f"\n620 lines: {office.clicks} clicks, preview {looked - started:.1f} s, "
            f"import {taken - pressed:.1f} s\n"
        )


def test_nothing_changes_when_a_list_comes_twice_and_all_returns_when_it_is_undone(
    office: Clerk,
) -> None:
    content = old_xls(people(620, CELLS))
    before = dump()
    office.bring(content, "danh-sach.xls")
    office.take()
    first = dump()
    made = office.made

    office.bring(content, "danh-sach.xls")
    again = office.counts()
    office.press("take")
    after = dump()
    office._show(office.client.get(f"{office.url.removesuffix('members/')}{made.pk}/undo/"))
    office.here = f"{office.url.removesuffix('members/')}{made.pk}/undo/"
    office.press("undo")

    assert again == [0, 0, 620, 0, 0]
    assert after == first
    assert "Đã rút lại danh sách" in office.text
    assert dump() == before


def test_changed_lines_stand_side_by_side_when_the_list_was_edited(office: Clerk) -> None:
    lines = people(40, CELLS[:2])
    office.bring(xlsx(TITLES, *lines))
    office.take()
    lines[3][ADMITTED] = "14/01/1971"
    lines[7][BIRTH] = f"{lines[7][BIRTH]} "
    turned = [[line[n] for n in (8, 1, 2, 3, 6, 7)] for line in lines]
    titles = ("SH tại chi bộ", "Họ, tên đảng viên", "Sinh ngày", "Giới", "Vào Đảng", "Chính thức")

    before = dump()
    office.bring(xlsx(titles, *turned))
    seen = office.counts()
    office._show(office.client.get(f"{office.here}?show=changed"))
    page = office.text
    office.take()
    old = Membership.objects.get(person__name=lines[3][1])
    undo = f"{office.here}undo/"
    office._show(office.client.get(undo))
    office.here = undo
    office.press("undo")

    assert seen == [0, 1, 39, 0, 0]
    assert "Ngày vào Đảng: " in page
    assert "→ 14/01/1971" in page
    assert f"{old.admitted_on:%d/%m/%Y}" == "14/01/1971"
    assert dump() == before


def test_undo_is_refused_when_something_was_built_on_a_line(office: Clerk, world: World) -> None:
    lines = people(5, CELLS[:1])
    office.bring(xlsx(TITLES, *lines))
    office.take()
    row = Membership.objects.get(person__name=lines[2][1])
    set_condition(act=act(world.user("clerk")), membership=row, what="exempt", from_on=row.from_on)
    before = dump()

    undo = f"{office.here}undo/"
    office._show(office.client.get(undo))
    office.here = undo
    office.press("undo")

    assert office.status == 422
    assert lines[2][1] in office.text
    assert dump() == before


def test_left_out_columns_are_named_and_never_kept_when_a_list_is_brought(office: Clerk) -> None:
    office.bring(xlsx(TITLES, *people(5, CELLS[:1])))

    made = office.made

    assert "Dân tộc: sổ không giữ của từng người." in office.text
    assert "Số giấy tờ cá nhân" in office.text
    assert "0110" not in str(made.table)
    assert "Thái" not in str(made.table)
