"""Jobs of a kind made for the tests: counting to ten, a part each."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.http import Http404
from django.test import Client
from django.utils import timezone

from chibo.accounts.models import User
from chibo.core.errors import Refused
from chibo.jobs import kinds
from chibo.jobs.commands import ask_job, each_second, go_on_with, stop_job, work_once
from chibo.jobs.commands.asking import CannotGoOn
from chibo.jobs.commands.working import Turn, _each_second, take_job
from chibo.jobs.kinds import File, Kind, Step
from chibo.jobs.models import Job, JobFile, JobPart, State
from tests.world import World, act

between: list[Callable[[Job], None]] = []


def _count(job: Job) -> Iterator[Step]:
    for number in range(job.cursor or 0, 10):
        for happens in between:
            happens(job)
        yield Step(number + 1, 10, cursor=number + 1, part=number)


def _admit(user: User, unit: uuid.UUID, on: dt.date) -> uuid.UUID:
    if user.username == "stranger" or not user.is_active:
        raise Http404
    return unit


def _joined(job: Job, parts: Iterator[Any]) -> File:
    return File("so.txt", "text/plain", " ".join(map(str, parts)).encode())


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    kind = Kind(
        "test.count", "Đếm", lambda what: {"what": what}, lambda unit, arguments, on: "Đếm đến 10",
        _admit, _count, _joined,
    )  # fmt: skip
    monkeypatch.setitem(kinds.KINDS, kind.key, kind)
    yield kind.key
    between.clear()


def _ask(world: World, kind: str, who: str = "clerk") -> Job:
    return ask_job(act=act(world.user(who)), kind=kind, unit=world.commune.pk, arguments={})


def _at(number: int, happens: Callable[[Job], None]) -> None:
    between.append(lambda job: happens(job) if _done(job) == number else None)


def _done(job: Job) -> int:
    return Job.objects.get(pk=job.pk).done


def _text(job: Job) -> str:
    return bytes(JobFile.objects.get(job=job).content).decode()


ALL = "0 1 2 3 4 5 6 7 8 9"


def test_a_job_stopped_in_the_middle_goes_on_to_the_same_end(world: World, kind: str) -> None:
    job, clerk = _ask(world, kind), world.user("clerk")
    _at(4, lambda job: stop_job(act=act(clerk), job=job))

    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.done, job.cursor) == (State.STOPPED, 5, 5)
    assert not work_once()
    between.clear()
    go_on_with(act=act(clerk), job=job)
    assert work_once()

    job.refresh_from_db()
    assert (job.state, job.done, job.of) == (State.DONE, 10, 10)
    assert _text(job) == ALL
    assert not JobPart.objects.exists()


def test_a_job_whose_worker_died_is_taken_up_and_the_dead_one_changes_nothing(
    world: World, kind: str
) -> None:
    job = _ask(world, kind)
    silent = dt.timedelta(seconds=60)

    def sleeps(job: Job) -> None:
        between.clear()
        Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - 2 * silent)
        assert work_once()  # another worker does it to its end

    _at(3, sleeps)
    assert work_once()  # and the first finds that it is no longer its own

    job.refresh_from_db()
    assert (job.state, job.done) == (State.DONE, 10)
    assert _text(job) == ALL


def test_a_living_worker_keeps_its_job(world: World, kind: str) -> None:
    _ask(world, kind)
    assert take_job(silent=dt.timedelta(seconds=60)) is not None
    assert take_job(silent=dt.timedelta(seconds=60)) is None


def test_a_worker_that_is_to_end_lets_its_job_wait_for_the_next(world: World, kind: str) -> None:
    job = _ask(world, kind)

    work_once(Turn(leaving=lambda: True))

    job.refresh_from_db()
    assert (job.state, job.done, job.worker) == (State.WAITING, 1, None)
    work_once()
    assert _text(job) == ALL


def test_a_job_that_breaks_says_so_and_can_be_gone_on_with(
    world: World, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_job: Job) -> None:
        raise ZeroDivisionError

    job = _ask(world, kind)
    _at(2, breaks)
    work_once()
    job.refresh_from_db()
    assert (job.state, job.done) == (State.FAILED, 2)
    assert "Làm tiếp" in job.said
    assert "ZeroDivisionError" in caplog.text
    between.clear()
    go_on_with(act=act(world.user("clerk")), job=job)
    work_once()
    assert _text(job) == ALL
    with pytest.raises(CannotGoOn):
        go_on_with(act=act(world.user("clerk")), job=job)
    with pytest.raises(CannotGoOn):
        stop_job(act=act(world.user("clerk")), job=job)


def test_a_refusal_is_said_in_its_own_words(world: World, kind: str) -> None:
    def refuses(_job: Job) -> None:
        raise Refused("Chưa có số liệu: chốt biên bản trước.")

    job = _ask(world, kind)
    _at(0, refuses)
    work_once()
    job.refresh_from_db()
    assert job.said == "Chưa có số liệu: chốt biên bản trước."


def test_the_same_asked_twice_is_one_job(world: World, kind: str) -> None:
    one = act(world.user("clerk"))
    asked = {"act": one, "kind": kind, "unit": world.commune.pk, "arguments": {}}
    assert ask_job(**asked) == ask_job(**asked) == _ask(world, kind)
    assert _ask(world, kind, "commune_secretary").pk != one.id
    assert Job.objects.count() == 2


def test_each_second_goes_on_when_it_breaks(world: World, caplog: pytest.LogCaptureFixture) -> None:
    called: list[int] = []

    def breaks() -> None:
        called.append(1)
        raise ZeroDivisionError

    each_second(breaks)
    try:
        turn = Turn()
        turn.tick()
        turn.tick()
    finally:
        _each_second.remove(breaks)
    assert called == [1]
    assert "each second" in caplog.text


def test_pages_follow_a_job_from_asking_to_its_file(
    world: World, kind: str, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    page = f"/units/{world.commune.pk}/jobs/{kind}/x/"
    assert "Giao máy làm" in clerk.get(page).content.decode()
    sent = clerk.post(page, {"act": str(uuid.uuid4())})
    here = sent.headers["Location"]
    shown = clerk.get(here)
    assert shown.headers["Refresh"] == "5"
    assert "Chờ tới lượt" in shown.content.decode()
    clerk.post(f"{here}stop/", {"act": str(uuid.uuid4())})
    shown = clerk.get(here)
    assert "Đã dừng" in shown.content.decode()
    assert "Refresh" not in shown.headers
    clerk.post(f"{here}more/", {"act": str(uuid.uuid4())})
    assert clerk.get(f"{here}file/").status_code == 404
    work_once()
    assert "Tải về" in clerk.get(here).content.decode()
    assert clerk.get(f"{here}file/").content.decode() == ALL
    assert "Đếm đến 10" in clerk.get("/jobs/").content.decode()
    again = clerk.post(f"{here}stop/", {"act": str(uuid.uuid4())}, follow=True)
    assert "không còn chạy" in again.content.decode()


def test_a_job_is_seen_by_who_asked_alone_and_while_the_right_lasts(
    world: World, kind: str, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _ask(world, kind)
    work_once()
    pages = [("get", ""), ("get", "file/"), ("post", "stop/"), ("post", "more/")]
    for who in ("commune_secretary", "province_officer", "stranger"):
        for method, end in pages:
            answer = getattr(client_of(who), method)(f"/jobs/{job.pk}/{end}", {"act": job.pk})
            assert answer.status_code == 404
        assert "Đếm" not in client_of(who).get("/jobs/").content.decode()
    clerk = client_of("clerk")
    assert clerk.get(f"/jobs/{job.pk}/").status_code == 200

    def ended(user: User, unit: uuid.UUID, on: dt.date) -> uuid.UUID:
        raise Http404

    kinds.KINDS[kind] = Kind(**{**vars(kinds.KINDS[kind]), "admit": ended})
    for method, end in pages:
        assert getattr(clerk, method)(f"/jobs/{job.pk}/{end}").status_code == 404
    assert "Đếm" not in clerk.get("/jobs/").content.decode()


def test_an_unknown_kind_or_address_is_not_found(
    world: World, client_of: Callable[[str], Client]
) -> None:
    clerk, unit = client_of("clerk"), world.commune.pk
    assert clerk.get(f"/units/{unit}/jobs/test.count/x/").status_code == 404
    assert clerk.get(f"/units/{unit}/jobs/reports.yearly/20261/").status_code == 404
    assert clerk.get(f"/units/{unit}/jobs/reports.yearly/2026-H1/").status_code == 404
    assert clerk.get(f"/jobs/{uuid.uuid4()}/").status_code == 404


def test_files_go_on_their_day_when_tidied(
    world: World, kind: str, client_of: Callable[[str], Client]
) -> None:
    job = _ask(world, kind)
    work_once()
    JobFile.objects.update(keep_until=timezone.localdate())
    assert client_of("clerk").get(f"/jobs/{job.pk}/file/").status_code == 404

    call_command("tidy")
    assert not JobFile.objects.exists()
    assert Job.objects.exists()

    Job.objects.update(asked_at=timezone.now() - dt.timedelta(days=91))
    call_command("tidy")
    assert not Job.objects.exists()
