"""What falls due, across rooms: home pages, the agenda and its notice, the digest, the calendar."""

import datetime as dt
import html
import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from pypdf import PdfReader

from chibo.core.days import Month
from chibo.deadlines.models import Check, Feed
from chibo.deadlines.queries import deadlines_at
from chibo.desk.management.commands.tidy import Command as Tidy
from chibo.dues.commands import NewRate, set_rate
from chibo.journal.models import Entry
from chibo.members.commands import enter_members
from chibo.members.models import Membership
from chibo.organizations.authority import Can
from chibo.organizations.commands import NewUnit, found_units
from chibo.organizations.models import CellType, Kind, Post
from chibo.plans.testing import make_planned
from chibo.preparations.models import AgendaItem
from tests.pages import fields_of, filled, text_of
from tests.world import START, World, act, decision, new_member, today

Sign = Callable[[str], Client]
YOUNG = ("Sùng A Khua", "Lèo Thị Mai")
LINE = "Xét công nhận đảng viên chính thức"
DAY = dt.timedelta(days=1)
QUERIES = 15  # of the engine, however many cells


def grown(world: World) -> None:
    """Let the probation of the world's two probationers end long ago."""
    long_ago = dt.date(2020, 7, 1)
    Membership.objects.filter(pk__in=[each.pk for each in world.members[-2:]]).update(
        admitted_on=long_ago, ceremony_on=long_ago, from_on=long_ago
    )


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return html.unescape(" ".join(text_of(response).split()))


def at(unit: object, rest: str = "") -> str:
    return f"/units/{unit.pk}/deadlines/{rest}"  # type: ignore[attr-defined]


def test_home_page_names_nobody_and_leads_to_the_list_when_something_is_due(
    world: World, client_of: Sign
) -> None:
    grown(world)

    cell, commune = page(client_of("secretary"), "/"), page(client_of("clerk"), "/")
    member, province = page(client_of("member"), "/"), page(client_of("province_officer"), "/")

    assert LINE in cell
    assert "xét trong 30 ngày làm việc (theo nguồn dẫn lại, bản từ 01/01/2010)" in cell
    assert LINE in commune
    assert at(world.cell) in cell
    assert at(world.commune) in commune
    assert at(world.province, "counts/") in province
    assert LINE not in member
    assert "Việc đến hạn" not in member
    assert not [name for name in YOUNG if name in cell + commune + province]


def test_home_page_shows_three_and_the_number_of_all(world: World, client_of: Sign) -> None:
    grown(world)
    Check.objects.create(
        id=uuid.uuid4(), province=world.province.pk, unit=world.cell, what="cards",
        done_on=START, entered_at=act(world.user("clerk")).entered_at,
    )  # fmt: skip
    client = client_of("secretary")
    count = len(re.findall(r"<li>\s*<a class=\"row\"", text_of(client.get(at(world.cell)))))

    home = text_of(client.get("/"))

    assert count >= 4
    assert home.count(f'<a class="row" href="{at(world.cell)}"') == 3
    assert f"Tất cả {count} việc" in home


@pytest.mark.parametrize(
    ("login", "unit", "status"),
    [
        ("secretary", "cell", 200), ("deputy", "cell", 200), ("clerk", "cell", 200),
        ("commune_secretary", "commune", 200), ("member", "cell", 403),
        ("province_officer", "cell", 403), ("province_officer", "commune", 403),
        ("sibling", "cell", 404), ("stranger", "cell", 404), ("other_officer", "commune", 404),
        ("secretary", "commune", 404), ("technical_administrator", "cell", 403),
    ],
)  # fmt: skip
def test_list_by_name_opens_to_who_acts_and_the_reading_is_kept(
    world: World, client_of: Sign, login: str, unit: str, status: int
) -> None:
    response = client_of(login).get(at(getattr(world, unit)))

    assert response.status_code == status
    kept = Entry.objects.filter(verb="read.deadlines", actor=world.user(login))
    assert kept.count() == (status == 200)


