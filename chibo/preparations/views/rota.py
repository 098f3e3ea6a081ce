"""The rota of a month, and whom to send to one meeting."""

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.queries import named, superior
from chibo.papers.serving import serve
from chibo.plans.models import PlannedMeeting
from chibo.plans.queries import planned_for
from chibo.preparations import commands
from chibo.preparations.invitations import followers_of
from chibo.preparations.rota import (
    candidates_for,
    clashes_in,
    delegates_of,
    length_of,
    rota_of,
)
from chibo.preparations.rota_forms import SendForm
from chibo.preparations.rota_sheet import rota_sheet


def _month(text: str, today: dt.date) -> Month:
    """Return the month in an address. Raises: Http404."""
    try:
        wanted = Month.parse(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= wanted.year <= today.year + 1:
        raise Http404
    return wanted


@require_GET
def rota(request: AuthedRequest, unit_id: UUID, month_text: str, form: str) -> HttpResponse:
    """Show or print a month's rota; asked for at a cell, that of the committee above it."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.SEND_DELEGATES, unit_id, on=today)
    month = _month(month_text, today)
    called = named(unit.pk, on=month.first)
    if called.is_cell:
        above = superior(unit.pk, on=min(month.last, today))
        if above is None:
            raise Http404
        return redirect("preparations:rota", above, str(month))
    lines = rota_of(unit.pk, month)
    if form != "html":
        return serve(
            request, rota_sheet(unit.pk, month, lines, day=today), form=form,
            name=f"lich-du-{month}", back="", back_word="",
        )  # fmt: skip
    clashes = clashes_in(lines, length=length_of(unit.pk, on=month.first))
    context = {
        "unit": called, "month": month, "months": [month.after(-1), month.after(1)],
        "lines": lines, "clashes": clashes, "today": today,
    }  # fmt: skip
    return render(request, "preparations/rota.html", context)


def _rota_page(planned: PlannedMeeting) -> str:
    above = superior(planned.cell_id, on=planned.planned_on) or planned.cell_id
    month = str(Month.of(planned.planned_on))
    return reverse("preparations:rota", args=[above, month]) + f"#buoi-{planned.pk}"


@require_http_methods(["GET", "POST"])
def delegates(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Choose whom to send to a meeting."""
    today = timezone.localdate()
    planned = planned_for(request.user, Can.SEND_DELEGATES, planned_id, on=today)
    sent = {each.id for each in delegates_of(planned)}
    people = [each for each in candidates_for(planned) if each.person.pk not in sent]
    form = asked(request, lambda data: SendForm(data, people=people))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        person = UUID(form.cleaned_data["person"])
        commands.send_delegate(act=act, planned=planned, person=person)

    if carried_out(request, form, save):
        return redirect(_rota_page(planned))
    return _choice(request, planned, form, people=bool(people))


@require_POST
def recall(request: AuthedRequest, planned_id: UUID, person_id: UUID) -> HttpResponse:
    """Take somebody off the rota of a meeting."""
    planned = planned_for(request.user, Can.SEND_DELEGATES, planned_id, on=timezone.localdate())
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.recall_delegate(act=act, planned=planned, person=person_id)

    if carried_out(request, form, save):
        return redirect(_rota_page(planned))
    return _choice(request, planned, form, people=False)


def _choice(
    request: AuthedRequest, planned: PlannedMeeting, form: ActForm, *, people: bool
) -> HttpResponse:
    day = planned.planned_on
    context = {
        "form": form, "planned": planned, "people": people, "recall": ActForm(),
        "cell": named(planned.cell_id, on=day), "sent": delegates_of(planned),
        "followers": followers_of(planned.cell_id, on=day), "back": _rota_page(planned),
        "is_past": planned.is_withdrawn or day < timezone.localdate(),
        "back_word": _("Lịch dự sinh hoạt"),
    }  # fmt: skip
    return render(request, "preparations/delegates.html", context, status=form.status)
