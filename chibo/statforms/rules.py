"""What a form is, and how its text is read: pure."""

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

STATUSES = ("verified", "unverified", "house")
WAYS = ("indicator", "register", "sum", "typed", "heading")
NUMBER = re.compile(r"[0-9A-Z]{1,4}-[A-ZĐ]{1,10}")
_KEY = re.compile(r"[a-z0-9_]{1,30}")
_FORM = {"number", "title", "source", "status", "note", "unit", "across", "column"}
_COLUMN = {"key", "name", "source", "status", "view", "above_cells", *WAYS}
_REGISTER: dict[str, Any] = {
    "of": ("members", "admitted"), "sex": ("male", "female"),
    "standing": ("official", "probationary", "exempt"), "age_from": int, "age_to": int,
    "years_from": int, "years_to": int, "admitted_from": dt.date, "admitted_to": dt.date,
    "readmitted": bool,
}  # fmt: skip
LONGEST = 200_000  # signs of a text
LONGEST_NAME = 500  # signs of a name, a title, a source
MOST_ROWS = 200
OLDEST = 150  # years of age or standing


class Wrong(Exception):
    """A text is no form. code: which sentence says so; where, what: what it names."""

    def __init__(self, code: str, where: str = "", what: str = "") -> None:
        super().__init__(code, where, what)
        self.code, self.where, self.what = code, where, what


@dataclass(frozen=True)
class Column:
    """A criterion. way: one of WAYS; told: what it says (a key, a table, keys of a sum)."""

    key: str
    name: str
    way: str
    told: Any
    view: str
    source: str
    status: str
    above_cells: bool


@dataclass(frozen=True)
class Form:
    """A statistical form. across: names of what each criterion is parted into, typed one by one.

    unit: what is counted. Without `across` a criterion has one number a period.
    """

    number: str
    title: str
    source: str
    status: str
    note: str
    unit: str
    across: tuple[str, ...]
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        counted = [column for column in self.columns if column.way != "heading"]
        keys = [key for column in counted for key in self.keys_of(column)]
        object.__setattr__(self, "keys", tuple(keys))

    def keys_of(self, column: Column) -> list[str]:
        """Return the keys of a criterion's numbers: itself, or one for each part.

        Rule: house.
        """
        parts = range(1, len(self.across) + 1)
        return [f"{column.key}.{part}" for part in parts] if self.across else [column.key]

    def typed_keys(self, *, at_cell: bool) -> list[str]:
        """Return the keys of what is typed by hand at a unit.

        Rule: house; ethics E16: ethnicity and religion are totals, and none of a cell.
        """
        wanted = (c for c in self.columns if c.way == "typed" and not (at_cell and c.above_cells))
        return [key for column in wanted for key in self.keys_of(column)]


def read_form(text: str, *, indicators: Collection[str]) -> Form:
    """Return the form that a text says. indicators: the keys that there are. Raises: Wrong.

    Rule: house; the forms are HD 11-HD/BTCTW (13/12/2021), unverified.
    """
    if len(text) > LONGEST:
        raise Wrong("long")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also of a number or nesting past all bounds
        raise Wrong("toml", what=str(error)) from None
    _known(data, _FORM, "")
    number = _text(data, "number", "")
    if not NUMBER.fullmatch(number):
        raise Wrong("number", what=number)
    across = data.get("across", [])
    if not isinstance(across, list) or not all(isinstance(each, str) and each for each in across):
        raise Wrong("across")
    rows = data.get("column", [])
    if not isinstance(rows, list) or not rows:
        raise Wrong("no_column")
    if len(rows) > MOST_ROWS or len(across) > MOST_ROWS:
        raise Wrong("many", what=str(MOST_ROWS))
    columns = tuple(_column(row, str(place), indicators) for place, row in enumerate(rows, start=1))
    _agree(columns, across)
    return Form(
        number, _text(data, "title", ""), _text(data, "source", ""), _status(data, ""),
        str(data.get("note", "")), str(data.get("unit", "")), tuple(across), columns,
    )  # fmt: skip


