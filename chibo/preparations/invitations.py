"""Who is told of a planned meeting, and what the printed notice says of it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from chibo.core import viet
from chibo.deadlines.kinds import in_notice
from chibo.journal.commands import HANOI
from chibo.organizations.models import Post, Role
from chibo.plans.models import PlannedMeeting
from chibo.plans.queries import moves_of
from chibo.preparations.models import AgendaItem, IssuedNotice, Notice, PreparedPaper

_PRESENTERS = {
    Role.SECRETARY: "Bí thư",
    Role.DEPUTY_SECRETARY: "Phó bí thư",
    Role.COMMITTEE_MEMBER: "Chi ủy viên",
}
ORDINARY_PRESENTER = "đảng viên được phân công"
NO_PRESENTER = "chi ủy phân công"


@dataclass(frozen=True)
class Said:
    """What the notice says besides day, hour, place and topic; no name of a member.

    presenter: an office, empty where there is no topic. contents: lines in order. to_read: number
    and title of each paper that is not secret.
    """

    presenter: str
    contents: tuple[str, ...]
    to_read: tuple[str, ...]


def newest_notice(planned: UUID) -> IssuedNotice | None:
    """Return the printed notice of a planned meeting as it was issued last."""
    rows = IssuedNotice.objects.filter(planned=planned).select_related("paper")
    return rows.order_by("-version").first()


def agenda_lines(planned: UUID) -> list[str]:
    """Return the lines of the agenda that were not dropped, in order; what falls due unnamed."""
    rows = AgendaItem.objects.filter(planned=planned, is_dropped=False)
    found = rows.order_by("position").values_list("duty", "title")
    return [in_notice(duty, title) for duty, title in found]


def said_of(planned: PlannedMeeting, *, typed: str = "") -> Said:
    """Return what the notice says. typed: lines, used where the meeting has no agenda."""
    lines = agenda_lines(planned.pk) or [line.strip() for line in typed.split("\n")]
    return Said(
        presenter=_presenter(planned) if planned.topic else "",
        contents=tuple(line for line in lines if line),
        to_read=tuple(_to_read(planned.pk)),
    )


def _presenter(planned: PlannedMeeting) -> str:
    if planned.presenter is None:
        return NO_PRESENTER
    posts = Post.objects.on(planned.planned_on).filter(
        unit=planned.cell_id, person=planned.presenter.person_id, role__in=list(_PRESENTERS)
    )
    held = set(posts.values_list("role", flat=True))
    return next((word for role, word in _PRESENTERS.items() if role in held), ORDINARY_PRESENTER)


def _to_read(planned: UUID) -> list[str]:
    papers = PreparedPaper.objects.filter(planned=planned, is_secret=False, is_withdrawn=False)
    words = [" ".join(part for part in (p.number, p.title) if part) for p in papers]
    return sorted((word for word in words if word), key=viet.text_key)


def followers_of(cell: UUID, *, on: dt.date) -> list[Post]:
    """Return who of the committee above follows the cell on the day, the last to begin first."""
    posts = Post.objects.on(on).filter(unit=cell, role=Role.FOLLOWER).select_related("person")
    return list(posts.order_by("-from_on", "person__sort_key"))


def told_of(planned: UUID) -> Notice | None:
    """Return when the members and the follower were told."""
    return Notice.objects.filter(pk=planned).first()


def moved_since_told(planned: PlannedMeeting) -> bool:
    """Say whether the meeting was moved on a day after the members or the follower were told."""
    notice = told_of(planned.pk)
    told = [d for d in (notice.members_told_on, notice.follower_told_on) if d] if notice else []
    moved = [move.entered_at.astimezone(HANOI).date() for move in moves_of(planned)]
    return bool(told and moved) and max(moved) > min(told)
