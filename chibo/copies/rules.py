"""What a month copied from paper must satisfy: its figures add up, its day can have been."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

MONTHLY = frozenset({"regular", "both"})
Place = tuple[UUID, dt.date, str]


@dataclass(frozen=True)
class PaperMonth:
    """One meeting as its paper states it. line: where it stands in the table, from 1.

    members: those counted; late is part of present; spoke, points: None where the paper is silent.
    """

    line: int
    cell: UUID
    held_on: dt.date
    kind: str
    members: int
    present: int
    late: int
    excused: int
    unexcused: int
    spoke: int | None = None
    points: Decimal | None = None

    @property
    def month(self) -> dt.date:
        """The first day of the month that the meeting answers for."""
        return self.held_on.replace(day=1)


@dataclass(frozen=True)
class Wrong:
    """What does not fit in one column of a line. code: which sentence; values: its holes."""

    column: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def wrong_figures(row: PaperMonth, *, points_of: Decimal) -> list[Wrong]:
    """Return which figures of a line contradict each other. points_of: the whole of the scale.

    Rule: 12-HD/BTCTW: present and absent make up the members counted; the rest: house.
    """
    found = []
    absent = row.excused + row.unexcused
    if not row.members:
        found.append(Wrong("members", "no_members"))
    elif row.present + absent != row.members:
        values = {"present": row.present, "absent": absent, "members": row.members}
        found.append(Wrong("present", "sum", values))
    if row.late > row.present:
        found.append(Wrong("late", "late", {"late": row.late, "present": row.present}))
    if row.spoke is not None and row.spoke > row.present:
        found.append(Wrong("spoke", "spoke", {"spoke": row.spoke, "present": row.present}))
    if row.points is not None and row.points > points_of:
        found.append(Wrong("points", "points", {"points": row.points, "of": points_of}))
    return found


def wrong_day(
    row: PaperMonth, *, today: dt.date, spans: Iterable[tuple[dt.date, dt.date]]
) -> list[Wrong]:
    """Return what is wrong with the day. spans: when the cell was one, from and until (exclusive).

    Rule: house (only what was held, by a cell that existed, is copied).
    """
    if row.held_on > today:
        return [Wrong("held_on", "future")]
    if not any(begun <= row.held_on < ended for begun, ended in spans):
        return [Wrong("held_on", "no_cell_then")]
    return []


def place_of(cell: UUID, held_on: dt.date, kind: str) -> Place:
    """Return the place that a meeting takes, which no second one may take.

    Rule: 42-HD/BTCTW: one regular meeting a month; others differ by day and kind: house.
    """
    return (cell, held_on.replace(day=1), "") if kind in MONTHLY else (cell, held_on, kind)


def wrong_place(row: PaperMonth, *, kept: set[Place], seen: Mapping[Place, int]) -> list[Wrong]:
    """Return whether the place of a line is taken. kept: in the book; seen: in lines before.

    Rule: 42-HD/BTCTW: one regular meeting a month; others differ by day and kind: house.
    """
    place = place_of(row.cell, row.held_on, row.kind)
    what = "month" if row.kind in MONTHLY else "meeting"
    month = f"{row.held_on.month}/{row.held_on.year}"
    if place in kept:
        return [Wrong("held_on", f"{what}_in_book", {"month": month})]
    if place in seen:
        return [Wrong("held_on", f"{what}_twice", {"month": month, "other": seen[place]})]
    return []
