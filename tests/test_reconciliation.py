"""The member list between two days: its pages, what opens, what was agreed."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chibo.journal.models import Entry
from chibo.members.commands import Basis, Move, move_members
from chibo.members.commands.events import event_of
from chibo.members.models import Membership
from chibo.organizations.commands import (
    NewUnit,
    found_units,
)
from chibo.organizations.models import Ancestry, Kind, Unit
from chibo.registers.models import Reconciliation
from chibo.registers.reconciling import Balance, Count, reconcile
from chibo.registers.rules import Period
from tests.world import World, act, decision, today

DAY = dt.timedelta(days=1)


def _balance(world: World, unit: Unit, **view: bool) -> Balance:
    first = today() - dt.timedelta(days=100)
    return reconcile(unit.pk, Period(first, today()), then=view.get("then", True), today=today())


def _gone(row: Membership, what: str, on: dt.date) -> None:
    event = event_of(row, what, on, id=uuid.uuid4())
    event.save(force_insert=True)
    Membership.objects.filter(pk=row.pk).update(until_on=on, ended=event)


def test_a_move_within_a_commune_is_none_of_it_when_both_cells_are_its(world: World) -> None:
    row, on = world.members[3], today() - dt.timedelta(days=10)
    before = _balance(world, world.commune)

    move_members(moves=[Move(row, world.sibling_cell.pk)], on=on, what="received", basis=Basis(),
                 seed=uuid.uuid4())  # fmt: skip

    assert _balance(world, world.commune).closing == before.closing
    assert _balance(world, world.commune).down == Count()
    assert _balance(world, world.cell).count("down", "sent").total == 1
    assert _balance(world, world.sibling_cell).count("up", "received").total == 1


def test_recognition_moves_between_columns_when_a_probation_ends(world: World) -> None:
    row = world.members[-1]
    Membership.objects.filter(pk=row.pk).update(official_on=today() - dt.timedelta(days=3))

    found = _balance(world, world.cell)

    assert found.count("up", "recognised") == Count(official=1)
    assert found.count("down", "recognised") == Count(probationary=1)
    assert found.closing.official == found.opening.official + 1


def page_of(world: World, unit: Unit, name: str = "reconciliation", **more: str) -> str:
    first = today() - dt.timedelta(days=100)
    kwargs = {"unit_id": unit.pk, "period_text": f"{first}_{today() - DAY}", **more}
    return reverse(f"registers:{name}", kwargs=kwargs)


def test_a_number_opens_only_for_who_reads_the_register_when_asked(
    world: World, client_of: Callable[[str], Client]
) -> None:
    _gone(world.members[4], "died", today() - dt.timedelta(days=5))
    url = page_of(world, world.cell)
    people = page_of(world, world.cell, "people", side="down") + "?kind=died"

    pages = {who: client_of(who).get(url).content.decode() for who in ("clerk", "member")}
    opened = {who: client_of(who).get(people).status_code
              for who in ("clerk", "member", "province_officer")}  # fmt: skip

    assert "kind=died" in pages["clerk"]
    assert "Từ trần" in pages["member"]
    assert "kind=died" not in pages["member"]
    assert opened == {"clerk": 200, "member": 403, "province_officer": 403}
    assert "Lò Văn Hòa" in client_of("clerk").get(people).content.decode()
    assert Entry.objects.filter(verb="read.reconciliation", unit=world.cell.pk).count() == 2


def test_agreed_figures_stay_when_the_book_learns_more(
    world: World, client_of: Callable[[str], Client]
) -> None:
    clerk, url = client_of("clerk"), page_of(world, world.cell, "agreement")
    day = today()
    data = {
        "act": str(uuid.uuid4()), "agreed_on_day": f"{day:%d/%m/%Y}", "ours": "Tòng Văn Inh",
        "theirs": "Nguyễn Thu Hà",
    }  # fmt: skip

    answer = clerk.post(url, data)
    again = clerk.post(url, data)
    _gone(world.members[4], "died", day - dt.timedelta(days=5))
    page = clerk.get(page_of(world, world.cell)).content.decode()
    paper = clerk.get(page_of(world, world.cell, "reconciliation-html")).content.decode()

    assert (answer.status_code, again.status_code) == (302, 302)
    kept = Reconciliation.objects.get()
    assert (kept.paper.is_intact, kept.figures[-1]["total"]) == (True, 12)
    assert "Sau ngày đó sổ có sửa" in page
    assert "BIỂU ĐỐI CHIẾU DANH SÁCH ĐẢNG VIÊN" in paper
    assert "Từ trần" not in paper


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"agreed_on_day": "1/1/2020"}, "agreed_on"), ({"ours": ""}, "ours"),
     ({"agreed_on_day": "31/2/2026"}, "agreed_on")],
    ids=["before the days", "nobody", "no day"],
)  # fmt: skip
def test_agreement_is_refused_when_it_cannot_be(
    world: World, client_of: Callable[[str], Client], changes: dict[str, str], field: str
) -> None:
    data = {"act": str(uuid.uuid4()), "agreed_on_day": f"{today():%d/%m/%Y}", "ours": "A Lò",
            "theirs": "B Lò"}  # fmt: skip

    answer = client_of("clerk").post(page_of(world, world.cell, "agreement"), data | changes)

    assert (answer.status_code, Reconciliation.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(
    "text", ["2026-Q5", "hôm qua", "2026-13-01_2026-01-01", "2030-01-01_2030-02-01", "1999-Q1"]
)
def test_no_page_is_found_when_the_days_are_none(
    world: World, client_of: Callable[[str], Client], text: str
) -> None:
    url = reverse("registers:reconciliation", args=[world.cell.pk, text])

    assert client_of("clerk").get(url).status_code == 404


def test_two_days_lead_to_their_page_when_chosen(
    world: World, client_of: Callable[[str], Client]
) -> None:
    url = reverse("registers:reconciliations", args=[world.commune.pk])
    clerk = client_of("clerk")

    bare = clerk.get(url)
    good = clerk.get(url, {"first_day": "1/7/2026", "last_day": "15/8/2026"})
    bad = clerk.get(url, {"first_day": "15/8/2026", "last_day": "1/7/2026"})

    assert "-Q" in bare["Location"]
    assert good["Location"].endswith("/2026-07-01_2026-08-15/")
    assert bad.status_code == 422


def test_as_many_queries_when_a_commune_has_more_cells(
    world: World, client_of: Callable[[str], Client], django_assert_max_num_queries: Callable
) -> None:
    user = world.user("province_officer")
    new = [NewUnit(uuid.uuid4(), Kind.CELL, f"bản Nậm {n}", "village") for n in range(12)]
    on = dt.date(2021, 1, 1)
    found_units(act=act(user), new=new, parent=world.commune, decision=decision(
        world.province.pk, on))  # fmt: skip
    assert Ancestry.objects.filter(ancestor=world.commune, depth=1).count() == 14
    client = client_of("clerk")

    with django_assert_max_num_queries(32):
        client.get(page_of(world, world.commune))
    assert timezone.localdate() == today()
