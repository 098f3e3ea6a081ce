"""Promises wait for the regular meeting; what a sitting takes over comes from one of its sort."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.meetings.commands import ItemSaid, record_discussion
from chibo.meetings.models import Meeting
from chibo.minutes.commands import close_minutes
from chibo.minutes.facts import facts_of
from chibo.minutes.models import MinutesClosure
from chibo.plans.models import Kind
from chibo.resolutions.commands import Answer, answer_tasks
from chibo.resolutions.models import Task
from chibo.resolutions.queries import open_before
from tests.pages import fields_of, filled, text_of
from tests.sittings import called, decided, held, opened
from tests.world import World, act, today

Sign = Callable[[str], Client]
OTHER_KINDS = [Kind.EXTRAORDINARY, Kind.THEMATIC]


def month_3rd(back: int) -> dt.date:
    """Return the 3rd of the month so many months ago."""
    return Month.of(today()).after(-back).first.replace(day=3)


def begun(world: World, on: dt.date, kind: Kind) -> Meeting:
    """Return a sitting that lacks nothing but answers."""
    user = world.user("secretary")
    meeting = opened(world, on, kind=kind, topic="Giữ rừng đầu nguồn")
    called(meeting, user)
    record_discussion(
        act=act(user), meeting=meeting, items=[ItemSaid(meeting.pk, "Giữ rừng")], spoke=2,
        criticism_held=None,
    )  # fmt: skip
    return meeting


def closed(world: World, meeting: Meeting) -> MinutesClosure:
    user = world.user("secretary")
    return close_minutes(act=act(user), meeting=meeting, ends_at=dt.time(21, 0))


def two_promises(world: World) -> tuple[Task, Task]:
    """Return two tasks that a regular meeting of two months ago gave."""
    user, meeting = world.user("secretary"), opened(world, month_3rd(2))
    called(meeting, user)
    for text in ("một", "hai"):
        decided(meeting, user, world.members[3], text=text)
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=2, criticism_held=None)
    closed(world, meeting)
    one, two = Task.objects.order_by("position")
    return one, two


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_open_promises_wait_for_the_regular_meeting_when_another_is_closed(
    world: World, client_of: Sign, kind: Kind
) -> None:
    one, two = two_promises(world)
    meeting = begun(world, month_3rd(2) + dt.timedelta(days=8), kind)
    client = client_of("secretary")
    page = text_of(client.get(f"/meetings/{meeting.pk}/"))
    assert "2 việc, còn 2 việc chưa trả lời" in page
    assert "Làm tiếp: quyết nghị" in page
    answers = filled(client, f"/meetings/{meeting.pk}/promises/", {f"outcome-{one.pk}": "done"})
    assert client.post(f"/meetings/{meeting.pk}/promises/", answers).status_code == 302
    url = f"/meetings/{meeting.pk}/minutes/"

    response = client.post(url, filled(client, url, {"ends_at": "21:00"}))

    assert response.status_code == 302
    closure = MinutesClosure.objects.get(meeting=meeting)
    assert (closure.tasks_done, closure.tasks_answered) == (1, 1)
    minutes = text_of(client.get(f"/meetings/{meeting.pk}/papers/minutes/"))
    assert f"1. Kết quả việc đã hứa tháng {month_3rd(2).month}:" in minutes
    assert "Chưa trả lời" not in minutes
    assert minutes.count("Lập danh sách ngày công") == 1
    following = opened(world, month_3rd(1))
    assert [each.task.pk for each in open_before(following)] == [two.pk]


def test_minutes_name_no_promise_when_none_was_heard(world: World, client_of: Sign) -> None:
    two_promises(world)
    meeting = begun(world, month_3rd(2) + dt.timedelta(days=8), Kind.EXTRAORDINARY)
    decided(meeting, world.user("secretary"), world.members[4])

    closed(world, meeting)

    client = client_of("secretary")
    for paper in ("minutes", "resolution"):
        page = text_of(client.get(f"/meetings/{meeting.pk}/papers/{paper}/"))
        assert "ết quả việc đã hứa" not in page
    wall = text_of(client.get(f"/meetings/{meeting.pk}/papers/task-list/"))
    assert "II. VIỆC CŨ LÀM TIẾP" in wall
    assert wall.count("Lập danh sách ngày công") == 3
    assert f"{month_3rd(2) + dt.timedelta(days=20):%d/%m/%Y}" in wall


@pytest.mark.parametrize("kind", [Kind.REGULAR, Kind.BOTH])
def test_every_promise_is_demanded_when_the_meeting_is_regular(world: World, kind: Kind) -> None:
    two_promises(world)
    meeting = begun(world, month_3rd(1), kind)

    with pytest.raises(Refused) as refusal:
        closed(world, meeting)

    assert str(refusal.value) == "Còn 2 việc đã hứa chưa trả lời: trả lời rồi chốt."


def test_promises_name_the_month_that_made_them_when_another_sitting_came_between(
    world: World, client_of: Sign
) -> None:
    held(world, month_3rd(3))
    between = begun(world, month_3rd(1), Kind.EXTRAORDINARY)
    closed(world, between)
    meeting = opened(world, today())

    step = text_of(client_of("secretary").get(f"/meetings/{meeting.pk}/"))

    made = month_3rd(3).month
    assert f"Việc đã hứa tháng {made}" in step
    assert facts_of(meeting).month_before.number == made
    assert facts_of(between).month_before == Month.of(between.month).after(-1)


def test_new_sitting_takes_over_from_the_last_of_the_cell_when_the_committee_met_since(
    world: World, client_of: Sign
) -> None:
    opened(world, month_3rd(1), place="nhà văn hóa bản", starts_at=dt.time(19, 30))
    opened(
        world, month_3rd(1) + dt.timedelta(days=4), kind=Kind.COMMITTEE, place="nhà bí thư",
        starts_at=dt.time(7, 0), writer=world.members[1],
    )  # fmt: skip

    client, cell = client_of("secretary"), f"/units/{world.cell.pk}"
    form = fields_of(client.get(f"{cell}/meetings/new/"))
    lay = fields_of(client.get(f"{cell}/year/{today().year + 1}/calendar/"))

    assert form["place"] == ["nhà văn hóa bản"]
    assert form["writer"] == [str(world.members[2].pk)]
    assert lay["place"] == ["nhà văn hóa bản"]


def test_answer_may_be_final_when_an_extraordinary_meeting_hears_it(world: World) -> None:
    one, two = two_promises(world)
    user = world.user("secretary")
    meeting = begun(world, month_3rd(2) + dt.timedelta(days=8), Kind.EXTRAORDINARY)
    later = month_3rd(1) + dt.timedelta(days=9)
    answers = {one.pk: Answer("dropped", reason="02-NQ/CB"),
               two.pk: Answer("partly", "4/6 hộ", "mưa lũ", later)}  # fmt: skip
    answer_tasks(act=act(user), meeting=meeting, answers=answers)
    closed(world, meeting)

    waiting = open_before(opened(world, month_3rd(1)))

    assert [(each.task.pk, each.due_on) for each in waiting] == [(two.pk, later)]
