from django.utils.translation import gettext_lazy as _

from chibo.core.asking import ActForm
from chibo.core.fields import VietText


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
