"""What a cell of a list means: days, names, sexes, offices, codes. No clock, no database."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from chibo.core import viet

EMPTY = frozenset({"", "-", "--", "?", "x", "0", "khong ro", "chua", "chua co", "khong", "none"})
EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's serial numbers
FIRST_YEAR, LAST_YEAR = 1900, 2100
_USUAL = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_WORDS = re.compile(r"\b(ngay|thang|nam|sinh|khoang|th|thg|t)\b|[\s./,;:()\-]|\d")
_ROMAN = dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), range(1, 13), strict=True))  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class When:
    """A day as a list writes it. month, day: None where only the year, or year and month, stand.

    order: `dmy` or `mdy` where only one reading is possible, `either` where both are, `fixed`
    where nothing is to be ordered.
    """

    year: int
    month: int | None
    day: int | None
    order: str = "fixed"

    @property
    def parts(self) -> tuple[int, int | None, int | None]:
        return self.year, self.month, self.day

    @property
    def date(self) -> dt.date | None:
        """The whole day, None where a part is missing."""
        return dt.date(self.year, self.month, self.day) if self.month and self.day else None

    def swapped(self) -> "When":
        """Return the same figures with day and month exchanged, where that is a day."""
        if not (self.month and self.day) or self.day > 12:
            return self
        return When(self.year, self.day, self.month)


def when_of(day: dt.date) -> When:
    """Return a true date of a spreadsheet.

    Rule: house."""
    return When(day.year, day.month, day.day)


@lru_cache(maxsize=100_000)
def read_when(text: str, newest: int) -> When | str:
    """Return the day of a text, or why there is none: `empty`, `no_day`, `impossible`.

    newest: the last year possible; a year of two figures is the last such year up to it.
    Rule: house (domain notes §10.7: days in lists are partial, serial, swapped or text).
    """
    usual = _USUAL.fullmatch(text)
    if usual:
        return _of_three(usual[1], usual[2], usual[3], newest)
    folded = _TIME.sub("", viet.fold(text))
    if folded in EMPTY:
        return "empty"
    folded = re.sub(r"(?<=[/.\- ])[ivx]+(?=[/.\- ])", lambda m: str(_ROMAN.get(m[0], m[0])), folded)
    if _WORDS.sub("", folded):
        return "no_day"
    parts = re.findall(r"\d+", folded)
    if len(parts) == 3:
        first, second, third = parts if len(parts[0]) < 4 else parts[::-1]
        return _of_three(first, second, third, newest)
    if len(parts) == 2:
        first, second = parts if len(parts[0]) < 4 else parts[::-1]
        return _of_two(first, second, newest)
    return _of_one(parts[0], newest) if len(parts) == 1 else "no_day"


def _of_one(part: str, newest: int) -> When | str:
    """Return a year, an Excel serial number, or a day without separators."""
    number, length = int(part), len(part)
    if length == 4 or length == 2:
        year = _year(number, newest)
        return When(year, None, None) if FIRST_YEAR <= year <= LAST_YEAR else "no_day"
    if length == 5 and number <= (dt.date(LAST_YEAR, 12, 31) - EPOCH).days:
        day = EPOCH + dt.timedelta(days=number)
        return When(day.year, day.month, day.day)
    if length in {6, 7, 8}:
        whole = part.zfill(8) if length > 6 else part
        found = _of_three(whole[:2], whole[2:4], whole[4:], newest)
        return found if isinstance(found, str) else When(*found.parts)
    return "no_day"


def _of_two(first: str, second: str, newest: int) -> When | str:
    month, year = int(first), _year(int(second), newest)
    if month == 0 and FIRST_YEAR <= year <= LAST_YEAR:
        return When(year, None, None)
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return "no_day"
    return When(year, month, None)


def _of_three(first: str, second: str, third: str, newest: int) -> When | str:
    day, month, year = int(first), int(second), _year(int(third), newest)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "no_day"
    if not day or not month:
        return When(year, month or None, None) if month <= 12 else "impossible"
    if month > 12 >= day and _is_day(year, day, month):
        return When(year, day, month, "mdy")
    if not _is_day(year, month, day):
        return "impossible"
    order = "dmy" if day > 12 else "fixed" if day == month else "either"
    return When(year, month, day, order)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _year(number: int, newest: int) -> int:
    if number >= 100:
        return number
    return 2000 + number if 2000 + number <= newest else 1900 + number


@dataclass
class Order:
    """What the figures of one column of days say about their order."""

    dmy: int = 0
    mdy: int = 0
    either: int = 0
    true_low: int = 0  # true dates that could be exchanged
    true_high: int = 0  # true dates that could not

    def add(self, when: When, *, is_date: bool) -> None:
        """Count one value."""
        if is_date:
            low = when.day is not None and when.day <= 12 and when.day != when.month
            self.true_low += low
            self.true_high += when.day is not None and when.day > 12
        elif when.order != "fixed":
            setattr(self, when.order, getattr(self, when.order) + 1)


def order_of(own: Order, whole: Order) -> str:
    """Return the order of a column: `dmy`, `mdy`, or `ask`. whole: all columns of the list.

    Rule: house (domain notes §10.7: swapped day and month are asked about).
    """
    for seen in (own, whole):
        if seen.dmy and seen.mdy * 20 <= seen.dmy:
            return "dmy"
        if seen.mdy and not seen.dmy:
            return "mdy"
    return "ask" if own.either else "dmy"


def looks_exchanged(own: Order) -> bool:
    """Say whether true dates of a column were made by a program that exchanged day and month.

    Then every true date is low and what could not be a month stayed text.
    Rule: house (domain notes §10.7).
    """
    return own.true_low >= 3 and not own.true_high and own.dmy >= 3


def is_capitals(name: str) -> bool:
    """Say whether a name is written in capitals only, or a word of it begins with a small letter.

    Rule: house (domain notes §10.6: capitals become a name only after confirmation).
    """
    return len(name) > 3 and (name.isupper() or any(word[:1].islower() for word in name.split()))


def proper(name: str) -> str:
    """Return each word with one capital: GIÀNG A CHỐNG as Giàng A Chống.

    Rule: house.
    """
    return " ".join(
        "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
        for word in name.split()
    )


_FORM = re.compile(r"^(?:đồng chí|đ/c|đ\.c|đc|ông|bà|anh|chị)[ :.]+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’\-][^\W\d_]+)*\.?")


def without_address(name: str) -> str:
    """Return a name without `đ/c`, `đồng chí`, `ông`, `bà` before it.

    Rule: house.
    """
    return _FORM.sub("", name)


def is_name(name: str) -> bool:
    """Say whether a text can be a person's name: two words or more, letters, at most 60.

    Rule: house (domain notes §10.5: two words or more, no maximum below 60).
    """
    return " " in name and len(name) <= 60 and _NAME.fullmatch(name) is not None


_SEXES = {
    "nam": "male", "trai": "male", "m": "male", "male": "male", "nu": "female", "gai": "female",
    "f": "female", "female": "female",
}  # fmt: skip


@lru_cache(maxsize=1_000)
def read_sex(text: str) -> str:
    """Return `male`, `female`, or empty where the text says neither.

    Rule: house.
    """
    return _SEXES.get(viet.fold(text).strip(" ."), "")


_OFFICES = (
    ("deputy_secretary", re.compile(r"\b(pho bi thu|p\.? ?bi thu|pbt)\b")),
    ("secretary", re.compile(r"\b(bi thu|bt|btcb)\b")),
    ("committee_member", re.compile(r"\b(chi uy vien|chi uy|cuv|uy vien|uv)\b")),
)
_NO_OFFICE = re.compile(r"(dang vien|dv|khong|thanh vien)?[\s.\-]*")


@lru_cache(maxsize=1_000)
def read_office(text: str) -> str:
    """Return the office in the cell: `secretary`, …; empty for none, `other` for another work.

    Rule: house.
    """
    folded = viet.fold(text)
    for role, pattern in _OFFICES:
        if pattern.search(folded):
            return role
    return "" if _NO_OFFICE.fullmatch(folded) else "other"


_PARTY = (2, 3, 3, 3, 3)


def party_code(text: str) -> str:
    """Return a party code as 38.168.053.000.001 with its lost zeros, or empty where it is none.

    Rule: QĐ 208-QĐ/TW as used (domain notes §1.1): 14 digits in five parts; unverified.
    """
    parts = re.findall(r"\d+", text)
    if len(parts) == 1 and 13 <= len(parts[0]) <= 14:
        whole = parts[0].zfill(14)
        parts = [whole[a : a + 3 if a else 2] for a in (0, 2, 5, 8, 11)]
    if len(parts) != 5 or any(len(p) > size for p, size in zip(parts, _PARTY, strict=True)):
        return ""
    return ".".join(part.zfill(size) for part, size in zip(parts, _PARTY, strict=True))


def statistics_code(text: str) -> str:
    """Return a statistics code of five digits with its lost zeros, or empty where it is none.

    Rule: QĐ 19/2025/QĐ-TTg codes of communes (five digits); unverified.
    """
    digits = text.strip()
    return digits.zfill(5) if digits.isdigit() and 3 <= len(digits) <= 5 else ""


def phone_of(text: str) -> str:
    """Return the digits of a telephone number with its lost zero, or empty where it is none.

    Rule: house.
    """
    digits = re.sub(r"[\s.\-()]", "", text).replace("+84", "0")
    if not digits.isdigit():
        return ""
    digits = digits if digits.startswith("0") else f"0{digits}"
    return digits if 10 <= len(digits) <= 11 else ""


def is_near(one: str, other: str) -> bool:
    """Say whether two folded names differ by one letter at most: left out, added or exchanged.

    Rule: house.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    short, long_ = sorted((one, other), key=len)
    at = next((n for n, sign in enumerate(short) if sign != long_[n]), len(short))
    if len(short) == len(long_):
        return short[at + 1 :] == long_[at + 1 :]
    return short[at:] == long_[at + 1 :]
