"""The groups of a cell."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.models import PartyGroup
from chibo.organizations.queries import named
from chibo.reorganisations import commands, forms, queries

ask = require_http_methods(["GET", "POST"])


@ask
def groups(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show the groups of a cell and who sits in them; found one more."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    form = asked(request, forms.GroupForm)

    def save() -> None:
        data = form.cleaned_data
        done = act_of(request.user, data["act"], timezone.now())
        commands.found_group(act=done, cell=cell, name=data["name"], from_on=data["from_on"])

    if carried_out(request, form, save):
        return redirect("reorganisations:groups", unit_id)
    context = {
        "form": form, "unit": named(cell.pk, on=today),
        "groups": queries.groups_of(cell.pk, on=today),
    }  # fmt: skip
    return render(request, "reorganisations/groups.html", context, status=form.status)


@ask
def group(request: AuthedRequest, unit_id: UUID, group_id: UUID) -> HttpResponse:
    """Choose who sits in a group from a day, or end it."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    found = PartyGroup.objects.filter(pk=group_id, cell=cell).first()
    if found is None:
        raise Http404
    people = [(r.person_id, r.person.name) for r in queries.people_of(cell.pk, on=today)]
    seated = queries.seated(found, on=today)
    form = asked(request, lambda data: forms.SeatForm(data, people=people, seated=seated))

    def save() -> None:
        data = form.cleaned_data
        done = act_of(request.user, data["act"], timezone.now())
        if request.POST.get("do") == "end":
            commands.end_group(act=done, group=found, until_on=data["from_on"])
        else:
            commands.seat_in_group(
                act=done, group=found, persons=form.chosen(), from_on=data["from_on"]
            )

    if carried_out(request, form, save):
        return redirect("reorganisations:groups", unit_id)
    context = {"form": form, "unit": named(cell.pk, on=today), "group": found}
    return render(request, "reorganisations/group.html", context, status=form.status)
