"""How an agenda builds itself, and when papers are in time: plain values, no Django."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Fault = Literal["no_number", "dated_after", "sent_before_dated", "sent_late", "future"]
KEYS = frozenset((
    "key", "part", "step", "title", "minutes", "kinds", "cells", "months", "presents", "question",
    "say", "why", "source",
))  # fmt: skip
CLOSING = ("decisions", "score", "minutes")  # the steps that close a sitting
KINDS = ("regular", "both", "thematic", "extraordinary", "committee")


@dataclass(frozen=True)
class Line:
    """A line that a template wants. `step`: the part of the sitting that sees to it itself.

    `why`: the duty, shown where the cell drops the line; `say`: how the chair may begin it;
    `presents`: who prepared the topic speaks.
    """

    key: str
    part: str
    title: str
    minutes: int
    why: str
    source: str
    step: str = ""
    question: str = ""
    say: str = ""
    presents: bool = False


@dataclass(frozen=True)
class Template:
    """The order of a sitting, with its paper; `content` as data."""

    number: str
    title: str
    from_on: dt.date
    content: tuple[Mapping[str, Any], ...]

    def line(self, key: str) -> Line | None:
        """Return the line of this key, whatever kind of meeting wants it."""
        return next((_line(each) for each in self.content if each["key"] == key), None)


def wanted(template: Template, *, kind: str, cell_type: str, month: int, topic: str) -> list[Line]:
    """Return the lines that a template wants of a meeting, in order.

    month: 1 to 12; topic: of the thematic part, or empty.

    Rule: 42-HD/BTCTW II.2, II.3 and 4: content follows the kind of meeting and the type of cell.
    """
    found = []
    for each in template.content:
        fits = kind in each["kinds"] and cell_type in each.get("cells", (cell_type,))
        if fits and month in each.get("months", (month,)):
            line = _line(each)
            named = f"{line.title}: {topic}" if line.presents and topic else line.title
            found.append(Line(**{**line.__dict__, "title": named}))
    return found


def _line(each: Mapping[str, Any]) -> Line:
    known = set(Line.__dataclass_fields__)
    return Line(**{name: value for name, value in each.items() if name in known})


def faults(content: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the keys of lines that cannot be used: a key twice, no title, no known kind.

    Rule: house: what a template must say for a page and a paper to be made of it.
    """
    keys = [str(each.get("key", "")) for each in content]
    return [
        key or "?"
        for key, each in zip(keys, content, strict=True)
        if keys.count(key) > 1 or not _is_whole(each)
    ]


def _is_whole(each: Mapping[str, Any]) -> bool:
    kinds, months = each.get("kinds", ()), each.get("months", (1,))
    return (
        set(each) <= KEYS
        and all(each.get(name) for name in ("key", "part", "title", "why", "source", "kinds"))
        and set(kinds) <= set(KINDS)
        and each.get("minutes", 0) in range(241)
        and set(months) <= set(range(1, 13))
    )


def moved(items: Sequence[T], place: int, way: str) -> list[T]:
    """Return the items with the one at the place one step up or down; at the edge as they were.

    Rule: house: the cell orders its agenda itself.
    """
    other = place + {"up": -1, "down": 1}[way]
    found = list(items)
    if 0 <= place < len(found) and 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def paper_fault(
    *, dated_on: dt.date | None, sent_on: dt.date | None, posted_on: dt.date | None,
    meets_on: dt.date, today: dt.date,
) -> Fault | None:  # fmt: skip
    """Return what is wrong with a paper's days, or None.

    Rule: house: a paper that prepares a meeting is dated and sent no later than it.
    """
    given = [day for day in (sent_on, posted_on) if day]
    if dated_on and dated_on > meets_on:
        return "dated_after"
    if any(day > today for day in given):
        return "future"
    if any(day > meets_on for day in given):
        return "sent_late"
    if dated_on and any(day < dated_on for day in given):
        return "sent_before_dated"
    return None


def is_in_time(sent_on: dt.date, *, meets_on: dt.date, days_before: int) -> bool:
    """Say whether a paper came early enough.

    Rule: 50-CT/TW, 42-HD/BTCTW: at least so many days before.
    """
    return (meets_on - sent_on).days >= days_before
