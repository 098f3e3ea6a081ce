"""Changing a rule through its address: who may, what is refused, which document is shown."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from chibo.rulebook.queries import in_force
from tests.world import World, today

AIM = "attendance.aim_percent"


def typed(value: str, number: str = "29-QĐ/TU") -> dict[str, str]:
    day = today()
    return {
        "act": str(uuid.uuid4()), "value": value, "number": number, "from_on_day": str(day.day),
        "from_on_month": str(day.month), "from_on_year": str(day.year),
    }  # fmt: skip


def test_rule_holds_below_when_the_province_sets_it(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of("province_officer")

    answer = client.post(f"/units/{world.province.pk}/rules/{AIM}/", typed("92"))

    rule = in_force(world.foreign_cell.pk, on=today()).rules[AIM]
    page = client_of("stranger").get(f"/units/{world.foreign_cell.pk}/rules/").content.decode()
    assert (answer.status_code, rule.value, rule.source) == (302, 92, "29-QĐ/TU")
    assert "29-QĐ/TU" in page


@pytest.mark.parametrize(("name", "status"), [("secretary", 403), ("stranger", 404)])
def test_rule_is_refused_when_a_secretary_asks(
    world: World, client_of: Callable[[str], Client], name: str, status: int
) -> None:
    answer = client_of(name).post(f"/units/{world.cell.pk}/rules/{AIM}/", typed("92"))

    assert answer.status_code == status
    assert in_force(world.cell.pk, on=today()).number(AIM) == 90


def test_sentence_says_between_which_numbers_when_the_value_is_wrong(
    world: World, client_of: Callable[[str], Client]
) -> None:
    page = f"/units/{world.commune.pk}/rules/numbering.term_years/"

    answer = client_of("clerk").post(page, typed("0"))

    assert answer.status_code == 422
    assert "Ghi một số từ 1 đến 10." in answer.content.decode()
