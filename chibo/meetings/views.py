from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.templatetags.words import month
from chibo.journal.commands import act_of, note_reading
from chibo.meetings import commands, forms, places, queries, usual
from chibo.meetings.commands import ItemSaid
from chibo.meetings.models import Attendance, Meeting
from chibo.members.models import Membership
from chibo.members.queries import counting, members_of
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.queries import named
from chibo.plans.models import Kind
from chibo.preparations.queries import agenda_of
from chibo.rulebook.queries import InForce, in_force

ask = require_http_methods(["GET", "POST"])
TALLY = ["present", "late", "excused", "unexcused", "unmarked"]


@ask
def new_meeting(request: AuthedRequest, unit_id: UUID, kind: str = "") -> HttpResponse:
    """Begin a sitting of the cell; kind: `committee` for the committee's, with its own draft."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    members = members_of(cell.pk, on=today, settings=counting(in_force(cell.pk, on=today)))
    planned = usual.planned_now(cell.pk, today, kind=kind, asked_for=request.GET.get("planned", ""))
    agenda = agenda_of(planned) if planned else None
    committee = Kind.COMMITTEE in {kind, planned.kind if planned else ""}
    initial: dict[str, Any] = {}  # only what is shown
    if request.method == "GET" and committee:
        initial = usual.of_committee(cell.pk, members, today, planned)
    elif request.method == "GET":
        initial = usual.of_cell(cell.pk, members, today, planned, agenda)
    form = asked(request, lambda data: forms.NewMeetingForm(data, members=members, initial=initial))
    lines = {item.title: item.pk for item in agenda.items} if agenda and agenda.is_saved else {}

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.open_meeting(
            act=act, cell=cell, setting=form.setting(), agenda=form.items(lines), planned=planned
        )

    if carried_out(request, form, save):
        return redirect(places.after(form.cleaned_data["act"], "setting"))
    context = {
        "form": form, "cell": cell, "title_new": True, "today": today, "committee": committee,
    }  # fmt: skip
    return render(request, "meetings/setting.html", context, status=form.status)


@ask
def setting(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    meeting = queries.meeting_for(request.user, Can.HOLD_MEETING, meeting_id, on=today)
    rules = queries.rules_of(meeting)
    members = members_of(meeting.cell_id, on=meeting.held_on, settings=counting(rules))
    initial = {name: getattr(meeting, name) for name in commands.Setting.__dataclass_fields__}
    initial |= {"chair": meeting.chair_id, "writer": meeting.writer_id}
    form = asked(
        request,
        lambda data: forms.SettingForm(
            data, members=members, committee=meeting.is_committee, initial=initial
        ),
    )

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.change_setting(act=act, meeting=meeting, setting=form.setting())

    if carried_out(request, form, save):
        return redirect(places.after(meeting.pk, "setting"))
    context = {"form": form, "meeting": meeting, "cell": meeting.cell, "today": today}
    return render(request, "meetings/setting.html", context, status=form.status)


@ask
@transaction.atomic
def roll_call(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    meeting = queries.meeting_for(request.user, Can.READ_ROLL_CALL, meeting_id, on=today)
    rules = queries.rules_of(meeting)
    call = queries.roll_call(meeting, in_force=rules)
    form = asked(request, lambda data: forms.RollCallForm(data, call=call))
    if request.POST.get("all"):
        form.everyone_present()
        _note(request, meeting, "roll_call")
        context = _call_context(form, meeting, call, rules)
        return render(request, "meetings/roll_call.html", context)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.call_roll(act=act, meeting=meeting, marks=form.marks())

    if carried_out(request, form, save):
        return redirect(places.after(meeting.pk, "roll-call"))
    _note(request, meeting, "roll_call")
    context = _call_context(form, meeting, call, rules)
    return render(request, "meetings/roll_call.html", context, status=form.status)


def _note(request: AuthedRequest, meeting: Meeting, what: str) -> None:
    note_reading(
        reader=request.user, what=what, unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, at=timezone.now(),
    )  # fmt: skip


def _call_context(
    form: forms.RollCallForm, meeting: Meeting, call: queries.RollCall, rules: InForce
) -> dict[str, Any]:
    rows = form.rows()
    counted = [row for row in rows if row["member"].counted]
    marks = sorted((row["state"] or "unmarked" for row in counted), key=TALLY.index)
    return {
        "form": form,
        "meeting": meeting,
        "counted": counted,
        "outside": [row for row in rows if not row["member"].counted],
        "marks": marks,
        "here": marks.count("present") + marks.count("late"),
        "base": len(counted),
        "n": {state: marks.count(state) for state in TALLY},
        "turnout": call.turnout,
        "reasons": Attendance.Reason.choices,
        "rule": rules.rules["away.counted"],
        "pack": rules.pack,
        "now": timezone.localtime(),
    }


@ask
@transaction.atomic
def discussion(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    meeting = queries.meeting_for(request.user, Can.READ_MINUTES, meeting_id, on=today)
    items = [
        ItemSaid(item.pk, item.title, item.raised, item.concluded)
        for item in queries.items_of(meeting)
    ]
    held = {True: "yes", False: "no", None: ""}[meeting.criticism_held]
    initial = {"spoke": meeting.spoke, "criticism": held}
    form = asked(
        request,
        lambda data: forms.DiscussionForm(
            data, items=items, committee=meeting.is_committee, initial=initial
        ),
    )

    def save() -> None:
        commands.record_discussion(
            act=act_of(request.user, form.cleaned_data["act"], timezone.now()),
            meeting=meeting,
            items=form.said(),
            spoke=form.cleaned_data.get("spoke"),
            criticism_held=form.criticism_held(),
        )

    if carried_out(request, form, save):
        return redirect(places.after(meeting.pk, "discussion"))
    _note(request, meeting, "minutes")
    context = {"form": form, "meeting": meeting}
    return render(request, "meetings/discussion.html", context, status=form.status)


@require_GET
def meeting_list(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    cell = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    binned = queries.binned_of(cell.pk, since=timezone.now())
    rights = rights_at(request.user, at=cell.pk, on=today)
    context = {
        "cell": named(cell.pk, on=today),
        "year": today.year,
        "meetings": [_row(line) for line in queries.listed(cell.pk)],
        "binned": binned,
        "may_hold": Can.HOLD_MEETING in rights,
        "may_search": Can.READ_CELL_ONLY in rights,
        "may_read": Can.READ_MINUTES in rights,
    }
    return render(request, "meetings/meeting_list.html", context)


def _row(line: queries.Listed) -> tuple[queries.Listed, str, str]:
    """Return a row with its title and turnout: a template takes six times as long for words."""
    words = {"kind": line.meeting.get_kind_display(), "month": month(line.meeting.month)}
    here = {"here": line.present, "base": line.counted}
    return line, _("%(kind)s, tháng %(month)s") % words, _("%(here)s/%(base)s có mặt") % here


@ask
def bin_(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    meeting = queries.meeting_for(request.user, Can.HOLD_MEETING, meeting_id, on=today)
    form = asked(request, ActForm)
    binned = meeting.binned_at is not None
    command = commands.unbin_meeting if binned else commands.bin_meeting

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        command(act=act, meeting=meeting)

    if carried_out(request, form, save):
        home = f"/units/{meeting.cell_id}/meetings/"
        return redirect(places.page_of(meeting.pk) if binned else home)
    context = {"form": form, "meeting": meeting, "binned": binned}
    return render(request, "meetings/bin.html", context, status=form.status)


@require_GET
@transaction.atomic
def visits(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    cell = unit_for(request.user, Can.READ_CELL_ONLY, unit_id, on=today)
    rules = in_force(cell.pk, on=today)
    note_reading(
        reader=request.user, what="visits", unit=cell.pk, province=cell.province,
        at=timezone.now(),
    )  # fmt: skip
    missed = queries.to_visit(cell.pk, on=today, settings=rules)
    context = {
        "cell": named(cell.pk, on=today),
        "chosen": queries.keeps_visits(cell.pk),
        "rows": [{"missed": each, "form": ActForm()} for each in missed],
        "kept_days": rules.number("visits.kept_days"),
        "rule": rules.rules["visits.kept_days"],
        "form": ActForm(),
    }
    return render(request, "meetings/visits.html", context)


@require_POST
def visit_choice(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=timezone.localdate())
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.choose_visits(act=act, cell=cell, wanted=request.POST.get("wanted") == "1")

    carried_out(request, form, save)
    return redirect("meetings:visits", unit_id)


@require_POST
def visit(request: AuthedRequest, meeting_id: UUID, membership_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    meeting = queries.meeting_for(request.user, Can.READ_CELL_ONLY, meeting_id, on=today)
    membership = get_object_or_404(Membership, pk=membership_id, cell=meeting.cell_id)
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.note_visit(
            act=act, meeting=meeting, membership=membership,
            visited=request.POST.get("visited") == "1",
        )  # fmt: skip

    carried_out(request, form, save)
    return redirect("meetings:visits", meeting.cell_id)
