"""How a report writes periods, rates and comparisons."""

from chibo.core import viet
from chibo.core.days import Month
from chibo.core.indicators import FEWEST, Value
from chibo.core.periods import Months

ROMAN = ("I", "II", "III", "IV")


def long_words(months: Months) -> str:
    """Return `tháng 10 năm 2026`, `quý III năm 2026`, `6 tháng đầu năm 2026`, `năm 2026`."""
    return {
        "month": _month(months.first),
        "quarter": f"quý {ROMAN[(months.first.number - 1) // 3]} năm {months.first.year}",
        "half": f"6 tháng {'đầu' if months.first.number == 1 else 'cuối'} năm {months.first.year}",
        "year": f"năm {months.first.year}",
        "span": f"từ {_month(months.first)} đến {_month(months.last)}",
    }[months.kind]


def _month(month: Month) -> str:
    return f"tháng {month.number} năm {month.year}"


BEFORE = {
    "month": "tháng trước", "quarter": "quý trước", "half": "6 tháng trước đó",
    "year": "năm trước", "span": "kỳ trước",
}  # fmt: skip
YEAR_AGO = "cùng kỳ năm trước"
PERIOD = {
    "month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm", "span": "kỳ",
}  # fmt: skip


def n(count: int) -> str:
    """Return `1.234`."""
    return viet.figure(count)


def of(value: Value) -> str:
    """Return `38/40`."""
    return f"{n(value.part)}/{n(value.whole or 0)}"


def rate(value: Value) -> str:
    """Return ` (95,0 %)` with a space before it; empty where the base is too small."""
    whole = value.whole or 0
    return f" ({viet.percent(value.part, whole)})" if whole >= FEWEST else ""


def compared(here: Value, before: Value, than: str) -> str:
    """Return `tăng 2,5 điểm % so với tháng trước (92,5 %)`; empty where a base is too small."""
    if (here.whole or 0) < FEWEST or (before.whole or 0) < FEWEST:
        return ""
    now, then = 100 * (here.rate or 0), 100 * (before.rate or 0)
    step = round(now, 1) - round(then, 1)
    was = viet.percent(before.part, before.whole or 0)
    if abs(step) < 0.05:
        return f"bằng {than} ({was})"
    word = "tăng" if step > 0 else "giảm"
    return f"{word} {viet.figure(abs(step), 1)} điểm % so với {than} ({was})"
