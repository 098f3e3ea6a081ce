"""The calendar file, opened by three readers that share no code: all must see the same meeting."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import ics
import pytest
import vobject
from django.test import Client
from icalendar import Calendar

from chibo.plans.commands import move, withdraw
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.testing import make_planned
from tests.world import World, act, today

Sign = Callable[[str], Client]
HANOI = dt.timezone(dt.timedelta(hours=7))
TOPIC = "Giữ rừng, chăm sóc; bảo vệ\nđầu nguồn \\ " + "nâng cao sinh kế của nhân dân " * 5
AT = dt.time(19, 30)


def june(day: int) -> dt.date:
    return dt.date(today().year + 1, 6, day)


def at(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(june(day), dt.time(hour, minute), tzinfo=HANOI)


@dataclass(frozen=True)
class Seen:
    """What a calendar program understands of a file. starts, ends: days where it has no hour."""

    uid: str
    sequence: int
    status: str
    summary: str
    place: str
    starts: dt.date
    ends: dt.date
    bells: tuple[dt.timedelta, ...]


def by_icalendar(text: str) -> Seen:
    [event] = Calendar.from_ical(text).walk("VEVENT")
    starts = event.decoded("dtstart")
    return Seen(
        str(event["uid"]), int(event["sequence"]), str(event["status"]), str(event["summary"]),
        str(event["location"]), starts, event.end,
        tuple(bell.decoded("trigger") for bell in event.walk("VALARM")),
    )  # fmt: skip


def by_vobject(text: str) -> Seen:
    event = vobject.readOne(text).vevent
    starts = event.dtstart.value
    ends = event.dtend.value if "dtend" in event.contents else starts + dt.timedelta(days=1)
    return Seen(
        event.uid.value, int(event.sequence.value), event.status.value, event.summary.value,
        event.location.value, starts, ends,
        tuple(bell.trigger.value for bell in event.contents.get("valarm", [])),
    )  # fmt: skip


def by_ics(text: str) -> Seen:
    [event] = ics.Calendar(text).events
    [sequence] = [line.value for line in event.extra if line.name == "SEQUENCE"]
    starts, ends = event.begin.datetime, event.end.datetime
    if event.all_day:
        starts, ends = starts.date(), ends.date()
    return Seen(
        event.uid, int(sequence), event.status, event.name, event.location, starts, ends,
        tuple(bell.trigger for bell in event.alarms),
    )  # fmt: skip


READERS = (by_icalendar, by_vobject, by_ics)
reader = pytest.mark.parametrize("read", READERS)
Read = Callable[[str], Seen]


def file_of(client_of: Sign, planned: PlannedMeeting) -> str:
    answer = client_of("member").get(f"/planned/{planned.pk}/meeting.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def expected(planned: PlannedMeeting, **changes: object) -> Seen:
    """Return an ordinary meeting of 3 June at 19:30, unless changed."""
    fields = {
        "uid": f"{planned.pk}@chibo", "sequence": 0, "status": "CONFIRMED",
        "summary": "Sinh hoạt chi bộ", "place": "nhà văn hóa bản", "starts": at(3, 19, 30),
        "ends": at(3, 21, 0), "bells": (dt.timedelta(days=-1),), **changes,
    }  # fmt: skip
    return Seen(**fields)  # type: ignore[arg-type]


@reader
def test_meeting_has_its_hour_and_length_when_an_hour_is_planned(
    world: World, client_of: Sign, read: Read
) -> None:
    planned = make_planned(world.cell, june(3))

    assert read(file_of(client_of, planned)) == expected(planned)


@reader
def test_meeting_takes_the_whole_day_when_no_hour_is_planned(
    world: World, client_of: Sign, read: Read
) -> None:
    planned = make_planned(world.cell, june(3), starts_at=None)

    assert read(file_of(client_of, planned)) == expected(planned, starts=june(3), ends=june(4))


@reader
def test_meeting_replaces_itself_when_moved_twice(
    world: World, client_of: Sign, read: Read
) -> None:
    planned = make_planned(world.cell, june(3))
    for day in (4, 7):
        move(act=act(world.user("secretary")), planned=planned, to_day=june(day), reason="Mùa")
        planned.refresh_from_db()

    assert read(file_of(client_of, planned)) == expected(
        planned, sequence=2, starts=at(7, 19, 30), ends=at(7, 21, 0)
    )


@reader
def test_meeting_is_cancelled_without_a_bell_when_taken_out_after_a_move(
    world: World, client_of: Sign, read: Read
) -> None:
    planned = make_planned(world.cell, june(3), kind=Kind.EXTRAORDINARY)
    move(act=act(world.user("secretary")), planned=planned, to_day=june(4), reason="Mùa")
    withdraw(act=act(world.user("secretary")), planned=planned)

    assert read(file_of(client_of, planned)) == expected(
        planned, sequence=2, status="CANCELLED", starts=at(4, 19, 30), ends=at(4, 21, 0), bells=()
    )


@reader
def test_topic_is_read_whole_when_it_is_long_and_has_signs(
    world: World, client_of: Sign, read: Read
) -> None:
    planned = make_planned(world.cell, june(3), kind=Kind.BOTH, topic=TOPIC)

    seen = read(file_of(client_of, planned))

    assert (seen.summary, seen.ends) == (f"Sinh hoạt chi bộ: {TOPIC}", at(3, 21, 30))


def test_lines_are_folded_at_75_octets_between_letters_when_the_topic_is_long(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(
        world.cell, june(3), kind=Kind.BOTH, topic=TOPIC, presenter=world.members[3]
    )

    lines = file_of(client_of, planned).encode().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert [line for line in lines if b"\n" in line] == []
    assert all(line.decode() for line in lines[:-1])  # no letter is cut in two
    text = b"".join(line.removeprefix(b" ") for line in lines).decode()
    assert [each.person.name for each in world.members if each.person.name in text] == []
