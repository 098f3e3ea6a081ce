"""A step that was written down wrongly is taken back by another event; nothing is deleted."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.members.commands.events import CannotTakeStep
from chibo.members.commands.undo import entry_of, put_back
from chibo.members.models import Event
from chibo.organizations.authority import Can, demand
from chibo.recounts.commands import later


@transaction.atomic
@later()
def withdraw_event(*, act: Act, event: Event, why: str) -> None:
    """Take a step back: the rows stand again as before it, the step stays with its withdrawal.

    Raises: PermissionDenied; Http404; CannotTakeStep; OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=event.cell_id, on=act.today)
    if not record(
        act, verb="member.step_withdrawn", unit=event.cell_id, province=event.province,
        subject=event.person_id, content={"event": event.pk, "why": why},
        said={"what": event.what, "why": why},
    ):  # fmt: skip
        return
    if event.what == Event.What.WITHDRAWN or Event.objects.filter(withdraws=event).exists():
        raise CannotTakeStep(_("Bước này đã rút rồi."))
    if event.undo is None and event.what == Event.What.LISTED:
        event.undo = entry_of(event)
    if event.undo is None:
        raise CannotTakeStep(_("Bước này không rút riêng được."))
    put_back(event)
    for place, pk in enumerate([event.pk, *(uuid.UUID(pk) for pk in event.undo["with"])]):
        other = Event.objects.get(pk=pk)
        Event.objects.create(
            id=uuid.uuid5(act.id, f"event {place}"), province=other.province,
            person_id=other.person_id, cell_id=other.cell_id, what=Event.What.WITHDRAWN,
            on=act.today, withdraws=other,
        )  # fmt: skip
