"""Tables to take away: the one place that writes .xlsx and .csv, and never a formula."""

import csv
import datetime as dt
import io
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chibo.spreadsheets.plain import CONTROL, guarded

Value = str | int | float | Decimal | dt.date | None
"""A cell: text stays text whatever it begins with; a datetime shows day and hour."""

FONT = {"font_name": "Times New Roman", "font_size": 12}
_LONGEST = 32_767  # signs in a cell, by the limits of Excel
_FIRST_DAY = dt.date(1900, 3, 1)  # before it spreadsheets disagree; such days go as text
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_KINDS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "header": {
        "bold": True,
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "text": {"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"},
    "note": {"text_wrap": True, "valign": "top", "italic": True},
    "count": {"border": 1, "valign": "top", "num_format": "[>=10000]#,##0;0"},  # years stay 1930
    "number": {"border": 1, "valign": "top", "num_format": "#,##0.0##"},
    "day": {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy", "align": "left"},
    "hour": {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy hh:mm", "align": "left"},
}  # Excel shows separators as its own language has them: 30.000 and 85,5 in Vietnamese


@dataclass(frozen=True)
class Out:
    """One sheet. title: above the table, or ""; widths: of columns in signs, else 16.

    notes: lines beneath the table.
    """

    name: str
    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[float] = ()
    landscape: bool = False
    notes: Sequence[str] = ()


def workbook(sheets: Sequence[Out], *, is_long: bool = False) -> bytes:
    """Return an .xlsx: A4, the header frozen on screen and repeated on paper.

    is_long: rows go to a file of this machine at once, so that memory does not grow with them.
    """
    room = io.BytesIO()
    options = {
        "in_memory": not is_long, "constant_memory": is_long, "default_format_properties": FONT,
    }  # fmt: skip
    names: set[str] = set()
    with xlsxwriter.Workbook(room, options) as book:
        formats = {kind: book.add_format({**FONT, **wanted}) for kind, wanted in _KINDS.items()}
        for out in sheets:
            _write(book.add_worksheet(_name(out.name, names)), out, formats)
    return room.getvalue()


def csv_text(rows: Iterable[Sequence[Value]]) -> str:
    """Return rows as .csv, parted by semicolons as a Vietnamese Excel has it; save as utf-8-sig.

    A text that would be taken for a formula gets an apostrophe in front; `read_file` takes it off.
    """
    room = io.StringIO(newline="")
    writer = csv.writer(room, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([guarded(CONTROL.sub("", _said(value))) for value in row] for row in rows)
    return room.getvalue()


def _write(sheet: Worksheet, out: Out, formats: dict[str, Format]) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    if out.landscape:
        sheet.set_landscape()
    top = 2 if out.title else 0
    if out.title:
        sheet.write_string(0, 0, out.title[:_LONGEST], formats["title"])
    for place, text in enumerate(out.header):
        width = out.widths[place] if place < len(out.widths) else 16
        sheet.set_column(place, place, width)
        sheet.write_string(top, place, text[:_LONGEST], formats["header"])
    widths = [out.widths[n] if n < len(out.widths) else 16 for n in range(len(out.header))]
    _high(sheet, top, out.header, widths)
    line = top
    for line, row in enumerate(out.rows, start=top + 1):
        for place, value in enumerate(row):
            _cell(sheet, line, place, value, formats)
        _high(sheet, line, row, widths)
    for text in out.notes:
        line += 1
        sheet.merge_range(line, 0, line, len(out.header) - 1, "", formats["note"])
        sheet.write_string(line, 0, text[:_LONGEST], formats["note"])
        _high(sheet, line, [text], [sum(widths)])
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P/&N")


def _high(sheet: Worksheet, line: int, row: Sequence[Value], widths: Sequence[float]) -> None:
    """Make a line as high as its longest text needs; LibreOffice does not do so by itself."""
    lines = [
        len(textwrap.wrap(value, max(int(width), 1)))
        for value, width in zip(row, widths, strict=False)
        if isinstance(value, str) and len(value) > width
    ]
    if lines and max(lines) > 1:
        sheet.set_row(line, min(16 * max(lines), 400))


def _cell(
    sheet: Worksheet, line: int, place: int, value: Value, formats: dict[str, Format]
) -> None:
    if isinstance(value, dt.datetime) and value.date() >= _FIRST_DAY:
        sheet.write_datetime(line, place, value.replace(tzinfo=None), formats["hour"])
    elif isinstance(value, dt.date) and value >= _FIRST_DAY:
        sheet.write_datetime(line, place, value, formats["day"])
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        sheet.write_number(line, place, value, formats["count"])
    elif isinstance(value, float | Decimal):
        sheet.write_number(line, place, float(value), formats["number"])
    elif value is None or value == "":
        sheet.write_blank(line, place, None, formats["text"])
    else:
        sheet.write_string(line, place, _said(value)[:_LONGEST], formats["text"])


def _said(value: Value) -> str:
    """Return a value as text: 85,5 and 03/02/1930."""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/}{value.year:04d} {value:%H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/}{value.year:04d}"
    if isinstance(value, float | Decimal):
        return f"{value:.15g}".replace(".", ",")
    return "" if value is None else str(value)


def _name(name: str, taken: set[str]) -> str:
    """Return a name that Excel takes for a sheet: 31 signs, none twice. taken: grows by it."""
    base = " ".join(_NO_NAME.sub(" ", name).split()).strip("'") or "Bảng"
    found, number = base[:31], 1
    while found.lower() in taken:
        number += 1
        found = f"{base[:27]} {number}"
    taken.add(found.lower())
    return found
