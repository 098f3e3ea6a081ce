from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.deadlines.queries import deadlines_at
from chibo.desk.context import Acting, acting
from chibo.figures.models import View
from chibo.figures.queries import of_unit
from chibo.meetings.queries import regular_of
from chibo.minutes.facts import progress_of
from chibo.minutes.queries import closure_of, next_of, steps_of
from chibo.organizations.authority import Can, rights_at
from chibo.organizations.models import Role
from chibo.organizations.queries import children
from chibo.plans.queries import next_planned, year_plan
from chibo.reports.page import HEAD
from chibo.reports.queries import month_of_cells
from chibo.reports.shown import Linked
from chibo.resolutions.queries import overdue
from chibo.rulebook.queries import in_force


@require_GET
def home(request: AuthedRequest) -> HttpResponse:
    now = acting(request.user)
    today = timezone.localdate()
    context: dict[str, Any] = {"today": today, "month": Month.of(today)}
    if now is None:
        return render(request, "desk/no_post.html", context)
    if now.post.role == Role.TECHNICAL_ADMINISTRATOR:
        return render(request, "desk/technical.html", context)
    if now.is_office:
        return _office(request, now, context)
    return _cell(request, now, context)


def _cell(request: AuthedRequest, now: Acting, context: dict[str, Any]) -> HttpResponse:
    today, cell = context["today"], now.unit.id
    rights = rights_at(request.user, at=cell, on=today)
    meeting = regular_of(cell, context["month"])
    closure = closure_of(meeting) if meeting else None
    context |= {"meeting": meeting, "closure": closure, "cell": now.unit}
    context["may_hold"] = Can.HOLD_MEETING in rights
    if Can.HOLD_MEETING in rights:
        context["overdue"] = overdue(cell, on=today)
        context["planned"] = planned = next_planned(cell, on=today)
        context["is_later"] = planned and Month.of(planned.month) != context["month"]
        laid_from = in_force(cell, on=today).number("year.laid_from_month")
        wanted = today.year if today.month < laid_from else today.year + 1
        context["due"] = deadlines_at(cell, on=today, rights=rights)
        context["lay_for"] = None if year_plan(cell, wanted) else wanted
        if meeting is not None and closure is None:
            context["next"] = next_of(steps_of(progress_of(meeting)))
    return render(request, "desk/cell.html", context)


def _office(request: AuthedRequest, now: Acting, context: dict[str, Any]) -> HttpResponse:
    today, unit, month = context["today"], now.unit.id, context["month"]
    context["unit"] = now.unit
    below = children(unit, on=today)
    if any(not child.is_cell for child in below):
        figures = of_unit(unit, Months.of(month), view=View.TODAY, today=today)
        head = Linked(unit, Months.of(month), view=View.TODAY).each(figures, HEAD)
        context |= {"branches": len(below), "head": head}
        return render(request, "desk/province.html", context)
    cells = month_of_cells(unit, month, today=today)
    rights = rights_at(request.user, at=unit, on=today)
    if Can.READ_REGISTER in rights:
        context["due"] = deadlines_at(unit, on=today, rights=rights)
    context |= {
        "late": [line for line in cells if line.state == "overdue"],
        "n": {state: sum(line.state == state for line in cells) for state in ("held", "waiting")},
        "count": len(cells),
        "may_phone": Can.READ_PHONES in rights,
    }
    return render(request, "desk/commune.html", context)


@require_GET
def more(request: AuthedRequest) -> HttpResponse:
    return render(request, "desk/more.html")
