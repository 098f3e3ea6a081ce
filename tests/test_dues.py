"""A cell's dues: rates, one tap, exceptions, corrections, what goes up, whom to ask."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chibo.core.days import Month
from chibo.dues import rules
from chibo.dues.commands import (
    CannotKeepDues,
    Handing,
    NewRate,
    Paid,
    correct_handing_up,
    correct_payment,
    hand_up,
    set_rate,
    take_payments,
)
from chibo.dues.ledger import Ledger
from chibo.dues.models import HandedUp, Payment, Rate
from chibo.dues.queries import balance, unpaid_three_months
from chibo.dues.rules import Owing, Since
from chibo.journal.models import Entry
from chibo.members.commands import enter_members
from chibo.members.models import Condition
from chibo.members.rules import Standing
from tests.world import World, act, new_member, today

NOW = Month.of(today())
FORM = {"paid_on_day": f"{today():%d/%m/%Y}"}


def rate(world: World, amount: int = 10_000, month: Month | None = None, **changes: Any) -> Rate:
    fields = {"person": None, "why": "fixed" if amount else "exempt", "amount": amount,
              "month": month or Month(today().year - 1, 1)}  # fmt: skip
    new = NewRate(**(fields | changes))
    return set_rate(act=act(world.user("secretary")), cell=world.cell, new=new)


def paid(world: World, *amounts: int, month: Month = NOW) -> list[Payment]:
    rows = [Paid(row, amount) for row, amount in zip(world.members, amounts, strict=False)]
    return take_payments(act=act(world.user("secretary")), cell=world.cell, month=month,
                         paid=rows, paid_on=today())  # fmt: skip


def month_page(world: World, month: Month = NOW) -> str:
    return reverse("dues:month", args=[world.cell.pk, str(month)])


def test_all_are_paid_with_one_tap_save_the_exceptions_when_posted_twice(
    world: World, client_of: Callable[[str], Client]
) -> None:
    rate(world)
    client = client_of("secretary")
    form = client.get(month_page(world)).context["form"]
    first, second, *rest = form.lines
    data = {
        **FORM, "act": str(uuid.uuid4()), **{f"how-{line.id}": str(line.left) for line in rest},
        f"how-{first.id}": "none", f"how-{second.id}": "other", f"sum-{second.id}": "4.000",
    }  # fmt: skip

    answers = [client.post(month_page(world), data).status_code for _twice in range(2)]

    sums = Ledger([world.cell.pk], [NOW]).sums(world.cell.pk, NOW)
    assert answers == [302, 302]
    assert (len(form.lines), sums.owed, sums.paid) == (12, 120_000, 104_000)
    assert (sums.kept, sums.to_hand_up) == (72_800, 31_200)
    left = {line.shown for line in client.get(month_page(world)).context["form"].lines}
    assert left == {first.shown, second.shown}
    assert Entry.objects.filter(verb="read.dues", unit=world.cell.pk).count() == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"paid_on_day": "31/2/2026"}, "paid_on"), ({"paid_on_day": "1/1/2099"}, "paid_on"),
     ({"sum": "-5"}, "sum"), ({"sum": "0"}, "sum"), ({"sum": "nhiều"}, "sum"),
     ({"sum": "999999999"}, "sum")],
    ids=["no day", "not yet", "below 0", "nothing", "no number", "too much"],
)  # fmt: skip
def test_bad_input_is_refused_and_kept_when_posted(
    world: World, client_of: Callable[[str], Client], changes: dict[str, str], field: str
) -> None:
    rate(world)
    key = world.members[0].pk
    data = {**FORM, "act": str(uuid.uuid4()), f"how-{key}": "other", f"sum-{key}": "5000"}
    data |= {f"sum-{key}" if name == "sum" else name: text for name, text in changes.items()}

    answer = client_of("secretary").post(month_page(world), data)

    assert (answer.status_code, Payment.objects.count()) == (422, 0)
    assert (f"sum-{key}" if field == "sum" else field) in answer.context["form"].errors


def test_a_correction_stands_for_the_row_before_when_entered(
    world: World, client_of: Callable[[str], Client]
) -> None:
    rate(world)
    [row] = paid(world, 10_000)
    url = reverse("dues:payment", args=[world.cell.pk, row.pk])
    client = client_of("secretary")
    data = {"act": str(uuid.uuid4()), "amount": "0", **FORM}

    without = client.post(url, data)
    done = client.post(url, {**data, "act": str(uuid.uuid4()), "reason": "Bấm nhầm tên"})

    assert (without.status_code, done.status_code) == (422, 302)
    assert [r.amount for r in Payment.objects.order_by("entered_at")] == [10_000, 0]
    assert balance(world.cell.pk, on=today()).collected == 0
    assert client.get(url).status_code == 404  # no row is corrected twice
    assert "Bấm nhầm tên" in client.get(month_page(world)).content.decode()


def test_what_goes_up_is_never_more_than_came_in_when_entered(world: World) -> None:
    rate(world)
    rows = paid(world, 10_000, 10_000)
    user = world.user("secretary")

    def handing(amount: int) -> Handing:
        return Handing(amount, NOW, NOW, today(), "12")

    with pytest.raises(CannotKeepDues):
        hand_up(act=act(user), cell=world.cell, new=handing(20_001))
    done = hand_up(act=act(user), cell=world.cell, new=handing(15_000))
    with pytest.raises(CannotKeepDues):
        correct_payment(act=act(user), payment=rows[0], amount=4_000, paid_on=today(), reason="x")
    correct_handing_up(act=act(user), handed=done, new=handing(6_000), reason="Ghi nhầm")

    found = balance(world.cell.pk, on=today())
    assert (found.collected, found.kept, found.handed_up) == (20_000, 14_000, 6_000)
    assert (found.in_hand, found.to_hand_up) == (14_000, 0)
    assert HandedUp.objects.standing().get().amount == 6_000


def test_a_second_device_is_refused_when_the_month_is_paid(world: World) -> None:
    rate(world)
    paid(world, 10_000)

    with pytest.raises(CannotKeepDues, match="đã nộp đủ"):
        paid(world, 10_000)


def test_relief_names_its_end_and_falls_back_when_over(world: World) -> None:
    person, start = world.members[0].person, Month(today().year, 1)
    rate(world, 20_000)
    for last in (None, start.after(12)):
        with pytest.raises(CannotKeepDues):
            rate(world, 5_000, start, person=person, why="relief", last=last)
    rate(world, 5_000, start, person=person, why="relief", last=start.after(2))

    ledger = Ledger([world.cell.pk], [start.after(2), start.after(3)])

    owed = [
        next(line.owed for line in ledger.lines(world.cell.pk, month)
             if line.membership == world.members[0])
        for month in ledger.months
    ]  # fmt: skip
    assert owed == [5_000, 20_000]


def test_who_is_away_or_suspended_owes_elsewhere_or_not_when_listed(world: World) -> None:
    rate(world)
    for row, what in zip(world.members, ("away", "exempt", "suspended"), strict=False):
        Condition.objects.create(id=uuid.uuid4(), province=row.province, membership=row, what=what,
                                 from_on=dt.date(2024, 1, 1))  # fmt: skip
    visitor = new_member("Lò Thị Xa", 1990, place="visiting")
    enter_members(act=act(world.user("clerk")), cell=world.cell, new=[visitor])

    lines = Ledger([world.cell.pk], [NOW]).lines(world.cell.pk, NOW)

    owed = {line.membership.person.name: line.owed for line in lines}
    names = [row.person.name for row in world.members[:3]]
    assert [owed[name] for name in names] == [0, 0, 0]
    assert owed["Lò Thị Xa"] == 10_000


def test_three_months_unpaid_are_seen_by_the_secretary_alone_when_the_page_opens(
    world: World, client_of: Callable[[str], Client]
) -> None:
    on = dt.date(2025, 6, 10)
    rate(world, month=Month(2025, 1))
    for number in (1, 2, 3, 4, 5):
        for row in world.members[1:3] if number < 4 else world.members[1:2]:
            Payment.objects.create(
                id=uuid.uuid4(), province=row.province, membership=row, amount=10_000,
                month=dt.date(2025, number, 1), paid_on=on, entered_at=act(
                    world.user("secretary")).entered_at,
            )  # fmt: skip

    found = {each.membership: each.months for each in unpaid_three_months(world.cell.pk, on=on)}

    assert world.members[1] not in found
    assert world.members[2] not in found  # two months only
    assert [month.number for month in found[world.members[0]]] == [1, 2, 3, 4, 5]
    assert unpaid_three_months(world.sibling_cell.pk, on=on) == []  # no rate, nothing owed
    pages = {who: client_of(who).get(reverse("dues:sums", args=[world.commune.pk]))
             for who in ("clerk", "commune_secretary")}  # fmt: skip
    assert {page.status_code for page in pages.values()} == {200}
    assert not any(
        row.person.name in page.content.decode()
        for page in pages.values() for row in world.members
    )  # fmt: skip
    assert client_of("clerk").get(month_page(world)).status_code == 403


def test_sums_ask_as_few_queries_when_there_are_many_months_and_cells(
    world: World, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rate(world)
    cells = [world.cell.pk, world.sibling_cell.pk]
    months = [NOW.after(-back) for back in range(11, -1, -1)]

    with django_assert_max_num_queries(24):
        ledger = Ledger(cells, months)
        found = [ledger.sums(cell, month) for cell in cells for month in months]

    assert sum(each.owed for each in found) >= 10 * 12 * 10_000


OWING = Owing(exempt_owe=False, suspended_owe=False, where_met=True, on_first_day=True)


@pytest.mark.parametrize(
    ("standing", "where_met", "owes"),
    [(Standing.OFFICIAL, True, True), (Standing.PROBATIONARY, True, True),
     (Standing.AWAY, True, False), (Standing.AWAY, False, True), (Standing.HERE, True, True),
     (Standing.HERE, False, False), (Standing.EXEMPT, True, False),
     (Standing.SUSPENDED, True, False)],
)  # fmt: skip
def test_who_owes_follows_the_rule_when_asked(
    standing: Standing, where_met: bool, owes: bool
) -> None:
    owing = Owing(exempt_owe=False, suspended_owe=False, where_met=where_met, on_first_day=True)

    assert rules.owes(standing, owing) == owes


def test_the_latest_rate_of_the_nearest_holds_when_there_are_several() -> None:
    jan, may = dt.date(2026, 1, 1), dt.date(2026, 5, 1)
    of_cell = [Since(jan, None, 10, "fixed"), Since(may, None, 12, "fixed")]
    own = [Since(may, may, 5, "relief"), Since(may, may, 6, "relief")]

    found = [rules.rate_for(Month(2026, n), own, of_cell) for n in (1, 4, 5, 6)]

    assert [each.amount if each else None for each in found] == [10, 10, 6, 12]
    assert rules.rate_for(Month(2025, 12), own, of_cell) is None
    assert rules.retained(104_999, 70) == 73_499
    assert rules.day_that_decides(Month(2026, 2), OWING) == dt.date(2026, 2, 1)
