"""The measures: ratios within one run, so that they mean the same on every machine."""

import gc
import gzip
import statistics

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.asked import Found, note, said, timed
from bench.rows import Rows, renamed, write
from bench.web import ABSENT, TOGETHER, Batch, Secretary
from chibo.core.days import Month
from chibo.figures.commands import rebuild
from chibo.members.commands import enter_members
from tests.sittings import called, held, opened
from tests.world import PROBATIONERS, World, act, make_world, new_member, today

WEB_GOAL = 0.35
GIVEN = ("Đôi", "Hặc", "Panh", "Chựa", "Bun", "Nghĩa", "Sơn")


def measure(*, rounds: int) -> Found:
    """Return each measure with its goal and which way is better."""
    gc.collect()
    gc.freeze()  # as the server does
    world = make_world()
    _members(world, 25)
    small = _pages(world, rounds)
    found = _recording(world, rounds)
    _members(world, 40)
    large = _pages(world, rounds)
    for name, value in small.items():
        goal = 12 if name.endswith("queries") else 6.0
        found[name] = said(value, goal)
    for name in ("meeting_page_queries", "meeting_list_queries"):
        found[f"{name}_40_members"] = said(large[name], small[name])
    found["first_page_bytes"] = said(_first_page(), 61_440)
    return found


def _members(world: World, wanted: int) -> None:
    """Let the cell have so many members."""
    new = [
        new_member(f"Lò Văn {GIVEN[number % len(GIVEN)]}", 1950 + number)
        for number in range(len(world.members), wanted)
    ]
    world.members += enter_members(act=act(world.user("clerk")), cell=world.cell, new=new)


def _client(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.user(name))
    return client


def _recording(world: World, rounds: int) -> Found:
    """Compare one meeting through the web with writing equal rows by the ORM alone."""
    members = [member.pk for member in world.members]
    voters = len(members) - ABSENT - PROBATIONERS
    client, batch = _client(world, "secretary"), Batch()
    secretary = Secretary(batch.add, world.cell.pk, members, voters)
    list(rebuild(today=today()))  # what there is but once is there
    web, orm = [], []
    for back in range(rounds + 1, 0, -1):
        secretary.record(Month.of(today()).after(-back).first.replace(day=3))
        rows, body = Rows(), batch.body()
        web.append(timed(lambda sent=body: _send(client, sent)))  # type: ignore[misc]
        new = renamed(rows.written())
        orm.append(timed(lambda wanted=new: write(wanted)))  # type: ignore[misc]
    del web[0], orm[0]  # the first round warms up
    count = ", ".join(f"{model._meta.model_name} {len(each)}" for model, each in new.items())
    note(f"rows of a meeting: {count}")
    note(f"a meeting through the web: {_ms(web)}; its rows by the ORM: {_ms(orm)}")
    ratio = statistics.median(b / a for a, b in zip(web, orm, strict=True))
    return {"record_25_member_meeting_orm_rows_over_web": said(ratio, WEB_GOAL, "higher")}


def _send(client: Client, body: str) -> None:
    """Send a meeting as one batch of acts."""
    answer = client.post(TOGETHER, body, content_type="application/json")
    if answer.status_code != 200:
        raise RuntimeError(f"{TOGETHER}: {answer.status_code} {answer.content!r}")


def _pages(world: World, rounds: int) -> dict[str, float]:
    """Return times over an empty page's, and how many questions the pages ask."""
    with transaction.atomic():
        this = Month.of(today())
        user = world.user("secretary")
        for back in range(24, 1, -1):
            meeting = opened(world, this.after(-back - 12).first.replace(day=3))
            called(meeting, user, absent=1)
        closure = held(world, this.after(-13).first.replace(day=3), absent=3, unexcused=1)
        client = _client(world, "secretary")
        urls = {
            "empty": "/more/",
            "meeting_page": f"/meetings/{closure.meeting_id}/",
            "meeting_list": f"/units/{world.cell.pk}/meetings/",
        }
        found = _compared(client, urls, max(rounds, 3))
        transaction.set_rollback(True)
    return found


def _compared(client: Client, urls: dict[str, str], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in urls}
    for number in range(rounds * 8 + 1):
        for name, url in urls.items():
            took = timed(lambda to=url: client.get(to))  # type: ignore[misc]
            if number:
                times[name].append(took)
    found: dict[str, float] = {}
    for name, url in urls.items():
        note(f"{name}: {_ms(times[name])}")
        if name == "empty":
            continue
        base, own = statistics.median(times["empty"]), statistics.median(times[name])
        found[f"{name}_over_empty_page"] = own / base
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        found[f"{name}_queries"] = len(asked)
    return found


def _ms(times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"median {statistics.median(ordered) * 1000:.1f} ms, p95 {late * 1000:.1f} ms"


def _first_page() -> int:
    """Return the bytes of the page to sign in and of all that it loads, compressed."""
    client = Client()
    page = client.get("/sign-in/")
    bodies = [page.content]
    for name in ("chibo.css", "chibo.js", "first.js", "icon.svg"):
        assert f"core/{name}".encode() in page.content, name
        path = apps.get_app_config("core").path
        with open(f"{path}/static/core/{name}", "rb") as file:
            bodies.append(file.read())
    return sum(len(gzip.compress(body, 9, mtime=0)) for body in bodies)
