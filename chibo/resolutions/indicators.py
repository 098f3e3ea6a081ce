"""What resolutions hand to the catalogue: promises made, and what became of them."""

from django.utils.translation import gettext_lazy as _

from chibo.core.indicators import Adds, Counter, Indicator

COUNTERS = tuple(
    Counter(key)
    for key in ("tasks_new", "tasks_done", "tasks_partly", "tasks_not_done", "tasks_dropped")
) + (
    Counter("open_tasks", Adds.NOW), Counter("overdue_tasks", Adds.NOW),
    Counter("help_promises", Adds.NOW),
)  # fmt: skip
ANSWERED = ("tasks_done", "tasks_partly", "tasks_not_done", "tasks_dropped")
NOT_COMMITTEE = _("Việc của họp chi ủy, và tháng chép từ giấy mà giấy không ghi")
INDICATORS = (
    Indicator(
        "promises_made", _("Việc đã hứa"), _("Việc được giao ở các buổi họp trong kỳ"),
        part=("tasks_new",), left_out=NOT_COMMITTEE, unit=_("việc"), opens="promises",
    ),
    Indicator(
        "promises_kept", _("Việc đã xong"), _("Lượt việc được trả lời là xong"),
        part=("tasks_done",), whole=ANSWERED, whole_counts=_("lượt việc được trả lời trong kỳ"),
        left_out=NOT_COMMITTEE, unit=_("việc"), opens="promises",
    ),
    Indicator(
        "promises_late", _("Việc chậm"),
        _("Lượt việc được trả lời là chưa làm hoặc mới xong một phần, hẹn ngày khác"),
        part=("tasks_partly", "tasks_not_done"), whole=ANSWERED,
        whole_counts=_("lượt việc được trả lời trong kỳ"), left_out=NOT_COMMITTEE,
        unit=_("việc"), opens="promises",
    ),
    Indicator(
        "promises_dropped", _("Việc được thôi"), _("Lượt việc được thôi theo quyết nghị"),
        part=("tasks_dropped",), whole=ANSWERED,
        whole_counts=_("lượt việc được trả lời trong kỳ"), left_out=NOT_COMMITTEE,
        unit=_("việc"), opens="promises",
    ),
    Indicator(
        "promises_overdue", _("Việc quá hạn"),
        _("Việc chưa có trả lời cuối cùng mà ngày hẹn đã qua, tính đến hôm nay"),
        part=("overdue_tasks",), whole=("open_tasks",), whole_counts=_("việc còn mở hôm nay"),
        left_out=NOT_COMMITTEE, unit=_("việc"), over_time=Adds.NOW, opens="promises",
    ),
    Indicator(
        "help_promises", _("Có việc quá hạn"),
        _("Chi bộ hôm nay có ít nhất một việc đã hứa quá hạn chưa trả lời"),
        part=("help_promises",), unit=_("chi bộ"), over_time=Adds.NOW, opens="cells",
    ),
)  # fmt: skip
