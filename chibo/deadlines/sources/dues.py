"""Whom the cell's secretary meets about dues: a list to talk by, never a step."""

from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.deadlines.scope import Deadline, Scope
from chibo.dues.queries import unpaid_three_months


def unpaid_dues(scope: Scope) -> list[Deadline]:
    """Return who has as many unpaid months this year as the rule says, to be met this month."""
    month = Month.of(scope.on)
    return [
        scope.deadline(
            "dues", scope.root, "dues.unpaid_months", on=month.last, since=month.first,
            link=reverse("dues:month", args=[scope.root, month]), person=each.membership.person,
            note=_("chưa ghi đóng {n} tháng trong năm").format(n=len(each.months)),
        )
        for each in unpaid_three_months(scope.root, on=scope.on)
    ]  # fmt: skip
