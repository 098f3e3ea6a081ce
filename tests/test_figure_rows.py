"""What a figure opens to: rows that add up to it, within the reader's rights."""

import datetime as dt
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chibo.assessments.catalogue import indicators
from chibo.copies.testing import make_copied
from chibo.core.days import FOREVER, Month
from chibo.core.periods import Months
from chibo.figures.commands import rebuild
from chibo.figures.models import View
from chibo.figures.queries import of_unit
from chibo.journal.models import Entry
from chibo.members.commands import (
    Basis,
    Destination,
    enter_members,
    receive_member,
    send_member,
)
from chibo.members.models import Membership
from chibo.organizations.models import Post, Unit
from chibo.plans.commands import explain_missed
from chibo.reports import rows
from chibo.reports.explaining import LINES, differences
from chibo.reports.rows import asking
from proof.lives import lived
from tests.sittings import held, last_month_3rd
from tests.test_figures_page import LAST, MOST, ClientOf, more_cells, words_of
from tests.test_reorganise_pages import NUMBER, merge_two, one
from tests.world import World, act, new_member, today

pytestmark = pytest.mark.django_db


def opened(
    client: Client, unit: Unit, indicator: str, query: str = "", *, months: object = LAST
) -> str:
    """Return the words of the rows of a figure, after all was added up."""
    list(rebuild(today=today()))
    response = client.get(f"/units/{unit.pk}/figures/{months}/rows/{indicator}/{query}")
    assert response.status_code == 200
    return words_of(response)


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
def test_rows_add_up_to_the_figure_after_a_life_of_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = lived(12, 40)
    list(rebuild(today=today()))
    monkeypatch.setattr(asking, "PER_PAGE", 6)
    this = Month.of(today())
    spans = [Months(this.after(-13), this), Months.of(this.after(-4))]
    units = sorted(Unit.objects.values_list("pk", flat=True))
    cases = list(product(units, View.values, spans, indicators().values(), (False, True)))
    asked = [
        rows.Asked(unit, each, months, view, today(), is_whole=is_whole, by_name=True)
        for unit, view, months, each, is_whole in walk.dice.sample(cases, 200)
    ]

    assert [fault for each in asked if (fault := wrong(each))] == []


@pytest.mark.parametrize(
    ("place", "view"), [("cell", "then"), ("commune", "today"), ("province", "then")]
)
def test_every_figure_opens_to_rows_that_add_up(
    world: World, client_of: ClientOf, place: str, view: str
) -> None:
    held(world, last_month_3rd(), absent=3, unexcused=1)
    make_copied(world.sibling_cell, world.user("sibling"), last_month_3rd(), members=5, present=2,
                late=0, excused=3, unexcused=0, spoke=1)  # fmt: skip
    list(rebuild(today=today()))
    client = client_of({"cell": "secretary", "commune": "clerk"}.get(place, "province_officer"))
    unit = getattr(world, place).pk

    for key, each in list(indicators().items())[:: 1 if place == "commune" else 5]:
        asked = rows.Asked(unit, each, Months.of(LAST), view, today(), is_whole=True, by_name=True)
        assert wrong(asked) == ""
        address = f"/units/{unit}/figures/{LAST}/rows/{key}/?view={view}"
        with CaptureQueriesContext(connection) as asking_database:
            said = words_of(client.get(address))
        assert f"Cộng: {rows.figure_of(asked).part}" in said, key
        assert len(asking_database) <= MOST, key


def test_row_leads_to_the_papers_that_its_reader_may_read(
    world: World, client_of: ClientOf
) -> None:
    closure = held(world, last_month_3rd(), absent=3, unexcused=1)
    make_copied(world.sibling_cell, world.user("sibling"), last_month_3rd())
    list(rebuild(today=today()))
    minutes, resolution = (
        f"/meetings/{closure.meeting_id}/papers/{kind}/" for kind in ("minutes", "resolution")
    )

    def page(login: str, unit: Unit) -> str:
        url = f"/units/{unit.pk}/figures/{LAST}/rows/attendance/"
        return client_of(login).get(url).content.decode()

    assert minutes in (own := page("secretary", world.cell))
    assert resolution in own
    assert minutes not in (above := page("clerk", world.commune))
    assert resolution in above
    said = opened(client_of("clerk"), world.commune, "attendance")
    assert said.index("Bản Huổi Ho") < said.index("Bản Púng Giắt 1")
    assert "chép từ giấy" in said
    assert "8 /12 8/12 muộn 0, có lý do 3, không lý do 1" in said


