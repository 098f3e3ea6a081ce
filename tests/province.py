"""What is done in a province's own machine, each as a process: `python -m tests.province WHAT`."""

import datetime as dt
import pickle
import sys
import uuid
from pathlib import Path

import django

django.setup()

from chibo.figures.commands import fold_all, rebuild  # noqa: E402
from chibo.organizations.commands import (  # noqa: E402
    NewUnit,
    end_units,
    found_units,
)
from chibo.organizations.models import Designation, Kind  # noqa: E402
from tests.sittings import held, last_month_3rd  # noqa: E402
from tests.world import World, act, decision, make_world, today  # noqa: E402

NAMES = {"a": "tỉnh Điện Biên", "b": "tỉnh Lai Châu", "c": "tỉnh Sơn La"}
DAY = dt.date(2026, 7, 1)


def main(what: str, path: Path, *words: str) -> None:
    """Do one thing; the handles of the small world are kept in a file."""
    if what == "world":
        path.write_bytes(pickle.dumps(_world(*words)))
        return
    world: World = pickle.loads(path.read_bytes())  # noqa: S301 - our own
    DO[what](world, *words)
    fold_all(today=today())


def _world(name: str) -> World:
    world = make_world()
    officer, province = world.user("province_officer"), world.province
    Designation.objects.filter(unit=province).update(name=NAMES[name])
    list(rebuild(today=today()))
    assert officer.pk
    return world


def _hold(world: World, months_ago: str) -> None:
    """Hold a meeting in so many months ago, by the commands."""
    on = last_month_3rd()
    for _month in range(int(months_ago) - 1):
        on = (on.replace(day=1) - dt.timedelta(days=1)).replace(day=3)
    held(world, on, absent=2)


def _give(world: World, number: str) -> None:
    """End a commune with its cell, by a decision: another province takes them."""
    officer = world.user("province_officer")
    ruling = decision(world.province.pk, DAY)
    ruling.number = number
    for unit in (world.foreign_cell, world.other_commune):
        end_units(act=act(officer), units=[unit], decision=ruling)


def _take(world: World, number: str) -> None:
    """Found the commune and its cell here, by the same decision."""
    officer = world.user("province_officer")
    ruling = decision(world.province.pk, DAY)
    ruling.number = number
    commune = found_units(
        act=act(officer), parent=world.province, decision=ruling,
        new=[NewUnit(uuid.uuid4(), Kind.COMMUNE, "xã Nà Hỳ")],
    )[0]  # fmt: skip
    found_units(
        act=act(officer), parent=commune, decision=ruling,
        new=[NewUnit(uuid.uuid4(), Kind.CELL, "bản Nà Hỳ 1", "village")],
    )  # fmt: skip


DO = {"hold": _hold, "give": _give, "take": _take}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
