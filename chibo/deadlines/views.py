import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.deadlines import commands, queries
from chibo.deadlines.calendar import as_ics
from chibo.deadlines.forms import CheckForm
from chibo.deadlines.models import Check
from chibo.deadlines.sheets import digest_sheet
from chibo.deadlines.sources.units import CHECKED, is_kept
from chibo.journal.commands import act_of, note_reading
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import named
from chibo.papers.serving import serve

ask = require_http_methods(["GET", "POST"])
TOKEN_BYTES = 32


def _note(request: AuthedRequest, unit: Unit) -> None:
    note_reading(
        reader=request.user, what="deadlines", unit=unit.pk, province=unit.province,
        at=timezone.now(),
    )  # fmt: skip


@require_GET
@transaction.atomic
def deadlines(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show what falls due at a unit, by name, to who acts there."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_REGISTER, unit_id, on=today)
    _note(request, unit)
    rights = rights_at(request.user, at=unit.pk, on=today)
    lines = queries.deadlines_at(unit.pk, on=today, rights=rights)
    context: dict[str, Any] = {
        "unit": named(unit.pk, on=today), "count": len(lines), "month": Month.of(today),
        "next_month": Month.of(today).after(1),
        "groups": [(place, [line for line in lines if line.place == place])
                   for place in queries.PLACES],
        "may_note": Can.NOTE_CHECKS in rights,
    }  # fmt: skip
    return render(request, "deadlines/deadlines.html", context)


@require_GET
def counts(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show how much is overdue in each unit below, without names; a cell has its list."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    called = named(unit.pk, on=today)
    if called.is_cell:
        return redirect("deadlines:deadlines", unit.pk)
    context = {"unit": called, "rows": queries.behind(unit.pk, on=today)}
    return render(request, "deadlines/counts.html", context)


@ask
def check(request: AuthedRequest, unit_id: UUID, what: str) -> HttpResponse:
    """Note on which day a check was done."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.NOTE_CHECKS, unit_id, on=today)
    called = named(unit.pk, on=today)
    if what not in Check.What.values or called.kind not in CHECKED or not is_kept(called, what):
        raise Http404
    form = asked(request, lambda data: CheckForm(data, initial={"done_on": today}))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.note_check(act=act, unit=unit, what=what, done_on=form.cleaned_data["done_on"])

    if carried_out(request, form, save):
        return redirect("deadlines:deadlines", unit.pk)
    last = Check.objects.newest().filter(unit=unit, what=what).first()
    context = {"form": form, "unit": called, "what": Check.What(what).label, "last": last}
    return render(request, "deadlines/check.html", context, status=form.status)


@require_GET
@transaction.atomic
def digest(request: AuthedRequest, unit_id: UUID, month_text: str, form: str) -> HttpResponse:
    """Show or print what is overdue and what falls due by the end of this month or the next."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_REGISTER, unit_id, on=today)
    near = [Month.of(today), Month.of(today).after(1)]
    month = next((each for each in near if str(each) == month_text), None)
    if month is None:
        raise Http404
    _note(request, unit)
    rights = rights_at(request.user, at=unit.pk, on=today)
    with translation.override("vi"):  # a paper is in Vietnamese, its notes too
        lines = queries.deadlines_at(unit.pk, on=today, rights=rights, until=month.last)
    due = [line for line in lines if line.deadline.on is None or line.deadline.on <= month.last]
    return serve(
        request, digest_sheet(unit.pk, month, due, today=today), form=form,
        name=f"viec-den-han-{month}", back=reverse("deadlines:deadlines", args=[unit.pk]),
        back_word=_("Việc đến hạn"),
    )  # fmt: skip


@ask
def calendar(request: AuthedRequest) -> HttpResponse:
    """Make or renew the private address; it is shown once, since only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    form = asked(request, ActForm)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.make_feed(act=act, token_hash=queries.hash_of(token))

    made = carried_out(request, form, save)
    feed = queries.feed_of(request.user)
    is_new = made and feed is not None and feed.token_hash == queries.hash_of(token)
    address = request.build_absolute_uri(reverse("deadlines:feed", args=[token]))
    context = {
        "form": ActForm() if made else form, "feed": feed, "address": address if is_new else "",
        "may": bool(queries.seats_of(request.user, on=timezone.localdate())),
    }  # fmt: skip
    return render(request, "deadlines/calendar.html", context, status=form.status)


@require_POST
def calendar_end(request: AuthedRequest) -> HttpResponse:
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.end_feed(act=act)

    if carried_out(request, form, save):
        return redirect("deadlines:calendar")
    context = {"form": form, "feed": queries.feed_of(request.user), "may": True}
    return render(request, "deadlines/calendar.html", context, status=form.status)


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Let a phone's calendar read, by the private address alone, on which days to look."""
    today = timezone.localdate()
    owner = queries.owner_of(token)
    if owner is None or not queries.seats_of(owner, on=today):
        raise Http404
    content = as_ics(queries.days_of(owner, on=today), now=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