def test_few_people_are_not_broken_down_for_who_stands_above(
    world: World, client_of: ClientOf
) -> None:
    make_copied(world.cell, world.user("secretary"), last_month_3rd(), members=4, present=3,
                late=0, excused=1, unexcused=0, spoke=1)  # fmt: skip

    for indicator in ("attendance", "unexcused", "excused"):
        said = opened(client_of("clerk"), world.commune, indicator)
        assert "ít người, không tách phải dự 4" in said
        assert "3/4" not in said.partition("Văn bản")[2]
    own = opened(client_of("secretary"), world.cell, "excused")

    assert "1 /4 3/4 muộn 0, có lý do 1, không lý do 0" in own


def test_months_say_what_was_held_and_why_not(world: World, client_of: ClientOf) -> None:
    held(world, last_month_3rd())
    explain_missed(
        act=act(world.user("sibling")), cell=world.sibling_cell, month=LAST, reason="Lũ cuốn cầu"
    )
    client = client_of("clerk")

    missed = opened(client, world.commune, "not_held")
    due = opened(client, world.commune, "held", "?all=1")

    assert "Cộng: 1/2" in missed
    assert f"Bản Huổi Ho 1 /1 {LAST.number}/{LAST.year}: không họp: Lũ cuốn cầu" in missed
    assert "Bản Púng Giắt 1" not in missed
    assert "Bản Huổi Ho 0 /1" in due
    assert f"Bản Púng Giắt 1 1 /1 {LAST.number}/{LAST.year}: họp 03/{LAST.number:02}" in due


def test_promises_stand_with_day_and_outcome_and_without_a_name(
    world: World, client_of: ClientOf
) -> None:
    closure = held(world, last_month_3rd())
    client = client_of("clerk")

    made = opened(client, world.commune, "promises_made")
    late = opened(client, world.commune, "promises_overdue")

    day = closure.held_on + dt.timedelta(days=20)
    for said in (made, late):
        assert f"Lập danh sách ngày công hẹn {day:%d/%m/%Y}" in said
        assert world.members[3].person.name not in said
    assert "quá hạn" in late


def test_people_are_named_to_who_may_read_their_register_and_that_is_noted(
    world: World, client_of: ClientOf
) -> None:
    named = opened(client_of("clerk"), world.commune, "members")
    assert Entry.objects.filter(verb="read.register", unit=world.commune.pk).count() == 1
    counted = opened(client_of("province_officer"), world.province, "members")
    carried = opened(client_of("clerk"), world.commune, "carried")

    assert "Cộng: 17" in named
    assert "Giàng A Chống Bản Púng Giắt 1" in named
    assert "Bản Púng Giắt 1 12" in counted
    assert "Chống" not in counted + carried
    assert Entry.objects.filter(verb="read.register").count() == 1


