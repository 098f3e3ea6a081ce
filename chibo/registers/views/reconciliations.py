from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of, note_reading
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.queries import children, existed, named, superior
from chibo.papers.serving import serve
from chibo.registers import commands, forms, queries
from chibo.registers.books import head_of
from chibo.registers.reconciling import COLUMNS, SIDES, reconcile, reconcile_all
from chibo.registers.rules import Kind, Period, period_of, quarter_of

EARLIEST = 2000


def _period(text: str) -> Period:
    """Return the days of an address, to today where they go on. Raises: Http404."""
    today = timezone.localdate()
    try:
        period = period_of(text)
    except ValueError:
        raise Http404 from None
    if period.first.year < EARLIEST or period.first > today or period.last.year > today.year + 1:
        raise Http404
    return period


def _so_far(period: Period) -> Period:
    return Period(period.first, min(period.last, timezone.localdate()))


def _is_then(request: AuthedRequest, unit: UUID) -> bool:
    """Say whether to look by the units of that time: as asked, and always where one has ended."""
    ended = not existed(unit, on=timezone.localdate())
    return ended or request.GET.get("view") == "then"


@require_GET
def choose(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Ask for two days; without any, go to the last quarter that is over."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    if not request.GET:
        return redirect("registers:reconciliation", unit.pk, str(quarter_of(today).next(-1)))
    form = forms.PeriodForm(request.GET)
    if form.is_valid():
        return redirect("registers:reconciliation", unit.pk, str(form.period()))
    context = {"form": form, "unit": named(unit.pk, on=today)}
    return render(request, "registers/period.html", context, status=422)


@require_GET
def reconciliation(request: AuthedRequest, unit_id: UUID, period_text: str) -> HttpResponse:
    """Show a unit's list between two days: opening, up and down by kind, closing."""
    today, period = timezone.localdate(), _period(period_text)
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    then, so_far = _is_then(request, unit.pk), _so_far(period)
    rights = rights_at(request.user, at=unit.pk, on=today)
    found = reconcile(unit.pk, so_far, then=then, today=today)
    agreed = queries.agreed_of(unit.pk, period)
    below = children(unit.pk, on=so_far.last if then else today)
    parts = reconcile_all([each.id for each in below], so_far, then=then, today=today)
    last = queries.last_reconciliations(parts)
    context: dict[str, Any] = {
        "unit": named(unit.pk, on=so_far.last), "period": period, "so_far": so_far, "then": then,
        "rows": found.rows, "agreed": agreed,
        "is_changed": agreed is not None
        and agreed.figures
        != queries.figures_of(
            found if then else reconcile(unit.pk, so_far, then=True, today=today)
        ),
        "may_open": Can.READ_REGISTER in rights, "may_agree": Can.KEEP_REGISTER in rights,
        "is_over": period.last < today, "ended": not existed(unit.pk, on=today),
        "parts": [(each, parts[each.id], last.get(each.id)) for each in below],
        "before": period.next(-1), "after": period.next(), "form": forms.PeriodForm(),
    }  # fmt: skip
    return render(request, "registers/reconciliation.html", context)


@require_GET
@transaction.atomic
def people(request: AuthedRequest, unit_id: UUID, period_text: str, side: str) -> HttpResponse:
    """Show whom a number counts, for those who read that register; the reading is noted."""
    today, period = timezone.localdate(), _period(period_text)
    unit = unit_for(request.user, Can.READ_REGISTER, unit_id, on=today)
    column, kind_text = request.GET.get("column", "total"), request.GET.get("kind", "")
    if side not in SIDES or column not in COLUMNS or kind_text not in {"", *Kind}:
        raise Http404
    kind = Kind(kind_text) if kind_text else None
    note_reading(
        reader=request.user, what="reconciliation", unit=unit.pk, province=unit.province,
        at=timezone.now(),
    )  # fmt: skip
    then = _is_then(request, unit.pk)
    found = reconcile(unit.pk, _so_far(period), then=then, today=today)
    rows = queries.named_entries(found.people(side, kind, column))
    called = named(unit.pk, on=today)
    cells = {cell: named(cell, on=entry.on) for entry, _shown, cell in rows}
    context = {
        "unit": called, "period": period, "side": side, "kind": kind, "column": column,
        "then": then, "rows": [(entry, shown, cells[cell]) for entry, shown, cell in rows],
    }  # fmt: skip
    return render(request, "registers/people.html", context)


@require_http_methods(["GET", "POST"])
def agreement(request: AuthedRequest, unit_id: UUID, period_text: str) -> HttpResponse:
    """Keep that both sides agreed on the list."""
    today, period = timezone.localdate(), _period(period_text)
    unit = unit_for(request.user, Can.KEEP_REGISTER, unit_id, on=today)
    above = superior(unit.pk, on=min(period.last, today))
    initial = {
        "agreed_on": today, "ours": head_of(unit.pk, on=today).name,
        "theirs": head_of(above, on=today).name if above else "",
    }  # fmt: skip
    form = asked(request, lambda data: forms.AgreementForm(data, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.agree_reconciliation(
            act=act, unit=unit, period=period, agreement=form.agreement()
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("registers:reconciliation-html", unit.pk, str(period))
    context = {"form": form, "unit": named(unit.pk, on=today), "period": period}
    return render(request, "registers/agreement.html", context, status=form.status)


@require_GET
def paper(request: AuthedRequest, unit_id: UUID, period_text: str, form: str) -> HttpResponse:
    """Show the reconciliation as it was agreed on last."""
    today, period = timezone.localdate(), _period(period_text)
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    agreed = queries.agreed_of(unit.pk, period)
    if agreed is None:
        raise Http404
    return serve(
        request, agreed.paper.sheet, form=form, name=f"doi-chieu-{period}",
        back=reverse("registers:reconciliation", args=[unit.pk, str(period)]),
        back_word=_("Đối chiếu danh sách"),
    )  # fmt: skip
