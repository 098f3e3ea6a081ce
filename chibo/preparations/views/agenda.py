from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chibo.accounts.commands import drop_draft
from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core import toml
from chibo.core.asking import ActForm
from chibo.journal.commands import act_of
from chibo.members.queries import Member, counting, members_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.queries import named
from chibo.papers.secrecy import mark_in
from chibo.plans.models import PlannedMeeting
from chibo.plans.queries import planned_for
from chibo.preparations import commands, forms, queries
from chibo.preparations.places import page_of
from chibo.rulebook.queries import in_force

ORDER = (
    "key", "part", "step", "title", "minutes", "kinds", "cells", "months", "presents", "question",
    "say", "why", "source",
)  # fmt: skip
ask = require_http_methods(["GET", "POST"])


def members_on(planned: PlannedMeeting) -> list[Member]:
    """Return the members of the cell on the day of the meeting."""
    settings = in_force(planned.cell_id, on=planned.planned_on)
    return members_of(planned.cell_id, on=planned.planned_on, settings=counting(settings))


def done(request: AuthedRequest, form: ActForm, command: Callable[[], object]) -> bool:
    """Run the command as `carried_out`; a typed mark of secrecy is not kept as a draft."""
    if carried_out(request, form, command):
        return True
    if any(mark_in(line) for text in request.POST.values() for line in str(text).split("\n")):
        drop_draft(user=request.user, page=request.path)
    return False


@ask
def agenda(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Order, change, drop and add the lines of a planned meeting's agenda."""
    today = timezone.localdate()
    planned = planned_for(request.user, Can.HOLD_MEETING, planned_id, on=today)
    found = queries.with_due(queries.agenda_of(planned), planned)
    settings = in_force(planned.cell_id, on=planned.planned_on)
    members = members_on(planned)
    form = asked(
        request,
        lambda data: forms.AgendaForm(data, agenda=found, members=members, may_split=True),
    )
    do = request.POST.get("do", "")

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.settle_agenda(act=act, planned=planned, lines=form.said(do))

    if done(request, form, save):
        stay = f"/planned/{planned.pk}/agenda/#line-{do.partition(':')[2]}"
        return redirect(stay if do else page_of(planned.pk))
    length = "length.both" if planned.kind == "both" else "length.regular"
    context: dict[str, Any] = {
        "form": form, "planned": planned, "agenda": found, "rows": form.rows(),
        "dropped": [(item, found.duty(item)) for item in found.dropped if item.duty],
        "rule": settings.rules[length], "template": found.template, "back": page_of(planned.pk),
    }  # fmt: skip
    return render(request, "preparations/agenda.html", context, status=form.status)


@ask
def draft(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Write the draft resolution."""
    planned = planned_for(request.user, Can.HOLD_MEETING, planned_id, on=timezone.localdate())
    initial = {"text": "\n".join(queries.draft_lines(planned.pk))}
    form = asked(request, lambda data: forms.DraftForm(data, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.write_draft(act=act, planned=planned, text=form.cleaned_data["text"])

    if done(request, form, save):
        return redirect(page_of(planned.pk))
    context = {"form": form, "planned": planned, "back": page_of(planned.pk)}
    return render(request, "preparations/draft.html", context, status=form.status)


@ask
def own_agenda(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Let an operator set the order of sittings for the unit and all below it."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.CHANGE_RULES, unit_id, on=today)
    template = queries.template_for(unit.pk, on=today)
    written = "\n".join(toml.tables("lines", template.content, ORDER)).strip()
    initial = {"from_on": today, "title": template.title, "content": written}
    form = asked(request, lambda data: forms.TemplateForm(data, initial=initial))

    def save() -> None:
        data = form.cleaned_data
        commands.adopt_template(
            act=act_of(request.user, data["act"], timezone.now()), unit=unit, title=data["title"],
            number=data["number"], from_on=data["from_on"], content=data["content"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("rulebook:rules", unit.pk)
    context = {"form": form, "unit": named(unit.pk, on=today), "template": template}
    return render(request, "preparations/own_agenda.html", context, status=form.status)
