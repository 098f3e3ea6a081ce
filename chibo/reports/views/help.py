from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.organizations.authority import Can, demand


@require_GET
def help_wanted(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    demand(request.user, Can.READ_COUNTS, at=unit_id, on=timezone.localdate())
    return redirect("reports:choose-figures", unit_id)
