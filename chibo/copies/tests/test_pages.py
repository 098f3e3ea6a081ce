"""Past months through the pages: typed, pasted, brought as a file; seen, copied, counted."""

import datetime as dt
import html
import io
import uuid
from collections.abc import Callable

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from chibo.accounts.models import Draft
from chibo.copies.models import TakenBack
from chibo.copies.tables import read_file
from chibo.copies.testing import make_copied
from chibo.core.days import Month
from chibo.journal.models import Entry
from chibo.minutes.models import MinutesClosure
from tests.pages import Fields, fields_of, filled, text_of
from tests.sittings import called, opened
from tests.world import START, World, today

Sign = Callable[[str], Client]
NAMES = (
    "Chi bộ", "Ngày họp", "Loại", "Đảng viên", "Có mặt", "Đến muộn", "Vắng có lý do",
    "Vắng không lý do", "Phát biểu", "Điểm",
)  # fmt: skip
HEAD = "\t".join(NAMES)
OWN = "bản Púng Giắt 1"


def line(on: dt.date | str, *figures: int | str, cell: str = OWN, kind: str = "Định kỳ") -> str:
    """Return a line: members, present, late, with leave, without, spoke, points."""
    day = on if isinstance(on, str) else f"{on:%d/%m/%Y}"
    return "\t".join([cell, day, kind, *map(str, figures)])


def back(months: int, day: int = 3) -> dt.date:
    return Month.of(today()).after(-months).first.replace(day=day)


def pasted(client: Client, unit: uuid.UUID, *lines: str, do: str = "copy") -> tuple[int, str]:
    """Paste lines with the names of the columns; return status and page."""
    url = f"/units/{unit}/copied/table/"
    table = "\n".join([HEAD, *lines])
    response = client.post(url, filled(client, url, {"table": table, "do": do}))
    return response.status_code, html.unescape(text_of(response))


def rows() -> list[MinutesClosure]:
    return list(MinutesClosure.objects.newest().order_by("held_on"))


def test_nothing_is_saved_when_a_table_is_only_looked_at(world: World, client_of: Sign) -> None:
    client = client_of("secretary")

    status, page = pasted(
        client, world.cell.pk, line(back(30), 12, 10, 1, 1, 1, 4, "85,5"), do="check"
    )

    assert (status, rows()) == (200, [])
    assert "Xem trước: 1 buổi họp, chưa lưu" in page
    assert "10/12 có mặt, 1 đến muộn, 1 vắng có lý do, 1 vắng không lý do" in page
    assert "4 phát biểu, 85,5 điểm" in page
    assert 'name="do" value="copy"' in page
    assert OWN in Draft.objects.get().fields["table"][0]


