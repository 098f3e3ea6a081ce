"""Days, months and the length of an evening."""

import datetime as dt

import pytest

from chibo.core.days import Month, minutes_between


@pytest.mark.parametrize(
    ("month", "by", "found"),
    [
        (Month(2025, 12), 1, Month(2026, 1)), (Month(2026, 1), -1, Month(2025, 12)),
        (Month(2026, 11), -11, Month(2025, 12)), (Month(2026, 5), 0, Month(2026, 5)),
        (Month(2026, 5), 20, Month(2028, 1)),
    ],
)  # fmt: skip
def test_month_is_counted_on_when_years_turn(month: Month, by: int, found: Month) -> None:
    assert month.after(by) == found


def test_month_knows_its_days_when_asked() -> None:
    month = Month.of(dt.date(2024, 2, 10))

    assert (month.first, month.last, month.until) == (
        dt.date(2024, 2, 1), dt.date(2024, 2, 29), dt.date(2024, 3, 1),
    )  # fmt: skip
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize("text", ["2026-13", "2026-0", "2026", "abc", "2026-11-01", ""])
def test_month_is_refused_when_it_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text may be in it
        Month.parse(text)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [((19, 30), (21, 10), 100), ((19, 30), (19, 30), 0), ((23, 30), (0, 15), 45)],
)
def test_length_is_counted_in_minutes_when_an_evening_ends(
    start: tuple[int, int], end: tuple[int, int], minutes: int
) -> None:
    assert minutes_between(dt.time(*start), dt.time(*end)) == minutes
