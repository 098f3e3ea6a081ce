import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.core.fields import Chosen, Count, Day, Pick, VietText
from chibo.core.fields import asked as mark_asked
from chibo.dues.commands import Handing, NewRate, Paid
from chibo.dues.ledger import Line
from chibo.dues.models import HandedUp, Payment, Rate
from chibo.dues.queries import RateLine

MOST = 99_999_999  # đồng
BACK, AHEAD = 24, 12  # months offered before and after this one
NONE, OTHER = "none", "other"


def _months(today: dt.date) -> list[tuple[str, str]]:
    """Return the months to choose from, oldest first."""
    here = Month.of(today)
    months = [here.after(n) for n in range(-BACK, AHEAD + 1)]
    return [(str(each), f"{each.number}/{each.year}") for each in months]


class Sum(Count):
    """An amount in đồng: 15000 or 15.000."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=MOST, **kwargs)


class InMonth(Chosen):
    """A month from a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": gettext_lazy("Chưa chọn tháng: chọn một tháng."),
                "invalid_choice": gettext_lazy("Tháng này không có trong danh sách: chọn lại."),
            },
        )
        super().__init__(**kwargs)


class TakeForm(ActForm):
    """Who of those who still owe pays in full, pays another sum, or does not pay yet.

    In full is the sum that the page showed, so that a page sent again says the same.
    """

    paid_on = Day(label=gettext_lazy("Thu ngày nào?"))

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = lines
        self.lines = [line for line in lines if line.left or line.owed is None]
        for line in lines:
            self.fields[f"how-{line.id}"] = forms.RegexField(
                rf"^({NONE}|{OTHER}|\d{{1,8}})$", required=False, initial=line.left or NONE
            )
            self.fields[f"sum-{line.id}"] = mark_asked(
                Sum(required=False, label=gettext_lazy("Số nộp, đồng"))
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each who owes with the fields and the present choice, for the page."""
        for line in self.lines:
            how = self[f"how-{line.id}"]
            yield {
                "line": line, "how": how, "value": str(how.value()), "full": str(line.left),
                "sum": self[f"sum-{line.id}"],
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for line in self.members:
            if data.get(f"how-{line.id}") == OTHER and not data.get(f"sum-{line.id}"):
                self.add_error(f"sum-{line.id}", _("Ghi số tiền đã nộp, từ 1 đồng trở lên."))
        return data

    def paid(self) -> list[Paid]:
        """Return what came in."""
        data, found = self.cleaned_data, []
        for line in self.members:
            how = data[f"how-{line.id}"]
            amount = data[f"sum-{line.id}"] if how == OTHER else int(how) if how.isdigit() else 0
            if amount:
                found.append(Paid(line.membership, amount))
        return found


class CorrectPaymentForm(ActForm):
    """Another sum or day for a payment, and why."""

    amount = Sum(label=gettext_lazy("Số đúng, đồng"), help_text=gettext_lazy("Chưa nộp thì ghi 0."))
    paid_on = Day(label=gettext_lazy("Nộp ngày nào?"))
    reason = VietText(label=gettext_lazy("Vì sao sửa?"))


class HandUpForm(ActForm):
    """What was handed up, for which months, against which receipt."""

    amount = Sum(label=gettext_lazy("Số nộp lên, đồng"))
    month = InMonth(label=gettext_lazy("Từ tháng"))
    last = InMonth(label=gettext_lazy("Đến hết tháng"))
    handed_on = Day(label=gettext_lazy("Nộp ngày nào?"))
    receipt_number = VietText(
        label=gettext_lazy("Số phiếu thu"), required=False, longest=40,
        help_text=gettext_lazy("Ví dụ: 12/2026"),
    )  # fmt: skip

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("month", "last"):
            self.fields[name].choices = _months(today)  # type: ignore[attr-defined]

    def handing(self) -> Handing:
        data = self.cleaned_data
        return Handing(
            amount=data["amount"], month=Month.parse(data["month"]),
            last=Month.parse(data["last"]), handed_on=data["handed_on"],
            receipt_number=data["receipt_number"],
        )  # fmt: skip


class CorrectHandUpForm(HandUpForm):
    """The right sum, months, day and receipt, and why."""

    reason = VietText(label=gettext_lazy("Vì sao sửa?"))


class RateForm(ActForm):
    """What one member, or all others of the cell, owe a month."""

    who = Chosen(label=gettext_lazy("Của ai?"))
    why = Pick(label=gettext_lazy("Loại"), choices=Rate.Why.choices)
    amount = Sum(
        label=gettext_lazy("Mỗi tháng, đồng"), empty_is_zero=True,
        help_text=gettext_lazy("Ví dụ: 15.000. Miễn thì để trống."),
    )  # fmt: skip
    month = InMonth(label=gettext_lazy("Từ tháng"))
    last = InMonth(
        label=gettext_lazy("Đến hết tháng"), required=False,
        help_text=gettext_lazy("Giảm thì phải chọn. Mức thường thì để trống."),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: list[RateLine], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(each.person.pk): each.person for each in lines if each.person}
        people = [(str(each.person.pk), each.shown) for each in lines if each.person]
        choices = {
            "who": [("cell", _("Cả chi bộ, trừ người có mức riêng")), *people],
            "month": _months(today),
            "last": [("", _("Không định")), *_months(today)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def new(self) -> NewRate:
        data = self.cleaned_data
        return NewRate(
            person=self._people.get(data["who"]), why=data["why"], amount=data["amount"],
            month=Month.parse(data["month"]),
            last=Month.parse(data["last"]) if data["last"] else None,
        )  # fmt: skip


def of_payment(payment: Payment) -> dict[str, Any]:
    """Return a payment as the form to correct it shows it."""
    return {"amount": payment.amount, "paid_on": payment.paid_on}


def of_handed(handed: HandedUp) -> dict[str, Any]:
    """Return what was handed up as the form to correct it shows it."""
    return {
        "amount": handed.amount, "month": str(Month.of(handed.month)),
        "last": str(Month.of(handed.last_month)), "handed_on": handed.handed_on,
        "receipt_number": handed.receipt_number,
    }  # fmt: skip
