"""What people type wrong: one clear sentence, what was typed kept, a draft kept."""

import datetime as dt
import html
import unicodedata
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from chibo.accounts.models import Draft
from chibo.meetings.commands import (
    CannotCallRoll,
    ItemSaid,
    MarkGiven,
    call_roll,
    record_discussion,
)
from chibo.meetings.models import Attendance, Item, Meeting
from chibo.minutes.models import MinutesClosure
from chibo.papers.models import Series
from chibo.plans.models import Kind
from chibo.resolutions.models import ResolutionItem, Task, TaskAnswer
from tests.pages import Fields, fields_of, filled, text_of
from tests.sittings import called, decided, held, last_month_3rd, opened
from tests.world import START, World, act, today

Changes = dict[str, str | list[str]]
VOTERS = 10


@pytest.fixture
def meeting(world: World) -> Meeting:
    """An open meeting of today, its roll called: 12 present, 10 of them voters."""
    found = opened(world, today())
    called(found, world.user("secretary"))
    return found


@pytest.fixture
def secretary(client_of: Callable[[str], Client]) -> Client:
    return client_of("secretary")


def day(name: str, value: dt.date | str) -> Changes:
    """Return the three boxes of a day."""
    parts = [value.day, value.month, value.year] if isinstance(value, dt.date) else value.split("/")
    boxes = zip(("day", "month", "year"), parts, strict=True)
    return {f"{name}_{box}": str(part) for box, part in boxes}


def task(world: World, **changes: str) -> Changes:
    """Return the first task of a decision, filled in."""
    whole = {
        "what": "Lập danh sách 64 hộ", "responsible": str(world.members[3].pk),
        "known_by": "có danh sách", **changes,
    }  # fmt: skip
    return {f"task-0-{part}": value for part, value in whole.items()}


def decision(world: World, **changes: str) -> Changes:
    """Return a decision that may be saved, unless changed."""
    soon = today() + dt.timedelta(days=20)
    whole = {"text": "Làm đường nội bản", "votes_for": "10", **changes}
    return {**whole, **task(world), **day("task-0-due_on", soon)}


def setting(world: World, **changes: str) -> Changes:
    whole = {"starts_at": "19:30", "place": "nhà văn hóa bản"}
    return {**whole, "writer": str(world.members[2].pk), **changes}


def url_of(meeting: Meeting, step: str) -> str:
    return f"/meetings/{meeting.pk}/{step}/"


def refused(client: Client, url: str, changes: Changes, *sentences: str) -> Fields:
    """Send a page's whole form; it comes back with the sentences, as typed, and as a draft."""
    sent = filled(client, url, changes)
    response = client.post(url, sent)
    page, back = html.unescape(text_of(response)), fields_of(response)
    assert response.status_code == 422
    for sentence in sentences:
        assert sentence in page
    assert {name: back.get(name) for name in changes} == {name: sent[name] for name in changes}
    draft = Draft.objects.get(page=url)
    assert {name: draft.fields[name] for name in changes} == {name: sent[name] for name in changes}
    return back


def test_discussion_is_refused_when_more_spoke_than_were_present(
    meeting: Meeting, secretary: Client
) -> None:
    changes: Changes = {"spoke": "13", "item-0-raised": "Đường vào nương còn lầy"}

    refused(
        secretary, url_of(meeting, "discussion"), changes,
        "Số người phát biểu (13) nhiều hơn số có mặt (12): đếm lại.",
    )  # fmt: skip

    meeting.refresh_from_db()
    assert meeting.spoke is None


