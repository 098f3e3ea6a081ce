from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.organizations.authority import Can
from chibo.plans.queries import planned_for


@require_GET
def preparation(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    planned = planned_for(request.user, Can.READ_MINUTES, planned_id, on=timezone.localdate())
    return render(request, "preparations/preparation.html", {"planned": planned})
