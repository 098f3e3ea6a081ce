"""Letters that neither font nor words decide: as the rest of the file is written."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from chibo.spreadsheets.deciding import read_as
from chibo.spreadsheets.letters import TCVN3
from chibo.spreadsheets.reading import Cell

LOOKED_AT = 400  # lines that tell how a file is written


class _Line(Protocol):
    @property
    def cells(self) -> list[Cell]: ...


def way_of_most(rows: Iterable[_Line]) -> str:
    """Return the code table that most of the decided cells of these lines use; TCVN3 for none."""
    some = [row for _n, row in zip(range(LOOKED_AT), rows, strict=False)]
    ways = Counter(cell.encoding for row in some for cell in row.cells if cell.encoding)
    return ways.most_common(1)[0][0] if ways else "tcvn3"


def old_letters(cell: Cell, way: str) -> str:
    """Return a doubtful text as an old code table reads it, or as it stands where it cannot."""
    return read_as(cell.text, way) or cell.text


_CAPITALS = dict(enumerate("ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ", 0x80))  # of VSCII; fonts lack them
_WESTERN = {
    ord(bytes([code]).decode("cp1252")): sign
    for code, sign in _CAPITALS.items()
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # that cp1252 leaves free
}
_WHOLE = {**TCVN3, **_CAPITALS, **_WESTERN}


def with_capitals(text: str) -> str:
    """Return a TCVN3 text whose capitals with tones stand where fonts have no letter."""
    return text.translate(_WHOLE)
