"""Reports of any unit and period: what they state, what stays, what stands beside."""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from chibo.core.days import Month
from chibo.core.indicators import Value
from chibo.core.periods import Months
from chibo.figures.commands import fold_all, rebuild
from chibo.meetings.commands import ItemSaid, record_discussion
from chibo.members.models import Membership
from chibo.minutes.commands import close_minutes, reopen
from chibo.minutes.models import MinutesClosure
from chibo.papers.models import Paper
from chibo.petitions.commands import put_petitions
from chibo.plans.commands import explain_missed
from chibo.recounts.models import Recount
from chibo.reports.commands import CannotIssueReport, issue_branch_report
from chibo.reports.issued.words import compared, long_words
from chibo.reports.models import IssuedReport
from tests.pages import filled, text_of
from tests.sittings import called, decided, held, last_month_3rd, opened
from tests.test_closing import at_once
from tests.world import World, act, today

Sign = Callable[[str], Client]
FORMULA = "=HYPERLINK(1) sửa đường bản"


def months() -> Months:
    """Return last month."""
    return Months.of(Month.of(last_month_3rd()))


def url_of(world: World, rest: str = "", *, unit: str = "commune") -> str:
    return f"/units/{getattr(world, unit).pk}/reports/{rest}"


def folded() -> None:
    """Add up what was closed, as the worker does each second."""
    fold_all(today=today())


