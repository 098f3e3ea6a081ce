"""What offices call a period."""

import pytest

from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.reports.periods import known_as, label, quarters_in


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2026-11", "tháng 11/2026"), ("2026-Q3", "quý III/2026"),
        ("2026-H1", "6 tháng đầu năm 2026"), ("2026-H2", "6 tháng cuối năm 2026"),
        ("2026", "năm 2026"), ("2025-07..2026-03", "từ tháng 7/2025 đến tháng 3/2026"),
    ],
)  # fmt: skip
def test_period_is_called_as_offices_call_it(text: str, word: str) -> None:
    months = Months.parse(text)

    assert label(months) == word
    assert known_as(months.first, months.last) == months


def test_quarters_that_a_period_touches() -> None:
    found = [str(each) for each in quarters_in(Months(Month(2025, 12), Month(2026, 4)))]

    assert found == ["2025-Q4", "2026-Q1", "2026-Q2"]
