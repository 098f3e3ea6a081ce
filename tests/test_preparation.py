"""What leaves the cell before a meeting: a message and a calendar file, without any name."""

import datetime as dt
from collections.abc import Callable

from django.test import Client
from icalendar import Calendar

from chibo.plans.commands import move
from chibo.plans.models import Kind
from chibo.plans.testing import make_planned
from tests.pages import text_of
from tests.world import World, act, today

Sign = Callable[[str], Client]


def june(day: int) -> dt.date:
    return dt.date(today().year + 1, 6, day)


def test_message_says_when_and_where_and_names_nobody(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(3), kind=Kind.BOTH, topic="Giữ rừng")

    page = text_of(client_of("secretary").get(f"/planned/{planned.pk}/"))

    message = page.split('id="message">')[1].split("</p>")[0]
    assert f"03/06/{today().year + 1}, lúc 19 giờ 30, tại nhà văn hóa bản." in message
    assert "Chuyên đề: Giữ rừng." in message
    assert not [each for each in world.members if each.person.name in message]


def test_calendar_file_keeps_its_identifier_and_counts_moves(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(3), topic="Giữ rừng; chăm sóc, bảo vệ")
    client, url = client_of("member"), f"/planned/{planned.pk}/meeting.ics"
    before = Calendar.from_ical(client.get(url).content).walk("VEVENT")[0]
    move(act=act(world.user("secretary")), planned=planned, to_day=june(5), reason="Ngày mùa")

    after = Calendar.from_ical(client.get(url).content)

    event = after.walk("VEVENT")[0]
    assert (event["UID"], int(event["SEQUENCE"])) == (before["UID"], 1)
    assert event.decoded("dtstart").isoformat() == f"{june(5)}T19:30:00+07:00"
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=90)
    assert event["SUMMARY"] == "Sinh hoạt chi bộ: Giữ rừng; chăm sóc, bảo vệ"
    assert [zone["TZID"] for zone in after.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    assert not [m for m in world.members if m.person.name in client.get(url).content.decode()]


def test_home_names_the_month_when_the_next_meeting_is_not_this_months(
    world: World, client_of: Sign
) -> None:
    make_planned(world.cell, june(3))

    page = text_of(client_of("secretary").get("/"))

    assert f"Chuẩn bị buổi họp tháng 6/{today().year + 1}" in page
    assert "Lịch họp:" not in page
    assert "Tháng này chưa mở sổ buổi họp." in page
