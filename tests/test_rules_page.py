"""The page of rules in force, in both languages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_value_in_force_is_shown_when_the_page_is_opened(
    world: World, client_of: Callable[[str], Client], language: str
) -> None:
    client = client_of("secretary")
    client.cookies["django_language"] = language

    response = client.get(reverse("rulebook:rules", args=[world.cell.pk]))

    shown = {row["setting"].key: row["words"] for row in response.context["rows"]}
    assert response.status_code == 200
    assert all(shown.values())
    assert shown["attendance.aim_percent"] == "90 %"
    if language == "vi":
        assert shown["length.regular"] == "90 phút"


def test_unit_of_a_value_is_said_when_it_is_changed(
    world: World, client_of: Callable[[str], Client]
) -> None:
    page = reverse("rulebook:rule", args=[world.commune.pk, "length.regular"])

    response = client_of("clerk").get(page)

    assert response.context["form"].fields["value"].help_text == "phút"
