from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.organizations.authority import Can, rights_at
from chibo.plans.queries import planned_for
from chibo.preparations.message import chat_message
from chibo.rulebook.queries import in_force


@require_GET
def preparation(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    planned = planned_for(request.user, Can.READ_MINUTES, planned_id, on=today)
    rules = in_force(planned.cell_id, on=planned.planned_on).rules
    rights = rights_at(request.user, at=planned.cell_id, on=today)
    context = {
        "planned": planned, "message": chat_message(planned), "rule": rules["papers.days_before"],
        "may_hold": Can.HOLD_MEETING in rights,
    }  # fmt: skip
    return render(request, "preparations/preparation.html", context)
