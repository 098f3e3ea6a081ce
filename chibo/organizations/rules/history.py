"""What follows from the changes of a unit: its life, and the dated rows of its names and places."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from chibo.organizations.rules.ancestry import Span

OPEN = dt.date(9999, 12, 31)
ON_THE_LAST_DAY = {"ended", "gave"}  # a unit does these on the day that no longer counts


@dataclass(frozen=True)
class Fact:
    """A change of one unit; facts come by day, then in the order of entry."""

    on: dt.date
    what: str
    decision: UUID
    other: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A dated row: what holds in a span, by which decision."""

    span: Span
    decision: UUID
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Fault:
    """Why changes do not fit each other, and the decision that stands in the way."""

    what: str  # life, above, below, circle, in_cell
    decision: UUID


def life_of(facts: Iterable[Fact]) -> Span | None:
    """Return from when until when the unit exists; None where no decision founded it.

    Rule: house (a unit lives from its founding to its end).
    """
    founded = [fact.on for fact in facts if fact.what == "founded"]
    ended = [fact.on for fact in facts if fact.what == "ended"]
    if not founded or min(ended, default=OPEN) <= founded[0]:
        return None
    return Span(founded[0], min(ended, default=OPEN))


def out_of_life(facts: Sequence[Fact]) -> list[Fault]:
    """Return the changes that fall on days on which the unit was none, or found or end it twice.

    Rule: house (only a unit that exists can change).
    """
    life = life_of(facts)
    if life is None:
        return [Fault("life", fact.decision) for fact in facts]
    wrong = []
    for what in ("founded", "ended"):
        twice = [fact for fact in facts if fact.what == what]
        wrong += [Fault("life", fact.decision) for fact in twice[:1] if len(twice) > 1]
        wrong += [Fault("life", fact.decision) for fact in twice[1:]]
    for fact in facts:
        late = life.until_on if fact.what in ON_THE_LAST_DAY else life.until_on - dt.timedelta(1)
        if not life.from_on <= fact.on <= late:
            wrong.append(Fault("life", fact.decision))
    return wrong


def _rows(facts: Iterable[Fact], keys: Sequence[str], life: Span) -> list[Row]:
    """Return one row from each day on which any of the keys was set, to the next such day."""
    state: dict[str, Any] = {}
    found: list[tuple[dt.date, UUID, tuple[Any, ...]]] = []
    setting = [fact for fact in facts if any(key in fact.values for key in keys)]
    for day, same_day in groupby(setting, key=lambda fact: fact.on):
        for fact in same_day:
            state |= fact.values
            by = fact.decision
        found.append((day, by, tuple(state.get(key, "") for key in keys)))
    ends = [*(day for day, _by, _values in found[1:]), life.until_on]
    return [
        Row(Span(day, end), by, values)
        for (day, by, values), end in zip(found, ends, strict=False)
        if day < end
    ]


def all_rows(facts: Sequence[Fact]) -> dict[str, list[Row]]:
    """Return the dated rows of a unit: designations, placements, codes, marks, successions.

    A change sets from its day what it names, until the next change of the same; of two of one
    day the later entered counts. Values: kind, type, name; parent; system, text; mark; heir,
    extent.
    Rule: house (a decision holds until the next one on the same matter).
    """
    life = life_of(facts)
    if life is None:
        return {}
    seats = [
        Fact(f.on, f.what, f.decision, values={"parent": f.other})
        for f in facts
        if f.what in {"founded", "moved"} and f.other is not None
    ]
    return {
        "designations": _rows(facts, ("kind", "cell_type", "name"), life),
        "placements": _rows(seats, ("parent",), life),
        "codes": [
            Row(row.span, row.decision, (system, row.values[0]))
            for system in ("statistics", "party")
            for row in _rows(facts, (system,), life)
            if row.values[0]
        ],
        "marks": [row for what in ("border", "far", "hard") for row in _marked(facts, what, life)],
        "successions": _successions(facts),
    }


def _marked(facts: Sequence[Fact], mark: str, life: Span) -> list[Row]:
    kept = [
        Fact(f.on, f.what, f.decision, values={"mark": mark if f.what == "marked" else ""})
        for f in facts
        if f.values.get("mark") == mark
    ]
    return [row for row in _rows(kept, ("mark",), life) if row.values[0]]


def _successions(facts: Sequence[Fact]) -> list[Row]:
    given = {
        (f.on, f.other): Row(Span(f.on, OPEN), f.decision, (f.other, f.values["extent"]))
        for f in facts
        if f.what == "gave"
    }
    return list(given.values())


def unplaced(
    seats: Iterable[Row], life: Span | None, *, ended_by: UUID | None, newest: UUID
) -> list[Fault]:
    """Return the placements under a unit on days on which it was none.

    seats: of its children. A child that stood there when the unit ended blames who ended it,
    unless the newest decision has put it there.
    Rule: house (a unit stands under one that exists).
    """
    wrong = []
    for seat in seats:
        if life is None or not life.from_on <= seat.span.from_on < life.until_on:
            wrong.append(Fault("above", seat.decision))
        elif seat.span.until_on > life.until_on:
            late = seat.decision == newest
            wrong.append(Fault("above", newest) if late else Fault("below", ended_by or newest))
    return wrong
