"""Whom to visit after a missed meeting: the cell's own list, opt-in, forgotten after a year."""

import datetime as dt

from django.db import transaction

from chibo.journal.commands import Act, record
from chibo.meetings.commands.begin import recorded
from chibo.meetings.models import Meeting, Visit, VisitChoice
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit


@transaction.atomic
def choose_visits(*, act: Act, cell: Unit, wanted: bool) -> None:
    """Begin or stop keeping the list of whom to visit; stopping deletes it.

    Raises: PermissionDenied; Http404; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    if not record(
        act, verb="visits.chosen", unit=cell.pk, province=cell.province, content={"wanted": wanted},
    ):  # fmt: skip
        return
    if wanted:
        VisitChoice.objects.get_or_create(
            cell=cell, defaults={"province": cell.province, "chosen_on": act.today}
        )
    else:
        VisitChoice.objects.filter(pk=cell.pk).delete()
        Visit.objects.filter(meeting__cell=cell).delete()


@transaction.atomic
def note_visit(*, act: Act, meeting: Meeting, membership: Membership, visited: bool) -> None:
    """Note that a member who missed the meeting was visited, or take it back; no story.

    Raises: PermissionDenied; Http404; OtherContent.
    """
    demand(act.actor, Can.READ_CELL_ONLY, at=meeting.cell_id, on=act.today)
    if not recorded(act, "visit.noted", meeting, {"member": membership.pk, "visited": visited}):
        return
    key = {"meeting": meeting, "membership": membership}
    if visited:
        Visit.objects.get_or_create(
            **key, defaults={"province": meeting.province, "visited_on": act.today}
        )
    else:
        Visit.objects.filter(**key).delete()


def forget_visits(*, before: dt.date) -> int:
    """Delete visits of meetings held before the day; return how many."""
    count, _each = Visit.objects.filter(meeting__held_on__lt=before).delete()
    return count