def test_cells_own_checks_stay_in_the_cell_when_the_commune_looks(
    world: World, client_of: Sign
) -> None:
    grown(world)
    Check.objects.create(
        id=uuid.uuid4(), province=world.province.pk, unit=world.cell, what="cards",
        done_on=START, entered_at=act(world.user("clerk")).entered_at,
    )  # fmt: skip

    cell, commune = (
        page(client_of("secretary"), at(world.cell)),
        page(client_of("clerk"), at(world.commune)),
    )

    assert "Kiểm tra thẻ đảng viên" in cell
    assert "<b>Kiểm tra thẻ đảng viên" not in commune
    assert f"{LINE}: Lèo Thị Mai" in commune


def test_province_counts_what_is_overdue_by_commune_without_names(
    world: World, client_of: Sign
) -> None:
    grown(world)
    client = client_of("province_officer")

    found = page(client, at(world.province, "counts/"))
    in_cell = client_of("member").get(at(world.cell, "counts/"), follow=True)
    Post.objects.filter(unit=world.cell).update(until_on=START + DAY)
    more = page(client, at(world.province, "counts/"))

    assert re.findall(r"<b>([^<]*)</b>((?:<small>[^<]*</small>)+)", found) == [
        (
            "Xã Mường Pồn",
            f"<small>{LINE}: 2</small><small>Chi bộ đủ người, chưa có chi ủy: 1</small>",
        )
    ]
    assert "Chi bộ chưa có bí thư: 1" in more
    assert client_of("clerk").get(at(world.commune, "counts/")).status_code == 200
    assert in_cell.status_code == 403


def test_check_is_noted_with_one_tap_and_a_wrong_day_is_noted_again(
    world: World, client_of: Sign
) -> None:
    client, url = client_of("secretary"), at(world.cell, "checks/cards/")
    today_ = today()

    client.post(url, filled(client, url, {}))
    first = page(client, url)
    earlier = today_ - 40 * DAY
    day = {
        "done_on_0": f"{earlier:%d}",
        "done_on_1": f"{earlier:%m}",
        "done_on_2": str(earlier.year),
    }
    parts = [name for name in fields_of(client.get(url)) if name.startswith("done_on")]
    client.post(url, filled(client, url, dict(zip(parts, day.values(), strict=True))))
    second = page(client, url)
    tomorrow = today_ + DAY
    day = {"d": f"{tomorrow:%d}", "m": f"{tomorrow:%m}", "y": str(tomorrow.year)}
    refused = client.post(url, filled(client, url, dict(zip(parts, day.values(), strict=True))))

    assert f"Lần trước ghi: {today_:%d/%m/%Y}." in first
    assert f"Lần trước ghi: {earlier:%d/%m/%Y}." in second
    assert refused.status_code == 422
    assert "Ngày này chưa đến: ghi ngày đã làm." in text_of(refused)
    assert Check.objects.count() == 2
    assert client.get(at(world.cell, "checks/files/")).status_code == 404
    assert client_of("member").get(url).status_code == 403
    assert client_of("clerk").get(at(world.commune, "checks/files/")).status_code == 200
    assert client_of("clerk").get(at(world.commune, "checks/cards/")).status_code == 404


def test_next_agenda_has_the_line_with_names_and_the_notice_has_no_name(
    world: World, client_of: Sign
) -> None:
    grown(world)
    client = client_of("secretary")
    planned = make_planned(world.cell, today() + 3 * DAY)
    url = f"/planned/{planned.pk}/agenda/"

    proposed = page(client, url)
    client.post(url, filled(client, url, {}))
    saved = [row.title for row in AgendaItem.objects.filter(planned=planned).order_by("position")]
    notice = page(client, f"/planned/{planned.pk}/notice/")
    client.post(f"/planned/{planned.pk}/notice/issue/", {"act": str(uuid.uuid4())})
    pdf = PdfReader(io.BytesIO(client.get(f"/planned/{planned.pk}/notice.pdf").content))
    printed = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())
    calendar = client.get(f"/planned/{planned.pk}/meeting.ics").content.decode()
    whole = f"{LINE}: {', '.join(YOUNG)}"
    place = saved.index(whole)

    assert whole in proposed
    assert saved[place + 1] == "Kết luận, giao việc, biểu quyết"
    assert LINE in notice
    assert LINE in printed
    assert not [name for name in YOUNG if name in notice + printed + calendar]


