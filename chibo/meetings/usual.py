"""What a new sitting takes over from the plan, the posts and last time: nothing is asked twice."""

import datetime as dt
from typing import Any
from uuid import UUID

from chibo.core.days import Month
from chibo.meetings.models import Meeting
from chibo.meetings.queries import last_before, regular_of
from chibo.members.queries import Member
from chibo.organizations.models import Role
from chibo.organizations.queries import COMMITTEE, holders, named, posts_at
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.queries import planned_in
from chibo.preparations.queries import Agenda, agenda_of, to_discuss, usual_titles

MONTHLY = (Kind.REGULAR, Kind.BOTH)


def planned_now(
    cell: UUID, today: dt.date, *, kind: str = "", asked_for: str = ""
) -> PlannedMeeting | None:
    """Return the meeting of the plan that is to be held: the one asked for, else the month's.

    kind: `committee` for the committee's; asked_for: the identifier of a planned meeting.
    """
    month = Month.of(today)
    if asked_for:
        rows = PlannedMeeting.objects.standing().filter(cell=cell)
        return next((row for row in rows if str(row.pk) == asked_for), None)
    there = planned_in(cell, month)
    if kind == Kind.COMMITTEE:
        return next((row for row in there if row.kind == Kind.COMMITTEE), None)
    if regular_of(cell, month) is not None:
        return None
    return next((row for row in there if row.kind in MONTHLY), None)


def of_cell(
    cell: UUID, members: list[Member], today: dt.date, planned: PlannedMeeting | None,
    agenda: Agenda | None,
) -> dict[str, Any]:  # fmt: skip
    """Return what plan, posts and the cell's last meeting suggest, by field of the form."""
    posts = holders([cell], [Role.SECRETARY], on=today)
    secretary = posts.get((cell, Role.SECRETARY))
    chair = next((m.id for m in members if secretary and m.person.pk == secretary.person_id), "")
    suggested = _from_last(last_before(cell, today), chair, today)
    if planned is None or agenda is None:
        met = regular_of(cell, Month.of(today)) is not None
        kind = Kind.EXTRAORDINARY if met else Kind.REGULAR
        titles = usual_titles(cell, named(cell, on=today).cell_type, kind=kind, on=today)
        return {**suggested, "kind": kind, "agenda": "\n".join(titles)}
    wanted = {name: getattr(planned, name) for name in ("kind", "topic", "starts_at", "place")}
    points = "\n".join(item.title for item in to_discuss(agenda))
    return {**suggested, **{k: v for k, v in wanted.items() if v}, "agenda": points}


def _from_last(last: Meeting | None, chair: object, today: dt.date) -> dict[str, Any]:
    """Return what the last meeting suggests."""
    return {
        "held_on": today,
        "starts_at": last.starts_at if last else None,
        "place": last.place if last else "",
        "chair": chair,
        "writer": last.writer_id if last else "",
        "dues": f"đã thu đủ đến tháng {Month.of(today).after(-1).number}" if last else "",
    }


def of_committee(
    cell: UUID, members: list[Member], today: dt.date, planned: PlannedMeeting | None
) -> dict[str, Any]:
    """Return what posts, plan and the committee's last meeting suggest, by field of the form."""
    last = last_before(cell, today, committee=True)
    if planned is not None:
        titles = [item.title for item in to_discuss(agenda_of(planned))]
    else:
        titles = usual_titles(cell, "", kind=Kind.COMMITTEE, on=today)
    own = _own(cell, members, today)
    writer = last.writer_id if last and last.writer_id in own else next(iter(own[1:] or own), "")
    return {
        "kind": Kind.COMMITTEE,
        "held_on": today,
        "starts_at": (planned and planned.starts_at) or (last and last.starts_at),
        "place": (planned and planned.place) or (last.place if last else ""),
        "chair": own[0] if own else "",
        "writer": writer,
        "agenda": "\n".join(titles),
    }


def _own(cell: UUID, members: list[Member], today: dt.date) -> list[UUID]:
    """Return the memberships of who is on the committee, the highest post first."""
    posts = posts_at([cell], COMMITTEE, on=today)
    posts.sort(key=lambda post: COMMITTEE.index(Role(post.role)))
    of_person = {member.person.pk: member.id for member in members}
    found = [of_person[post.person_id] for post in posts if post.person_id in of_person]
    return list(dict.fromkeys(found))
