import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.organizations.authority import Can, demand
from chibo.organizations.queries import life_of, named
from chibo.reports import forms, periods
from chibo.reports.page import FiguresPage, Wanted


def _then(request: AuthedRequest) -> str:
    return "?view=then" if request.GET.get("view") == "then" else ""


def _newest(unit: UUID, today: dt.date) -> Months:
    """Return the period that is shown unasked: of a unit that has ended, its last month."""
    life = life_of(unit)
    if life and life.until_on <= today:
        return Months.of(Month.of(life.until_on - dt.timedelta(days=1)))
    return periods.newest(unit, today=today)


@require_GET
def choose(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Go to the period asked for; without any, to the last month whose meetings were due."""
    today = timezone.localdate()
    demand(request.user, Can.READ_COUNTS, at=unit_id, on=today)
    if request.GET.get("period") == "term":
        found = periods.term(unit_id, today=today)
    elif {"first", "last"} & set(request.GET):
        form = forms.PeriodForm(request.GET)
        if not form.is_valid():
            return _ask(request, unit_id, form, status=422)
        found = form.months()
    else:
        found = _newest(unit_id, today)
    return redirect(reverse("reports:figures", args=[unit_id, str(found)]) + _then(request))


def _ask(
    request: AuthedRequest, unit: UUID, form: forms.PeriodForm, *, status: int, unknown: str = ""
) -> HttpResponse:
    """Ask for the months. unknown: what stood in the address and is no period."""
    today = timezone.localdate()
    context = {
        "form": form, "unit": named(unit, on=today), "unknown": unknown,
        "around": _labelled(Month.of(today)),
    }  # fmt: skip
    return render(request, "reports/period.html", context, status=status)


def _labelled(month: Month) -> list[tuple[Months, str]]:
    return [(each, periods.label(each)) for each in periods.around(month)]


@require_GET
def figures(request: AuthedRequest, unit_id: UUID, months_text: str) -> HttpResponse:
    """Show all figures of a unit and a period."""
    today = timezone.localdate()
    demand(request.user, Can.READ_COUNTS, at=unit_id, on=today)
    try:
        months = Months.parse(months_text)
    except ValueError:
        unknown = months_text[:40]
        return _ask(request, unit_id, forms.PeriodForm(), status=404, unknown=unknown)
    page = request.GET.get("page", "")
    wanted = Wanted(
        request.user, unit_id, months, then=bool(_then(request)),
        by_help=request.GET.get("sort") == "help",
        page=int(page) if page.isdecimal() and len(page) < 5 else 1,
    )  # fmt: skip
    found = FiguresPage(wanted, today=today)
    if found.unit is None:
        return _ask(request, unit_id, forms.PeriodForm(), status=404)
    this = Month.of(today)
    context = {
        "page": found, "unit": found.unit, "months": months, "label": periods.label(months),
        "others": [(each, periods.label(each)) for each in found.others],
        "thematic": [(periods.label(each), shown) for each, shown in found.thematic],
        "around": _labelled(min(months.last, this)),
        "form": forms.PeriodForm(), "now": timezone.localtime(),
        "after": months.after if months.after.first <= this else None,
        "then": found.view == "then", "query": "?view=then" if found.view == "then" else "",
        "by_help": wanted.by_help, "is_asked": bool({"sort", "page"} & set(request.GET)),
    }  # fmt: skip
    return render(request, "reports/figures.html", context)
