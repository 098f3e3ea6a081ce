"""The tables of a report: one definition, from which the paper and the spreadsheet are made."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone, translation

from chibo.assessments.catalogue import indicators
from chibo.assessments.indicators import GRADES
from chibo.core import viet
from chibo.core.indicators import FEWEST
from chibo.figures.models import View
from chibo.papers.sheets import Column
from chibo.papers.sheets import Table as PaperTable
from chibo.reports.issued.reading import Reading, Stated
from chibo.reports.issued.sentences import DOWN_WORDS, GRADE_WORDS, UP_WORDS, is_few
from chibo.spreadsheets.writing import Value

Cell = Callable[[Stated], Value]


@dataclass(frozen=True)
class Table:
    """A table of a report. widths: percents; rows: typed; note: what was counted, by what."""

    name: str
    titles: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str

    @property
    def on_paper(self) -> PaperTable:
        """The same as a block of a paper."""
        columns = tuple(
            Column(title, width, centred=place != 1)
            for place, (title, width) in enumerate(zip(self.titles, self.widths, strict=True))
        )
        rows = tuple(tuple(_text(value) for value in row) for row in self.rows)
        return PaperTable(columns, rows)


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        return viet.figure(float(value), 0 if value in (0, 100) else 1)
    if value is None:
        return "–"
    return viet.figure(value) if isinstance(value, int) else str(value)


def part(key: str) -> Cell:
    """Return a column of an indicator's parts."""
    return lambda stated: stated[key].part


def whole(key: str) -> Cell:
    """Return a column of an indicator's wholes."""
    return lambda stated: stated[key].whole or 0


def percent(key: str) -> Cell:
    """Return a column of an indicator's rates in percent; nothing where the base is too small."""

    def found(stated: Stated) -> Value:
        value = stated[key]
        if not value.whole or value.whole < FEWEST:
            return None
        exact = Decimal(100 * value.part) / Decimal(value.whole)
        if value.part in (0, value.whole):
            return exact
        return min(max(exact.quantize(Decimal("0.1")), Decimal("0.1")), Decimal("99.9"))

    return found


MEETINGS: tuple[tuple[str, Cell], ...] = (
    ("Phải họp", part("due")), ("Đã họp", part("held")), ("Đúng hạn", part("held_on_time")),
    ("Muộn", part("held_late")), ("Không họp", part("not_held")), ("Chuyên đề", part("thematic")),
    ("Bất thường", part("extraordinary")),
)  # fmt: skip
ATTENDANCE: tuple[tuple[str, Cell], ...] = (
    ("Phải dự", whole("attendance")), ("Có mặt", part("attendance")), ("Đến muộn", part("late")),
    ("Vắng có lý do", part("excused")), ("Vắng không lý do", part("unexcused")),
    ("Có mặt (%)", percent("attendance")), ("Miễn, nhiệm vụ ĐB",
    lambda s: s["exempt"].part + s["special_duty"].part),
)  # fmt: skip
PROMISES: tuple[tuple[str, Cell], ...] = (
    ("Việc mới giao", part("promises_made")), ("Đã trả lời", whole("promises_kept")),
    ("Xong", part("promises_kept")), ("Chậm", part("promises_late")),
    ("Thôi", part("promises_dropped")), ("Xong (%)", percent("promises_kept")),
)  # fmt: skip
MEMBERS: tuple[tuple[str, Cell], ...] = (
    ("Đầu kỳ", part("members_start")), ("Tăng", part("up")), ("Giảm", part("down")),
    ("Do tổ chức lại", part("carried")), ("Cuối kỳ", part("members")),
    ("Dự bị", part("probationary")), ("Công nhận chính thức", part("recognised")),
)  # fmt: skip


def meetings(r: Reading) -> Table:
    """Return the meetings by unit below, or by month."""
    columns = MEETINGS
    if r.whole["waiting"].part > 0:
        columns = (*MEETINGS[:5], ("Chờ họp", part("waiting")), *MEETINGS[5:])
    return _table(r, "Sinh hoạt chi bộ", columns, "held")


