"""The worst evening of a province three times over: 5 meetings a second, with 100 readers.

The product is served as on one machine of two cores; who sends the forms runs on the same cores.
Meetings begin by the clock, not when the one before is done; a reader reads a page, waits ten
seconds, reads the next.
"""

import http.client
import json
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connections
from django.utils.crypto import get_random_string

from bench.asked import Found, note, p95, said
from bench.base import members_of, officer, secretaries, session, today
from bench.generate import Branch, Cell
from bench.page import the_year
from bench.served import Served
from bench.web import TOGETHER, Batch, Secretary
from chibo.minutes.models import MinutesClosure

RATE = 5.0  # meetings a second: 3,000 in 10 minutes
READERS = 100
THINK = 10.0  # seconds between two pages of a reader
SERVERS = 2  # processes, one a core
AT_ONCE = 40  # meetings that are being sent


class Browser:
    """One signed-in browser; notes how long each answer took, with when it came."""

    def __init__(self, port: int, cookie: str, times: list[tuple[str, float]]) -> None:
        self.port, self.times = port, times
        self.token = get_random_string(32)
        self.headers = {"Cookie": f"sessionid={cookie}; csrftoken={self.token}"}

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = dict(self.headers)
        if body is not None:
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self.token}
        start = time.perf_counter()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            content = answer.read()
        finally:
            link.close()
        self.times.append((method, time.perf_counter() - start))
        return answer.status, content

    def get(self, path: str) -> bytes:
        """Read a page. Raises: RuntimeError where it is not given."""
        status, content = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return content

    def send(self, batch: Batch) -> None:
        """Send the acts of a meeting as one. Raises: RuntimeError where they are not taken."""
        acts = len(batch.acts)
        status, content = self._ask("POST", TOGETHER, batch.body())
        if status != 200 or len(json.loads(content)["acts"]) != acts:
            raise RuntimeError(f"{TOGETHER}: {status} {content[:300]!r}")


class Evening:
    """The cells that meet, the pages that are read, and what came of it."""

    def __init__(self, branch: Branch, meetings: int) -> None:
        cells = [c for c in branch.cells if 10 < c.members < 60 and not c.grown]
        held = MinutesClosure.objects.filter(month=today().replace(day=1))
        done = set(held.values_list("cell", flat=True))
        self.cells = [c for c in cells if c.node.id not in done and c.node.n % 40 != 7][:meetings]
        users = secretaries(self.cells)
        self.cookies = {cell.node.id: session(users[cell.node.id]) for cell in self.cells}
        months = the_year(today())
        communes = [node.id for node in branch.nodes if node.kind == "commune"]
        self.reader = session(officer(branch.province.id, "reader"))
        self.paths = [f"/units/{unit}/figures/{months}/" for unit in communes]
        self.times: list[tuple[str, float]] = []
        self.lost: list[str] = []
        self.closed: list[UUID] = []
        self.stop = threading.Event()

    def record(self, cell: Cell, port: int) -> None:
        """Record one whole meeting; who is not served counts as lost."""
        browser = Browser(port, self.cookies[cell.node.id], self.times)
        members = members_of(cell)
        absent = max(cell.members // 6, 1)
        batch = Batch()
        secretary = Secretary(batch.add, cell.node.id, members, cell.members - absent, absent)
        secretary.record(today().replace(day=1))
        try:
            browser.send(batch)
        except (RuntimeError, OSError, http.client.HTTPException) as error:
            self.lost.append(str(error))
        else:
            self.closed.append(cell.node.id)

    def read(self, which: int, port: int, paths: Sequence[str]) -> None:
        """Be one reader until the evening is over."""
        chance = random.Random(which)
        browser = Browser(port, self.reader, self.times)
        self.stop.wait(chance.random() * THINK)
        while not self.stop.is_set():
            try:
                browser.get(chance.choice(paths))
            except (RuntimeError, OSError, http.client.HTTPException) as error:
                self.lost.append(str(error))
            self.stop.wait(THINK)


def _readable(evening: Evening, port: int) -> list[str]:
    """Return the pages that readers read: those of figures, or of months where there are none."""
    browser = Browser(port, evening.reader, [])
    try:
        browser.get(evening.paths[0])
    except RuntimeError:
        month = the_year(today()).last
        return [path.rsplit("figures/", 1)[0] + f"months/{month}/" for path in evening.paths]
    return evening.paths


def measure(
    branch: Branch, *, seconds: float = 40, rate: float = RATE, readers: int = READERS
) -> Found:
    """Play the evening for some seconds; return the slow answers and what was lost."""
    evening = Evening(branch, round(seconds * rate))
    before = set(_closed())
    connections.close_all()
    with Served(SERVERS) as served, ThreadPoolExecutor(AT_ONCE) as pool:
        paths = _readable(evening, served.ports[0])
        threads = [
            threading.Thread(
                target=evening.read, args=(n, served.ports[n % SERVERS], paths), daemon=True
            )
            for n in range(readers)
        ]
        for each in threads:
            each.start()
        start = time.perf_counter()
        for n, cell in enumerate(evening.cells):
            time.sleep(max(start + n / rate - time.perf_counter(), 0))
            pool.submit(evening.record, cell, served.ports[n % SERVERS])
        sent = time.perf_counter() - start
        pool.shutdown(wait=True)
        took = time.perf_counter() - start
        evening.stop.set()
        for each in threads:
            each.join(timeout=130)
    return _told(evening, before, sent, took)


def _closed() -> list[UUID]:
    rows = MinutesClosure.objects.filter(month=today().replace(day=1))
    return list(rows.values_list("cell", flat=True))


def _told(evening: Evening, before: set[UUID], sent: float, took: float) -> Found:
    kept = set(_closed()) - before
    lost = len(set(evening.closed) - kept) + len(evening.lost)
    times = [each for _method, each in evening.times]
    reads = [each for method, each in evening.times if method == "GET"]
    note(
        f"evening: {len(evening.cells)} meetings begun in {sent:.0f} s, {len(kept)} closed after"
        f" {took:.0f} s; {len(times)} answers, p95 {p95(times):.2f} s; {len(reads)} pages read, p95"
        f" {p95(reads or [0]):.2f} s; lost: {evening.lost[:2] if evening.lost else 0}"
    )
    late = took - sent
    return {
        "evening_p95_ms": said(p95(times) * 1e3, 800, digits=0),
        "evening_lost": said(lost, 0),
        "evening_last_closed_after_s": said(late, 5.0, digits=1),
    }
