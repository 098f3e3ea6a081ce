"""The invitation: a printed notice without members' names, and when everybody was told."""

import datetime as dt
import html
import io
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from chibo.assessments.measures import measures_of
from chibo.journal.models import Entry
from chibo.meetings.models import Meeting
from chibo.meetings.queries import rules_of
from chibo.organizations.commands import give_post
from chibo.organizations.models import Role
from chibo.papers.models import Paper
from chibo.plans.commands import move, withdraw
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.testing import make_planned
from chibo.preparations.models import AgendaItem, IssuedNotice, Notice, PreparedPaper
from tests.pages import fields_of, filled, text_of
from tests.sittings import opened
from tests.world import START, World, _person, act, today

Sign = Callable[[str], Client]
WEEK = dt.timedelta(days=7)


def june(day: int) -> dt.date:
    return dt.date(today().year + 1, 6, day)


def url_of(planned: PlannedMeeting, rest: str = "/") -> str:
    return f"/planned/{planned.pk}/notice{rest}"


def issue(client: Client, planned: PlannedMeeting, contents: str = "") -> tuple[int, str]:
    sent = {"act": str(uuid.uuid4()), "contents": contents}
    answer = client.post(url_of(planned, "/issue/"), sent)
    return answer.status_code, html.unescape(text_of(answer))


def pdf_of(client: Client, planned: PlannedMeeting) -> tuple[int, str]:
    """Return the pages of the notice and its text on one line."""
    pages = PdfReader(io.BytesIO(client.get(url_of(planned, ".pdf")).content)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def word_of(client: Client, planned: PlannedMeeting) -> str:
    word = Document(io.BytesIO(client.get(url_of(planned, ".docx")).content))
    return "\n".join(line.text for line in word.paragraphs)


def agenda(planned: PlannedMeeting, *titles: str, dropped: str = "") -> None:
    for place, title in enumerate(titles, start=1):
        AgendaItem.objects.create(
            id=uuid.uuid4(), province=planned.province, planned=planned, position=place,
            title=title, is_dropped=title == dropped,
        )  # fmt: skip


def paper(planned: PlannedMeeting, **fields: object) -> None:
    PreparedPaper.objects.create(
        id=uuid.uuid4(), province=planned.province, planned=planned, **fields
    )


def follow(world: World, name: str = "Lường Thị Vân") -> None:
    """Let somebody of the committee above follow the cell."""
    give_post(
        act=act(world.user("clerk")), unit=world.cell, role=Role.FOLLOWER, from_on=START,
        person=_person(world.cell.province, name, 1981, None),
    )  # fmt: skip


def test_notice_says_when_where_and_what_and_names_no_member_when_issued(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(
        world.cell, june(3), kind=Kind.BOTH, topic="Giữ rừng", presenter=world.members[1]
    )
    client = client_of("secretary")

    status, _page = issue(client, planned, "Kết quả tháng 5\nNhiệm vụ tháng 6")

    pages, text = pdf_of(client, planned)
    assert (status, pages) == (302, 1)
    for said in (
        "Số 01-TB/CB", "THÔNG BÁO",
        f"Mời dự sinh hoạt chi bộ định kỳ, nối tiếp chuyên đề tháng 6 năm {june(3).year}",
        "Thời gian: 19 giờ 30, ", f"ngày 03 tháng 6 năm {june(3).year}.",
        "Địa điểm: nhà văn hóa bản.", "Chuyên đề: Giữ rừng. Người trình bày: Phó bí thư.",
        "a) Kết quả tháng 5 b) Nhiệm vụ tháng 6",
        "Đảng viên chi bộ; đồng chí theo dõi chi bộ (cấp ủy cấp trên).",
        "- Đồng chí theo dõi chi bộ (Đảng ủy xã Mường Pồn),",
    ):  # fmt: skip
        assert said in text
    # the secretary signs; nobody else is named
    named = [m.person.name for m in world.members[1:] if m.person.name in text]
    assert (named, text.count("Tòng Văn Inh")) == ([], 1)


def test_notice_says_the_same_as_word_file_and_page_when_issued(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")
    issue(client, planned, "Nhiệm vụ tháng 6")

    word, page = word_of(client, planned), html.unescape(text_of(client.get(url_of(planned))))

    for said in ("2. Địa điểm: nhà văn hóa bản.", "3. Nội dung:", "a) Nhiệm vụ tháng 6"):
        assert (said in word, said in page) == (True, True)
    assert client.get(url_of(planned, ".css"))["Content-Type"] == "text/css"
    assert "Bản 1" in text_of(client.get(url_of(planned, ".css")))


def test_agenda_stands_in_order_without_what_was_dropped_and_secret_papers_are_left_out(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))
    agenda(planned, "Điểm danh", "Thời sự", "Tình hình đảng viên", dropped="Thời sự")
    paper(planned, number="15-HD/ĐU", title="Hướng dẫn học tập")
    paper(planned, number="99-BC/ĐU", is_secret=True, kept_at="Tủ Văn phòng Đảng ủy")
    paper(planned, number="16-HD/ĐU", title="Bản đã rút", is_withdrawn=True)
    client = client_of("secretary")

    page = text_of(client.get(url_of(planned)))
    issue(client, planned, "dòng gõ thêm")

    _pages, text = pdf_of(client, planned)
    assert 'name="contents"' not in page
    assert "Nội dung: a) Điểm danh b) Tình hình đảng viên 4. Tài liệu đọc trước:" in text
    assert "a) 15-HD/ĐU Hướng dẫn học tập 5. Thành phần mời" in text
    for hidden in ("Thời sự", "99-BC", "Tủ Văn phòng", "16-HD", "dòng gõ thêm"):
        assert hidden not in text


def test_notice_is_shown_with_room_for_its_number_when_not_issued(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))

    page = text_of(client_of("secretary").get(url_of(planned)))

    _pages, text = pdf_of(client_of("secretary"), planned)
    assert "Bản xem trước, chưa có số." in page
    assert "Số ……-TB/CB" in text
    assert "Mường Pồn, ngày …… tháng ……" in text
    assert Paper.objects.count() == 0


def test_notice_is_read_by_a_member_when_issued_and_not_before(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))
    member = client_of("member")

    before = member.get(url_of(planned)).status_code
    issue(client_of("deputy"), planned)
    page = text_of(member.get(url_of(planned)))

    assert (before, "01-TB/CB" in page) == (403, True)
    assert ("Ra bản mới" in page, f'href="/planned/{planned.pk}/"' in page) == (False, False)


