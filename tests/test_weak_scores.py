"""Where an item stays low, what helps is shown: advice, and agendas of others without names."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from django.test import Client

from chibo.accounts.models import User
from chibo.assessments.advice import advice_for, help_for, scripts_for
from chibo.assessments.commands import adopt_frame, score_meeting
from chibo.assessments.framing import frame_of
from chibo.assessments.models import FramePack
from chibo.assessments.queries import weak_items
from chibo.assessments.rules import Answer
from chibo.meetings.commands import ItemSaid, record_discussion
from chibo.meetings.models import Meeting
from chibo.members.commands import enter_members
from chibo.minutes.commands import close_minutes
from chibo.organizations.commands import NewUnit, found_units, give_post
from chibo.organizations.models import CellType, Kind, Role, Unit
from chibo.plans.testing import make_planned
from chibo.preparations.models import AgendaItem
from tests.pages import text_of
from tests.sittings import called, opened
from tests.world import START, World, act, decision, new_member, today

Sign = Callable[[str], Client]
NAMES = ("bản Nậm Chua", "bản Hua Pe", "bản Tin Tốc", "bản Co Chạy")
FULL = {"2.1": 4, "3.1": 5, "3.2": 2, "3.3": 1, "3.4": 2, "4.1": 5, "4.2": 20, "4.3": 5, "4.4": 10,
        "5": 5, "6": 30, "7.1": 4, "7.2": 1}  # fmt: skip


def months_back(count: int) -> dt.date:
    day = today().replace(day=1)
    for _step in range(count):
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return day


def meets(world: World, on: dt.date, **points: int) -> Meeting:
    """Hold, score and close a meeting of the world's cell; full points but what is given."""
    user = world.user("secretary")
    meeting = opened(world, on)
    called(meeting, user)
    record_discussion(
        act=act(user, on), meeting=meeting, spoke=3, criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), "Việc", "", "")],
    )  # fmt: skip
    given = FULL | {key.removeprefix("p").replace("_", "."): each for key, each in points.items()}
    said = {key: Answer(Fraction(points), reason="Thử") for key, points in given.items()}
    score_meeting(act=act(user, on), meeting=meeting, side="cell", answers=said)
    close_minutes(act=act(user, on, dt.time(22, 0)), meeting=meeting, ends_at=dt.time(21, 10))
    return Meeting.objects.get(pk=meeting.pk)


def neighbour(world: World, parent: Unit, name: str, agenda: list[tuple[str, int, str]]) -> Meeting:
    """Found a cell under a unit; it held a planned meeting with all points last month."""
    officer = world.user("province_officer")
    [cell] = found_units(
        act=act(officer, START), new=[NewUnit(uuid.uuid4(), Kind.CELL, name, CellType.VILLAGE)],
        parent=parent, decision=decision(world.province.pk, START),
    )  # fmt: skip
    user = User.objects.create_user(f"login-{uuid.uuid4()}")
    clerk = world.user("clerk" if parent == world.commune else "other_officer")
    people = enter_members(
        act=act(clerk), cell=cell,
        new=[new_member(f"Vừ A Say {letter}", 1975, user=None if n else user)
             for n, letter in enumerate("ABCDE")],
    )  # fmt: skip
    give_post(
        act=act(clerk), person=people[0].person, unit=cell, role=Role.SECRETARY, from_on=START
    )
    users = {**world.users, "secretary": user}
    there = replace(world, cell=cell, members=people, users=users)
    meeting = meets(there, months_back(1))
    planned = make_planned(cell, months_back(1))
    for place, (title, minutes, question) in enumerate(agenda):
        AgendaItem.objects.create(
            id=uuid.uuid4(), province=cell.province, planned=planned, position=place, title=title,
            minutes=minutes, question=question,
        )  # fmt: skip
    Meeting.objects.filter(pk=meeting.pk).update(planned=planned)
    return Meeting.objects.get(pk=meeting.pk)


AGENDA = [("Bàn việc chính của bản", 40, "Làm gì trước, ai làm?")]


def low_three_times(world: World) -> None:
    for back in (3, 2, 1):
        meets(world, months_back(back), p4_2=5)