def attendance(r: Reading) -> Table:
    """Return the attendance with its denominator by unit below, or by month."""
    return _table(r, "Dự sinh hoạt", ATTENDANCE, "attendance")


def promises(r: Reading) -> Table:
    """Return what was promised and kept by unit below, or by month."""
    return _table(r, "Việc đã hứa", PROMISES, "promises_kept")


def grades(r: Reading) -> Table:
    """Return the grades of meetings by unit below, or by month; grades that nobody got are out."""
    used = [key for key in GRADES if key in GRADES[:4] or r.whole[f"grade_{key}"].part]
    columns = (
        ("Có xếp loại", whole("grade_good")),
        *((GRADE_WORDS[key], part(f"grade_{key}")) for key in used),
    )
    return _table(r, "Chất lượng buổi họp", columns, "grade_good")


def members(r: Reading) -> Table:
    """Return the members at the start, up, down, at the end, by unit below, or by month."""
    return _table(r, "Đảng viên", MEMBERS, "members")


def changes(r: Reading) -> Table | None:
    """Return why the lists grew and shrank; None where nothing moved or too few are there."""
    if is_few(r):
        return None
    found = [
        (side, word, r.whole[f"{key}_{why}"].part)
        for key, side, words in (("up", "Tăng", UP_WORDS), ("down", "Giảm", DOWN_WORDS))
        for why, word in words.items()
    ]
    rows = [(f"{side}: {word}", count) for side, word, count in found if count]
    if not rows:
        return None
    numbered = tuple((place, *row) for place, row in enumerate(rows, start=1))
    return Table("Tăng, giảm", ("TT", "Lý do", "Đảng viên"), (6, 64, 30), numbered, note(r, "up"))


def tables(r: Reading) -> list[Table]:
    """Return all tables of a report in order."""
    found = [meetings(r), attendance(r), promises(r), grades(r), members(r), changes(r)]
    return [each for each in found if each is not None]


def _table(r: Reading, name: str, columns: tuple[tuple[str, Cell], ...], main: str) -> Table:
    widths = tuple(_width(title) for title, _cell in columns)
    body = [
        (place, line.name, *(cell(line.stated) for _title, cell in columns))
        for place, line in enumerate(r.lines, start=1)
    ]
    total = ("", "Tổng" if r.lines else r.unit.short, *(cell(r.whole) for _t, cell in columns))
    return Table(
        name, ("TT", "Đơn vị" if r.by_units or not r.lines else "Tháng", *(t for t, _c in columns)),
        (6, 94 - sum(widths), *widths), (*body, total), note(r, main),
    )  # fmt: skip


def _width(title: str) -> int:
    """Return the percents in which the longest word of a title stands unbroken."""
    return {5: 10, 6: 11}.get(max(len(word) for word in title.split()), 9)


@translation.override("vi")
def note(r: Reading, key: str) -> str:
    """Return what a table counted, from when to when, by which rules, as of which moment."""
    indicator = indicators()[key]
    counted = str(indicator.counts)
    if indicator.whole_counts:
        counted += f", trên {indicator.whole_counts}"
    out = f" Không tính: {_lower(str(indicator.left_out))}." if indicator.left_out else ""
    seen = "đơn vị lúc đó" if r.view == View.THEN else "đơn vị hôm nay"
    return (
        f"Đếm: {_lower(counted)}.{out} Từ {_day(r.months.first_day)} đến {_day(r.until)}, theo "
        f"{seen}. Quy tắc: {', '.join(r.packs)}. Số liệu lúc {moment(r.as_of)}."
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def moment(at: dt.datetime) -> str:
    """Return `19 giờ 30 ngày 26/11/2026`."""
    local = timezone.localtime(at)
    return f"{viet.clock(local.time())} ngày {_day(local.date())}"
