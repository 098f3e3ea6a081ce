"""Whole months in a row, as offices report on them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from chibo.core.days import Month

Kind = Literal["month", "quarter", "half", "year", "span"]
_TEXT = re.compile(r"(\d{4})(?:-(?:(\d{2})|[qQ]([1-4])|[hH]([12])))?(?:\.\.(\d{4})-(\d{2}))?")
LONGEST = 120  # months: two terms
YEARS = range(1930, 2200)  # of which anybody reports


@dataclass(frozen=True, order=True)
class Months:
    """From a month to a month, both included. kind: what an office calls it; `span`: from to.

    Written `2026-11`, `2026-Q3`, `2026-H1`, `2026`, `2025-07..2026-03`.
    """

    first: Month
    last: Month
    kind: Kind = "span"

    @classmethod
    def parse(cls, text: str) -> "Months":
        """Return the months written so. Raises: ValueError."""
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError(text)
        year, month, quarter, half, to_year, to_month = found.groups()
        if to_year is not None:
            if month is None:
                raise ValueError(text)
            span = cls(Month.parse(f"{year}-{month}"), Month.parse(f"{to_year}-{to_month}"))
        elif month is not None:
            span = cls.of(Month.parse(f"{year}-{month}"))
        else:
            span = cls._part(int(year), int(quarter or 0), int(half or 0))
        if span.last < span.first or len(span) > LONGEST:
            raise ValueError(text)
        if not {span.first.year, span.last.year} <= set(YEARS):
            raise ValueError(text)
        return span

    @classmethod
    def _part(cls, year: int, quarter: int, half: int) -> "Months":
        if quarter:
            return cls(Month(year, quarter * 3 - 2), Month(year, quarter * 3), "quarter")
        if half:
            return cls(Month(year, half * 6 - 5), Month(year, half * 6), "half")
        return cls(Month(year, 1), Month(year, 12), "year")

    @classmethod
    def of(cls, month: Month) -> "Months":
        """Return a month alone."""
        return cls(month, month, "month")

    def __len__(self) -> int:
        return self.last.index - self.first.index + 1

    def __iter__(self):  # type: ignore[no-untyped-def]
        return (self.first.after(n) for n in range(len(self)))

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last

    def __str__(self) -> str:
        first = self.first
        return {
            "month": str(first),
            "quarter": f"{first.year}-Q{(first.number + 2) // 3}",
            "half": f"{first.year}-H{1 if first.number == 1 else 2}",
            "year": str(first.year),
            "span": f"{first}..{self.last}",
        }[self.kind]

    @property
    def first_day(self) -> dt.date:
        return self.first.first

    @property
    def last_day(self) -> dt.date:
        return self.last.last

    def back(self, months: int) -> "Months":
        """Return as many months, so many earlier."""
        return Months(self.first.after(-months), self.last.after(-months), self.kind)

    @property
    def before(self) -> "Months":
        """The period of the same length just before."""
        return self.back(len(self))

    @property
    def year_ago(self) -> "Months":
        """The same months of the year before."""
        return self.back(12)

    @property
    def after(self) -> "Months":
        """The period of the same length just after."""
        return self.back(-len(self))
