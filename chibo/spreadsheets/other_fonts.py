"""Which fonts the cells of an .ods or of an old .xls have; see `fonts.py` for the .xlsx."""

import io
import re

import xlrd

from chibo.spreadsheets.archives import Parts
from chibo.spreadsheets.deciding import way_of
from chibo.spreadsheets.fonts import Attributes, Fonts, names_old_font, said, walk
from chibo.spreadsheets.limits import Limits

_OLD_NAME = re.compile(rb"\.Vn[A-Z0-9]|VNI-|\.\0V\0n\0|V\0N\0I\0-\0")


def fonts_of_xls(content: bytes) -> dict[str, Fonts]:
    """Return the old fonts of each sheet of an .xls by its name, where one is named at all.

    Raises: xlrd.XLRDError and whatever a broken file makes it stumble over.
    """
    if not _OLD_NAME.search(content):
        return {}
    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, on_demand=True, logfile=io.StringIO()
    )
    ways = [way_of(font.name) for font in book.font_list]
    return {name: _cells(book.sheet_by_name(name), book, ways) for name in book.sheet_names()}


def _cells(sheet: xlrd.sheet.Sheet, book: xlrd.book.Book, ways: list[str]) -> Fonts:
    found: Fonts = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind != xlrd.XL_CELL_TEXT:
                continue
            way = ways[book.xf_list[sheet.cell_xf_index(row, column)].font_index]
            changes = sheet.rich_text_runlist_map.get((row, column), [])
            text = sheet.cell_value(row, column)
            starts = [(0, way), *((at, ways[font]) for at, font in changes)]
            ends = [at for at, _font in changes] + [len(text)]
            runs = [(text[s:e], w) for (s, w), e in zip(starts, ends, strict=True)]
            told = said(runs)
            if told:
                found[row, column] = told
    return found


def fonts_of_ods(parts: Parts, limits: Limits) -> dict[str, Fonts]:
    """Return the old fonts of each table of an .ods by its name. Raises: Stop."""
    named = [parts[name] for name in ("styles.xml", "content.xml") if name in parts]
    if not any(map(names_old_font, named)):
        return {}
    reader = _Ods(limits)
    for part in named:
        walk(part, reader.start, reader.end, reader.text)
    return reader.tables


class _Ods:
    """Reads fonts, styles and then the cells, in the order in which the parts have them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.faces: dict[str, str] = {}
        self.styles: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.tables: dict[str, Fonts] = {}
        self.cells: Fonts = {}
        self.columns: list[str] = []
        self.style = ""
        self.row = self.column = self.next_row = 0
        self.again = 1
        self.spans: list[str] = []
        self.runs: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        values = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        handler = getattr(self, "_" + name.replace("-", "_"), None)
        if handler:
            handler(values)

    def _font_face(self, values: Attributes) -> None:
        self.faces[values.get("name", "")] = way_of(values.get("font-family", "").strip("'\""))

    def _style(self, values: Attributes) -> None:
        self.style = values.get("name", "")
        self.parents[self.style] = values.get("parent-style-name", "Default")

    def _text_properties(self, values: Attributes) -> None:
        if "font-name" in values:
            self.styles[self.style] = self.faces.get(values["font-name"], "")
        elif "font-family" in values:
            self.styles[self.style] = way_of(values["font-family"].strip("'\""))

    def _table(self, values: Attributes) -> None:
        self.cells = self.tables.setdefault(values.get("name", ""), {})
        self.columns, self.next_row = [], 0

    def _table_column(self, values: Attributes) -> None:
        left = self.limits.columns - len(self.columns)
        again = min(_count(values, "number-columns-repeated"), max(left, 0))
        self.columns += [values.get("default-cell-style-name", "")] * again

    def _table_row(self, values: Attributes) -> None:
        self.row, self.column, self.again = self.next_row, 0, 1
        self.next_row += _count(values, "number-rows-repeated")

    def _table_cell(self, values: Attributes) -> None:
        usual = self.columns[self.column] if self.column < len(self.columns) else ""
        self.spans = [self._way(values.get("style-name", usual))]
        self.again, self.runs = _count(values, "number-columns-repeated"), []

    def _covered_table_cell(self, values: Attributes) -> None:
        self._table_cell(values)

    def _p(self, _values: Attributes) -> None:
        if self.runs:
            self.text("\n")

    def _span(self, values: Attributes) -> None:
        self.spans.append(self._way(values.get("style-name", ""), self.spans[-1:]))

    def _way(self, style: str, usual: list[str] | None = None) -> str:
        """Return the way of a style, its own or that of the style it follows."""
        for _step in range(20):
            if style in self.styles:
                return self.styles[style]
            if style not in self.parents or (usual and self.parents[style] == "Default"):
                break
            style = self.parents[style]
        return usual[0] if usual else self.styles.get("Default", "")

    def text(self, data: str) -> None:
        if self.spans:
            self.runs.append((data, self.spans[-1]))

    def end(self, name: str) -> None:
        if name == "span" and len(self.spans) > 1:
            self.spans.pop()
        elif name in {"table-cell", "covered-table-cell"}:
            told = said(self.runs) if self.runs else ""
            if told:
                for row in range(self.row, min(self.next_row, self.limits.rows)):
                    for column in range(
                        self.column, min(self.column + self.again, self.limits.columns)
                    ):
                        self.cells[row, column] = told
            self.column += self.again
            self.spans = []


def _count(values: Attributes, name: str) -> int:
    text = values.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
