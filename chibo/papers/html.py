"""A sheet as HTML: the article to set into a page, a whole page to print, and its foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from chibo.papers import sheets
from chibo.papers.measures import WIDE
from chibo.papers.sheets import BOX, BOX_MARKED, Block, Heading, Lettered, Paragraph, Sheet, Table


@dataclass(frozen=True)
class Cell:
    """One cell of a table, ready for the template."""

    text: str
    centred: bool
    box: bool = False
    label: str = ""


def article(sheet: Sheet) -> SafeString:
    """Return the paper as one `<article class="paper">`; its looks are in papers/paper.css."""
    return render_to_string(
        "papers/_sheet.html",
        {
            "sheet": sheet,
            "wide": sheet.kind in WIDE,
            "blocks": _all_shown(sheet.body),
            "closing": sheets.lines(sheet.closing),
            "date_line": sheets.date_line(sheet),
            "party": sheets.PARTY,
            "demo": sheets.DEMO,
            "recipients": sheets.RECIPIENTS,
        },
    )


def as_html(sheet: Sheet, *, styles: Sequence[str] = ()) -> SafeString:
    """Return a whole HTML page with the paper alone, linking to the style sheets of these URLs."""
    return render_to_string(
        "papers/sheet.html",
        {
            "sheet": sheet,
            "name": sheets.name(sheet),
            "article": article(sheet),
            "styles": styles,
        },
    )


def foot_css(sheet: Sheet, *, font: str = '"Times New Roman", Tinos, serif') -> str:
    """Return the CSS that prints version, code and the mark of invented data in each foot.

    It also lays a register of many columns on its side.
    """
    marks = {
        "@bottom-left": sheets.stamp(sheet),
        "@bottom-right": sheets.DEMO if sheet.demo else "",
    }
    boxes = " ".join(
        f'{place} {{ content: "{text}"; font: 9pt {font}; }}' for place, text in marks.items()
    )
    lying = "size: A4 landscape; margin: 15mm 12mm 15mm 20mm;" if sheet.kind in WIDE else ""
    return f"@page {{ {lying} {boxes} }}"


def _all_shown(body: Sequence[Block]) -> list[dict[str, Any]]:
    """Return all blocks: a small heading knows whether it stands in a part, a table its number."""
    shown, tables, within = [], 0, False
    for block in body:
        each = _shown(block)
        within = within or each.get("level") == 1
        tables += each["kind"] == "table"
        shown.append({**each, "within": within, "number": tables})
    return shown


def _shown(block: Block) -> dict[str, Any]:
    """Return what the template needs to know of a block."""
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(text, bold):
            return {"kind": "text", "lines": sheets.lines(text), "bold": bold}
        case Lettered():
            return {"kind": "text", "lines": sheets.lettered_lines(block), "bold": False}
        case Table(columns, rows):
            cells = [
                [_cell(text, column.centred) for text, column in zip(row, columns, strict=True)]
                for row in rows
            ]
            return {"kind": "table", "columns": columns, "rows": cells, "grid": block.is_grid}


def _cell(text: str, centred: bool) -> Cell:
    """Return a cell; a box is always centred."""
    if text in (BOX, BOX_MARKED):
        marked = text == BOX_MARKED
        return Cell("x" if marked else "", True, box=True, label="đã chọn" if marked else "ô trống")
    return Cell("\n".join(sheets.lines(text)), centred)
