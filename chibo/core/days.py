"""Days, months and periods. `_on` is a date, `_until` is exclusive, FOREVER means open."""

import datetime as dt
from dataclasses import dataclass

FOREVER = dt.date(9999, 12, 31)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Return the month written `2026-11`. Raises: ValueError."""
        year, number = text.split("-")
        return cls.of(dt.date(int(year), int(number), 1))

    @property
    def index(self) -> int:
        """Months since the year 0: months in a row are numbers in a row."""
        return self.year * 12 + self.number - 1

    @classmethod
    def at(cls, index: int) -> "Month":
        """Return the month of an index."""
        return cls(index // 12, index % 12 + 1)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def until(self) -> dt.date:
        return self.after(1).first

    @property
    def last(self) -> dt.date:
        return self.until - dt.timedelta(days=1)

    def after(self, months: int) -> "Month":
        """Return the month so many months later; negative goes back."""
        return Month.at(self.index + months)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


def minutes_between(start: dt.time, end: dt.time) -> int:
    """Return whole minutes from start to end of the same evening; past midnight counts on."""
    span = (end.hour - start.hour) * 60 + end.minute - start.minute
    return span if span >= 0 else span + 24 * 60
