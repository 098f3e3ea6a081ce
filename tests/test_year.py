"""The year's calendar: laid once, moved with a reason; each month's state follows by itself."""

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from chibo.core.days import Month
from chibo.core.worked_days import public_holiday
from chibo.organizations.commands import NewUnit, found_units
from chibo.organizations.models import CellType, Kind, Unit
from chibo.plans.commands import swap_day
from chibo.plans.models import Kind as MeetingKind
from chibo.plans.models import Move, PlannedMeeting
from chibo.plans.queries import off_for, proposed_year
from chibo.plans.testing import make_planned
from chibo.reports.months import months_of_cell
from chibo.rulebook.queries import in_force
from tests.pages import fields_of, filled, text_of
from tests.sittings import held
from tests.world import START, World, act, decision, today

Sign = Callable[[str], Client]


def next_year() -> int:
    return today().year + 1


def lay(client: Client, world: World, year: int, **changes: str) -> int:
    url = f"/units/{world.cell.pk}/year/{year}/calendar/"
    words = {"starts_at": "19:30", "place": "nhà văn hóa bản", **changes}
    return client.post(url, filled(client, url, dict(words))).status_code


def test_year_is_laid_with_a_topic_a_quarter_when_asked_once(world: World, client_of: Sign) -> None:
    client = client_of("secretary")

    status = lay(client, world, next_year(), **{f"topic-{n}": f"Chuyên đề {n}" for n in (2, 5, 8)})

    rows = list(PlannedMeeting.objects.order_by("planned_on"))
    assert status == 302
    assert [row.month.month for row in rows] == list(range(1, 13))
    assert [row.month.month for row in rows if row.kind == MeetingKind.BOTH] == [2, 5, 8]
    assert {row.topic for row in rows} == {"", "Chuyên đề 2", "Chuyên đề 5", "Chuyên đề 8"}
    page = text_of(client.get(f"/units/{world.cell.pk}/year/{next_year()}/"))
    assert "Chuyên đề: Chuyên đề 5" in page
    assert page.count("Đã lên lịch") == 12


@pytest.mark.parametrize(("year", "say"), [(-1, "đã hết"), (2, "năm nay và năm sau")])
def test_year_is_refused_when_it_ended_or_is_far(
    world: World, client_of: Sign, year: int, say: str
) -> None:
    client = client_of("secretary")
    url = f"/units/{world.cell.pk}/year/{today().year + year}/calendar/"

    answer = client.post(url, filled(client, url, {"starts_at": "19:30", "place": "nhà văn hóa"}))

    assert (answer.status_code, say in text_of(answer)) == (422, True)
    assert "nhà văn hóa" in text_of(answer)


