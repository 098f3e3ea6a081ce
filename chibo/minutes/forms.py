from django import forms
from django.utils.translation import gettext_lazy as _

from chibo.core.asking import ActForm
from chibo.core.fields import Clock


class ClosureForm(ActForm):
    """The last question before the minutes are final."""

    ends_at = Clock(label=_("Buổi họp kết thúc lúc mấy giờ?"))
    as_conclusion = forms.BooleanField(label=_("Ra kết luận thay cho nghị quyết"), required=False)
