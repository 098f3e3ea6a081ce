"""The lines of a list as they are kept until it is done, and read back."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from chibo.lists import titles
from chibo.lists.finding import Found, Row
from chibo.spreadsheets.reading import Cell


def packed(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Return tables as JSON can hold them."""
    return [
        {
            "sheet": each.sheet, "titles": each.titles, "fields": each.fields,
            "skipped": [list(line) for line in each.skipped[:200]], "titled": each.has_titles,
            "rows": [
                [row.line, row.group, row.commune, [_packed(cell) for cell in row.cells]]
                for row in each.rows
            ],
        }
        for each in found
    ]  # fmt: skip


def _packed(cell: Cell) -> Any:
    if cell.kind == "text" and not cell.encoding and not cell.doubtful:
        return cell.text
    if not cell.text:
        return ""
    day = cell.day.isoformat() if cell.day else ""
    return [cell.text, cell.kind, day, cell.was, cell.encoding, int(cell.doubtful)]


def unpacked(kept: Sequence[dict[str, Any]]) -> list[Found]:
    """Return tables as they were packed."""
    return [
        Found(
            each["sheet"], each["titles"], each["fields"],
            [Row(line, group, commune, [_unpacked(cell) for cell in cells])
             for line, group, commune, cells in each["rows"]],
            [(line, text) for line, text in each["skipped"]], each["titled"],
        )
        for each in kept
    ]  # fmt: skip


def _unpacked(cell: Any) -> Cell:
    if isinstance(cell, str):
        return Cell(cell, "text" if cell else "empty", None, "", "", False)
    text, kind, day, was, encoding, doubtful = cell
    return Cell(
        text, kind, dt.date.fromisoformat(day) if day else None, was, encoding, bool(doubtful)
    )


def titles_key(found: Sequence[Found]) -> str:
    """Return what tells whether an office brings a list with the same columns again."""
    said = "|".join(titles.plain(title) for each in found[:1] for title in each.titles)
    return hashlib.sha256(said.encode()).hexdigest()
