"""A small world for tests, made through the commands: two communes, four cells, seven logins.

tỉnh Điện Biên
├── xã Mường Pồn          officer (clerk), commune_secretary
│   ├── bản Púng Giắt 1   secretary, deputy, member; 12 members: 10 official, 2 probationary
│   └── bản Huổi Ho       sibling: its secretary is `sibling`
└── xã Nà Hỳ              `other_officer`
    └── bản Nà Hỳ 1       `stranger` is its secretary
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from chibo.accounts.models import User
from chibo.assessments.commands import load_frames
from chibo.journal.commands import HANOI, Act
from chibo.members.commands import NewMember, enter_members
from chibo.members.models import Membership
from chibo.organizations.commands import NewUnit, found_units, give_post, install
from chibo.organizations.models import CellType, Decision, Kind, Role, Unit
from chibo.people.commands import add_person
from chibo.people.models import Person, Sex
from chibo.rulebook.commands import load_packs

START = dt.date(2020, 7, 1)
PASSWORD = "mat-khau-thu-nghiem"
PEOPLE = (
    ("Tòng Văn Inh", 1967), ("Quàng Văn Nọi", 1969), ("Lò Thị Ánh", 1979), ("Giàng A Chống", 1990),
    ("Lò Văn Hòa", 1966), ("Lò Văn Hòa", 1983), ("Quàng Văn Ượng", 1978), ("Vàng Thị Pà", 1987),
    ("Cà Văn Đoan", 1972), ("Moong Văn Hặc", 1981), ("Lèo Thị Mai", 1998), ("Sùng A Khua", 1996),
)  # fmt: skip
PROBATIONERS = 2


def today() -> dt.date:
    """Return the day in the meeting houses."""
    return dt.datetime.now(tz=HANOI).date()


def act(user: User, on: dt.date | None = None, at: dt.time = dt.time(12, 0)) -> Act:
    """Return a new act of a user, now or on a day."""
    now = dt.datetime.now(tz=HANOI) if on is None else dt.datetime.combine(on, at, tzinfo=HANOI)
    return Act(uuid.uuid4(), user, now, now)


def decision(province: uuid.UUID, on: dt.date, about: str = "Thử") -> Decision:
    """Return an unsaved decision of effect on a day."""
    return Decision(
        id=uuid.uuid4(), province=province, issuer="Thử", about=about, effective_on=on,
        is_house=True,
    )  # fmt: skip


@dataclass
class World:
    """Handles to what was made. `users` by role name; see the module's drawing."""

    province: Unit
    commune: Unit
    other_commune: Unit
    cell: Unit
    sibling_cell: Unit
    foreign_cell: Unit
    users: dict[str, User]
    members: list[Membership] = field(default_factory=list)

    def user(self, name: str) -> User:
        return self.users[name]

    @property
    def units(self) -> dict[str, Unit]:
        """Units by how the secretary of `cell` stands to them."""
        return {
            "own": self.cell,
            "parent": self.commune,
            "sibling": self.sibling_cell,
            "other commune": self.other_commune,
            "other branch": self.foreign_cell,
            "province": self.province,
        }


def make_world() -> World:
    """Make the world through the commands."""
    load_packs(now=dt.datetime.now(tz=HANOI))
    load_frames(now=dt.datetime.now(tz=HANOI))
    officer = User.objects.create_user("province_officer", PASSWORD)
    province = uuid.uuid4()
    who = _person(province, "Trần Đức Khải", 1984, officer)
    root = install(
        act=act(officer, START), new=NewUnit(province, Kind.PROVINCE, "tỉnh Điện Biên"),
        decision=decision(province, START), officer=who,
    )  # fmt: skip
    communes = _found(officer, root, Kind.COMMUNE, "xã Mường Pồn", "xã Nà Hỳ")
    cells = _found(officer, communes[0], Kind.CELL, "bản Púng Giắt 1", "bản Huổi Ho")
    foreign = _found(officer, communes[1], Kind.CELL, "bản Nà Hỳ 1")
    world = World(root, communes[0], communes[1], cells[0], cells[1], foreign[0], {})
    world.users["province_officer"] = officer
    _offices(world)
    _people(world)
    return world