def test_scripts_of_three_cells_are_shown_without_their_names(
    world: World, client_of: Sign
) -> None:
    low_three_times(world)
    own = [("Bàn việc ở Nậm Chua", 10, "Ai?"), ("Việc khác", 10, "Vừ A Say A làm gì?")]
    for name, minutes in zip(NAMES[:3], (40, 30, 40), strict=True):
        agenda = [("Bàn việc chính của bản", minutes, "Làm gì trước, ai làm?"), *own]
        neighbour(world, world.commune, name, agenda)
    meeting = opened(world, today())

    page = text_of(client_of("secretary").get(f"/meetings/{meeting.pk}/score/"))

    assert "Chương trình của vài chi bộ đạt đủ điểm mục này" in page
    assert "Bàn việc chính của bản, 30 đến 40 phút" in page
    assert "Làm gì trước, ai làm?" in page
    for telling in ("Nậm Chua", "Hua Pe", "Tin Tốc", "Vừ A Say"):
        assert telling not in page, telling


def test_nothing_of_others_is_shown_when_fewer_than_three_cells_did_it(world: World) -> None:
    low_three_times(world)
    for name in NAMES[:2]:
        neighbour(world, world.commune, name, AGENDA)

    [found] = help_for(world.cell.pk, on=today())

    assert found.lines == ()
    assert found.advice is not None
    assert "nội dung chính" in found.advice.text


def test_scripts_come_from_the_province_when_the_commune_has_too_few(world: World) -> None:
    low_three_times(world)
    for name in NAMES[:2]:
        neighbour(world, world.commune, name, AGENDA)
    neighbour(world, world.other_commune, NAMES[2], AGENDA)

    [found] = help_for(world.cell.pk, on=today())

    assert [line.title for line in found.lines] == ["Bàn việc chính của bản"]


@pytest.mark.parametrize(
    "change", ["low", "open", "binned", "dropped", "other frame", "old", "telling"]
)
def test_script_is_not_taken_when_its_meeting_does_not_show_how(world: World, change: str) -> None:
    low_three_times(world)
    meetings = [neighbour(world, world.commune, name, AGENDA) for name in NAMES[:3]]
    last = meetings[-1]
    sheets = last.score_sheets.all()
    if change == "low":
        answers = sheets.get().answers
        answers["4.2"]["points"] = "10"
        sheets.update(answers=answers)
    elif change == "open":
        last.seal.lifted_at = act(world.user("clerk")).entered_at
        last.seal.save()
    elif change == "binned":
        Meeting.objects.filter(pk=last.pk).update(binned_at=last.entered_at)
    elif change == "telling":
        AgendaItem.objects.filter(planned=last.planned).update(question="Ở Co Chạy, Tin Tốc?")
    elif change == "dropped":
        AgendaItem.objects.filter(planned=last.planned).update(is_dropped=True)
    elif change == "other frame":
        sheets.update(frame=FramePack.objects.get(code="Tân Tiến"))
    else:
        Meeting.objects.filter(pk=last.pk).update(held_on=today() - dt.timedelta(days=400))

    [found] = help_for(world.cell.pk, on=today())

    assert found.lines == ()


def test_own_meetings_are_no_script_of_others(world: World) -> None:
    meetings = [neighbour(world, world.commune, name, AGENDA) for name in NAMES[:2]]

    assert scripts_for([*meetings, meetings[0]], on=today()) == ()


def test_item_is_not_weak_when_one_of_the_meetings_was_scored_by_another_frame(
    world: World,
) -> None:
    meets(world, months_back(3), p4_2=5)
    meets(world, months_back(2), p4_2=5)
    before = weak_items(world.cell.pk, on=today())
    pack = FramePack.objects.get(code="42-HD/BTCTW")
    data = {**pack.content, "title": "Khung của xã", "code": "x", "grades": pack.content["grades"]}
    adopt_frame(act=act(world.user("clerk")), unit=world.commune, data=data, from_on=months_back(1))
    meets(world, months_back(1), p4_2=5)

    assert (before, weak_items(world.cell.pk, on=today())) == ([], [])


def test_every_item_of_every_frame_has_advice(world: World) -> None:
    without = [
        (pack.code, item.key)
        for pack in FramePack.objects.all()
        for item in frame_of(pack.code, pack.content).items
        if advice_for(item.block, item.title) is None
    ]

    assert without == []
