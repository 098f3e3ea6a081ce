"""Tables on their way out of the sandbox: each value once, and for each cell which one it is.

A value is a number, or a text that is its own; a text that begins with MARKED goes on as JSON:
`[day]` or `[day, hour]` of a date, `[text, as stored, way, doubtful]` where those say something.
"""

import datetime as dt
import json
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from chibo.spreadsheets.deciding import IS_CLEAR, Decider, Told, tidy
from chibo.spreadsheets.fonts import Fonts

MARKED = "\0"
NUMBERS = "I"  # of `array`: four bytes each
_EMPTY, _OPEN = 0, 1  # places of the first two values: the empty cell, and one yet to be decided


@dataclass
class Gathered:
    """A table. lengths: cells of each row; places: of each cell's value, row after row.

    merged: first row, first column, last row, last column.
    """

    name: str
    lengths: "array[int]"
    places: "array[int]"
    merged: list[tuple[int, int, int, int]]


class Gatherer(dict[Any, int]):
    """Takes in the tables of one file. As a dict it holds the place of each value that was seen."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider
        self.packed: list[Any] = ["", ""]
        self._told: dict[str, int] = {"": _EMPTY}

    def __missing__(self, value: Any) -> int:
        if isinstance(value, str):
            if value.isascii():
                packed = value.strip() if value.isprintable() else None
            elif IS_CLEAR(value):
                self.decider.note_unicode()
                packed = value.strip()
            else:
                packed = None
        else:
            packed = _other(value)
        self[value] = place = _OPEN if packed is None else self._place(packed)
        return place

    def _place(self, packed: Any) -> int:
        if packed == "":
            return _EMPTY
        self.packed.append(packed)
        return len(self.packed) - 1

    def take(
        self, rows: Iterable[Sequence[Any]], fonts: Fonts, name: str = "",
        merged: list[tuple[int, int, int, int]] | None = None,
    ) -> Gathered:  # fmt: skip
        """Return a table; what is open in it is filled in by the decider's `finish`."""
        lengths, places = array(NUMBERS), array(NUMBERS)
        for line, row in enumerate(rows):
            if bool in set(map(type, row)):  # True is 1 to a dict
                row = [str(value).upper() if isinstance(value, bool) else value for value in row]
            found = list(map(self.__getitem__, row))
            while found and found[-1] == _EMPTY:
                found.pop()
            start = len(places)
            places.extend(found)
            lengths.append(len(found))
            if fonts or _OPEN in found:
                self._decide(places, start, row[: len(found)], line, fonts)
        while lengths and not lengths[-1]:
            lengths.pop()
        return Gathered(name, lengths, places, merged or [])

    def _decide(
        self, places: "array[int]", start: int, row: Sequence[Any], line: int, fonts: Fonts
    ) -> None:
        """Have decided what has an old font, and what letters did not settle at a glance."""
        for column, value in enumerate(row):
            runs = fonts.get((line, column), "")
            if isinstance(value, str) and (runs or places[start + column] == _OPEN):
                put = partial(self._put, places, start + column, value)
                self.decider.decide(value, runs, put)

    def _put(self, places: "array[int]", at: int, stored: str, told: Told) -> None:
        text = tidy(told.text)
        was = "" if text == stored.strip() else stored
        if was or told.doubtful:
            text = _marked(text, was, told.way, told.doubtful)
        if text not in self._told:
            self._told[text] = self._place(text)
        places[at] = self._told[text]


def _marked(*values: object) -> str:
    return MARKED + json.dumps(values, ensure_ascii=False)


def _other(value: object) -> Any:
    """Return what is no text: a number, a day, an hour."""
    if isinstance(value, float | int):
        return value if math.isfinite(value) else ""
    if isinstance(value, dt.datetime):
        day, hour = value.date().isoformat(), value.time()
        return _marked(day, f"{hour:%H:%M}") if hour != dt.time() else _marked(day)
    if isinstance(value, dt.date):
        return _marked(value.isoformat())
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
