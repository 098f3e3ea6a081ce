import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.journal.commands import act_of, note_reading
from chibo.meetings import places
from chibo.meetings.models import Meeting
from chibo.meetings.queries import RollCall, is_sealed, meeting_for, roll_call, rules_of
from chibo.members.queries import counting, members_of
from chibo.organizations.authority import Can
from chibo.preparations.queries import draft_lines
from chibo.resolutions import commands, forms, queries
from chibo.resolutions.models import ResolutionItem
from chibo.rulebook.queries import InForce

ask = require_http_methods(["GET", "POST"])


def _meeting(request: AuthedRequest, meeting_id: UUID, can: Can) -> Meeting:
    return meeting_for(request.user, can, meeting_id, on=timezone.localdate())


def _note(request: AuthedRequest, meeting: Meeting, what: str) -> None:
    """Write down that the record is shown."""
    note_reading(
        reader=request.user, what=what, unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, at=timezone.now(),
    )  # fmt: skip


def _chips(meeting: Meeting) -> list[dict[str, Any]]:
    """Return days to offer: before the next meeting, the month's end, two weeks."""
    nxt = Month.of(meeting.month).after(1)
    return [
        {"day": meeting.held_on + dt.timedelta(days=14), "word": _("Hai tuần nữa")},
        {"day": nxt.first - dt.timedelta(days=1), "word": _("Hết tháng này")},
        {"day": nxt.first + dt.timedelta(days=1), "word": _("Trước buổi họp sau")},
    ]


@ask
@transaction.atomic
def promises(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _meeting(request, meeting_id, Can.READ_MINUTES)
    if meeting.is_committee:
        return redirect(places.after(meeting.pk, "promises"))
    waiting = queries.open_before(meeting)
    form = asked(request, lambda data: forms.AnswersForm(data, promises=waiting))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.answer_tasks(act=act, meeting=meeting, answers=form.answers())

    if carried_out(request, form, save):
        return redirect(places.after(meeting.pk, "promises"))
    _note(request, meeting, "minutes")
    context = {"form": form, "meeting": meeting, "chips": _chips(meeting)}
    return render(request, "resolutions/promises.html", context, status=form.status)


@require_GET
@transaction.atomic
def decisions(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _meeting(request, meeting_id, Can.READ_MINUTES)
    _note(request, meeting, "minutes")
    context = {
        "meeting": meeting,
        "decisions": queries.items_of(meeting),
        "withdrawn": queries.withdrawn_of(meeting),
        "sealed": is_sealed(meeting),
        "next": places.after(meeting.pk, "decisions"),
    }
    has_some = context["decisions"] or context["withdrawn"] or meeting.is_committee
    if not has_some and not context["sealed"]:
        return redirect("resolutions:new-decision", meeting_id)
    return render(request, "resolutions/decisions.html", context)


@ask
@transaction.atomic
def new_decision(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    return _decision(request, _meeting(request, meeting_id, Can.READ_MINUTES), None)


@ask
@transaction.atomic
def decision(request: AuthedRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    meeting = _meeting(request, meeting_id, Can.READ_MINUTES)
    item = get_object_or_404(
        ResolutionItem.objects.select_related("vote"), pk=item_id, meeting=meeting
    )
    return _decision(request, meeting, item)


def _decision(
    request: AuthedRequest, meeting: Meeting, item: ResolutionItem | None
) -> HttpResponse:
    rules = rules_of(meeting)
    call = roll_call(meeting, in_force=rules)
    members = [line.member for line in call.lines]
    if meeting.is_committee:  # it gives preparing to anybody of the cell
        members = members_of(meeting.cell_id, on=meeting.held_on, settings=counting(rules))
    found = queries.items_of(meeting)
    full = next((each for each in found if item and each.pk == item.pk), item)
    initial = _initial(full, rules)
    if item is None:
        initial["text"] = _next_in_draft(meeting, found)
    form = asked(
        request,
        lambda data: forms.DecisionForm(
            data, members=members, decision=full, committee=meeting.is_committee, initial=initial
        ),
    )

    def save() -> None:
        data = form.cleaned_data
        commands.record_decision(
            act=act_of(request.user, data["act"], timezone.now()), meeting=meeting,
            item=data["item"], kind=data["kind"], text=data["text"], method=data["method"],
            totals=form.totals(), promises=form.promises(),
        )  # fmt: skip

    if carried_out(request, form, save):
        if request.POST.get("then") == "another":
            return redirect("resolutions:new-decision", meeting.pk)
        return redirect(places.after(meeting.pk, "decisions"))
    _note(request, meeting, "minutes")
    context = _decision_context(form, meeting, call, rules)
    context["number"] = full.position if full else len(found) + 1
    context["item"] = full
    return render(request, "resolutions/decision.html", context, status=form.status)


def _next_in_draft(meeting: Meeting, found: list[ResolutionItem]) -> str:
    """Return the first line of the draft resolution that is no decision yet."""
    known = {each.text for each in found}
    return next((line for line in draft_lines(meeting.planned_id) if line not in known), "")


def _initial(item: ResolutionItem | None, rules: InForce) -> dict[str, Any]:
    if item is None:
        way = "secret" if rules.vote("ordinary").secret else "show_of_hands"
        return {"kind": "ordinary", "method": way}
    vote = item.vote
    return {
        "text": item.text, "kind": item.kind, "method": vote.method, "votes_for": vote.votes_for,
        "votes_against": vote.votes_against, "votes_other": vote.votes_other,
    }  # fmt: skip


def _decision_context(
    form: forms.DecisionForm, meeting: Meeting, call: RollCall, rules: InForce
) -> dict[str, Any]:
    kind = form["kind"].value() or "ordinary"
    return {
        "form": form,
        "meeting": meeting,
        "turnout": call.turnout,
        "electorate": call.electorate,
        "vote_rule": rules.rules.get(f"vote.{kind}.base"),
        "share_rule": rules.rules.get(f"vote.{kind}.share"),
        "chips": _chips(meeting),
    }


@ask
@transaction.atomic
def withdrawal(request: AuthedRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    meeting = _meeting(request, meeting_id, Can.HOLD_MEETING)
    item = get_object_or_404(ResolutionItem, pk=item_id, meeting=meeting)
    form = asked(request, ActForm)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.withdraw_decision(
            act=act, meeting=meeting, item=item, withdrawn=not item.is_withdrawn
        )

    if carried_out(request, form, save):
        return redirect("resolutions:decisions", meeting_id)
    _note(request, meeting, "minutes")
    context = {"form": form, "meeting": meeting, "item": item}
    return render(request, "resolutions/withdrawal.html", context, status=form.status)


@ask
@transaction.atomic
def corrections(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _meeting(request, meeting_id, Can.READ_CELL_ONLY)
    call = roll_call(meeting, in_force=rules_of(meeting))
    members = [line.member for line in call.lines]
    form = asked(request, lambda data: forms.CorrectionForm(data, members=members))

    def save() -> None:
        data = form.cleaned_data
        commands.agree_correction(
            act=act_of(request.user, data["act"], timezone.now()), meeting=meeting,
            membership=form.member().membership, text=data["text"], due_on=data["due_on"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("resolutions:corrections", meeting_id)
    _note(request, meeting, "corrections")
    context = {
        "form": form, "meeting": meeting, "corrections": queries.corrections_of(meeting),
        "sealed": is_sealed(meeting), "chips": _chips(meeting),
    }  # fmt: skip
    return render(request, "resolutions/corrections.html", context, status=form.status)
