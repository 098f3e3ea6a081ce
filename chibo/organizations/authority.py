"""Who may do what where: one table. An office is held at a place and reaches from there.

`OWN` reaches the unit of the post, `BRANCH` that unit and all below it today.
"""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet
from django.http import Http404

from chibo.accounts.models import User
from chibo.core.dated import holds
from chibo.core.remembering import remembered
from chibo.organizations.models import Ancestry, Change, Designation, Placement, Role, Unit


class Can(StrEnum):
    """What one can do. The first half reads, the second writes."""

    SEE_UNIT = "unit.see"
    READ_COUNTS = "counts.read"
    READ_PAPERS = "papers.read"  # adopted: resolution, conclusion
    READ_REGISTER = "register.read"
    READ_ROLL_CALL = "roll_call.read"  # by name
    READ_MINUTES = "minutes.read"  # raw
    READ_CELL_ONLY = "cell_only.read"  # corrections agreed, whom to visit
    READ_PHONES = "phones.read"
    READ_RULES = "rules.read"
    READ_ELECTIONS = "elections.read"  # results of ballots, terms
    HOLD_MEETING = "meeting.hold"
    COUNT_BALLOTS = "ballots.count"  # enter the totals that oneself counted
    CLOSE_MINUTES = "minutes.close"
    KEEP_REGISTER = "register.keep"
    GIVE_POSTS = "posts.give"
    CHANGE_RULES = "rules.change"
    ASSESS_FROM_ABOVE = "assessment.from_above"  # an own score beside the cell's
    COPY_PAST_MONTHS = "past_months.copy"  # from paper, before the book
    SEND_DELEGATES = "delegates.send"  # the rota of the committee's visits
    REORGANISE = "units.reorganise"  # what stands below; a unit itself from the one above
    NOTE_CHECKS = "checks.note"  # cards, files, lists were checked on a day
    READ_DUES = "dues.read"  # sums of a cell, no names
    KEEP_DUES = "dues.keep"  # who owes and paid what, by name
    ISSUE_REPORTS = "reports.issue"  # of the unit itself, to the level above


OWN, BRANCH = "own", "branch"
_READ_CELL = dict.fromkeys((Can.SEE_UNIT, Can.READ_COUNTS, Can.READ_PAPERS, Can.READ_RULES), OWN)
_IN_CELL = {**_READ_CELL, Can.READ_ELECTIONS: OWN, Can.COUNT_BALLOTS: OWN}
_IN_THE_ROOM = {
    Can.READ_REGISTER: OWN, Can.READ_ROLL_CALL: OWN, Can.READ_MINUTES: OWN,
    Can.READ_CELL_ONLY: OWN, Can.HOLD_MEETING: OWN, Can.NOTE_CHECKS: OWN,
}  # fmt: skip
_HEAD = {
    **_IN_CELL, **_IN_THE_ROOM, Can.CLOSE_MINUTES: OWN, Can.COPY_PAST_MONTHS: OWN,
    Can.READ_DUES: OWN, Can.KEEP_DUES: OWN, Can.ISSUE_REPORTS: OWN,
}  # fmt: skip
_ABOVE = dict.fromkeys((Can.SEE_UNIT, Can.READ_COUNTS, Can.READ_PAPERS, Can.READ_RULES), BRANCH)

RIGHTS: dict[Role, dict[Can, str]] = {
    Role.SECRETARY: _HEAD,
    Role.DEPUTY_SECRETARY: _HEAD,
    Role.COMMITTEE_MEMBER: {**_IN_CELL, **_IN_THE_ROOM, Can.READ_DUES: OWN},
    Role.MEMBER: _IN_CELL,
    Role.FOLLOWER: {**_READ_CELL, Can.READ_PHONES: OWN, Can.ASSESS_FROM_ABOVE: OWN},
    Role.COMMUNE_SECRETARY: {
        **_ABOVE, Can.READ_PHONES: BRANCH, Can.READ_REGISTER: BRANCH,
        Can.SEND_DELEGATES: BRANCH, Can.READ_ELECTIONS: BRANCH, Can.READ_DUES: BRANCH,
        Can.ISSUE_REPORTS: OWN,
    },
    Role.STANDING_MEMBER: {
        **_ABOVE, Can.READ_PHONES: BRANCH, Can.READ_ELECTIONS: BRANCH, Can.READ_DUES: BRANCH,
    },
    Role.PARTY_BUILDING_OFFICER: {
        **_ABOVE, Can.READ_PHONES: BRANCH, Can.READ_REGISTER: BRANCH,
        Can.KEEP_REGISTER: BRANCH, Can.GIVE_POSTS: BRANCH, Can.CHANGE_RULES: BRANCH,
        Can.SEND_DELEGATES: BRANCH, Can.COPY_PAST_MONTHS: BRANCH, Can.READ_ELECTIONS: BRANCH,
        Can.READ_DUES: BRANCH, Can.NOTE_CHECKS: BRANCH, Can.REORGANISE: BRANCH,
        Can.ISSUE_REPORTS: OWN,
    },
    Role.PROVINCE_OFFICER: {
        **_ABOVE, Can.GIVE_POSTS: BRANCH, Can.CHANGE_RULES: BRANCH, Can.REORGANISE: BRANCH,
        Can.COPY_PAST_MONTHS: BRANCH, Can.READ_ELECTIONS: BRANCH, Can.ISSUE_REPORTS: OWN,
    },
    Role.TECHNICAL_ADMINISTRATOR: {Can.READ_RULES: BRANCH},
}  # fmt: skip


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
