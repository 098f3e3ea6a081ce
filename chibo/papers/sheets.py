"""What an official paper says, apart from how it is printed: plain values, no Django.

The page, the PDF and the Word file are all made from one Sheet, and a filed paper keeps it.
"""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass, fields
from typing import Any, Literal

from chibo.core import viet

BOX = "☐"  # a cell with this text alone is drawn as a box to tick
BOX_MARKED = "☒"  # and with this one as a box with an x in it
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
DEMO = "DỮ LIỆU MINH HỌA"
RECIPIENTS = "Nơi nhận:"
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """A bold line that opens a part (level 1) or a section of it (level 2)."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line end in it begins a new paragraph."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Lettered:
    """A list a) b) c) d) đ) …; the letters are not part of the items."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table; width in percent of the text's width."""

    title: str
    width: int
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table; each row has one text a column, or BOX, or BOX_MARKED."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_grid(self) -> bool:
        """Whether the columns have no titles: large boxes that fill the page."""
        return not any(column.title for column in self.columns)


Block = Heading | Paragraph | Lettered | Table
_BLOCKS: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "lettered": Lettered,
    "table": Table,
}
_BLOCK_NAMES = {kind: name for name, kind in _BLOCKS.items()}


@dataclass(frozen=True)
class Signatory:
    """Who signs: the lines above the signature, the last of them bold, and the name below it."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Sheet:
    """The whole content of one A4 paper.

    number: the line under the issuer, `Số 17-BB/CB`, or empty. day: None leaves dots to fill in.
    closing: the last sentence, which stays on the page of the signatures. recipients: stand
    left of the signature, or beneath where a second person signs there.
    """

    kind: str
    superior: str
    issuer: str
    number: str
    place: str
    day: dt.date | None
    title: str
    about: str
    body: tuple[Block, ...]
    closing: str
    left: Signatory | None = None
    right: Signatory | None = None
    recipients: tuple[str, ...] = ()
    version: int = 1
    demo: bool = False


def as_json(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a JSON object, for keeping."""
    content = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
    return {
        **content,
        "day": sheet.day and sheet.day.isoformat(),
        "body": [_block_as_json(block) for block in sheet.body],
        "left": _signatory_as_json(sheet.left),
        "right": _signatory_as_json(sheet.right),
        "recipients": list(sheet.recipients),
    }


def from_json(content: dict[str, Any]) -> Sheet:
    """Return the sheet that was kept as this JSON object."""
    return Sheet(
        **{
            **content,
            "day": content["day"] and dt.date.fromisoformat(content["day"]),
            "body": tuple(_block_from_json(block) for block in content["body"]),
            "left": _signatory_from_json(content["left"]),
            "right": _signatory_from_json(content["right"]),
            "recipients": tuple(content["recipients"]),
        }
    )


def canonical(sheet: Sheet) -> bytes:
    """Return the one spelling of the content that is hashed: UTF-8 JSON with sorted keys.

    The mark of invented data is left out: it says where a paper was printed, not what it says.
    """
    content = as_json(sheet)
    del content["demo"]
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def content_hash(sheet: Sheet) -> str:
    """Return the SHA-256 of the canonical content, 64 signs."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def code(sheet: Sheet) -> str:
    """Return the first 8 signs of the content's hash, which each page bears."""
    return content_hash(sheet)[:8]


def stamp(sheet: Sheet) -> str:
    """Return the text in the foot of each page: `Bản 1 · mã 3f9a27c1`."""
    return f"Bản {sheet.version} · mã {code(sheet)}"


def name(sheet: Sheet) -> str:
    """Return what to call the paper: `Biên bản số 17-BB/CB`, or with its subject if unnumbered."""
    number = sheet.number[:1].lower() + sheet.number[1:]
    return f"{sheet.title.capitalize()} {number or sheet.about}".strip()


def date_line(sheet: Sheet) -> str:
    """Return `Mường Pồn, ngày 03 tháng 11 năm 2026`; dots for a day not known."""
    if sheet.day:
        day = viet.long_date(sheet.day)
    else:
        day = "ngày …… tháng …… năm ………" if sheet.place else ""
    return ", ".join(part for part in (sheet.place, day) if part)


def lines(text: str) -> list[str]:
    """Return the lines of the text that are not blank, without signs that cannot be printed."""
    plain = (_UNPRINTABLE.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in plain if line]


def lettered_lines(block: Lettered) -> list[str]:
    """Return the list as lines with their letters: `a) …`, `đ) …`."""
    return [
        line
        for place, item in enumerate(block.items)
        for line in lines(f"{viet.letter(place)}) {item}")
    ]


def text_lines(sheet: Sheet) -> list[str]:
    """Return the paper's plain text in reading order; a table gives one line a cell."""
    head = [sheet.superior, sheet.issuer, "*", sheet.number, PARTY, date_line(sheet)]
    body = [line for block in sheet.body for line in _block_lines(block)]
    foot = _foot_lines(sheet)
    whole = [DEMO if sheet.demo else "", *head, sheet.title, sheet.about, *body]
    return [line for text in (*whole, sheet.closing, *foot) for line in lines(text)]


def _foot_lines(sheet: Sheet) -> list[str]:
    left, right = (
        [*signatory.lines, signatory.name] if signatory else []
        for signatory in (sheet.left, sheet.right)
    )
    recipients = [RECIPIENTS, *sheet.recipients] if sheet.recipients else []
    return [*left, *right, *recipients] if sheet.left else [*recipients, *right]


def _block_lines(block: Block) -> list[str]:
    match block:
        case Lettered():
            return lettered_lines(block)
        case Table(columns, rows):
            titles = [column.title for column in columns if column.title]
            drawn = {BOX: "", BOX_MARKED: "x"}
            return [*titles, *(drawn.get(cell, cell) for row in rows for cell in row)]
        case Heading(text) | Paragraph(text):
            return [text]


def _block_as_json(block: Block) -> dict[str, Any]:
    content: dict[str, Any] = {"block": _BLOCK_NAMES[type(block)]}
    match block:
        case Heading(text, level):
            return {**content, "text": text, "level": level}
        case Paragraph(text, bold):
            return {**content, "text": text, "bold": bold}
        case Lettered(items):
            return {**content, "items": list(items)}
        case Table(columns, rows):
            titles = [{"title": c.title, "width": c.width, "centred": c.centred} for c in columns]
            return {**content, "columns": titles, "rows": [list(row) for row in rows]}


def _block_from_json(content: dict[str, Any]) -> Block:
    said = {key: value for key, value in content.items() if key != "block"}
    if content["block"] == "lettered":
        return Lettered(tuple(said["items"]))
    if content["block"] == "table":
        columns = tuple(Column(**column) for column in said["columns"])
        return Table(columns, tuple(tuple(row) for row in said["rows"]))
    return _BLOCKS[content["block"]](**said)


def _signatory_as_json(signatory: Signatory | None) -> dict[str, Any] | None:
    return {"lines": list(signatory.lines), "name": signatory.name} if signatory else None


def _signatory_from_json(content: dict[str, Any] | None) -> Signatory | None:
    return Signatory(tuple(content["lines"]), content["name"]) if content else None
