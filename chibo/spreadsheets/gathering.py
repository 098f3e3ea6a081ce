"""Tables on their way out of the sandbox: each cell one value that says all of it.

A cell is a number, or a text that is its own; a text that begins with MARKED goes on as JSON:
`[day]` or `[day, hour]` of a date, `[text, as stored, way, doubtful]` where those say something.
"""

import datetime as dt
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chibo.spreadsheets.deciding import IS_CLEAR, Decider, Told, tidy
from chibo.spreadsheets.fonts import Fonts

MARKED = "\0"
Packed = list[Any]
"""One row on its way."""


@dataclass
class Gathered:
    """A table: rows packed, merged areas as first row, first column, last row, last column."""

    name: str
    rows: list[Packed] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class _Known(dict[Any, Any]):
    """What a value becomes, found once: tables repeat themselves. None: yet to be decided."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider

    def __missing__(self, value: Any) -> Any:
        self[value] = packed = self._packed(value)
        return packed

    def _packed(self, value: Any) -> Any:
        if not isinstance(value, str):
            return _other(value)
        if value.isascii() and value.isprintable():
            return value.strip()
        if IS_CLEAR(value):
            self.decider.note_unicode()
            return value.strip()
        return None


def gather(rows: Iterable[Sequence[Any]], fonts: Fonts, decider: Decider) -> list[Packed]:
    """Return the rows packed; open texts are filled in by the decider's `finish`."""
    known = _Known(decider)
    found: list[Packed] = []
    for line, row in enumerate(rows):
        if bool in set(map(type, row)):  # True is 1 to a dict
            row = [str(value).upper() if isinstance(value, bool) else value for value in row]
        packed = list(map(known.__getitem__, row))
        found.append(packed)
        if fonts or None in packed:
            _decide(packed, row, line, fonts, decider)
    return found


def _decide(packed: Packed, row: Sequence[Any], line: int, fonts: Fonts, decider: Decider) -> None:
    """Have decided what has an old font, and what letters did not settle at a glance."""
    for place, value in enumerate(row):
        runs = fonts.get((line, place), "")
        if isinstance(value, str) and (runs or packed[place] is None):
            decider.decide(value, runs, partial(_put, packed, place, value))


def trim(rows: list[Packed]) -> None:
    """Cut the empty cells at the end of each row, and the empty rows at the end."""
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()


def _put(row: Packed, place: int, stored: str, told: Told) -> None:
    text = tidy(told.text)
    was = "" if text == stored.strip() else stored
    says_more = was or told.doubtful
    row[place] = _marked(text, was, told.way, told.doubtful) if says_more else text


def _marked(*values: object) -> str:
    return MARKED + json.dumps(values, ensure_ascii=False)


def _other(value: object) -> Any:
    """Return what is no text: a number, a day, an hour."""
    if isinstance(value, int | float):
        return value if math.isfinite(value) else ""
    if isinstance(value, dt.datetime):
        day, hour = value.date().isoformat(), value.time()
        return _marked(day, f"{hour:%H:%M}") if hour != dt.time() else _marked(day)
    if isinstance(value, dt.date):
        return _marked(value.isoformat())
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