def test_saved_agenda_is_offered_what_fell_due_later(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    planned = make_planned(world.cell, today() + 3 * DAY)
    url = f"/planned/{planned.pk}/agenda/"
    client.post(url, filled(client, url, {}))
    before = page(client, url)

    grown(world)
    offered = page(client, url)
    which = re.search(r'value="(keep:[^"]*)"', offered)
    assert which is not None
    client.post(url, filled(client, url, {"do": which[1]}))
    after = page(client, url)

    assert "Việc đến hạn, chưa có trong chương trình" not in before
    assert "Việc đến hạn, chưa có trong chương trình" in offered
    assert "Việc đến hạn, chưa có trong chương trình" not in after
    assert f"{LINE}: {', '.join(YOUNG)}" in after


def test_agenda_says_nothing_of_who_is_due_after_the_meeting(world: World, client_of: Sign) -> None:
    day = today() + 3 * DAY
    year_before = day.replace(year=day.year - 1, day=min(day.day, 28)) + 4 * DAY
    Membership.objects.filter(pk=world.members[-1].pk).update(
        admitted_on=year_before, ceremony_on=year_before, from_on=year_before
    )
    planned = make_planned(world.cell, day)

    assert LINE not in page(client_of("secretary"), f"/planned/{planned.pk}/agenda/")


@pytest.mark.parametrize("unit", ["cell", "commune"])
def test_digest_is_one_sheet_of_a4_when_printed(world: World, client_of: Sign, unit: str) -> None:
    grown(world)
    if unit == "commune":
        _found_cells(world, 30)
    where = getattr(world, unit)
    client = client_of("clerk")
    month, later = Month.of(today()), Month.of(today()).after(2)

    pdf = PdfReader(io.BytesIO(client.get(f"/units/{where.pk}/digest/{month}.pdf").content))
    text = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())

    assert len(pdf.pages) == 1
    assert f"Tháng {month.number} năm {month.year}" in text
    assert f"{LINE}: {'Sùng A Khua' if unit == 'cell' else 'Vừ A Dơ'}" in text
    assert "theo nguồn dẫn lại" in text
    assert ("việc nữa: xem sổ." in text) == (unit == "commune")
    assert page(client, f"/units/{where.pk}/digest/{month}/")
    assert client.get(f"/units/{where.pk}/digest/{later}/").status_code == 404
    assert client.get(f"/units/{where.pk}/digest/2026-13/").status_code == 404


def _made(client: Client) -> str:
    """Make or renew the private address; return its path."""
    answer = client.post("/calendar/", {"act": str(uuid.uuid4())})
    found = re.search(r"<code>https?://[^/]+(/calendar/[^<]+)</code>", text_of(answer))
    assert found is not None
    return found[1]


def test_calendar_opens_by_its_private_address_alone_and_names_nobody(
    world: World, client_of: Sign
) -> None:
    grown(world)
    url = _made(client_of("secretary"))
    entries = Entry.objects.count()

    response = Client().get(url)
    events = list(Calendar.from_ical(response.content).walk("VEVENT"))

    assert response["Content-Type"].startswith("text/calendar")
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert {str(each["summary"]) for each in events} == {
        "Việc đến hạn ở chi bộ bản Púng Giắt 1: xem sổ"
    }
    assert len({str(each["uid"]) for each in events}) == len(events) >= 2
    assert all(isinstance(each["dtstart"].dt, dt.date) for each in events)
    assert not [name for name in (*YOUNG, LINE) if name in response.content.decode()]
    assert Entry.objects.count() == entries
    assert len(url.split("/")[2]) >= 43
    assert url.split("/")[2] not in Feed.objects.get().token_hash


