"""The case in ours: a cell of 30 people and 24 closed meetings, recorded through the web."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.db import connections

from bench.base import session, today
from bench.evening import Browser
from bench.served import Served
from bench.web import ABSENT, AGENDA, Batch, Secretary
from chibo.core.days import Month
from chibo.meetings.models import Meeting
from chibo.members.commands import enter_members
from tests.world import PEOPLE, PROBATIONERS, act, make_world, new_member

MEETINGS = 24
PARTICIPANTS = 30


@dataclass(frozen=True)
class Ours:
    """Where to read, as whom, and the same case for another product."""

    pages: dict[str, tuple[str, ...]]
    cookie: str
    case: dict[str, Any]


def fill() -> Ours:
    """Make the tables of the base and put the case in."""
    call_command("migrate", verbosity=0)
    world = make_world()
    wanted = PARTICIPANTS - len(PEOPLE)
    new = [new_member(f"Lò Văn {chr(ord('A') + n)}", 1950 + n) for n in range(wanted)]
    world.members += enter_members(act=act(world.user("clerk")), cell=world.cell, new=new)
    cookie = session(world.user("secretary"))
    days = [Month.of(today()).after(-back).first.replace(day=3) for back in range(MEETINGS, 0, -1)]
    connections.close_all()
    with Served(1) as served:
        browser = Browser(served.ports[0], cookie, [])
        members = [member.pk for member in world.members]
        voters = PARTICIPANTS - ABSENT - PROBATIONERS
        batch = Batch()
        secretary = Secretary(batch.add, world.cell.pk, members, voters)
        for day in days:
            secretary.record(day)
            browser.send(batch)
        last = Meeting.objects.get(cell=world.cell, held_on=days[-1])
        paper = f"/meetings/{last.pk}/papers/minutes/"
        minutes = _text(browser.get(paper).decode())
    connections.close_all()
    pages = {
        "meeting_page": (f"/meetings/{last.pk}/",),
        "meeting_list": (f"/units/{world.cell.pk}/meetings/",),
        "meeting_minutes": (paper,),
    }
    case = {
        "cell": "Chi bộ bản Púng Giắt 1", "title": "Họp chi bộ tháng", "place": "nhà văn hóa bản",
        "people": [_split(member.person.name) for member in world.members],
        "days": [day.isoformat() for day in days], "present": PARTICIPANTS - ABSENT,
        "agenda": [*AGENDA, "Quyết nghị 1", "Quyết nghị 2"], "minutes": minutes,
    }  # fmt: skip
    return Ours(pages, f"sessionid={cookie}", case)


def _split(name: str) -> tuple[str, str]:
    """Return the given name and the family name."""
    family, _space, given = name.rpartition(" ")
    return given, family


def _text(page: str) -> str:
    """Return what stands in a paper as plain paragraphs."""
    main = page.partition("<main")[2].partition("</main>")[0]
    lines = (line.strip() for line in re.sub(r"<[^>]*>", "\n", f"<{main}").splitlines())
    return "".join(f"<p>{line}</p>" for line in lines if line)
