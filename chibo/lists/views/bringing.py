from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chibo.accounts.requests import AuthedRequest
from chibo.core.errors import Refused
from chibo.journal.commands import act_of
from chibo.lists import commands, forms
from chibo.lists.finding import find_tables
from chibo.lists.models import ListImport
from chibo.lists.queries import RIGHT_OF, Cells, kinds_for, lists_of, may_undo
from chibo.organizations.authority import unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import named


@require_http_methods(["GET", "POST"])
def bring(request: AuthedRequest, unit_id: UUID, kind: str) -> HttpResponse:
    """Bring a list as a file or pasted; show those brought before."""
    now = timezone.now()
    today = timezone.localdate(now)
    unit = unit_for(request.user, RIGHT_OF[kind], unit_id, on=today)
    form = forms.BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _bring(request, form, unit, kind)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("lists:list", unit.pk, made.pk)
    context = {
        "form": form, "unit": named(unit.pk, on=today), "kind": kind,
        "kinds": kinds_for(request.user, unit.pk, on=today),
        "lists": [(each, may_undo(each, now=now)) for each in lists_of(unit.pk, kind)],
    }  # fmt: skip
    return render(request, "lists/bring.html", context, status=form.status)


def _bring(request: AuthedRequest, form: forms.BringForm, unit: Unit, kind: str) -> ListImport:
    data = form.cleaned_data
    act = act_of(request.user, data["act"], timezone.now())
    cells = Cells(request.user, unit.pk, RIGHT_OF[kind], on=act.today)
    found = find_tables(form.tables, kind, cells.is_cell)
    name = data["file"].name if data["file"] else ""
    return commands.bring_list(
        act=act, unit=unit, kind=kind, found=found, file_name=name, list_on=data["list_on"]
    )