def test_notice_is_a_new_version_of_its_number_when_the_meeting_moved(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")
    issue(client, planned, "Nhiệm vụ tháng 6")
    move(act=act(world.user("secretary")), planned=planned, to_day=june(5), reason="Ngày mùa")

    changed = html.unescape(text_of(client.get(url_of(planned))))
    status, _page = issue(client, planned, "Nhiệm vụ tháng 6")

    _pages, text = pdf_of(client, planned)
    rows = IssuedNotice.objects.order_by("version").select_related("paper")
    assert "đã đổi sau khi ra bản 1 số 01-TB/CB" in changed
    assert (status, [(r.version, r.paper.symbol) for r in rows]) == (
        302, [(1, "01-TB/CB"), (2, "01-TB/CB")],
    )  # fmt: skip
    assert [row.paper.is_intact for row in rows] == [True, True]
    assert f"ngày 05 tháng 6 năm {june(5).year}." in text
    assert f"Bản này thay bản 1 ra ngày {today():%d} tháng" in text
    assert ("Bản 2" in text, "đã đổi sau khi ra" in text_of(client.get(url_of(planned)))) == (
        True, False,
    )  # fmt: skip


def test_second_notice_takes_the_next_number_when_another_meeting_has_one(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    for month in (6, 7):
        issue(client, make_planned(world.cell, june(3).replace(month=month)))

    assert sorted(Paper.objects.values_list("symbol", flat=True)) == ["01-TB/CB", "02-TB/CB"]
    assert "02-TB/CB" in text_of(client.get(f"/units/{world.cell.pk}/numbers/"))


@pytest.mark.parametrize(
    ("fields", "contents", "say"),
    [
        ({"starts_at": None}, "", "chưa có giờ hoặc nơi họp"),
        ({"place": ""}, "", "chưa có giờ hoặc nơi họp"),
        ({"planned_on": today() - WEEK}, "", "Buổi này đã qua ngày"),
        ({}, "Thời sự\nNghị quyết TUYỆT MẬT", "Có dòng mang dấu mật"),
        ({}, "Họp 😀", "Giấy in không có hình vẽ"),
        ({}, "x" * 2_001, "nhiều nhất 2.000"),
    ],
)
def test_notice_is_refused_and_what_was_typed_kept_when_it_cannot_be(
    world: World, client_of: Sign, fields: dict[str, object], contents: str, say: str
) -> None:
    planned = make_planned(world.cell, june(3), **fields)

    status, page = issue(client_of("secretary"), planned, contents)

    assert (status, say in page, contents in page) == (422, True, True)
    assert IssuedNotice.objects.count() == 0
    assert Paper.objects.count() == 0


def test_notice_is_refused_when_nothing_changed_or_the_meeting_was_taken_out(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3), kind=Kind.EXTRAORDINARY)
    client = client_of("secretary")
    issue(client, planned)

    again = issue(client, planned)
    withdraw(act=act(world.user("secretary")), planned=planned)
    after = issue(client, planned, "Khác")

    assert (again[0], "vẫn đúng với lịch" in again[1]) == (422, True)
    assert (after[0], "đã bỏ khỏi lịch" in after[1]) == (422, True)
    assert IssuedNotice.objects.count() == 1


def test_notice_is_issued_once_when_the_form_is_sent_twice(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")
    sent = filled(client, url_of(planned), {"contents": "Nhiệm vụ"})

    answers = [client.post(url_of(planned, "/issue/"), sent).status_code for _time in range(2)]

    assert (answers, IssuedNotice.objects.count()) == ([302, 302], 1)


def test_committee_alone_is_invited_when_the_committee_meets(world: World, client_of: Sign) -> None:
    planned = make_planned(world.cell, june(1), kind=Kind.COMMITTEE)
    client = client_of("secretary")
    issue(client, planned)

    _pages, text = pdf_of(client, planned)

    assert f"Mời dự họp chi ủy tháng 6 năm {june(1).year}" in text
    assert ("Các đồng chí chi ủy viên." in text, "theo dõi" in text) == (True, False)


def told(client: Client, planned: PlannedMeeting, **days: dt.date | None) -> tuple[int, str]:
    """Send the form of the days told; a day not given stays as the page offers it."""
    url = url_of(planned, "/told/")
    changes: dict[str, str | list[str]] = {}
    for name, day in days.items():
        boxes = (day.day, day.month, day.year) if day else ("", "", "")
        for part, value in zip(("day", "month", "year"), boxes, strict=True):
            changes[f"{name}_{part}"] = str(value)
    answer = client.post(url, filled(client, url, changes))
    return answer.status_code, html.unescape(text_of(answer))


def test_today_is_offered_and_saved_when_nothing_was_noted(world: World, client_of: Sign) -> None:
    follow(world)
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")

    page = html.unescape(text_of(client.get(url_of(planned, "/told/"))))
    status, _page = told(client, planned)

    notice = Notice.objects.get()
    assert status == 302
    assert (notice.members_told_on, notice.follower_told_on) == (today(), today())
    assert "Lường Thị Vân" in page
    assert Entry.objects.filter(verb="notice.noted", subject=planned.pk).count() == 1


def test_day_is_written_again_when_it_was_wrong(world: World, client_of: Sign) -> None:
    follow(world)
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")
    told(client, planned)

    told(client, planned, members_told_on=today() - WEEK)

    notice = Notice.objects.get()
    assert (notice.members_told_on, notice.follower_told_on) == (today() - WEEK, today())


def test_nobody_follows_is_said_and_not_asked_when_the_commune_named_nobody(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")

    page = text_of(client.get(url_of(planned, "/told/")))
    told(client, planned)

    assert "Chưa có ai theo dõi chi bộ. Đảng ủy phân công." in page
    assert "follower_told_on_day" not in fields_of(client.get(url_of(planned, "/told/")))
    assert Notice.objects.get().follower_told_on is None


@pytest.mark.parametrize(
    ("days", "meets", "say"),
    [
        ({"members_told_on": 1}, 30, "Ngày này chưa đến: báo xong rồi ghi ngày."),
        ({"follower_told_on": 1}, 30, "Ngày này chưa đến: báo xong rồi ghi ngày."),
        ({"members_told_on": -2}, -7, "Ngày báo sau ngày họp"),
        ({"members_told_on": 40}, 30, "Ngày báo sau ngày họp"),
        ({"members_told_on": None, "follower_told_on": None}, 30, "ghi ít nhất một ngày"),
    ],
)
def test_day_is_refused_when_nobody_can_have_been_told_on_it(
    world: World, client_of: Sign, days: dict[str, int | None], meets: int, say: str
) -> None:
    follow(world)
    planned = make_planned(world.cell, today() + dt.timedelta(days=meets))
    typed = {name: None if n is None else today() + dt.timedelta(days=n)
             for name, n in days.items()}  # fmt: skip

    status, page = told(client_of("secretary"), planned, **typed)

    assert (status, say in page) == (422, True)
    for day in typed.values():
        assert day is None or f'value="{day.year}"' in page
    assert Notice.objects.count() == 0


def test_page_says_to_tell_again_when_the_meeting_moved_afterwards(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))
    client = client_of("secretary")
    told(client, planned, members_told_on=today() - WEEK)
    before = text_of(client.get(url_of(planned, "/told/")))
    move(act=act(world.user("secretary")), planned=planned, to_day=june(4), reason="Ngày mùa")

    after = text_of(client.get(url_of(planned, "/told/")))

    assert ("báo lại, ghi ngày mới" in before, "báo lại, ghi ngày mới" in after) == (False, True)


def test_score_has_its_figure_when_both_were_told(world: World, client_of: Sign) -> None:
    follow(world)
    planned = make_planned(world.cell, today())
    Meeting.objects.filter(pk=opened(world, today()).pk).update(planned=planned)
    meeting = Meeting.objects.get()
    before = measures_of(meeting, rules_of(meeting), ends_at=None)

    told(client_of("secretary"), planned, members_told_on=today() - WEEK)

    after = measures_of(meeting, rules_of(meeting), ends_at=None)
    assert ("told" in before, after["told"].value) == (False, True)
    assert after["told"].words == (
        f"Báo đảng viên {today() - WEEK:%d/%m}, người theo dõi {today():%d/%m}"
    )


def test_ways_to_notice_and_told_stand_on_the_page_of_preparation(
    world: World, client_of: Sign
) -> None:
    planned = make_planned(world.cell, june(3))

    page = text_of(client_of("secretary").get(f"/planned/{planned.pk}/"))

    assert f'href="{url_of(planned)}"' in page
    assert f'href="{url_of(planned, "/told/")}"' in page