def test_roll_call_is_refused_when_fewer_are_present_than_spoke(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    record_discussion(
        act=act(world.user("secretary")), meeting=meeting, items=[], spoke=12, criticism_held=None
    )

    refused(
        secretary, url_of(meeting, "roll-call"), {f"mark-{world.members[4].pk}": "unexcused"},
        "Số người phát biểu (12) nhiều hơn số có mặt (11): sửa một số.",
    )  # fmt: skip

    assert Attendance.objects.filter(meeting=meeting, mark="unexcused").count() == 0


@pytest.mark.parametrize(
    ("held_on", "sentence"),
    [
        (1, "Ngày họp ở tương lai: ghi khi buổi họp bắt đầu, hoặc xem lại ngày."),
        (START - dt.timedelta(days=1), "Chi bộ chưa có vào ngày này: xem lại ngày họp."),
        ("31/2/2026", "Ngày 31/2/2026 không có trong lịch. Ví dụ: 27/9/2026."),
        ("0/13/2026", "Ngày 0/13/2026 không có trong lịch."),
        ("//", "Chưa có ngày: ghi ngày, tháng, năm."),
    ],
)
def test_meeting_is_refused_when_its_day_cannot_be(
    world: World, secretary: Client, held_on: int | dt.date | str, sentence: str
) -> None:
    on = today() + dt.timedelta(days=held_on) if isinstance(held_on, int) else held_on

    refused(
        secretary, f"/units/{world.cell.pk}/meetings/new/",
        setting(world) | day("held_on", on), sentence,
    )  # fmt: skip

    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": "25:00"}, "Chưa hiểu giờ 25:00. Ví dụ: 19:30."),
        ({"starts_at": "chập tối"}, "Chưa hiểu giờ chập tối. Ví dụ: 19:30."),
        ({"kind": "thematic"}, "Sinh hoạt chuyên đề phải có tên chuyên đề."),
        ({"kind": "both"}, "Sinh hoạt chuyên đề phải có tên chuyên đề."),
        ({"place": ""}, "Ô này còn trống: ghi vào rồi lưu lại."),
        ({"special_duty": "-1"}, "Ghi một số từ 0 trở lên."),
        ({"agenda": "\n".join("việc" for _n in range(21))}, "Nhiều nhất 20 nội dung"),
    ],
)
def test_meeting_is_refused_when_its_setting_cannot_be(
    world: World, secretary: Client, changes: dict[str, str], sentence: str
) -> None:
    url = f"/units/{world.cell.pk}/meetings/new/"

    refused(secretary, url, setting(world, **changes), sentence)

    assert Meeting.objects.count() == 0


def test_meeting_is_refused_when_the_month_has_a_regular_one(
    world: World, secretary: Client
) -> None:
    held(world, last_month_3rd())
    changes = setting(world, kind="regular") | day("held_on", last_month_3rd().replace(day=9))

    refused(
        secretary, f"/units/{world.cell.pk}/meetings/new/", changes,
        "Tháng này chi bộ đã có buổi định kỳ: mở buổi ấy, hoặc chọn loại khác.",
    )  # fmt: skip

    assert Meeting.objects.count() == 1


