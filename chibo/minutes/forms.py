from django import forms
from django.utils.translation import gettext_lazy as _

from chibo.core.asking import ActForm
from chibo.core.fields import Clock, VietText


class ClosureForm(ActForm):
    """The last question before the minutes are final."""

    ends_at = Clock(label=_("Buổi họp kết thúc lúc mấy giờ?"))
    as_conclusion = forms.BooleanField(label=_("Ra kết luận thay cho nghị quyết"), required=False)


class ReopeningForm(ActForm):
    """Why closed minutes are opened again."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=9_999)
    reason = VietText(
        label=_("Vì sao sửa?"),
        longest=300,
        help_text=_("In trên bản mới, cấp trên cũng đọc được. Ví dụ: ghi sót một người có mặt."),
    )
