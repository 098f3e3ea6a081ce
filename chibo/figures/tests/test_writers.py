"""Many write at once while one adds up: nothing is lost, whoever commits first."""

import random
import threading
import time
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from chibo.copies.commands import copy_months, take_back
from chibo.copies.rules import PaperMonth
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.commands import every_cell, keep_up, rebuild
from chibo.figures.comparing import differences
from chibo.figures.models import View
from chibo.figures.queries import of_unit
from chibo.members.commands import enter_members
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import NewUnit, found_units, move_units
from chibo.organizations.models import Kind, Unit
from chibo.recounts.models import Recount
from tests.world import START, World, act, decision, new_member, today

WRITERS, MONTHS = 32, 4


@pytest.fixture
def cells(world: World) -> list[Unit]:
    new = [NewUnit(uuid.uuid4(), Kind.CELL, f"bản {n}", "village") for n in range(WRITERS)]
    return found_units(
        act=act(world.user("province_officer")), new=new, parent=world.commune,
        decision=decision(world.province.pk, START),
    )  # fmt: skip


def _write(world: World, cell: Unit, dice: random.Random) -> None:
    """Copy months, take one back, enter a member; each commits after a while."""
    clerk = world.user("clerk")
    for back in range(1, MONTHS + 1):
        month = Month.of(today()).after(-back).first
        absent = dice.randint(0, 5)
        line = PaperMonth(1, cell.pk, month, "regular", 9, 9 - absent, 0, absent, 0)
        with transaction.atomic():
            copy_months(act=act(clerk), unit=cell, rows=[line])
            time.sleep(dice.random() / 20)
    with transaction.atomic():
        closure = MinutesClosure.objects.filter(cell=cell).order_by("month")[0]
        take_back(act=act(clerk), closure=closure, reason="chép nhầm")
        time.sleep(dice.random() / 20)
    enter_members(act=act(clerk), cell=cell, new=[new_member("Lò Văn Bun", 1970)])


def _together(jobs: list[Callable[[], object]]) -> list[BaseException]:
    """Run the jobs in threads, and a worker beside them until all have ended."""
    faults: list[BaseException] = []
    over = threading.Event()

    def run(job: Callable[[], object]) -> None:
        try:
            job()
        except Exception as fault:  # noqa: BLE001 - handed to the test
            faults.append(fault)
        finally:
            connection.close()

    def work() -> None:
        while not over.is_set():
            keep_up()
            time.sleep(0.02)

    worker = threading.Thread(target=run, args=(work,))
    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in (worker, *threads):
        thread.start()
    for thread in threads:
        thread.join(60)
    over.set()
    worker.join(60)
    return faults


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite one writes at a time, and adds up itself"
)
@pytest.mark.django_db(transaction=True)
def test_32_writers_and_a_worker_leave_no_sum_behind(world: World, cells: list[Unit]) -> None:
    list(rebuild())
    jobs: list[Callable[[], object]] = [
        lambda cell=cell, n=n: _write(world, cell, random.Random(n))  # type: ignore[misc]
        for n, cell in enumerate(cells)
    ]
    jobs.append(
        lambda: move_units(
            act=act(world.user("province_officer")), units=[world.sibling_cell],
            to=world.other_commune, decision=decision(world.province.pk, START.replace(year=2025)),
        )
    )  # fmt: skip

    assert _together(jobs) == []

    keep_up()
    assert not Recount.objects.filter(not_before__lte=today()).exists()
    found = differences(every_cell(), today=today())
    assert (found.rows, found.differing[:5]) == (0, [])
    this = Month.of(today())
    months = Months(this.after(-MONTHS), this.after(-1))
    for view in View.values:
        sums = of_unit(world.province.pk, months, view=view, today=today())
        assert sums["held"].part == WRITERS * (MONTHS - 1)
