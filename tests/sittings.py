"""Meetings for tests, held through the commands."""

import datetime as dt
import uuid
from typing import Any

from chibo.accounts.models import User
from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    Setting,
    call_roll,
    open_meeting,
    record_discussion,
)
from chibo.meetings.models import Meeting
from chibo.meetings.queries import electorate_of, roll_call, rules_of
from chibo.members.models import Membership
from chibo.minutes.commands import close_minutes
from chibo.minutes.models import MinutesClosure
from chibo.plans.models import Kind
from chibo.resolutions.commands import Promise, record_decision
from tests.world import World, act, today


def last_month_3rd() -> dt.date:
    """Return the 3rd of last month."""
    first = today().replace(day=1)
    return (first - dt.timedelta(days=1)).replace(day=3)


def setting(world: World, on: dt.date, **changes: Any) -> Setting:
    """Return the setting of a regular meeting of the world's cell."""
    fields: dict[str, Any] = {
        "kind": Kind.REGULAR, "topic": "", "held_on": on, "starts_at": dt.time(19, 30),
        "place": "nhà văn hóa bản", "chair": world.members[0], "writer": world.members[2],
    }  # fmt: skip
    return Setting(**(fields | changes))


def opened(world: World, on: dt.date, *, user: User | None = None, **changes: Any) -> Meeting:
    """Open a meeting of the world's cell on a day."""
    user = user or world.user("secretary")
    agenda = [ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới")]
    return open_meeting(
        act=act(user, on), cell=world.cell, setting=setting(world, on, **changes), agenda=agenda
    )


def called(meeting: Meeting, user: User, *, absent: int = 0, unexcused: int = 0) -> None:
    """Call the roll: everybody present, but so many with leave and without."""
    lines = [n for n in roll_call(meeting, in_force=rules_of(meeting)).lines if n.member.counted]
    marks = {line.member.id: MarkGiven("present") for line in lines}
    for line in lines[-absent - unexcused :] if absent + unexcused else []:
        marks[line.member.id] = MarkGiven("excused", "far_work")
    for line in lines[-unexcused:] if unexcused else []:
        marks[line.member.id] = MarkGiven("unexcused")
    call_roll(act=act(user, meeting.held_on), meeting=meeting, marks=marks)


def decided(
    meeting: Meeting, user: User, who: Membership, *, text: str = "Làm đường nội bản"
) -> None:
    """Record a decision that all voters carry, with one task for somebody."""
    electorate = electorate_of(meeting)
    assert electorate is not None
    promise = Promise(
        uuid.uuid4(), "Lập danh sách ngày công", who, meeting.held_on + dt.timedelta(days=20),
        "có danh sách",
    )  # fmt: skip
    record_decision(
        act=act(user, meeting.held_on), meeting=meeting, item=uuid.uuid4(), kind="ordinary",
        text=text, method=Vote.Method.SHOW_OF_HANDS,
        totals=Totals(electorate.present_voters, 0, 0), promises=[promise],
    )  # fmt: skip


def held(
    world: World,
    on: dt.date,
    *,
    absent: int = 0,
    unexcused: int = 0,
    entered_on: dt.date | None = None,
) -> MinutesClosure:
    """Hold and close a whole meeting of the world's cell."""
    user = world.user("secretary")
    meeting = opened(world, on)
    called(meeting, user, absent=absent, unexcused=unexcused)
    record_discussion(
        act=act(user, on), meeting=meeting, spoke=3, criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới", "Chia việc theo hộ", "Thống nhất")],
    )  # fmt: skip
    decided(meeting, user, world.members[3])
    day = entered_on or on
    return close_minutes(
        act=act(user, day, dt.time(22, 0)), meeting=meeting, ends_at=dt.time(21, 10)
    )
