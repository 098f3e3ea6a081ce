"""The real merger of one commune, redone by hand on the pages, gives what the demo ships."""

import random
import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from chibo.accounts.models import User
from chibo.demo.acts import act_on
from chibo.demo.units import FIRST_DAY, REFORM_DAY, WHOLE, Place, decision, found_province
from chibo.organizations.commands import NewUnit, found_units, install
from chibo.organizations.models import (
    Ancestry,
    Code,
    Decision,
    Designation,
    Kind,
    Placement,
    Succession,
    Unit,
)
from chibo.organizations.queries import cells_under, history, names
from chibo.people.commands import add_person
from chibo.people.models import Sex
from chibo.rulebook.commands import load_packs
from tests.test_reorganise_pages import boxes

pytestmark = pytest.mark.once

DATED = {
    Designation: ("kind", "cell_type", "name"),
    Placement: ("parent",),
    Ancestry: ("ancestor", "depth"),
    Succession: (),
}


@dataclass
class Told:
    """The branch of a commune of today and of all it was made of, as values without identifiers."""

    rows: dict[str, list[tuple[Any, ...]]]
    chapters: dict[str, list[tuple[Any, ...]]]


def told(root: UUID) -> Told:
    """Return everything dated about the commune, its cells and its predecessors."""
    before = Succession.objects.filter(successor=root).values_list("predecessor", flat=True)
    cells = [cell.id for cell in cells_under(root, on=REFORM_DAY)]
    units = [root, *before, *cells]
    called = {unit: found.name for unit, found in _ever_called().items()}
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for model, fields in DATED.items():
        span = ("on", "extent", "predecessor", "successor")
        wanted = span if model is Succession else ("unit", "from_on", "until_on", *fields)
        mine = {"successor__in": units} if model is Succession else {"unit__in": units}
        rows[model.__name__] = sorted(
            (tuple(called.get(value, value) for value in row)
             for row in model.objects.filter(**mine).values_list(*wanted)),
            key=str,
        )  # fmt: skip
    chapters = {
        called[unit]: [
            (each.on, each.what, each.name, each.other, each.decision.called,
             each.decision.effective_on)
            for each in history(unit)
        ]
        for unit in units
    }  # fmt: skip
    return Told(rows, chapters)


def _ever_called() -> dict[UUID, Any]:
    units = list(Unit.objects.values_list("pk", flat=True))
    return names(units, on=FIRST_DAY) | names(units, on=REFORM_DAY)


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[Told, Place]:
    """Found the demo's province once, tell of one commune, and take all back."""
    with django_db_blocker.unblock(), transaction.atomic():
        province = found_province(cells_each={WHOLE: 8}, usual=0, dice=random.Random(7))
        place = next(place for place in province.places if place.name == WHOLE)
        found = told(place.id)
        transaction.set_rollback(True)
    return found, place


def _before_the_reform(place: Place, story: Told) -> User:
    """Found the province of 2020 with the district, the old communes and their cells."""
    id, officer = uuid.uuid4(), User.objects.create_user("tinh")
    who = add_person(
        id=uuid.uuid4(), province=id, name="Trần Đức Khải", birth=(1984, None, None),
        sex=Sex.MALE, user=officer,
    )  # fmt: skip
    first = decision(id, "Ngày đầu của dữ liệu minh họa", FIRST_DAY)
    root = install(
        act=act_on(officer, FIRST_DAY), new=NewUnit(id, Kind.PROVINCE, "tỉnh Điện Biên"),
        decision=first, officer=who,
    )  # fmt: skip
    above = {row[0]: row[3] for row in story.rows["Placement"] if row[1] == FIRST_DAY}
    districts = {old[1]: NewUnit(uuid.uuid4(), Kind.DISTRICT, old[1]) for old in place.old.values()}
    for name, new in districts.items():
        unit = found_units(act=act_on(officer, FIRST_DAY), new=[new], parent=root, decision=first)[
            0
        ]
        for key, (code, district, _extent) in place.old.items():
            if district != name:
                continue
            old = NewUnit(uuid.uuid4(), Kind.COMMUNE, key.split("|")[0], statistics_code=code)
            commune = found_units(
                act=act_on(officer, FIRST_DAY), new=[old], parent=unit, decision=first
            )[0]
            cells = [cell for cell in place.cells if above[cell.name] == old.name]
            found_units(act=act_on(officer, FIRST_DAY), new=cells, parent=commune, decision=first)
    return officer


@pytest.mark.django_db
def test_pages_give_what_the_demo_ships_when_a_commune_is_merged_by_hand(
    shipped: tuple[Told, Place],
) -> None:
    story, place = shipped
    load_packs(now=timezone.now())
    officer = _before_the_reform(place, story)
    client = Client()
    client.force_login(officer)
    one, *others = Unit.objects.filter(designations__kind=Kind.COMMUNE).order_by("pk")
    province = Unit.objects.get(designations__kind=Kind.PROVINCE)
    fields = {
        "act": str(uuid.uuid4()), "number": "6537-QĐ/TU", "issuer": "Tỉnh ủy Điện Biên",
        **boxes("signed_on", REFORM_DAY), **boxes("effective_on", REFORM_DAY),
        "others": [str(other.pk) for other in others], "into": "new", "name": WHOLE,
        "code": place.code, "parent": str(province.pk),
    }  # fmt: skip
    url = reverse("reorganisations:act", args=[one.pk, "merge"])

    shown = client.post(url, fields | {"do": "look"}).content.decode()
    saved = client.post(url, fields | {"do": "save"})

    new = Designation.objects.get(name=WHOLE, from_on=REFORM_DAY).unit
    mine = told(new.pk)
    assert saved.status_code == 302
    assert "8 chi bộ đổi nơi trực thuộc" in shown
    assert mine.rows == story.rows
    assert mine.chapters == story.chapters
    assert Code.objects.on(REFORM_DAY).get(unit=new).text == place.code
    assert Decision.objects.filter(number="6537-QĐ/TU").count() == 1
