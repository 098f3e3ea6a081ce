"""A sheet as a Word file: plain Word tables and styles, so that a clerk can go on writing in it."""

import datetime as dt
import io
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt
from docx.table import Table as WordTable

from chibo.papers import sheets, word
from chibo.papers.measures import WIDE, Measure, measure_for
from chibo.papers.sheets import BOX, BOX_MARKED, Block, Heading, Lettered, Sheet, Signatory, Table

TEXT_WIDTH_CM = 16.5
GRID_ROW_CM = 4.4
LYING_WIDTH_CM = 26.5
HEAD_CM = (7.4, 9.1)
LYING_HEAD_CM = (12.0, 14.5)
MIDDLE, LEFT, RIGHT = ALIGN.CENTER, ALIGN.LEFT, ALIGN.RIGHT


def as_docx(sheet: Sheet, *, measure: Measure | None = None) -> bytes:
    """Return the paper as a Word file; measure: sizes other than those of its kind."""
    measure = measure or measure_for(sheet.kind)
    document = Document()
    _describe(document, sheet)
    word.set_page(document, lying=sheet.kind in WIDE)
    word.set_styles(document, measure)
    _margins(document, sheet)
    _head(document, sheet, measure)
    for block, following in zip_longest(sheet.body, sheet.body[1:]):
        _block(document, block, measure, _width(sheet))
        if isinstance(block, Table):
            opens = isinstance(following, Heading)  # which brings white of its own
            word.gap(document, 2 if opens else 8)
    _keep_last(document)
    for line in sheets.lines(sheet.closing):
        word.body(document.add_paragraph(), line).paragraph_format.keep_with_next = True
    _foot(document, sheet, measure)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _width(sheet: Sheet) -> float:
    """Return the width of the text in cm."""
    return LYING_WIDTH_CM if sheet.kind in WIDE else TEXT_WIDTH_CM


def _describe(document: Any, sheet: Sheet) -> None:
    """Fill the file's properties; the library's own template speaks of itself there."""
    properties = document.core_properties
    properties.title = sheets.name(sheet)
    properties.subject = sheet.about
    properties.author = properties.last_modified_by = sheet.issuer
    properties.comments = properties.keywords = ""
    properties.language = "vi-VN"
    if sheet.day:
        day = dt.datetime(sheet.day.year, sheet.day.month, sheet.day.day, tzinfo=dt.UTC)
        properties.created = properties.modified = day


