"""The rota of visits: which planned meetings the committee above sends whom to.

Meetings stand by day, people by name: nothing is counted by person or by cell.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import F, Q

from chibo.core.dated import Dated, holds
from chibo.core.days import Month
from chibo.organizations.models import Designation, Post, Role
from chibo.organizations.queries import names, superior
from chibo.people.models import Person
from chibo.plans.models import Kind, PlannedMeeting
from chibo.preparations.models import Delegation
from chibo.rulebook.queries import in_force

COMMITTEE = (Role.COMMUNE_SECRETARY, Role.STANDING_MEMBER, Role.PARTY_BUILDING_OFFICER)


@dataclass(frozen=True)
class Delegate:
    """Somebody sent to a meeting. role: in the committee on that day, `follower`, or empty."""

    id: UUID
    name: str
    role: str

    @property
    def office(self) -> str:
        return str(Role(self.role).label) if self.role else ""


@dataclass(frozen=True)
class RotaLine:
    """A planned meeting of the rota. cell: its name that day; followers: the usual visitors."""

    planned: PlannedMeeting
    cell: str
    sort_key: str
    followers: tuple[str, ...]
    sent: tuple[Delegate, ...]


@dataclass(frozen=True)
class Clash:
    """One person is sent to two meetings at the same hour."""

    name: str
    one: RotaLine
    other: RotaLine


@dataclass(frozen=True)
class Candidate:
    """Somebody who can be sent to a meeting. elsewhere: cells where sent at the same hour."""

    person: Person
    role: str
    elsewhere: tuple[str, ...]

    @property
    def office(self) -> str:
        return str(Role(self.role).label)


def rota_of(unit: UUID, month: Month) -> list[RotaLine]:
    """Return the month's planned meetings of the cells that were under the unit on that day.

    By day and hour, then by the cell's name; meetings of a cell's own committee are left out.
    """
    found = list(
        PlannedMeeting.objects.standing()
        .filter(
            holds(F("planned_on"), "cell__ancestry__"), cell__ancestry__ancestor=unit,
            planned_on__gte=month.first, planned_on__lt=month.until,
        )
        .exclude(kind=Kind.COMMITTEE)
    )  # fmt: skip
    cells = {planned.cell_id for planned in found}
    within = Q(from_on__lt=month.until, until_on__gt=month.first, unit__in=cells)
    called = list(Designation.objects.filter(within))
    following = list(
        Post.objects.filter(within, role=Role.FOLLOWER)
        .select_related("person")
        .order_by("person__sort_key")
    )
    sent = _sent(found)
    lines = []
    for planned in found:
        day, cell = planned.planned_on, planned.cell_id
        name = next(row for row in called if row.unit_id == cell and _held(row, day))
        usual = [p.person.name for p in following if p.unit_id == cell and _held(p, day)]
        lines.append(
            RotaLine(planned, name.name, name.sort_key, tuple(usual), tuple(sent[planned.pk]))
        )
    return sorted(lines, key=_when)


def _when(line: RotaLine) -> tuple[dt.date, dt.time, str]:
    planned = line.planned
    return planned.planned_on, planned.starts_at or dt.time.max, line.sort_key


def _held(row: Dated, day: dt.date) -> bool:
    return row.from_on <= day < row.until_on


def delegates_of(planned: PlannedMeeting) -> list[Delegate]:
    """Return who is sent to a planned meeting, by name."""
    return _sent([planned])[planned.pk]


def _sent(found: Iterable[PlannedMeeting]) -> dict[UUID, list[Delegate]]:
    """Return who is sent to each meeting, in three queries at most."""
    meetings = {planned.pk: planned for planned in found}
    rows = list(
        Delegation.objects.filter(planned__in=meetings)
        .select_related("person")
        .order_by("person__sort_key", "person__birth_year")
    )
    posts = list(
        Post.objects.filter(
            person__in={row.person_id for row in rows}, role__in=[*COMMITTEE, Role.FOLLOWER]
        )
    )
    sent: dict[UUID, list[Delegate]] = {pk: [] for pk in meetings}
    for row in rows:
        planned = meetings[row.planned_id]
        roles = {p.role for p in posts if p.person_id == row.person_id
                 and _held(p, planned.planned_on) and _counts(p, planned)}  # fmt: skip
        sent[planned.pk].append(Delegate(row.person_id, row.person.name, _first(roles)))
    return sent


def _counts(post: Post, planned: PlannedMeeting) -> bool:
    return post.role != Role.FOLLOWER or post.unit_id == planned.cell_id


def _first(roles: set[str]) -> str:
    """Return the office by which somebody is sent: one in the committee before following."""
    return next((str(role) for role in (*COMMITTEE, Role.FOLLOWER) if role in roles), "")


def length_of(unit: UUID, *, on: dt.date) -> int:
    """Return how long a regular meeting takes at least, in minutes."""
    return in_force(unit, on=on).number("length.regular")


def at_same_hour(one: PlannedMeeting, other: PlannedMeeting, *, length: int) -> bool:
    """Say whether nobody can sit in both: one begins less than `length` minutes after the other.

    A meeting without an hour is at no hour.
    """
    if one.planned_on != other.planned_on or one.starts_at is None or other.starts_at is None:
        return False
    start, end = (t.hour * 60 + t.minute for t in (one.starts_at, other.starts_at))
    return abs(start - end) < length


def clashes_in(lines: list[RotaLine], *, length: int) -> list[Clash]:
    """Return where one person is sent to two meetings at the same hour, by day."""
    return [
        Clash(delegate.name, one, other)
        for one, other in combinations(lines, 2)
        if at_same_hour(one.planned, other.planned, length=length)
        for delegate in one.sent
        if delegate.id in {each.id for each in other.sent}
    ]


def candidates_for(planned: PlannedMeeting) -> list[Candidate]:
    """Return who can be sent: who follows the cell first, then the committee above, by name."""
    day, above = planned.planned_on, superior(planned.cell_id, on=planned.planned_on)
    posts = (
        Post.objects.on(day)
        .filter(
            Q(unit=above, role__in=COMMITTEE) | Q(unit=planned.cell_id, role=Role.FOLLOWER)
        )
        .select_related("person")
        .order_by("person__sort_key", "person__birth_year")
    )  # fmt: skip
    people: dict[UUID, list[Post]] = {}
    for post in posts:
        people.setdefault(post.person_id, []).append(post)
    elsewhere = _elsewhere(planned, list(people))
    found = [
        Candidate(held[0].person, _first({p.role for p in held}), tuple(elsewhere[person]))
        for person, held in people.items()
    ]
    usual = {p.person_id for held in people.values() for p in held if p.role == Role.FOLLOWER}
    return sorted(found, key=lambda each: each.person.pk not in usual)


def _elsewhere(planned: PlannedMeeting, people: list[UUID]) -> dict[UUID, list[str]]:
    """Return for each person the names of the cells where sent at the hour of the meeting."""
    rows = list(
        Delegation.objects.filter(
            person__in=people, planned__planned_on=planned.planned_on, planned__is_withdrawn=False
        )
        .exclude(planned=planned)
        .select_related("planned")
    )
    length = length_of(planned.cell_id, on=planned.planned_on) if rows else 0
    called = names({row.planned.cell_id for row in rows}, on=planned.planned_on)
    busy: dict[UUID, list[str]] = {person: [] for person in people}
    for row in rows:
        if at_same_hour(planned, row.planned, length=length):
            busy[row.person_id].append(called[row.planned.cell_id].name)
    return busy
