import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.core import viet
from chibo.journal.commands import note_reading
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.queries import named
from chibo.reports import memory as queries
from chibo.reports.months import year_of

NEWEST = 8  # topics in sight: about two years


@require_GET
@transaction.atomic
def memory(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show what was found of a cell's own record; without words, what is open and its year."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.READ_CELL_ONLY, unit_id, on=today)
    called = named(cell.pk, on=today)
    if not called.is_cell:
        raise Http404
    note_reading(
        reader=request.user, what="memory", unit=cell.pk, province=cell.province,
        at=timezone.now(),
    )  # fmt: skip
    text = viet.tidy_line(request.GET.get("q", ""))
    words = viet.words_of(text) if len(text) <= queries.LONGEST_SEARCH else []
    context: dict[str, Any] = {
        "cell": called, "text": text, "longest": queries.LONGEST_SEARCH,
        "is_long": len(text) > queries.LONGEST_SEARCH,
        "found": queries.remembered(cell.pk, words) if words else None,
    }  # fmt: skip
    if not words:
        context |= _without_words(request, cell.pk, today)
    return render(request, "reports/memory.html", context)


def _without_words(request: AuthedRequest, cell: UUID, today: dt.date) -> dict[str, Any]:
    years = queries.years_of(cell, today=today)
    year = _year(request.GET.get("year", ""), years)
    lines = queries.open_lines(cell, today=today)
    is_by_person = request.GET.get("by") == "person"
    topics = queries.topics_of(cell)
    return {
        "topics": topics[:NEWEST], "older": topics[NEWEST:],
        "years": years, "year": year, "months": year_of(cell, year, today=today),
        "lines": lines, "is_by_person": is_by_person,
        "groups": queries.by_person(lines) if is_by_person else [],
    }  # fmt: skip


def _year(text: str, years: list[int]) -> int:
    """Return the year asked for, or this one. Raises: Http404 for a year not in the book."""
    if not text:
        return years[0]
    found = next((year for year in years if str(year) == text), None)
    if found is None:
        raise Http404
    return found