def _column(row: Any, place: str, indicators: Collection[str]) -> Column:
    """Return a column of the text.

    Rule: house.
    """
    if not isinstance(row, dict):
        raise Wrong("column", place)
    name = _text(row, "name", place)
    where = f"{place} ({name[:40]})"
    _known(row, _COLUMN, where)
    ways = [way for way in WAYS if way in row]
    if len(ways) != 1:
        raise Wrong("ways", where, ", ".join(ways))
    way = ways[0]
    key = str(row.get("key", "")) or f"h{place}" if way == "heading" else _text(row, "key", where)
    if not _KEY.fullmatch(key):
        raise Wrong("key", where, key)
    if row.get("view", "then") not in ("then", "today"):
        raise Wrong("view", where, str(row["view"]))
    _told(way, row[way], where, indicators)
    return Column(
        key, name, way, row[way], str(row.get("view", "then")), str(row.get("source", "")),
        _status(row, where), row.get("above_cells", False) is True,
    )  # fmt: skip


def _told(way: str, told: Any, where: str, indicators: Collection[str]) -> None:
    """Refuse what a column says of its way and nobody knows.

    Rule: house.
    """
    if way == "indicator" and not (isinstance(told, str) and told in indicators):
        raise Wrong("indicator", where, str(told))
    if way == "register":
        _check_register(told, where)
    if way == "sum" and not (
        isinstance(told, list) and told and all(isinstance(each, str) for each in told)
    ):
        raise Wrong("sum", where, str(told))
    if way in ("typed", "heading") and told is not True:
        raise Wrong("true", where, way)


def _check_register(told: Any, where: str) -> None:
    """Refuse a count that the register does not hold.

    Rule: house; E03, E16: the register holds no ethnicity, religion, schooling, profession.
    """
    if not isinstance(told, dict) or "of" not in told:
        raise Wrong("register", where, "of")
    for name, value in told.items():
        kind = _REGISTER.get(name)
        fits = value in kind if isinstance(kind, tuple) else kind and type(value) is kind
        if not fits or (kind is int and not 0 <= value <= OLDEST):
            raise Wrong("register", where, f"{name} = {value}")


def _agree(columns: Sequence[Column], across: Sequence[str]) -> None:
    """Refuse columns of one key, sums of what is not there, numbers where parts are typed.

    Rule: house.
    """
    known = {column.key: column for column in columns}
    seen: set[str] = set()
    for place, column in enumerate(columns, start=1):
        where = f"{place} ({column.name[:40]})"
        if column.key in seen:
            raise Wrong("doubled", where, column.key)
        seen.add(column.key)
        if across and column.way not in ("typed", "heading"):
            raise Wrong("across_typed", where)
        if column.way == "sum":
            for each in column.told:
                if each not in known or known[each].way in ("sum", "heading"):
                    raise Wrong("sum", where, str(each))


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    """Return a text that must be there.

    Rule: house.
    """
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Wrong("missing", where, name)
    if len(value) > LONGEST_NAME:
        raise Wrong("long_name", where, name)
    return value.strip()


def _status(data: Mapping[str, Any], where: str) -> str:
    """Return how far a source was checked; unverified where nothing is said.

    Rule: house.
    """
    status = data.get("status", "unverified")
    if status not in STATUSES:
        raise Wrong("status", where, str(status))
    return str(status)


def _known(data: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse names that mean nothing: a slip of the pen would change a figure unseen.

    Rule: house.
    """
    for name in data:
        if name not in known:
            raise Wrong("unknown", where, name)


def added_up(
    typed: Mapping[Any, Mapping[str, int]],
    chains: Mapping[Any, Sequence[Any]],
    units: Sequence[Any],
) -> dict[Any, dict[str, int]]:
    """Return for each of some units the totals typed in its branch, each number once.

    typed: by unit. chains: of each of these, itself and those above, nearest first. What was typed
    at a unit stands for its branch: what was typed below it for the same column is passed over.
    Rule: house.
    """
    sums: dict[Any, dict[str, int]] = {unit: {} for unit in units}
    for unit, values in typed.items():
        for key, value in values.items():
            for above in chains.get(unit, ()):
                if above != unit and key in typed.get(above, {}):
                    break
                if above in sums:
                    sums[above][key] = sums[above].get(key, 0) + value
    return sums
