"""A meeting as it was prepared, read once: agenda with its hours, promises, papers, questions."""

import datetime as dt
from dataclasses import dataclass

from chibo.core.days import Month
from chibo.meetings.models import Meeting
from chibo.meetings.queries import items_of
from chibo.members.queries import Member, counting, members_of
from chibo.organizations.models import Role
from chibo.organizations.queries import Named, committee_of, holders, named
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.queries import planned_of_year
from chibo.preparations.models import AgendaItem, PreparedPaper, Question
from chibo.preparations.queries import (
    Agenda,
    agenda_of,
    draft_lines,
    papers_of,
    questions_of,
)
from chibo.preparations.rules import Line, is_in_time
from chibo.resolutions.queries import OpenTask, still_open
from chibo.rulebook.queries import InForce, in_force

HEARING = (Kind.REGULAR, Kind.BOTH)


@dataclass(frozen=True)
class Point:
    """One line of the agenda with its hours, None where the meeting's hour is not known."""

    place: int
    item: AgendaItem
    duty: Line | None
    from_at: dt.time | None
    until_at: dt.time | None


@dataclass(frozen=True)
class Prepared:
    """A planned meeting with all that was prepared for it."""

    planned: PlannedMeeting
    cell: Named
    in_force: InForce
    agenda: Agenda
    points: list[Point]
    promises: list[OpenTask]
    papers: list[PreparedPaper]
    late_papers: int
    questions: list[Question]
    draft: list[str]
    follower: str
    members: list[Member]

    @property
    def is_committee(self) -> bool:
        return self.planned.kind == Kind.COMMITTEE

    @property
    def least(self) -> int:
        """How long such a sitting lasts at least, in minutes."""
        kind = self.planned.kind
        return self.in_force.number("length.both" if kind == Kind.BOTH else "length.regular")


def prepared(planned: PlannedMeeting) -> Prepared:
    """Read a planned meeting whole, in a number of queries that does not grow with its agenda."""
    on = planned.planned_on
    settings = in_force(planned.cell_id, on=on)
    agenda, papers = agenda_of(planned), papers_of(planned)
    days = settings.number("papers.days_before")
    follower = holders([planned.cell_id], [Role.FOLLOWER], on=on).get(
        (planned.cell_id, Role.FOLLOWER)
    )
    return Prepared(
        planned=planned,
        cell=named(planned.cell_id, on=on),
        in_force=settings,
        agenda=agenda,
        points=timed(agenda, planned.starts_at),
        promises=still_open(planned.cell_id, on=on) if planned.kind in HEARING else [],
        papers=papers,
        late_papers=sum(
            not (p.sent_on and is_in_time(p.sent_on, meets_on=on, days_before=days)) for p in papers
        ),
        questions=questions_of(planned),
        draft=draft_lines(planned.pk),
        follower=follower.person.name if follower else "",
        members=_called(planned, settings),
    )


def _called(planned: PlannedMeeting, settings: InForce) -> list[Member]:
    """Return who will be called: the members of the cell, or its committee alone."""
    on = planned.planned_on
    members = members_of(planned.cell_id, on=on, settings=counting(settings))
    if planned.kind != Kind.COMMITTEE:
        return members
    own = committee_of(planned.cell_id, on=on)
    return [member for member in members if member.person.pk in own]


def timed(agenda: Agenda, starts_at: dt.time | None) -> list[Point]:
    """Return the lines of an agenda with the hours that their minutes give, one after the other."""
    clock = dt.datetime.combine(dt.date(2000, 1, 1), starts_at) if starts_at else None
    found = []
    for place, item in enumerate(agenda.items, start=1):
        until = clock + dt.timedelta(minutes=item.minutes or 0) if clock else None
        known = clock is not None and until is not None and bool(item.minutes)
        found.append(
            Point(
                place, item, agenda.duty(item), clock.time() if known and clock else None,
                until.time() if known and until else None,
            )
        )  # fmt: skip
        clock = until
    return found


def agenda_at(meeting: Meeting) -> Agenda:
    """Return the agenda that a sitting follows: the plan's, else its own points in the usual order.

    The points of the sitting decide what is discussed; lines that the sitting sees to itself stand
    around them as the template wants.
    """
    if meeting.planned is not None:
        return agenda_of(meeting.planned)
    stand_in = PlannedMeeting(
        id=meeting.pk, province=meeting.province, cell=meeting.cell, month=meeting.month,
        kind=meeting.kind, planned_on=meeting.held_on, starts_at=meeting.starts_at,
        place=meeting.place, topic=meeting.topic,
    )  # fmt: skip
    usual = agenda_of(stand_in)
    own = [
        AgendaItem(id=item.pk, province=item.province, planned=stand_in, title=item.title,
                   question=_question(usual, item.title), minutes=_minutes(usual, item.title),
                   duty=_key(usual, item.title), position=item.position)
        for item in items_of(meeting)
    ]  # fmt: skip
    before = [i for i in usual.items if i.step in {"roll-call", "setting", "promises"}]
    opening = [i for i in usual.items if i.duty == "open"]
    after = [i for i in usual.items if i.step in {"discussion", "decisions", "score", "minutes"}]
    return Agenda([*opening, *before, *own, *after], [], usual.template, False)


def _same(usual: Agenda, title: str) -> AgendaItem | None:
    return next((item for item in usual.items if item.title == title), None)


def _question(usual: Agenda, title: str) -> str:
    found = _same(usual, title)
    return found.question if found else ""


def _minutes(usual: Agenda, title: str) -> int | None:
    found = _same(usual, title)
    return found.minutes if found else None


def _key(usual: Agenda, title: str) -> str:
    found = _same(usual, title)
    return found.duty if found else ""


def topic_missing(planned: PlannedMeeting, settings: InForce) -> bool:
    """Say whether the quarter ends with this month and has no thematic meeting planned yet."""
    month = Month.of(planned.month)
    if month.number % 3 or not settings.number("thematic.per_quarter") or planned.topic:
        return False
    quarter = {month.number - 2, month.number - 1, month.number}
    rows = planned_of_year(planned.cell_id, month.year)
    return not any(row.topic and row.month.month in quarter for row in rows)
