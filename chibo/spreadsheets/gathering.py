"""Tables on their way out of the sandbox: each value once, and for each cell which one it is.

A value is a number, or a text that is its own. After MARKED comes a day (1930-02-03, maybe with an
hour), or as JSON `[text, as stored, way, doubtful]` where those say something.
"""

import datetime as dt
import json
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
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
        self, rows: Sequence[Sequence[Any]], fonts: Fonts, name: str = "",
        merged: list[tuple[int, int, int, int]] | None = None,
    ) -> Gathered:  # fmt: skip
        """Return a table; what is open in it is filled in by the decider's `finish`."""
        if bool in set(map(type, chain.from_iterable(rows))):  # True is 1 to a dict
            rows = [[_no_bool(value) for value in row] for row in rows]
        lengths = array(NUMBERS, map(len, rows))
        places = array(NUMBERS, map(self.__getitem__, chain.from_iterable(rows)))
        if fonts or _OPEN in places:
            self._decide(rows, places, fonts)
        return Gathered(name, lengths, places, merged or [])

    def _decide(self, rows: Sequence[Sequence[Any]], places: "array[int]", fonts: Fonts) -> None:
        """Have decided what has an old font, and what letters did not settle at a glance."""
        at = -1
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                at += 1
                runs = fonts.get((line, column), "") if fonts else ""
                if (runs or places[at] == _OPEN) and isinstance(value, str):
                    put = partial(self._put, places, at, value)
                    self.decider.decide(value, runs, put)

    def _put(self, places: "array[int]", at: int, stored: str, told: Told) -> None:
        text = tidy(told.text)
        was = "" if text == stored.strip() else stored
        if was or told.doubtful:
            more = [text, was, told.way, told.doubtful]
            text = MARKED + json.dumps(more, ensure_ascii=False)
        if text not in self._told:
            self._told[text] = self._place(text)
        places[at] = self._told[text]


def _no_bool(value: object) -> object:
    return str(value).upper() if isinstance(value, bool) else value


def _other(value: object) -> Any:
    """Return what is no text: a number, a day, an hour."""
    if isinstance(value, float | int):
        return value if math.isfinite(value) else ""
    if isinstance(value, dt.datetime):
        day = MARKED + value.date().isoformat()
        return f"{day} {value:%H:%M}" if value.time() != dt.time() else day
    if isinstance(value, dt.date):
        return MARKED + value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
