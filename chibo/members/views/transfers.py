"""Who is on the way: both sides' list, and the answers to one transfer."""

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
from chibo.core.asking import ActForm
from chibo.journal.commands import act_of
from chibo.members import commands
from chibo.members.forms.member import ArrivalForm
from chibo.members.forms.parts import Asks
from chibo.members.forms.steps import DayForm, ReceiptForm, WhyForm
from chibo.members.models import Transfer
from chibo.members.queries.moving import (
    OnTheWay,
    ended_transfers,
    may_answer,
    transfer_for,
    transfers_of,
)
from chibo.members.queries.places import cells_kept
from chibo.members.views.lists import unit_read
from chibo.members.views.same import asked_same
from chibo.organizations.authority import Can, may, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import named
from chibo.people.models import Person

ask = require_http_methods(["GET", "POST"])


@require_GET
@transaction.atomic
def transfers(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show who is on the way out of a unit and into it; both sides see what is overdue."""
    today = timezone.localdate()
    unit, called, cells = unit_read(request, unit_id, "transfers")
    units = [unit.pk, *(cell.id for cell in cells)]
    out, coming = transfers_of(units, on=today)
    may_keep = may(request.user, Can.KEEP_REGISTER, at=unit.pk, on=today)

    def rows(lines: list[OnTheWay]) -> list[dict[str, Any]]:
        return [
            {
                "line": line, "each": line.transfer,
                "may_answer": may_keep and may_answer(request.user, line.transfer, on=today),
            }
            for line in lines
        ]  # fmt: skip

    context = {
        "unit": called, "out": rows(out), "coming": rows(coming), "may_keep": may_keep,
        "ended": ended_transfers(units, on=today),
    }  # fmt: skip
    return render(request, "members/transfers.html", context)


def _page(
    request: AuthedRequest, form: ActForm, transfer: Transfer, unit: UUID, **more: Any
) -> HttpResponse:
    context = {
        "form": form, "person": transfer.person, "back_word": _("Chuyển sinh hoạt"),
        "back": reverse("members:transfers", args=[unit]), **more,
    }  # fmt: skip
    return render(request, "members/step.html", context, status=form.status)


@ask
def receipt(request: AuthedRequest, transfer_id: UUID) -> HttpResponse:
    """Take in somebody who was sent here."""
    today = timezone.localdate()
    transfer = transfer_for(request.user, transfer_id, is_receiver=True, on=today)
    unit = transfer.to_unit_id
    assert unit is not None  # noqa: S101
    asks = Asks(cells=cells_kept(request.user, unit, on=today))
    form = asked(request, lambda data: ReceiptForm(data, asks=asks))

    def save() -> None:
        data = form.cleaned_data
        commands.receive_member(
            act=act_of(request.user, data["act"], timezone.now()), transfer=transfer,
            cell=Unit.objects.get(pk=data["cell"]), on=data["on"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("members:person", transfer.person_id)
    return _page(
        request, form, transfer, unit, title=_("Tiếp nhận chuyển sinh hoạt"),
        button=_("Ghi tiếp nhận"),
        hint=_("Từ ngày này tính ở chi bộ mới, thôi tính ở chi bộ cũ.")
        if transfer.kind == Transfer.Kind.OFFICIAL
        else _("Sinh hoạt tạm thời: đảng số vẫn tính ở chi bộ gửi."),
    )  # fmt: skip


@ask
def refusal(request: AuthedRequest, transfer_id: UUID) -> HttpResponse:
    """Send a transfer back with a reason."""
    today = timezone.localdate()
    transfer = transfer_for(request.user, transfer_id, is_receiver=True, on=today)
    unit = transfer.to_unit_id
    assert unit is not None  # noqa: S101
    form = asked(request, lambda data: WhyForm(data))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.decline_member(act=act, transfer=transfer, why=form.cleaned_data["why"])

    if carried_out(request, form, save):
        return redirect("members:transfers", unit)
    return _page(
        request, form, transfer, unit, title=_("Chưa tiếp nhận"), button=_("Trả lại nơi gửi"),
        hint=_("Nơi gửi đọc được lý do này."),
    )  # fmt: skip


@ask
def cancellation(request: AuthedRequest, transfer_id: UUID) -> HttpResponse:
    """Give up a transfer; the member stays."""
    today = timezone.localdate()
    transfer = transfer_for(request.user, transfer_id, is_receiver=False, on=today)
    form = asked(request, lambda data: ActForm(data))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.cancel_transfer(act=act, transfer=transfer)

    if carried_out(request, form, save):
        return redirect("members:person", transfer.person_id)
    unit = transfer.from_cell_id or transfer_id
    return _page(
        request, form, transfer, unit, title=_("Thôi chuyển"), button=_("Ghi thôi chuyển"),
        hint=_("Người này ở lại chi bộ đang giữ tên."),
    )  # fmt: skip


@ask
def handover(request: AuthedRequest, transfer_id: UUID) -> HttpResponse:
    """Note that a place outside the book took the member in."""
    today = timezone.localdate()
    transfer = transfer_for(request.user, transfer_id, is_receiver=False, on=today)
    form = asked(request, lambda data: DayForm(data, asks=Asks()))

    def save() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.hand_over(act=act, transfer=transfer, on=data["on"])

    if carried_out(request, form, save):
        return redirect("members:person", transfer.person_id)
    unit = transfer.from_cell_id or transfer_id
    return _page(
        request, form, transfer, unit, title=_("Nơi ngoài sổ đã tiếp nhận"),
        button=_("Ghi đã chuyển xong"), hint=_("Từ ngày này thôi tính ở chi bộ."),
    )  # fmt: skip


@ask
def arrival(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Take in a member who comes from outside the book."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.KEEP_REGISTER, unit_id, on=today)
    form = asked(request, lambda data: asked_same(ArrivalForm(data), cell.pk))

    def save() -> None:
        known = form.same_person()
        commands.receive_from_outside(
            act=act_of(request.user, form.cleaned_data["act"], timezone.now()), cell=cell,
            new=form.member(), outside=form.cleaned_data["outside"], basis=form.basis(),
            person=Person.objects.get(pk=known) if known else None,
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("members:register", cell.pk)
    context = {
        "form": form, "unit": named(cell.pk, on=today), "title": _("Đảng viên từ ngoài sổ đến"),
        "back": reverse("members:transfers", args=[cell.pk]), "back_word": _("Chuyển sinh hoạt"),
        "button": _("Ghi tiếp nhận"),
    }  # fmt: skip
    return render(request, "members/member.html", context, status=form.status)
