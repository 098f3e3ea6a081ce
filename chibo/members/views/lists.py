"""The register, a new member, and what falls due."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of, note_reading
from chibo.members import commands, queries
from chibo.members.forms.member import MemberForm
from chibo.members.queries import counting
from chibo.members.queries.due import honours, recognitions
from chibo.members.queries.moving import moving
from chibo.members.views.same import asked_same
from chibo.organizations.authority import Can, may, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import Named, cells_under, named
from chibo.rulebook.queries import in_force


def unit_read(request: AuthedRequest, unit_id: UUID, what: str) -> tuple[Unit, Named, list[Named]]:
    """Return a unit whose members this user reads, how it is called, and its cells; note it."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_REGISTER, unit_id, on=today)
    note_reading(
        reader=request.user, what=what, unit=unit.pk, province=unit.province, at=timezone.now()
    )
    called = named(unit.pk, on=today)
    return unit, called, [called] if called.is_cell else cells_under(unit.pk, on=today)


@require_GET
@transaction.atomic
def register(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show the members of a cell, or of all cells under a unit, by name."""
    today = timezone.localdate()
    unit, called, cells = unit_read(request, unit_id, "register")
    text = request.GET.get("q", "")[:60]
    settings = counting(in_force(unit.pk, on=today))
    by_id = {cell.id: cell for cell in cells}
    ids = list(by_id)
    lines = queries.register(ids, on=today, settings=settings, text=text)
    context: dict[str, Any] = {
        "unit": called, "cells": cells, "text": text, "today": today,
        "rows": [(line, by_id[line.member.membership.cell_id]) for line in lines],
        "listed": queries.listed(ids, on=today), "strength": queries.strength(ids, on=today),
        "moving": moving(ids, on=today),
        "waiting": [
            (each, by_id[each.membership.cell_id])
            for each in recognitions(unit.pk, ids, on=today)
        ],
        "may_keep": called.is_cell and may(request.user, Can.KEEP_REGISTER, at=unit.pk, on=today),
    }  # fmt: skip
    return render(request, "members/register.html", context)


@require_http_methods(["GET", "POST"])
def new_member(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Enter a member; where the book knows such a person, ask whether it is the same."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.KEEP_REGISTER, unit_id, on=today)
    form = asked(request, lambda data: asked_same(MemberForm(data), cell.pk))

    found: list[UUID | None] = []

    def save() -> None:
        found.append(form.same_person())
        if found[0] is None:
            act = act_of(request.user, form.cleaned_data["act"], timezone.now())
            new = [form.member()]
            commands.enter_members(act=act, cell=cell, new=new, ask_same=not form.is_other)

    if carried_out(request, form, save):
        if found[0] is not None:
            return redirect("members:person", found[0])
        return redirect("members:register", unit_id)
    context = {
        "form": form, "unit": named(cell.pk, on=today), "title": _("Thêm đảng viên"),
        "back": reverse("members:register", args=[unit_id]),
        "back_word": _("Danh sách đảng viên"), "button": _("Ghi vào danh sách"),
    }  # fmt: skip
    return render(request, "members/member.html", context, status=form.status)


@require_GET
@transaction.atomic
def party_badges(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show who comes to a badge of honour on the award days ahead."""
    today = timezone.localdate()
    _unit, called, cells = unit_read(request, unit_id, "party_badges")
    days, lines = honours(called.id, cells, on=today)
    by_day = [(day, [line for line in lines if line.award_on == day]) for day in days]
    context = {"unit": called, "days": by_day}
    return render(request, "members/party_badges.html", context)
