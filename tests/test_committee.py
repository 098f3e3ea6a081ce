"""The committee's meeting before that of the cell: its own minutes, in no figure of anybody."""

import datetime as dt
import io
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from chibo.ballots.rules import Totals
from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.journal.models import Entry
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    call_roll,
    change_setting,
    choose_visits,
    record_discussion,
)
from chibo.meetings.models import Attendance, Meeting
from chibo.meetings.queries import roll_call, rules_of, to_visit
from chibo.minutes.commands import close_minutes, reopen
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import give_post
from chibo.organizations.models import Post, Role
from chibo.petitions.commands import put_petitions
from chibo.plans.models import Kind, PlannedMeeting
from chibo.reports.months import months_of_cell
from chibo.reports.queries import month_of_cells
from chibo.resolutions.commands import record_decision
from chibo.resolutions.models import Task
from chibo.resolutions.queries import open_before, overdue
from tests.counted import below
from tests.pages import fields_of, filled, text_of
from tests.sittings import called, held, last_month_3rd, opened, setting
from tests.world import START, World, act, today

Sign = Callable[[str], Client]
NAMES = ("Tòng Văn Inh", "Quàng Văn Nọi", "Lò Văn Hòa, sinh 1966")


@pytest.fixture
def with_member(world: World) -> World:
    """Put a third on the committee, besides secretary and deputy."""
    give_post(
        act=act(world.user("clerk")), person=world.members[4].person, unit=world.cell,
        role=Role.COMMITTEE_MEMBER, from_on=START,
    )  # fmt: skip
    return world