def test_merged_cell_opens_under_its_heir_today_and_under_its_own_name_then(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd())
    merge_two(world, client_of("clerk"), meeting.held_on + dt.timedelta(days=10))
    new, client = one("bản Púng Giắt"), client_of("clerk")

    today_s = opened(client, new, "attendance", "?view=today")
    of_then = opened(client, new, "attendance", "?view=then")
    ended = opened(client, world.cell, "attendance")

    assert "Cộng: 12/12" in today_s
    assert "Bản Púng Giắt 1 nay: bản Púng Giắt" in today_s
    assert meeting.resolution_paper.symbol in opened(client, world.commune, "attendance")
    assert "Không có dòng nào" in of_then
    assert "Cộng: 12/12" in ended
    found = differences(world.commune.pk, Months.of(LAST), today())
    assert [each.number for each in found] == [NUMBER]
    assert "Chi bộ bản Huổi Ho, Chi bộ bản Púng Giắt 1 nhập vào Chi bộ bản Púng Giắt" in (
        found[0].sentence
    )
    assert client.get(found[0].url).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["2026-13/rows/held/", "2026-10/rows/nothing/", "9999/rows/held/",
     "2026-10/rows/held/?view=other"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(world: World, client_of: ClientOf, address: str) -> None:
    client = client_of("clerk")

    assert client.get(f"/units/{world.commune.pk}/figures/{address}").status_code == 404


@pytest.mark.parametrize("query", ["?page=99", "?page=0", "?page=x", "?page=" + "9" * 9])
def test_page_that_is_not_there_is_empty_or_the_first(
    world: World, client_of: ClientOf, query: str
) -> None:
    assert "Có mặt" in opened(client_of("clerk"), world.commune, "attendance", query)


def test_reader_whose_post_ended_yesterday_finds_nothing(world: World, client_of: ClientOf) -> None:
    Post.objects.filter(unit=world.commune, person__user=world.user("clerk")).update(
        until_on=today()
    )
    client = client_of("clerk")

    for address in (f"figures/{LAST}/rows/held/", "help/"):
        assert client.get(f"/units/{world.commune.pk}/{address}").status_code == 404


def test_many_cells_take_pages_and_no_more_questions(world: World, client_of: ClientOf) -> None:
    cells = more_cells(world, [f"bản Nậm {n:03}" for n in range(101)])
    for cell in cells:
        make_copied(cell, world.user("clerk"), last_month_3rd())
    client = client_of("clerk")
    for indicator in ("attendance", "not_held", "held", "cells", "help"):
        first = opened(client, world.commune, indicator, "?all=1")
        assert "Dòng 1 đến 50 Trang sau" in first
        url = f"/units/{world.commune.pk}/figures/{LAST}/rows/{indicator}/?all=1&page=2"
        with CaptureQueriesContext(connection) as asking_database:
            said = words_of(client.get(url))
        assert "Trang trước Dòng 51 đến 100 Trang sau" in said
        assert len(asking_database) <= MOST
    with CaptureQueriesContext(connection) as asking_database:
        assert "Dòng 1 đến 50" in words_of(client.get(f"/units/{world.commune.pk}/help/"))
    assert len(asking_database) <= MOST
    assert LINES == 20


@pytest.mark.parametrize("where", ["from a cell", "from outside"])
def test_who_is_recognised_on_the_day_of_a_transfer_was_probationary_if_listed_the_day_before(
    world: World, where: str
) -> None:
    """Counts where they are received; who came as an official from outside was not recognised."""
    on, person = last_month_3rd().replace(day=15), world.members[10].person
    row = Membership.objects.get(person=person, place="home")
    clerk, other = world.user("clerk"), world.user("other_officer")
    if where == "from a cell":
        to = Destination(unit=world.foreign_cell.pk)
        paper = Basis("5-GGT", on)
        transfer = send_member(act=act(clerk), person=person, to=to, on=on, basis=paper)
        receive_member(act=act(other), transfer=transfer, cell=world.foreign_cell, on=on)
        row = Membership.objects.get(person=person, place="home", until_on=FOREVER)
        Membership.objects.filter(pk=row.pk).update(official_on=on)
    else:
        new = new_member("Cà Văn Ón", 1990, from_on=on, official_on=on)
        enter_members(act=act(other), cell=world.foreign_cell, new=[new])
    list(rebuild(today=today()))

    found = of_unit(world.other_commune.pk, Months.of(LAST), view=View.THEN, today=today())[
        "recognised"
    ].part
    indicator = indicators()["recognised"]
    asked = rows.Asked(
        world.other_commune.pk,
        indicator,
        Months.of(LAST),
        View.THEN.value,
        today(),
        by_name=True,
        is_inside=True,
    )
    assert found == len(rows.opened(asked, "1").rows) == (where == "from a cell")
    before = of_unit(world.commune.pk, Months.of(LAST), view=View.THEN, today=today())
    assert before["recognised"].part == 0
