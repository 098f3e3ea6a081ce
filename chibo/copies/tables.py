"""A table as it was pasted or brought as a file: its lines, each value still text."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from chibo.copies.words import COLUMN_WORDS
from chibo.core import viet
from chibo.core.errors import Refused
from chibo.spreadsheets import reading
from chibo.spreadsheets.reading import UPLOAD, Limits

LAYOUT = (
    "commune", "cell", "month", "held_on", "kind", "members", "present", "late", "excused",
    "unexcused", "spoke", "points",
)  # fmt: skip
FIGURES = LAYOUT[5:]
_ALSO = {
    "don vi": "commune", "xa, phuong": "commune", "dang bo": "commune", "ten chi bo": "cell",
    "ngay": "held_on", "loai sinh hoat": "kind", "so dang vien": "members", "dang so": "members",
    "muon": "late", "vang co ly do": "excused", "vang co phep": "excused", "co phep": "excused",
    "vang khong phep": "unexcused", "khong phep": "unexcused", "so phat bieu": "spoke",
    "diem tu cham": "points", "ma": "id",
}  # fmt: skip
_HEADER_LINES = 20  # a table may have a title above the names of its columns


class CannotRead(Refused):
    """The text or the file is no table of months."""


@dataclass(frozen=True)
class Typed:
    """One line as typed: column to text, empty ones left out. line: as a spreadsheet numbers."""

    line: int
    values: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        """Say whether only what a template fills in stands here."""
        return not any(self.values.get(name) for name in ("held_on", *FIGURES))


Cells = list[tuple[int, list[str]]]


def read_text(text: str) -> list[Typed]:
    """Return the lines of a pasted table, or of CSV. Raises: CannotRead."""
    sign = next((sign for sign in "\t;" if sign in text), ",")
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        return _typed([(reader.line_num, [viet.tidy_line(v) for v in row]) for row in reader])
    except csv.Error:
        raise CannotRead(_("Không đọc được bảng này: dán lại từ Excel.")) from None


def read_file(name: str, content: bytes, *, limits: Limits = UPLOAD) -> list[Typed]:
    """Return the lines of a file: its first sheet, or its text. Raises: CannotRead."""
    try:
        tables = reading.read_file(content, name, limits=limits)
    except reading.Unreadable as refusal:
        raise CannotRead(str(refusal)) from None
    rows = tables[0].rows if tables else []
    return _typed([(line, list(map(_said, row))) for line, row in enumerate(rows, start=1)])


def as_text(rows: Iterable[Typed]) -> str:
    """Return lines as text to paste, with the names of the columns."""
    rows = list(rows)
    used = [n for n in (*LAYOUT, "id") if any(row.values.get(n) for row in rows)]
    lines = [[str(COLUMN_WORDS[name]) for name in used]]
    lines += [[row.values.get(name, "") for name in used] for row in rows]
    return "\n".join("\t".join(line) for line in lines)


def _said(cell: reading.Cell) -> str:
    """Return a cell as somebody would type it."""
    return f"{cell.day:%d/%m/%Y}" if cell.day else viet.tidy_line(cell.text)


def _typed(rows: Cells) -> list[Typed]:
    rows = [(line, row) for line, row in rows if any(row)]
    names, rows = _columns(rows)
    found = [
        Typed(line, {n: v for n, v in zip(names, row, strict=False) if n and v})
        for line, row in rows
    ]
    return [typed for typed in found if not typed.is_blank]


def _columns(rows: Cells) -> tuple[list[str], Cells]:
    """Return the column of each place, by the names on top or by the usual order; and the lines.

    Raises: CannotRead.
    """
    known = _names()
    for place, (_line, row) in enumerate(rows[:_HEADER_LINES]):
        names = [known.get(viet.fold(value), "") for value in row]
        found = {name for name in names if name}
        if len(found) >= 4:
            lacking = [n for n in ("held_on", "members", "present") if n not in found]
            if lacking:
                raise CannotRead(
                    _("Bảng thiếu cột {column}: thêm cột ấy, hoặc dùng bảng mẫu.").format(
                        column=COLUMN_WORDS[lacking[0]]
                    )
                )
            return _once(names), rows[place + 1 :]
    widest = max((_width(row) for _line, row in rows), default=0)
    if widest > len(LAYOUT) or 0 < widest < 5:
        raise CannotRead(_("Chưa rõ cột nào là gì: dán cả dòng tên cột."))
    has_cell = widest > len(LAYOUT) - 2
    return list(LAYOUT[len(LAYOUT) - widest if has_cell else 2 :]), rows


def _names() -> dict[str, str]:
    known = dict(_ALSO)
    for language in ("vi", "en"):
        with override(language):
            known |= {viet.fold(str(word)): name for name, word in COLUMN_WORDS.items()}
    return known


def _once(names: list[str]) -> list[str]:
    """Return the columns, a second one of the same name left out."""
    return ["" if name in names[:place] else name for place, name in enumerate(names)]


def _width(row: list[str]) -> int:
    return max((place for place, value in enumerate(row, start=1) if value), default=0)
