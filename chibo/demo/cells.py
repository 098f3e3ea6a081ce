"""The people of the demo: members, posts and logins, by the commands that a user has."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from chibo.accounts.models import User
from chibo.demo.acts import act_on
from chibo.demo.names import Invented, person, pung_giat
from chibo.demo.units import FIRST_DAY, REFORM_DAY, Place, Province
from chibo.members.commands import NewMember, enter_members, set_condition
from chibo.members.models import Condition, Membership
from chibo.organizations.commands import give_post
from chibo.organizations.models import Role, Unit
from chibo.people.commands import add_person
from chibo.people.models import Person

SINCE = dt.date(2025, 8, 1)


@dataclass
class Cell:
    """A cell ready to meet: who chairs, who writes, all members."""

    unit: Unit
    name: str
    secretary: User
    members: list[Membership]
    outside: set[UUID]  # memberships that are in no denominator since SINCE
    promised: list[UUID] = field(default_factory=list)  # and not done yet, the oldest first


class Telephones:
    """Numbers of a range that nobody has: 0900 000 101 …"""

    def __init__(self) -> None:
        self.last = 100

    def next(self) -> str:
        self.last += 1
        return f"0900{self.last:06d}"


def people_commune(
    province: Province, place: Place, clerk: User | None, dice: random.Random, phones: Telephones
) -> tuple[User, list[Person]]:
    """Give a commune its three officers; return the Party-building officer, and all three."""
    unit = Unit.objects.get(pk=place.id)
    is_new = bool(place.old)
    from_on = REFORM_DAY if is_new else FIRST_DAY
    officer = clerk or User.objects.create_user(f"canbo-{place.id.hex[:8]}")
    followers = []
    for role, user in (
        (Role.COMMUNE_SECRETARY, None),
        (Role.STANDING_MEMBER, None),
        (Role.PARTY_BUILDING_OFFICER, officer),
    ):
        who = _person(province, person(dice), user)
        followers.append(who)
        give_post(
            act=act_on(province.officer, from_on), person=who, unit=unit, role=role,
            from_on=from_on, phone=phones.next(),
        )  # fmt: skip
    return officer, followers


def _person(province: Province, who: Invented, user: User | None) -> Person:
    return add_person(
        id=uuid.uuid4(), province=province.unit.pk, name=who.name,
        birth=(who.born, None, None), sex=who.sex, user=user,
    )  # fmt: skip


@dataclass
class Logins:
    """The demo's own logins, tied to people of bản Púng Giắt 1."""

    secretary: User
    deputy: User
    member: User


def people_cell(
    province: Province,
    cell_id: UUID,
    name: str,
    size: int,
    officer: User,
    follower: Person,
    dice: random.Random,
    phones: Telephones,
    logins: Logins | None = None,
) -> Cell:
    """Enter a cell's members, its secretary and deputy, and who follows it."""
    unit = Unit.objects.get(pk=cell_id)
    people = pung_giat() if logins else [person(dice) for _each in range(size)]
    chief = next((n for n, p in enumerate(people) if p.name == "Tòng Văn Inh"), 0)
    vice = next((n for n, p in enumerate(people) if p.name == "Quàng Văn Nọi"), 1)
    users: dict[int, User] = {
        chief: logins.secretary if logins else User.objects.create_user(f"bt-{cell_id.hex[:8]}")
    }
    if logins:
        users |= {vice: logins.deputy, len(people) - 1: logins.member}
    young = {n for n, p in enumerate(people) if p.born >= 1993 and n not in (chief, vice)}
    probationers = set(sorted(young)[:2])
    new = [_member(each, n in probationers, users.get(n), dice) for n, each in enumerate(people)]
    # the officer of 2020 is not known; the province's officer enters the lists for the demo
    members = _enter(province, unit, new, officer)
    for place, role in ((chief, Role.SECRETARY), (vice, Role.DEPUTY_SECRETARY)):
        give_post(
            act=act_on(province.officer, REFORM_DAY), person=members[place].person, unit=unit,
            role=role, from_on=FIRST_DAY, phone=phones.next(),
        )  # fmt: skip
    give_post(
        act=act_on(province.officer, REFORM_DAY), person=follower, unit=unit, role=Role.FOLLOWER,
        from_on=REFORM_DAY,
    )  # fmt: skip
    outside = set() if logins or size <= 8 else _conditions(officer, members, dice)
    return Cell(unit, name, users[chief], members, outside)


def _member(who: Invented, probationer: bool, user: User | None, dice: random.Random) -> NewMember:
    if probationer:
        today = timezone.localdate()
        admitted = today - dt.timedelta(days=dice.randint(60, 300))
        return NewMember(
            id=uuid.uuid4(), name=who.name, birth=(who.born, None, None), sex=who.sex,
            admitted_on=admitted, ceremony_on=admitted + dt.timedelta(days=14), official_on=None,
            from_on=admitted, user=user,
        )  # fmt: skip
    year = min(max(who.born + dice.randint(20, 40), 1985), 2018)
    admitted = dt.date(year, dice.randint(1, 12), dice.randint(1, 28))
    ceremony = admitted + dt.timedelta(days=14)
    return NewMember(
        id=uuid.uuid4(), name=who.name, birth=(who.born, None, None), sex=who.sex,
        admitted_on=admitted, ceremony_on=ceremony,
        official_on=ceremony + dt.timedelta(days=365), from_on=FIRST_DAY, user=user,
    )  # fmt: skip


def _enter(province: Province, unit: Unit, new: list[NewMember], officer: User) -> list[Membership]:
    today = timezone.localdate()
    return enter_members(act=act_on(officer, today), cell=unit, new=new)


def _conditions(officer: User, members: list[Membership], dice: random.Random) -> set[UUID]:
    """Make some members exempt or away; return which."""
    outside = set()
    today = timezone.localdate()
    for membership in members[3:]:
        chance = dice.random()
        if chance < 0.04 and membership.official_on:
            what = Condition.What.EXEMPT
        elif chance < 0.07 and membership.official_on:
            what = Condition.What.AWAY
        else:
            continue
        set_condition(
            act=act_on(officer, today), membership=membership, what=what,
            from_on=SINCE,
        )  # fmt: skip
        outside.add(membership.pk)
    return outside
