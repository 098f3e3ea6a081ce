"""Keep the sums of months from the command line: fold, rebuild, compare, tick."""

import time
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from chibo.assessments.catalogue import indicators
from chibo.core.days import Month
from chibo.figures.commands import every_cell, keep_up, rebuild, tick
from chibo.figures.comparing import Compared, Differing, differences
from chibo.figures.models import NOW, View
from chibo.organizations.models import Change
from chibo.organizations.queries import named, names

NAMED = 10  # differences that are printed
_VIEWS = {View.THEN: "đơn vị khi ấy", View.TODAY: "đơn vị hôm nay"}


class Command(BaseCommand):
    help = "Keep the monthly sums of units: add up what waits, make all again, compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        fold = does.add_parser("fold", help="add up what waits")
        fold.add_argument("--every", type=float, metavar="SECONDS", help="again and again")
        does.add_parser("rebuild", help="bring all to the truth; goes on where it was broken off")
        does.add_parser("compare", help="compare with the truth; code 1 where something differs")
        does.add_parser("tick", help="look again at what another day changes")

    def handle(self, *args: Any, **options: Any) -> None:
        does = {
            "fold": self.fold, "rebuild": self.rebuild, "compare": self.compare, "tick": self.tick
        }  # fmt: skip
        does[options["does"]](options)

    def fold(self, options: dict[str, Any]) -> None:
        if options["every"] is None:
            self.stdout.write(f"Đã cộng {keep_up()} dòng chờ.")
        while options["every"] is not None:
            try:
                keep_up()
            except OperationalError as problem:  # the database is away for a while
                self.stderr.write(str(problem))
                close_old_connections()
            time.sleep(options["every"])

    def rebuild(self, options: dict[str, Any]) -> None:
        for done, of in rebuild():
            self.stdout.write(f"Đã cộng lại {done} trong {of} chi bộ.")
        self.stdout.write("Xong. Kiểm tra bằng lệnh: chibo figures compare")

    def compare(self, options: dict[str, Any]) -> None:
        found = differences(every_cell(), today=timezone.localdate())
        if found.waiting:
            self.stdout.write(f"Còn {found.waiting} dòng chờ cộng: chibo figures fold")
        if not found.rows:
            self.stdout.write("Mọi số liệu tháng khớp với sổ.")
            return
        self._tell(found)
        raise SystemExit(1)

    def _tell(self, found: Compared) -> None:
        least = "Ít nhất " if found.is_cut else ""
        self.stdout.write(f"{least}{found.rows} tháng của các đơn vị khác với sổ:")
        called = _names({each.unit for each in found.differing})
        rows = sorted(
            found.differing, key=lambda d: (called[d.unit], d.month, d.view, d.counter)
        )  # fmt: skip
        for each in rows[:NAMED]:
            self.stdout.write(f"  {called[each.unit][1]}, {_says(each)}")
        if len(rows) > NAMED:
            self.stdout.write(f"Và {len(rows) - NAMED} số khác.")
        self.stdout.write("Sửa bằng lệnh: chibo figures rebuild")

    def tick(self, options: dict[str, Any]) -> None:
        tick()
        self.stdout.write(f"Đã xem lại cho ngày {timezone.localdate():%d/%m/%Y}.")


def _names(units: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return by what each unit is put in order, and how it is called."""
    today = timezone.localdate()
    found = names(units, on=today)
    for unit in units - set(found):
        with suppress(Change.DoesNotExist):  # taken back as if it had never been
            found[unit] = named(unit, on=today)
    return {
        unit: (found[unit].sort_key, found[unit].full) if unit in found else ("", str(unit))
        for unit in units
    }


def _says(each: Differing) -> str:
    month = "hôm nay" if each.month == NOW else f"tháng {Month.at(each.month)}"
    view = "" if each.month == NOW else f", theo {_VIEWS[View(each.view)]}"
    called = next(
        (str(own.name) for own in indicators().values() if own.part == (each.counter,)),
        each.counter,
    )
    return f"{month}{view}: {called} ({each.counter}) ghi {each.stands}, đúng là {each.right}"
