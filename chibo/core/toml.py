"""Data as TOML, to be changed by hand: only what frames and templates are made of."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def tables(name: str, rows: Iterable[Mapping[str, Any]], order: Sequence[str]) -> list[str]:
    """Return the lines of an array of tables, each row's pairs in the given order."""
    return [line for row in rows for line in ("", f"[[{name}]]", *pairs(row, order))]


def pairs(data: Mapping[str, Any], order: Sequence[str]) -> list[str]:
    """Return `key = value` in the given order: a database may keep the keys in another."""
    return [f"{key} = {value(data[key], order)}" for key in sorted(data, key=order.index)]


def value(what: Any, order: Sequence[str] = ()) -> str:
    """Return a truth, a number, a text, a list or a table as TOML."""
    if isinstance(what, bool):
        return str(what).lower()
    if isinstance(what, list):
        return f"[{', '.join(value(each, order) for each in what)}]"
    if isinstance(what, dict):
        return f"{{ {', '.join(pairs(what, order))} }}"
    return str(what) if isinstance(what, int | float) else json.dumps(what, ensure_ascii=False)
