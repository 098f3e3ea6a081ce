import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Max, Min, OuterRef, QuerySet, Subquery

from chibo.accounts.models import User
from chibo.core import viet
from chibo.core.dated import holds
from chibo.core.remembering import remembered
from chibo.organizations.authority import Can, reach
from chibo.organizations.models import (
    Ancestry,
    Change,
    Designation,
    Kind,
    Placement,
    Post,
    Role,
    Succession,
    Unit,
)
from chibo.organizations.rules import Span
from chibo.people.models import Person

COMMITTEE = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER)  # highest first
_ORGANISATION = {Kind.CELL: "Chi bộ"}


@dataclass(frozen=True)
class Named:
    """A unit as it is called on a day. `name`: `xã Mường Pồn`; `full`: `Đảng bộ xã Mường Pồn`."""

    id: UUID
    kind: str
    name: str
    sort_key: str = ""
    cell_type: str = ""

    @property
    def full(self) -> str:
        if self.kind == Kind.OTHER:
            return viet.capital(self.name)
        return f"{_ORGANISATION.get(Kind(self.kind), 'Đảng bộ')} {self.name}"

    @property
    def short(self) -> str:
        return viet.capital(self.name)

    @property
    def is_cell(self) -> bool:
        return self.kind == Kind.CELL


@remembered
def names(units: Iterable[UUID], *, on: dt.date) -> dict[UUID, Named]:
    """Return how each unit is called on the day; a unit that did not exist then is left out."""
    rows = Designation.objects.on(on).filter(unit__in=set(units))
    return {
        row.unit_id: Named(row.unit_id, row.kind, row.name, row.sort_key, row.cell_type)
        for row in rows
    }


def named(unit: UUID, *, on: dt.date) -> Named:
    """Return how the unit is called on the day, or nearest to it where it did not exist then."""
    found = names([unit], on=on)
    if unit in found:
        return found[unit]
    spans = Designation.objects.filter(unit=unit)
    row = (
        spans.filter(from_on__lte=on).order_by("-from_on").first()
        or spans.order_by("from_on").first()
    )
    if row is None:  # its founding was corrected: it never was
        values = Change.objects.filter(unit=unit).earliest("pk").values
        return Named(unit, values["kind"], values["name"], "", values["cell_type"])
    return Named(unit, row.kind, row.name, row.sort_key, row.cell_type)


@remembered
def superior(unit: UUID, *, on: dt.date) -> UUID | None:
    """Return the unit directly above on the day."""
    return Placement.objects.on(on).filter(unit=unit).values_list("parent", flat=True).first()


@remembered
def chain(unit: UUID, *, on: dt.date) -> list[UUID]:
    """Return the unit and those above it on the day, nearest first."""
    return list(
        Ancestry.objects.on(on)
        .filter(unit=unit)
        .order_by("depth")
        .values_list("ancestor", flat=True)
    )


def children(unit: UUID, *, on: dt.date) -> list[Named]:
    """Return the units directly under a unit on the day, in Vietnamese order."""
    ids = Placement.objects.on(on).filter(parent=unit).values_list("unit", flat=True)
    return sorted(names(ids, on=on).values(), key=lambda each: each.sort_key)


def cells_under(unit: UUID, *, on: dt.date) -> list[Named]:
    """Return the cells in the branch of a unit on the day, in Vietnamese order."""
    rows = (
        Designation.objects.on(on)
        .filter(holds(on, "unit__ancestry__"), kind=Kind.CELL, unit__ancestry__ancestor=unit)
        .order_by("sort_key")
    )
    return [Named(r.unit_id, r.kind, r.name, r.sort_key, r.cell_type) for r in rows]


def branch_names(root: UUID, *, on: dt.date) -> dict[UUID, Named]:
    """Return how the unit and all below it are called on the day, in Vietnamese order."""
    rows = Designation.objects.on(on).filter(
        holds(on, "unit__ancestry__"), unit__ancestry__ancestor=root
    )
    return {
        row.unit_id: Named(row.unit_id, row.kind, row.name, row.sort_key, row.cell_type)
        for row in rows.order_by("sort_key")
    }


def chains(root: UUID, *, on: dt.date) -> dict[UUID, list[UUID]]:
    """Return `chain` of the unit and of all below it, in one query."""
    below = Ancestry.objects.on(on).filter(ancestor=root).values("unit")
    rows = Ancestry.objects.on(on).filter(unit__in=below).order_by("depth")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for unit, ancestor in rows.values_list("unit", "ancestor"):
        found[unit].append(ancestor)
    return dict(found)


@remembered
def existed(unit: UUID, *, on: dt.date) -> bool:
    """Say whether the unit existed on the day."""
    return Designation.objects.on(on).filter(unit=unit).exists()


def holders(
    units: Iterable[UUID], roles: Iterable[Role], *, on: dt.date
) -> dict[tuple[UUID, str], Post]:
    """Return who holds each of these roles at these units on the day (the last to begin)."""
    return {(post.unit_id, post.role): post for post in posts_at(units, roles, on=on)}


