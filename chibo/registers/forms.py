import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Day, VietText
from chibo.registers.commands import Agreement
from chibo.registers.rules import Period


class PeriodForm(forms.Form):
    """Any two days to look at a list between."""

    first = Day(label=gettext_lazy("Từ ngày"))
    last = Day(label=gettext_lazy("Đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            raise ValidationError(_("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])


class AgreementForm(ActForm):
    """When both sides agreed, and who they were."""

    agreed_on = Day(label=gettext_lazy("Hai bên thống nhất ngày nào?"))
    ours = VietText(label=gettext_lazy("Người của đơn vị"), longest=60)
    theirs = VietText(label=gettext_lazy("Người của cấp trên"), longest=60)

    def agreement(self) -> Agreement:
        data = self.cleaned_data
        day: dt.date = data["agreed_on"]
        return Agreement(agreed_on=day, ours=data["ours"], theirs=data["theirs"])
