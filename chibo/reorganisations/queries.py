"""Questions that the pages of a reorganisation ask."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from chibo.accounts.models import User
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand, demand_above, reach
from chibo.organizations.models import (
    Change,
    Decision,
    Designation,
    GroupSeat,
    Kind,
    PartyGroup,
    Placement,
)
from chibo.organizations.queries import Named, existed, life_of, named, names, superior
from chibo.reorganisations.models import MovedMember
from chibo.rulebook.models import Rule, Subject
from chibo.rulebook.queries import in_force


def decision_for(user: User, decision: UUID, *, on: dt.date) -> Decision:
    """Return a decision if this user may take it back; see `demand_over`. Raises: as there."""
    found = Decision.objects.filter(pk=decision, changes__isnull=False).first()
    if found is None:
        raise Http404
    demand_over(user, found, on=on)
    return found


def demand_over(user: User, decision: Decision, *, on: dt.date) -> None:
    """Demand the right above every unit that a decision changed, and at every superior involved.

    Raises: Http404; PermissionDenied.
    """
    before = decision.effective_on - dt.timedelta(days=1)
    for change in Change.objects.filter(decision=decision).order_by("pk"):
        demand_above(user, change.unit_id, on=on)
        if change.what == Change.What.MOVED and change.other_id is not None:
            left = superior(change.unit_id, on=before)
            for place in {change.other_id, left or change.other_id}:
                if life_of(place) is None:  # founded by a decision that was corrected
                    demand_above(user, place, on=on)
                else:
                    demand(user, Can.REORGANISE, at=place, on=on)


def founded_by(decision: Decision) -> set[UUID]:
    """Return the units that a decision founded."""
    rows = Change.objects.filter(decision=decision, what=Change.What.FOUNDED)
    return set(rows.values_list("unit", flat=True))


def ended_by_decision(decision: Decision) -> list[UUID]:
    """Return the units that a decision ended, in its order."""
    rows = Change.objects.filter(decision=decision, what=Change.What.ENDED).order_by("pk")
    return list(rows.values_list("unit", flat=True))


def unit_of(decision: Decision) -> UUID:
    """Return the unit on whose page a decision is told: one that it did not found, if any."""
    changed = Change.objects.filter(decision=decision).order_by("pk")
    other = changed.exclude(unit__in=founded_by(decision)).first()
    first = other or changed.first()
    assert first is not None  # noqa: S101 - a decision without changes has no page
    return first.unit_id if other or first.other_id is None else first.other_id


def newcomers(decision: Decision) -> "QuerySet[Membership]":
    """Return the rows of units founded by a decision that it did not bring there."""
    brought = MovedMember.objects.filter(decision=decision).values("after")
    rows = Membership.objects.filter(cell__in=founded_by(decision)).exclude(pk__in=brought)
    return rows.select_related("person").order_by("person__sort_key", "pk")


def cell_before(row: Membership) -> UUID | None:
    """Return the cell in which a member was at home on the day before a row began."""
    earlier = Membership.objects.filter(
        person=row.person_id, place=row.place, until_on=row.from_on
    ).first()
    return earlier.cell_id if earlier else None


def may_receive(user: User, *, on: dt.date, kinds: Iterable[str]) -> list[Named]:
    """Return the units of these kinds that this user may reorganise and that stand today."""
    ids = reach(user, Can.REORGANISE, on=on)
    rows = Designation.objects.on(on).filter(unit__in=ids, kind__in=list(kinds))
    return sorted(
        names(rows.values_list("unit", flat=True), on=on).values(), key=lambda each: each.sort_key
    )


def others_like(user: User, unit: Named, *, on: dt.date) -> list[tuple[Named, str]]:
    """Return the other units of a kind that this user may change, each with the unit above it."""
    found = [each for each in may_receive(user, on=on, kinds=[unit.kind]) if each.id != unit.id]
    ids = [each.id for each in found]
    above = dict(Placement.objects.on(on).filter(unit__in=ids).values_list("unit", "parent"))
    reached = set(reach(user, Can.REORGANISE, on=on))
    called = names(set(above.values()), on=on)
    return [
        (each, called[above[each.id]].short)
        for each in found
        if each.id in above and above[each.id] in reached
    ]


def people_of(cell: UUID, *, on: dt.date) -> list[Membership]:
    """Return one row for each person who is in a cell on the day or comes later, by name."""
    rows = Membership.objects.filter(cell=cell, until_on__gt=on).select_related("person")
    found: dict[UUID, Membership] = {}
    for row in rows.order_by("person__sort_key", "person__birth_year", "from_on"):
        found.setdefault(row.person_id, row)
    return list(found.values())


def least_official(unit: UUID, *, on: dt.date) -> Rule:
    """Return the rule that says from how many official members a cell is founded."""
    return in_force(unit, on=on, subject=Subject.MEMBERS).rules["cell.least_official"]


def small_cells(units: Iterable[UUID], *, on: dt.date) -> list[str]:
    """Return the cells that have fewer official members on a day than the rule asks for."""
    found = []
    for unit in units:
        if not existed(unit, on=on) or not (called := named(unit, on=on)).is_cell:
            continue
        rows = Membership.objects.on(on).filter(cell=unit, place=Membership.Place.HOME)
        count = rows.filter(official_on__lte=on).count()
        if count < int(least_official(unit, on=on).value):
            found.append(f"{called.full} ({count})")
    return sorted(found)


def seated(group: PartyGroup, *, on: dt.date) -> list[UUID]:
    """Return the persons who sit in a group on a day."""
    rows = GroupSeat.objects.on(on).filter(group=group).order_by("from_on", "pk")
    return list(rows.values_list("person", flat=True))


@dataclass(frozen=True)
class GroupLine:
    """A group and who sits in it: those who are still members of the cell."""

    group: PartyGroup
    seated: list[Membership]


def groups_of(cell: UUID, *, on: dt.date) -> list[GroupLine]:
    """Return the groups of a cell on a day, by name."""
    members = {
        row.person_id: row
        for row in Membership.objects.on(on).filter(cell=cell).select_related("person")
    }
    lines = []
    for group in PartyGroup.objects.on(on).filter(cell=cell).order_by("name"):
        rows = [members[person] for person in seated(group, on=on) if person in members]
        lines.append(GroupLine(group, sorted(rows, key=lambda row: row.person.sort_key)))
    return lines


def kinds_below(kind: str) -> list[Kind]:
    """Return the kinds of units that may be founded under one of this kind."""
    if kind == Kind.PROVINCE:
        return [Kind.COMMUNE, Kind.OTHER]
    return [] if kind == Kind.CELL else [Kind.CELL, Kind.SECTION]