def test_old_address_is_dead_when_renewed_ended_or_without_a_post(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    old = _made(client)
    shown = text_of(client.get("/calendar/"))
    new = _made(client)
    renewed = [
        Client().get(url).status_code
        for url in (old, new, new[:-20] + "x.ics", "/calendar/x/viec-den-han.ics")
    ]
    client.post("/calendar/end/", {"act": str(uuid.uuid4())})
    ended = Client().get(new).status_code
    last = _made(client)
    posts = Post.objects.filter(person__user=world.user("secretary"))
    posts.update(until_on=today())
    Tidy().handle()

    assert "<code>" not in shown
    assert renewed == [404, 200, 404, 404]
    assert ended == 404
    assert Client().get(last).status_code == 404
    assert Feed.objects.count() == 0
    assert Client().post(last).status_code == 405


def test_address_is_dead_at_once_when_the_post_ends(world: World, client_of: Sign) -> None:
    url = _made(client_of("secretary"))
    Post.objects.filter(person__user=world.user("secretary")).update(until_on=today())

    assert Client().get(url).status_code == 404


def test_member_makes_no_address_when_nothing_is_read_by_name(
    world: World, client_of: Sign
) -> None:
    client = client_of("member")

    answer = client.post("/calendar/", {"act": str(uuid.uuid4())})

    assert answer.status_code == 422
    assert "Lịch này dành cho bí thư" in text_of(answer)
    assert Feed.objects.count() == 0


def test_address_sent_twice_is_one_act_and_is_not_shown_again(
    world: World, client_of: Sign
) -> None:
    client, same = client_of("clerk"), {"act": str(uuid.uuid4())}

    first, second = client.post("/calendar/", same), client.post("/calendar/", same)

    assert "<code>" in text_of(first)
    assert "<code>" not in text_of(second)
    assert Feed.objects.count() == 1


def test_unpaid_dues_are_for_the_cells_secretary_to_ask_after(
    world: World, client_of: Sign
) -> None:
    day = dt.date(today().year, 11, 20)
    new = NewRate(person=None, month=Month(day.year, 7), amount=10_000, why="fixed")
    set_rate(act=act(world.user("secretary")), cell=world.cell, new=new)

    mine = deadlines_at(world.cell.pk, on=day, rights={Can.READ_REGISTER, Can.KEEP_DUES})
    above = deadlines_at(world.cell.pk, on=day, rights={Can.READ_REGISTER, Can.KEEP_REGISTER})
    commune = deadlines_at(world.commune.pk, on=day, rights={Can.READ_REGISTER, Can.KEEP_DUES})

    found = [line for line in mine if line.deadline.kind.key == "dues"]
    assert {line.place for line in found} == {"month"}
    assert {str(line.deadline.kind.words) for line in found} == {"Gặp, hỏi thăm việc đóng đảng phí"}
    assert "Giàng A Chống" in {line.name for line in found}
    assert not [line for line in above + commune if line.deadline.kind.key == "dues"]


def _found_cells(world: World, count: int) -> None:
    """Found more cells under the commune, each with one member whose probation is over."""
    clerk, officer = world.user("clerk"), world.user("province_officer")
    new = [NewUnit(uuid.uuid4(), Kind.CELL, f"bản Mới {n}", CellType.VILLAGE) for n in range(count)]
    cells = found_units(
        act=act(officer, START), new=new, parent=world.commune,
        decision=decision(world.commune.province, START),
    )  # fmt: skip
    for cell in cells:
        long_ago = {"admitted_on": START, "ceremony_on": START, "official_on": None}
        enter_members(act=act(clerk), cell=cell, new=[new_member("Vừ A Dơ", 1970, **long_ago)])


def test_queries_stay_the_same_when_the_commune_has_twenty_cells(world: World) -> None:
    rights = {Can.READ_REGISTER, Can.KEEP_REGISTER}

    def asked() -> int:
        deadlines_at(world.commune.pk, on=today(), rights=rights)
        with CaptureQueriesContext(connection) as queries:
            deadlines_at(world.commune.pk, on=today(), rights=rights)
        return len(queries)

    two = asked()
    _found_cells(world, 18)

    assert two == asked()
    assert two <= QUERIES
