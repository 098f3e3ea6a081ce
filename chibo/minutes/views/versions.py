from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.journal.commands import act_of
from chibo.meetings.models import Meeting
from chibo.meetings.queries import meeting_for
from chibo.minutes import commands, forms, queries
from chibo.minutes.models import MinutesClosure
from chibo.minutes.numbers import register_of_numbers
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.queries import named


def _closed(request: AuthedRequest, meeting_id: UUID) -> tuple[Meeting, MinutesClosure]:
    """Return a meeting whose minutes this user may correct. Raises: Http404; PermissionDenied."""
    found = meeting_for(request.user, Can.CLOSE_MINUTES, meeting_id, on=timezone.localdate())
    closure = queries.closure_of(found)
    if closure is None:
        raise Http404
    return found, closure


@require_http_methods(["GET", "POST"])
def reopening(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Ask why, and open closed minutes again for a new version."""
    found, closure = _closed(request, meeting_id)
    initial = {"version": closure.version}
    form = asked(request, lambda data: forms.ReopeningForm(data, initial=initial))

    def reopen() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.reopen(act=act, meeting=found, version=data["version"], reason=data["reason"])

    if carried_out(request, form, reopen):
        return redirect("minutes:meeting", meeting_id)
    return _page(request, found, closure, form, ActForm())


@require_POST
def give_up(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Put the seal back where nothing was changed."""
    found, closure = _closed(request, meeting_id)
    form = asked(request, ActForm)

    def keep() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.give_up(act=act, meeting=found)

    if carried_out(request, form, keep):
        return redirect("minutes:closure", meeting_id)
    new = forms.ReopeningForm(initial={"version": closure.version})
    return _page(request, found, closure, new, form)


def _page(
    request: AuthedRequest, found: Meeting, closure: MinutesClosure,
    form: forms.ReopeningForm, end: ActForm,
) -> HttpResponse:  # fmt: skip
    under_way = queries.open_reopening(found)
    context = {
        "meeting": found, "closure": closure, "form": form, "end": end, "reopening": under_way,
        "changed": under_way is not None and queries.changed_since(under_way),
    }  # fmt: skip
    status = max(form.status, end.status)
    return render(request, "minutes/reopening.html", context, status=status)


@require_GET
def numbers(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """List every number of a unit's papers: which paper bears it, or why it is spoiled."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_PAPERS, unit_id, on=today)
    context = {"unit": named(unit.pk, on=today), "series": register_of_numbers(unit.pk)}
    return render(request, "minutes/numbers.html", context)