def test_month_is_copied_when_the_preview_is_confirmed(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    url = f"/units/{world.cell.pk}/copied/table/"
    table = "\n".join([HEAD, line(back(30), 12, 10, 1, 1, 1, 4, "85,5")])
    seen = client.post(url, filled(client, url, {"table": table, "do": "check"}))

    answer = client.post(url, {**fields_of(seen), "do": "copy"})
    again = client.post(url, {**fields_of(seen), "do": "copy"})

    (row,) = rows()
    assert not Draft.objects.exists()
    assert (answer.status_code, answer["Location"]) == (302, f"/units/{world.cell.pk}/copied/")
    assert again.status_code == 302
    assert (row.is_from_paper, row.meeting_id, row.rules, row.version) == (True, None, {}, 1)
    assert (row.superior_id, row.month) == (world.commune.pk, back(30).replace(day=1))
    assert (row.counted, row.present, row.late, row.excused, row.unexcused) == (12, 10, 1, 1, 1)
    assert (row.spoke, str(row.points), str(row.points_of)) == (4, "85.5", "100.0")
    assert row.closed_by == world.user("secretary")
    entry = Entry.objects.get(verb="months.copied")
    assert (entry.unit, entry.said) == (world.cell.pk, {"months": 1})
    other = client.post(url, {**fields_of(seen), "table": table.replace("10", "9"), "do": "copy"})
    assert (other.status_code, len(rows())) == (422, 1)
    page = text_of(client.get(f"/units/{world.cell.pk}/copied/"))
    assert "Chép từ giấy" in page
    assert "Tòng Văn Inh chép ngày" in page
    assert "Đã chép 1 buổi họp vào sổ." in text_of(other)


@pytest.mark.parametrize(
    ("figures", "say"),
    [
        ((12, 10, 1, 1, 0, 4), "cột Có mặt: 10 có mặt, 1 vắng, không đủ 12: sửa một số."),
        ((12, 10, 11, 1, 1, 4), "cột Đến muộn: 11 đến muộn, nhiều hơn 10 có mặt: xem lại."),
        ((12, 10, 1, 1, 1, 11), "cột Phát biểu: 11 phát biểu, nhiều hơn 10 có mặt: xem lại."),
        ((12, 10, 1, 1, 1, 4, 101), "cột Điểm: 101 điểm, cao hơn tổng 100: xem lại."),
        ((0, 0, 0, 0, 0), "cột Đảng viên: số này là 0, ghi số đảng viên được tính."),
        (("mười", 10, 1, 1, 1), "cột Đảng viên: “mười” không phải số"),
    ],
)
@pytest.mark.parametrize("do", ["check", "copy"])
def test_figures_are_refused_when_they_contradict_each_other(
    world: World, client_of: Sign, figures: tuple[int, ...], say: str, do: str
) -> None:
    client = client_of("secretary")
    good = line(back(31), 12, 12, 0, 0, 0)

    status, page = pasted(client, world.cell.pk, good, line(back(30), *figures), do=do)

    assert (status, rows()) == (422, [])
    assert f"Dòng 3, {say}" in page
    assert "Còn 1 dòng cần sửa: xem ở phần xem trước." in page
    assert line(back(30), *figures) in page
    assert line(back(30), *figures) in Draft.objects.get().fields["table"][0]


def test_day_is_refused_when_it_is_to_come_or_before_the_cell(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    tomorrow = today() + dt.timedelta(days=1)

    status, page = pasted(
        client, world.cell.pk,
        line(tomorrow, 12, 12, 0, 0, 0), line(START - dt.timedelta(days=1), 12, 12, 0, 0, 0),
    )  # fmt: skip

    assert (status, rows()) == (422, [])
    assert "Dòng 2, cột Ngày họp: ngày này chưa tới, xem lại ngày họp." in page
    assert "Dòng 3, cột Ngày họp: hôm ấy chi bộ chưa có hoặc đã kết thúc, xem lại ngày." in page


def test_second_regular_meeting_is_refused_when_the_month_has_one(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    make_copied(world.cell, world.user("secretary"), back(20))
    called(opened(world, back(2)), world.user("secretary"))

    status, page = pasted(
        client, world.cell.pk,
        line(back(20, 8), 12, 12, 0, 0, 0), line(back(2, 9), 12, 12, 0, 0, 0),
        line(back(19), 12, 12, 0, 0, 0), line(back(19, 9), 12, 12, 0, 0, 0),
        line(back(20, 8), 12, 12, 0, 0, 0, kind="Chuyên đề"),
    )  # fmt: skip

    def word(months: int) -> str:
        return f"{back(months).month}/{back(months).year}"

    assert (status, len(rows())) == (422, 1)
    assert f"Dòng 2, cột Ngày họp: tháng {word(20)} đã có buổi định kỳ trong sổ" in page
    assert f"Dòng 3, cột Ngày họp: tháng {word(2)} đã có buổi định kỳ trong sổ" in page
    assert f"Dòng 5, cột Ngày họp: tháng {word(19)} đã có ở dòng 4, bỏ một dòng." in page
    assert "Còn 3 dòng cần sửa" in page


def test_minutes_are_refused_when_their_month_was_copied(world: World, client_of: Sign) -> None:
    client, on = client_of("secretary"), back(3)
    make_copied(world.cell, world.user("secretary"), on)
    meeting = opened(world, back(3, 9))
    called(meeting, world.user("secretary"))
    url = f"/meetings/{meeting.pk}/discussion/"
    client.post(url, filled(client, url, {"spoke": "2"}))
    url = f"/meetings/{meeting.pk}/minutes/"

    answer = client.post(url, filled(client, url, {"ends_at": "21:00"}))

    assert answer.status_code == 422
    assert "Tháng này đã chép từ giấy: rút lại dòng ấy rồi chốt." in text_of(answer)


def typed(client: Client, cell: uuid.UUID, on: dt.date, do: str, **boxes: str) -> tuple[int, str]:
    url = f"/units/{cell}/copied/{on.year}/"
    changes: dict[str, str | list[str]] = {f"{on.month}-{n}": v for n, v in boxes.items()}
    response = client.post(url, filled(client, url, {**changes, "do": do}))
    return response.status_code, html.unescape(text_of(response))


BOXES = {"day": "3", "members": "12", "present": "11", "late": "1", "excused": "1"}


def test_month_is_copied_when_typed_on_its_card(world: World, client_of: Sign) -> None:
    client, on = client_of("deputy"), back(14)

    seen = typed(client, world.cell.pk, on, "check", **BOXES)
    status, _page = typed(client, world.cell.pk, on, "copy", **BOXES)

    (row,) = rows()
    assert "Xem trước: 1 buổi họp, chưa lưu" in seen[1]
    assert (status, row.held_on, row.kind) == (302, on, "regular")
    assert (row.counted, row.present, row.excused, row.unexcused) == (12, 11, 1, 0)
    assert (row.spoke, row.points, row.points_of) == (None, None, None)
    page = text_of(client.get(f"/units/{world.cell.pk}/copied/{on.year}/"))
    assert f'name="{on.month}-present"' not in page


def test_card_stays_open_with_its_sentence_when_a_figure_is_wrong(
    world: World, client_of: Sign
) -> None:
    client, on = client_of("secretary"), back(14)

    status, page = typed(client, world.cell.pk, on, "copy", **{**BOXES, "present": "7"})

    assert (status, rows()) == (422, [])
    assert "7 có mặt, 1 vắng, không đủ 12: sửa một số." in page
    assert f'name="{on.month}-present" value="7"' in page
    kept = text_of(client.get(f"/units/{world.cell.pk}/copied/{on.year}/"))
    assert f'name="{on.month}-present" value="7"' in kept


def test_file_is_shown_in_the_box_and_copied_when_confirmed(world: World, client_of: Sign) -> None:
    client, url = client_of("clerk"), f"/units/{world.commune.pk}/copied/table/"
    content = "\n".join([
        HEAD, line(back(30), 12, 12, 0, 0, 0), "",
        line(back(30), 5, 5, 0, 0, 0, cell="Chi bộ Bản Huổi Ho"),
    ]).replace("\t", ";")  # fmt: skip
    sent = filled(client, url, {"do": "check"})
    file = SimpleUploadedFile("thang.csv", content.encode("utf-8-sig"))
    seen = client.post(url, {**sent, "file": file})

    answer = client.post(url, {**fields_of(seen), "do": "copy"})

    assert seen.status_code == 200
    assert "Xem trước: 2 buổi họp, chưa lưu" in text_of(seen)
    assert answer.status_code == 302
    assert {row.cell_id for row in rows()} == {world.cell.pk, world.sibling_cell.pk}
    page = text_of(client.get(f"/units/{world.commune.pk}/copied/"))
    assert page.count("1 buổi họp, từ") == 2


def test_what_was_typed_is_kept_when_a_file_is_chosen_beside_it(
    world: World, client_of: Sign
) -> None:
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/copied/table/"
    sent = filled(client, url, {"table": "của tôi", "do": "check"})

    answer = client.post(url, {**sent, "file": SimpleUploadedFile("a.csv", HEAD.encode())})

    assert answer.status_code == 422
    assert "Ô trên đang có chữ: xóa ô ấy rồi chọn lại tệp." in text_of(answer)
    assert fields_of(answer)["table"] == ["của tôi"]


@pytest.mark.parametrize("cell", ["bản Nà Hỳ 1", "bản Không Có"])
def test_cell_is_unknown_when_it_stands_under_somebody_else(
    world: World, client_of: Sign, cell: str
) -> None:
    client = client_of("clerk")

    status, page = pasted(client, world.commune.pk, line(back(30), 12, 12, 0, 0, 0, cell=cell))

    assert (status, rows()) == (422, [])
    assert f"Dòng 2, cột Chi bộ: không thấy chi bộ “{cell}” ở đây, xem lại tên." in page


def test_template_names_cells_and_months_and_is_taken_back_in_when_filled(
    world: World, client_of: Sign
) -> None:
    client = client_of("clerk")
    make_copied(world.cell, world.user("clerk"), back(1))

    answer = client.get(f"/units/{world.commune.pk}/copied/template.xlsx")

    sheet = io.BytesIO(answer.content)
    book = python_calamine.CalamineWorkbook.from_filelike(sheet).get_sheet_by_index(0).to_python()
    months = 11 + today().month  # whole months of last year and this one
    assert answer.status_code == 200
    assert book[0][:4] == ["Xã", "Chi bộ", "Tháng", "Ngày họp"]
    assert len(book) - 1 == 2 * months - 1
    assert {str(row[-1]) for row in book[1:]} == {str(world.cell.pk), str(world.sibling_cell.pk)}
    assert read_file("thang-cu.xlsx", answer.content) == []


def test_copied_month_counts_and_is_marked_when_levels_read_it(
    world: World, client_of: Sign
) -> None:
    on = back(13)
    make_copied(world.cell, world.user("secretary"), on, members=12, present=9, excused=3,
                unexcused=0)  # fmt: skip
    make_copied(world.cell, world.user("secretary"), on, kind="thematic")
    call_command("figures", "fold", stdout=io.StringIO())
    client, month = client_of("province_officer"), f"{on:%Y-%m}"

    cells = text_of(client.get(f"/units/{world.commune.pk}/months/{month}/"))
    communes = [
        text_of(client.get(f"/units/{world.province.pk}/figures/{month}/{view}"))
        for view in ("", "?view=then")
    ]
    year = text_of(client.get(f"/units/{world.cell.pk}/year/{on.year}/"))
    papers = client_of("secretary").get(f"/units/{world.cell.pk}/months/{month}/papers/")
    report = client_of("secretary").get(f"/units/{world.cell.pk}/months/{month}/report/")

    assert "chép từ giấy" in cells
    assert "9/12" in cells
    assert all("9/12" in page for page in communes)
    assert f"Họp {on:%d/%m/%Y}, chép từ giấy" in year
    assert f"Chuyên đề {on:%d/%m/%Y}, <" in year or "chép từ giấy</span>" in year
    assert (papers.status_code, report.status_code) == (200, 200)


def test_list_of_meetings_leads_to_copied_months_when_a_member_reads(
    world: World, client_of: Sign
) -> None:
    make_copied(world.cell, world.user("secretary"), back(13))
    client = client_of("member")

    meetings = text_of(client.get(f"/units/{world.cell.pk}/meetings/"))
    page = text_of(client.get(f"/units/{world.cell.pk}/copied/"))

    assert f'href="/units/{world.cell.pk}/copied/"' in meetings
    assert "Chép từ giấy" in page
    assert "Rút lại" not in page


def test_copied_month_counts_no_longer_when_taken_back(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    copied = make_copied(world.cell, world.user("secretary"), back(13))
    url = f"/copied/{copied.pk}/back/"
    empty = client.post(url, filled(client, url, {"reason": ""}))
    sent: Fields = filled(client, url, {"reason": "chép nhầm số có mặt"})

    answers = [client.post(url, sent).status_code for _time in (1, 2)]
    later = client.post(url, {**sent, "act": str(uuid.uuid4())})

    assert empty.status_code == 422
    assert (answers, rows()) == ([302, 302], [])
    assert "Dòng này đã rút lại trước đó" in text_of(later)
    taken = TakenBack.objects.get()
    assert (taken.closure_id, taken.reason) == (copied.pk, "chép nhầm số có mặt")
    page = text_of(client.get(f"/units/{world.cell.pk}/copied/"))
    assert "Đã rút lại, không tính nữa" in page
    assert "chép nhầm số có mặt" in page
    status, _page = pasted(client, world.cell.pk, line(back(13), 12, 12, 0, 0, 0))
    assert (status, [row.present for row in rows()]) == (302, [12])


def test_page_of_real_meetings_cannot_be_taken_back_when_asked(
    world: World, client_of: Sign
) -> None:
    assert client_of("secretary").get(f"/copied/{uuid.uuid4()}/back/").status_code == 404


def test_too_many_lines_are_refused_when_pasted_at_once(world: World, client_of: Sign) -> None:
    lines = [line(back(30), 12, 12, 0, 0, 0)] * 2_001

    status, page = pasted(client_of("clerk"), world.commune.pk, *lines)

    assert (status, rows()) == (422, [])
    assert "Bảng có 2.001 dòng, mỗi lần nhiều nhất 2.000: chia bảng ra." in page
