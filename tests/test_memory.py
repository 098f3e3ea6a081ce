"""The cell's own memory: found without marks, promises still open, the year of twelve months."""

import datetime as dt
import html
import re
import unicodedata
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.core.days import Month
from chibo.journal.models import Entry
from chibo.meetings.commands import ItemSaid, bin_meeting, record_discussion
from chibo.meetings.models import Meeting
from chibo.meetings.queries import electorate_of
from chibo.members.models import Membership
from chibo.minutes.commands import close_minutes
from chibo.minutes.models import MinutesClosure
from chibo.plans.models import Kind
from chibo.reports.memory import LINE, pieces
from chibo.resolutions.commands import (
    Answer,
    Promise,
    answer_tasks,
    record_decision,
    withdraw_decision,
)
from chibo.resolutions.models import ResolutionItem, Task
from tests.pages import text_of
from tests.sittings import called, decided, held, last_month_3rd, opened
from tests.world import World, act, today

Sign = Callable[[str], Client]
FOREST = "Giữ rừng đầu nguồn Huổi Bon, đóng mốc trước 15/12"


def url_of(world: World, **query: object) -> str:
    return f"/units/{world.cell.pk}/memory/" + (f"?{urlencode(query)}" if query else "")


def page_of(client: Client, world: World, **query: object) -> str:
    response = client.get(url_of(world, **query))
    assert response.status_code == 200
    return text_of(response)


def rows_of(page: str) -> list[str]:
    """Return the ledger rows of a page as plain text, in order."""
    rows = re.findall(r"<li>\s*<(?:a|div) class=\"row\".*?</li>", page, re.DOTALL)
    return [_plain(row) for row in rows]


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def months_of(page: str) -> list[str]:
    strip = page.partition('<ol class="twelve">')[2].partition("</ol>")[0]
    return [_plain(row) for row in re.findall(r"<li>.*?</li>", strip, re.DOTALL)]


def told(world: World, on: dt.date, **changes: Any) -> Meeting:
    """Hold a meeting about the forest: a topic, an agenda item, a decision, a task."""
    user = world.user("secretary")
    meeting = opened(world, on, **changes)
    called(meeting, user)
    record_discussion(
        act=act(user, on), meeting=meeting, spoke=3, criticism_held=None,
        items=[
            ItemSaid(uuid.uuid4(), "Giữ rừng mùa khô", "Ông Tư nói về rừng thiêng", "Tuần tra rừng")
        ],
    )  # fmt: skip
    promised(meeting, world, world.members[3], text=FOREST, what="Đóng mốc rừng đầu nguồn")
    return meeting


def promised(
    meeting: Meeting, world: World, who: Membership, *, text: str = "Làm đường", what: str,
    due_on: dt.date | None = None, against: int = 0, known_by: str = "đủ 12 mốc",
) -> None:  # fmt: skip
    """Record a decision with one task, or none where it is not carried."""
    electorate = electorate_of(meeting)
    assert electorate is not None
    due_on = due_on or meeting.held_on + dt.timedelta(days=20)
    promise = Promise(uuid.uuid4(), what, who, due_on, known_by)
    here = electorate.present_voters
    record_decision(
        act=act(world.user("secretary"), meeting.held_on), meeting=meeting, item=uuid.uuid4(),
        kind="ordinary", text=text, method=Vote.Method.SHOW_OF_HANDS,
        totals=Totals(here - against, against, 0), promises=[] if against > here / 2 else [promise],
    )  # fmt: skip


@pytest.fixture
def secretary(client_of: Sign) -> Client:
    return client_of("secretary")


@pytest.mark.parametrize(
    "typed",
    [
        "giu rung dau nguon", "GIỮ RỪNG đầu nguồn", "nguồn giu", "giữ rưng huoi BON", "dong moc 15",
        "Ðóng mốc", "đong moc", "rừng, “đầu nguồn”",
        unicodedata.normalize("NFD", "Giữ rừng đầu nguồn"),
    ],
)  # fmt: skip
def test_decision_is_found_when_typed_with_or_without_marks(
    world: World, secretary: Client, typed: str
) -> None:
    told(world, last_month_3rd())

    page = page_of(secretary, world, q=typed)

    day = last_month_3rd()
    assert rows_of(page)[0] == (
        f"{FOREST} Quyết nghị, {day:%d/%m/%Y}, biên bản chưa chốt Đã thông qua. "
        "Tán thành 10/10 (100 %)."
    )


