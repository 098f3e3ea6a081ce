"""The real units of Điện Biên, from 129 communes to 45, by the commands that a user has.

Units down to the commune are real (data/dien-bien-communes-2025.csv). Cells are invented, save
the cell bản Púng Giắt 1, whose figures are invented too.
"""

import csv
import datetime as dt
import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from chibo.accounts.models import User
from chibo.demo.acts import act_on
from chibo.demo.names import villages
from chibo.organizations import commands
from chibo.organizations.commands import NewUnit, Predecessor
from chibo.organizations.models import CellType, Decision, Designation, Kind, Unit
from chibo.people.commands import add_person
from chibo.people.models import Sex

DATA = Path(__file__).parent / "data" / "dien-bien-communes-2025.csv"
FIRST_DAY, REFORM_DAY = dt.date(2020, 7, 1), dt.date(2025, 7, 1)
PROVINCE = "tỉnh Điện Biên"
WHOLE, HALF = "xã Mường Pồn", ("xã Nà Hỳ", "xã Si Pa Phìn")
OTHERS = (
    "Đảng bộ Khối cơ quan Hoa Ban",
    "Đảng bộ Khối sự nghiệp Nậm Rốm",
    "Đảng bộ Khối doanh nghiệp Pá Khoang",
    "Đảng bộ Khối trường học Pú Đồn",
)
OFFICES = (
    ("cơ quan Đảng ủy", CellType.AGENCY),
    ("cơ quan Ủy ban nhân dân", CellType.AGENCY),
    ("Trường Trung học cơ sở", CellType.SCHOOL),
    ("Trường Tiểu học", CellType.SCHOOL),
    ("Trạm Y tế", CellType.SCHOOL),
)


@dataclass
class Place:
    """A commune of today with its cells, and what it was made of."""

    name: str
    id: UUID
    code: str
    old: dict[str, tuple[str, str, str]] = field(
        default_factory=dict
    )  # name: code, district, extent
    cells: list[NewUnit] = field(default_factory=list)


@dataclass
class Province:
    """What was founded: the province, its officer's login, and the places with cells."""

    unit: Unit
    officer: User
    places: list[Place]


def lower(name: str) -> str:
    """Return `xã Mường Pồn`: only the word for the kind is written small."""
    for word in ("Thị xã", "Thị Xã", "Thị trấn", "Thành phố", "Phường", "Huyện", "Xã"):
        if name.startswith(word):
            return word.lower() + name[len(word) :]
    return name


def read_places() -> list[Place]:
    """Return the 45 communes of today from the file, with the 129 they were made of."""
    places: dict[str, Place] = {}
    with DATA.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            name = lower(row["new_commune"])
            place = places.setdefault(name, Place(name, uuid.uuid4(), row["new_commune_code"]))
            old = (row["old_commune_code"], lower(row["old_district"]), row["extent"])
            place.old[f"{lower(row['old_commune'])}|{old[1]}"] = old
    return list(places.values())


def decision(
    province: UUID, about: str, on: dt.date, *, number: str = "", issuer: str = "Sổ Chi bộ"
) -> Decision:
    """Return a decision; without a number it is marked house."""
    return Decision(
        id=uuid.uuid4(), province=province, number=number, issuer=issuer, about=about,
        effective_on=on, is_house=not number,
    )  # fmt: skip


def found_province(*, cells_each: dict[str, int], usual: int, dice: random.Random) -> Province:
    """Found the province of 2020 and reorganise it in 2025.

    cells_each: commune of today to its number of cells; usual: for all others.
    """
    id, officer = uuid.uuid4(), User.objects.create_user("tinh")
    person = add_person(
        id=uuid.uuid4(), province=id, name="Trần Đức Khải", birth=(1984, None, None),
        sex=Sex.MALE, user=officer,
    )  # fmt: skip
    unit = commands.install(
        act=act_on(officer, FIRST_DAY), new=NewUnit(id, Kind.PROVINCE, PROVINCE),
        decision=decision(id, "Ngày đầu của dữ liệu minh họa", FIRST_DAY), officer=person,
    )  # fmt: skip
    places = read_places()
    province = Province(unit, officer, places)
    _found_old(province, cells_each, usual, dice)
    _found_others(province, dice)
    _reform(province)
    return province


