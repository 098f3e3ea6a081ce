from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of
from chibo.meetings import places
from chibo.meetings.queries import meeting_for
from chibo.organizations.authority import Can
from chibo.petitions import commands, forms, queries


@require_http_methods(["GET", "POST"])
def petitions(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    meeting = meeting_for(request.user, Can.HOLD_MEETING, meeting_id, on=timezone.localdate())
    lines = "\n".join(petition.text for petition in queries.petitions_of(meeting))
    form = asked(request, lambda data: forms.PetitionsForm(data, initial={"lines": lines}))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.put_petitions(act=act, meeting=meeting, texts=form.texts())

    if carried_out(request, form, save):
        return redirect(places.page_of(meeting.pk))
    context = {"form": form, "meeting": meeting}
    return render(request, "petitions/petitions.html", context, status=form.status)
