"""The printed notice, and when members and follower were told."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, rights_at
from chibo.papers.issuers import issuer_of
from chibo.papers.serving import serve
from chibo.plans.models import PlannedMeeting
from chibo.plans.places import preparation_page
from chibo.plans.queries import planned_for
from chibo.preparations import commands, invitations
from chibo.preparations.invitation_forms import NoticeForm, ToldForm
from chibo.preparations.notice_sheet import notice_sheet, same_notice
from chibo.preparations.rota import delegates_of


def _form(planned: PlannedMeeting, data: object = None) -> NoticeForm:
    earlier = invitations.newest_notice(planned.pk)
    initial = {"contents": earlier.contents if earlier else ""}
    has_agenda = bool(invitations.agenda_lines(planned.pk))
    return NoticeForm(data, has_agenda=has_agenda, initial=initial)


@require_GET
def notice(request: AuthedRequest, planned_id: UUID, form: str) -> HttpResponse:
    """Show the notice as it was issued last; to the cell's committee also before."""
    planned = planned_for(request.user, Can.READ_PAPERS, planned_id, on=timezone.localdate())
    return _shown(request, planned, form, _form(planned))


@require_POST
def issue(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Number the notice and keep it."""
    planned = planned_for(request.user, Can.CLOSE_MINUTES, planned_id, on=timezone.localdate())
    form = _form(planned, request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.issue_notice(act=act, planned=planned, contents=form.typed)

    if carried_out(request, form, save):
        return redirect("preparations:notice", planned.pk)
    return _shown(request, planned, "html", form)


def _shown(
    request: AuthedRequest, planned: PlannedMeeting, form: str, asking: NoticeForm
) -> HttpResponse:
    today = timezone.localdate()
    rights = rights_at(request.user, at=planned.cell_id, on=today)
    issued = invitations.newest_notice(planned.pk)
    if issued is None and Can.READ_MINUTES not in rights:
        raise PermissionDenied
    typed = issued.contents if issued else ""
    fresh = notice_sheet(
        issuer_of(planned.cell_id, on=today), planned, invitations.said_of(planned, typed=typed)
    )
    sheet = issued.paper.sheet if issued else fresh
    closed = planned.is_withdrawn or planned.planned_on < today
    more = {
        "planned": planned, "issued": issued, "form": asking,
        "may_issue": Can.CLOSE_MINUTES in rights and not closed,
        "has_changed": issued and not same_notice(fresh, sheet),
    }  # fmt: skip
    return serve(
        request, sheet, form=form, name=f"giay-moi-{planned.planned_on}",
        back=_back(planned, rights), back_word=_("Chuẩn bị buổi họp"), status=asking.status,
        template="preparations/notice.html", more=more,
        base=reverse("preparations:notice", args=[planned.pk]).rstrip("/"),
    )  # fmt: skip


def _back(planned: PlannedMeeting, rights: set[Can]) -> str:
    """Return the page of preparation; home for who may not read it."""
    return preparation_page(planned.pk) if Can.READ_MINUTES in rights else "/"


@require_http_methods(["GET", "POST"])
def told(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """Ask when members and follower were told."""
    today = timezone.localdate()
    planned = planned_for(request.user, Can.HOLD_MEETING, planned_id, on=today)
    followers = invitations.followers_of(planned.cell_id, on=planned.planned_on)
    initial = _days_told(planned, today)
    form = asked(
        request, lambda data: ToldForm(data, has_follower=bool(followers), initial=initial)
    )

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.note_notice(act=act, planned=planned, **form.told())

    if carried_out(request, form, save):
        return redirect(preparation_page(planned.pk))
    context = {
        "form": form, "planned": planned, "followers": followers,
        "delegates": delegates_of(planned), "told": invitations.told_of(planned.pk),
        "moved": invitations.moved_since_told(planned),
    }  # fmt: skip
    return render(request, "preparations/told.html", context, status=form.status)


def _days_told(planned: PlannedMeeting, today: dt.date) -> dict[str, dt.date | None]:
    """Return the days as written down; today where nothing is, until the meeting."""
    notice = invitations.told_of(planned.pk)
    usual = today if today <= planned.planned_on else None
    return {
        "members_told_on": notice and notice.members_told_on or usual,
        "follower_told_on": notice and notice.follower_told_on or usual,
    }