@pytest.mark.parametrize("typed", ["giu rung xa", "ung", "rừng cao su", "iu"])
def test_nothing_is_found_when_a_word_is_not_there(
    world: World, secretary: Client, typed: str
) -> None:
    told(world, last_month_3rd())

    page = page_of(secretary, world, q=typed)

    assert rows_of(page) == []
    assert "Chưa thấy quyết nghị nào có đủ các chữ này." in page


def test_words_are_marked_when_found(world: World, secretary: Client) -> None:
    told(world, last_month_3rd())

    page = page_of(secretary, world, q="giu rung 15")

    assert (
        "<mark>Giữ</mark> <mark>rừng</mark> đầu nguồn Huổi Bon, đóng mốc trước <mark>15</mark>/12"
        in page
    )


def test_decisions_come_first_by_year_when_many_kinds_are_found(
    world: World, secretary: Client
) -> None:
    old = Month.of(last_month_3rd()).after(-24).first.replace(day=3)
    told(world, old, kind=Kind.BOTH, topic="Rừng của bản")
    told(world, last_month_3rd())

    page = page_of(secretary, world, q="rung")

    new, before = (f"{day:%d/%m/%Y}" for day in (last_month_3rd(), old))
    kinds = [
        (re.search(r"(Quyết nghị|Việc đã hứa|Chuyên đề|Nội dung), ([\d/]+)", row) or [""] * 3)
        for row in rows_of(page)
    ]
    assert [(kind[1], kind[2]) for kind in kinds] == [
        ("Quyết nghị", new), ("Quyết nghị", before),
        ("Nội dung", new), ("Việc đã hứa", new),
        ("Chuyên đề", before), ("Nội dung", before), ("Việc đã hứa", before),
    ]  # fmt: skip
    years = re.findall(r"<h3>(Năm \d+)</h3>", page)
    assert years == [f"Năm {day.year}" for day in (last_month_3rd(), old)] * 2


def test_result_leads_to_its_meeting_when_closed_or_open(world: World, secretary: Client) -> None:
    closure = held(world, last_month_3rd())

    page = page_of(secretary, world, q="duong noi ban")

    assert f'href="/meetings/{closure.meeting_id}/"' in page
    assert "biên bản chưa chốt" not in page


def test_what_was_raised_is_not_searched_when_it_holds_the_word(
    world: World, secretary: Client
) -> None:
    told(world, last_month_3rd())

    page = page_of(secretary, world, q="rung thieng")

    assert (rows_of(page), "Ông Tư" in page) == ([], False)


def test_decision_is_shown_as_lost_when_it_was_not_carried(world: World, secretary: Client) -> None:
    meeting = told(world, last_month_3rd())
    promised(meeting, world, world.members[3], text="Bán gỗ lim", what="", against=8)

    (row,) = rows_of(page_of(secretary, world, q="go lim"))

    assert "Không được thông qua. Tán thành 2/10 (20,0 %)." in row


def test_vote_names_nobody_when_a_decision_is_found(world: World, secretary: Client) -> None:
    told(world, last_month_3rd())

    page = page_of(secretary, world, q="rung").partition("<main")[2]

    assert [m.person.name for m in world.members if m.person.name in page] == []


def test_task_says_what_became_of_it_when_found(world: World, secretary: Client) -> None:
    told(world, Month.of(last_month_3rd()).after(-1).first.replace(day=3))
    later, task = opened(world, last_month_3rd()), Task.objects.get()
    answers = {task.pk: Answer("done", "12 mốc")}
    answer_tasks(act=act(world.user("secretary")), meeting=later, answers=answers)

    row = rows_of(page_of(secretary, world, q="dong moc"))[1]

    assert row.startswith("Đóng mốc rừng đầu nguồn Việc đã hứa, ")
    assert "Đã xong; 12 mốc. Hạn " in row
    assert row.endswith("Biết xong khi: đủ 12 mốc")


def test_nothing_is_found_when_the_meeting_lies_in_the_bin(world: World, secretary: Client) -> None:
    meeting = told(world, last_month_3rd(), kind=Kind.BOTH, topic="Giữ rừng")
    bin_meeting(act=act(world.user("secretary")), meeting=meeting)

    pages = [page_of(secretary, world, q="rung"), page_of(secretary, world)]

    assert [rows_of(page) for page in pages] == [[], []]
    assert "Mọi việc đã hứa đều có kết quả cuối." in pages[1]


