import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of, note_reading
from chibo.meetings.models import Meeting
from chibo.meetings.places import page_of
from chibo.meetings.queries import meeting_and_rights, meeting_for, rules_of
from chibo.minutes import commands, forms, queries
from chibo.minutes.facts import MeetingFacts, facts_of, missing, progress_of
from chibo.minutes.models import MinutesClosure
from chibo.minutes.read_back import read_back
from chibo.minutes.sheets import (
    minutes_sheet,
    roll_call_sheet,
    score_sheet,
    task_list_sheet,
    with_late_items,
)
from chibo.minutes.standing import standing_of
from chibo.organizations.authority import Can, demand, rights_at
from chibo.papers.serving import serve
from chibo.papers.sheets import Sheet, from_json

# each paper of a meeting: what one must be allowed to open it
PAPERS = {
    "roll-call": Can.READ_ROLL_CALL,
    "blank-roll-call": Can.HOLD_MEETING,
    "minutes": Can.READ_MINUTES,
    "resolution": Can.READ_PAPERS,
    "task-list": Can.READ_MINUTES,
    "score": Can.READ_PAPERS,
}


def _note(request: AuthedRequest, meeting: Meeting, what: str) -> None:
    note_reading(
        reader=request.user, what=what, unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, at=timezone.now(),
    )  # fmt: skip


@require_GET
def meeting(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    found, rights = meeting_and_rights(request.user, Can.READ_COUNTS, meeting_id, on=today)
    closure = queries.closure_of(found)
    reopening = queries.open_reopening(found) if closure else None
    is_open = closure is None or reopening is not None
    context: dict[str, Any] = {
        "meeting": found, "closure": closure, "reopening": reopening, "is_open": is_open,
        "may_hold": Can.HOLD_MEETING in rights,
        "standing": standing_of([closure], on=today)[closure.pk] if closure else None,
        "may_read": Can.READ_MINUTES in rights, "may_read_papers": Can.READ_PAPERS in rights,
        "is_shown": Can.READ_MINUTES in rights or not found.is_committee,
    }  # fmt: skip
    if Can.HOLD_MEETING in rights and is_open:
        progress = progress_of(found)
        steps = queries.steps_of(progress)
        context |= {"progress": progress, "steps": steps, "next": queries.next_of(steps)}
    return render(request, "minutes/meeting.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def minutes(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Read back what will be printed, and close it."""
    found = meeting_for(request.user, Can.READ_MINUTES, meeting_id, on=timezone.localdate())
    closed, reopening = queries.closure_of(found), queries.open_reopening(found)
    if closed is not None and reopening is None and request.method == "GET":
        return redirect("minutes:closure", meeting_id)
    before = closed.resolution_paper if closed else None
    was_conclusion = before is not None and before.kind == "conclusion"
    initial = {"ends_at": found.ends_at, "as_conclusion": was_conclusion}
    form = asked(request, lambda data: forms.ClosureForm(data, initial=initial))

    def close() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.close_minutes(
            act=act, meeting=found, ends_at=data["ends_at"], as_conclusion=data["as_conclusion"]
        )

    if carried_out(request, form, close):
        return redirect("minutes:closure", meeting_id)
    _note(request, found, "minutes")
    now = timezone.localtime()
    facts = facts_of(found, on=now.date())
    context = {
        "form": form, "meeting": found, "facts": facts, "turnout": facts.call.turnout,
        "lacks": missing(facts, now.time()), "parts": read_back(facts),
        "now": now, "hints": queries.hints(facts, found.ends_at or now.time()),
        "is_today": found.held_on == now.date(), "reopening": reopening,
    }  # fmt: skip
    return render(request, "minutes/minutes.html", context, status=form.status)


@require_GET
def closure(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    found = meeting_for(request.user, Can.READ_PAPERS, meeting_id, on=today)
    closed = queries.closure_of(found)
    if closed is None:
        raise Http404
    rights = rights_at(request.user, at=found.cell_id, on=today)
    context = {
        "meeting": found, "closure": closed, "versions": queries.versions_of(found),
        "reopening": queries.open_reopening(found), "rights": {str(can) for can in rights},
        "is_shown": Can.READ_MINUTES in rights or not found.is_committee,
        "standing": standing_of([closed], on=today)[closed.pk],
        "post_by": found.held_on + dt.timedelta(days=int(closed.rules["papers.days_after"])),
        "rule": rules_of(found).rules["papers.days_after"],
        "placed_since": queries.placed_since(closed),
    }  # fmt: skip
    return render(request, "minutes/closure.html", context)


@require_GET
@transaction.atomic
def paper(
    request: AuthedRequest, meeting_id: UUID, kind: str, form: str, version: int | None = None
) -> HttpResponse:
    """Show a paper as a page, a PDF or a Word file; without a version the newest.

    What the cell's committee has on paper is for those who read minutes.
    """
    if kind not in PAPERS:
        raise Http404
    today = timezone.localdate()
    found = meeting_for(request.user, PAPERS[kind], meeting_id, on=today)
    if found.is_committee:
        demand(request.user, Can.READ_MINUTES, at=found.cell_id, on=today)
    sheet = _sheet(found, kind, today) if version is None else _filed_in(found, kind, version)
    _note(request, found, "papers")
    of = f"{kind}-{found.held_on:%Y-%m-%d}"
    return serve(
        request, sheet, form=form, name=of if version is None else f"{of}-ban-{version}",
        back=page_of(found.pk), back_word=_("Buổi họp"),
    )  # fmt: skip


def _filed_in(found: Meeting, kind: str, version: int) -> Sheet:
    closed = queries.version_of(found, version)
    if closed is None or kind == "blank-roll-call":
        raise Http404
    return _filed(closed, kind)


def _sheet(found: Meeting, kind: str, today: dt.date) -> Sheet:
    """Return the paper as it was filed; before the closing only sheets for the meeting itself.

    Below the score sheet stands what was settled since.
    """
    closed = queries.closure_of(found)
    if kind == "blank-roll-call":
        return roll_call_sheet(facts_of(found), blank=True)
    if closed is None:
        return _preview(facts_of(found, on=today), kind)
    if kind == "score":
        return with_late_items(_filed(closed, kind), standing_of([closed], on=today)[closed.pk])
    return _filed(closed, kind)


def _filed(closed: MinutesClosure, kind: str) -> Sheet:
    filed = {
        "roll-call": closed.roll_call_paper, "minutes": closed.minutes_paper,
        "resolution": closed.resolution_paper, "task-list": closed.task_list_paper,
        "score": closed.score_paper,
    }[kind]  # fmt: skip
    if filed is None:
        raise Http404
    return from_json(filed.content)


def _preview(facts: MeetingFacts, kind: str) -> Sheet:
    if kind == "roll-call":
        return roll_call_sheet(facts, blank=False)
    if kind == "minutes":
        return minutes_sheet(facts, number="…-BB/CB")
    if kind == "task-list" and not facts.meeting.is_committee:
        return task_list_sheet(facts)
    if kind == "score" and facts.own_score:
        return score_sheet(facts)
    raise Http404


@require_GET
def history(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    found = meeting_for(request.user, Can.READ_MINUTES, meeting_id, on=timezone.localdate())
    context = {"meeting": found, "lines": queries.history_of(found.pk)}
    return render(request, "minutes/history.html", context)
