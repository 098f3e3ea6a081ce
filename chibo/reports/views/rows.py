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
from chibo.journal.commands import note_reading
from chibo.organizations.authority import Can, demanded
from chibo.organizations.models import Placement, Unit
from chibo.organizations.queries import named, names
from chibo.reports.periods import label
from chibo.reports.rows import Asked, Opened, figure_of, is_by_name, opened

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


@require_GET
def rows(request: AuthedRequest, unit_id: UUID, months_text: str, indicator: str) -> HttpResponse:
    """Show the rows that a figure counts, some at a time."""
    today = timezone.localdate()
    rights = demanded(request.user, Can.READ_COUNTS, at=unit_id, on=today)
    months, view = months_in(months_text, today), request.GET.get("view", View.TODAY)
    if indicator not in indicators() or view not in View.values:
        raise Http404
    unit = names([unit_id], on=today).get(unit_id)  # one that has ended has one view
    under = _under(request, unit_id)
    asked = Asked(
        unit_id, indicators()[indicator], months, view if unit else View.THEN.value, today,
        is_whole=request.GET.get("all") == "1", by_name=Can.READ_REGISTER in rights,
        is_inside=Can.READ_MINUTES in rights,
        under=under if under == unit_id or view == View.THEN else None,
    )  # fmt: skip
    found = _noted(request, asked) if is_by_name(asked) else opened(asked, _page(request))
    figure = figure_of(asked)
    context: dict[str, Any] = {
        "under": asked.under and named(asked.under, on=asked.last),
        "keep": f"&under={asked.under}" if asked.under else "",
        "unit": unit or named(unit_id, on=asked.last), "is_ended": unit is None,
        "months": months, "label": label(months), "indicator": asked.indicator, "asked": asked,
        "view": asked.view, "found": found, "page": found.page, "figure": figure, "today": today,
        "is_behind": found.page.is_alone and found.sums[0] != figure.part,
        "is_running": Month.of(today) in months,
        "may_papers": Can.READ_PAPERS in rights, "may_minutes": Can.READ_MINUTES in rights,
    }  # fmt: skip
    return render(request, "reports/rows.html", context)


def _under(request: AuthedRequest, unit: UUID) -> UUID | None:
    """Return the unit in whose table the figure stood: one that it was below. Raises: Http404."""
    text = request.GET.get("under", "")
    if text in {"", str(unit)}:
        return unit if text else None
    for parent in Placement.objects.filter(unit=unit).values_list("parent", flat=True):
        if str(parent) == text:
            return parent
    raise Http404


def _page(request: AuthedRequest) -> str:
    return request.GET.get("page", "")


@transaction.atomic
def _noted(request: AuthedRequest, asked: Asked) -> Opened:
    """Return a page of people, and note that it was read."""
    note_reading(
        reader=request.user, what="register", unit=asked.unit,
        province=Unit.objects.get(pk=asked.unit).province, at=timezone.now(),
    )  # fmt: skip
    return opened(asked, _page(request))
