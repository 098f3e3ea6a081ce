"""32 writers who hold and close meetings by the commands, with the queue and its worker or without.

Each writer is a process with a connection of its own and cells of its own, so none waits for
another's meeting. With: each closing adds to the queue, and one worker folds each second. Without:
the closing adds nothing and nobody folds. In turn: without, with, without, with. The writers stand
for processes that serve pages: they run at the priority that deploy/systemd gives those.
"""

import datetime as dt
import multiprocessing as mp
import os
import statistics
import time
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.utils import timezone

from bench.asked import Found, note, p95, said, timed
from bench.base import members_of, secretaries, today
from bench.generate import Branch, Cell
from chibo.accounts.models import User
from chibo.core.days import Month
from chibo.figures.commands import fold_all, keep_up
from chibo.figures.comparing import differences
from chibo.figures.models import UnitMonth
from chibo.jobs.commands import working
from chibo.journal.commands import HANOI, Act
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    Setting,
    call_roll,
    open_meeting,
    record_discussion,
)
from chibo.members.models import Membership
from chibo.minutes.commands import close_minutes
from chibo.minutes.commands import closing as closing_module
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Unit
from chibo.recounts.commands import recount
from chibo.recounts.models import Recount

WRITERS = 32
NICE = 5  # deploy/systemd/chibo.service
PAUSE = 1.5  # seconds until what was closed last is folded


