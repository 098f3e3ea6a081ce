"""The workbook to fill in: one line a cell and month that the book lacks."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from uuid import UUID

import xlsxwriter
from django.utils.translation import override

from chibo.copies.queries import superiors
from chibo.copies.tables import LAYOUT
from chibo.copies.words import COLUMN_WORDS
from chibo.core.days import Month
from chibo.organizations.queries import Named, names
from chibo.plans.models import Kind

COLUMNS = (*LAYOUT, "id")
WIDTHS = {"commune": 22, "cell": 26, "kind": 12, "id": 38}


def template_book(
    cells: Sequence[Named], months: Mapping[UUID, Sequence[Month]], *, on: dt.date
) -> bytes:
    """Return the .xlsx: names of the columns, then a line for each cell and month to fill in."""
    above = superiors([cell.id for cell in cells], on=on)
    called = names(above.values(), on=on)
    room = io.BytesIO()
    with override("vi"), xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Tháng cũ")
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for place, name in enumerate(COLUMNS):
            as_text = text if name in {"month", "held_on"} else None
            sheet.set_column(place, place, WIDTHS.get(name, 16), as_text)
            sheet.write_string(0, place, str(COLUMN_WORDS[name]), head)
        sheet.freeze_panes(1, 0)
        line = 0
        for cell in cells:
            parent = called.get(above[cell.id]) if cell.id in above else None
            for month in months[cell.id]:
                line += 1
                filled = {
                    "commune": parent.name if parent else "", "cell": cell.name,
                    "month": f"{month.number:02d}/{month.year}",
                    "kind": str(Kind.REGULAR.label), "id": str(cell.id),
                }  # fmt: skip
                for name, value in filled.items():
                    sheet.write_string(line, COLUMNS.index(name), value)
    return room.getvalue()
