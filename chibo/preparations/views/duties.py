from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chibo.accounts.commands import drop_draft
from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.journal.commands import act_of, note_reading
from chibo.members.queries import counting, members_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.queries import named
from chibo.plans.queries import planned_for
from chibo.preparations import commands, forms, queries
from chibo.preparations.models import Question, StandingDuty
from chibo.preparations.places import page_of
from chibo.preparations.views.agenda import done, members_on
from chibo.rulebook.queries import in_force

ask = require_http_methods(["GET", "POST"])


@ask
def questions(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """List what was asked before the meeting, and hand in one more."""
    planned = planned_for(request.user, Can.HOLD_MEETING, planned_id, on=timezone.localdate())
    members = members_on(planned)
    form = asked(request, lambda data: forms.QuestionForm(data, members=members))

    def save() -> None:
        data = form.cleaned_data
        commands.hand_in_question(
            act=act_of(request.user, data["act"], timezone.now()), planned=planned,
            text=data["text"], asked_by=form.asker(),
        )  # fmt: skip

    if done(request, form, save):
        return redirect("preparations:questions", planned.pk)
    drop_draft(user=request.user, page=request.path)  # no name beside words stays behind
    context = {
        "form": form, "planned": planned, "back": page_of(planned.pk), "removal": ActForm(),
        "questions": queries.questions_of(planned),
    }  # fmt: skip
    return render(request, "preparations/questions.html", context, status=form.status)


@require_POST
def question_removal(request: AuthedRequest, planned_id: UUID, question_id: UUID) -> HttpResponse:
    planned = planned_for(request.user, Can.HOLD_MEETING, planned_id, on=timezone.localdate())
    question = get_object_or_404(Question, pk=question_id, planned=planned, is_withdrawn=False)
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.withdraw_question(act=act, question=question)

    carried_out(request, form, save)
    return redirect("preparations:questions", planned.pk)


@ask
@transaction.atomic
def duties(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show what each member has in charge, and give one more."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    members = members_of(cell.pk, on=today, settings=counting(in_force(cell.pk, on=today)))
    note_reading(
        reader=request.user, what="duties", unit=cell.pk, province=cell.province,
        at=timezone.now(),
    )  # fmt: skip
    form = asked(request, lambda data: forms.DutyForm(data, members=members))

    def save() -> None:
        data = form.cleaned_data
        commands.give_duty(
            act=act_of(request.user, data["act"], timezone.now()), cell=cell,
            membership=form.membership(), what=data["what"], decided_on=data["decided_on"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("preparations:duties", cell.pk)
    context = {
        "form": form, "cell": named(cell.pk, on=today), "today": today, "removal": ActForm(),
        "rows": queries.duties_of(cell.pk, members, on=today),
        "ended": queries.ended_duties(cell.pk, on=today),
    }  # fmt: skip
    return render(request, "preparations/duties.html", context, status=form.status)


@require_POST
def duty_end(request: AuthedRequest, unit_id: UUID, duty_id: UUID) -> HttpResponse:
    """End a standing duty today."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    duty = get_object_or_404(StandingDuty, pk=duty_id, cell=cell)
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.end_duty(act=act, duty=duty, on=today)

    carried_out(request, form, save)
    return redirect("preparations:duties", cell.pk)