def test_nothing_is_found_when_it_was_withdrawn(world: World, secretary: Client) -> None:
    meeting, user = told(world, last_month_3rd()), world.user("secretary")
    item = ResolutionItem.objects.get()
    withdraw_decision(act=act(user), meeting=meeting, item=item, withdrawn=True)
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=3, criticism_held=None)

    page = page_of(secretary, world, q="rung")

    assert rows_of(page) == []
    assert rows_of(page_of(secretary, world)) == []


def test_other_cells_are_not_searched_when_they_hold_the_word(
    world: World, client_of: Sign
) -> None:
    told(world, last_month_3rd())

    page = text_of(client_of("sibling").get(f"/units/{world.sibling_cell.pk}/memory/?q=rung"))

    assert rows_of(page) == []


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("secretary", 200), ("deputy", 200), ("member", 403), ("clerk", 403),
        ("commune_secretary", 403), ("province_officer", 403), ("sibling", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_page_opens_for_those_in_the_room_only(
    world: World, client_of: Sign, login: str, status: int
) -> None:
    told(world, last_month_3rd())

    answers = [client_of(login).get(url_of(world, q=typed)) for typed in ("rung", "")]

    assert [answer.status_code for answer in answers] == [status] * 2


def test_reading_is_written_when_the_page_opens(world: World, client_of: Sign) -> None:
    for login in ("deputy", "clerk"):
        client_of(login).get(url_of(world, q="rung"))

    (entry,) = Entry.objects.filter(verb__startswith="read.")
    assert (entry.verb, entry.unit, entry.actor.username) == (
        "read.memory", world.cell.pk, "deputy",
    )  # fmt: skip
    assert "rung" not in str(vars(entry))


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_topics_are_offered_when_nothing_is_typed(
    world: World, secretary: Client, typed: str | None
) -> None:
    told(world, last_month_3rd(), kind=Kind.BOTH, topic="Giữ rừng & nước")

    page = page_of(secretary, world, **({} if typed is None else {"q": typed}))

    (link,) = re.findall(r'href="(\?q=[^"]+)"', page)
    found = rows_of(text_of(secretary.get(url_of(world) + html.unescape(link))))
    day = last_month_3rd()
    assert found == [f"Giữ rừng & nước Chuyên đề, {day:%d/%m/%Y}, biên bản chưa chốt"]


def test_topic_without_a_meeting_is_found_when_its_month_was_copied_from_paper(
    world: World, secretary: Client
) -> None:
    closure = held(world, last_month_3rd())
    MinutesClosure.objects.filter(pk=closure.pk).update(
        is_from_paper=True, meeting=None, minutes_paper=None, topic="Nước sạch"
    )

    page, first = page_of(secretary, world, q="nuoc sach"), page_of(secretary, world)

    day = f"{last_month_3rd():%d/%m/%Y}"
    assert rows_of(page) == [f"Nước sạch Chuyên đề, {day}, chép từ giấy"]
    assert rows_of(first)[0] == f"Nước sạch {day}"


@pytest.mark.parametrize(("most", "is_cut"), [(1, True), (2, False)])
def test_older_results_are_left_out_and_said_so_when_there_are_many(
    world: World, secretary: Client, monkeypatch: pytest.MonkeyPatch, most: int, is_cut: bool
) -> None:
    monkeypatch.setattr("chibo.reports.memory.MOST", most)
    meeting = told(world, last_month_3rd())
    promised(meeting, world, world.members[3], text="Tuần tra rừng", what="Đi tuần")

    page = page_of(secretary, world, q="rung")

    assert page.count("Quyết nghị, ") == most
    assert ("Còn kết quả cũ hơn: gõ thêm chữ để tìm hẹp lại." in page) is is_cut


def test_word_is_asked_for_when_only_signs_are_typed(world: World, secretary: Client) -> None:
    page = page_of(secretary, world, q="%_…")

    assert "Gõ ít nhất một chữ hoặc một số." in page
    assert 'value="%_…"' in page


@pytest.mark.parametrize(("length", "is_long"), [(200, False), (201, True), (300, True)])
def test_shorter_words_are_asked_for_when_200_signs_are_not_enough(
    world: World, secretary: Client, length: int, is_long: bool
) -> None:
    typed = ("rừng " * 60)[: length - 1] + "x"

    page = page_of(secretary, world, q=typed)

    assert ("Gõ ngắn hơn: nhiều nhất 200 ký tự." in page) is is_long
    assert typed in page


def test_text_stays_text_when_it_looks_like_a_page(world: World, secretary: Client) -> None:
    meeting = told(world, last_month_3rd())
    evil = '<script>alert("rung")</script>'
    promised(meeting, world, world.members[3], text=evil, what="<b>Việc</b>")

    page = page_of(secretary, world, q=f'"><{evil}')

    assert ("<script>alert" in page, "<b>Việc" in page) == (False, False)
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(&quot;<mark>rung</mark>" in page
    assert rows_of(page)[0].startswith(evil)


@pytest.mark.parametrize("typed", ["\x00rung", "ru\u200bng", "rung\ufeff"])
def test_hidden_signs_do_no_harm_when_typed(world: World, secretary: Client, typed: str) -> None:
    told(world, last_month_3rd())

    assert FOREST in _plain(page_of(secretary, world, q=typed))


def test_long_text_is_cut_around_the_word_when_shown() -> None:
    text = f"{'Bàn nhiều việc. ' * 60}Giữ rừng đầu nguồn. {'Thống nhất cao. ' * 60}"

    parts = pieces(text, ["rung"])

    shown = "".join(part.text for part in parts)
    assert [part.text for part in parts if part.is_found] == ["rừng"]
    assert (shown[:2], shown[-2:], len(shown) <= LINE + 4) == ("… ", " …", True)
    assert "việc. Giữ rừng đầu nguồn. Thống" in shown


@pytest.mark.parametrize("text", ["rừng" * 200, "a" * 600 + " rừng", "rừng " + "a" * 600, ""])
def test_text_without_spaces_is_cut_when_it_is_long(text: str) -> None:
    shown = "".join(part.text for part in pieces(text, ["rung"]))

    assert len(shown) <= LINE + 4
    assert bool(shown) is bool(text)


def test_open_promises_stand_by_day_the_late_ones_first(world: World, secretary: Client) -> None:
    meeting, _days = _three_promises(world)

    page = page_of(secretary, world)

    rows = rows_of(page)
    assert [row.partition(" Hạn")[0] for row in rows] == ["Việc muộn", "Việc gần", "Việc xa"]
    assert [row.endswith("Quá hạn") for row in rows] == [True, False, False]
    assert "Lò Văn Hòa, sinh 1983 phụ trách" in rows[1]
    assert page.count(f'href="/meetings/{meeting.pk}/"') >= 3


def test_open_promises_stand_under_their_people_without_figures(
    world: World, secretary: Client
) -> None:
    _three_promises(world)

    page = page_of(secretary, world, by="person")

    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["Lò Thị Ánh", "Lò Văn Hòa, sinh 1983"]
    part = page.partition('id="viec"')[2].partition('id="nam"')[0]
    lists = re.findall(r"<h3>([^<]+)</h3>|<b>([^<]+)</b>", part)
    assert ["".join(pair) for pair in lists] == [
        "Lò Thị Ánh", "Việc xa", "Lò Văn Hòa, sinh 1983", "Việc muộn", "Việc gần",
    ]  # fmt: skip
    assert "phụ trách" not in part


def _three_promises(world: World) -> tuple[Meeting, list[dt.date]]:
    """Promise three things to two people, told apart from a third by the year of birth."""
    meeting, user = opened(world, last_month_3rd()), world.user("secretary")
    called(meeting, user)
    hoa, anh = world.members[5], world.members[2]
    days = [today() + dt.timedelta(days=away) for away in (40, -1, 0)]
    for who, what, day in zip((anh, hoa, hoa), ("xa", "muộn", "gần"), days, strict=True):
        promised(meeting, world, who, what=f"Việc {what}", due_on=day)
    return meeting, days


@pytest.mark.parametrize(
    ("outcome", "is_open"),
    [("done", False), ("dropped", False), ("partly", True), ("not_done", True)],
)
def test_promise_stays_open_when_its_last_answer_is_not_final(
    world: World, secretary: Client, outcome: str, is_open: bool
) -> None:
    told(world, Month.of(last_month_3rd()).after(-1).first.replace(day=3))
    later, user = opened(world, last_month_3rd()), world.user("secretary")
    new_day = today() + dt.timedelta(days=9)
    answer = Answer(outcome, "4/12", "thiếu mốc", new_day if is_open else None)
    answer_tasks(act=act(user), meeting=later, answers={Task.objects.get().pk: answer})

    rows = rows_of(page_of(secretary, world))

    assert len(rows) == is_open
    assert all(f"Hạn {new_day:%d/%m/%Y}, Giàng A Chống phụ trách" in row for row in rows)
    assert all("; 4/12" in row for row in rows)


def test_promise_is_open_again_when_the_meeting_that_ended_it_is_binned(
    world: World, secretary: Client
) -> None:
    told(world, Month.of(last_month_3rd()).after(-1).first.replace(day=3))
    later, user = opened(world, last_month_3rd()), world.user("secretary")
    answer_tasks(act=act(user), meeting=later, answers={Task.objects.get().pk: Answer("done")})
    bin_meeting(act=act(user), meeting=later)

    pages = [page_of(secretary, world), text_of(secretary.get("/"))]

    assert [row.partition(" Hạn")[0] for row in rows_of(pages[0])] == ["Đóng mốc rừng đầu nguồn"]
    assert "Đóng mốc rừng đầu nguồn" in pages[1]


def test_twelve_months_say_how_they_stand_and_what_was_kept(
    world: World, secretary: Client
) -> None:
    user, year = world.user("secretary"), today().year - 1
    closed(world, dt.date(year, 3, 3))
    meeting = opened(world, dt.date(year, 4, 20))
    called(meeting, user)
    answers = {Task.objects.get().pk: Answer("done", "có")}
    answer_tasks(act=act(user), meeting=meeting, answers=answers)
    closed(world, meeting.held_on, meeting=meeting)

    page = page_of(secretary, world, year=year)

    months = months_of(page)
    assert months == [
        "Tháng 1 Không họp", "Tháng 2 Không họp", "Tháng 3 Đã họp",
        "Tháng 4 Họp muộn Việc đã hứa: xong 1/1",
        *(f"Tháng {number} Không họp" for number in range(5, 13)),
    ]  # fmt: skip
    strip = page.partition('<ol class="twelve">')[2].partition("</ol>")[0]
    assert f'<a href="/meetings/{meeting.pk}/">' in strip


def closed(world: World, on: dt.date, *, meeting: Meeting | None = None) -> None:
    """Close a meeting, a new one with a task unless one is given."""
    user = world.user("secretary")
    if meeting is None:
        meeting = opened(world, on)
        called(meeting, user)
        decided(meeting, user, world.members[3])
    record_discussion(
        act=act(user, on), meeting=meeting, spoke=3, criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), "Nhiệm vụ", "", "Thống nhất")],
    )  # fmt: skip
    close_minutes(
        act=act(user, on, dt.time(22, 0)), meeting=meeting, ends_at=dt.time(21, 10)
    )  # fmt: skip


