import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from chibo.core.remembering import remembered
from chibo.members import rules
from chibo.members.models import Condition, Membership
from chibo.members.rules import Counting, Standing
from chibo.organizations.models import Role
from chibo.organizations.queries import COMMITTEE, posts_at
from chibo.people.models import Person
from chibo.people.queries import told_apart
from chibo.rulebook.queries import InForce


@dataclass(frozen=True)
class Member:
    """A member of a cell on a day, as lists show one. `shown`: name, with year where needed."""

    membership: Membership
    person: Person
    shown: str
    standing: Standing
    official: bool
    counted: bool
    votes: bool

    @property
    def id(self) -> UUID:
        return self.membership.pk


def counting(rules_in_force: InForce) -> Counting:
    """Return the settings about who counts and votes."""
    yes = rules_in_force.yes
    return Counting(
        away_counted=yes("away.counted"),
        away_votes=yes("away.votes"),
        here_counted=yes("here.counted"),
        here_votes=yes("here.votes"),
        suspended_counted=yes("suspended.counted"),
    )


@remembered
def members_of(cell: UUID, *, on: dt.date, settings: Counting) -> list[Member]:
    """Return the members of a cell on a day, sorted by given name in Vietnamese order."""
    return _as_members(_on(on).filter(cell=cell), on, settings)


def member_of(row: Membership, *, on: dt.date, settings: Counting) -> Member | None:
    """Return how one membership stands on a day; None where it does not hold then."""
    return next(iter(_as_members(_on(on).filter(pk=row.pk), on, settings)), None)


def official_members(cell: UUID, *, on: dt.date, settings: InForce) -> int:
    """Return how many official members of a cell are counted on a day, by the rules in force."""
    found = members_of(cell, on=on, settings=counting(settings))
    return sum(each.official and each.counted for each in found)


def _on(day: dt.date) -> Any:
    conditions = Prefetch("conditions", Condition.objects.on(day), to_attr="conditions_now")
    return (
        Membership.objects.on(day)
        .select_related("person")
        .prefetch_related(conditions)
        .order_by("person__sort_key", "person__birth_year")
    )


def _as_members(memberships: Iterable[Membership], on: dt.date, settings: Counting) -> list[Member]:
    rows = list(memberships)
    shown = told_apart(row.person for row in rows)
    members = []
    for row in rows:
        conditions: list[Condition] = row.conditions_now  # type: ignore[attr-defined]
        now = {condition.what for condition in conditions}
        official = row.is_official(on)
        standing = rules.standing(
            official=official,
            visiting=row.place == Membership.Place.VISITING,
            exempt=Condition.What.EXEMPT in now,
            suspended=Condition.What.SUSPENDED in now,
            away=Condition.What.AWAY in now,
        )
        members.append(
            Member(
                membership=row,
                person=row.person,
                shown=shown[str(row.person_id)],
                standing=standing,
                official=official,
                counted=rules.is_counted(standing, settings),
                votes=rules.may_vote(standing, official=official, counting=settings),
            )
        )
    return members


@dataclass(frozen=True)
class RegisterLine:
    """One line of the register: the member, and the office held in the cell, if any."""

    member: Member
    office: str


def register(
    cells: Iterable[UUID], *, on: dt.date, settings: Counting, text: str = ""
) -> list[RegisterLine]:
    """Return the members of these cells on a day, whose name holds each typed word."""
    cells = list(cells)
    rows = _on(on).filter(cell__in=cells)
    if text:
        rows = rows.filter(person__in=Person.objects.all().matching(text))
    posts = posts_at(cells, COMMITTEE, on=on)
    posts.sort(key=lambda post: COMMITTEE.index(Role(post.role)), reverse=True)
    offices = {post.person_id: Role(post.role).label for post in posts}
    return [
        RegisterLine(member, str(offices.get(member.person.pk, "")))
        for member in _as_members(rows, on, settings)
    ]


def strength(cells: Iterable[UUID], *, on: dt.date) -> int:
    """Return the members that count in the strength of these cells: everyone at home there."""
    return (
        Membership.objects.on(on).filter(cell__in=list(cells), place=Membership.Place.HOME).count()
    )


def listed(cells: Iterable[UUID], *, on: dt.date) -> int:
    """Return how many the registers of these cells hold, those from elsewhere among them."""
    return Membership.objects.on(on).filter(cell__in=list(cells)).count()


def was_member(membership: Membership, *, cell: UUID, on: dt.date) -> bool:
    """Say whether the membership held in this cell on the day."""
    return membership.cell_id == cell and membership.from_on <= on < membership.until_on


@dataclass(frozen=True)
class Movement:
    """How many members were admitted and recognised, came and left, between two days."""

    admitted: int
    recognised: int
    came: int
    left: int


def movement(cell: UUID, *, since: dt.date, until: dt.date) -> Movement:
    """Return how the list of a cell's own members changed from a day to a day (exclusive)."""
    span = (since, until - dt.timedelta(days=1))
    here = Membership.objects.filter(cell=cell, place=Membership.Place.HOME)
    admitted = Q(admitted_on__range=span, from_on__range=span)
    found = here.aggregate(
        admitted=Count("pk", filter=admitted),
        recognised=Count("pk", filter=Q(official_on__range=span, until_on__gt=since)),
        came=Count("pk", filter=Q(from_on__range=span) & ~admitted),
        left=Count("pk", filter=Q(until_on__range=span)),
    )
    return Movement(**found)
