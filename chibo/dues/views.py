from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.days import Month
from chibo.dues import commands, forms, queries
from chibo.dues.ledger import Ledger, whole
from chibo.dues.models import HandedUp, Payment, Rate
from chibo.dues.sheets import month_sheet
from chibo.journal.commands import act_of, note_reading
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import cells_under, existed, named
from chibo.papers.issuers import issuer_of
from chibo.papers.serving import serve

ask = require_http_methods(["GET", "POST"])
SHOWN = 12  # months in sight


def _month(text: str) -> Month:
    """Return the month of an address. Raises: Http404."""
    today = timezone.localdate()
    try:
        wanted = Month.parse(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= wanted.year <= today.year + 1:
        raise Http404
    return wanted


def _cell(request: AuthedRequest, unit_id: UUID) -> Unit:
    """Return the cell whose dues this user keeps. Raises: Http404; PermissionDenied."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.KEEP_DUES, unit_id, on=today)
    if not named(unit.pk, on=today).is_cell:
        raise Http404
    return unit


def _note(request: AuthedRequest, cell: Unit) -> None:
    note_reading(
        reader=request.user, what="dues", unit=cell.pk, province=cell.province, at=timezone.now()
    )


@require_GET
def sums(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show sums without names: of a cell its months, of a unit above the cells of a month."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_DUES, unit_id, on=today)
    called = named(unit.pk, on=today)
    if not called.is_cell:
        return _cells(request, unit)
    last = _month(request.GET.get("month") or str(Month.of(today)))
    months = [last.after(back) for back in range(-SHOWN + 1, 1)]
    ledger = Ledger([unit.pk], months)
    rows = [ledger.sums(unit.pk, month) for month in reversed(months)]
    context = {
        "unit": called, "rows": rows, "whole": whole(rows, last), "earlier": last.after(-SHOWN),
        "balance": queries.balance(unit.pk, on=today), "ended": not existed(unit.pk, on=today),
        "may_keep": Can.KEEP_DUES in rights_at(request.user, at=unit.pk, on=today),
    }  # fmt: skip
    return render(request, "dues/months.html", context)


def _cells(request: AuthedRequest, unit: Unit) -> HttpResponse:
    today = timezone.localdate()
    month = _month(request.GET.get("month") or str(Month.of(today)))
    cells = cells_under(unit.pk, on=min(month.last, today))
    ledger = Ledger([cell.id for cell in cells], [month])
    rows = [(cell, ledger.sums(cell.id, month)) for cell in cells]
    context = {
        "unit": named(unit.pk, on=today), "rows": rows, "month": month,
        "months": [month.after(-1), month, month.after(1)],
        "whole": whole((each for _cell, each in rows), month),
    }  # fmt: skip
    return render(request, "dues/cells.html", context)


@ask
@transaction.atomic
def month(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    """Show who owes and paid what for a month, and take what came in."""
    cell, wanted, today = _cell(request, unit_id), _month(month_text), timezone.localdate()
    _note(request, cell)
    ledger = Ledger([cell.pk], [wanted])
    lines = ledger.lines(cell.pk, wanted)
    form = asked(
        request, lambda data: forms.TakeForm(data, lines=lines, initial={"paid_on": today})
    )

    def save() -> None:
        data = form.cleaned_data
        commands.take_payments(
            act=act_of(request.user, data["act"], timezone.now()), cell=cell, month=wanted,
            paid=form.paid(), paid_on=data["paid_on"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("dues:month", cell.pk, str(wanted))
    unpaid = queries.unpaid_three_months(cell.pk, on=today) if wanted == Month.of(today) else []
    context: dict[str, Any] = {
        "form": form, "unit": named(cell.pk, on=wanted.last), "month": wanted, "lines": lines,
        "months": [wanted.after(-1), wanted, wanted.after(1)],
        "sums": ledger.sums(cell.pk, wanted), "percent": ledger.percent(cell.pk, wanted),
        "done": [line for line in lines if line.payments or line.owed == 0],
        "handed": queries.handed_up_of(cell.pk, wanted, wanted), "unpaid": unpaid,
    }  # fmt: skip
    return render(request, "dues/month.html", context, status=form.status)


@ask
def payment(request: AuthedRequest, unit_id: UUID, row_id: UUID) -> HttpResponse:
    """Correct a payment."""
    cell = _cell(request, unit_id)
    rows = Payment.objects.standing().select_related("membership__person", "membership__cell")
    row: Payment = get_object_or_404(rows, pk=row_id, membership__cell=cell)
    initial = forms.of_payment(row)
    form = asked(request, lambda data: forms.CorrectPaymentForm(data, initial=initial))

    def save() -> None:
        data = form.cleaned_data
        commands.correct_payment(
            act=act_of(request.user, data["act"], timezone.now()), payment=row,
            amount=data["amount"], paid_on=data["paid_on"], reason=data["reason"],
        )  # fmt: skip

    back = reverse("dues:month", args=[cell.pk, f"{row.month:%Y-%m}"])
    if carried_out(request, form, save):
        return redirect(back)
    context = {"form": form, "payment": row, "back": back}
    return render(request, "dues/correction.html", context, status=form.status)


@ask
def hand_up(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    """Ask what was handed up; what is in hand to be handed up is proposed."""
    cell, wanted, today = _cell(request, unit_id), _month(month_text), timezone.localdate()
    held = queries.balance(cell.pk, on=today)
    initial = {
        "amount": max(held.to_hand_up, 0) or None, "month": str(wanted), "last": str(wanted),
        "handed_on": today,
    }  # fmt: skip
    form = asked(request, lambda data: forms.HandUpForm(data, today=today, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.hand_up(act=act, cell=cell, new=form.handing())

    back = reverse("dues:month", args=[cell.pk, str(wanted)])
    if carried_out(request, form, save):
        return redirect(back)
    context = {"form": form, "balance": held, "back": back, "month": wanted}
    return render(request, "dues/hand_up.html", context, status=form.status)


@ask
def handed(request: AuthedRequest, unit_id: UUID, row_id: UUID) -> HttpResponse:
    """Correct what was handed up."""
    cell, today = _cell(request, unit_id), timezone.localdate()
    rows = HandedUp.objects.standing().select_related("cell")
    row: HandedUp = get_object_or_404(rows, pk=row_id, cell=cell)
    initial = forms.of_handed(row)
    form = asked(request, lambda data: forms.CorrectHandUpForm(data, today=today, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        reason = form.cleaned_data["reason"]
        commands.correct_handing_up(act=act, handed=row, new=form.handing(), reason=reason)

    last = Month.of(row.last_month)
    back = reverse("dues:month", args=[cell.pk, str(last)])
    if carried_out(request, form, save):
        return redirect(back)
    held = queries.balance(cell.pk, on=today)
    context = {"form": form, "handed": row, "back": back, "balance": held, "month": last}
    return render(request, "dues/hand_up.html", context, status=form.status)


@ask
@transaction.atomic
def rates(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show what each owes a month, and set one rate."""
    cell, today = _cell(request, unit_id), timezone.localdate()
    _note(request, cell)
    now = Month.of(today)
    lines = queries.rates_of(cell.pk, now)
    initial = {"who": "cell", "month": str(now)}
    form = asked(
        request, lambda data: forms.RateForm(data, lines=lines, today=today, initial=initial)
    )

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.set_rate(act=act, cell=cell, new=form.new())

    if carried_out(request, form, save):
        return redirect("dues:rates", cell.pk)
    context = {
        "form": form, "unit": named(cell.pk, on=today), "month": now, "of_cell": lines[0],
        "lines": lines[1:], "whys": dict(Rate.Why.choices),
    }  # fmt: skip
    return render(request, "dues/rates.html", context, status=form.status)


@require_GET
@transaction.atomic
def paper(request: AuthedRequest, unit_id: UUID, month_text: str, form: str) -> HttpResponse:
    """Show the month's list to sign, as page, PDF or Word file."""
    cell, wanted, today = _cell(request, unit_id), _month(month_text), timezone.localdate()
    _note(request, cell)
    ledger = Ledger([cell.pk], [wanted])
    sheet = month_sheet(
        issuer_of(cell.pk, on=min(wanted.last, today)), wanted, ledger.lines(cell.pk, wanted),
        ledger.sums(cell.pk, wanted), day=today,
    )  # fmt: skip
    return serve(
        request, sheet, form=form, name=f"dang-phi-{wanted}",
        back=reverse("dues:month", args=[cell.pk, str(wanted)]), back_word=_("Đảng phí"),
    )  # fmt: skip