def hold(cell: Cell, user: User, on: dt.date) -> uuid.UUID:
    """Hold a cell's regular meeting of a day and close it; return its key."""
    members = list(
        Membership.objects.select_related("person").filter(pk__in=members_of(cell), from_on__lte=on)
    )
    members.sort(key=lambda each: members_of(cell).index(each.pk))
    now = dt.datetime.now(tz=HANOI)
    marks = {member.pk: MarkGiven("present") for member in members}
    for member in members[-max(len(members) // 6, 1) :]:
        marks[member.pk] = MarkGiven("excused", "far_work")

    def act() -> Act:
        return Act(uuid.uuid4(), user, now, now)

    meeting = open_meeting(
        act=act(), cell=Unit.objects.get(pk=cell.node.id),
        setting=Setting(
            kind="regular", topic="", held_on=on, starts_at=dt.time(0, 1),
            place="nhà văn hóa bản", chair=members[0], writer=members[1],
        ),
        agenda=[ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới")],
    )  # fmt: skip
    call_roll(act=act(), meeting=meeting, marks=marks)
    record_discussion(
        act=act(), meeting=meeting, spoke=2, criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới", "Chia việc", "Thống nhất")],
    )  # fmt: skip
    closing = Act(uuid.uuid4(), user, now, now)
    close_minutes(act=closing, meeting=meeting, ends_at=dt.time(1, 30))
    return closing.id


def _write(
    cells: Sequence[Cell], users: dict[uuid.UUID, User], until: float, counts: bool, out: Any
) -> None:
    """Be one writer until the time is over; put the seconds of each meeting on the queue."""
    connections.close_all()
    os.nice(NICE)
    if not counts:
        closing_module.recount_closed = lambda _closure: None  # type: ignore[assignment]
    times: list[float] = []
    try:
        for cell in cells:
            if time.time() > until:
                break
            times.append(timed(lambda one=cell: hold(one, users[one.node.id], today())))  # type: ignore[misc]
    finally:
        out.put(times)
        connections.close_all()


def _work(until: Any, out: Any) -> None:
    """Be `chibo work` until told to stop; put on the queue how old the oldest row of each fold was.

    And the share of the time in which it folded, its seconds of processor, how many rows.
    """
    connections.close_all()
    ages, folded, busy = [0.0], [0], [0.0]

    def watched() -> None:
        due = Recount.objects.filter(not_before__lte=today()).order_by("pk")
        oldest = due.values_list("asked_at", flat=True).first()
        start = time.perf_counter()
        folded.append(keep_up())
        busy.append(time.perf_counter() - start)
        if oldest and folded[-1]:
            ages.append((timezone.now() - oldest).total_seconds())

    working._each_second[:] = [watched]
    start, used = time.perf_counter(), time.process_time()
    working.work(working.Turn(until.is_set))
    share = sum(busy) / (time.perf_counter() - start)
    out.put((ages, share, time.process_time() - used, sum(folded)))
    connections.close_all()


def _round(
    cells: list[list[Cell]], users: dict[uuid.UUID, User], seconds: float, *, counts: bool
) -> dict[str, Any]:
    """Let all writers write for some seconds; return meetings a second, times, ages."""
    context = mp.get_context("fork")
    out, told, stop = context.Queue(), context.Queue(), context.Event()
    connections.close_all()
    until = time.time() + seconds
    writers = [
        context.Process(target=_write, args=(mine, users, until, counts, out)) for mine in cells
    ]
    worker = context.Process(target=_work, args=(stop, told))
    if counts:
        worker.start()
    start = time.perf_counter()
    for each in writers:
        each.start()
    found = [out.get(timeout=300) for _ in writers]
    took = time.perf_counter() - start
    for each in writers:
        each.join()
    ages, busy, used, rows = [0.0], 0.0, 0.0, 0
    if counts:
        time.sleep(PAUSE)
        stop.set()
        ages, busy, used, rows = told.get(timeout=120)
        worker.join()
    times = [one for each in found for one in each]
    return {
        "rate": len(times) / took, "p95": p95(times), "ages": ages, "busy": busy,
        "a_row": used / max(rows, 1), "by_writer": [len(each) for each in found],
    }  # fmt: skip


def measure(
    branch: Branch, *, writers: int = WRITERS, seconds: float = 8, rounds: int = 2
) -> Found:
    """Measure throughput with and without, how stale figures are, and what differs afterwards."""
    rounds_in_all = 2 * rounds
    met = MinutesClosure.objects.filter(month=Month.of(today()).first)
    done = set(met.values_list("cell", flat=True))
    cells = [
        cell
        for cell in branch.cells
        if cell.members > 5 and cell.node.n % 40 != 7 and cell.node.id not in done
    ]
    users = secretaries(cells)
    fold_all(today=today())
    rates: dict[bool, list[float]] = {True: [], False: []}
    ages, used = [0.0], 0
    for number in range(rounds_in_all):
        counts = bool(number % 2)
        mine = _dealt(cells[used:], writers, rounds_in_all - number)
        found = _round(mine, users, seconds, counts=counts)
        rates[counts].append(found["rate"])
        ages += found["ages"]
        used += sum(len(each) for each in mine)
        note(
            f"{writers} writers, {'with' if counts else 'without'} the queue and its worker:"
            f" {found['rate']:.1f} meetings a second, p95 {found['p95']:.2f} s,"
            f" oldest fold {max(found['ages']):.2f} s, worker folds {found['busy']:.0%} of the time"
            f" and computes {found['a_row'] * 1e3:.1f} ms a row"
        )
    wrong = differing()
    goals = {
        "writers_with_figures_over_without": said(
            statistics.median(rates[True]) / statistics.median(rates[False]), 0.55, "higher"
        ),
        "closed_meeting_in_all_figures_after_s": said(max(ages), 2.0),
        "figures_rows_wrong_after_writers": said(wrong, 0),
    }
    return goals


def _dealt(cells: list[Cell], writers: int, rounds_left: int) -> list[list[Cell]]:
    """Deal this round's share of the cells to the writers."""
    share = cells[: max(len(cells) // rounds_left, writers)]
    return [share[place::writers] for place in range(writers)]


def differing() -> int:
    """Return how many rows of the sums are not what the truth says: of the cells that met, and
    of every unit above any cell.

    What was closed without the queue is asked for first, as an import would.
    """
    this = Month.of(today()).first
    met = set(MinutesClosure.objects.filter(month=this).values_list("cell", flat=True))
    asked = set(Recount.objects.values_list("unit", flat=True))
    recount(met - asked - _folded_cells(), [this])
    fold_all(today=today())
    found: list[int] = []
    took = timed(lambda: found.append(differences(met, today=today()).rows))
    note(f"{found[0]} rows of {len(met)} cells, or above any cell, differ ({took:.0f} s)")
    return found[0]


def _folded_cells() -> set[uuid.UUID]:
    """Return the cells whose meeting of this month is in the sums already."""
    rows = UnitMonth.objects.filter(month=Month.of(today()).index, regular__gt=0, view="then")
    return set(rows.values_list("seat__unit", flat=True))
