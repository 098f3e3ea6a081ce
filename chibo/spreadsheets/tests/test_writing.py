"""What goes out is text, number or date: nothing that LibreOffice takes for a formula (E3)."""

import datetime as dt
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from chibo.spreadsheets.reading import Cell, read_file
from chibo.spreadsheets.tests.samples import NAME, by_libreoffice, parts_of
from chibo.spreadsheets.writing import Out, csv_text, workbook

pytestmark = pytest.mark.once

FIRST = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", " ", "＝", "＋", "－", "＠", "|")
PAYLOADS = [f"{sign}1+HYPERLINK(A1)" for sign in FIRST]
PHONES = ["+84" + "9" * 9, "+84 912 345 678", "0912 345 678", "-5,5", "00123", "1e5", "03/02/1930"]
TEXTS = [*PAYLOADS, *PHONES, "'ngoặc", "cmd|'/c calc'!A0", "_x0041_", NAME]
LIST = Out("Danh sách: 1/2", "=1+1", ["=Họ tên", "+Số"], [[text, text] for text in TEXTS])


def test_texts_are_texts_when_libreoffice_opened_and_saved_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([LIST]))

    content = by_libreoffice(path, "xlsx")

    cells = parts_of(content)["xl/worksheets/sheet1.xml"]
    assert not re.search(rb"<f[ >]", cells)
    assert {*re.findall(rb'<c [^>]*t="(\w+)"[^>]*><', cells)} == {b"s"}
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = [row[0] for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)[3:]]
    assert [str(text).replace("_x000D_", "\r") for text in found] == TEXTS


def test_texts_are_texts_when_libreoffice_opened_the_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text([[text, "x"] for text in TEXTS]).encode("utf-8-sig"))

    content = by_libreoffice(path, "ods:calc8")

    assert b"table:formula" not in parts_of(content)["content.xml"]


def test_texts_are_unchanged_when_our_own_files_are_read_again() -> None:
    kept = [text.strip().replace("\0", "").replace("\t", " ") for text in TEXTS]
    for content, name, top in (
        (workbook([LIST]), "a.xlsx", 3),
        (csv_text([[text, text] for text in TEXTS]).encode("utf-8-sig"), "a.csv", 0),
    ):
        rows = read_file(content, name)[0].rows[top:]
        assert [[cell.text for cell in row] for row in rows] == [[text] * 2 for text in kept]
        assert {cell.kind for row in rows for cell in row} == {"text"}


@pytest.mark.parametrize("text", [text for text in PAYLOADS if text[0] not in "\0 "])
def test_text_has_an_apostrophe_in_front_when_a_csv_would_be_calculated(text: str) -> None:
    assert csv_text([[text]]).startswith("\"'" + text[0])


@pytest.mark.parametrize("phone", PHONES[:4])
def test_telephone_numbers_stay_as_they_are_when_written_as_csv(phone: str) -> None:
    assert csv_text([[phone]]) == f'"{phone}"\r\n'


def test_values_have_types_when_read_again() -> None:
    row = [NAME, 7, 30000, 85.5, Decimal("0.5"), dt.date(1930, 2, 3),
           dt.datetime(2026, 2, 3, 8, 30, tzinfo=dt.UTC), None, dt.date(1890, 5, 19)]  # fmt: skip
    content = workbook([Out("A", "", ["x"] * len(row), [row])])

    assert read_file(content, "a.xlsx")[0].rows[1] == [
        Cell(NAME), Cell("7", "number"), Cell("30000", "number"), Cell("85,5", "number"),
        Cell("0,5", "number"), Cell("03/02/1930", "date", dt.date(1930, 2, 3)),
        Cell("03/02/2026 08:30", "date", dt.date(2026, 2, 3)), Cell("", "empty"),
        Cell("19/05/1890"),
    ]  # fmt: skip


def test_sheet_is_ready_to_print_when_written() -> None:
    sheet = parts_of(workbook([Out("A", "Danh sách", ["Họ tên"], [[NAME]], [30], True)]))

    page, book = sheet["xl/worksheets/sheet1.xml"].decode(), sheet["xl/workbook.xml"].decode()
    assert re.search('paperSize="9"[^>]*orientation="landscape"', page)
    assert 'ySplit="3"' in page
    assert "'A'!$3:$3" in book or "A!$3:$3" in book
    assert {*re.findall(r'<name val="([^"]*)"', sheet["xl/styles.xml"].decode())} == {
        "Times New Roman"
    }


def test_sheets_have_names_that_excel_takes_when_theirs_are_not() -> None:
    names = ["a/b:c", "A b c", "", "'x'", "dài " * 20]

    tables = read_file(workbook([Out(name, "", ["x"], [["y"]]) for name in names]), "a.xlsx")

    assert [table.name for table in tables] == [
        "a b c", "A b c 2", "Bảng", "x", ("dài " * 20)[:31].strip(),
    ]  # fmt: skip
