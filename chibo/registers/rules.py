"""Who was on a list when, why it grew or shrank: opening + up - down = closing, by construction."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Why a list grew or shrank, as the reconciliation names it."""

    ADMITTED = "admitted"
    READMITTED = "readmitted"
    LISTED = "listed"
    RECEIVED = "received"
    REORGANISED = "reorganised"
    CELL_CAME = "cell_came"
    RECOGNISED = "recognised"
    SENT = "sent"
    CELL_WENT = "cell_went"
    STRUCK_OFF = "struck_off"
    EXPELLED = "expelled"
    LEFT = "left"
    DIED = "died"
    OTHER = "other"


UP = (
    Kind.ADMITTED, Kind.READMITTED, Kind.LISTED, Kind.RECEIVED, Kind.REORGANISED, Kind.CELL_CAME,
    Kind.RECOGNISED, Kind.OTHER,
)  # fmt: skip
DOWN = (
    Kind.SENT, Kind.REORGANISED, Kind.CELL_WENT, Kind.STRUCK_OFF, Kind.EXPELLED, Kind.LEFT,
    Kind.DIED, Kind.RECOGNISED, Kind.OTHER,
)  # fmt: skip
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True)
class Piece:
    """One membership as far as it lies in a unit. until is exclusive; key: of the membership."""

    since: dt.date
    until: dt.date
    official_on: dt.date | None
    began: Kind
    ended: Kind
    key: Any = None


@dataclass(frozen=True)
class Stretch:
    """A person in a unit, in one standing, without a break; came, went: why it began and ended."""

    since: dt.date
    until: dt.date
    official: bool
    came: Kind
    went: Kind
    key: Any = None


@dataclass(frozen=True)
class Change:
    """A person's standing in a unit changed on a day. up, down: official or not; None: outside."""

    on: dt.date
    kind: Kind
    up: bool | None
    down: bool | None
    key: Any = None


def began(what: str, *, with_cell: bool) -> Kind:
    """Return why a list grew. what: the step that opened the membership, or empty.

    with_cell: the cell came into the unit, the membership was there before.
    Rule: 7-HSĐV, columns 7 and 11 (domain notes §2.2); house for what the book does not know.
    """
    if with_cell:
        return Kind.CELL_CAME
    known = {"listed", "admitted", "readmitted", "received", "reorganised"}
    return Kind(what) if what in known else Kind.OTHER


def ended(what: str, *, with_cell: bool) -> Kind:
    """Return why a list shrank. what: the step that closed the membership, or empty.

    with_cell: the cell left the unit, the membership went on.
    Rule: 7-HSĐV, columns 10, 12 and 13 (domain notes §2.2); house for what the book does not know.
    """
    if with_cell:
        return Kind.CELL_WENT
    known = {"sent", "reorganised", "struck_off", "expelled", "left", "died"}
    what = "sent" if what in {"received", "gone"} else what  # received elsewhere: sent from here
    return Kind(what) if what in known else Kind.OTHER


def stretches(pieces: Sequence[Piece]) -> list[Stretch]:
    """Return a person's time in a unit, oldest first, cut where probation ended.

    Where two pieces overlap the later one counts from the end of the earlier one.
    Rule: house: one person is one member of a unit on any day.
    """
    found: list[Stretch] = []
    for piece in sorted(pieces, key=lambda each: (each.since, each.until)):
        since = max(piece.since, found[-1].until) if found else piece.since
        turn = piece.official_on or piece.until
        spans = (
            (since, min(turn, piece.until), False),
            (max(since, turn), piece.until, True),
        )
        found += [
            Stretch(start, end, official, piece.began, piece.ended, piece.key)
            for start, end, official in spans
            if start < end
        ]
    return found


def changes(found: Sequence[Stretch]) -> list[Change]:
    """Return each day on which a person's standing in a unit changed, oldest first.

    Leaving one cell and entering another of the unit on the same day is no change.
    Rule: house: what makes the sum come out.
    """
    rows: list[Change] = []
    before: Stretch | None = None
    for here in found:
        if before is None or before.until < here.since:
            if before is not None:
                rows.append(Change(before.until, before.went, None, before.official, before.key))
            rows.append(Change(here.since, here.came, here.official, None, here.key))
        elif before.official != here.official:
            kind = Kind.RECOGNISED if here.official else Kind.OTHER
            rows.append(Change(here.since, kind, here.official, before.official, here.key))
        before = here
    if before is not None:
        rows.append(Change(before.until, before.went, None, before.official, before.key))
    return rows


def standing_on(found: Sequence[Stretch], day: dt.date) -> Stretch | None:
    """Return the stretch that holds on a day; None: outside. Rule: house."""
    return next((each for each in found if each.since <= day < each.until), None)


def stays(found: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return a person's unbroken stays in a unit as their stretches, oldest first.

    Rule: house: a move between cells of a unit does not interrupt.
    """
    rows: list[list[Stretch]] = []
    for each in found:
        if rows and rows[-1][-1].until == each.since:
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


@dataclass(frozen=True)
class Period:
    """Days from first to last, both inclusive."""

    first: dt.date
    last: dt.date

    @property
    def quarter(self) -> int | None:
        """The number of the quarter that these days are, or None."""
        number = (self.first.month + 2) // 3
        return number if self == quarter_of(self.first) else None

    def __str__(self) -> str:
        if self.quarter:
            return f"{self.first.year}-Q{self.quarter}"
        return f"{self.first}_{self.last}"

    def next(self, steps: int = 1) -> "Period":
        """Return the quarter so many quarters after the one in which these days begin."""
        count = self.first.year * 4 + (self.first.month - 1) // 3 + steps
        return quarter_of(dt.date(count // 4, count % 4 * 3 + 1, 1))


def quarter_of(day: dt.date) -> Period:
    """Return the quarter in which a day lies.

    Rule: member lists are reconciled with the levels above and below every three months (domain
    notes §2.2).
    """
    start = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    after = (start + dt.timedelta(days=100)).replace(day=1)
    return Period(start, after - dt.timedelta(days=1))


def period_of(text: str) -> Period:
    """Return the days written `2026-Q3` or `2026-07-01_2026-09-30`. Raises: ValueError.

    Rule: house: how an address names days.
    """
    if found := _QUARTER.fullmatch(text):
        return quarter_of(dt.date(int(found[1]), int(found[2]) * 3, 1))
    first, _line, last = text.partition("_")
    period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    if period.last < period.first:
        raise ValueError(text)
    return period
