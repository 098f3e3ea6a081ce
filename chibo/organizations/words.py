"""The words for capabilities, for the one screen that shows them all."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from chibo.organizations.authority import RIGHTS, Can
from chibo.organizations.models import Role

CAPABILITY_WORDS = {
    Can.SEE_UNIT: _("Xem đơn vị"),
    Can.READ_COUNTS: _("Xem số liệu"),
    Can.READ_PAPERS: _("Xem văn bản đã thông qua"),
    Can.READ_REGISTER: _("Xem danh sách đảng viên"),
    Can.READ_ROLL_CALL: _("Xem điểm danh từng người"),
    Can.READ_MINUTES: _("Xem biên bản"),
    Can.READ_CELL_ONLY: _("Xem điều nhận sửa, thăm hỏi"),
    Can.READ_PHONES: _("Xem điện thoại bí thư"),
    Can.READ_RULES: _("Xem quy định đang dùng"),
    Can.READ_ELECTIONS: _("Xem kết quả bỏ phiếu, nhiệm kỳ"),
    Can.HOLD_MEETING: _("Ghi buổi họp"),
    Can.COUNT_BALLOTS: _("Nhập số phiếu mình đã đếm"),
    Can.CLOSE_MINUTES: _("Chốt biên bản"),
    Can.KEEP_REGISTER: _("Giữ danh sách đảng viên"),
    Can.GIVE_POSTS: _("Ghi chức vụ"),
    Can.CHANGE_RULES: _("Đổi quy định"),
    Can.ASSESS_FROM_ABOVE: _("Chấm buổi họp, ghi cạnh điểm của chi bộ"),
    Can.COPY_PAST_MONTHS: _("Chép các tháng cũ từ giấy"),
    Can.SEND_DELEGATES: _("Phân công cấp ủy viên dự sinh hoạt"),
    Can.REORGANISE: _("Tổ chức lại đơn vị"),
    Can.NOTE_CHECKS: _("Ghi ngày kiểm tra thẻ, hồ sơ, danh sách"),
    Can.READ_DUES: _("Xem tổng đảng phí của chi bộ"),
    Can.KEEP_DUES: _("Thu, nộp đảng phí, xem từng người"),
    Can.ISSUE_REPORTS: _("Ra báo cáo của đơn vị mình"),
    Can.TYPE_TOTALS: _("Ghi tay tổng số của biểu thống kê"),
}


def table() -> Iterable[tuple[Role, list[str]]]:
    """Yield each role with its reach for every capability in order: own, branch or empty."""
    for role, rights in RIGHTS.items():
        yield role, [rights.get(capability, "") for capability in Can]
