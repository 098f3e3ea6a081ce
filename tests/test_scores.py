"""A meeting is scored: what the record gives, what the cell judges, what goes up and on paper."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from chibo.assessments.commands import adopt_frame
from chibo.assessments.framing import frame_of
from chibo.assessments.models import FramePack, ScoreSheet
from chibo.assessments.queries import frame_for, scored
from chibo.meetings.commands import ItemSaid, record_discussion
from chibo.meetings.models import Meeting
from chibo.minutes.commands import close_minutes
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import give_post
from chibo.organizations.models import Role, Unit
from chibo.plans.models import Kind
from tests.pages import filled, text_of
from tests.sittings import called, decided, opened
from tests.world import START, World, act, today

Sign = Callable[[str], Client]
JUDGED = {"3.1": "5", "3.2": "n", "3.3": "1", "3.4": "2", "4.1": "5", "4.2": "15", "4.4": "7",
          "5": "5", "7.1": "4"}  # fmt: skip


def sat(world: World, on: dt.date | None = None, **changes: object) -> Meeting:
    """Hold a meeting up to its score: one of twelve absent with leave, seven spoke."""
    user, day = world.user("secretary"), on or today()
    meeting = opened(world, day, **changes)
    called(meeting, user, absent=1)
    record_discussion(
        act=act(user, day), meeting=meeting, spoke=7, criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), "Nhiệm vụ", "Chia việc", "Thống nhất")],
    )  # fmt: skip
    decided(meeting, user, world.members[3])
    return Meeting.objects.get(pk=meeting.pk)


def url_of(meeting: Meeting, more: str = "") -> str:
    return f"/meetings/{meeting.pk}/score/{more}"


def answer(client: Client, meeting: Meeting, more: str = "", **extra: str) -> tuple[int, str]:
    fields = {f"pick-{key}": value for key, value in JUDGED.items()}
    fields |= {"points-6": "30", **extra}
    url = url_of(meeting, more)
    response = client.post(url, filled(client, url, dict(fields)))
    return response.status_code, text_of(response)


def closed(world: World, meeting: Meeting) -> MinutesClosure:
    user = world.user("secretary")
    at = act(user, meeting.held_on, dt.time(22, 0))
    return close_minutes(act=at, meeting=meeting, ends_at=dt.time(21, 10))


def test_score_is_frozen_and_printed_when_the_meeting_closes(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), sat(world)
    page = text_of(client.get(url_of(meeting)))
    status, _page = answer(client, meeting)

    closure = closed(world, meeting)

    # 5 length, 4 + 1 attendance, 10 preparation, 5 + 15 + 5 + 7 sitting, 5, 30 corrected, 4
    assert (status, closure.points, closure.points_of, closure.grade) == (
        302, Decimal("91.0"), Decimal("100.0"), "good",
    )  # fmt: skip
    assert "11/12 có mặt = 91,7 %" in page
    paper = PdfReader(io.BytesIO(client.get(f"/meetings/{meeting.pk}/papers/score.pdf").content))
    text = " ".join(" ".join(p.extract_text() for p in paper.pages).split())
    for said in ("91/100 điểm, xếp loại Tốt", "7/11 phát biểu = 63,6 %", "42-HD/BTCTW",
                 "Không áp dụng: tính đủ điểm", "cách làm của sổ", "Còn chờ"):  # fmt: skip
        assert said in text, said
    minutes = client.get(f"/meetings/{meeting.pk}/papers/minutes/")
    assert "TỰ ĐÁNH GIÁ CHẤT LƯỢNG BUỔI SINH HOẠT" in text_of(minutes)
    assert "xếp loại Tốt" in text_of(client.get(f"/meetings/{meeting.pk}/papers/resolution/"))


def test_meeting_closes_without_a_score_when_items_are_open(world: World, client_of: Sign) -> None:
    meeting = sat(world)
    answer(client_of("secretary"), meeting, **{"pick-4.1": ""})

    closure = closed(world, meeting)

    assert (closure.points, closure.grade, closure.score_paper) == (None, "", None)


def test_computed_points_are_corrected_only_with_a_reason(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), sat(world)

    without = answer(client, meeting, **{"points-2.1": "3"})
    with_reason = answer(
        client, meeting, **{"points-2.1": "3", "reason-2.1": "Một người về giữa buổi"}
    )

    assert (without[0], "ghi lý do" in without[1]) == (422, True)
    assert with_reason[0] == 302
    found = scored(meeting, "cell")
    line = next(s for s in found.shown if s.line.item.key == "2.1") if found else None
    assert line is not None
    assert (line.line.computed, line.line.points) == (4, 3)
    assert "Một người về giữa buổi" in line.why
    assert "theo sổ 4" in line.why


@pytest.mark.parametrize("points", ["6", "-1", "abc", "1/3", "4,55"])
def test_points_are_refused_when_they_cannot_be(world: World, client_of: Sign, points: str) -> None:
    client, meeting = client_of("secretary"), sat(world)

    status, page = answer(client, meeting, **{"points-2.1": points, "reason-2.1": "Thử"})

    assert (status, "Ghi điểm từ 0 đến 4" in page) == (422, True)
    assert not ScoreSheet.objects.exists()


def follow(world: World, login: str) -> None:
    person = world.user(login).person
    give_post(
        act=act(world.user("clerk")), person=person, unit=world.cell, role=Role.FOLLOWER,
        from_on=START,
    )  # fmt: skip


def test_both_sides_keep_their_score_when_the_follower_scores_too(
    world: World, client_of: Sign
) -> None:
    follow(world, "commune_secretary")
    meeting = sat(world)
    answer(client_of("secretary"), meeting)

    status, _page = answer(
        client_of("commune_secretary"), meeting, "from-above/", **{"pick-4.2": "5"}
    )

    both = [scored(meeting, side, ends_at=dt.time(21, 10)) for side in ("cell", "above")]
    assert status == 302
    assert [each.score.points for each in both if each] == [91, 81]
    closed(world, meeting)
    page = text_of(client_of("secretary").get(f"/meetings/{meeting.pk}/papers/score/"))
    assert "không lấy trung bình" in page
    assert "81/100 điểm" in page


def test_kinds_that_are_not_scored_lead_on_when_asked(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), sat(world, kind=Kind.EXTRAORDINARY)

    response = client.get(url_of(meeting))

    assert response.headers["Location"] == f"/meetings/{meeting.pk}/minutes/"
    assert "Chấm điểm" not in text_of(client.get(f"/meetings/{meeting.pk}/"))


def test_score_is_refused_when_the_minutes_are_closed(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), sat(world)
    url = url_of(meeting)
    form = filled(client, url, {"pick-4.1": "5"})
    closed(world, meeting)

    response = client.post(url, form)

    assert (response.status_code, "đã chốt" in text_of(response)) == (422, True)


def test_score_has_no_page_when_there_is_no_meeting(world: World, client_of: Sign) -> None:
    assert client_of("secretary").get(f"/meetings/{uuid.uuid4()}/score/").status_code == 404


def test_meeting_of_2020_is_judged_by_the_frame_of_then(world: World) -> None:
    old = frame_for(world.cell.pk, on=dt.date(2021, 5, 3))
    new = frame_for(world.cell.pk, on=dt.date(2026, 5, 3))

    assert [pack.code for pack in (old, new) if pack] == ["12-HD/BTCTW", "42-HD/BTCTW"]


def own_frame(client: Client, world: World, change: Callable[[str], str]) -> tuple[int, str]:
    example = FramePack.objects.get(code="08-KH/ĐU An Phú")
    url = f"/units/{world.commune.pk}/frames/own/?from={example.pk}"
    form = filled(client, url, {"from_on_day": f"{today():%d/%m/%Y}", "number": "07-KH/ĐU"})
    form["content"] = [change(form["content"][0])]
    response = client.post(url, form)
    return response.status_code, text_of(response)


def test_example_is_adopted_by_a_commune_and_holds_below_it_only(
    world: World, client_of: Sign
) -> None:
    status, _page = own_frame(client_of("clerk"), world, lambda text: text)

    found = [frame_for(cell.pk, on=today()) for cell in (world.cell, world.foreign_cell)]
    assert status == 302
    assert [pack.number for pack in found if pack] == ["07-KH/ĐU", "42-HD/BTCTW"]


@pytest.mark.parametrize(
    ("old", "new", "say"),
    [
        ('most = 5\nhow = "yes_no"', 'most = 6\nhow = "yes_no"', "phải đúng 100"),
        ("least = 80, below = 90", "least = 85, below = 90", "khoảng trống"),
        ("least = 80, below = 90", "least = 80, below = 95", "chồng nhau"),
        ("[[items]]", "[[items", "Chưa đọc được"),
        ("grades = ", "levels = ", "Khung thiếu"),
    ],
)
def test_frame_is_refused_in_words_when_it_does_not_add_up(
    world: World, client_of: Sign, old: str, new: str, say: str
) -> None:
    status, page = own_frame(client_of("clerk"), world, lambda text: text.replace(old, new, 1))

    assert (status, say in page) == (422, True)
    assert not FramePack.objects.filter(issuer__isnull=False).exists()


def test_item_is_pointed_out_when_it_was_low_three_times(world: World, client_of: Sign) -> None:
    client, user = client_of("secretary"), world.user("secretary")
    first = today().replace(day=1)
    for back in (3, 2, 1, 0):
        month = first
        for _step in range(back):
            month = (month - dt.timedelta(days=1)).replace(day=1)
        meeting = opened(world, month)
        called(meeting, user)
        record_discussion(
            act=act(user, month), meeting=meeting, spoke=7, criticism_held=True,
            items=[ItemSaid(uuid.uuid4(), "Việc", "", "")],
        )  # fmt: skip
        if back:
            answer(client, meeting, **{"pick-4.2": "5"})

    page = text_of(client.get(url_of(meeting)))

    assert "Ba buổi liền còn thấp" in page
    assert "5, 5, 5" in page


def adopted(world: World, login: str, unit: Unit, from_on: dt.date, **changes: object) -> FramePack:
    """Let a unit adopt the Centre's frame as its own from a day."""
    centre = FramePack.objects.get(code="42-HD/BTCTW")
    data = {**centre.content, "title": "Khung riêng", "code": "x", **changes}
    return adopt_frame(act=act(world.user(login)), unit=unit, data=data, from_on=from_on)


