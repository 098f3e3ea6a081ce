"""Tables as they come: pasted, with or without names of columns, .csv and .xlsx."""

import datetime as dt
import io
import uuid
from decimal import Decimal

import pytest
import xlsxwriter

from chibo.copies.reading import parse_month, read
from chibo.copies.rules import PaperMonth, Wrong
from chibo.copies.tables import CannotRead, Typed, read_file, read_text
from chibo.core.days import Month

CELL = uuid.uuid4()
NAMES = (
    "Tháng", "Ngày họp", "Loại", "Đảng viên", "Có mặt", "Đến muộn", "Vắng có lý do",
    "Vắng không lý do", "Phát biểu", "Điểm",
)  # fmt: skip
HEAD = "\t".join(NAMES)
ROW = "03/2024\t03/03/2024\tĐịnh kỳ\t12\t10\t1\t1\t1\t4\t85,5"
MARCH = PaperMonth(
    line=1, cell=CELL, held_on=dt.date(2024, 3, 3), kind="regular", members=12, present=10, late=1,
    excused=1, unexcused=1, spoke=4, points=Decimal("85.5"),
)  # fmt: skip


def months(table: list[Typed]) -> list[PaperMonth | list[Wrong]]:
    found = [read(typed, lambda _typed, _day: CELL) for typed in table]
    return [month or wrong for month, wrong in found]


def codes(text: str) -> list[tuple[str, str]]:
    """Return column and code of what cannot be read in one line without names of columns."""
    (typed,) = read_text(text)
    return [(wrong.column, wrong.code) for wrong in read(typed, lambda _typed, _day: CELL)[1]]


def book(*rows: list[object]) -> bytes:
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(line, place, dt.datetime.combine(value, dt.time()), day)
                else:
                    sheet.write(line, place, value)
    return room.getvalue()


def test_line_is_read_when_pasted_without_names_of_columns() -> None:
    assert months(read_text(ROW)) == [MARCH]


def test_line_keeps_its_number_when_names_and_gaps_stand_above() -> None:
    table = read_text(f"Chi bộ bản Púng Giắt\n\n{HEAD}\n\n{ROW}\n")

    assert [(row.line, row.values["present"]) for row in table] == [(5, "10")]


def test_columns_are_found_by_name_when_their_order_differs() -> None:
    text = "Có mặt;Đảng viên;Ngày họp;Vắng có phép;Ghi chú\n10;12;3/3/24;2;mưa"

    (found,) = months(read_text(text))

    assert isinstance(found, PaperMonth)
    assert (found.present, found.members, found.excused, found.spoke) == (10, 12, 2, None)


def test_workbook_says_the_same_when_it_has_real_days_and_numbers() -> None:
    row = [dt.date(2024, 3, 1), dt.date(2024, 3, 3), "Định kỳ", 12, 10, 1, 1, 1, 4, 85.5]
    content = book(["Bảng tháng"], [], list(HEAD.split("\t")), row)

    table = read_file("thang.XLSX", content)

    assert [typed.line for typed in table] == [4]
    assert [str(m) for m in months(table)] == [str(MARCH).replace("line=1", "line=4")]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_when_written_by_a_spreadsheet(code: str) -> None:
    content = f"{HEAD}\n{ROW}".replace("\t", ";").encode(code)

    (found,) = months(read_file("thang.csv", content))

    assert isinstance(found, PaperMonth)
    assert found.points == Decimal("85.5")


def test_lines_that_only_the_template_filled_are_left_out() -> None:
    table = read_text(f"{HEAD}\n02/2024\t\tĐịnh kỳ\t\t\t\t\t\t\t\n{ROW}")

    assert [typed.line for typed in table] == [3]


@pytest.mark.parametrize(
    ("name", "content", "say"),
    [
        ("a.doc", b"x", "Chỉ đọc được .xlsx, .xls, .ods"),
        ("a.xlsx", b"no workbook", "Không mở được tệp này"),
        ("a.xlsx", b"PK\x03\x04", "Không mở được tệp này"),
        ("a.csv", b"", "Tệp này trống"),
        ("a.csv", b"a;b\n", "Chưa rõ cột nào là gì"),
        ("a.csv", "Tháng;Có mặt;Điểm;Đảng viên\n".encode(), "Bảng thiếu cột Ngày họp"),
    ],
)
def test_file_is_refused_when_it_is_no_table(name: str, content: bytes, say: str) -> None:
    with pytest.raises(CannotRead, match=say):
        read_file(name, content)


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        ("03/03/2024", "31/02/2024", "held_on", "no_day"),
        ("03/03/2024", "", "held_on", "empty"),
        ("03/03/2024", "03/04/2024", "held_on", "other_month"),
        ("03/2024\t", "tháng ba\t", "month", "no_month"),
        ("Định kỳ", "Họp vui", "kind", "no_kind"),
        ("\t12\t", "\t\t", "members", "empty"),
        ("\t10\t", "\tmười\t", "present", "no_number"),
        ("\t10\t", "\t10,5\t", "present", "no_number"),
        ("\t10\t", "\t-1\t", "present", "no_number"),
        ("\t4\t", "\t99999\t", "spoke", "no_number"),
        ("85,5", "85,55", "points", "one_decimal"),
    ],
)
def test_value_is_named_when_it_cannot_be_read(old: str, new: str, column: str, code: str) -> None:
    assert codes(ROW.replace(old, new, 1)) == [(column, code)]


@pytest.mark.parametrize(
    "text", ["3/2024", "03-2024", "2024-03", "Tháng 3/2024", "tháng 3 năm 2024", "01/03/2024"]
)
def test_month_is_understood_when_written_in_any_usual_way(text: str) -> None:
    assert parse_month(text) == Month(2024, 3)


def test_month_is_unknown_when_it_is_none() -> None:
    assert [parse_month(text) for text in ("", "13/2024", "3", "ba/2024")] == [None] * 4
