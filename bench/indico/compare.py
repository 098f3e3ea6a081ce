"""Two products' pages read in turn, and what stands behind the times."""

import http.client
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bench.asked import Found, in_turn, note, said

GOAL = 5.0
FILES = re.compile(r"""<(?:script[^>]*\ssrc|link[^>]*rel="stylesheet"[^>]*\shref)="([^"]+)""")
ABOUT = (
    "both: PostgreSQL, waitress, one process of 8 threads; the reader is the cell's secretary; one"
    " connection stays open; no compression; what is read stands in both bases: 24 monthly meetings"
    " of 30 people, 6 points and minutes each",
    "meeting_page, ours: state of the minutes, attendance with its denominator, promises, length,"
    " links; no names and no agenda, which stand in the minutes",
    "meeting_minutes, ours: the whole minutes as a paper: who was absent and why, promises, agenda,"
    " opinions, votes, tasks; the reading is written into the journal",
    "meeting_page and meeting_minutes, Indico: one page with 30 names and pictures' addresses, the"
    " whole text of the minutes (folded), the agenda by the clock with links to edit each point,"
    " a choice of 430 time zones, data for search engines: it does more than either of ours",
    "meeting_list, ours: 24 meetings with attendance and state of each, in one answer",
    "meeting_list, Indico: the page with the newest meeting, and the answer that its script asks"
    " for next with the 23 before; titles, dates, links to a calendar; no attendance",
)
ASKED = (
    "select coalesce(sum(calls), 0)::int, coalesce(sum(total_exec_time), 0)::float"
    " from pg_stat_statements s join pg_database d on d.oid = s.dbid"
    " where d.datname = %s and s.query not like '%%pg_stat_statements%%'"
)


@dataclass
class Site:
    """A product that is served here, read as a signed-in user over one connection that stays open.

    base: its database; pages: by name the addresses that a reader needs for it; pid: the server.
    """

    name: str
    port: int
    pid: int
    cookie: str
    base: str
    pages: Mapping[str, Sequence[str]]
    link: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> bytes:
        """Read an address. Raises: RuntimeError where it is not given."""
        self.link.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.link.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self.name} {path}: {answer.status} {content[:300]!r}")
        return content

    def spent(self) -> float:
        """Return the seconds of processor time that the server has spent since it began."""
        words = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def read(self, page: str) -> list[bytes]:
        """Read all addresses of a page."""
        return [self.get(path) for path in self.pages[page]]


def compare(ours: Site, theirs: Site, admin: str, rounds: int) -> Found:
    """Read each page of both in turn; return how many times as long theirs takes.

    admin: the conninfo of a base with pg_stat_statements.
    """
    found: Found = {}
    for page in ours.pages:
        works = {site.name: partial(site.read, page) for site in (ours, theirs)}
        before = [site.spent() for site in (ours, theirs)]
        times = in_turn(rounds, **works)
        found |= told(page, times[ours.name], times[theirs.name])
        for site, start in zip((ours, theirs), before, strict=True):
            worked = (site.spent() - start) / (rounds + 1)
            _note(site, page, times[site.name], worked, admin)
    return found


def _note(site: Site, page: str, took: float, worked: float, admin: str) -> None:
    queries, database = asked(site, page, admin)
    bodies = site.read(page)
    size, files = sum(map(len, bodies)), _files(site, bodies[0])
    note(
        f"{page}, {site.name}: median {took * 1000:.1f} ms, of which the server works"
        f" {worked * 1000:.1f} ms; {queries} queries, {database:.1f} ms in the database;"
        f" {size / 1000:.1f} kB in {len(bodies)} answers,"
        f" and {files / 1000:.0f} kB of scripts and styles the first time"
    )


def told(page: str, ours: float, theirs: float) -> Found:
    """Return the figure of a page from the median seconds of both."""
    return {f"{page}_indico_over_ours": said(theirs / ours, GOAL, "higher")}


def asked(site: Site, page: str, admin: str) -> tuple[int, float]:
    """Return the fewest queries that a page asks, of some readings, and their milliseconds."""
    found = []
    with psycopg.connect(admin, autocommit=True) as link:
        for _ in range(5):
            link.execute("select pg_stat_statements_reset()")
            site.read(page)
            found.append(link.execute(ASKED, [site.base]).fetchone())
    return min(row for row in found if row)


def _files(site: Site, page: bytes) -> int:
    """Return the bytes of the scripts and styles that a page loads from its own place."""
    paths = dict.fromkeys(FILES.findall(page.decode()))
    return sum(len(site.get(path)) for path in paths if not path.startswith("//"))


def indico_site(port: int, pid: int, told: Mapping[str, Any]) -> Site:
    """Return Indico as `fill.py` told it; its list is a page of the newest and one more answer."""
    meeting, first = f"/event/{told['events'][-1]}/", f"/category/{told['category']}/"
    site = Site("Indico", port, pid, told["cookie"], "indico", {})
    before = re.search(rb'data-event-list-before="([\d-]+)"', site.get(first))
    assert before, "no meetings of before on Indico's page"
    more = f"{first}event-list?before={before[1].decode()}"
    pages = {
        "meeting_page": (meeting,), "meeting_list": (first, more), "meeting_minutes": (meeting,),
    }  # fmt: skip
    return replace(site, pages=pages)


def proved(ours: Site, theirs: Site, meetings: int, participants: int) -> None:
    """See that both show what is compared. Raises: AssertionError."""
    lines = ours.read("meeting_list")[0].count(b'class="row__no"')
    assert lines == meetings, f"ours lists {lines} meetings"
    page, more = theirs.read("meeting_list")
    shown: Any = json.loads(more)["html"]
    listed = page.count(b'class="event-title"') + shown.count('class="event-title"')
    assert listed == meetings, f"Indico lists {listed} meetings"
    names = theirs.read("meeting_page")[0].count(b"meeting-participant")
    assert names == participants, f"Indico shows {names} participants"
