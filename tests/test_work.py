"""Long work of the rooms, stopped, killed and gone on with: the same comes of it."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from python_calamine import CalamineWorkbook

import chibo
from chibo.figures.commands import fold_all, rebuild, rebuilding
from chibo.figures.models import COUNTERS, Seat, UnitMonth
from chibo.jobs.commands import ask_job, go_on_with, stop_job, work_once
from chibo.jobs.models import Job, JobFile, State
from chibo.reports import yearly
from tests.sittings import held, last_month_3rd
from tests.world import World, act, today

SLOW = """
import time, django
django.setup()
from django.core.management import call_command
from chibo.figures.commands import rebuilding
rebuilding.CELLS, quick = 1, rebuilding.write
def write(*given, **named):
    quick(*given, **named)
    time.sleep(1)
rebuilding.write = write
call_command("work", silent=2)
"""


def _sums() -> set[tuple[Any, ...]]:
    return {
        (row.seat_id, row.view, row.month, *(getattr(row, key) for key in COUNTERS))
        for row in UnitMonth.objects.all()
    }


def _rebuild(world: World) -> Job:
    return ask_job(
        act=act(world.user("province_officer")), kind="figures.rebuild",
        unit=world.province.pk, arguments={},
    )  # fmt: skip


def _yearly(world: World) -> Job:
    return ask_job(
        act=act(world.user("province_officer")), kind="reports.yearly", unit=world.province.pk,
        arguments={"year": f"{last_month_3rd():%Y}"},
    )  # fmt: skip


def _table(job: Job) -> list[list[Any]]:
    content = bytes(JobFile.objects.get(job=job).content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def _stopping(job: Job, patch: pytest.MonkeyPatch, where: Any, name: str) -> None:
    """Have a job stopped while it makes its first step."""
    real = getattr(where, name)

    def stop(*given: Any, **named: Any) -> Any:
        patch.setattr(where, name, real)
        stop_job(act=act(job.asked_by), job=job)
        return real(*given, **named)

    patch.setattr(where, name, stop)


def test_a_rebuild_stopped_in_the_middle_ends_as_one_that_ran_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(world, last_month_3rd(), absent=3, unexcused=1)
    list(rebuild(today=today()))
    whole = _sums()
    UnitMonth.objects.all().delete()
    Seat.objects.all().delete()
    monkeypatch.setattr(rebuilding, "CELLS", 1)
    job = _rebuild(world)
    _stopping(job, monkeypatch, rebuilding, "write")

    work_once()
    job.refresh_from_db()
    assert (job.state, job.done, job.of) == (State.STOPPED, 1, 3)
    assert _sums() != whole
    go_on_with(act=act(job.asked_by), job=job)
    work_once()

    job.refresh_from_db()
    assert (job.state, job.done) == (State.DONE, 3)
    assert _sums() == whole


def test_the_year_of_all_units_stopped_in_the_middle_is_the_same_workbook(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(rebuild(today=today()))
    held(world, last_month_3rd(), absent=3, unexcused=1)
    fold_all(today=today())
    through = _yearly(world)
    work_once()
    job = _yearly(world)
    _stopping(job, monkeypatch, yearly, "of_unit")

    work_once()
    job.refresh_from_db()
    assert (job.state, job.done, job.of) == (State.STOPPED, 1, 3)
    go_on_with(act=act(job.asked_by), job=job)
    work_once()

    table = _table(job)
    assert table[1:] == _table(through)[1:]
    assert re.search(r"Đọc từ \d\d:\d\d [\d/]{10} đến \d\d:\d\d [\d/]{10}$", table[0][0])
    header, rows = table[2], table[3:]
    assert [row[2] for row in rows] == [
        "Đảng bộ tỉnh Điện Biên", "Đảng bộ xã Mường Pồn", "Chi bộ bản Huổi Ho",
        "Chi bộ bản Púng Giắt 1", "Đảng bộ xã Nà Hỳ", "Chi bộ bản Nà Hỳ 1",
    ]  # fmt: skip
    there = header.index("Có mặt")
    assert [row[there : there + 3] for row in rows[:4]] == [
        [8, 12, 66.7], [8, 12, 66.7], [0, 0, ""], [8, 12, 66.7],
    ]  # fmt: skip


def test_the_year_is_asked_for_by_who_may_read_counts(
    world: World, client_of: Callable[[str], Client]
) -> None:
    for who, status in (("clerk", 200), ("secretary", 404), ("technical_administrator", 403)):
        page = f"/units/{world.commune.pk}/jobs/reports.yearly/2026/"
        assert client_of(who).get(page).status_code == status
    everything = f"/units/{world.province.pk}/jobs/figures.rebuild/all/"
    assert client_of("province_officer").get(everything).status_code == 200
    assert client_of("technical_administrator").get(everything).status_code == 403
    below = f"/units/{world.commune.pk}/jobs/figures.rebuild/all/"
    assert client_of("province_officer").get(below).status_code == 404


def _surroundings() -> dict[str, str]:
    """Return the environment of a process that opens the base of this test."""
    kind = {"CHIBO_DATABASE": connection.vendor, "CHIBO_PLAIN_STATIC": "1"}
    name = str(connection.settings_dict["NAME"])
    kind["CHIBO_PG_NAME" if connection.vendor == "postgresql" else "CHIBO_SQLITE_PATH"] = name
    path = str(Path(chibo.__file__).parent.parent)
    settings = {"DJANGO_SETTINGS_MODULE": "chibo.config.settings", "PYTHONPATH": path}
    return {**os.environ, **kind, **settings}


@contextmanager
def _process(*words: str, **how: Any) -> Iterator[subprocess.Popen[Any]]:
    process = subprocess.Popen([sys.executable, *words], env=_surroundings(), **how)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(until: Callable[[], object], *, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.1)


def _is(job: Job, **wanted: Any) -> bool:
    return Job.objects.filter(pk=job.pk, **wanted).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_followed_by_one_that_ends_its_job(world: World) -> None:
    held(world, last_month_3rd(), absent=3, unexcused=1)
    list(rebuild(today=today()))
    whole = _sums()
    UnitMonth.objects.all().delete()
    Seat.objects.all().delete()
    job = _rebuild(world)

    with _process("-c", SLOW) as first:
        _wait(lambda: _is(job, done=1))
        first.kill()
        first.wait()
    assert _is(job, state=State.RUNNING, done__lt=3)
    with _process("-c", SLOW):
        _wait(lambda: _is(job, state=State.DONE))

    assert _sums() == whole


@pytest.mark.django_db(transaction=True)
def test_serving_keeps_a_worker_beside_and_takes_it_along_at_the_end(world: World) -> None:
    words = ("-m", "chibo.config.cli", "serve", "--port", "0")
    with _process(*words, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert any(line.startswith(b"http://") for line in iter(server.stdout.readline, b""))
        _wait(lambda: _children(server.pid))
        first = _children(server.pid)
        os.kill(first[0], signal.SIGKILL)
        job = _yearly(world)
        _wait(lambda: _is(job, state=State.DONE))
        second = _children(server.pid)
        assert second != first
    _wait(lambda: not Path(f"/proc/{second[0]}").exists())
    connections.close_all()


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    found = [int(each) for each in text.split()]
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(each) for each in (task / "children").read_text().split()]
    return sorted({each for each in found if _is_worker(each)})


def _is_worker(process: int) -> bool:
    """Say whether a process is a worker; the one that makes papers stands beside it."""
    with suppress(OSError):
        return b"--beside" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False
