"""The only writes about dues: rates, payments, what was handed up. Nothing is overwritten."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.dues import rules
from chibo.dues.ledger import Ledger, rules_of
from chibo.dues.models import HandedUp, Payment, Rate
from chibo.dues.queries import balance
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.people.models import Person

FARTHEST = 12  # months ahead of today that may be paid for


class CannotKeepDues(Refused):
    """The sum, the month or the day does not fit what the book holds."""


@dataclass(frozen=True)
class NewRate:
    """What somebody owes from a month on; person None: all of the cell without a rate of their own.

    amount in đồng; last: the last month, or None.
    """

    person: Person | None
    why: str
    amount: int
    month: Month
    last: Month | None = None


@dataclass(frozen=True)
class Paid:
    """What a member paid, in đồng."""

    membership: Membership
    amount: int


@dataclass(frozen=True)
class Handing:
    """What a cell handed up for months, in đồng, against a receipt."""

    amount: int
    month: Month
    last: Month
    handed_on: dt.date
    receipt_number: str = ""


def _begin(act: Act, cell: Unit, verb: str, content: Mapping[str, Any]) -> bool:
    """Demand the right, write the act down, hold the cell; false where the act came before."""
    demand(act.actor, Can.KEEP_DUES, at=cell.pk, on=act.today)
    if not record(
        act, verb=verb, unit=cell.pk, province=cell.province, subject=act.id, content=content
    ):
        return False
    Unit.objects.select_for_update().get(pk=cell.pk)
    return True


@transaction.atomic
def set_rate(*, act: Act, cell: Unit, new: NewRate) -> Rate:
    """Set what a member, or the cell's others, owe a month.

    Raises: PermissionDenied; Http404; CannotKeepDues; OtherContent.
    """
    content = {**asdict(new), "person": new.person and new.person.pk}
    if not _begin(act, cell, "dues.rate_set", content):
        return Rate.objects.get(pk=act.id)
    _refuse_rate(act, cell, new)
    return Rate.objects.create(
        id=act.id, province=cell.province, cell=cell, person=new.person, month=new.month.first,
        last_month=new.last.first if new.last else None, amount=new.amount, why=new.why,
        entered_at=act.entered_at,
    )  # fmt: skip


def _refuse_rate(act: Act, cell: Unit, new: NewRate) -> None:
    if new.person is not None and not Membership.objects.filter(
        cell=cell, person=new.person, until_on__gt=act.today
    ):
        raise CannotKeepDues(_("Người này không còn ở chi bộ: chọn lại."), "who")
    if (new.why == Rate.Why.EXEMPT) != (new.amount == 0):
        raise CannotKeepDues(
            _("Miễn thì để trống số tiền; không miễn thì ghi số tiền mỗi tháng."), "amount"
        )
    if new.last is not None and new.last < new.month:
        raise CannotKeepDues(_("Tháng cuối phải từ tháng bắt đầu trở đi."), "last")
    if new.why == Rate.Why.RELIEF:
        most = rules_of(cell.pk, on=act.today).number("dues.relief_months")
        if new.last is None or not rules.relief_is_short(new.month, new.last, most):
            raise CannotKeepDues(
                _("Giảm thì chọn tháng cuối, nhiều nhất {most} tháng một lần.").format(most=most),
                "last",
            )


@transaction.atomic
def take_payments(
    *, act: Act, cell: Unit, month: Month, paid: Sequence[Paid], paid_on: dt.date
) -> list[Payment]:
    """Keep what members of a cell paid for a month, as one act.

    Raises: PermissionDenied; Http404; CannotKeepDues; OtherContent.
    """
    content = {
        "month": str(month), "on": paid_on,
        "paid": [[each.membership.pk, each.amount] for each in paid],
    }  # fmt: skip
    ids = [uuid.uuid5(act.id, str(each.membership.pk)) for each in paid]
    if not _begin(act, cell, "dues.paid", content):
        return list(Payment.objects.filter(pk__in=ids))
    if not paid:
        raise CannotKeepDues(_("Chưa chọn ai nộp: chọn ít nhất một người."))
    _refuse_day(act, paid_on, "paid_on")
    if month > Month.of(act.today).after(FARTHEST):
        raise CannotKeepDues(_("Tháng này còn xa quá: chỉ thu trước trong 12 tháng."))
    lines = {line.id: line for line in Ledger([cell.pk], [month]).lines(cell.pk, month)}
    for each in paid:
        line = lines.get(each.membership.pk)
        if line is None:
            raise CannotKeepDues(_("Có người không ở chi bộ trong tháng này: mở lại trang."))
        if line.paid and not line.left:
            raise CannotKeepDues(
                _("{who} đã nộp đủ tháng này rồi: mở lại trang.").format(who=line.shown)
            )
    return Payment.objects.bulk_create(
        Payment(
            id=id, province=cell.province, membership=each.membership, month=month.first,
            amount=each.amount, paid_on=paid_on, entered_at=act.entered_at,
        )
        for id, each in zip(ids, paid, strict=True)
    )  # fmt: skip


@transaction.atomic
def correct_payment(
    *, act: Act, payment: Payment, amount: int, paid_on: dt.date, reason: str
) -> Payment:
    """Put another sum or day in place of a payment, with the reason; 0: it was not paid.

    Raises: PermissionDenied; Http404; CannotKeepDues; OtherContent.
    """
    cell = payment.membership.cell
    content = {"payment": payment.pk, "amount": amount, "on": paid_on, "reason": reason}
    if not _begin(act, cell, "dues.payment_corrected", content):
        return Payment.objects.get(pk=act.id)
    _refuse_day(act, paid_on, "paid_on")
    if Payment.objects.filter(corrects=payment):
        raise CannotKeepDues(_("Lần nộp này đã được sửa: mở lại trang."))
    new = Payment.objects.create(
        id=act.id, province=payment.province, membership=payment.membership, month=payment.month,
        amount=amount, paid_on=paid_on, corrects=payment, reason=reason,
        entered_at=act.entered_at,
    )  # fmt: skip
    if balance(cell.pk, on=act.today).in_hand < 0:
        raise CannotKeepDues(_("Đã nộp lên nhiều hơn số thu: sửa lần nộp lên trước."), "amount")
    return new


@transaction.atomic
def hand_up(*, act: Act, cell: Unit, new: Handing) -> HandedUp:
    """Keep that a cell handed a sum to the level above.

    Raises: PermissionDenied; Http404; CannotKeepDues; OtherContent.
    """
    if not _begin(act, cell, "dues.handed_up", asdict(new)):
        return HandedUp.objects.get(pk=act.id)
    return _handed(act, cell, new, corrects=None, reason="")


@transaction.atomic
def correct_handing_up(*, act: Act, handed: HandedUp, new: Handing, reason: str) -> HandedUp:
    """Put another row in place of one, with the reason; amount 0: it was not handed up.

    Raises: PermissionDenied; Http404; CannotKeepDues; OtherContent.
    """
    content = {"handed": handed.pk, **asdict(new), "reason": reason}
    if not _begin(act, handed.cell, "dues.handing_up_corrected", content):
        return HandedUp.objects.get(pk=act.id)
    if HandedUp.objects.filter(corrects=handed):
        raise CannotKeepDues(_("Lần nộp lên này đã được sửa: mở lại trang."))
    return _handed(act, handed.cell, new, corrects=handed, reason=reason)


def _handed(
    act: Act, cell: Unit, new: Handing, *, corrects: HandedUp | None, reason: str
) -> HandedUp:
    _refuse_day(act, new.handed_on, "handed_on")
    if new.last < new.month:
        raise CannotKeepDues(_("Tháng cuối phải từ tháng bắt đầu trở đi."), "last")
    if not new.amount and corrects is None:
        raise CannotKeepDues(_("Chưa có số tiền nộp lên: ghi số tiền."), "amount")
    row = HandedUp.objects.create(
        id=act.id, province=cell.province, cell=cell, month=new.month.first,
        last_month=new.last.first, amount=new.amount, handed_on=new.handed_on,
        receipt_number=new.receipt_number, corrects=corrects, reason=reason,
        entered_at=act.entered_at,
    )  # fmt: skip
    if balance(cell.pk, on=act.today).in_hand < 0:
        raise CannotKeepDues(_("Chi bộ không giữ đủ số này: xem lại số tiền, số đã thu."), "amount")
    return row


def _refuse_day(act: Act, day: dt.date, field: str) -> None:
    if day > act.today:
        raise CannotKeepDues(_("Ngày này chưa đến: xem lại ngày."), field)
