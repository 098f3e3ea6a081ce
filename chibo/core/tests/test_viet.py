"""Vietnamese text: order of names, search without marks, one spelling, figures and days."""

import datetime as dt
import unicodedata

import pytest

from chibo.core import viet

NAMES = [
    "Lò Văn An", "Lò Thị Ánh", "Lò Văn Ăn", "Lò Văn Ân", "Giàng A Chơ", "Giàng A Chu",
    "Sùng A Dia", "Sùng A Dũng", "Quàng Văn Đạt", "Cà Văn Đoan", "Lò Văn Hòa", "Lò Thị Minh",
    "Lò Văn Sơn", "Quàng Văn Ượng",
]  # fmt: skip


def test_names_stand_in_vietnamese_order_when_sorted() -> None:
    assert sorted(set(NAMES), key=viet.name_key) == NAMES


@pytest.mark.parametrize(
    "names",
    [
        ["Lò Văn Ma", "Lò Văn Mà", "Lò Văn Mả", "Lò Văn Mã", "Lò Văn Má", "Lò Văn Mạ"],
        ["Lò A Tú", "Lò Văn Tú", "Quàng A Tú"],
        ["Lò Văn Du", "Lò Văn Dư", "Lò Văn Đu"],
        ["Lò Văn Ô", "Lò Văn Ơ", "Lò Văn Pá"],
    ],
)  # fmt: skip
def test_names_stand_in_order_when_one_thing_differs(names: list[str]) -> None:
    assert sorted(set(names), key=viet.name_key) == names


def test_name_is_one_when_tone_is_placed_old_or_new() -> None:
    assert viet.name_key("Lò Văn Hòa") == viet.name_key("Lò Văn Hoà")
    assert viet.fold("Hòa") == viet.fold("Hoà") == "hoa"
    assert viet.name_key("Lò Thị Thúy") == viet.name_key("Lò Thị Thuý")


def test_units_stand_in_order_when_they_bear_numbers() -> None:
    names = ["bản Huổi Ho", "bản Púng Giắt 2", "bản Púng Giắt 10", "xã Mường Pồn"]

    assert sorted(set(names), key=viet.text_key) == names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ðèo Văn Thương", "Đèo Văn Thương"),
        ("Ɖoàn", "Đoàn"),
        (unicodedata.normalize("NFD", "Quàng Văn Ượng"), "Quàng Văn Ượng"),
        ("  Lò   Văn\tHòa ", "Lò Văn Hòa"),
        ("Lò\u200b Văn\x07 Hòa\ufeff", "Lò Văn Hòa"),
        ("hoà", "hoà"),
    ],
)
def test_text_has_one_spelling_when_tidied(typed: str, kept: str) -> None:
    assert viet.tidy_line(typed) == kept


def test_line_ends_are_kept_when_text_is_tidied() -> None:
    assert viet.tidy("một\r\nhai\n") == "một\nhai"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Quàng Văn Ượng", "uong"), ("Lò Văn Đoàn", "doan"), ("Lò Văn Đoàn", "ĐOÀN"),
        ("Lò Văn Đoàn", "Ðoàn"), ("Lò Văn Hoà", "hòa"),
    ],
)  # fmt: skip
def test_name_is_found_when_marks_are_left_out(name: str, text: str) -> None:
    assert viet.fold(text) in viet.fold(name)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Giữ rừng, đầu nguồn; giữ RỪNG", ["giu", "rung", "dau", "nguon"]),
        (unicodedata.normalize("NFD", "Đường 15/12"), ["duong", "15", "12"]),
        ("Ðèo", ["deo"]),
        (" <b>% _ ", ["b"]),
        ("…!?", []),
    ],
)
def test_words_are_folded_and_alone_when_taken_from_a_text(typed: str, words: list[str]) -> None:
    assert viet.words_of(typed) == words


@pytest.mark.parametrize(
    ("typed", "has"),
    [
        ("giu rung", True), ("dau RỪNG", True), ("ngu", True), ("nguồn rừng", True),
        ("uon", False), ("giu rung ban", False), ("", True),
    ],
)  # fmt: skip
def test_text_has_the_words_when_each_begins_one_of_its_own(typed: str, has: bool) -> None:
    assert viet.has_words("Giữ rừng đầu nguồn", viet.words_of(typed)) is has


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Giữ rừng đầu nguồn", "giu ru", ["Giữ", "rừng"]),
        ("Đổ đường, ĐƯỜNG bản", "duong", ["đường", "ĐƯỜNG"]),
        ("Xong trước 15/12", "12", ["12"]),
        ("Rừng; trừng", "rung", ["Rừng"]),
        ("한국 rừng", "rung", ["rừng"]),
        ("İ rư\u0328ng rừng", "rung", ["rư\u0328ng", "rừng"]),
        ("Rừng", "", []),
    ],
)
def test_places_lie_on_whole_words_when_signs_fold_to_more_or_to_none(
    text: str, typed: str, marked: list[str]
) -> None:
    spans = viet.spans_of(text, viet.words_of(typed))

    assert [text[start:end] for start, end in spans] == marked


@pytest.mark.parametrize(
    ("text", "has"),
    [("Họp 😀", True), ("Tốt ☺", True), ("30 °C, 15 m²", False), ("№ 5", False), ("½ ngày", False)],
)
def test_pictures_are_seen_when_text_has_one(text: str, has: bool) -> None:
    assert viet.has_picture(text) is has


def test_list_letters_are_vietnamese_when_counted() -> None:
    letters = [viet.letter(place) for place in range(25)]

    assert letters == [*"abcdđeghiklmnopqrstuvxy", "aa", "ab"]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234.5, 1, "1.234,5"), (620, 0, "620"), (1_000_000, 0, "1.000.000"), (0, 0, "0")],
)
def test_figure_is_vietnamese_when_written(value: float, decimals: int, text: str) -> None:
    assert viet.figure(value, decimals) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(16, 21, "76,2 %"), (21, 21, "100 %"), (0, 5, "0 %"), (1, 2, "50,0 %"), (0, 0, "–")],
)
def test_percent_has_one_decimal_when_not_whole(part: int, whole: int, text: str) -> None:
    assert viet.percent(part, whole) == text


def test_percent_is_not_whole_when_somebody_is_missing() -> None:
    assert (viet.percent(9_999, 10_000), viet.percent(1, 10_000)) == ("99,9 %", "0,1 %")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2026, 4, 3), "ngày 03 tháng 4 năm 2026"),
        (dt.date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (dt.date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_long_date_is_that_of_papers_when_written(day: dt.date, text: str) -> None:
    assert viet.long_date(day) == text


def test_clock_is_said_in_words_when_written() -> None:
    assert [viet.clock(time) for time in (dt.time(19, 30), dt.time(7), dt.time(9, 5))] == [
        "19 giờ 30", "7 giờ", "9 giờ 05",
    ]  # fmt: skip
