from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.assessments.catalogue import indicators
from chibo.figures.help import REASONS
from chibo.organizations.authority import Can, demanded
from chibo.reports.helping import help_below


@require_GET
def help_wanted(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show the cells where help is wanted today, each with its reasons and whom to ring."""
    today = timezone.localdate()
    rights = demanded(request.user, Can.READ_COUNTS, at=unit_id, on=today)
    why = request.GET.get("why", "")
    if why not in {"", *REASONS}:
        raise Http404
    found = help_below(unit_id, why=why, number=request.GET.get("page", ""), today=today)
    context = {
        "unit": found.unit, "found": found, "page": found.page, "why": why, "today": today,
        "may_phone": Can.READ_PHONES in rights, "rules": found.rules,
        "chips": [(key, indicators()[key].name, n) for key, n in found.counts.items()],
    }  # fmt: skip
    return render(request, "reports/help.html", context)
