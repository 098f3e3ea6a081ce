"""One person's path: how it stands, what may come next, who may read it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.http import Http404

from chibo.accounts.models import User
from chibo.core.days import FOREVER
from chibo.members import rules
from chibo.members.models import Condition, Event, Membership, Transfer
from chibo.members.rules import Span
from chibo.organizations.authority import Can, demand, may
from chibo.people.models import Person
from chibo.rulebook.models import Subject
from chibo.rulebook.queries import InForce, in_force

LEAVING = (Event.What.STRUCK_OFF, Event.What.EXPELLED, Event.What.LEFT, Event.What.DIED)


class Step(StrEnum):
    """The steps that a person's page offers."""

    CEREMONY = "ceremony"
    RECOGNITION = "recognition"
    TRANSFER = "transfer"
    AWAY = "away"
    BACK = "back"
    VISIT_END = "visit-end"
    EXEMPTION = "exemption"
    EXEMPTION_END = "exemption-end"
    SUSPENSION = "suspension"
    SUSPENSION_END = "suspension-end"
    STRIKE_OFF = "strike-off"
    EXPULSION = "expulsion"
    LEAVE = "leave"
    DEATH = "death"
    READMISSION = "readmission"


LEAVING_STEPS = (Step.STRIKE_OFF, Step.EXPULSION, Step.LEAVE, Step.DEATH)


@dataclass(frozen=True)
class Path:
    """How a person stands on a day. `home`: the row that goes on, or None; `last`: the newest."""

    person: Person
    rows: list[Membership]
    home: Membership | None
    last: Membership
    visit: Membership | None
    conditions: dict[str, Condition]  # those that hold or are to come, by what
    transfer: Transfer | None  # the open one
    spans: list[Span]
    left_by: str  # the kind of event by which the person left the Party, or empty
    probation_ends: dt.date | None

    @property
    def cell(self) -> UUID:
        return (self.home or self.last).cell_id


def members_rules(unit: UUID, *, on: dt.date) -> InForce:
    """Return the rules about members for a unit on a day."""
    return in_force(unit, on=on, subject=Subject.MEMBERS)


def to_march(settings: InForce) -> bool:
    """Say whether a span that ends on a day its month lacks ends on the next month's first."""
    return settings.choice("months.short") == "1/3"


def path_of(person: Person, *, on: dt.date) -> Path:
    """Return how a person's path stands on a day. Raises: Http404 for who was never a member."""
    rows = list(
        Membership.objects.filter(person=person).select_related("ended").order_by("from_on")
    )
    homes = [row for row in rows if row.place == Membership.Place.HOME] or rows
    if not rows:
        raise Http404
    last = homes[-1]
    open_ = last.until_on == FOREVER and last.place == Membership.Place.HOME
    visits = [row for row in rows if row.place == Membership.Place.VISITING and row.until_on > on]
    conditions = Condition.objects.filter(membership=last, until_on__gt=on).order_by("-from_on")
    return Path(
        person=person, rows=rows, home=last if open_ else None, last=last,
        visit=visits[-1] if visits else None,
        conditions={each.what: each for each in conditions},
        transfer=Transfer.objects.filter(person=person).open().first(),
        spans=spans_of(rows), left_by=_left_by(last),
        probation_ends=_probation_ends(last, on),
    )  # fmt: skip


def _left_by(last: Membership) -> str:
    ended = last.ended
    return ended.what if ended is not None and ended.what in LEAVING else ""


def _probation_ends(row: Membership, on: dt.date) -> dt.date | None:
    if row.official_on is not None or row.ceremony_on is None or row.until_on != FOREVER:
        return None
    return probation_end(row, on=on)


def probation_end(row: Membership, *, on: dt.date) -> dt.date:
    """Return the day from which a member whose ceremony was held is to be official."""
    settings = members_rules(row.cell_id, on=on)
    assert row.ceremony_on is not None  # noqa: S101
    return rules.probation_ends(
        row.ceremony_on, months=settings.number("probation.months"), to_march=to_march(settings)
    )


def spans_of(rows: list[Membership]) -> list[Span]:
    """Return the days in the Party: one span for each admission, oldest first.

    rows: all memberships of a person, with `ended` at hand. Who goes to a place outside this book
    stays in the Party.
    """
    spans: dict[dt.date, Span] = {}
    for row in sorted(rows, key=lambda each: each.from_on):
        left = row.ended is not None and row.ended.what in LEAVING
        spans[row.admitted_on] = Span(row.admitted_on, row.until_on if left else FOREVER)
    return [spans[day] for day in sorted(spans)]


def possible(path: Path, *, on: dt.date) -> list[Step]:
    """Return the steps that may come next, in the order of a life."""
    if path.home is None:
        may_return = path.left_by and path.left_by != Event.What.DIED
        found = [Step.READMISSION] if may_return else []
    else:
        found = [*_growing(path, on), *_moving(path), *_pausing(path), *_leaving(path)]
    return found + ([Step.VISIT_END] if path.visit is not None else [])


def _growing(path: Path, on: dt.date) -> list[Step]:
    if path.last.ceremony_on is None:
        return [Step.CEREMONY]
    if path.probation_ends is not None and path.probation_ends <= on:
        return [Step.RECOGNITION]
    return []


def _moving(path: Path) -> list[Step]:
    if Condition.What.AWAY in path.conditions:
        return [Step.BACK, *([] if path.transfer else [Step.TRANSFER])]
    return [] if path.transfer or path.last.ceremony_on is None else [Step.TRANSFER, Step.AWAY]


def _pausing(path: Path) -> list[Step]:
    exempt, suspended = Condition.What.EXEMPT, Condition.What.SUSPENDED
    found = []
    if exempt in path.conditions:
        found.append(Step.EXEMPTION_END)
    elif path.last.official_on is not None:
        found.append(Step.EXEMPTION)
    found.append(Step.SUSPENSION_END if suspended in path.conditions else Step.SUSPENSION)
    return found


def _leaving(path: Path) -> list[Step]:
    expulsion = [Step.EXPULSION] if path.last.official_on is not None else []
    return [Step.STRIKE_OFF, *expulsion, Step.LEAVE, Step.DEATH]


def person_for(user: User, capability: Can, person: UUID, *, on: dt.date) -> Person:
    """Return a person whom this user may read or keep: at a cell of today, else at the last one.

    Raises: PermissionDenied; Http404.
    """
    rows = Membership.objects.filter(person=person).order_by("-until_on", "place", "-from_on")
    cells = [row.cell_id for row in rows.filter(until_on__gt=on)]
    newest = rows.first()
    if newest is None:
        raise Http404
    cells = cells or [newest.cell_id]
    if not any(may(user, capability, at=cell, on=on) for cell in cells):
        demand(user, capability, at=cells[0], on=on)
    return Person.objects.get(pk=person)
