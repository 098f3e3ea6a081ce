"""What leaves a province: the only list. A column that is not named here stays at home."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from chibo.figures.models import COUNTERS, Seat, UnitMonth
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import (
    Ancestry,
    Change,
    Code,
    Decision,
    Designation,
    Placement,
    Succession,
    Unit,
)
from chibo.papers.models import Paper

ADOPTED = ("resolution", "conclusion")
_FACT = ("id", "province", "unit_id", "decision_id", "from_on", "until_on")


@dataclass(frozen=True)
class Published:
    """One table: the columns that leave; those that say which row it is, with the province first.

    kinds: only rows of these kinds leave.
    """

    model: type[Model]
    columns: tuple[str, ...]
    key: tuple[str, ...] = ("province", "id")
    kinds: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def table(self) -> str:
        """Name of the table, in a province and at the nation."""
        return self.model._meta.db_table

    @property
    def fields(self) -> "dict[str, Field[Any, Any]]":
        """All fields of the model by column, in its order."""
        return {str(field.column): field for field in self.model._meta.local_concrete_fields}

    @property
    def types(self) -> dict[str, str]:
        """Types of the columns that receive: texts without a length, which a province may raise."""
        return {column: _type(field) for column, field in self.fields.items()}


def _type(field: "Field[Any, Any]") -> str:
    kind = str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
    return "text" if kind.startswith("varchar") else kind


PUBLISHED = (
    Published(Unit, ("id", "province")),
    Published(
        Decision,
        ("id", "province", "number", "issuer", "signed_on", "effective_on", "is_house",
         "corrects_id"),
    ),
    Published(
        Designation, (*_FACT, "kind", "cell_type", "name", "sort_key"), indexes=(("unit_id",),)
    ),
    Published(Placement, (*_FACT, "parent_id"), indexes=(("unit_id",), ("parent_id",))),
    Published(Code, (*_FACT, "system", "text"), indexes=(("unit_id",),)),
    Published(
        Succession,
        ("id", "province", "predecessor_id", "successor_id", "extent", "on", "decision_id"),
        indexes=(("predecessor_id",), ("successor_id",)),
    ),
    Published(
        Ancestry,
        ("id", "province", "unit_id", "ancestor_id", "depth", "from_on", "until_on"),
        indexes=(("unit_id",), ("ancestor_id",)),
    ),
    Published(
        Change,
        ("id", "province", "decision_id", "unit_id", "what", "other_id", "values", "entered_at"),
        indexes=(("unit_id",), ("other_id",), ("decision_id",)),
    ),
    Published(
        Seat, ("id", "province", "unit_id", "above_id", "depth"),
        indexes=(("id",), ("unit_id",), ("above_id",)),
    ),
    Published(
        UnitMonth, ("seat_id", "view", "month", "province", *COUNTERS),
        key=("province", "seat_id", "view", "month"), indexes=(("seat_id", "view", "month"),),
    ),
    Published(
        MinutesClosure,
        ("id", "province", "cell_id", "kept_by_id", "superior_id", "version", "is_newest",
         "is_from_paper", "closed_at", "kind", "month", "held_on", "length_minutes", "on_time",
         "days_to_entry", "delegate_present", "official", "probationary", "exempt", "suspended",
         "away", "here", "special_duty", "counted", "present", "late", "excused", "unexcused",
         "spoke", "points", "points_of", "grade", "tasks_done", "tasks_partly", "tasks_not_done",
         "tasks_dropped", "tasks_new", "petitions", "resolution_paper_id"),
        indexes=(("id",), ("cell_id", "held_on"), ("month", "cell_id")),
    ),
    Published(
        Paper,
        ("id", "province", "unit", "kind", "number", "period", "symbol", "signed_on", "version",
         "content_hash", "entered_at"),
        key=("province", "id", "kind"), kinds=ADOPTED,
        indexes=(("id",), ("unit", "signed_on")),
    ),
)  # fmt: skip