def test_year_is_refused_when_it_was_laid(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    first = lay(client, world, next_year())

    again = lay(client, world, next_year())

    assert (first, again, PlannedMeeting.objects.count()) == (302, 422, 12)


def test_meeting_is_moved_with_its_reason_when_a_day_is_tapped(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    planned = make_planned(world.cell, dt.date(next_year(), 6, 3))
    url = f"/planned/{planned.pk}/day/"
    offered = re.findall(r'name="to" value="([0-9-]+)"', text_of(client.get(url)))

    answer = client.post(url, filled(client, url, {"to": offered[0], "reason": "Trùng ngày mùa"}))

    planned.refresh_from_db()
    assert (answer.status_code, len(offered)) == (302, 6)
    assert planned.planned_on.isoformat() == offered[0]
    assert [(m.from_day.day, m.reason) for m in Move.objects.all()] == [(3, "Trùng ngày mùa")]
    assert "Đã dời ngày, có lý do" in text_of(
        client.get(f"/units/{world.cell.pk}/year/{next_year()}/")
    )


@pytest.mark.parametrize(
    ("typed", "reason", "say"),
    [
        ("3/7", "Trùng ngày mùa", "phải ở trong tháng ấy"),
        ("3/6", "Trùng ngày mùa", "đã ở ngày này"),
        ("", "Trùng ngày mùa", "chọn một ngày"),
        ("5/6", "", "chọn hoặc ghi một lý do"),
    ],
)
def test_move_is_refused_when_the_day_or_reason_does_not_fit(
    world: World, client_of: Sign, typed: str, reason: str, say: str
) -> None:
    client = client_of("secretary")
    planned = make_planned(world.cell, dt.date(next_year(), 6, 3))
    url = f"/planned/{planned.pk}/day/"
    changes = {"to_day_day": f"{typed}/{next_year()}" if typed else ""}
    changes |= {"reason": reason} if reason else {}

    answer = client.post(url, filled(client, url, dict(changes)))

    assert (answer.status_code, say in text_of(answer)) == (422, True)


def add(client: Client, world: World, **changes: str) -> tuple[int, str]:
    url = f"/units/{world.cell.pk}/year/{next_year()}/more/"
    answer = client.post(url, filled(client, url, dict(changes)))
    return answer.status_code, text_of(answer)


def test_second_regular_meeting_of_a_month_is_refused_when_added(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    make_planned(world.cell, dt.date(next_year(), 6, 3))

    status, page = add(
        client, world, planned_on_day=f"5/6/{next_year()}", kind="both", topic="Giữ rừng"
    )

    assert (status, "đã có buổi định kỳ" in page, "Giữ rừng" in page) == (422, True, True)


def test_thematic_meeting_stands_beside_the_regular_one_and_never_in_its_place(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    regular = make_planned(world.cell, dt.date(next_year(), 6, 3))
    added, _page = add(
        client, world, planned_on_day=f"15/6/{next_year()}", kind="thematic", topic="Giữ rừng"
    )
    url = f"/planned/{regular.pk}/plan/"

    changed = client.post(url, filled(client, url, {"kind": "thematic", "topic": "Giữ rừng"}))

    assert added == 302
    assert (changed.status_code, "không thay được" in text_of(changed)) == (422, True)
    removal = client.post(f"/planned/{regular.pk}/removal/", {"act": str(uuid.uuid4())})
    assert "Mỗi tháng có một buổi định kỳ" in text_of(removal)


def test_topic_is_asked_for_when_a_thematic_meeting_has_none(world: World, client_of: Sign) -> None:
    status, page = add(
        client_of("secretary"), world, planned_on_day=f"5/6/{next_year()}", kind="thematic"
    )

    assert (status, "ghi tên chuyên đề" in page) == (422, True)


def test_meeting_that_was_added_can_be_taken_out_when_not_the_regular_one(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    planned = make_planned(world.cell, dt.date(next_year(), 6, 9), kind=MeetingKind.EXTRAORDINARY)

    client.post(f"/planned/{planned.pk}/removal/", {"act": str(uuid.uuid4())})

    planned.refresh_from_db()
    assert planned.is_withdrawn


HD_42_FROM = dt.date(2026, 1, 1)


def regular_days(world: World, year: int) -> dict[int, str]:
    found = proposed_year(world.cell.pk, year, today=dt.date(year, 1, 1))
    return {each.month.number: f"{each.day:%d/%m}" for each in found}


def test_days_of_two_years_follow_the_calendar_when_laid(world: World) -> None:
    assert regular_days(world, 2026) == {
        1: "05/01", 2: "03/02", 3: "03/03", 4: "03/04", 5: "04/05", 6: "03/06", 7: "03/07",
        8: "03/08", 9: "03/09", 10: "05/10", 11: "03/11", 12: "03/12",
    }  # fmt: skip
    assert regular_days(world, 2027) == {
        1: "04/01", 2: "03/02", 3: "03/03", 4: "05/04", 5: "04/05", 6: "03/06", 7: "05/07",
        8: "03/08", 9: "06/09", 10: "04/10", 11: "03/11", 12: "03/12",
    }  # fmt: skip


def test_saturday_is_a_day_to_meet_when_the_operator_says_it_was_swapped(world: World) -> None:
    swap_day(
        act=act(world.user("clerk")), unit=world.commune, day=dt.date(2026, 10, 3), is_off=False,
        source="Thông báo hoán đổi",
    )  # fmt: skip

    assert regular_days(world, 2026)[10] == "03/10"


def test_nearest_unit_decides_when_two_declare_the_same_day(world: World) -> None:
    wednesday = dt.date(2026, 6, 3)
    for unit, by, is_off in ((world.province, "province_officer", True),
                             (world.commune, "clerk", False)):  # fmt: skip
        swap_day(act=act(world.user(by)), unit=unit, day=wednesday, is_off=is_off, source="")

    def is_off(unit: Unit) -> bool:
        return off_for(unit.pk, in_force(unit.pk, on=wednesday), on=wednesday)(wednesday)

    assert (is_off(world.cell), is_off(world.foreign_cell)) == (False, True)


@pytest.mark.parametrize(
    ("first_of_tet", "off"),
    [
        ("2025-01-29", ("2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31")),
        ("2026-02-17", ("2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19")),
        ("2027-02-06", ("2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08")),
    ],
)
def test_tet_is_off_when_the_library_is_asked(first_of_tet: str, off: tuple[str, ...]) -> None:
    days = [dt.date.fromisoformat(text) for text in off]

    assert all(public_holiday(day) for day in days)
    assert dt.date.fromisoformat(first_of_tet) in days
    assert not public_holiday(dt.date(int(first_of_tet[:4]), 3, 3))


def test_month_owes_nothing_when_the_cell_was_founded_in_its_middle(world: World) -> None:
    founded = today().replace(day=1) - dt.timedelta(days=40)
    new = NewUnit(uuid.uuid4(), Kind.CELL, "bản Mới", CellType.VILLAGE)
    [cell] = found_units(
        act=act(world.user("province_officer"), founded.replace(day=15)), new=[new],
        parent=world.commune, decision=decision(world.province.pk, founded.replace(day=15)),
    )  # fmt: skip
    month = Month.of(founded)

    states = months_of_cell(cell.pk, [month, month.after(1)], today=today())

    assert [each.state for each in states][0] == "not_due"
    assert states[1].state in {"not_held", "overdue", "waiting"}


def test_states_of_past_months_are_derived_when_meetings_were_held(
    world: World, client_of: Sign
) -> None:
    last = Month.of(today()).after(-1)
    held(world, last.first.replace(day=20))
    url = f"/units/{world.cell.pk}/missed/{last.after(-1)}/"
    client = client_of("secretary")
    client.post(url, filled(client, url, {"reason": "Lũ quét, không qua được suối"}))

    states = months_of_cell(world.cell.pk, [last.after(-1), last], today=today())

    assert [(each.state, each.reason) for each in states] == [
        ("not_held", "Lũ quét, không qua được suối"), ("held_late", ""),
    ]  # fmt: skip
    page = text_of(client.get(f"/units/{world.cell.pk}/year/{last.year}/"))
    assert ("Họp muộn" in page, "Lũ quét" in page) == (True, True)


def test_day_is_swapped_through_the_page_when_an_operator_writes_it(
    world: World, client_of: Sign
) -> None:
    client = client_of("clerk")
    url = f"/units/{world.commune.pk}/days-off/"
    changes = {"day_day": "3/6/2027", "is_off": "yes", "source": "Thông báo 12"}

    answer = client.post(url, filled(client, url, dict(changes)))

    assert answer.status_code == 302
    assert "Thông báo 12" in text_of(client.get(url))
    assert "act" in fields_of(client.get(url))


def test_calendar_is_refused_when_the_cell_began_later(world: World) -> None:
    months = proposed_year(world.cell.pk, START.year, today=dt.date(START.year, 1, 1))

    assert [each.month.number for each in months] == [7, 8, 9, 10, 11, 12]


def pdf_of(client: Client, url: str) -> PdfReader:
    return PdfReader(io.BytesIO(client.get(url).content))


@pytest.mark.parametrize(("what", "symbol"), [("plan", "01-KH/CB"), ("programme", "01-CTr/CB")])
def test_plan_is_a_numbered_paper_when_issued_and_a_new_version_when_issued_again(
    world: World, client_of: Sign, what: str, symbol: str
) -> None:
    client = client_of("secretary")
    lay(client, world, next_year(), **{f"topic-{n}": f"Giữ rừng {n}" for n in (2, 5, 8, 11)})
    base = f"/units/{world.cell.pk}/year/{next_year()}"

    first = client.post(f"{base}/issue/{what}/", {"act": str(uuid.uuid4())})
    client.post(f"{base}/issue/{what}/", {"act": str(uuid.uuid4())})

    text = "\n".join(
        page.extract_text() for page in pdf_of(client, f"{base}/papers/{what}.pdf").pages
    )
    word = Document(io.BytesIO(client.get(f"{base}/papers/{what}.docx").content))
    cells = " ".join(c.text for t in word.tables for row in t.rows for c in row.cells)
    assert first.status_code == 302
    assert f"Số {symbol}" in text
    assert "Bản 2" in text
    assert [f"Giữ rừng {n}" in cells for n in (2, 5, 8, 11)] == [True] * 4


def test_chart_for_the_wall_is_one_sheet_with_twelve_boxes_when_printed(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    topic = "Nâng cao chất lượng rừng đầu nguồn và sinh kế của nhân dân các dân tộc"
    lay(client, world, next_year(), **{f"topic-{n}": topic for n in (2, 5, 8, 11)})

    chart = pdf_of(client, f"/units/{world.cell.pk}/year/{next_year()}/papers/wall.pdf")

    text = chart.pages[0].extract_text()
    assert len(chart.pages) == 1
    assert [f"THÁNG {n}\n" in text for n in range(1, 13)] == [True] * 12


def test_plan_is_not_found_when_nothing_was_laid(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    base = f"/units/{world.cell.pk}/year/{next_year()}"

    client.post(f"{base}/issue/plan/", {"act": str(uuid.uuid4())})

    assert client.get(f"{base}/papers/plan/").status_code == 404
    assert client.get(f"{base}/papers/wall.pdf").status_code == 404