def in_force(world: World, on: dt.date) -> list[FramePack | None]:
    cells = (world.cell, world.sibling_cell, world.foreign_cell)
    return [frame_for(cell.pk, on=on) for cell in cells]


def test_frame_of_the_nearest_issuer_holds_when_several_do(world: World) -> None:
    centre = FramePack.objects.get(code="42-HD/BTCTW")

    province = adopted(world, "province_officer", world.province, today())
    after_province = in_force(world, today())
    commune = adopted(world, "clerk", world.commune, today())
    after_commune = in_force(world, today())
    cell = adopted(world, "clerk", world.cell, today())
    later = adopted(world, "province_officer", world.province, today())

    assert after_province == [province] * 3
    assert after_commune == [commune, commune, province]
    assert in_force(world, today()) == [cell, commune, later]
    assert in_force(world, today() - dt.timedelta(days=1)) == [centre] * 3


def test_frame_changes_exactly_on_its_first_day(world: World) -> None:
    own = adopted(world, "clerk", world.commune, dt.date(2026, 3, 1))
    newer = adopted(world, "clerk", world.commune, dt.date(2026, 6, 1))
    days = {
        dt.date(2020, 7, 1): "12-HD/BTCTW", dt.date(2025, 10, 27): "12-HD/BTCTW",
        dt.date(2025, 10, 28): "42-HD/BTCTW", dt.date(2026, 2, 28): "42-HD/BTCTW",
        dt.date(2026, 3, 1): own.code, dt.date(2026, 5, 31): own.code,
        dt.date(2026, 6, 1): newer.code,
    }  # fmt: skip

    found = {day: frame_for(world.cell.pk, on=day) for day in days}

    assert {day: pack and pack.code for day, pack in found.items()} == days


