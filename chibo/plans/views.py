import datetime as dt
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.journal.commands import act_of
from chibo.members.queries import Member, counting, members_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.queries import named
from chibo.papers.issuers import issuer_of
from chibo.papers.serving import serve
from chibo.plans import commands, forms, queries, rules
from chibo.plans.models import IssuedPlan, Kind, PlannedMeeting, SwappedDay
from chibo.plans.places import year_page
from chibo.plans.sheets import wall_sheet
from chibo.rulebook.queries import in_force

ask = require_http_methods(["GET", "POST"])


def _members(cell: UUID, on: dt.date) -> list[Member]:
    return members_of(cell, on=on, settings=counting(in_force(cell, on=on)))


@ask
def change(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Change kind, hour, place, topic and presenter."""
    today = timezone.localdate()
    planned = queries.planned_for(request.user, Can.HOLD_MEETING, planned_id, on=today)
    members, initial = _members(planned.cell_id, planned.planned_on), forms.initial_of(planned)
    form = asked(request, lambda data: forms.PlannedForm(data, members=members, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        new = form.planned(Month.of(planned.month), planned.planned_on)
        commands.change_planned(act=act, planned=planned, new=new)

    if carried_out(request, form, save):
        return redirect(year_page(planned.cell_id, planned.month.year))
    context = {"form": form, "planned": planned, "removal": ActForm()}
    return render(request, "plans/planned.html", context, status=form.status)


@ask
def add(request: AuthedRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Plan one more meeting."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    members, initial = _members(cell.pk, today), {"kind": Kind.THEMATIC}
    form = asked(request, lambda data: forms.NewPlannedForm(data, members=members, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.plan_meeting(act=act, cell=cell, new=form.new())

    if carried_out(request, form, save):
        return redirect(year_page(cell.pk, form.cleaned_data["planned_on"].year))
    context = {"form": form, "cell": named(cell.pk, on=today), "back": year_page(cell.pk, year)}
    return render(request, "plans/planned.html", context, status=form.status)


def _offered(planned: PlannedMeeting, today: dt.date) -> list[dt.date]:
    """Return up to six working days near the planned one, in the month it answers for."""
    month = Month.of(planned.month)
    settings = in_force(planned.cell_id, on=month.first)
    is_off = queries.off_for(planned.cell_id, settings, on=today)
    last = rules.last_in_time(month.first, queries.timing_of(settings))
    days = [month.first + dt.timedelta(days=n) for n in range((month.last - month.first).days + 1)]
    free = [d for d in days if d >= today and d != planned.planned_on and not is_off(d)]
    near = sorted(free, key=lambda d: (d > last, abs((d - planned.planned_on).days)))
    return sorted(near[:6])


@ask
def move(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    planned = queries.planned_for(request.user, Can.HOLD_MEETING, planned_id, on=today)
    days = _offered(planned, today)
    form = asked(request, lambda data: forms.MoveForm(data, days=days))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.move(act=act, planned=planned, to_day=form.day(), reason=form.why())

    if carried_out(request, form, save):
        return redirect(year_page(planned.cell_id, planned.month.year))
    context = {"form": form, "planned": planned, "moves": queries.moves_of(planned)}
    return render(request, "plans/move.html", context, status=form.status)


@require_POST
def removal(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    planned = queries.planned_for(request.user, Can.HOLD_MEETING, planned_id, on=today)
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.withdraw(act=act, planned=planned)

    if carried_out(request, form, save):
        return redirect(year_page(planned.cell_id, planned.month.year))
    context = {"form": form, "planned": planned, "removal": form}
    return render(request, "plans/refused.html", context, status=form.status)


@ask
def missed(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    """Say why a month was missed."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    try:
        month = Month.parse(month_text)
    except ValueError:
        raise Http404 from None
    known = queries.missed_reasons([cell.pk], [month]).get((cell.pk, month.first), "")
    form = asked(request, lambda data: forms.MissedForm(data, initial={"reason": known}))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        reason = form.cleaned_data["reason"]
        commands.explain_missed(act=act, cell=cell, month=month, reason=reason)

    if carried_out(request, form, save):
        return redirect(year_page(cell.pk, month.year))
    context = {"form": form, "month": month, "back": year_page(cell.pk, month.year)}
    return render(request, "plans/missed.html", context, status=form.status)


@ask
def days_off(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show and change the days that an operator declares off or worked."""
    unit = unit_for(request.user, Can.CHANGE_RULES, unit_id, on=timezone.localdate())
    form = asked(request, forms.SwappedDayForm)

    def save() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.swap_day(
            act=act, unit=unit, day=data["day"], is_off=data["is_off"] == "yes",
            source=data["source"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("plans:days-off", unit.pk)
    rows = SwappedDay.objects.filter(unit=unit).order_by("-day")
    today = timezone.localdate()
    public = queries.public_days(today.year) + queries.public_days(today.year + 1)
    context = {"form": form, "unit": named(unit.pk, on=today), "rows": rows, "public": public}
    return render(request, "plans/days_off.html", context, status=form.status)


@require_POST
def issue(request: AuthedRequest, unit_id: UUID, year: int, what: str) -> HttpResponse:
    """Issue the year's plan or programme, and show it."""
    cell = unit_for(request.user, Can.CLOSE_MINUTES, unit_id, on=timezone.localdate())
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.issue_plan(act=act, cell=cell, year=year, what=what)

    if what in IssuedPlan.What.values and carried_out(request, form, save):
        return redirect("plans:paper", cell.pk, year, what)
    return redirect(year_page(cell.pk, year))


@require_GET
def paper(request: AuthedRequest, unit_id: UUID, year: int, what: str, form: str) -> HttpResponse:
    """Show the plan or the programme as it was issued last, or the chart as it stands."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.READ_PAPERS, unit_id, on=today)
    if what == "wall":
        meetings = queries.planned_of_year(cell.pk, year)
        sheet = wall_sheet(issuer_of(cell.pk, on=today), year, meetings) if meetings else None
    else:
        issued = queries.newest_plan(cell.pk, year, what)
        sheet = issued.paper.sheet if issued else None
    if sheet is None:
        raise Http404
    return serve(
        request, sheet, form=form, name=f"{what}-{year}", back=year_page(cell.pk, year),
        back_word=_("Lịch cả năm"),
    )  # fmt: skip
