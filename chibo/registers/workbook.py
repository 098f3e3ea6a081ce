"""Tables as an .xlsx file: typed cells, a head that stays in sight, set up to print on A4."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

Value = str | int | dt.date | None
LINE = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "Times New Roman"}


@dataclass(frozen=True)
class Out:
    """One sheet. rows: values in the order of header; widths: of the columns, in signs."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[float]
    landscape: bool = False


def workbook(sheets: Sequence[Out]) -> bytes:
    """Return the sheets as one .xlsx file. A text is always a text, never a formula."""
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        formats = {
            str: book.add_format(LINE),
            int: book.add_format({**LINE, "num_format": "#,##0"}),
            dt.date: book.add_format({**LINE, "num_format": "dd/mm/yyyy"}),
        }
        bold = {"bold": True, "font_name": "Times New Roman"}
        title = book.add_format({**bold, "font_size": 14})
        head = book.add_format({**LINE, **bold, "align": "center", "valign": "vcenter"})
        for each in sheets:
            _write(book.add_worksheet(each.name), each, formats, title, head)
    return room.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet, out: Out, formats: dict[type, object], title: object,
    head: object,
) -> None:  # fmt: skip
    page.write_string(0, 0, out.title, title)
    for place, (word, width) in enumerate(zip(out.header, out.widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(1, place, word, head)
    for line, row in enumerate(out.rows, start=2):
        for place, value in enumerate(row):
            if isinstance(value, dt.date):
                moment = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
                page.write_datetime(line, place, moment, formats[dt.date])
            elif isinstance(value, int):
                page.write_number(line, place, value, formats[int])
            else:
                page.write_string(line, place, value or "", formats[str])
    page.freeze_panes(2, 2)
    page.repeat_rows(1)
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.5)
    page.set_footer("&R&P/&N")
    if out.landscape:
        page.set_landscape()
