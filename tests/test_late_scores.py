"""What falls after a meeting is settled in its days; closed minutes keep what they said."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from chibo.assessments.commands import CannotScore, settle_after
from chibo.assessments.models import LateAnswer
from chibo.assessments.queries import scored
from chibo.assessments.rules import Answer
from chibo.meetings.models import Meeting
from chibo.minutes.commands import close_minutes, reopen
from chibo.minutes.models import MinutesClosure
from chibo.minutes.standing import standing_of
from tests.pages import filled, text_of
from tests.test_scores import answer, closed, sat
from tests.world import World, act, today

Sign = Callable[[str], Client]


def days_ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def url_of(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/score/after/"


def scored_and_closed(world: World, client_of: Sign, on: dt.date) -> Meeting:
    """Hold, score and close a meeting on a day; what falls after it is left open."""
    meeting = sat(world, on)
    assert answer(client_of("secretary"), meeting)[0] == 302
    closed(world, meeting)
    return meeting


def settle(client: Client, meeting: Meeting, pick: str, day: dt.date | None) -> tuple[int, str]:
    url = url_of(meeting)
    fields = {"pick-7.2": pick, "on-7.2_day": f"{day:%d/%m/%Y}" if day else ""}
    if day is None:
        fields |= {"on-7.2_month": "", "on-7.2_year": ""}
    response = client.post(url, filled(client, url, dict(fields)))
    return response.status_code, text_of(response)


def paper_of(client: Client, meeting: Meeting, form: str = ".pdf") -> str:
    response = client.get(f"/meetings/{meeting.pk}/papers/score{form}")
    reader = PdfReader(io.BytesIO(response.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_item_is_settled_with_its_day_when_the_minutes_are_closed(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))
    until = f"{days_ago(-1):%d/%m}"
    pages = [f"/meetings/{meeting.pk}/{name}" for name in ("minutes/closure/", "score/", "")]
    before = [text_of(client.get(page)) for page in pages]

    status, _page = settle(client, meeting, "1", today())

    assert [f"Còn 1 mục chấm sau buổi họp, đến hết ngày {until}" in page for page in before] == (
        [True] * 3
    )
    assert status == 302
    row = LateAnswer.objects.get(meeting=meeting)
    assert (row.item, row.points, row.done_on) == ("7.2", 1, today())
    for page in pages:
        said = text_of(client.get(page))
        assert ("Còn 1 mục" in said, "Đã ghi 1 mục chấm sau" in said) == (False, True), page
    assert "92/100 điểm" in text_of(client.get(url_of(meeting)))


def test_closed_minutes_keep_their_score_and_figures_follow_when_an_item_is_settled(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))
    filed = MinutesClosure.objects.get(meeting=meeting)
    before = (filed.points, filed.grade, filed.score_paper and filed.score_paper.content)

    settle(client, meeting, "1", today())

    closure = MinutesClosure.objects.get(meeting=meeting)
    assert (closure.points, closure.grade, closure.score_paper.content) == before  # type: ignore[union-attr]
    assert standing_of([closure], on=today())[closure.pk].points == 92
    assert "92/100 điểm" in text_of(client.get(f"/meetings/{meeting.pk}/"))
    month = f"/units/{world.commune.pk}/months/{meeting.month:%Y-%m}/"
    assert "(92)" in text_of(client_of("clerk").get(month))


@pytest.mark.once
def test_printed_sheet_shows_the_settled_item_with_its_day(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))
    settle(client, meeting, "1", today())

    text = paper_of(client, meeting)

    assert "91/100 điểm, xếp loại Tốt" in text
    assert f"1/1 điểm, làm xong ngày {today():%d/%m/%Y}" in text
    assert "Tính cả phần bổ sung: 92/100 điểm, xếp loại Tốt" in text
    filed = text_of(client.get(f"/meetings/{meeting.pk}/versions/1/score/"))
    assert ("91/100" in filed, "BỔ SUNG" in filed) == (True, False)
    month = client.get(f"/units/{world.cell.pk}/months/{meeting.month:%Y-%m}/papers.pdf")
    whole = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(month.content)).pages)
    assert "làm xong ngày" in " ".join(whole.split())


def test_newest_answer_counts_when_an_item_is_settled_twice(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))

    settle(client, meeting, "1", today())
    again = settle(client, meeting, "1", today())
    settle(client, meeting, "0", None)

    assert (again[0], LateAnswer.objects.filter(meeting=meeting).count()) == (302, 2)
    closure = MinutesClosure.objects.get(meeting=meeting)
    assert standing_of([closure], on=today())[closure.pk].points == 91


def test_same_settling_sent_twice_is_one(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))
    form = filled(client, url_of(meeting), {"pick-7.2": "1", "on-7.2_day": f"{today():%d/%m/%Y}"})

    answers = [client.post(url_of(meeting), form).status_code for _twice in range(2)]

    assert (answers, LateAnswer.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("pick", "days", "say"),
    [("1", None, "đạt thì ghi ngày"), ("1", 2, "Ghi ngày từ"), ("1", -1, "Ghi ngày từ"),
     ("", None, "Chưa chọn mục nào")],
)  # fmt: skip
def test_settling_is_refused_in_words_when_its_day_cannot_be(
    world: World, client_of: Sign, pick: str, days: int | None, say: str
) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))

    day = None if days is None else days_ago(days)
    status, page = settle(client, meeting, pick, day)

    assert (status, say in page) == (422, True)
    assert not LateAnswer.objects.exists()


def test_item_counts_as_not_done_when_its_days_have_gone_by(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(3))

    page = text_of(client.get(url_of(meeting)))
    response = client.post(url_of(meeting), {"act": str(uuid.uuid4()), "pick-7.2": "1"})
    assert "Hết hạn ghi" in text_of(response)

    say = f"chưa ghi đến hết ngày {days_ago(1):%d/%m}: tính 0 điểm"
    assert (say in page, 'name="pick-7.2"' in page) == (True, False)
    assert say in text_of(client.get(f"/meetings/{meeting.pk}/minutes/closure/"))
    assert (response.status_code, LateAnswer.objects.count()) == (422, 0)
    with pytest.raises(CannotScore, match="Hết hạn"):
        settle_after(
            act=act(world.user("secretary")), meeting=meeting,
            answers={"7.2": Answer(points=None)},
        )  # fmt: skip
    assert f"hết ngày {days_ago(1):%d/%m/%Y} chưa ghi" in paper_of(client, meeting)


def test_item_still_waits_on_its_last_day(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(2))

    status, _page = settle(client, meeting, "1", days_ago(2))

    assert (status, LateAnswer.objects.count()) == (302, 1)


def test_new_version_holds_what_was_settled_when_it_is_closed(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(1))
    settle(client, meeting, "1", today())
    user = world.user("secretary")
    reopen(act=act(user), meeting=meeting, version=1, reason="Ghi nhầm số người")

    form = text_of(client.get(f"/meetings/{meeting.pk}/score/"))
    redirected = client.get(url_of(meeting))
    new = close_minutes(act=act(user), meeting=meeting, ends_at=dt.time(21, 10))

    assert "Để trống thì giữ" in form
    assert redirected.headers["Location"] == f"/meetings/{meeting.pk}/score/"
    assert (new.points, new.after_items) == (Decimal("92.0"), [])
    assert standing_of([new], on=today())[new.pk].points == 92
    assert "làm xong ngày" in paper_of(client, meeting).lower()
    assert "BỔ SUNG" not in paper_of(client, meeting)


def test_item_is_corrected_by_a_new_version_when_its_days_have_gone_by(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), scored_and_closed(world, client_of, days_ago(5))
    user = world.user("secretary")
    reopen(act=act(user), meeting=meeting, version=1, reason="Đã đăng đúng hạn, ghi thiếu")

    status, _page = answer(client, meeting, **{"pick-7.2": "1"})
    new = close_minutes(act=act(user), meeting=meeting, ends_at=dt.time(21, 10))

    assert (status, new.points, new.after_items) == (302, Decimal("92.0"), [])


def test_item_is_not_waited_for_when_the_meeting_is_entered_late(
    world: World, client_of: Sign
) -> None:
    meeting = sat(world, days_ago(9))
    client = client_of("secretary")
    answer(client, meeting)
    page = text_of(client.get(f"/meetings/{meeting.pk}/score/"))

    new = close_minutes(act=act(world.user("secretary")), meeting=meeting, ends_at=dt.time(21, 10))

    assert f"Hết ngày {days_ago(7):%d/%m/%Y} chưa ghi: tính 0 điểm" in page
    assert (new.points, new.after_items) == (Decimal("91.0"), [])
    assert "tính 0 điểm" in paper_of(client, meeting)


def test_page_leads_to_the_score_when_the_minutes_are_open(world: World, client_of: Sign) -> None:
    meeting = sat(world)

    response = client_of("secretary").get(url_of(meeting))

    assert response.headers["Location"] == f"/meetings/{meeting.pk}/score/"
    with pytest.raises(CannotScore, match="đang mở"):
        settle_after(act=act(world.user("secretary")), meeting=meeting, answers={})


def test_nothing_waits_when_the_minutes_were_closed_before_the_score_was_complete(
    world: World, client_of: Sign
) -> None:
    client, meeting = client_of("secretary"), sat(world, days_ago(1))
    answer(client, meeting, **{"pick-4.1": ""})
    closed(world, meeting)

    pages = [
        client.get(f"/meetings/{meeting.pk}/{name}") for name in ("score/", "minutes/closure/")
    ]
    redirected = client.get(url_of(meeting))

    assert ["mục chấm sau" in text_of(page) for page in pages] == [False, False]
    assert redirected.headers["Location"] == f"/meetings/{meeting.pk}/score/"
    with pytest.raises(CannotScore, match="không có mục nào chờ"):
        settle_after(act=act(world.user("secretary")), meeting=meeting, answers={})


def test_item_answered_at_the_meeting_is_not_settled_again(world: World, client_of: Sign) -> None:
    client, meeting = client_of("secretary"), sat(world, days_ago(1))
    answer(client, meeting, **{"pick-7.2": "1"})
    closure = closed(world, meeting)

    page = text_of(client.get(f"/meetings/{meeting.pk}/minutes/closure/"))

    assert (closure.points, closure.after_items) == (Decimal("92.0"), [])
    assert "mục chấm sau" not in page
    with pytest.raises(CannotScore, match=r"7\.2"):
        settle_after(
            act=act(world.user("secretary")), meeting=meeting,
            answers={"7.2": Answer(points=None)},
        )  # fmt: skip
    assert scored(meeting, "cell") is not None


@pytest.mark.parametrize("changes", [{"points": -1}, {"points": 1, "done_on": None}])
def test_database_refuses_a_late_answer_that_cannot_be(
    world: World, changes: dict[str, object]
) -> None:
    meeting = sat(world)
    fields: dict[str, object] = {
        "id": uuid.uuid4(), "province": meeting.province, "meeting": meeting, "item": "7.2",
        "points": 1, "done_on": today(), "entered_at": act(world.user("secretary")).entered_at,
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        LateAnswer.objects.create(**{**fields, **changes})
