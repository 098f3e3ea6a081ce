import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.journal.commands import act_of
from chibo.meetings.queries import last_before
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.queries import named
from chibo.plans import commands, forms, queries
from chibo.plans.models import IssuedPlan
from chibo.plans.queries import proposed_year
from chibo.reports.months import year_of
from chibo.rulebook.queries import in_force


@require_GET
def year(request: AuthedRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Show a cell's year as a strip of twelve months."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    called = named(cell.pk, on=today)
    if not called.is_cell or not 2000 <= year <= today.year + 1:
        raise Http404
    rights = rights_at(request.user, at=cell.pk, on=today)
    settings = in_force(cell.pk, on=min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31)))
    months = year_of(cell.pk, year, today=today)
    context: dict[str, Any] = {
        "cell": called, "year": year, "months": months, "today": today,
        "years": [year - 1, year + 1] if year <= today.year else [year - 1],
        "plan": queries.year_plan(cell.pk, year),
        "may_hold": Can.HOLD_MEETING in rights, "may_lay": year >= today.year,
        "rules": [settings.rules[key] for key in ("regular.day", "regular.last_day")],
        "thematic": settings.rules["thematic.per_quarter"],
        "may_close": Can.CLOSE_MINUTES in rights,
        "papers": _papers(cell.pk, year, has_topics=any(m.topics for m in months))
        if any(m.planned for m in months) and Can.READ_PAPERS in rights else [],
        "n": {s: sum(m.state == s for m in months) for s in ("held", "held_late", "not_held")},
    }  # fmt: skip
    return render(request, "reports/year.html", context)


@dataclass(frozen=True)
class YearPaper:
    """A paper of the year on its page; `form`: to issue it."""

    what: str
    word: str
    symbol: str
    is_there: bool
    form: ActForm | None


def _papers(cell: UUID, year: int, *, has_topics: bool) -> list[YearPaper]:
    found = []
    for what, word in IssuedPlan.What.choices:
        issued = queries.newest_plan(cell, year, what)
        if has_topics or what == IssuedPlan.What.PLAN:
            symbol = issued.paper.symbol if issued else ""
            found.append(YearPaper(what, str(word), symbol, issued is not None, ActForm()))
    return [*found, YearPaper("wall", _("Lịch treo tường"), "", True, None)]


@require_http_methods(["GET", "POST"])
def lay(request: AuthedRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Lay a cell's year at once."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    if not named(cell.pk, on=today).is_cell or not 2000 <= year <= 2100:
        raise Http404
    months = proposed_year(cell.pk, year, today=today)
    last = last_before(cell.pk, today)
    initial = {"starts_at": last.starts_at, "place": last.place} if last else {}
    form = asked(request, lambda data: forms.LayForm(data, months=months, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.lay_year(act=act, cell=cell, year=year, meetings=form.meetings())

    if carried_out(request, form, save):
        return redirect("reports:year", cell.pk, year)
    rows = [(each, form.fields and _topic(form, each.month.number)) for each in months]
    settings = in_force(cell.pk, on=today)
    context = {
        "form": form, "cell": cell, "year": year, "rows": rows, "plan": settings.pack,
        "rule": settings.rules["regular.day"], "thematic": settings.rules["thematic.per_quarter"],
    }  # fmt: skip
    return render(request, "reports/lay.html", context, status=form.status)


def _topic(form: forms.LayForm, number: int) -> Any:
    name = f"topic-{number}"
    return form[name] if name in form.fields else None
