from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of, note_reading
from chibo.members import commands, forms, queries
from chibo.members.queries import counting
from chibo.organizations.authority import Can, may, unit_for
from chibo.organizations.queries import cells_under, named
from chibo.rulebook.queries import in_force


@require_GET
@transaction.atomic
def register(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show the members of a cell, or of all cells under a unit, by name."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_REGISTER, unit_id, on=today)
    note_reading(
        reader=request.user, what="register", unit=unit.pk, province=unit.province,
        at=timezone.now(),
    )  # fmt: skip
    called = named(unit.pk, on=today)
    cells = [called] if called.is_cell else cells_under(unit.pk, on=today)
    text = request.GET.get("q", "")[:60]
    settings = counting(in_force(unit.pk, on=today))
    ids = [cell.id for cell in cells]
    by_id = {cell.id: cell for cell in cells}
    lines = queries.register(ids, on=today, settings=settings, text=text)
    context: dict[str, Any] = {
        "unit": called, "cells": cells, "text": text, "today": today,
        "rows": [(line, by_id[line.member.membership.cell_id]) for line in lines],
        "listed": queries.listed(ids, on=today), "strength": queries.strength(ids, on=today),
        "may_keep": called.is_cell and may(request.user, Can.KEEP_REGISTER, at=unit.pk, on=today),
    }  # fmt: skip
    return render(request, "members/register.html", context)


@require_http_methods(["GET", "POST"])
def new_member(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    cell = unit_for(request.user, Can.KEEP_REGISTER, unit_id, on=today)
    form = asked(request, lambda data: forms.MemberForm(data))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.enter_members(act=act, cell=cell, new=[form.member()])

    if carried_out(request, form, save):
        return redirect("members:register", unit_id)
    context = {"form": form, "unit": named(cell.pk, on=today)}
    return render(request, "members/member.html", context, status=form.status)