def _found_old(
    province: Province, cells_each: dict[str, int], usual: int, dice: random.Random
) -> None:
    """Found districts, old communes and cells on the first day."""
    ruling = decision(province.unit.pk, "Ngày đầu của dữ liệu minh họa", FIRST_DAY)
    act = act_on(province.officer, FIRST_DAY)
    names = dict.fromkeys(old[1] for place in province.places for old in place.old.values())
    districts = {name: NewUnit(uuid.uuid4(), Kind.DISTRICT, name) for name in names}
    units = commands.found_units(
        act=act, new=list(districts.values()), parent=province.unit, decision=ruling
    )
    by_district: dict[str, list[tuple[NewUnit, list[NewUnit]]]] = defaultdict(list)
    for place in province.places:
        count = cells_each.get(place.name, usual)
        cells = _cells(place, count, dice)
        for number, (key, (code, district, _extent)) in enumerate(place.old.items()):
            name = key.split("|")[0]
            old = NewUnit(uuid.uuid4(), Kind.COMMUNE, name, statistics_code=code)
            share = cells[number :: len(place.old)]
            if place.name == WHOLE:  # the seed's cell lay in Mường Mươn
                share = [
                    c for n, c in enumerate(cells) if (n % 2 == 0) == (name == "xã Mường Mươn")
                ]
            by_district[district].append((old, share))
        place.cells = cells
    for unit, (name, _new) in zip(units, districts.items(), strict=True):
        _found_communes(province, unit, by_district[name], ruling)


def _found_communes(
    province: Province,
    district: Unit,
    communes: list[tuple[NewUnit, list[NewUnit]]],
    ruling: Decision,
) -> None:
    founded = commands.found_units(
        act=act_on(province.officer, FIRST_DAY), new=[new for new, _cells in communes],
        parent=district, decision=ruling,
    )  # fmt: skip
    for unit, (_new, cells) in zip(founded, communes, strict=True):
        if cells:
            act = act_on(province.officer, FIRST_DAY)
            commands.found_units(act=act, new=cells, parent=unit, decision=ruling)


def _cells(place: Place, count: int, dice: random.Random) -> list[NewUnit]:
    offices = OFFICES[: 5 if count > 20 else 1 if count > 4 else 0]
    names = villages(dice, count - len(offices))
    if place.name == WHOLE:
        names[0] = "bản Púng Giắt 1"
    cells = [NewUnit(uuid.uuid4(), Kind.CELL, name, CellType.VILLAGE) for name in names]
    return cells + [NewUnit(uuid.uuid4(), Kind.CELL, name, kind) for name, kind in offices]


def _found_others(province: Province, dice: random.Random) -> None:
    """Found four organisations with invented names, which make 49 under the province."""
    ruling = decision(province.unit.pk, "Ngày đầu của dữ liệu minh họa", FIRST_DAY)
    new = [NewUnit(uuid.uuid4(), Kind.OTHER, name) for name in OTHERS]
    units = commands.found_units(
        act=act_on(province.officer, FIRST_DAY), new=new, parent=province.unit, decision=ruling
    )
    for unit, each in zip(units, new, strict=True):
        cells = [
            NewUnit(uuid.uuid4(), Kind.CELL, f"Phòng số {number}", CellType.AGENCY)
            for number in (1, 2)
        ]
        act = act_on(province.officer, FIRST_DAY)
        commands.found_units(act=act, new=cells, parent=unit, decision=ruling)
        province.places.append(Place(each.name, each.id, "", {}, cells))


def _reform(province: Province) -> None:
    """Do what was done on 1 July 2025: 129 communes become 45, ten districts end."""
    reform = decision(
        province.unit.pk, "Sắp xếp đơn vị hành chính cấp xã của tỉnh Điện Biên", REFORM_DAY,
        number="1661/NQ-UBTVQH15", issuer="Ủy ban Thường vụ Quốc hội",
    )  # fmt: skip
    muong_pon = decision(
        province.unit.pk, "Thành lập Đảng bộ xã Mường Pồn", REFORM_DAY,
        number="6537-QĐ/TU", issuer="Tỉnh ủy Điện Biên",
    )  # fmt: skip
    day = REFORM_DAY - dt.timedelta(days=1)
    named = {
        (row.name, row.unit.placements.get().parent.designations.get().name): row.unit
        for row in _old_communes()
    }
    for place in province.places:
        if not place.old:
            continue
        predecessors = [
            Predecessor(named[(key.split("|")[0], district)], extent)
            for key, (_code, district, extent) in place.old.items()
        ]
        commands.merge_units(
            act=act_on(province.officer, day), predecessors=predecessors,
            into=NewUnit(place.id, Kind.COMMUNE, place.name, statistics_code=place.code),
            parent=province.unit, decision=muong_pon if place.name == WHOLE else reform,
        )  # fmt: skip
    districts = Unit.objects.filter(designations__kind=Kind.DISTRICT)
    commands.end_units(act=act_on(province.officer, day), units=list(districts), decision=reform)


def _old_communes() -> "QuerySet[Designation]":
    return (
        Designation.objects.filter(kind=Kind.COMMUNE)
        .select_related("unit")
        .prefetch_related("unit__placements__parent__designations")
    )
