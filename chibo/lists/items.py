"""A line of a list as it was understood, and what stands against it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from chibo.lists.finding import Row
from chibo.lists.queries import Known
from chibo.lists.rules import When

REFUSED, DOUBT, NOTE = "refused", "doubt", "note"
NEW, CHANGED, SAME, DOUBTFUL = "new", "changed", "same", "doubtful"
STATES = (NEW, CHANGED, SAME, DOUBTFUL, REFUSED)


class Issue(NamedTuple):
    """What stands against one value of a line. weight: refused, doubt or note.

    question: the key of the question that settles all issues alike; empty for a refusal.
    """

    field: str
    code: str
    weight: str
    values: Mapping[str, Any]
    question: str = ""


class Change(NamedTuple):
    """One value that the list says otherwise than the book, as text."""

    field: str
    old: str
    new: str


@dataclass(slots=True)
class Item:
    """One line. key: sheet and line, by which it is answered and taken."""

    key: str
    sheet: int
    row: Row
    raw: dict[str, str]
    name: str = ""
    folded: str = ""
    birth: tuple[int, int | None, int | None] | None = None
    sex: str = ""
    days: dict[str, dt.date] = field(default_factory=dict)
    whens: dict[str, tuple[When, bool]] = field(default_factory=dict)  # with: a true date
    cell: UUID | None = None
    office: str = ""
    phone: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    issues: list[Issue] = field(default_factory=list)
    match: Known | None = None
    unit: UUID | None = None
    changes: list[Change] = field(default_factory=list)
    one_with: "Item | None" = None
    double: "Double | None" = None
    state: str = NEW

    def say(
        self, name: str, code: str, weight: str = REFUSED, question: str = "", **values: Any
    ) -> None:
        """Note what stands against a value."""
        self.issues.append(Issue(name, code, weight, values, question))

    def refused(self) -> bool:
        return any(issue.weight == REFUSED for issue in self.issues)

    def has(self, name: str) -> bool:
        """Say whether anything but a note stands against a value."""
        return any(issue.field == name and issue.weight != NOTE for issue in self.issues)


@dataclass
class Double:
    """Two that may be one: a line, and another line or a member of the book."""

    key: str
    item: Item
    other: Item | None
    known: Known | None
    answer: str = ""  # one, two, later or not yet