def _margins(document: Any, sheet: Sheet) -> None:
    """Number the pages from the second on, and put the stamp in each foot."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    word.plain(number, MIDDLE, size=13)
    word.page_number(number, size=13)
    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        word.plain(line, LEFT, size=9)
        line.paragraph_format.tab_stops.clear_all()
        word.tab_right(line, _width(sheet))
        mark = f"\t{sheets.DEMO}" if sheet.demo else ""
        word.write(line, f"{sheets.stamp(sheet)}{mark}", size=9)


def _head(document: Any, sheet: Sheet, measure: Measure) -> None:
    if sheet.demo:
        mark = word.plain(document.add_paragraph(), RIGHT, size=10, after=8)
        word.write(mark, f"\u00a0{sheets.DEMO}\u00a0", size=10, bold=True, border="dashed")
    left, right = word.bare_table(document, LYING_HEAD_CM if sheet.kind in WIDE else HEAD_CM)
    for text, bold in (
        (sheet.superior, False),
        (sheet.issuer, True),
        ("*", False),
        (sheet.number, False),
    ):
        if text:
            word.write(word.fresh(left, MIDDLE, measure.size), text, bold=bold)
    word.write(word.fresh(right, MIDDLE, 15), sheets.PARTY, size=15, bold=True)
    side = 3.55 if sheet.kind in WIDE else 0.85
    word.rule(right.add_paragraph(), indents_cm=(side, side), after=6)
    if sheets.date_line(sheet):
        day = word.plain(right.add_paragraph(), MIDDLE, size=measure.size)
        word.write(day, sheets.date_line(sheet), italic=True)
    word.write(document.add_paragraph(style="Title"), sheet.title)
    if sheet.about:
        word.write(document.add_paragraph(style="Subtitle"), sheet.about)
        side = (_width(sheet) - 4) / 2
        word.rule(document.add_paragraph(), indents_cm=(side, side), after=11)


def _block(document: Any, block: Block, measure: Measure, width: float) -> None:
    match block:
        case Heading(text, level):
            word.write(document.add_paragraph(style=f"Heading {level}"), text)
        case Table():
            _table(document, block, measure, width)
        case Lettered():
            for line in sheets.lettered_lines(block):
                word.body(document.add_paragraph(), line)
        case _:
            for line in sheets.lines(block.text):
                word.body(document.add_paragraph(), line, bold=block.bold)


def _table(document: Any, block: Table, measure: Measure, width: float) -> None:
    """Add a ruled table: its head repeats on each page, no row is cut in two."""
    widths = [width * column.width / 100 for column in block.columns]
    heads = 0 if block.is_grid else 1
    table = word.ruled_table(document, heads + len(block.rows), widths)
    if block.is_grid:
        for row in table.rows:
            row.height = Cm(GRID_ROW_CM)
    else:
        _table_head(table, block, measure)
    for row, texts in zip(list(table.rows)[heads:], block.rows, strict=True):
        for cell, column, text in zip(row.cells, block.columns, texts, strict=True):
            _cell(cell, text, column.centred, measure)


def _table_head(table: WordTable, block: Table, measure: Measure) -> None:
    word.repeat_head(table.rows[0])
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        cell.vertical_alignment = VERTICAL.CENTER
        title = word.fresh(cell, MIDDLE, measure.table_size, measure.table_line)
        word.write(title, column.title, size=measure.table_size, bold=True)
        title.paragraph_format.keep_with_next = True


def _cell(cell: Any, text: str, centred: bool, measure: Measure) -> None:
    boxed = text in (BOX, BOX_MARKED)
    align = MIDDLE if centred or boxed else LEFT
    if boxed:
        line = word.fresh(cell, align, measure.table_size, measure.table_line)
        word.write(line, word.BOX_MARKED if text == BOX_MARKED else word.BOX, border="single")
        return
    for part in sheets.lines(text) or [""]:
        line = word.fresh(cell, align, measure.table_size, measure.table_line)
        word.write(line, part, size=measure.table_size)


def _keep_last(document: Any) -> None:
    """Keep what stands last in the body with the closing sentence after it."""
    *_, before, last = document.iter_inner_content()
    last.paragraph_format.keep_with_next = True
    if isinstance(before, WordTable):
        for cell in before.rows[-1].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _foot(document: Any, sheet: Sheet, measure: Measure) -> None:
    left, right = word.bare_table(document, (_width(sheet) / 2, _width(sheet) / 2), before=6)
    if sheet.left:
        _signatory(left, sheet.left, measure)
    else:
        _recipients(left, sheet)
    if sheet.right:
        _signatory(right, sheet.right, measure)
    if sheet.left and sheet.recipients:
        _recipients(document, sheet)
    else:
        word.end(document)


def _signatory(cell: Any, signatory: Signatory, measure: Measure) -> None:
    for place, line in enumerate(signatory.lines, start=1):
        last = place == len(signatory.lines)
        word.write(word.fresh(cell, MIDDLE, measure.size), line, bold=last)
    pen = word.plain(cell.add_paragraph(), MIDDLE, size=measure.size)
    pen.paragraph_format.line_spacing = Pt(measure.pen)
    word.write(word.fresh(cell, MIDDLE, measure.size), signatory.name, bold=True)
    for line in cell.paragraphs:
        line.paragraph_format.keep_with_next = line.paragraph_format.keep_together = True


def _recipients(place: Any, sheet: Sheet) -> None:
    """Write the list of recipients into a cell, or at the end of the document."""
    if sheet.left:
        word.gap(place, 8).paragraph_format.keep_with_next = True
    texts = (sheets.RECIPIENTS, *sheet.recipients) if sheet.recipients else ()
    for text in texts:
        line = word.fresh(place, LEFT, 12, 16)
        first = text == sheets.RECIPIENTS
        word.write(line, text, size=12, bold=first, italic=first)
        line.paragraph_format.keep_with_next = text is not texts[-1]
