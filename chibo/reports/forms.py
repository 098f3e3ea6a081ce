import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.core.fields import VietText
from chibo.core.periods import LONGEST, Months
from chibo.figures.models import View
from chibo.reports.issued.sheets import Words
from chibo.reports.periods import known_as


class ReportForm(ActForm):
    """The words that no figure says."""

    limits = VietText(
        label=_("Hạn chế, nguyên nhân"),
        lines=3,
        required=False,
        longest=2_000,
        help_text=_("Mỗi dòng một ý. Lý do việc chưa xong đã có sẵn, không cần ghi lại."),
    )
    lessons = VietText(label=_("Bài học"), lines=2, required=False, longest=2_000)


def _text(label: Any) -> VietText:
    return VietText(label=label, lines=2, required=False, longest=4_000)


class BranchReportForm(ActForm):
    """The words of people in a report; what stays empty is a dotted line on the paper."""

    limits = _text(_("Hạn chế"))
    objective_causes = _text(_("Nguyên nhân khách quan"))
    subjective_causes = _text(_("Nguyên nhân chủ quan"))
    lessons = _text(_("Bài học kinh nghiệm"))
    tasks = _text(_("Nhiệm vụ, giải pháp"))
    proposals = _text(_("Kiến nghị"))
    view = forms.ChoiceField(choices=View.choices, widget=forms.HiddenInput, required=False)

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(**{name: data[name] for name in Words.__dataclass_fields__})


class MonthBox(forms.CharField):
    """A month: 7/2026, 07-2026 or 2026-07."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        wanting = {"required": _("Chưa có tháng: ghi tháng và năm.")}
        super().__init__(widget=box, error_messages=wanting, **kwargs)

    def to_python(self, value: Any) -> Month | None:  # type: ignore[override]
        text = super().to_python(value) or ""
        if not text:
            return None
        parts = [int(part) for part in re.findall(r"\d{1,4}", text[:40])]
        number, year = (parts if parts[0] < 1000 else parts[::-1]) if len(parts) == 2 else (0, 0)
        if not (1 <= number <= 12 and 1930 <= year <= 2100):
            said = gettext("Chưa hiểu tháng {text}. Ví dụ: 7/2026.")
            raise ValidationError(said.format(text=text[:20]))
        return Month(year, number)


class PeriodForm(forms.Form):
    """Any months in a row."""

    first = MonthBox(label=_("Từ tháng"))
    last = MonthBox(label=_("Đến hết tháng"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("Tháng cuối phải từ tháng đầu trở đi."))
        elif first and last and last.index - first.index >= LONGEST:
            self.add_error("last", gettext("Kỳ dài nhất là {n} tháng.").format(n=LONGEST))
        return data

    def months(self) -> Months:
        return known_as(self.cleaned_data["first"], self.cleaned_data["last"])