@remembered
def posts_at(units: Iterable[UUID], roles: Iterable[Role], *, on: dt.date) -> list[Post]:
    """Return all posts of these roles at these units on the day, the first to begin first."""
    rows = Post.objects.on(on).filter(unit__in=list(units), role__in=list(roles))
    return list(rows.select_related("person").order_by("from_on"))


def committee_of(cell: UUID, *, on: dt.date) -> set[UUID]:
    """Return the persons of a cell's committee on the day; else its secretary and deputy."""
    return {post.person_id for post in posts_at([cell], COMMITTEE, on=on)}


def posts_of(user: User, *, on: dt.date) -> list[Post]:
    """Return the posts that this user holds on the day, offices before membership."""
    mine = Person.objects.filter(user=user).values("pk")  # by a join SQLite reads every post
    posts = Post.objects.on(on).filter(person__in=mine).select_related("unit", "person")
    order = list(Role.values)
    aside = [Role.FOLLOWER, Role.MEMBER]  # what one is besides an office
    return sorted(
        posts,
        key=lambda post: (
            aside.index(Role(post.role)) + 1 if post.role in aside else 0,
            order.index(post.role),
        ),
    )


def visible_to(user: User, capability: Can, *, on: dt.date) -> QuerySet[Unit]:
    """Return the units where this user has the capability."""
    return Unit.objects.filter(pk__in=reach(user, capability, on=on))


def life_of(unit: UUID) -> Span | None:
    """Return from when until when a unit exists; None where every founding was corrected."""
    found = Designation.objects.filter(unit=unit).aggregate(a=Min("from_on"), z=Max("until_on"))
    return Span(found["a"], found["z"]) if found["a"] else None


@remembered
def _taken_over(*, on: dt.date) -> dict[UUID, list[UUID]]:
    """Return for each unit that has ended those it gave itself to on its last day, in order."""
    ends = Designation.objects.filter(unit=OuterRef("predecessor")).order_by("-until_on")
    steps = Succession.objects.filter(on__lte=on).annotate(
        ends=Subquery(ends.values("until_on")[:1])
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for old, new in (
        steps.filter(on=F("ends")).order_by("pk").values_list("predecessor", "successor")
    ):
        found[old].append(new)
    return found


@remembered
def heirs(units: Iterable[UUID], *, on: dt.date) -> dict[UUID, list[UUID]]:
    """Return for each unit those that stand for it on the day: itself, or its successors' heirs.

    A unit that divided itself among several has several heirs; parts given away while it stood
    make none.
    """
    units = set(units)
    standing = Designation.objects.on(on).values_list("unit", flat=True)
    alive = set(standing.filter(unit__in=units))
    if alive == units:
        return {unit: [unit] for unit in units}
    after = _taken_over(on=on)
    alive |= set(standing.filter(unit__in={heir for found in after.values() for heir in found}))

    def of(unit: UUID, seen: frozenset[UUID]) -> list[UUID]:
        if unit in alive:
            return [unit]
        found = [heir for nxt in after[unit] if nxt not in seen for heir in of(nxt, seen | {nxt})]
        return list(dict.fromkeys(found))

    return {unit: of(unit, frozenset({unit})) for unit in units}


def stand_in(unit: UUID, *, on: dt.date) -> UUID:
    """Return the one unit that stands for another on a day: itself, or the first of its heirs."""
    return next(iter(heirs([unit], on=on)[unit]), unit)


def forebears(unit: UUID, *, on: dt.date) -> dict[UUID, list[UUID]]:
    """Return the units that have ended and given themselves to this one, each with all its heirs.

    Those before them are among them, with those that stand for them that day. The heirs come in
    the order of the decision.
    """
    if not Succession.objects.filter(successor=unit, on__lte=on).exists():
        return {}  # as of most; those of the whole nation need not be read
    return forebears_each([unit], on=on).get(unit, {})


def forebears_each(units: Iterable[UUID], *, on: dt.date) -> dict[UUID, dict[UUID, list[UUID]]]:
    """Return `forebears` of those units that have any."""
    after = _taken_over(on=on)
    successors = {heir for found in after.values() for heir in found}
    all_found = {}
    for unit in successors.intersection(units):
        found: dict[UUID, list[UUID]] = {}
        wanted = [unit]
        while wanted:
            wanted = [
                old for old, new in after.items() if set(new) & set(wanted) and old not in found
            ]
            found |= {old: after[old] for old in wanted}
        all_found[unit] = found
    last = heirs({old for found in all_found.values() for old in found}, on=on)
    return {
        unit: {old: last[old] if unit in last[old] else new for old, new in found.items()}
        for unit, found in all_found.items()
    }


def was_reorganised(*, since: dt.date, until: dt.date) -> bool:
    """Say whether any unit was succeeded by another between the two days."""
    return Succession.objects.filter(on__gte=since, on__lte=until).exists()
