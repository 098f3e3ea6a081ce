from django.utils.translation import gettext_lazy as _

from chibo.core.asking import ActForm
from chibo.core.fields import Day


class CheckForm(ActForm):
    """On which day a check was done; today is filled in."""

    done_on = Day(label=_("Đã làm ngày nào?"))
