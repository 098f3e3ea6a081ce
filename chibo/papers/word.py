"""The few things of a Word file that its library has no name for, and our ways of setting text."""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import _Cell

from chibo.papers.measures import Measure

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
FIRST_LINE_CM = 1.27
BLACK = RGBColor(0, 0, 0)
# Spaces inside a frame. Not U+00A0: LibreOffice draws no frame around it.
BOX, BOX_MARKED = "\u2003", "\u2005x\u2005"


def set_page(document: Any, *, lying: bool = False) -> None:
    """Set A4 upright with margins of 20, 16, 20 and 30 mm, or lying with smaller ones."""
    section = document.sections[0]
    section.header_distance, section.footer_distance = Mm(7), Mm(9 - 2 * lying)
    if lying:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(15), Mm(15)
        section.right_margin, section.left_margin = Mm(12), Mm(20)
        return
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.right_margin, section.left_margin = Mm(16), Mm(30)


def set_styles(document: Any, measure: Measure) -> None:
    """Set font, language and spacing in the styles, so that added text looks alike."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    _name_font(defaults.find(qn("w:rPr")))
    for name, size, bold, before, after in (
        ("Normal", measure.size, False, 0, 6),
        ("Heading 1", measure.size, True, measure.part_gap, 6),
        ("Heading 2", measure.size, True, 6, 4),
        ("Title", 16, True, 16, 0),
        ("Subtitle", measure.size, True, 0, 0),
        ("Header", 13, False, 0, 0),
        ("Footer", 9, False, 0, 0),
    ):
        style = document.styles[name]
        _name_font(style.element.get_or_add_rPr())
        _drop(style.element.rPr, "w:spacing")
        _drop(style.element.get_or_add_pPr(), "w:pBdr")
        style.font.size, style.font.color.rgb = Pt(size), BLACK
        style.font.bold, style.font.italic = bold, False
        form = style.paragraph_format
        spacing(form, max(measure.line, size + 4))
        form.space_before, form.space_after = Pt(before), Pt(after)
    for name in ("Title", "Subtitle"):
        form = document.styles[name].paragraph_format
        form.alignment, form.left_indent, form.right_indent = (
            WD_ALIGN_PARAGRAPH.CENTER,
            Cm(1),
            Cm(1),
        )
    document.styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _drop(parent: Any, tag: str) -> None:
    for child in parent.findall(qn(tag)):
        parent.remove(child)


def _name_font(properties: Any) -> None:
    """Name one font for all scripts, and the language, in run properties."""
    for tag in ("w:rFonts", "w:lang"):
        _drop(properties, tag)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.insert(0, fonts)
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{script}"), LANGUAGE)
    properties.append(language)


def spacing(form: Any, points: float) -> None:
    """Set lines exactly this many points apart."""
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(points)


def plain(
    line: Any, align: Any, *, size: float, after: float = 0, distance: float | None = None
) -> Any:
    """Return the paragraph set without indent and gaps."""
    form = line.paragraph_format
    form.alignment = align
    form.space_before, form.space_after = Pt(0), Pt(after)
    spacing(form, distance or max(size + 4, 11))
    return line


def fresh(place: Any, align: Any, size: float, distance: float | None = None) -> Any:
    """Return an empty plain paragraph at the end of a cell or document.

    A new cell has one already, which is used first.
    """
    is_new_cell = isinstance(place, _Cell) and [p.text for p in place.paragraphs] == [""]
    line = place.paragraphs[0] if is_new_cell else place.add_paragraph()
    return plain(line, align, size=size, distance=distance)


def body(line: Any, text: str, *, bold: bool = False) -> Any:
    """Return the paragraph with this text, its first line indented."""
    line.paragraph_format.first_line_indent = Cm(FIRST_LINE_CM)
    write(line, text, bold=bold)
    return line


def write(
    line: Any,
    text: str,
    *,
    size: float = 0,
    bold: bool = False,
    italic: bool = False,
    border: str = "",
) -> None:
    """Add text to a paragraph; what is not asked for comes from the style."""
    run = line.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    if border:
        frame = OxmlElement("w:bdr")
        for key, value in (("val", border), ("sz", "6"), ("space", "0"), ("color", "000000")):
            frame.set(qn(f"w:{key}"), value)
        run._r.get_or_add_rPr().append(frame)


def page_number(line: Any, *, size: float) -> None:
    """Add the field that prints the page's number."""
    for kind in ("begin", "instruction", "separate", "1", "end"):
        run = line.add_run("1" if kind == "1" else "")
        run.font.size = Pt(size)
        if kind == "instruction":
            instruction = OxmlElement("w:instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)
        elif kind != "1":
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)


def tab_right(line: Any, at_cm: float) -> None:
    """Put one tab stop at the right edge; those of the style are taken out."""
    for stop in line.style.paragraph_format.tab_stops:
        line.paragraph_format.tab_stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    line.paragraph_format.tab_stops.add_tab_stop(Cm(at_cm), WD_TAB_ALIGNMENT.RIGHT)


def rule(line: Any, *, indents_cm: tuple[float, float], after: float) -> None:
    """Make the empty paragraph a thin line, this far from both edges."""
    plain(line, WD_ALIGN_PARAGRAPH.CENTER, size=0, after=after, distance=3)
    line.paragraph_format.left_indent = Cm(indents_cm[0])
    line.paragraph_format.right_indent = Cm(indents_cm[1])
    borders, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def gap(document: Any, points: float) -> Any:
    """Return the white below a table, which is also what holds two tables apart."""
    return plain(document.add_paragraph(), WD_ALIGN_PARAGRAPH.LEFT, size=0, distance=points)


def end(document: Any) -> None:
    """Add the paragraph that must follow a table, as small as can be."""
    gap(document, 1)


def bare_table(document: Any, widths_cm: Sequence[float], *, before: float = 0) -> tuple[Any, Any]:
    """Return the two cells of a table without lines."""
    if before:
        gap(document, before).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    _set_widths(table, widths_cm)
    _pad(table, top=0, side=0)
    _whole(table.rows[0])
    left, right = table.rows[0].cells
    return left, right


def ruled_table(document: Any, rows: int, widths_cm: Sequence[float]) -> Any:
    """Return a table with thin lines whose rows are never cut."""
    table = document.add_table(rows=rows, cols=len(widths_cm), style="Table Grid")
    _set_widths(table, widths_cm)
    _pad(table, top=40, side=80)
    for row in table.rows:
        _whole(row)
    return table


def repeat_head(row: Any) -> None:
    """Repeat the row at the top of each page that the table runs on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_widths(table: Any, widths_cm: Sequence[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)


def _pad(table: Any, *, top: int, side: int) -> None:
    """Set the white inside the cells, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for name, width in (("top", top), ("left", side), ("bottom", top), ("right", side)):
        edge = OxmlElement(f"w:{name}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
