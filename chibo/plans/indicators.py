"""What plans hand to the catalogue: which cells owe a meeting, and which held none."""

from django.utils.translation import gettext_lazy as _

from chibo.core.indicators import Adds, Counter, Indicator

COUNTERS = (
    Counter("due", Adds.LAST),
    Counter("missed_explained"),
    Counter("help_missed", Adds.NOW),
)
INDICATORS = (
    Indicator(
        "due", _("Lượt chi bộ phải họp"),
        _("Mỗi buổi định kỳ là một lượt. Tháng phải họp mà không họp: cũng một lượt"),
        part=("due:months",),
        left_out=_("Tháng mà chi bộ chưa có, hoặc bắt đầu hay kết thúc quá sớm, muộn theo quy tắc"),
        source="42-HD/BTCTW", unit=_("lượt"), opens="cells",
    ),
    Indicator(
        "not_held", _("Không họp"),
        _("Lượt phải họp của tháng đã qua mà không có biên bản định kỳ nào được chốt"),
        part=("due:over", "-regular:over"), whole=("due:over",),
        whole_counts=_("lượt phải họp của các tháng đã qua"),
        left_out=_("Tháng đang chạy: còn chờ họp"), unit=_("lượt"), opens="cells",
    ),
    Indicator(
        "not_held_explained", _("Không họp, có nêu lý do"),
        _("Lượt không họp mà chi bộ đã ghi lý do"), part=("missed_explained",),
        left_out=_("Tháng đang chạy"), unit=_("lượt"), opens="cells",
    ),
    Indicator(
        "waiting", _("Còn chờ họp"),
        _("Lượt phải họp của tháng đang chạy mà chưa có biên bản định kỳ nào được chốt"),
        part=("due:months", "-due:over", "-regular", "regular:over"),
        left_out=_("Tháng đã qua"), unit=_("lượt"), opens="cells",
    ),
    Indicator(
        "help_missed", _("Nhiều tháng liền không họp"),
        _("Chi bộ hôm nay chưa họp lại sau các tháng phải họp mà không họp; mấy tháng: "
          "theo quy định"),
        part=("help_missed",), unit=_("chi bộ"), over_time=Adds.NOW, opens="cells",
    ),
)  # fmt: skip
