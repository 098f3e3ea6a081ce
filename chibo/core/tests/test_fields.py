"""Fields take what people type, and say in one sentence what they cannot take."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from chibo.core.fields import Clock, Count, Day, VietText


@pytest.mark.parametrize(
    "boxes",
    [
        ["3/2/26", "", ""], ["03-02-2026", "", ""], ["2026-02-03", "", ""], ["3.2.2026", "", ""],
        ["3", "2", "2026"], ["03", "02", "26"], ["ngày 3 tháng 2 năm 2026", "", ""],
    ],
)  # fmt: skip
def test_day_is_read_when_typed_in_any_usual_way(boxes: list[str]) -> None:
    assert Day().compress(boxes) == dt.date(2026, 2, 3)


@pytest.mark.parametrize(
    "boxes",
    [["31", "2", "2026"], ["3", "2", ""], ["a", "b", "c"], ["3", "2", "202"], ["3", "2", "9999"],
     ["0", "1", "2026"], ["9" * 200, "", ""]],
)  # fmt: skip
def test_day_is_refused_when_not_in_the_calendar(boxes: list[str]) -> None:
    with pytest.raises(ValidationError, match="không có trong lịch"):
        Day().compress(boxes)


def test_day_is_none_when_boxes_are_empty() -> None:
    assert Day(required=False).clean(["", "", ""]) is None


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("19:30", (19, 30)), ("19h30", (19, 30)), ("19 giờ 30", (19, 30)), ("1930", (19, 30)),
        ("19 giờ 30 phút", (19, 30)), ("19", (19, 0)), ("19h", (19, 0)), ("7.05", (7, 5)),
        ("930", (9, 30)), (" 19 GIỜ ", (19, 0)),
    ],
)  # fmt: skip
def test_clock_is_read_when_typed_in_any_usual_way(typed: str, time: tuple[int, int]) -> None:
    assert Clock().clean(typed) == dt.time(*time)


@pytest.mark.parametrize("typed", ["25:00", "19:70", "tối", "19:3", "-1", "1" * 300])
def test_clock_is_refused_when_no_time(typed: str) -> None:
    with pytest.raises(ValidationError, match="Chưa hiểu giờ"):
        Clock().clean(typed)


@pytest.mark.parametrize(
    ("typed", "count"), [("21", 21), ("0", 0), (" 7 ", 7), ("1.234", 1234), ("007", 7)]
)
def test_count_is_read_when_whole(typed: str, count: int) -> None:
    assert Count().clean(typed) == count


@pytest.mark.parametrize("typed", ["-1", "1,5", "1.5", "abc", "1e3", "10000", "", "2 1", "1.23"])
def test_count_is_refused_when_not_a_small_whole_number(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Count().clean(typed)

    assert len(refusal.value.messages) == 1


def test_count_is_zero_when_empty_means_none() -> None:
    assert Count(empty_is_zero=True).clean("") == 0


def test_text_is_refused_when_it_has_a_picture_or_is_too_long() -> None:
    for typed, say in (("Họp 😀", "không có hình vẽ"), ("a" * 5_001, "nhiều nhất 5.000")):
        with pytest.raises(ValidationError, match=say):
            VietText(lines=3).clean(typed)


def test_text_is_one_line_when_the_field_has_one() -> None:
    assert VietText().clean(" Nhà\nvăn  hóa\x00 ") == "Nhà văn hóa"
