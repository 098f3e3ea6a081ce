"""What a typed line means: text becomes days, kinds and counts, or a reason why not."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from chibo.copies.rules import PaperMonth, Wrong
from chibo.copies.tables import Typed
from chibo.core import viet
from chibo.core.days import Month
from chibo.core.fields import parse_day
from chibo.plans.models import Kind

MOST = 9_999
KINDS = {
    "": Kind.REGULAR, "dinh ky": Kind.REGULAR, "thuong ky": Kind.REGULAR,
    "sinh hoat dinh ky": Kind.REGULAR, "chuyen de": Kind.THEMATIC,
    "sinh hoat chuyen de": Kind.THEMATIC, "dinh ky, noi tiep chuyen de": Kind.BOTH,
    "dinh ky va chuyen de": Kind.BOTH, "dinh ky + chuyen de": Kind.BOTH,
    "bat thuong": Kind.EXTRAORDINARY,
}  # fmt: skip
CellOf = Callable[[Typed, dt.date | None], UUID | Wrong]


class _Reader:
    """Reads the values of one line and gathers what is wrong with them."""

    def __init__(self, typed: Typed) -> None:
        self.values = typed.values
        self.wrong: list[Wrong] = []

    def _say(self, column: str, code: str, **values: object) -> None:
        self.wrong.append(Wrong(column, code, values))

    def day(self) -> dt.date | None:
        text = self.values.get("held_on", "")
        day = parse_day(text)
        if day is None:
            self._say("held_on", "no_day" if text else "empty", text=text[:20])
            return None
        self._month(day)
        return day

    def _month(self, day: dt.date) -> None:
        text = self.values.get("month", "")
        month = parse_month(text) if text else Month.of(day)
        if month is None:
            self._say("month", "no_month", text=text[:20])
        elif month != Month.of(day):
            self._say("held_on", "other_month", month=f"{month.number}/{month.year}")

    def kind(self) -> str:
        text = self.values.get("kind", "")
        kind = text if text in _KIND_CODES else KINDS.get(viet.fold(text))
        if kind is None:
            self._say("kind", "no_kind", text=text[:30])
        return str(kind)

    def count(self, column: str, empty: int | None = 0, *, needed: bool = False) -> int | None:
        text = self.values.get(column, "").replace(" ", "")
        if not text:
            if needed:
                self._say(column, "empty")
            return empty
        number = _number(text)
        if number is None or number > MOST or number % 1:
            self._say(column, "no_number", text=text[:20])
            return empty
        return int(number)

    def points(self) -> Decimal | None:
        text = self.values.get("points", "").replace(" ", "")
        number = _number(text) if text else None
        if text and (number is None or number > MOST):
            self._say("points", "no_number", text=text[:20])
            return None
        if number is not None and number * 10 % 1:
            self._say("points", "one_decimal", text=text[:20])
        return number


_KIND_CODES = {str(kind) for kind in KINDS.values()}


def read(typed: Typed, cell_of: CellOf) -> tuple[PaperMonth | None, list[Wrong]]:
    """Return the meeting of a line, or None and what cannot be read; figures unchecked.

    cell_of: whose line it is, on the day where that is known.
    """
    reader = _Reader(typed)
    day, kind = reader.day(), reader.kind()
    cell = cell_of(typed, day)
    if isinstance(cell, Wrong):
        reader.wrong.insert(0, cell)
    row = {
        "members": reader.count("members", needed=True),
        "present": reader.count("present", needed=True),
        **{name: reader.count(name) for name in ("late", "excused", "unexcused")},
    }
    spoke, points = reader.count("spoke", None), reader.points()
    if reader.wrong or day is None or isinstance(cell, Wrong):
        return None, reader.wrong
    counts = {name: value or 0 for name, value in row.items()}
    return PaperMonth(typed.line, cell, day, kind, **counts, spoke=spoke, points=points), []


def parse_month(text: str) -> Month | None:
    """Return the month written 2/2024, 02-2024, 2024-02, `Tháng 2/2024`, or as a day in it."""
    day = parse_day(text)
    if day is not None:
        return Month.of(day)
    parts = [int(part) for part in re.findall(r"\d{1,4}", text)]
    if len(parts) != 2:
        return None
    number, year = parts if parts[1] > 12 else parts[::-1]
    return Month(year, number) if 1 <= number <= 12 and 1900 <= year <= 2100 else None


def _number(text: str) -> Decimal | None:
    """Return 12, 85,5 or 1.234; None for anything else."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        return Decimal(text.replace(".", ""))
    if re.fullmatch(r"\d{1,6}([.,]\d{1,6})?", text):
        return Decimal(text.replace(",", "."))
    return None