def day_fields(name: str, on: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def gathered(world: World, on: dt.date, *, said: str = "Thống nhất") -> Meeting:
    """Return a committee's meeting that may be closed."""
    user = world.user("secretary")
    meeting = opened(world, on, kind=Kind.COMMITTEE, writer=world.members[1])
    called(meeting, user)
    items = [ItemSaid(uuid.uuid4(), "Dự thảo nghị quyết", "", said)]
    record_discussion(act=act(user), meeting=meeting, items=items, spoke=None, criticism_held=None)
    return meeting


def shut(world: World, meeting: Meeting) -> MinutesClosure:
    user = world.user("secretary")
    return close_minutes(act=act(user), meeting=meeting, ends_at=dt.time(21, 0))


def opened_by_url(client: Client, world: World, **changes: str) -> Meeting:
    """Open the committee's meeting from the form as it comes filled in."""
    url = f"/units/{world.cell.pk}/meetings/new/committee/"
    response = client.post(url, filled(client, url, dict(changes)))
    assert response.status_code == 302, text_of(response)
    return Meeting.objects.get(kind=Kind.COMMITTEE)


def test_committee_meets_from_the_plan_to_the_print_when_done_through_its_pages(
    with_member: World, client_of: Sign
) -> None:
    world, client = with_member, client_of("secretary")
    plan = f"/units/{world.cell.pk}/year/{today().year}/more/"
    planned = {"kind": "committee", "starts_at": "7:30", "place": "nhà đồng chí bí thư"}
    planned |= day_fields("planned_on", today())
    assert client.post(plan, filled(client, plan, dict(planned))).status_code == 302
    assert PlannedMeeting.objects.get().kind == Kind.COMMITTEE

    meeting = opened_by_url(client, world)
    base = f"/meetings/{meeting.pk}"
    page = text_of(client.get(f"{base}/"))
    roll = client.get(f"{base}/roll-call/")
    answers = filled(client, f"{base}/roll-call/", {
        f"mark-{world.members[0].pk}": "present", f"mark-{world.members[1].pk}": "present",
        f"mark-{world.members[4].pk}": "present",
    })  # fmt: skip
    after_roll = client.post(f"{base}/roll-call/", answers)
    skipped = client.get(f"{base}/promises/")
    talk = client.get(f"{base}/discussion/")
    said = filled(client, f"{base}/discussion/", {
        "item-0-concluded": "Đạt 4/5 việc", "item-2-raised": "Nên họp theo nhóm hộ",
    })  # fmt: skip
    assert client.post(f"{base}/discussion/", said).status_code == 302
    choice = text_of(client.get(f"{base}/decisions/"))
    decide = filled(client, f"{base}/decisions/new/", {
        "text": "Trình chi bộ dự thảo nghị quyết", "votes_for": "3",
        "task-0-what": "Soạn dự thảo nghị quyết", "task-0-responsible": str(world.members[7].pk),
        "task-0-known_by": "có bản thảo", **day_fields("task-0-due_on", today()),
    })  # fmt: skip
    assert client.post(f"{base}/decisions/new/", decide).status_code == 302
    back = text_of(client.get(f"{base}/minutes/"))
    shut_ = client.post(
        f"{base}/minutes/", filled(client, f"{base}/minutes/", {"ends_at": "23:59"})
    )

    assert (f"{meeting.starts_at:%H:%M}", meeting.place) == ("07:30", "nhà đồng chí bí thư")
    assert (meeting.chair, meeting.writer) == (world.members[0], world.members[1])
    for word in ("Việc đã hứa", "Chấm điểm", "Kiến nghị"):
        assert word not in page
    assert [name for name in fields_of(roll) if name.startswith("late_at")] == [
        f"late_at-{world.members[n].pk}" for n in (4, 0, 1)
    ]  # fmt: skip
    assert after_roll["Location"] == f"{base}/promises/"
    assert skipped["Location"] == f"{base}/discussion/"
    assert "spoke" not in fields_of(talk)
    assert "Buổi này chưa có quyết nghị nào." in choice
    assert "Biên bản này ở lại chi ủy, không vào số liệu nào." in back
    assert shut_.status_code == 302
    closure = MinutesClosure.objects.get()
    assert (closure.counted, closure.present, closure.spoke) == (3, 3, None)
    papers = ("resolution_paper", "task_list_paper", "score_paper")
    assert [getattr(closure, name) for name in papers] == [None] * 3
    assert closure.minutes_paper.symbol == "01-BB/CB"
    closed = text_of(client.get(f"{base}/minutes/closure/"))
    assert "Danh sách điểm danh" in closed
    assert "Danh sách việc" not in closed
    assert "Lời nhắn" not in closed


def words_of_pdf(client: Client, url: str) -> str:
    paper = PdfReader(io.BytesIO(client.get(url).content))
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def words_of_docx(client: Client, url: str) -> str:
    paper = Document(io.BytesIO(client.get(url).content))
    tables = (cell.text for t in paper.tables for row in t.rows for cell in row.cells)
    return " ".join(" ".join([*(p.text for p in paper.paragraphs), *tables]).split())


@pytest.mark.parametrize(("form", "read"), [("pdf", words_of_pdf), ("docx", words_of_docx)])
def test_committee_papers_say_who_met_when_opened_again(
    with_member: World, client_of: Sign, form: str, read: Callable[[Client, str], str]
) -> None:
    on = last_month_3rd()
    meeting = gathered(with_member, on)
    shut(with_member, meeting)
    client, papers = client_of("secretary"), f"/meetings/{meeting.pk}/papers"

    minutes = read(client, f"{papers}/minutes.{form}")
    roll = read(client, f"{papers}/roll-call.{form}")

    for said in (
        "BIÊN BẢN", f"Họp chi ủy tháng {on.month} năm {on.year}", "Số 01-BB/CB",
        "tại nhà văn hóa bản, chi ủy Chi bộ bản Púng Giắt 1 họp.",
        "Tổng số ủy viên: 03; có mặt: 03/03.", "Vắng có lý do: 0. Vắng không lý do: 0.",
        "1. Dự thảo nghị quyết. Thống nhất.", "Không có ý kiến khác.",
        "Buổi họp không biểu quyết việc nào.", "THƯ KÝ", "CHỦ TRÌ",
        "Biên bản đã được đọc trước chi ủy và thông qua. Buổi họp kết thúc hồi 21 giờ",
    ):  # fmt: skip
        assert said in minutes, said
    for cell_only in ("phát biểu", "sinh hoạt định kỳ", "Tổng số đảng viên", "TỰ ĐÁNH GIÁ"):
        assert cell_only not in minutes, cell_only
    assert f"Họp chi ủy tháng {on.month} năm {on.year}" in roll
    assert [name in roll for name in NAMES] == [True] * 3
    assert "Lò Thị Ánh" not in roll


def figures(world: World) -> list[object]:
    """Return what commune and province count of the last two months."""
    months = [Month.of(today()), Month.of(last_month_3rd())]
    found: list[object] = []
    for month in months:
        found += [below(world.province.pk, month, then=then) for then in (True, False)]
        lines = month_of_cells(world.commune.pk, month, today=today())
        found += [(line.cell.name, line.state, line.month.state, line.closure) for line in lines]
    return found


@pytest.mark.parametrize("regular_held", [True, False])
def test_no_figure_changes_when_the_committee_meets(
    with_member: World, client_of: Sign, regular_held: bool
) -> None:
    world = with_member
    if regular_held:
        held(world, last_month_3rd(), absent=2)
    before = figures(world)
    month = f"{last_month_3rd():%Y-%m}"
    url = f"/units/{world.commune.pk}/months/{month}/"
    clerk = client_of("clerk")
    page = text_of(clerk.get(url)).split("<main")[1]

    shut(world, gathered(world, last_month_3rd() - dt.timedelta(days=1)))

    assert figures(world) == before
    assert text_of(clerk.get(url)).split("<main")[1] == page
    report = f"/units/{world.cell.pk}/months/{month}/report/"
    assert "Họp chi ủy" not in text_of(client_of("secretary").get(report)).split("<main")[1]
    state = months_of_cell(world.cell.pk, [Month.parse(month)], today=today())[0]
    assert state.others == []


def test_committee_stands_in_list_year_and_print_when_it_met(
    with_member: World, client_of: Sign
) -> None:
    world, client, on = with_member, client_of("secretary"), last_month_3rd()
    meeting = gathered(world, on)
    shut(world, meeting)
    cell = f"/units/{world.cell.pk}"

    listed = text_of(client.get(f"{cell}/meetings/"))
    year = text_of(client.get(f"{cell}/year/{on.year}/"))
    printed = text_of(client.get(f"{cell}/months/{on:%Y-%m}/papers/"))
    page = text_of(client.get(f"/meetings/{meeting.pk}/"))

    assert f"Họp chi ủy, tháng {on.month}" in listed
    assert "3/3 có mặt" in listed
    assert f'href="{cell}/meetings/new/committee/"' in listed
    assert f'<a href="/meetings/{meeting.pk}/">Họp chi ủy' in year
    assert "Biên bản họp chi ủy 01-BB/CB" in printed
    assert f"<h1>Họp chi ủy tháng {on.month}" in page


def test_drafts_of_cell_and_committee_are_kept_apart(world: World, client_of: Sign) -> None:
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/meetings/new/"
    typed = client.post(url, {"act": str(uuid.uuid4()), "kind": "regular", "place": "sân kho"})

    own, again = client.get(f"{url}committee/"), client.get(url)

    assert typed.status_code == 422
    assert fields_of(own)["kind"] == ["committee"]
    assert "sân kho" not in text_of(own)
    assert "sân kho" in text_of(again)


def test_form_offers_the_committee_last_when_a_meeting_is_opened(
    world: World, client_of: Sign
) -> None:
    client, url = client_of("deputy"), f"/units/{world.cell.pk}/meetings/new/"

    plain, own = text_of(client.get(url)), client.get(f"{url}committee/")

    kinds = [part.split('"')[0] for part in plain.split('name="kind" value="')[1:]]
    assert kinds == ["regular", "thematic", "both", "extraordinary", "committee"]
    assert 'meetings/new/committee/"' in plain
    form = fields_of(own)
    assert form["kind"] == ["committee"]
    assert form["agenda"][0].split("\n") == [
        "Kết quả tháng trước", "Nhiệm vụ tháng tới", "Vấn đề đưa ra chi bộ thảo luận, biểu quyết",
        "Dự thảo nghị quyết", "Phân công chuẩn bị",
    ]  # fmt: skip


def test_committee_takes_over_from_its_own_last_meeting_when_opened(
    with_member: World, client_of: Sign
) -> None:
    world, url = with_member, f"/units/{with_member.cell.pk}/meetings/new/committee/"
    opened(
        world, last_month_3rd(), kind=Kind.COMMITTEE, place="nhà bí thư", writer=world.members[4],
        starts_at=dt.time(7, 0),
    )  # fmt: skip
    opened(world, last_month_3rd() + dt.timedelta(days=1))

    form = fields_of(client_of("secretary").get(url))

    assert (form["place"], form["starts_at"]) == (["nhà bí thư"], ["07:00"])
    assert (form["chair"], form["writer"]) == (
        [str(world.members[0].pk)], [str(world.members[4].pk)],
    )  # fmt: skip


def test_one_alone_is_a_committee_when_the_cell_has_only_a_secretary(
    world: World, client_of: Sign
) -> None:
    Post.objects.filter(role=Role.DEPUTY_SECRETARY).delete()
    client = client_of("secretary")
    meeting = opened_by_url(client, world, starts_at="7:30", place="nhà văn hóa")
    called(meeting, world.user("secretary"))
    url = f"/meetings/{meeting.pk}/minutes/"

    response = client.post(url, filled(client, url, {"ends_at": "23:59"}))

    assert response.status_code == 302
    closure = MinutesClosure.objects.get()
    assert (closure.counted, closure.present, closure.official) == (1, 1, 1)
    assert (meeting.chair, meeting.writer) == (world.members[0], world.members[0])
    assert "Tổng số ủy viên: 01; có mặt: 01/01." in text_of(
        client.get(f"/meetings/{meeting.pk}/papers/minutes/")
    )


def test_roll_of_the_committee_is_that_of_its_day_when_posts_change(with_member: World) -> None:
    world = with_member
    give_post(
        act=act(world.user("clerk")), person=world.members[5].person, unit=world.cell,
        role=Role.COMMITTEE_MEMBER, from_on=last_month_3rd(),
    )  # fmt: skip
    before = opened(world, last_month_3rd() - dt.timedelta(days=1), kind=Kind.COMMITTEE,
                    writer=world.members[1])  # fmt: skip
    since = opened(world, last_month_3rd(), kind=Kind.COMMITTEE, writer=world.members[5])

    called_ = [
        {line.member.membership for line in roll_call(each, in_force=rules_of(each)).lines}
        for each in (before, since)
    ]

    own = {world.members[0], world.members[1], world.members[4]}
    assert called_ == [own, own | {world.members[5]}]
    stranger = {world.members[2].pk: MarkGiven("present")}
    with pytest.raises(Refused, match="không phải đảng viên của chi bộ|không trong chi ủy"):
        call_roll(act=act(world.user("secretary")), meeting=since, marks=stranger)


@pytest.mark.parametrize(("field", "place"), [("chair", 2), ("writer", 2)])
def test_committee_is_led_and_written_by_its_own_when_opened(
    world: World, client_of: Sign, field: str, place: int
) -> None:
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/meetings/new/committee/"
    typed = {"starts_at": "7:30", "place": "nhà bí thư", field: str(world.members[place].pk)}

    response = client.post(url, filled(client, url, dict(typed)))

    assert response.status_code == 422
    assert "Người này không trong chi ủy vào ngày họp: chọn người khác." in text_of(response)
    assert not Meeting.objects.exists()


def test_day_is_refused_when_nobody_held_a_post_then(world: World, client_of: Sign) -> None:
    Post.objects.filter(unit=world.cell).exclude(role=Role.MEMBER).update(from_on=today())
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/meetings/new/committee/"
    typed = {"starts_at": "7:30", "place": "nhà", **day_fields("held_on", last_month_3rd())}

    response = client.post(url, filled(client, url, dict(typed)))

    assert response.status_code == 422
    assert "Ngày này chưa có bí thư, chi ủy viên" in text_of(response)


@pytest.mark.parametrize(("was", "wanted"), [("committee", "regular"), ("regular", "committee")])
def test_sort_of_sitting_stays_when_its_setting_is_changed(
    world: World, client_of: Sign, was: str, wanted: str
) -> None:
    user, on = world.user("secretary"), last_month_3rd()
    meeting = opened(world, on, kind=Kind(was), writer=world.members[1])

    page = text_of(client_of("secretary").get(f"/meetings/{meeting.pk}/setting/"))

    assert f'name="kind" value="{wanted}"' not in page
    changed = setting(world, on, kind=Kind(wanted), writer=world.members[1])
    with pytest.raises(Refused, match="Họp chi ủy, họp chi bộ không đổi cho nhau"):
        change_setting(act=act(user), meeting=meeting, setting=changed)
    assert Meeting.objects.get().kind == was


def test_chain_of_promises_is_the_cells_own_when_the_committee_gives_work(
    with_member: World, client_of: Sign
) -> None:
    world = with_member
    held(world, last_month_3rd())
    promise = Task.objects.get()
    meeting = gathered(world, last_month_3rd() + dt.timedelta(days=1))
    url = f"/meetings/{meeting.pk}/decisions/new/"
    client = client_of("secretary")
    decide = filled(client, url, {
        "text": "Trình dự thảo", "votes_for": "3", "task-0-what": "Soạn dự thảo",
        "task-0-responsible": str(world.members[1].pk), "task-0-known_by": "có bản thảo",
        **day_fields("task-0-due_on", meeting.held_on),
    })  # fmt: skip
    assert client.post(url, decide).status_code == 302
    closure = shut(world, meeting)

    following = opened(world, today())

    assert closure.tasks_answered == 0
    assert open_before(meeting) == []
    assert [each.task.pk for each in open_before(following)] == [promise.pk]
    late = today() + dt.timedelta(days=90)
    assert [each.task.pk for each in overdue(world.cell.pk, on=late)] == [promise.pk]


def decide(world: World, meeting: Meeting, kind: str, votes: int) -> None:
    record_decision(
        act=act(world.user("secretary")), meeting=meeting, item=uuid.uuid4(), kind=kind,
        text="Trình chi bộ", method="show_of_hands", totals=Totals(votes, 0, 0), promises=[],
    )  # fmt: skip


def test_committee_votes_by_those_present_and_on_work_only_when_it_decides(
    with_member: World, client_of: Sign
) -> None:
    world, meeting = with_member, gathered(with_member, last_month_3rd())

    page = text_of(client_of("secretary").get(f"/meetings/{meeting.pk}/decisions/new/"))
    decide(world, meeting, "ordinary", 3)

    assert "3 người được biểu quyết" in page
    assert "Kết nạp đảng viên" not in page
    with pytest.raises(Refused, match="Việc về con người do chi bộ biểu quyết"):
        decide(world, meeting, "admission", 3)
    with pytest.raises(Refused):
        decide(world, meeting, "ordinary", 4)
    with pytest.raises(Refused, match="Kiến nghị là của chi bộ"):
        put_petitions(act=act(world.user("secretary")), meeting=meeting, texts=["Mở đường"])
    shut(world, meeting)
    minutes = text_of(client_of("deputy").get(f"/meetings/{meeting.pk}/papers/minutes/"))
    assert "03 ủy viên có quyền biểu quyết có mặt, biểu quyết bằng giơ tay." in minutes
    assert "3/3 (100 %)" in minutes


def reader(world: World, role: Role) -> str:
    """Give somebody with a login of the world's `sibling` a post at the cell; return the login."""
    give_post(
        act=act(world.user("clerk")), unit=world.cell, role=role, from_on=START,
        person=world.user("sibling").person,
    )  # fmt: skip
    return "sibling"


@pytest.mark.parametrize("login", ["member", "clerk", "commune_secretary", "province_officer", ""])
def test_only_that_it_met_is_shown_when_one_may_not_read_minutes(
    with_member: World, client_of: Sign, login: str
) -> None:
    world = with_member
    meeting = gathered(world, last_month_3rd(), said="Chuyện riêng của chi ủy")
    shut(world, meeting)
    user = world.user("secretary")
    reopen(act=act(user), meeting=meeting, version=1, reason="ghi sót một ý")
    shut(world, meeting)
    client = client_of(login or reader(world, Role.FOLLOWER))
    base = f"/meetings/{meeting.pk}"

    papers = [
        client.get(f"{base}/{where}/{kind}{form}").status_code
        for kind in ("minutes", "roll-call", "resolution", "task-list", "score")
        for where, form in (("papers", "/"), ("papers", ".pdf"), ("papers", ".docx"),
                            ("versions/1", "/"))
    ]  # fmt: skip
    record = ("roll-call", "discussion", "decisions", "minutes", "history")
    steps = [client.get(f"{base}/{step}/").status_code for step in record]
    pages = [text_of(client.get(url)).split("<main")[1] for url in (
        f"{base}/", f"{base}/minutes/closure/", f"/units/{world.cell.pk}/meetings/",
        f"/units/{world.cell.pk}/year/{meeting.held_on.year}/",
        f"/units/{world.cell.pk}/numbers/",
    )]  # fmt: skip

    assert set(papers) == set(steps) == {403}
    secrets = ("Chuyện riêng", "ghi sót", "3/3", "Quàng Văn Nọi", "Dự thảo", "versions/", "văn hóa")
    assert [(n, word) for n, page in enumerate(pages) for word in secrets if word in page] == []
    assert "Họp chi ủy" in pages[0]
    assert "Biên bản họp chi ủy chỉ chi ủy đọc." in pages[0]
    assert "Biên bản họp chi ủy chỉ chi ủy đọc." in pages[1]
    assert not Entry.objects.filter(verb="read.papers").exists()


def test_committee_member_reads_its_papers_when_signed_in(
    with_member: World, client_of: Sign
) -> None:
    world = with_member
    meeting = gathered(world, last_month_3rd())
    shut(world, meeting)
    client = client_of(reader(world, Role.COMMITTEE_MEMBER))

    found = [client.get(f"/meetings/{meeting.pk}/papers/{kind}/").status_code
             for kind in ("minutes", "roll-call", "resolution", "task-list", "score")]  # fmt: skip

    assert found == [200, 200, 404, 404, 404]
    assert Entry.objects.filter(verb="read.papers", subject=meeting.pk).count() == 2


def test_corrected_minutes_keep_number_and_no_resolution_when_closed_again(
    with_member: World, client_of: Sign
) -> None:
    world = with_member
    meeting = gathered(world, last_month_3rd())
    decide(world, meeting, "ordinary", 3)
    shut(world, meeting)
    reopen(act=act(world.user("secretary")), meeting=meeting, version=1, reason="ghi sót")
    waiting = f"/units/{world.cell.pk}/months/{last_month_3rd():%Y-%m}/report/"
    client = client_of("secretary")
    assert client.post(waiting, filled(client, waiting, {})).status_code == 302

    closure = shut(world, meeting)

    assert (closure.version, closure.minutes_paper.symbol) == (2, "01-BB/CB")
    assert (closure.resolution_paper, closure.task_list_paper) == (None, None)


def test_nobody_is_visited_for_the_committee_when_somebody_missed_it(with_member: World) -> None:
    world, user = with_member, with_member.user("secretary")
    choose_visits(act=act(user), cell=world.cell, wanted=True)
    meeting = opened(world, today(), kind=Kind.COMMITTEE, writer=world.members[1])
    called(meeting, user, absent=1)

    missed = to_visit(world.cell.pk, on=today(), settings=rules_of(meeting))

    assert Attendance.objects.filter(mark="excused").count() == 1
    assert missed == []


def test_register_names_every_committee_member_when_there_are_two(
    with_member: World, client_of: Sign
) -> None:
    world = with_member
    give_post(
        act=act(world.user("clerk")), person=world.members[5].person, unit=world.cell,
        role=Role.COMMITTEE_MEMBER, from_on=START,
    )  # fmt: skip

    page = text_of(client_of("secretary").get(f"/units/{world.cell.pk}/members/"))

    assert page.count("Chi ủy viên") == 2


@pytest.mark.parametrize(
    ("days_before", "is_known"),
    [(1, True), (5, True), (32, False)],  # of the month; late in the one before; before its meeting
)
def test_score_knows_that_the_committee_met_when_it_prepared_this_meeting(
    with_member: World, client_of: Sign, days_before: int, is_known: bool
) -> None:
    world, on = with_member, last_month_3rd()
    opened(world, Month.of(on).after(-1).first.replace(day=3))
    day = on - dt.timedelta(days=days_before)
    gathered(world, day)
    meeting = opened(world, on)
    called(meeting, world.user("secretary"))

    page = text_of(client_of("secretary").get(f"/meetings/{meeting.pk}/score/"))

    assert (f"Chi ủy họp ngày {day:%d/%m}, có trong sổ" in page) == is_known


def test_score_of_the_committee_leads_on_when_asked(with_member: World, client_of: Sign) -> None:
    meeting = gathered(with_member, last_month_3rd())

    answer = client_of("secretary").get(f"/meetings/{meeting.pk}/score/")

    assert answer["Location"] == f"/meetings/{meeting.pk}/minutes/"