def test_setting_is_refused_when_the_other_day_falls_into_a_month_with_a_regular_one(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    held(world, last_month_3rd())

    refused(
        secretary, url_of(meeting, "setting"), day("held_on", last_month_3rd()),
        "Tháng này chi bộ đã có buổi định kỳ: chọn ngày hoặc loại khác.",
    )  # fmt: skip

    meeting.refresh_from_db()
    assert meeting.held_on == today()


def test_meeting_is_refused_when_the_writer_was_no_member_that_day(
    world: World, secretary: Client
) -> None:
    young = world.members[-1]
    before = young.from_on - dt.timedelta(days=40)
    changes = setting(world, writer=str(young.pk)) | day("held_on", before)

    refused(
        secretary, f"/units/{world.cell.pk}/meetings/new/", changes,
        "Người này không phải đảng viên của chi bộ vào ngày họp: chọn người khác.",
    )  # fmt: skip

    assert Meeting.objects.count() == 0


def test_meeting_is_refused_when_the_chair_is_of_another_cell(
    world: World, secretary: Client
) -> None:
    url = f"/units/{world.cell.pk}/meetings/new/"
    stranger = world.foreign_cell.memberships.first()
    sent = filled(secretary, url, setting(world, chair=str(stranger.pk)))

    response = secretary.post(url, sent)

    assert response.status_code == 422
    assert "Người này không có trong danh sách của buổi họp: chọn lại." in text_of(response)
    assert Meeting.objects.count() == 0


def test_mark_of_a_stranger_is_ignored_when_posted(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    stranger = world.foreign_cell.memberships.first()
    url = url_of(meeting, "roll-call")

    response = secretary.post(url, filled(secretary, url, {f"mark-{stranger.pk}": "present"}))

    assert response.status_code == 302
    rows = Attendance.objects.filter(meeting=meeting)
    assert {row.membership_id for row in rows} == {member.pk for member in world.members}


def test_mark_of_a_later_member_is_ignored_when_the_meeting_was_before(
    world: World, secretary: Client
) -> None:
    young = world.members[-2:]
    meeting = opened(world, young[0].from_on - dt.timedelta(days=40))
    url = url_of(meeting, "roll-call")
    marks: Changes = {f"mark-{member.pk}": "present" for member in world.members}

    response = secretary.post(url, filled(secretary, url, marks))

    assert response.status_code == 302
    assert Attendance.objects.filter(meeting=meeting).count() == len(world.members) - 2
    assert not Attendance.objects.filter(membership__in=young).exists()


def test_roll_call_is_refused_when_a_stranger_is_marked_by_command(
    world: World, meeting: Meeting
) -> None:
    stranger = world.foreign_cell.memberships.first()
    marks = {member.pk: MarkGiven("present") for member in world.members}

    with pytest.raises(CannotCallRoll, match="không phải đảng viên của chi bộ vào ngày họp"):
        call_roll(
            act=act(world.user("secretary")), meeting=meeting,
            marks={**marks, stranger.pk: MarkGiven("present")},
        )  # fmt: skip

    assert not Attendance.objects.filter(membership=stranger).exists()


@pytest.mark.parametrize(
    ("mark", "late_at", "sentence"),
    [
        ("late", "19:00", "đến trước giờ họp thì không phải đến muộn: xem lại giờ đến."),
        ("late", "25:00", "Chưa hiểu giờ 25:00. Ví dụ: 19:30."),
        ("", "", "Còn 1 người chưa điểm danh: chạm vào tên từng người."),
    ],
)
def test_roll_call_is_refused_when_a_mark_cannot_be(
    world: World, meeting: Meeting, secretary: Client, mark: str, late_at: str, sentence: str
) -> None:
    key, url = world.members[4].pk, url_of(meeting, "roll-call")
    sent = filled(secretary, url, {f"mark-{key}": mark, f"late_at-{key}": late_at})

    response = secretary.post(url, sent)

    assert response.status_code == 422
    assert sentence in html.unescape(text_of(response))
    back = fields_of(response)
    back.setdefault(f"mark-{key}", [""])
    for name in ("act", "csrfmiddlewaretoken"):
        back.pop(name), sent.pop(name)
    assert back == sent
    assert Attendance.objects.filter(meeting=meeting, mark="present").count() == 12


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"votes_for": "9", "votes_against": "4", "votes_other": "2"},
            "Tổng số phiếu (15) nhiều hơn số người biểu quyết (10). "
            "Đếm lại, rồi sửa một trong ba ô.",
        ),
        ({"votes_for": "0"}, "Chưa có phiếu nào: ghi số người tán thành."),
        ({"votes_for": "abc"}, "Ghi một số từ 0 trở lên."),
        ({"votes_against": "-1"}, "Ghi một số từ 0 trở lên."),
        ({"votes_for": "99999999999999999999"}, "Số này lớn quá: xem lại."),
        (
            {"kind": "discipline", "method": "show_of_hands"},
            "Việc về con người bỏ phiếu kín trên giấy: chọn Phiếu kín trên giấy.",
        ),
        ({"text": ""}, "Ô này còn trống: ghi vào rồi lưu lại."),
        ({"votes_for": "4"}, "Quyết nghị chưa đủ phiếu để thông qua nên không giao việc"),
    ],
)
def test_decision_is_refused_when_its_vote_cannot_be(
    world: World, meeting: Meeting, secretary: Client, changes: dict[str, str], sentence: str
) -> None:
    url = url_of(meeting, "decisions/new")

    refused(secretary, url, decision(world, **changes), sentence)

    assert ResolutionItem.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"task-0-responsible": ""}, "Việc chưa có người: chọn một người chịu trách nhiệm."),
        (
            day("task-0-due_on", "//"),
            "Việc chưa có hạn: ghi ngày phải xong. Có hạn tháng sau mới trả lời được.",
        ),
        ({"task-0-known_by": ""}, "Ghi dấu hiệu để biết việc đã xong."),
        ({"task-0-what": ""}, "Ghi việc phải làm."),
        (
            day("task-0-due_on", dt.date(2021, 1, 1)),
            "Hạn của việc trước ngày họp: ghi ngày từ hôm họp trở đi.",
        ),
        (
            {**day("task-0-due_on", "//"), "task-0-what": "", "task-0-known_by": "",
             "task-0-responsible": ""},
            "Chưa giao việc cho ai. Có người và hạn thì tháng sau mới trả lời được.",
        ),
    ],
)  # fmt: skip
def test_task_is_refused_when_it_lacks_a_part(
    world: World, meeting: Meeting, secretary: Client, changes: Changes, sentence: str
) -> None:
    url = url_of(meeting, "decisions/new")

    refused(secretary, url, decision(world) | changes, sentence)

    assert (ResolutionItem.objects.count(), Task.objects.count()) == (0, 0)


