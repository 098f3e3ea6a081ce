"""Which rule holds where, from which day, by which document."""

import datetime as dt
import uuid

import pytest

from chibo.core.days import FOREVER
from chibo.organizations.models import Unit
from chibo.rulebook.commands import CannotChangeRule, NewRule, load_packs, set_rule
from chibo.rulebook.models import RulePack
from chibo.rulebook.queries import in_force, numbering_period, packs_of
from tests.world import World, act, today

AIM = "attendance.aim_percent"


def change(
    world: World, unit: Unit, by: str, value: str, from_on: dt.date, *, key: str = AIM
) -> RulePack:
    new = NewRule(key, value, "29-QĐ/TU", from_on, from_on)
    return set_rule(act=act(world.user(by)), unit=unit, new=new)


def aim(unit: Unit, on: dt.date) -> int:
    return in_force(unit.pk, on=on).number(AIM)


@pytest.mark.parametrize(
    ("day", "pack", "aims", "regular_day", "source"),
    [
        (dt.date(2020, 8, 1), "12-HD/BTCTW", 85, 0, "12-HD/BTCTW: trên 85 %"),
        (dt.date(2025, 7, 22), "12-HD/BTCTW", 85, 0, "12-HD/BTCTW: trên 85 %"),
        (dt.date(2025, 7, 23), "50-CT/TW", 85, 0, "12-HD/BTCTW: trên 85 %"),
        (dt.date(2025, 10, 27), "50-CT/TW", 85, 0, "12-HD/BTCTW: trên 85 %"),
        (dt.date(2025, 10, 28), "42-HD/BTCTW", 90, 3, "42-HD/BTCTW"),
    ],
)
def test_pack_of_the_day_holds_when_documents_follow_each_other(
    world: World, day: dt.date, pack: str, aims: int, regular_day: int, source: str
) -> None:
    found = in_force(world.cell.pk, on=day)

    assert (found.pack.code, found.number(AIM), found.number("regular.day")) == (
        pack, aims, regular_day,
    )  # fmt: skip
    assert found.rules[AIM].source == source


def test_old_guidance_ends_when_it_is_replaced(world: World) -> None:
    spans = {p.code: (p.from_on, p.until_on) for p in RulePack.objects.exclude(code="house")}

    assert spans["12-HD/BTCTW"] == (dt.date(2018, 7, 6), dt.date(2025, 10, 28))
    assert spans["50-CT/TW"] == (dt.date(2025, 7, 23), FOREVER)


def test_example_of_another_place_never_applies_when_read(world: World) -> None:
    example = RulePack.objects.get(is_example=True)
    units = [*world.units.values()]

    used = {rule.pack_id for unit in units for rule in in_force(unit.pk, on=today()).rules.values()}

    assert example.pk not in used
    assert example in packs_of(world.cell.pk, on=today())


def test_packs_are_loaded_once_when_loaded_again(world: World) -> None:
    before = RulePack.objects.count()

    assert load_packs(now=act(world.user("clerk")).entered_at) == 0
    assert RulePack.objects.count() == before


def test_lower_issuer_overrides_when_province_and_commune_set_a_rule(world: World) -> None:
    day = dt.date(2026, 3, 1)
    change(world, world.province, "province_officer", "92", day)
    change(world, world.commune, "clerk", "95", dt.date(2026, 5, 1))

    found = [
        [aim(unit, on) for unit in (world.cell, world.foreign_cell, world.province)]
        for on in (dt.date(2026, 2, 28), day, dt.date(2026, 5, 1))
    ]

    assert found == [[90, 90, 90], [92, 92, 92], [95, 92, 92]]


def test_newer_rule_of_the_same_issuer_wins_when_both_hold(world: World) -> None:
    change(world, world.commune, "clerk", "95", dt.date(2026, 5, 1))
    change(world, world.commune, "clerk", "93", dt.date(2026, 4, 1))

    assert [aim(world.cell, dt.date(2026, month, 2)) for month in (3, 4, 5)] == [90, 93, 95]


def test_rule_is_one_when_the_same_act_comes_twice(world: World) -> None:
    said, new = act(world.user("clerk")), NewRule(AIM, "95", "", None, today())

    packs = [set_rule(act=said, unit=world.commune, new=new) for _each in range(2)]

    assert packs[0] == packs[1]
    assert in_force(world.cell.pk, on=today()).rules[AIM].status == "house"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (AIM, "101"), (AIM, "-1"), (AIM, "chín mươi"), (AIM, "٩٠"), ("away.votes", "maybe"),
        ("numbering.term_years", "0"), ("visits.kept_days", "4000"), ("regular.last_day", "0"),
        ("no.such.key", "1"),
    ],
)  # fmt: skip
def test_rule_is_refused_when_the_value_cannot_be(world: World, key: str, value: str) -> None:
    before = RulePack.objects.count()

    with pytest.raises(CannotChangeRule):
        change(world, world.commune, "clerk", value, today(), key=key)

    assert RulePack.objects.count() == before


@pytest.mark.parametrize(
    ("day", "term", "year"),
    [
        (dt.date(2024, 12, 31), "2020-2025", "2024"), (dt.date(2025, 1, 1), "2025-2030", "2025"),
        (dt.date(2029, 12, 31), "2025-2030", "2029"), (dt.date(2030, 1, 1), "2030-2035", "2030"),
    ],
)  # fmt: skip
def test_numbers_run_within_a_term_or_a_year_when_the_rule_says_so(
    world: World, day: dt.date, term: str, year: str
) -> None:
    before = numbering_period(in_force(world.cell.pk, on=day), on=day)
    change(world, world.commune, "clerk", "year", dt.date(2021, 1, 1), key="numbering.restart")

    after = numbering_period(in_force(world.cell.pk, on=day), on=day)

    assert (before, after) == (term, year)


def test_rule_code_fits_its_column_when_a_unit_sets_one(world: World) -> None:
    pack = change(world, world.commune, "clerk", "95", today())

    assert len(pack.code) <= RulePack._meta.get_field("code").max_length  # type: ignore[operator]
    assert pack.pk == uuid.UUID(pack.code)


def test_known_pack_learns_new_keys_and_keeps_its_values_when_loaded_again(world: World) -> None:
    house = RulePack.objects.get(code="house")
    house.rules.filter(key="saturday.off").delete()
    house.rules.filter(key="visits.kept_days").update(value=30)

    load_packs(now=act(world.user("clerk")).entered_at)

    found = dict(house.rules.values_list("key", "value"))
    assert (found["saturday.off"], found["visits.kept_days"]) == ("yes", 30)
