"""What a sheet keeps, how it is hashed, how it reads as plain text."""

import json
from dataclasses import replace

import pytest

from chibo.papers import rules, sheets
from chibo.papers.sheets import BOX, BOX_MARKED, Column, Heading, Lettered, Paragraph, Table
from chibo.papers.testing import make_minutes, make_resolution


@pytest.mark.parametrize("make", [make_minutes, make_resolution])
def test_sheet_is_the_same_when_kept_as_json_and_read_back(make):
    sheet = make(body=(*make().body, Heading("Mục", 2), Paragraph("Đậm", bold=True)))

    kept = json.loads(json.dumps(sheets.as_json(sheet)))

    assert sheets.from_json(kept) == sheet


def test_sheet_is_the_same_when_it_has_no_day_number_or_signatures():
    sheet = make_minutes(day=None, number="", left=None, right=None, body=())

    kept = json.loads(json.dumps(sheets.as_json(sheet)))

    assert sheets.from_json(kept) == sheet


def test_code_is_the_start_of_the_hash_of_what_is_kept_when_read_back():
    sheet = make_minutes()

    again = sheets.from_json(sheets.as_json(sheet))

    assert sheets.code(again) == sheets.content_hash(sheet)[:8]
    assert sheets.stamp(sheet) == f"Bản 1 · mã {sheets.code(sheet)}"


def test_code_stays_when_only_the_mark_of_invented_data_differs():
    sheet = make_minutes(demo=True)

    assert sheets.code(sheet) == sheets.code(replace(sheet, demo=False))


def test_code_differs_when_one_letter_or_the_version_differs():
    sheet = make_minutes()

    codes = {
        sheets.code(sheet),
        sheets.code(replace(sheet, version=2)),
        sheets.code(replace(sheet, place="Mường Pôn")),
    }

    assert len(codes) == 3


def test_list_has_the_vietnamese_letters_when_it_has_eleven_items():
    block = Lettered(tuple("mục" for _place in range(11)))

    letters = [line.split(")")[0] for line in sheets.lettered_lines(block)]

    assert letters == list("abcdđeghikl")


def test_text_begins_with_the_letterhead_and_ends_with_the_signatures_when_read():
    lines = sheets.text_lines(make_minutes(demo=False))

    assert lines[:8] == [
        "ĐẢNG BỘ XÃ MƯỜNG PỒN",
        "CHI BỘ BẢN PÚNG GIẮT 1",
        "*",
        "Số 17-BB/CB",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Mường Pồn, ngày 03 tháng 11 năm 2026",
        "BIÊN BẢN",
        "Sinh hoạt chi bộ định kỳ tháng 11 năm 2026",
    ]
    assert lines[-4:] == ["THƯ KÝ", "Cà Thị Dung", "CHỦ TRÌ", "Tòng Văn Inh"]


def test_text_has_an_x_when_a_box_is_marked_and_nothing_when_it_is_not():
    table = Table((Column("Có mặt", 50), Column("Vắng", 50)), ((BOX_MARKED, BOX),))

    lines = sheets.text_lines(make_minutes(body=(table,), closing="Hết."))

    assert lines[lines.index("Vắng") + 1 : lines.index("Hết.")] == ["x"]


def test_date_line_has_dots_when_the_day_is_not_known():
    assert sheets.date_line(make_minutes(day=None)) == ("Mường Pồn, ngày …… tháng …… năm ………")


def test_name_is_kind_and_number_when_numbered_and_the_subject_when_not():
    assert sheets.name(make_minutes()) == "Biên bản số 17-BB/CB"
    assert sheets.name(make_minutes(number="", about="tháng 11")) == "Biên bản tháng 11"


@pytest.mark.parametrize(
    ("kind", "number", "line"),
    [
        ("minutes", 17, "Số 17-BB/CB"),
        ("resolution", 5, "Số 05-NQ/CB"),
        ("conclusion", 9, "Số 09-KL/CB"),
        ("resolution", 112, "Số 112-NQ/CB"),
    ],
)
def test_number_has_two_digits_when_under_ten(kind, number, line):
    assert rules.number_line(kind, number) == line
