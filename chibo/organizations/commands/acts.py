"""What each kind of decision says: the changes that it consists of, not yet written."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from chibo.core import viet
from chibo.organizations.models import Change, Kind, Placement, Succession, Unit


@dataclass(frozen=True)
class Said:
    """One change as a decision says it; see `Change`."""

    unit: UUID
    what: str
    other: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewUnit:
    """What a unit to be founded is and is called."""

    id: UUID
    kind: Kind
    name: str
    cell_type: str = ""
    statistics_code: str = ""
    party_code: str = ""


@dataclass(frozen=True)
class Predecessor:
    """A unit that gives all or part of itself."""

    unit: Unit
    extent: str = Succession.Extent.WHOLE


@dataclass(frozen=True)
class Heir:
    """Who takes over from a unit that is divided, and which units below it."""

    into: NewUnit | UUID
    children: tuple[UUID, ...] = ()

    @property
    def id(self) -> UUID:
        return self.into if isinstance(self.into, UUID) else self.into.id


def founding(new: Sequence[NewUnit], parent: UUID | None) -> list[Said]:
    """Units begin under a unit."""
    return [
        Said(
            each.id, Change.What.FOUNDED, parent,
            {
                "kind": str(each.kind), "cell_type": str(each.cell_type),
                "name": viet.tidy_line(each.name),
                **({"statistics": each.statistics_code} if each.statistics_code else {}),
                **({"party": each.party_code} if each.party_code else {}),
            },
        )
        for each in new
    ]  # fmt: skip


def renaming(unit: UUID, name: str) -> list[Said]:
    """A unit gets another name."""
    return [Said(unit, Change.What.RENAMED, None, {"name": viet.tidy_line(name)})]


def retyping(unit: UUID, kind: str, cell_type: str) -> list[Said]:
    """A unit becomes one of another kind."""
    return [Said(unit, Change.What.RETYPED, None, {"kind": kind, "cell_type": cell_type})]


def moving(units: Iterable[UUID], to: UUID) -> list[Said]:
    """Units stand under another."""
    return [Said(unit, Change.What.MOVED, to) for unit in units]


def ending(units: Iterable[UUID]) -> list[Said]:
    """Units end."""
    return [Said(unit, Change.What.ENDED) for unit in units]


def marking(unit: UUID, what: str, *, holds: bool = True) -> list[Said]:
    """A unit's area is called border, far or hard, or no longer."""
    done = Change.What.MARKED if holds else Change.What.UNMARKED
    return [Said(unit, done, None, {"mark": what})]


def coding(unit: UUID, system: str, text: str) -> list[Said]:
    """A code is lent to a unit."""
    return [Said(unit, Change.What.CODED, None, {system: text})]


def merging(
    predecessors: Sequence[Predecessor], into: NewUnit | UUID, parent: UUID, on: dt.date
) -> list[Said]:
    """Units give themselves to one that is new or stands already; those that give all end."""
    heir = Heir(into)
    said = founding([into], parent) if isinstance(into, NewUnit) else []
    said += [giving(each.unit.pk, heir.id, each.extent) for each in predecessors]
    whole = [each.unit.pk for each in predecessors if each.extent == Succession.Extent.WHOLE]
    return said + moving(below(whole, on), heir.id) + ending(whole)


def splitting(unit: UUID, heirs: Sequence[Heir], parent: UUID, on: dt.date) -> list[Said]:
    """A unit ends and divides itself among several; what is given to none goes to the first."""
    named = {child for heir in heirs for child in heir.children}
    rest = tuple(child for child in below([unit], on) if child not in named)
    all_ = [Heir(heirs[0].into, heirs[0].children + rest), *heirs[1:]]
    return parting(unit, all_, parent, divides=True) + ending([unit])


def parting(
    unit: UUID, heirs: Sequence[Heir], parent: UUID, *, divides: bool = False
) -> list[Said]:
    """A unit gives parts of itself and stays, unless it divides itself."""
    new = [heir.into for heir in heirs if isinstance(heir.into, NewUnit)]
    said = founding(new, parent)
    for heir in heirs:
        gift = giving(unit, heir.id, Succession.Extent.PART)
        said.append(replace(gift, values=gift.values | {"divides": divides}))
        said += moving(heir.children, heir.id)
    return said


def giving(unit: UUID, heir: UUID, extent: str) -> Said:
    """A unit gives all or part of itself to another."""
    return Said(unit, Change.What.GAVE, heir, {"extent": str(extent)})


def below(units: Iterable[UUID], on: dt.date) -> list[UUID]:
    """Return the units directly below these on the day."""
    seats = Placement.objects.on(on).filter(parent__in=list(units))
    return list(seats.order_by("pk").values_list("unit", flat=True))
