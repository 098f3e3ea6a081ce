import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.core.days import Month
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.queries import existed, named, was_reorganised
from chibo.reports import queries
from chibo.reports.charts import attendance_line


@require_GET
def this_month(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    unit_for(request.user, Can.READ_COUNTS, unit_id, on=timezone.localdate())
    return redirect("reports:month", unit_id, str(Month.of(timezone.localdate())))


@require_GET
def month(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    try:
        wanted = Month.parse(month_text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= wanted.year <= today.year + 1:
        raise Http404
    on = queries.reference_day(wanted, today)
    called = named(unit.pk, on=on)
    if called.is_cell:
        return redirect("meetings:list", unit_id)
    context: dict[str, Any] = {
        "unit": called, "month": wanted, "months": [wanted.after(-1), wanted, wanted.after(1)],
        "on": on, "now": timezone.localtime(), "this_month": Month.of(today),
    }  # fmt: skip
    if queries.has_branches(unit.pk, on=on):
        return _branches(request, context, unit.pk, wanted, today)
    return _cells(request, context, unit.pk, wanted, today)


def _branches(
    request: AuthedRequest, context: dict[str, Any], unit: UUID, month: Month, today: dt.date
) -> HttpResponse:
    ended = not existed(unit, on=today)
    then = ended or request.GET.get("view") == "then"
    lines = queries.by_branch(unit, month, then=then, today=today)
    trend = queries.trend(unit, month)
    whole = queries.whole(context["unit"], month, lines, on=context["on"])
    context |= {
        "then": then, "ended": ended, "lines": lines, "whole": whole, "trend": trend,
        "apart": whole.tally - queries.total([line.tally for line in lines]),
        "apart_due": whole.due - sum(line.due for line in lines),
        "chart": attendance_line(trend),
        "reorganised": was_reorganised(since=month.until, until=today),
    }  # fmt: skip
    return render(request, "reports/branches.html", context)


def _cells(
    request: AuthedRequest, context: dict[str, Any], unit: UUID, month: Month, today: dt.date
) -> HttpResponse:
    lines = queries.month_of_cells(unit, month, today=today)
    closures = [line.closure for line in lines if line.closure]
    rights = rights_at(request.user, at=unit, on=today)
    groups = [
        (state, [line for line in lines if line.state == state])
        for state in ("overdue", "waiting", "held")
    ]
    context |= {
        "groups": [(state, rows) for state, rows in groups if rows], "lines": lines,
        "n": {state: len(rows) for state, rows in groups}, "total": queries.tally_of(closures),
        "members": queries.members_under(unit, on=context["on"]),
        "rule": queries.due_rule(unit, month),
        "may_phone": Can.READ_PHONES in rights, "may_papers": Can.READ_PAPERS in rights,
    }  # fmt: skip
    return render(request, "reports/cells.html", context)
