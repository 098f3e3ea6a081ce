"""The base of the journeys, and the real server on it, at a fixed hour.

    python -m tests.journeys.base make     an empty base is filled: two communes, six cells
    python -m tests.journeys.base serve [2026-12-03T21:10+07:00]    prints the address

bản Púng Giắt 1 has its 21 members and three promises of last month; of the other cells of
xã Mường Pồn one has met this month and two have not. The clock starts at NOW: pages that ask
for the hour, the end of a meeting or an overdue cell look the same on every day.
"""

import datetime as dt
import os
import random
import sys
import uuid
from collections.abc import Callable

import django
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
django.setup()

from chibo.accounts.models import User  # noqa: E402
from chibo.assessments.commands import load_frames  # noqa: E402
from chibo.core.days import Month  # noqa: E402
from chibo.demo.acts import act_on  # noqa: E402
from chibo.demo.cells import Cell, Logins, Telephones, people_cell, people_commune  # noqa: E402
from chibo.demo.make import PASSWORD, _logins  # noqa: E402
from chibo.demo.meetings import hold, own_decisions  # noqa: E402
from chibo.demo.units import FIRST_DAY, PROVINCE, Place, Province, decision  # noqa: E402
from chibo.journal.commands import HANOI  # noqa: E402
from chibo.organizations.commands import NewUnit, found_units, install  # noqa: E402
from chibo.organizations.models import CellType, Kind  # noqa: E402
from chibo.people.commands import add_person  # noqa: E402
from chibo.people.models import Person, Sex  # noqa: E402
from chibo.rulebook.commands import load_packs  # noqa: E402

NOW = dt.datetime(2026, 11, 23, 21, 10, tzinfo=HANOI)
OWN = "bản Púng Giắt 1"
LARGE, LARGE_LOGIN, LARGE_SIZE = "bản Pá Múa", "bithu-pa-mua", 25
CELLS = {
    "xã Mường Pồn": (OWN, "bản Huổi Ho", "bản Nậm Ty", LARGE),
    "xã Nà Hỳ": ("bản Nà Hỳ 1", "bản Hua Sang"),
}
MET = ("bản Nậm Ty", "bản Nà Hỳ 1")


def set_clock(at: dt.datetime = NOW) -> None:
    """Let this process live at another hour."""
    real: Callable[[], dt.datetime] = timezone.now
    ahead = at - real()
    timezone.now = lambda: real() + ahead


def make() -> None:
    """Fill an empty base through the commands."""
    call_command("migrate", verbosity=0)
    dice, phones = random.Random(7), Telephones()
    with transaction.atomic():
        load_packs(now=timezone.now())
        load_frames(now=timezone.now())
        province = _province()
        _logins(province)
        for place in province.places:
            cells = _people(province, place, dice, phones)
            for cell in cells:
                _months(cell, dice)


def _province() -> Province:
    id, officer = uuid.uuid4(), User.objects.create_user("tinh")
    person = add_person(
        id=uuid.uuid4(), province=id, name="Trần Đức Khải", birth=(1984, None, None),
        sex=Sex.MALE, user=officer,
    )  # fmt: skip
    ruling = decision(id, "Ngày đầu của dữ liệu thử", FIRST_DAY)
    unit = install(
        act=act_on(officer, FIRST_DAY), new=NewUnit(id, Kind.PROVINCE, PROVINCE),
        decision=ruling, officer=person,
    )  # fmt: skip
    province = Province(unit, officer, [])
    for name, cells in CELLS.items():
        place = Place(name, uuid.uuid4(), "")
        place.cells = [NewUnit(uuid.uuid4(), Kind.CELL, cell, CellType.VILLAGE) for cell in cells]
        communes = found_units(
            act=act_on(officer, FIRST_DAY), new=[NewUnit(place.id, Kind.COMMUNE, name)],
            parent=unit, decision=decision(id, f"Thành lập {name}", FIRST_DAY),
        )  # fmt: skip
        found_units(
            act=act_on(officer, FIRST_DAY), new=place.cells, parent=communes[0],
            decision=decision(id, f"Thành lập chi bộ của {name}", FIRST_DAY),
        )  # fmt: skip
        province.places.append(place)
    return province


def _people(
    province: Province, place: Place, dice: random.Random, phones: Telephones
) -> list[Cell]:
    whole = place.cells[0].name == OWN
    clerk = User.objects.get(username="canbo-xa") if whole else None
    officer, followers = people_commune(province, place, clerk, dice, phones)
    if whole:
        Person.objects.filter(pk=followers[0].pk).update(
            user=User.objects.get(username="bithu-xa"), name="Đèo Văn Thương"
        )
    cells = []
    for new in place.cells:
        logins = None
        if new.name == OWN:
            names = ("bithu", "phobithu", "dangvien")
            logins = Logins(*(User.objects.get(username=name) for name in names))
        size = LARGE_SIZE if new.name == LARGE else 12
        cells.append(
            people_cell(
                province, new.id, new.name, size, officer, followers[0], dice, phones, logins
            )
        )
        if new.name == LARGE:
            _sign_in(cells[-1].secretary, LARGE_LOGIN)
    return cells


def _sign_in(user: User, login: str) -> None:
    """Let a secretary sign in under a name of the tests."""
    user.username = login
    user.set_password(PASSWORD)
    user.save()


def _months(cell: Cell, dice: random.Random) -> None:
    this = Month.of(timezone.localdate())
    own = cell.name == OWN
    hold(cell, this.after(-2), dice, quality=0.9)
    hold(cell, this.after(-1), dice, quality=0.85, day=3, answered="done",
         decided=own_decisions(cell) if own else None)  # fmt: skip
    if cell.name in MET:
        hold(cell, this, dice, quality=0.9, day=4)


def main() -> None:
    """Do the one thing asked for; `serve` may name another hour."""
    set_clock(dt.datetime.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else NOW)
    if sys.argv[1] == "make":
        make()
        call_command("collectstatic", verbosity=0, interactive=False)
    else:
        call_command("serve", port=0, no_worker=True)  # a worker would live at the real hour


if __name__ == "__main__":
    main()
