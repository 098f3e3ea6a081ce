from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chibo.core.asking import ActForm
from chibo.core.fields import Count, Day, Pick, VietText
from chibo.rulebook.catalogue import Setting


class RuleForm(ActForm):
    """A new value, from which day, by which paper."""

    number = VietText(
        label=_("Số, ký hiệu văn bản"),
        required=False,
        longest=40,
        help_text=_("Ví dụ: 29-QĐ/TU. Không có văn bản thì để trống: sổ ghi là cách làm riêng."),
    )
    signed_on = Day(label=_("Ngày ký văn bản"), required=False)
    from_on = Day(label=_("Dùng từ ngày nào?"))

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field
        if setting.kind == "number":
            field = Count(label=_("Mức mới"), help_text=setting.unit)
        else:
            field = Pick(label=_("Mức mới"), choices=setting.choices)
        self.fields = {"value": field, **self.fields}
