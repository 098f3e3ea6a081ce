import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.assessments.catalogue import indicators
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.figures.queries import freshness
from chibo.journal.commands import note_reading
from chibo.organizations.authority import Can, demanded
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed, named
from chibo.reports.periods import label
from chibo.reports.rows import Asked, figure_of, opened

AHEAD = 10  # years: a term goes on that long


def months_in(text: str, today: dt.date) -> Months:
    """Return the months of an address. Raises: Http404."""
    try:
        found = Months.parse(text)
    except ValueError:
        raise Http404 from None
    if found.last.year > today.year + AHEAD:
        raise Http404
    return found


def view_in(request: AuthedRequest, unit: UUID, today: dt.date) -> tuple[str, bool]:
    """Return the view asked for, and whether the unit has ended: then it has no other than `then`.

    Raises: Http404.
    """
    view = request.GET.get("view", View.TODAY)
    if view not in View.values:
        raise Http404
    is_ended = not existed(unit, on=today)
    return (View.THEN.value if is_ended else view), is_ended


@require_GET
@transaction.atomic
def rows(request: AuthedRequest, unit_id: UUID, months_text: str, indicator: str) -> HttpResponse:
    """Show the rows that a figure counts, some at a time."""
    today = timezone.localdate()
    rights = demanded(request.user, Can.READ_COUNTS, at=unit_id, on=today)
    months = months_in(months_text, today)
    if indicator not in indicators():
        raise Http404
    view, is_ended = view_in(request, unit_id, today)
    asked = Asked(
        unit_id, indicators()[indicator], months, view, today,
        is_whole=request.GET.get("all") == "1", by_name=Can.READ_REGISTER in rights,
        is_inside=Can.READ_MINUTES in rights,
    )  # fmt: skip
    found = opened(asked, request.GET.get("page", ""))
    if found.kind == "members":
        note_reading(
            reader=request.user, what="register", unit=unit_id,
            province=Unit.objects.get(pk=unit_id).province, at=timezone.now(),
        )  # fmt: skip
    context: dict[str, Any] = {
        "unit": named(unit_id, on=asked.last), "months": months, "indicator": asked.indicator,
        "asked": asked, "view": view, "is_ended": is_ended, "found": found, "page": found.page,
        "figure": figure_of(asked), "fresh": freshness(today=today), "today": today,
        "is_running": Month.of(today) in months, "label": label(months),
        "may_papers": Can.READ_PAPERS in rights, "may_minutes": Can.READ_MINUTES in rights,
    }  # fmt: skip
    return render(request, "reports/rows.html", context)
