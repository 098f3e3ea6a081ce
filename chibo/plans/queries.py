import datetime as dt
from uuid import UUID

from django.http import Http404

from chibo.accounts.models import User
from chibo.core.days import Month
from chibo.organizations.authority import Can, demand
from chibo.plans.models import PlannedMeeting


def planned_for(user: User, capability: Can, planned: UUID, *, on: dt.date) -> PlannedMeeting:
    """Return the planned meeting if this user may at its cell. Raises: Http404, or forbidden."""
    found = PlannedMeeting.objects.select_related("cell").filter(pk=planned).first()
    if found is None:
        raise Http404
    demand(user, capability, at=found.cell_id, on=on)
    return found


def planned_in(cell: UUID, month: Month) -> list[PlannedMeeting]:
    """Return what still stands planned for a month, by day."""
    rows = PlannedMeeting.objects.standing().filter(cell=cell, month=month.first)
    return list(rows.order_by("planned_on", "starts_at"))