def test_years_are_links_back_to_the_first_when_the_book_is_older(
    world: World, secretary: Client
) -> None:
    this = today().year
    closed(world, dt.date(this - 2, 3, 3))

    page = page_of(secretary, world, by="person")

    assert re.findall(r'\?year=(\d+)&amp;by=person#nam"( aria-current="true")?', page) == [
        (str(this), ' aria-current="true"'), (str(this - 1), ""), (str(this - 2), ""),
    ]  # fmt: skip


@pytest.mark.parametrize("year", ["1999", "0", "-1", "x", "9" * 30, "2026.0", "２０２６"])
def test_year_is_not_found_when_the_book_has_none_of_it(
    world: World, secretary: Client, year: str
) -> None:
    assert secretary.get(url_of(world, year=year)).status_code == 404


@pytest.mark.parametrize(("login", "is_there"), [("secretary", 1), ("member", 0), ("clerk", 0)])
def test_list_of_meetings_leads_here_for_those_in_the_room(
    world: World, client_of: Sign, login: str, is_there: int
) -> None:
    page = text_of(client_of(login).get(f"/units/{world.cell.pk}/meetings/"))

    assert page.count(f'href="{url_of(world)}"') == is_there


def _asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("query", [{"q": "rung"}, {}, {"by": "person"}])
def test_queries_stay_the_same_when_the_book_grows(
    world: World, secretary: Client, query: dict[str, str]
) -> None:
    url, first = url_of(world, **query), dt.date(today().year - 1, 1, 3)
    told(world, first, kind=Kind.BOTH, topic="Giữ rừng")
    few = _asked(secretary, url)

    for number in range(2, 9):
        told(world, first.replace(month=number), kind=Kind.BOTH, topic="Giữ rừng")

    assert _asked(secretary, url) == few
    page = _plain(text_of(secretary.get(url)))
    assert page.count(FOREST if "q" in query else "Đóng mốc rừng") == 8
