"""What a new sitting takes over, so that nothing is asked twice."""

import datetime as dt
from typing import Any
from uuid import UUID

from chibo.meetings.queries import last_before
from chibo.members.queries import Member
from chibo.organizations.models import Role
from chibo.organizations.queries import COMMITTEE, posts_at
from chibo.plans.models import Kind, PlannedMeeting
from chibo.preparations.queries import agenda_of, to_discuss, usual_titles


def usual_of_committee(
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
