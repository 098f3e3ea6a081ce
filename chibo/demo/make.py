"""Make the invented province: units, people, months of meetings, logins."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from chibo.accounts.models import User
from chibo.assessments.commands import load_frames
from chibo.core.days import Month
from chibo.demo.acts import act_on
from chibo.demo.cells import Cell, Logins, Telephones, people_cell, people_commune
from chibo.demo.halves import in_halves
from chibo.demo.lives import live
from chibo.demo.meetings import hold, own_decisions
from chibo.demo.plans import give_duties, plan
from chibo.demo.units import FIRST_DAY, HALF, WHOLE, Place, Province, found_province
from chibo.figures.commands import rebuild
from chibo.organizations.commands import give_post
from chibo.organizations.models import Role, Unit
from chibo.people.commands import add_person
from chibo.people.models import Person, Sex
from chibo.recounts.commands import left_to_worker
from chibo.rulebook.commands import load_packs

PASSWORD = "minh-hoa-chi-bo"  # noqa: S105 - of invented people, on this machine only
LOGINS = {
    "bithu": "Bí thư chi bộ bản Púng Giắt 1",
    "phobithu": "Phó bí thư chi bộ bản Púng Giắt 1",
    "dangvien": "Đảng viên chi bộ bản Púng Giắt 1",
    "canbo-xa": "Cán bộ Ban Xây dựng Đảng xã Mường Pồn",
    "bithu-xa": "Bí thư Đảng ủy xã Mường Pồn",
    "tinh": "Chuyên viên Ban Tổ chức Tỉnh ủy",
    "kythuat": "Quản trị kỹ thuật",
}
BEFORE_REFORM = ("xã Nà Hỳ",)  # one month under the units of then, to compare
OWN = "bản Púng Giắt 1"
WITH_PLAN = 0.15  # of the cells shown whole lay their year and score their meetings
MUONG_PON_MEMBERS, MUONG_PON_CELLS = 620, 38


@dataclass(frozen=True)
class Size:
    """How much to make: cells a commune, members a cell, months of the communes shown whole."""

    cells: int
    months: int
    members: tuple[int, int]


SIZES = {"small": Size(2, 12, (7, 10)), "province": Size(62, 3, (10, 22))}


def make_demo(*, size: str, say: Callable[[str], object]) -> None:
    """Make it all, on an empty base: units and people first, then the months of each cell."""
    with left_to_worker():
        _make(size, say)
    for _done, _of in rebuild():
        pass
    say("Số liệu các cấp: đã cộng.")


def _make(size: str, say: Callable[[str], object]) -> None:
    wanted, today = SIZES[size], timezone.localdate()
    dice = random.Random(20250701)
    with transaction.atomic():
        load_packs(now=timezone.now())
        load_frames(now=timezone.now())
        say("Đơn vị: 10 huyện, 129 xã của 2020; 45 xã, phường của 2025.")
        cells_each = {WHOLE: MUONG_PON_CELLS, **dict.fromkeys(HALF, 8)}
        province = found_province(cells_each=cells_each, usual=wanted.cells, dice=dice)
        _logins(province)
        phones = Telephones()
        places = sorted(province.places, key=lambda each: each.name != WHOLE)
        cells = [
            (place, cell)
            for place in places
            for cell in _people(province, place, wanted, dice, phones)
        ]
        whole = [cell for place, cell in cells if place.name == WHOLE]
        elsewhere = next(place.id for place, _cell in cells if place.name == BEFORE_REFORM[0])
        clerk = User.objects.get(username="canbo-xa")
        live(whole, clerk, Unit.objects.get(pk=elsewhere), today)
    say(f"Chi bộ: {len(cells)}. Đang ghi các buổi họp…")
    in_halves(lambda half: _months(half, wanted, today), cells)
    say("Buổi họp: đã ghi, đã chốt.")


def _logins(province: Province) -> None:
    password = make_password(PASSWORD)
    for name in LOGINS:
        user, _new = User.objects.get_or_create(username=name)
        user.password = password
        user.save()
    technician = add_person(
        id=province.unit.pk, province=province.unit.pk, name="Phạm Văn Thoan",
        birth=(1990, None, None), sex=Sex.MALE, user=User.objects.get(username="kythuat"),
    )  # fmt: skip
    give_post(
        act=act_on(province.officer, FIRST_DAY), person=technician, unit=province.unit,
        role=Role.TECHNICAL_ADMINISTRATOR, from_on=FIRST_DAY,
    )  # fmt: skip


def _people(
    province: Province, place: Place, size: Size, dice: random.Random, phones: Telephones
) -> list[Cell]:
    whole = place.name == WHOLE
    clerk = User.objects.get(username="canbo-xa") if whole else None
    officer, followers = people_commune(province, place, clerk, dice, phones)
    if whole:
        Person.objects.filter(pk=followers[0].pk).update(
            user=User.objects.get(username="bithu-xa"), name="Đèo Văn Thương"
        )
    sizes = [dice.randint(*size.members) for _cell in place.cells]
    if whole:
        sizes = _sizes(len(place.cells), MUONG_PON_MEMBERS, dice)
    cells = []
    for number, (new, members) in enumerate(zip(place.cells, sizes, strict=True)):
        own = whole and number == 0
        logins = None
        if own:
            logins = Logins(
                *(User.objects.get(username=n) for n in ("bithu", "phobithu", "dangvien"))
            )
        cells.append(
            people_cell(
                province, new.id, new.name, members, officer, followers[number % 3], dice, phones,
                logins,
            )
        )  # fmt: skip
    return cells


def _sizes(cells: int, members: int, dice: random.Random) -> list[int]:
    """Return sizes of cells that add up; the first is the demo's own with 21."""
    sizes = [21, *(dice.randint(10, 22) for _cell in range(cells - 1))]
    place = 1
    while sum(sizes) != members:
        sizes[place] += 1 if sum(sizes) < members else -1
        place = place % (cells - 1) + 1
    return sizes


