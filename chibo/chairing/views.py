from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.assessments.advice import help_for
from chibo.chairing.prepared import agenda_at, prepared, timed, topic_missing
from chibo.chairing.sheets import agenda_sheet, minutes_sheet, roll_call_sheet, script_sheet
from chibo.journal.commands import note_reading
from chibo.meetings.places import step_page
from chibo.meetings.queries import is_sealed, meeting_for
from chibo.organizations.authority import Can, rights_at
from chibo.papers.serving import serve
from chibo.plans.models import Kind
from chibo.plans.queries import planned_for
from chibo.preparations.message import chat_message
from chibo.preparations.places import page_of
from chibo.preparations.queries import duties_of

SHEETS = {
    "agenda": agenda_sheet, "script": script_sheet, "roll-call": roll_call_sheet,
    "minutes": minutes_sheet,
}  # fmt: skip


@require_GET
def preparation(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Show a planned meeting whole: what is ready, what waits."""
    today = timezone.localdate()
    planned = planned_for(request.user, Can.READ_MINUTES, planned_id, on=today)
    given = prepared(planned)
    rights = rights_at(request.user, at=planned.cell_id, on=today)
    context = {
        "planned": planned, "given": given, "sheets": [
            ("agenda", _("Chương trình")), ("script", _("Lời dẫn chữ to")),
            ("roll-call", _("Tờ điểm danh ghi tay")), ("minutes", _("Biên bản ghi tay")),
        ], "message": chat_message(planned),
        "rule": given.in_force.rules["papers.days_before"],
        "may_hold": Can.HOLD_MEETING in rights, "is_due": planned.planned_on <= today,
        "weak": help_for(planned.cell_id, on=today) if planned.kind != Kind.COMMITTEE else [],
        "duties": [each for each in duties_of(planned.cell_id, given.members, on=today)
                   if each.duties],
        "topic_missing": topic_missing(planned, given.in_force),
    }  # fmt: skip
    return render(request, "chairing/preparation.html", context)


@require_GET
def paper(request: AuthedRequest, planned_id: UUID, what: str, form: str) -> HttpResponse:
    """Show the agenda or the reading script of a planned meeting."""
    planned = planned_for(request.user, Can.READ_MINUTES, planned_id, on=timezone.localdate())
    if what not in SHEETS:
        raise Http404
    sheet = SHEETS[what](prepared(planned))
    return serve(
        request, sheet, form=form, name=f"{what}-{planned.planned_on:%Y-%m-%d}",
        back=page_of(planned.pk), back_word=_("Chuẩn bị buổi họp"),
    )  # fmt: skip


@require_GET
@transaction.atomic
def chairing(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Help who chairs, one line of the agenda at a time; silent unless asked."""
    meeting = meeting_for(request.user, Can.HOLD_MEETING, meeting_id, on=timezone.localdate())
    note_reading(
        reader=request.user, what="minutes", unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, at=timezone.now(),
    )  # fmt: skip
    points = timed(agenda_at(meeting), meeting.starts_at)
    asked = request.GET.get("at", "1")
    place = int(asked) if asked.isdecimal() and 1 <= int(asked[:3]) <= len(points) else 1
    point = points[place - 1]
    context = {
        "meeting": meeting, "points": points, "point": point,
        "before": points[place - 2] if place > 1 else None,
        "after": points[place] if place < len(points) else None,
        "record": "" if is_sealed(meeting) else step_page(meeting.pk, point.item.step),
    }  # fmt: skip
    return render(request, "chairing/chairing.html", context)
