"""What one act of a decision would do: changes of units, and where members go."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chibo.organizations.commands import acts
from chibo.organizations.commands.acts import Heir, NewUnit, Predecessor, Said
from chibo.organizations.models import Unit


@dataclass(frozen=True)
class Going:
    """Where the members of a cell go: each by name of a person, the others to `rest` or stay."""

    rest: UUID | None
    each: Mapping[UUID, UUID] = field(default_factory=dict)

    def of(self, person: UUID) -> UUID | None:
        return self.each.get(person, self.rest)


@dataclass(frozen=True)
class Turn:
    """One act of a decision.

    unit: on whose page it is done. changed: the units that one must stand above; under: those
    below which something is put. goes: cell to where its members go.
    """

    what: str
    unit: UUID
    said: Sequence[Said]
    changed: frozenset[UUID] = frozenset()
    under: frozenset[UUID] = frozenset()
    goes: Mapping[UUID, Going] = field(default_factory=dict)


def found(parent: UUID, new: NewUnit) -> Turn:
    """A unit begins under another."""
    return Turn("found", parent, acts.founding([new], parent), under=frozenset({parent}))


def rename(unit: UUID, name: str) -> Turn:
    """A unit gets another name."""
    return Turn("rename", unit, acts.renaming(unit, name), frozenset({unit}))


def retype(unit: UUID, kind: str, cell_type: str) -> Turn:
    """A unit becomes one of another kind."""
    return Turn("retype", unit, acts.retyping(unit, kind, cell_type), frozenset({unit}))


def move(page: UUID, units: Sequence[UUID], to: UUID) -> Turn:
    """Units stand under another."""
    what = "move" if page in units else "transfer"
    return Turn(what, page, acts.moving(units, to), frozenset(units), frozenset({to}))


def merge(
    page: UUID, units: Sequence[Unit], into: NewUnit | UUID, parent: UUID, on: dt.date
) -> Turn:
    """Units become one: a new one, or one of them or another that stands already."""
    heir = Heir(into).id
    giving = [Predecessor(unit) for unit in units if unit.pk != heir]
    said = acts.merging(giving, into, parent, on)
    goes = {each.unit.pk: Going(heir) for each in giving}
    changed = {each.unit.pk for each in giving} | ({into} if isinstance(into, UUID) else set())
    return Turn("merge", page, said, frozenset(changed), frozenset({parent}), goes)


def split(
    unit: UUID,
    heirs: Sequence[Heir],
    parent: UUID,
    on: dt.date,
    *,
    stays: bool,
    each: Mapping[UUID, UUID],
) -> Turn:
    """A unit divides itself among several, or gives a part and stays.

    each: person to the heir's unit. What is given to nobody goes to the first, or stays.
    """
    said = acts.parting(unit, heirs, parent) if stays else acts.splitting(unit, heirs, parent, on)
    going = Going(None if stays else heirs[0].id, each)
    old = {heir.into for heir in heirs if isinstance(heir.into, UUID)}
    return Turn(
        "split", unit, said, frozenset({unit, *old}), frozenset({parent}), {unit: going}
    )  # fmt: skip


def end(unit: UUID) -> Turn:
    """A unit ends and leaves nothing."""
    return Turn("end", unit, acts.ending([unit]), frozenset({unit}))


def mark(unit: UUID, what: str, *, holds: bool) -> Turn:
    """A unit's area is called border, far or hard, or no longer."""
    return Turn("mark", unit, acts.marking(unit, what, holds=holds), frozenset({unit}))


def ended_by(said: Sequence[Said]) -> set[UUID]:
    """Return the units that these changes end."""
    return {each.unit for each in said if each.what == "ended"}
