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

_MONTH_TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{1,2})")


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


class MonthTyped(forms.CharField):
    """A month: 10/2026, 10-2026 or 2026-10."""

    def __init__(self, **kwargs: Any) -> None:
        hint = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "10/2026"})
        missing = {"required": _("Chưa có tháng: ghi tháng và năm, ví dụ 10/2026.")}
        super().__init__(widget=hint, max_length=10, error_messages=missing, **kwargs)

    def to_python(self, value: Any) -> Month | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        found = _MONTH_TYPED.fullmatch(text)
        parts = found.groups() if found else ()
        year, number = (parts[1] or parts[2], parts[0] or parts[3]) if parts else ("0", "0")
        if not 1930 <= int(year) <= 2200 or not 1 <= int(number) <= 12:
            raise ValidationError(gettext("Ghi tháng và năm, ví dụ 10/2026."))
        return Month(int(year), int(number))


class SpanForm(forms.Form):
    """From a month to a month."""

    first = MonthTyped(label=_("Từ tháng"))
    last = MonthTyped(label=_("Đến hết tháng"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            raise ValidationError(gettext("Tháng cuối phải từ tháng đầu trở đi."))
        if first and last and last.index - first.index >= LONGEST:
            raise ValidationError(gettext("Nhiều nhất 10 năm: chọn khoảng ngắn hơn."))
        return data

    def months(self) -> Months:
        return Months(self.cleaned_data["first"], self.cleaned_data["last"])
