import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chibo.accounts.models import User
from chibo.core import viet
from chibo.deadlines.kinds import ALL, KINDS, Kind, Side
from chibo.deadlines.models import Feed
from chibo.deadlines.rules import Place
from chibo.deadlines.scope import Deadline, Scope, scope_of
from chibo.deadlines.sources import Source, members, units
from chibo.deadlines.sources.dues import unpaid_dues
from chibo.organizations.authority import Can, rights_at
from chibo.organizations.models import Post
from chibo.organizations.queries import Named, posts_of
from chibo.people.queries import told_apart

SOURCES: tuple[Source, ...] = (
    members.young_and_visiting, members.absences, members.transfers, members.without_cell,
    members.honours, members.certificates, units.strength_and_posts, units.terms,
    units.checks,
)  # fmt: skip
DECIDED: tuple[Source, ...] = (members.young_and_visiting, members.absences, units.terms)
_NOT_LATE = {members.honours}  # never overdue, and the dearest of a province
PLACES: tuple[Place, ...] = ("overdue", "month", "later")


@dataclass(frozen=True)
class Line:
    """A deadline as a list shows it. name: of the person, empty where it is about a unit."""

    deadline: Deadline
    name: str
    place: Place


def deadlines_at(
    unit: UUID, *, on: dt.date, rights: set[Can], until: dt.date | None = None
) -> list[Line]:
    """Return what is due at a unit for who has these rights there, the nearest first.

    At a cell what the cell does, and what the committee does for who keeps the register; at a
    committee what it does in its branch. Whom to meet about dues: only for who keeps them.
    until: look as far ahead as this day.
    """
    scope = scope_of(unit, on=on, until=until)
    sides = {Side.CELL if scope.names[unit].is_cell else Side.OFFICE}
    if Can.KEEP_REGISTER in rights:
        sides.add(Side.OFFICE)
    found = _from(scope, SOURCES)
    if Can.KEEP_DUES in rights:
        found += unpaid_dues(scope)
    mine = [each for each in found if any(each.acts(side) for side in sides)]
    return _lines(mine, on)


def _from(scope: Scope, sources: Iterable[Source]) -> list[Deadline]:
    return [deadline for source in sources for deadline in source(scope)]


def _lines(found: list[Deadline], today: dt.date) -> list[Line]:
    people = {each.person.pk: each.person for each in found if each.person}
    names = told_apart(people.values())
    order = {kind.key: place for place, kind in enumerate(ALL)}
    lines = [
        Line(each, names[str(each.person.pk)] if each.person else "", each.place(today))
        for each in found
    ]

    def by_day(line: Line) -> tuple[object, ...]:
        each, person = line.deadline, line.deadline.person
        key = person.sort_key if person else ""
        return each.on or today, order[each.kind.key], each.unit.sort_key, key

    return sorted(lines, key=by_day)


def to_decide(cell: UUID, *, on: dt.date) -> list[tuple[Kind, list[str]]]:
    """Return what the cell itself has to decide by a meeting on the day: kinds with the names.

    What lies ahead of that day is left to a later meeting.
    """
    scope = scope_of(cell, on=on, until=on)
    found: dict[str, list[str]] = defaultdict(list)
    for line in _lines(_from(scope, DECIDED), on):
        if line.deadline.kind.agenda and line.deadline.since <= on:
            found[line.deadline.kind.key].append(line.name)
    return [(KINDS[key], names) for key, names in found.items()]


@dataclass(frozen=True)
class Behind:
    """How much is overdue in the branch of one unit below: each kind with its number."""

    unit: Named
    counts: list[tuple[Kind, int]]


def behind(root: UUID, *, on: dt.date) -> list[Behind]:
    """Return the units directly below that are behind with something, in Vietnamese order.

    Counted only, for who helps; no names, no sum a unit, and not in order of numbers.
    """
    scope = scope_of(root, on=on)
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for each in _from(scope, [source for source in SOURCES if source not in _NOT_LATE]):
        upward = scope.above[each.unit.id]
        place = upward.index(root)
        if place and each.place(on) == "overdue":
            counts[upward[place - 1]][each.kind.key] += 1
    found = [scope.names[unit] for unit in counts]
    return [
        Behind(unit, [(kind, n) for kind in ALL if (n := counts[unit.id][kind.key])])
        for unit in sorted(found, key=lambda unit: unit.sort_key)
    ]


def hash_of(token: str) -> str:
    """Return what is kept of a private address."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(user: User) -> Feed | None:
    """Return a user's private address, if one was made."""
    return Feed.objects.filter(user=user).first()


def owner_of(token: str) -> User | None:
    """Return whose private address this is, or None."""
    feed = Feed.objects.filter(token_hash=hash_of(token)).select_related("user").first()
    return feed.user if feed and feed.user.is_active else None


def seats_of(user: User, *, on: dt.date) -> list[Post]:
    """Return the posts in which a user may read what falls due by name."""
    return [
        post
        for post in posts_of(user, on=on)
        if Can.READ_REGISTER in rights_at(user, at=post.unit_id, on=on)
    ]


def days_of(user: User, *, on: dt.date) -> list[tuple[Named, dt.date]]:
    """Return on which days something falls due where, for a calendar: no kind and no name."""
    found: dict[tuple[UUID, dt.date], Named] = {}
    for unit in dict.fromkeys(post.unit_id for post in seats_of(user, on=on)):
        rights = rights_at(user, at=unit, on=on)
        for line in deadlines_at(unit, on=on, rights=rights):
            where = line.deadline.unit
            found[where.id, line.deadline.on or on] = where
    return sorted(
        ((where, day) for (_unit, day), where in found.items()),
        key=lambda each: (each[1], viet.text_key(each[0].name)),
    )