def test_task_is_refused_when_given_to_somebody_of_another_cell(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    url = url_of(meeting, "decisions/new")
    stranger = world.foreign_cell.memberships.first()
    changes = decision(world) | {"task-0-responsible": str(stranger.pk)}

    response = secretary.post(url, filled(secretary, url, changes))

    assert response.status_code == 422
    assert "Người này không có trong danh sách của buổi họp: chọn lại." in text_of(response)
    assert Task.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": "partly", "reason": "mưa lũ"}, "Việc chưa xong: ghi hạn mới."),
        ({"outcome": "not_done"}, "Việc chưa xong: ghi vì sao chưa xong."),
        (
            {"outcome": "partly", "reason": "mưa lũ", "new_due_on": "1/1/2021"},
            "Hạn mới trước ngày họp: ghi ngày từ hôm họp trở đi.",
        ),
        (
            {"outcome": "dropped"},
            "Thôi làm phải theo quyết nghị: ghi số hoặc ý của quyết nghị.",
        ),
    ],
)
def test_answer_is_refused_when_it_lacks_what_its_kind_needs(
    world: World, secretary: Client, changes: dict[str, str], sentence: str
) -> None:
    held(world, last_month_3rd())
    meeting, key = opened(world, today()), Task.objects.get().pk
    typed: Changes = {f"{part}-{key}": value for part, value in changes.items()}
    if "new_due_on" in changes:
        typed.pop(f"new_due_on-{key}")
        typed |= day(f"new_due_on-{key}", changes["new_due_on"])

    refused(secretary, url_of(meeting, "promises"), typed, sentence)

    assert TaskAnswer.objects.count() == 0


