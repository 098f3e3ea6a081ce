"""Who belongs to a cell on a day, in what standing, and who counts and votes."""

import datetime as dt

import pytest

from chibo.core.days import FOREVER
from chibo.members.commands import CannotEnterMember, enter_members, set_condition
from chibo.members.models import Condition, Membership
from chibo.members.queries import Member, counting, members_of, strength
from chibo.people.commands import CannotNamePerson
from chibo.rulebook.commands import NewRule, set_rule
from chibo.rulebook.queries import in_force
from tests.world import PEOPLE, PROBATIONERS, World, act, new_member, today

USUAL = {
    "away.counted": "no", "away.votes": "no", "here.counted": "no", "here.votes": "no",
    "suspended.counted": "no",
}  # fmt: skip


def listed(world: World, on: dt.date | None = None) -> list[Member]:
    day = on or today()
    return members_of(world.cell.pk, on=day, settings=counting(in_force(world.cell.pk, on=day)))


def one(world: World, place: int, on: dt.date | None = None) -> tuple[str, bool, bool]:
    """Return standing, whether counted, whether voting, of one member of the world's cell."""
    found = {m.id: m for m in listed(world, on)}[world.members[place].pk]
    return str(found.standing), found.counted, found.votes


def put(world: World, place: int, what: str, until_on: dt.date = FOREVER) -> None:
    set_condition(
        act=act(world.user("clerk")), membership=world.members[place], what=what,
        from_on=today() - dt.timedelta(days=10), until_on=until_on,
    )  # fmt: skip


def allow(world: World, key: str) -> None:
    new = NewRule(key, "yes", "", None, today() - dt.timedelta(days=30))
    set_rule(act=act(world.user("clerk")), unit=world.commune, new=new)


def test_cell_of_twelve_counts_twelve_when_nothing_special(world: World) -> None:
    found = listed(world)

    assert [m.shown for m in found] == [
        "Lò Thị Ánh", "Giàng A Chống", "Cà Văn Đoan", "Moong Văn Hặc", "Lò Văn Hòa, sinh 1966",
        "Lò Văn Hòa, sinh 1983", "Tòng Văn Inh", "Sùng A Khua", "Lèo Thị Mai", "Quàng Văn Nọi",
        "Vàng Thị Pà", "Quàng Văn Ượng",
    ]  # fmt: skip
    assert sum(m.counted for m in found) == len(PEOPLE)
    assert sum(m.votes for m in found) == len(PEOPLE) - PROBATIONERS


def test_probationary_member_counts_and_does_not_vote_when_listed(world: World) -> None:
    assert one(world, 11) == ("probationary", True, False)


@pytest.mark.parametrize(
    ("what", "found"),
    [
        (Condition.What.EXEMPT, ("exempt", False, False)),
        (Condition.What.SUSPENDED, ("suspended", False, False)),
        (Condition.What.AWAY, ("away", False, False)),
    ],
)
def test_member_leaves_the_denominator_when_a_condition_holds(
    world: World, what: str, found: tuple[str, bool, bool]
) -> None:
    put(world, 3, what)

    assert one(world, 3) == found
    assert one(world, 3, today() - dt.timedelta(days=11)) == ("official", True, True)
    assert strength([world.cell.pk], on=today()) == len(PEOPLE)


def test_member_is_back_when_the_condition_has_ended(world: World) -> None:
    put(world, 3, Condition.What.EXEMPT, until_on=today())

    assert one(world, 3) == ("official", True, True)
    assert one(world, 3, today() - dt.timedelta(days=1)) == ("exempt", False, False)


def test_stronger_condition_wins_when_two_hold(world: World) -> None:
    put(world, 3, Condition.What.AWAY)
    put(world, 3, Condition.What.EXEMPT)

    assert one(world, 3) == ("exempt", False, False)


@pytest.mark.parametrize(
    ("key", "found"),
    [("away.counted", ("away", True, False)), ("away.votes", ("away", False, True))],
)
def test_away_count_and_vote_when_the_commune_sets_it(
    world: World, key: str, found: tuple[str, bool, bool]
) -> None:
    put(world, 3, Condition.What.AWAY)

    allow(world, key)

    assert one(world, 3) == found


def test_guest_is_listed_and_not_counted_when_meeting_here(world: World) -> None:
    guest = new_member("Lò Văn Bun", 1970, place=Membership.Place.VISITING)
    made = enter_members(act=act(world.user("clerk")), cell=world.cell, new=[guest])[0]

    before = {m.id: (str(m.standing), m.counted, m.votes) for m in listed(world)}[made.pk]
    allow(world, "here.counted")
    allow(world, "here.votes")
    after = {m.id: (str(m.standing), m.counted, m.votes) for m in listed(world)}[made.pk]

    assert (before, after) == (("here", False, False), ("here", True, True))
    assert strength([world.cell.pk], on=today()) == len(PEOPLE)


def test_settings_are_unverified_when_nobody_set_them(world: World) -> None:
    rules = in_force(world.cell.pk, on=today()).rules

    assert {key: rules[key].value for key in USUAL} == USUAL
    assert {rules[key].status for key in USUAL} == {"unverified"}


def test_official_on_the_day_of_recognition_when_asked_around_it(world: World) -> None:
    day = dt.date(2024, 5, 4)
    new = new_member(
        "Lò Văn Bun", 1990, admitted_on=dt.date(2023, 4, 1), ceremony_on=dt.date(2023, 4, 20),
        official_on=day, from_on=dt.date(2023, 4, 20),
    )  # fmt: skip
    made = enter_members(act=act(world.user("clerk")), cell=world.cell, new=[new])[0]

    found = [
        str({m.id: m for m in listed(world, on)}[made.pk].standing)
        for on in (day - dt.timedelta(days=1), day)
    ]

    assert found == ["probationary", "official"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"admitted_on": dt.date(2026, 1, 2), "ceremony_on": dt.date(2026, 1, 1)}, "ceremony_on"),
        ({"admitted_on": dt.date(1987, 1, 1)}, "admitted_on"),
        ({"official_on": dt.date(2016, 1, 20)}, "official_on"),
        ({"from_on": dt.date(2016, 1, 9)}, "from_on"),
        ({"from_on": dt.date(2020, 6, 30)}, "from_on"),
        ({"ceremony_on": dt.date(2999, 1, 1), "official_on": None}, "ceremony_on"),
        ({"name": "Chống"}, "name"),
        ({"name": "Lò Văn 5"}, "name"),
    ],
)
def test_member_is_refused_when_days_or_name_cannot_be(
    world: World, changes: dict[str, object], field: str
) -> None:
    new = new_member(**{"name": "Lò Văn Bun", "born": 1970, **changes})  # type: ignore[arg-type]

    with pytest.raises((CannotEnterMember, CannotNamePerson)) as refusal:
        enter_members(act=act(world.user("clerk")), cell=world.cell, new=[new])

    assert getattr(refusal.value, "field", None) == field
    assert Membership.objects.filter(cell=world.cell).count() == len(PEOPLE)
