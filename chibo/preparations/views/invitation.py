from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.organizations.authority import Can
from chibo.papers.serving import sent
from chibo.plans.models import Kind
from chibo.plans.queries import moves_of, planned_for
from chibo.preparations.calendar import as_ics
from chibo.rulebook.queries import in_force


@require_GET
def calendar(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Return the meeting as a file for a calendar."""
    planned = planned_for(request.user, Can.READ_COUNTS, planned_id, on=timezone.localdate())
    settings = in_force(planned.cell_id, on=planned.planned_on)
    length = settings.number("length.both" if planned.kind == Kind.BOTH else "length.regular")
    file = as_ics(planned, moves=len(moves_of(planned)), length=length, now=timezone.now())
    return sent(file, "text/calendar; charset=utf-8", f"sinh-hoat-{planned.planned_on}.ics")
