from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.organizations import authority, queries
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.words import CAPABILITY_WORDS, table


@require_GET
def unit(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    found = unit_for(request.user, Can.SEE_UNIT, unit_id, on=today)
    above = queries.superior(found.pk, on=today)
    context = {
        "unit": queries.named(found.pk, on=today),
        "superior": queries.named(above, on=today) if above else None,
        "may_open_superior": above
        and authority.may(request.user, Can.SEE_UNIT, at=above, on=today),
        "exists": queries.existed(found.pk, on=today),
        "children": queries.children(found.pk, on=today),
        "newest": queries.history(found.pk)[-1:],
        "rights": {str(c) for c in authority.rights_at(request.user, at=found.pk, on=today)},
    }
    return render(request, "organizations/unit.html", context)


@require_GET
def history(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Tell what decisions did to a unit, in sentences, what was corrected among them."""
    today = timezone.localdate()
    found = unit_for(request.user, Can.SEE_UNIT, unit_id, on=today)
    context = {
        "unit": queries.named(found.pk, on=today),
        "history": queries.history(found.pk),
        "may_reorganise": authority.may(
            request.user, Can.REORGANISE, at=authority.above(found.pk, on=today), on=today
        ),
    }
    return render(request, "organizations/history.html", context)


@require_GET
def rights(request: AuthedRequest) -> HttpResponse:
    """Show the one table of roles and what they may do."""
    lines = list(table())
    context = {
        "roles": [role.label for role, _reaches in lines],
        "rows": [
            (CAPABILITY_WORDS[can], [(role.label, reaches[place]) for role, reaches in lines])
            for place, can in enumerate(Can)
        ],
    }
    return render(request, "organizations/rights.html", context)