def _found(user: User, parent: Unit, kind: Kind, *names: str) -> list[Unit]:
    cell_type = CellType.VILLAGE if kind == Kind.CELL else ""
    new = [NewUnit(uuid.uuid4(), kind, name, cell_type) for name in names]
    return found_units(
        act=act(user, START), new=new, parent=parent, decision=decision(parent.province, START)
    )


def _person(province: uuid.UUID, name: str, born: int, user: User | None) -> Person:
    return add_person(
        id=uuid.uuid4(), province=province, name=name, birth=(born, None, None),
        sex=Sex.FEMALE if " Thị " in name else Sex.MALE, user=user,
    )  # fmt: skip


def _office(world: World, name: str, unit: Unit, role: Role, person: str, phone: str = "") -> None:
    world.users[name] = user = User.objects.create_user(name, PASSWORD)
    give_post(
        act=act(world.user("province_officer"), START), unit=unit, role=role, from_on=START,
        person=_person(unit.province, person, 1980, user), phone=phone,
    )  # fmt: skip


def _offices(world: World) -> None:
    officer, secretary = Role.PARTY_BUILDING_OFFICER, Role.COMMUNE_SECRETARY
    _office(world, "clerk", world.commune, officer, "Nguyễn Thu Hà", "0900000101")
    _office(world, "commune_secretary", world.commune, secretary, "Đèo Văn Thương")
    _office(world, "other_officer", world.other_commune, officer, "Vũ Thị Hạnh")
    technician = Role.TECHNICAL_ADMINISTRATOR
    _office(world, "technical_administrator", world.province, technician, "Phạm Văn Thoan")


def new_member(name: str, born: int, *, user: User | None = None, **changes: Any) -> NewMember:
    """Return a member as the register takes one in; official since long unless changed."""
    fields: dict[str, Any] = {
        "admitted_on": dt.date(2016, 1, 10), "ceremony_on": dt.date(2016, 1, 20),
        "official_on": dt.date(2017, 1, 20), "from_on": START,
    }  # fmt: skip
    return NewMember(
        id=uuid.uuid4(), name=name, birth=(born, None, None),
        sex=Sex.FEMALE if " Thị " in name else Sex.MALE, user=user, **(fields | changes),
    )  # fmt: skip


def _people(world: World) -> None:
    for name in ("secretary", "deputy", "member", "sibling", "stranger"):
        world.users[name] = User.objects.create_user(name, PASSWORD)
    users = {0: "secretary", 1: "deputy", 2: "member"}
    recent = today() - dt.timedelta(days=120)
    young = {"admitted_on": recent, "ceremony_on": recent, "official_on": None, "from_on": recent}
    new = [
        new_member(
            name, born, user=world.users[users[n]] if n in users else None,
            **(young if n >= len(PEOPLE) - PROBATIONERS else {}),
        )
        for n, (name, born) in enumerate(PEOPLE)
    ]  # fmt: skip
    clerk, other = world.user("clerk"), world.user("other_officer")
    world.members = enter_members(act=act(clerk), cell=world.cell, new=new)
    chiefs = {"secretary": (world.members[0], world.cell, Role.SECRETARY)}
    chiefs["deputy"] = (world.members[1], world.cell, Role.DEPUTY_SECRETARY)
    for name, cell, by in (
        ("sibling", world.sibling_cell, clerk), ("stranger", world.foreign_cell, other),
    ):  # fmt: skip
        people = [new_member("Hạng A Dế", 1970, user=world.users[name])]
        people += [new_member(f"Lò Văn Bun {letter}", 1975) for letter in "ABCD"]
        entered = enter_members(act=act(by), cell=cell, new=people)
        chiefs[name] = (entered[0], cell, Role.SECRETARY)
    for name, (membership, cell, role) in chiefs.items():
        by = other if name == "stranger" else clerk
        give_post(
            act=act(by), person=membership.person, unit=cell, role=role, from_on=START,
            phone="0900000111",
        )  # fmt: skip
