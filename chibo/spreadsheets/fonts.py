"""Which fonts the cells of an .xlsx have, where an old Vietnamese font is among them at all."""

import posixpath
import re
from collections.abc import Callable
from xml.parsers import expat

from chibo.spreadsheets.archives import Parts
from chibo.spreadsheets.deciding import RUNS, way_of
from chibo.spreadsheets.limits import Stop

Fonts = dict[tuple[int, int], RUNS]
"""Row and column, from 0, of each cell with an old font, and the way its text was written."""

_OLD_FONT = re.compile(rb"(?:val|name|font-family)=[\"'](?:&apos;|&quot;|[\"'])?(?:\.vn|vni[- ])")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Attributes = dict[str, str]
RichTexts = dict[str, list[tuple[str, str | None]]]


def names_old_font(part: bytes) -> bool:
    """Say whether an old Vietnamese font is named in a part."""
    small = part.lower()
    return (b".vn" in small or b"vni" in small) and bool(_OLD_FONT.search(small))


def walk(
    part: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read one XML part, names without prefix; nothing it declares is followed. Raises: Stop."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Stop("odd") from None


def _refuse(*_args: object) -> None:
    raise Stop("odd")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def said(runs: list[tuple[str, str]]) -> RUNS:
    """Return the runs of a text, or one way where all are alike."""
    ways = {way for part, way in runs if part.strip()}
    return ways.pop() if len(ways) == 1 else runs if ways else ""


def fonts_of_xlsx(parts: Parts) -> dict[str, Fonts]:
    """Return the old fonts of each sheet by its name. Raises: Stop."""
    styles, strings = parts.get("xl/styles.xml", b""), parts.get("xl/sharedStrings.xml", b"")
    rich = _Strings().read(strings) if names_old_font(strings) else {}
    if not rich and not names_old_font(styles):
        return {}
    ways = _ways_of_styles(styles) if styles else []
    return {
        name: _Sheet(ways, rich).read(parts[path])
        for name, path in _sheets(parts).items() if path in parts
    }  # fmt: skip


def _sheets(parts: Parts) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            path = posixpath.join("/xl", attributes.get("Target", ""))
            targets[attributes.get("Id", "")] = posixpath.normpath(path).lstrip("/")

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            key = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            found[attributes.get("name", "")] = targets.get(key, "")

    walk(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"), relation)
    walk(parts["xl/workbook.xml"], sheet)
    return found


def _ways_of_styles(part: bytes) -> list[str]:
    """Return the way of each cell format, by its number."""
    fonts: list[str] = []
    formats: list[str] = []
    inside = [""]

    def start(name: str, attributes: Attributes) -> None:
        if name in {"fonts", "cellXfs"}:
            inside[0] = name
        elif name == "font" and inside[0] == "fonts":
            fonts.append("")
        elif name == "name" and inside[0] == "fonts" and fonts:
            fonts[-1] = way_of(attributes.get("val", ""))
        elif name == "xf" and inside[0] == "cellXfs":
            number = attributes.get("fontId", "0")
            formats.append(fonts[int(number)] if _within(number, fonts) else "")

    def end(name: str) -> None:
        if name == inside[0]:
            inside[0] = ""

    walk(part, start, end)
    return formats


def _within(number: str, things: list[str]) -> bool:
    return number.isdecimal() and len(number) < 9 and int(number) < len(things)


class _Strings:
    """Reads the shared texts: which, by number, have runs in an old font.

    Each run is a text and its way, None where it is as the cell's.
    """

    def __init__(self) -> None:
        self.found: RichTexts = {}
        self.runs: list[tuple[str, str | None]] = []
        self.number = -1
        self.is_text = False

    def read(self, part: bytes) -> RichTexts:
        walk(part, self._start, self._end, self._text)
        return self.found

    def _start(self, name: str, attributes: Attributes) -> None:
        self.is_text = name == "t"
        if name == "si":
            self.number += 1
            self.runs = []
        elif name == "r" or (name == "t" and not self.runs):
            self.runs.append(("", None))
        elif name == "rFont" and self.runs:
            self.runs[-1] = (self.runs[-1][0], way_of(attributes.get("val", "")))

    def _text(self, data: str) -> None:
        if self.is_text and self.runs:
            text, way = self.runs[-1]
            self.runs[-1] = (text + data, way)

    def _end(self, name: str) -> None:
        self.is_text = False
        if name == "si" and any(way for _text, way in self.runs):
            self.found[str(self.number)] = self.runs


class _Sheet:
    """Reads where the cells of one sheet stand, and which font each has."""

    def __init__(self, ways: list[str], rich: RichTexts) -> None:
        self.ways, self.rich = ways, rich
        self.found: Fonts = {}
        self.row = self.column = -1
        self.way = self.number = ""
        self.is_shared = self.is_value = False

    def read(self, part: bytes) -> Fonts:
        walk(part, self._start, self._end, self._text if self.rich else None)
        return self.found

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            row = attributes.get("r", "")
            self.row = int(row) - 1 if row.isdecimal() and len(row) < 8 else self.row + 1
            self.column = -1
        elif name == "c":
            self._place(attributes.get("r", ""))
            style = attributes.get("s", "0")
            self.way = self.ways[int(style)] if _within(style, self.ways) else ""
            self.is_shared, self.number = attributes.get("t") == "s", ""
        self.is_value = name == "v"

    def _place(self, reference: str) -> None:
        match = _CELL.fullmatch(reference)
        if match is None:
            self.column += 1
            return
        self.column = 0
        for sign in match[1]:
            self.column = self.column * 26 + ord(sign) - 64
        self.column -= 1
        self.row = int(match[2]) - 1

    def _text(self, data: str) -> None:
        if self.is_value and self.is_shared:
            self.number += data

    def _end(self, name: str) -> None:
        self.is_value = False
        if name == "c":
            runs = self.rich.get(self.number)
            way = said([(t, self.way if w is None else w) for t, w in runs]) if runs else self.way
            if way:
                self.found[self.row, self.column] = way