def sat(world: World, on: dt.date, *, petition: str = "") -> MinutesClosure:
    """Hold and close a meeting of the world's cell that asks something of the level above."""
    user = world.user("secretary")
    meeting = opened(world, on)
    called(meeting, user, absent=2, unexcused=1)
    said = [ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới", "Chia việc theo hộ", "Thống nhất")]
    record_discussion(act=act(user, on), meeting=meeting, spoke=3, criticism_held=True, items=said)
    decided(meeting, user, world.members[3])
    if petition:
        put_petitions(act=act(user, on), meeting=meeting, texts=[petition])
    return close_minutes(
        act=act(user, on, dt.time(22, 0)), meeting=meeting, ends_at=dt.time(21, 10)
    )


def sibling(world: World) -> World:
    """Return the world as the other cell of the commune sees it."""
    people = Membership.objects.filter(cell=world.sibling_cell).order_by("person__birth_year")
    users = {**world.users, "secretary": world.user("sibling")}
    return replace(world, cell=world.sibling_cell, members=list(people), users=users)


@pytest.fixture
def counted(world: World) -> World:
    """Return the world, its figures made; one cell has met last month, the other said why not."""
    list(rebuild(today=today()))
    sat(world, last_month_3rd(), petition=FORMULA)
    explain_missed(
        act=act(world.user("sibling")), cell=world.sibling_cell, month=months().first,
        reason="lũ cuốn cầu",
    )  # fmt: skip
    folded()
    return world


def issued(client: Client, url: str, changes: dict[str, str] | None = None) -> str:
    """Press the second button on a draft; return the address of what was issued."""
    response = client.post(url, filled(client, url, dict(changes or {})))
    assert response.status_code == 302, text_of(response)
    return response["Location"]


@pytest.mark.once
def test_commune_reports_a_month_in_one_click_when_nothing_is_typed(
    counted: World, client_of: Sign
) -> None:
    client = client_of("clerk")
    assert f"{months()}/" in text_of(client.get(url_of(counted)))
    drafted = text_of(client.get(url_of(counted, f"{months()}/")))

    url = issued(client, url_of(counted, f"{months()}/"))

    page = text_of(client.get(url))
    last = months().first
    stated = (
        f"Trong tháng {last.number} năm {last.year}, 1/2 chi bộ đã họp định kỳ, trong đó 1 buổi "
        "đúng hạn, 0 buổi muộn.",
        "1 chi bộ không họp: Bản Huổi Ho (lũ cuốn cầu).",
        "Có mặt 9/12 lượt đảng viên phải dự (75,0 %), trong đó 0 lượt đến muộn; vắng có lý do 2 "
        "lượt, vắng không lý do 1 lượt.",
        "theo đơn vị lúc đó. Quy tắc: ",
        "Các chi bộ kiến nghị cấp trên 1 việc:",
    )
    for said in stated:
        assert said in page
        assert said in drafted
    assert "01-BC/ĐU" in page
    assert "……-BC/ĐU" in drafted
    report = IssuedReport.objects.get()
    assert report.paper.content_hash in page
    assert "Số liệu bây giờ vẫn như trong báo cáo" in page
    pdf = PdfReader(io.BytesIO(client.get(f"{url}paper.pdf").content))
    text = " ".join("".join(each.extract_text() for each in pdf.pages).split())
    word = Document(io.BytesIO(client.get(f"{url}paper.docx").content))
    lines = [line.text for line in word.paragraphs]
    for said in stated:
        assert said in text
        assert any(said in line for line in lines)
    assert pdf.pages[-1].extract_text().count("BÍ THƯ") == 1
    assert "VI. KIẾN NGHỊ" in pdf.pages[-1].extract_text()


@pytest.mark.once
def test_tables_are_typed_and_hold_no_formula_when_taken_away(
    counted: World, client_of: Sign
) -> None:
    client = client_of("clerk")
    url = issued(client, url_of(counted, f"{months()}/"))

    content = client.get(f"{url}paper.xlsx").content

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    met = rows["Sinh hoạt chi bộ"]
    assert met[2][:7] == ["TT", "Đơn vị", "Phải họp", "Đã họp", "Đúng hạn", "Muộn", "Không họp"]
    assert [row[:7] for row in met[3:6]] == [
        [1, "Bản Huổi Ho", 1, 0, 0, 0, 1], [2, "Bản Púng Giắt 1", 1, 1, 1, 0, 0],
        ["", "Tổng", 2, 1, 1, 0, 1],
    ]  # fmt: skip
    assert met[6][0].startswith("Đếm: buổi định kỳ đã chốt biên bản")
    assert "Số liệu lúc" in met[6][0]
    assert rows["Dự sinh hoạt"][4][2:8] == [12, 9, 0, 2, 1, 75]
    assert rows["Không họp"][3][3] == "lũ cuốn cầu"
    assert rows["Kiến nghị"][3][2:] == [last_month_3rd(), FORMULA]
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
    assert len(sheets) == len(book.sheet_names) == 8
    for sheet in sheets:
        assert "<f>" not in sheet
        assert 'state="frozen"' in sheet
        assert 'paperSize="9"' in sheet
        assert 'fitToHeight="0"' in sheet
        assert "&amp;P/&amp;N" in sheet
    assert parts.read("xl/workbook.xml").decode().count("_xlnm.Print_Titles") == len(sheets)


@pytest.mark.once
def test_correction_stands_beside_a_report_when_minutes_are_closed_later(
    counted: World, client_of: Sign
) -> None:
    client = client_of("clerk")
    url = issued(client, url_of(counted, f"{months()}/"))
    kept = Paper.objects.get(symbol="01-BC/ĐU").content

    late = held(sibling(counted), last_month_3rd(), entered_on=today())
    MinutesClosure.objects.filter(pk=late.pk).update(
        closed_at=timezone.now() + dt.timedelta(minutes=1)
    )
    folded()

    page = text_of(client.get(url))
    assert Paper.objects.get(symbol="01-BC/ĐU").content == kept
    assert "1/2 chi bộ đã họp định kỳ" in page
    assert "Báo cáo giữ nguyên số cũ" in page
    assert "Khác ở: Bản Huổi Ho." in page
    assert f"/meetings/{late.meeting_id}/" in page
    again = issued(client, url_of(counted, f"{months()}/"))
    assert again.endswith("/2/")
    found = IssuedReport.objects.order_by("version").select_related("paper")
    assert [(each.version, each.paper.symbol) for each in found] == [
        (1, "01-BC/ĐU"), (2, "01-BC/ĐU"),
    ]  # fmt: skip
    assert "2/2 chi bộ đã họp định kỳ" in text_of(client.get(again))


@pytest.mark.once
@pytest.mark.parametrize(
    ("login", "unit", "symbol"),
    [("clerk", "commune", "BC/ĐU"), ("province_officer", "province", "BC/TU"),
     ("secretary", "cell", "BC/CB")],
)  # fmt: skip
def test_every_level_reports_on_every_kind_of_period(
    counted: World, client_of: Sign, login: str, unit: str, symbol: str
) -> None:
    client = client_of(login)
    first = months().first
    year = first.year
    texts = [f"{year}-Q{(first.number + 2) // 3}", f"{year}-H{1 + first.number // 7}", str(year),
             f"{first.after(-14)}..{first}"]  # fmt: skip

    there = getattr(counted, unit)
    for text in texts[1:]:
        issue_branch_report(
            act=act(counted.user(login)), unit=there, months=Months.parse(text), view="today"
        )
    last = issued(client, url_of(counted, f"{texts[0]}/", unit=unit))

    urls = [*(url_of(counted, f"{text}/1/", unit=unit) for text in texts[1:]), last]
    for place, url in enumerate(urls, start=1):
        page = text_of(client.get(url))
        assert f"{place:02d}-{symbol}" in page
        assert "Có mặt 9/12 lượt đảng viên phải dự (75,0 %)" in page
        assert client.get(f"{url}paper/").status_code == 200
        assert client.get(f"{url}paper.xlsx").content[:2] == b"PK"
    if unit == "cell":
        own = client.get(url_of(counted, f"{first}/", unit=unit))
        assert own["Location"] == f"/units/{counted.cell.pk}/months/{first}/report/"


def test_words_of_people_stand_in_their_place_and_dots_where_nobody_wrote(
    counted: World, client_of: Sign
) -> None:
    client = client_of("clerk")

    url = issued(client, url_of(counted, f"{months()}/"), {
        "limits": "Ghi sổ chậm\nHọp chưa đủ", "subjective_causes": "Chưa đôn đốc",
    })  # fmt: skip

    text = text_of(client.get(f"{url}paper/"))
    order = ["I. KẾT QUẢ", "II. HẠN CHẾ", "Ghi sổ chậm.", "Họp chưa đủ.", "III. NGUYÊN NHÂN",
             "khách quan", "……", "chủ quan", "Chưa đôn đốc.", "IV. BÀI HỌC", "……",
             "V. NHIỆM VỤ", "……", "VI. KIẾN NGHỊ"]  # fmt: skip
    at = 0
    for each in order:
        assert each in text[at:], each
        at = text.index(each, at) + len(each)


def test_period_to_come_or_before_the_unit_is_refused(counted: World, client_of: Sign) -> None:
    client = client_of("clerk")
    year = today().year + 1

    answers = {
        text: client.get(url_of(counted, f"{text}/")) for text in (str(year), "2019-12", "x", "1")
    }

    assert answers[str(year)].status_code == answers["2019-12"].status_code == 422
    assert "Kỳ này chưa đến" in text_of(answers[str(year)])
    assert "Đơn vị không có trong kỳ này" in text_of(answers["2019-12"])
    assert answers["x"].status_code == answers["1"].status_code == 404
    posted = client.post(url_of(counted, f"{year}/"), {"act": str(uuid.uuid4())})
    assert posted.status_code == 422
    assert not IssuedReport.objects.exists()


def test_empty_period_is_reported_as_empty(counted: World, client_of: Sign) -> None:
    client = client_of("clerk")
    early = Month(2021, 2)

    url = issued(client, url_of(counted, f"{early}/"))

    page = text_of(client.get(url))
    assert "Trong tháng 2 năm 2021 chưa có buổi họp nào được chốt biên bản." in page
    assert "Chưa có buổi định kỳ nào để tính tỷ lệ dự." in page


def test_minutes_being_corrected_warn_the_commune_and_stop_the_cell(
    counted: World, client_of: Sign
) -> None:
    closure = MinutesClosure.objects.get()
    reopen(act=act(counted.user("secretary")), meeting=closure.meeting, version=1, reason="Sai số")
    quarter = f"{months().first.year}-Q{(months().first.number + 2) // 3}"

    page = text_of(client_of("clerk").get(url_of(counted, f"{months()}/")))
    own = client_of("secretary")
    url = url_of(counted, f"{quarter}/", unit="cell")
    refused = own.post(url, filled(own, url, {}))

    assert "1 biên bản của kỳ này đang sửa" in page
    assert "Lúc lập báo cáo có 1 biên bản đang sửa." in page
    assert refused.status_code == 422
    assert "chốt bản mới rồi ra báo cáo" in text_of(refused)


def test_report_waits_when_the_figures_are_behind(
    counted: World, client_of: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("clerk")
    Recount.objects.create(
        unit=counted.cell.pk, month=months().first.first, not_before=today(),
        asked_at=timezone.now(),
    )  # fmt: skip
    before = text_of(client.get(url_of(counted, f"{months()}/")))
    monkeypatch.setattr("chibo.reports.commands.AT_ONCE", 0)

    with pytest.raises(CannotIssueReport, match="đợi một phút"):
        issue_branch_report(act=act(counted.user("clerk")), unit=counted.commune, months=months())

    monkeypatch.undo()
    assert "Số liệu đang được cộng thêm" in before
    assert issued(client, url_of(counted, f"{months()}/")).endswith("/1/")


def test_same_act_sent_twice_is_one_report(counted: World) -> None:
    once = act(counted.user("clerk"))

    found = [issue_branch_report(act=once, unit=counted.commune, months=months())
             for _n in range(2)]  # fmt: skip

    assert found[0] == found[1]
    assert IssuedReport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_issued_at_once_are_two_versions_of_one_number(counted: World) -> None:
    def issue(name: str, period: Months) -> Callable[[], object]:
        done = act(counted.user(name))
        return lambda: issue_branch_report(act=done, unit=counted.commune, months=period)

    year = Months.parse(str(months().first.year))
    jobs = [issue(name, period) for period in (months(), year)
            for name in ("clerk", "commune_secretary")]  # fmt: skip

    found = at_once(jobs)

    assert [type(each) for each in found] == [IssuedReport] * 4
    rows = IssuedReport.objects.order_by("kind", "version").select_related("paper")
    assert [(each.kind, each.version) for each in rows] == [
        ("month", 1), ("month", 2), ("year", 1), ("year", 2),
    ]  # fmt: skip
    assert {each.paper.symbol for each in rows} == {"01-BC/ĐU", "02-BC/ĐU"}
    assert rows[0].paper.symbol == rows[1].paper.symbol


@pytest.mark.once
def test_small_groups_are_not_broken_down_when_reported(counted: World, client_of: Sign) -> None:
    for row in Membership.objects.filter(cell=counted.sibling_cell)[:3]:
        Membership.objects.filter(pk=row.pk).update(from_on=dt.date(2020, 7, 2), until_on=today())
    list(rebuild(today=today()))
    client = client_of("sibling")

    url = issued(client, f"/units/{counted.sibling_cell.pk}/reports/{today().year}/")

    page = text_of(client.get(f"{url}paper/"))
    assert "trong đó" not in page.split("5. Đảng viên")[1].split("II. HẠN CHẾ")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [("2026-02", "tháng 2 năm 2026"), ("2026-Q3", "quý III năm 2026"),
     ("2026-H1", "6 tháng đầu năm 2026"), ("2026-H2", "6 tháng cuối năm 2026"),
     ("2026", "năm 2026"), ("2025-07..2026-03", "từ tháng 7 năm 2025 đến tháng 3 năm 2026")],
)  # fmt: skip
def test_period_is_called_as_offices_do(text: str, words: str) -> None:
    assert long_words(Months.parse(text)) == words


@pytest.mark.parametrize(
    ("here", "before", "words"),
    [
        (Value(38, 40), Value(37, 40), "tăng 2,5 điểm % so với kỳ trước (92,5 %)"),
        (Value(9, 10), Value(10, 10), "giảm 10,0 điểm % so với kỳ trước (100 %)"),
        (Value(9, 10), Value(18, 20), "bằng kỳ trước (90,0 %)"),
        (Value(3, 4), Value(18, 20), ""),
        (Value(9, 10), Value(0, 0), ""),
        (Value(2000, 2500), Value(1_234, 4_000), "tăng 49,1 điểm % so với kỳ trước (30,9 %)"),
    ],
)
def test_comparison_is_said_in_words(here: Value, before: Value, words: str) -> None:
    assert compared(here, before, "kỳ trước") == words