def test_meeting_keeps_the_frame_it_was_scored_by_when_a_new_one_holds(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), sat(world)
    answer(client, meeting)

    adopted(world, "clerk", world.commune, today() - dt.timedelta(days=1))
    answer(client, meeting, **{"pick-4.1": "0"})

    assert ScoreSheet.objects.get(meeting=meeting).frame.code == "42-HD/BTCTW"
    assert closed(world, meeting).points == Decimal("86.0")


def test_bonus_may_exceed_the_total_only_in_a_frame_that_says_so(world: World) -> None:
    plain = adopted(world, "clerk", world.commune, today())
    lifted = adopted(world, "clerk", world.commune, today(), may_exceed=True)

    frames = [frame_of(pack.code, pack.content) for pack in (plain, lifted)]

    assert [frame.may_exceed for frame in frames] == [False, True]


def test_papers_stay_vietnamese_when_the_screen_speaks_english(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), sat(world)
    answer(client, meeting)

    with translation.override("en"):
        closure = closed(world, meeting)

    assert closure.score_paper is not None
    sheet, minutes = str(closure.score_paper.content), str(closure.minutes_paper.content)  # type: ignore[union-attr]
    for said in ("11/12 có mặt = 91,7 %; vắng không lý do 0", "91/100 điểm, xếp loại Tốt",
                 "100 phút, quy định ít nhất 90 phút", "Không áp dụng: tính đủ điểm"):  # fmt: skip
        assert said in sheet, said
    assert "91/100 điểm, xếp loại Tốt" in minutes
