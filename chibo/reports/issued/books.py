"""The tables of a report as an .xlsx file: typed cells, no formula, ready to print."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation

from chibo.assessments.catalogue import indicators
from chibo.core.indicators import Adds
from chibo.reports.issued.reading import Reading, month_of
from chibo.reports.issued.tables import Table, note, tables
from chibo.reports.issued.words import long_words
from chibo.spreadsheets.writing import Out, Value, workbook

SIGNS_OF_WIDTH = 0.9  # signs in a column of one percent of the page


def report_book(reading: Reading) -> bytes:
    """Return a report's tables, a sheet each, and how each figure is counted."""
    about = f"{reading.unit.full}, {long_words(reading.months)}"
    made = [_sheet(table, about) for table in tables(reading)]
    return workbook([*made, *_missed(reading, about), *_asked(reading, about), _counting(reading)])


def _sheet(table: Table, about: str) -> Out:
    return Out(
        name=table.name, title=f"{table.name}. {about}", header=table.titles, rows=table.rows,
        widths=[width * SIGNS_OF_WIDTH for width in table.widths], notes=(table.note,),
    )  # fmt: skip


def _missed(reading: Reading, about: str) -> list[Out]:
    """Return which cells held no meeting, with the reason that they gave."""
    rows = [
        (place, each.cell, month_of(each.month), each.reason)
        for place, each in enumerate(reading.missed, start=1)
    ]
    header = ("TT", "Chi bộ", "Tháng", "Lý do")
    return [_list("Không họp", about, header, rows)] if rows else []


def _asked(reading: Reading, about: str) -> list[Out]:
    """Return what the cells ask of the levels above."""
    rows = [
        (place, each.cell, dt.date.fromisoformat(each.held_on), each.text)
        for place, each in enumerate(reading.asked, start=1)
    ]
    header = ("TT", "Chi bộ", "Ngày họp", "Kiến nghị")
    return [_list("Kiến nghị", about, header, rows)] if rows else []


def _list(name: str, about: str, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> Out:
    return Out(
        name=name, title=f"{name}. {about}", header=header, rows=rows, widths=(6, 24, 12, 48)
    )


@translation.override("vi")
def _counting(reading: Reading) -> Out:
    """Return every figure of the unit with its part, its whole and what it counts."""
    rows: list[tuple[Value, ...]] = []
    for key, indicator in indicators().items():
        if indicator.over_time is Adds.NOW:
            continue
        value = reading.whole[key]
        rows.append(
            (str(indicator.name), value.part, value.whole, str(indicator.unit),
             str(indicator.counts), str(indicator.whole_counts), str(indicator.left_out),
             "cách tính của sổ" if indicator.source == "house" else indicator.source)
        )  # fmt: skip
    return Out(
        name="Cách đếm", title=f"Cách đếm. {reading.unit.full}, {long_words(reading.months)}",
        header=("Số liệu", "Số", "Trên", "Đơn vị tính", "Đếm gì", "Trên gì", "Không tính",
                "Theo"),
        rows=rows, widths=(26, 9, 9, 12, 40, 30, 40, 16), landscape=True,
        notes=(note(reading, "held"),),
    )  # fmt: skip