def test_correction_is_refused_when_its_day_is_before_the_meeting(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    who: Changes = {"membership": str(world.members[4].pk), "text": "Đi họp đúng giờ"}

    refused(
        secretary, url_of(meeting, "corrections"), who | day("due_on", dt.date(2021, 1, 1)),
        "Hạn trước ngày họp: ghi ngày từ hôm họp trở đi.",
    )  # fmt: skip

    assert meeting.corrections.count() == 0


@pytest.mark.parametrize(
    ("ends_at", "sentence"),
    [
        ("18:00", "Giờ kết thúc phải sau giờ bắt đầu (19:30): xem lại giờ."),
        ("19:30", "Giờ kết thúc phải sau giờ bắt đầu (19:30): xem lại giờ."),
        ("25:00", "Chưa hiểu giờ 25:00. Ví dụ: 19:30."),
        ("", "Chưa có giờ: ghi giờ và phút."),
        ("21:00", "Chưa ghi số người phát biểu: ghi ở phần Nội dung, ý kiến rồi chốt."),
    ],
)
def test_closing_is_refused_when_the_end_or_a_step_is_missing(
    meeting: Meeting, secretary: Client, ends_at: str, sentence: str
) -> None:
    refused(secretary, url_of(meeting, "minutes"), {"ends_at": ends_at}, sentence)

    assert (MinutesClosure.objects.count(), Series.objects.count()) == (0, 0)


def test_closing_is_refused_when_nobody_called_the_roll(world: World, secretary: Client) -> None:
    meeting = opened(world, today())

    refused(
        secretary, url_of(meeting, "minutes"), {"ends_at": "21:00"},
        "Chưa điểm danh xong: điểm danh rồi chốt.",
    )  # fmt: skip

    assert MinutesClosure.objects.count() == 0


def test_closing_is_refused_when_a_promise_has_no_answer(world: World, secretary: Client) -> None:
    held(world, last_month_3rd())
    meeting = opened(world, today())
    called(meeting, world.user("secretary"))

    refused(
        secretary, url_of(meeting, "minutes"), {"ends_at": "21:00"},
        "Còn 1 việc đã hứa chưa trả lời: trả lời rồi chốt.",
    )  # fmt: skip

    assert MinutesClosure.objects.count() == 1


def test_second_closing_is_refused_when_two_close_the_same_minutes(
    world: World, meeting: Meeting, client_of: Callable[[str], Client]
) -> None:
    record_discussion(
        act=act(world.user("secretary")), meeting=meeting, items=[], spoke=2, criticism_held=None
    )
    url = url_of(meeting, "minutes")
    both = [(client, filled(client, url, {"ends_at": "21:00"}))
            for client in (client_of("secretary"), client_of("deputy"))]  # fmt: skip

    answers = [client.post(url, sent) for client, sent in both]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Biên bản này đã có người chốt trước." in text_of(answers[1])
    assert fields_of(answers[1])["ends_at"] == ["21:00"]
    assert MinutesClosure.objects.get().closed_by == world.user("secretary")
    assert [(series.kind, series.last) for series in Series.objects.all()] == [("minutes", 1)]


def test_form_is_one_record_when_sent_twice(world: World, secretary: Client) -> None:
    url = f"/units/{world.cell.pk}/meetings/new/"
    sent = filled(secretary, url, setting(world))

    answers = [secretary.post(url, sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer["Location"] for answer in answers} == {
        f"/meetings/{Meeting.objects.get().pk}/roll-call/"
    }


def test_form_gets_a_new_identifier_when_sent_again_with_other_content(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    url = url_of(meeting, "petitions")
    sent = filled(secretary, url, {"lines": "Mở điện lưới về bản"})
    secretary.post(url, sent)

    other = {**sent, "lines": ["Mở đường về bản"]}
    refusal = secretary.post(url, other)
    given_back = fields_of(secretary.get(url))
    mended = secretary.post(url, fields_of(refusal))

    assert refusal.status_code == 422
    assert "Trang này đã lưu một lần với nội dung khác." in text_of(refusal)
    back = fields_of(refusal)
    assert (back["lines"], back["act"] != sent["act"]) == (["Mở đường về bản"], True)
    assert given_back["act"] == back["act"]
    assert mended.status_code == 302
    assert [petition.text for petition in meeting.petitions.all()] == ["Mở đường về bản"]


def test_text_of_a_megabyte_comes_back_when_it_cannot_be_kept(
    meeting: Meeting, secretary: Client
) -> None:
    changes: Changes = {"spoke": "3", "item-0-raised": "Đường lầy. " * 95_326}

    refused(
        secretary, url_of(meeting, "discussion"), changes,
        "Ô này có 1.048.586 chữ, nhiều nhất 5.000. Rút ngắn, phần gõ vẫn còn.",
    )  # fmt: skip

    assert Item.objects.get(meeting=meeting).raised == ""


@pytest.mark.parametrize("picture", ["😀", "🇻🇳", "☎", "\U00020000"])
def test_text_is_refused_when_it_has_a_picture(
    meeting: Meeting, secretary: Client, picture: str
) -> None:
    changes: Changes = {"spoke": "3", "item-0-concluded": f"Thống nhất {picture}"}

    refused(
        secretary, url_of(meeting, "discussion"), changes,
        "Giấy in không có hình vẽ, biểu tượng: xóa hình ở ô này.",
    )  # fmt: skip

    assert Item.objects.get(meeting=meeting).concluded == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Đường\x00 vào\x07 bản\x1b[2J\u202e lầy\u200b", "Đường vào bản[2J lầy"),
        (unicodedata.normalize("NFD", "Nhất trí làm mương"), "Nhất trí làm mương"),
        ("Ðường Ðiện Biên ðẹp", "Đường Điện Biên đẹp"),
        ("  hai\r\ndòng \n", "hai\ndòng"),
    ],
)
def test_text_is_kept_in_one_spelling_when_typed_in_another(
    meeting: Meeting, secretary: Client, typed: str, kept: str
) -> None:
    url = url_of(meeting, "discussion")

    response = secretary.post(url, filled(secretary, url, {"spoke": "3", "item-0-raised": typed}))

    assert response.status_code == 302
    assert Item.objects.get(meeting=meeting).raised == kept


def test_script_is_shown_as_text_when_typed(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    script = "<script>alert('họp')</script> & <b>đậm</b>"
    url = url_of(meeting, "discussion")
    sent = filled(secretary, url, {"spoke": "3", "item-0-concluded": script})
    secretary.post(url, sent)
    minutes = url_of(meeting, "minutes")
    pages = [secretary.get(url), secretary.get(minutes)]
    secretary.post(minutes, filled(secretary, minutes, {"ends_at": "21:00"}))

    pages.append(secretary.get(f"/meetings/{meeting.pk}/papers/minutes/"))

    for page in pages:
        assert "<script>alert" not in text_of(page)
        assert html.escape(script) in text_of(page)
    assert script in str(MinutesClosure.objects.get().minutes_paper.content)


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("setting", {"place": "nhà bác Ượng"}),
        ("discussion", {"item-0-raised": "Đường lầy"}),
        ("decisions/new", {"text": "Làm đường"}),
        ("corrections", {"text": "Đi họp đúng giờ"}),
        ("petitions", {"lines": "Mở điện lưới"}),
        ("roll-call", {}),
    ],
)
def test_step_comes_back_as_typed_when_the_tab_was_killed(
    world: World, meeting: Meeting, secretary: Client, step: str, typed: dict[str, str]
) -> None:
    url = url_of(meeting, step)
    if step == "roll-call":
        typed = {f"mark-{world.members[4].pk}": "excused:health"}
    sent = filled(secretary, url, dict(typed))
    secretary.post("/drafts/", {"page": url, **sent})

    back = fields_of(secretary.get(url))

    assert {name: back[name] for name in typed} == {name: [typed[name]] for name in typed}
    assert back["act"] == sent["act"]


def test_meeting_keeps_its_items_when_another_meeting_claims_them(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    other = opened(world, last_month_3rd(), kind=Kind.EXTRAORDINARY)
    called(other, world.user("secretary"))
    mine, url = Item.objects.get(meeting=meeting), url_of(other, "discussion")
    sent = filled(secretary, url, {"spoke": "1", "item-0-id": str(mine.pk)})

    response = secretary.post(url, sent)

    assert response.status_code == 422
    assert "Nội dung này thuộc buổi họp khác: mở lại trang." in text_of(response)
    assert Item.objects.get(pk=mine.pk).meeting_id == meeting.pk


def test_decision_of_another_meeting_is_refused_when_claimed(
    world: World, meeting: Meeting, secretary: Client
) -> None:
    decided(meeting, world.user("secretary"), world.members[3])
    mine = ResolutionItem.objects.get()
    other = opened(world, last_month_3rd(), kind=Kind.EXTRAORDINARY)
    called(other, world.user("secretary"))
    url = url_of(other, "decisions/new")

    response = secretary.post(url, filled(secretary, url, decision(world, item=str(mine.pk))))

    assert response.status_code == 422
    assert "Quyết nghị này thuộc buổi họp khác: mở lại trang." in text_of(response)
    assert ResolutionItem.objects.get().meeting_id == meeting.pk


def test_items_are_read_as_they_stand_when_the_page_has_no_act(
    meeting: Meeting, secretary: Client
) -> None:
    response = secretary.post(url_of(meeting, "discussion"), {"act": "không phải mã", "spoke": "1"})

    assert response.status_code == 422
    assert ItemSaid(uuid.uuid4(), "").raised == ""


def test_a_wrong_host_name_gets_a_page(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "không đọc được" in answer.content.decode()
