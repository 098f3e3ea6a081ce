"""Who may do what where. An office is held at a place and reaches from there, by `rights.py`."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet
from django.http import Http404

from chibo.accounts.models import User
from chibo.core.dated import holds
from chibo.core.remembering import remembered
from chibo.organizations.models import Ancestry, Change, Designation, Placement, Role, Unit
from chibo.organizations.rights import BRANCH, OWN, RIGHTS, Can

__all__ = [
    "BRANCH", "OWN", "RIGHTS", "Can", "above", "demand", "demand_above", "demanded", "may", "reach",
    "rights_at", "unit_for",
]  # fmt: skip


def _posts(user: User | int, on: dt.date, placed_on: dt.date) -> Q:
    """Return the condition on ancestry rows that lie under a post held on the day."""
    held = Q(ancestor__posts__person__user=user) & holds(on, "ancestor__posts__")
    return held & holds(placed_on)


def _reaching(capability: Can | None) -> Q:
    """Return the condition on a post's role and its distance to the unit; None: any capability."""
    wide, near = [], []
    for role, rights in RIGHTS.items():
        found = set(rights.values()) if capability is None else {rights.get(capability)}
        if BRANCH in found:
            wide.append(role)
        elif OWN in found:
            near.append(role)
    here = Q(ancestor__posts__role__in=near, depth=0)
    return Q(ancestor__posts__role__in=wide) | here


def reach(user: User, capability: Can | None, *, on: dt.date) -> QuerySet[Ancestry, UUID]:
    """Return the ids of units where this user has the capability today; None: any at all."""
    rows = Ancestry.objects.filter(_posts(user, on, on) & _reaching(capability))
    return rows.values_list("unit", flat=True)


def _last_place(unit: UUID, on: dt.date) -> dt.date:
    """Return the day whose tree decides about a unit: today, or the last day of one that ended."""
    until = Designation.objects.filter(unit=unit).aggregate(last=Max("until_on"))["last"]
    return on if until is None or until > on else until - dt.timedelta(days=1)


def may(user: User, capability: Can | None, *, at: UUID, on: dt.date) -> bool:
    """Say whether this user has the capability at the unit on the day.

    A unit that has ended is reached by those above its last place.
    """
    rights = rights_at(user, at=at, on=on)
    return bool(rights) if capability is None else capability in rights


def demand(user: User, capability: Can, *, at: UUID, on: dt.date) -> None:
    """Let pass, or refuse: a colleague without the right is forbidden, a stranger finds nothing.

    Raises: PermissionDenied; Http404.
    """
    demanded(user, capability, at=at, on=on)


def above(unit: UUID, *, on: dt.date) -> UUID:
    """Return the unit above on the day, or nearest to it; above the province stands itself."""
    seats = Placement.objects.filter(unit=unit).order_by("from_on")
    if seat := seats.filter(from_on__lte=on).last() or seats.first():
        return seat.parent_id
    founded = Change.objects.filter(unit=unit, other__isnull=False).order_by("pk").first()
    return founded.other_id if founded and founded.other_id else unit


def demand_above(user: User, unit: UUID, *, on: dt.date) -> None:
    """Demand the right to change a unit itself, which is held at the unit above it.

    Raises: PermissionDenied; Http404.
    """
    if not may(user, Can.REORGANISE, at=above(unit, on=on), on=on):
        if may(user, None, at=unit, on=on):
            raise PermissionDenied
        raise Http404


def unit_for(user: User, capability: Can, unit: UUID, *, on: dt.date) -> Unit:
    """Return the unit if this user may; see `demand`."""
    demand(user, capability, at=unit, on=on)
    return Unit.objects.get(pk=unit)


def rights_at(user: User, *, at: UUID, on: dt.date) -> set[Can]:
    """Return all that this user may do at the unit: for the buttons on a page; as `may`."""
    held = _roles(user.pk, at, on, on)
    if not held and (placed_on := _last_place(at, on)) != on:
        held = _roles(user.pk, at, on, placed_on)
    return {
        capability
        for role, depth in held
        for capability, how_far in RIGHTS[Role(role)].items()
        if how_far == BRANCH or depth == 0
    }


def demanded(user: User, capability: Can, *, at: UUID, on: dt.date) -> set[Can]:
    """Demand the capability, and return all that this user may do there. Raises: as `demand`."""
    rights = rights_at(user, at=at, on=on)
    if not rights:
        raise Http404
    if capability not in rights:
        raise PermissionDenied
    return rights


@remembered
def _roles(user: int, at: UUID, on: dt.date, placed_on: dt.date) -> list[tuple[str, int]]:
    """Return the roles that reach the unit, each with its distance. user: the key."""
    if not user:  # nobody holds what people without a login hold
        return []
    rows = Ancestry.objects.filter(_posts(user, on, placed_on), unit=at)
    return list(rows.values_list("ancestor__posts__role", "depth"))
