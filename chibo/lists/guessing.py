"""A table without titles: its columns guessed by what stands in them."""

from collections.abc import Callable, Sequence

from chibo.core import viet
from chibo.lists.rules import read_when
from chibo.lists.titles import settle
from chibo.spreadsheets.reading import Cell, Table


def guessed_fields(table: Table, is_cell: Callable[[str], bool]) -> list[str]:
    """Return the field of each column of members by what stands in it; empty where nobody knows."""
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    width = max((len(row) for row in rows), default=0)
    columns = [[row[n] for row in rows if n < len(row) and row[n].text] for n in range(width)]
    fields = [_guess(column, is_cell) for column in columns]
    days = [n for n, name in enumerate(fields) if name == "day"]
    for place, name in zip(days, ("birth", "admitted_on", "official_on"), strict=False):
        fields[place] = name
    fields = settle([""] * width, ["" if name == "day" else name for name in fields])
    return fields if "name" in fields and "birth" in fields else []


def _guess(column: Sequence[Cell], is_cell: Callable[[str], bool]) -> str:
    """Return what most values of a column are; `day` for any day."""
    some = column[:200]
    tests: tuple[tuple[str, Callable[[Cell], bool]], ...] = (
        ("sex", lambda cell: viet.fold(cell.text) in {"nam", "nu"}),
        ("cell", lambda cell: is_cell(cell.text)),
        ("day", lambda cell: cell.kind == "date" or _is_day(cell.text)),
        ("name", lambda cell: cell.text.count(" ") in range(1, 5) and not has_figure(cell)),
    )
    for name, test in tests:
        if some and sum(test(cell) for cell in some) * 10 >= len(some) * 7:
            return name
    return ""


def _is_day(text: str) -> bool:
    return len(text) >= 4 and not isinstance(read_when(text, 2100), str)


def has_figure(cell: Cell) -> bool:
    """Say whether a cell holds a number, a date or a text with a figure."""
    return cell.kind in {"date", "number"} or any(sign.isdigit() for sign in cell.text)