def _months(cells: Sequence[tuple[Place, Cell]], size: Size, today: dt.date) -> None:
    """Hold the months of these cells; each cell has dice of its own."""
    this = Month.of(today)
    for place, cell in cells:
        dice = random.Random(f"{place.name} {cell.name}")
        quality = dice.uniform(0.74, 0.95)
        own = cell.name == OWN
        if own or place.name in BEFORE_REFORM:
            hold(cell, Month(2025, 6), dice, quality=0.7)
        if place.name == WHOLE or place.name in HALF:
            whole = own or place.name == WHOLE and dice.random() < WITH_PLAN
            if whole:
                _plans(cell, Month.of(today), size, dice, own=own)
            _each_month(cell, today, size, dice, quality, own=own, scores=whole)
        else:
            hold(cell, this if today.day > 6 else this.after(-1), dice, quality=quality)


def _plans(cell: Cell, this: Month, size: Size, dice: random.Random, *, own: bool) -> None:
    for year in range(this.after(-size.months).year, this.year + 1):
        plan(cell, year, dice, issued=own)
    if own:
        give_duties(cell, dt.date(this.year, 1, 5))


def _each_month(
    cell: Cell, today: dt.date, size: Size, dice: random.Random, quality: float, *, own: bool,
    scores: bool,
) -> None:  # fmt: skip
    this = Month.of(today)
    for back in range(size.months, 0, -1):
        if own and back == 1:
            hold(cell, this.after(-1), dice, quality=0.85, day=3, scores=scores,
                 decided=own_decisions(cell), answered="done")  # fmt: skip
        elif own or dice.random() < 0.97:
            hold(cell, this.after(-back), dice, quality=quality, scores=scores)
    if not own and today.day > 6 and dice.random() < 0.85:
        hold(cell, this, dice, quality=quality, scores=scores)
