"""Answers as the page sends them, laid over those that are kept."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from chibo.core import viet
from chibo.lists import titles
from chibo.lists.answers import Answers
from chibo.lists.finding import Found
from chibo.lists.values import column_key

LONGEST = 120  # signs of a corrected value
DOUBLES = {"one", "two", "later"}


def answered(
    data: QueryDict, before: Answers, found: Sequence[Found], kind: str, cells: Mapping[str, str]
) -> Answers:
    """Return the answers with what a page says: `q-…`, `d-…`, `c-…`, `f-…`, `sheet`.

    Only what can be asked is kept. cells: the ids of the cells that may be chosen, as text.
    """
    after = Answers(
        dict(before.columns), dict(before.cells), dict(before.asked), dict(before.doubles),
        {key: dict(values) for key, values in before.fixes.items()}, list(before.sheets),
    )  # fmt: skip
    keys = {f"{n}:{row.line}" for n, each in enumerate(found) for row in each.rows}
    known = {*titles.FIELDS[kind], *titles.PARTS, ""}
    for name in data:
        sort, _mark, rest = name.partition("-")
        value = viet.tidy_line(str(data[name]))[:LONGEST]
        if sort == "q" and rest.startswith("cell:"):
            if value in cells:
                after.cells[rest.removeprefix("cell:")] = value
        elif sort == "q" and value and len(rest) < 60:
            after.asked[rest] = value
        elif sort == "d" and value in DOUBLES and rest.partition("~")[0] in keys:
            after.doubles[rest] = value
        elif sort == "f":
            _fix(after, rest, value, str(data.get(f"was-{rest}", "")), keys, known)
    if "sheets" in data:
        after.sheets = [
            int(n) for n in data.getlist("sheet") if n.isdigit() and int(n) < len(found)
        ]
    return after


def _fix(after: Answers, rest: str, value: str, was: str, keys: set[str], known: set[str]) -> None:
    """Keep a corrected value of a line, where it says something else than before."""
    key, _mark, field = rest.partition("|")
    if key in keys and field in known and value != viet.tidy_line(was):
        after.fixes.setdefault(key, {})[field] = value


def columns_of(data: QueryDict, found: Sequence[Found], before: Answers, kind: str) -> Answers:
    """Return the answers with the columns as the page of columns says."""
    known = {*titles.FIELDS[kind], *(p for p, whole in titles.PARTS.items()
                                     if whole in titles.FIELDS[kind]), ""}  # fmt: skip
    after = Answers.of(vars(before))
    after.columns = dict(before.columns)
    for at, each in enumerate(found):
        for place, guess in enumerate(each.fields):
            value = data.get(f"c-{at}-{place}")
            if value is not None and value in known and guess not in titles.LEFT_OUT:
                after.columns[column_key(each, place)] = str(value)
    return after
