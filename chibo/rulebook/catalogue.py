"""What a pack may set: each key with its type and the words that a screen shows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Setting:
    """A key of the rulebook. kind: number, yes_no or choice; choices: value and words."""

    key: str
    kind: str
    words: Any
    unit: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()


YES_NO = (("yes", _("có")), ("no", _("không")))
BASES = (
    ("present_voters", _("đảng viên chính thức có mặt")),
    ("official_members", _("toàn thể đảng viên chính thức của chi bộ")),
)
SHARES = (
    ("more than 1/2", _("quá nửa")),
    ("at least 2/3", _("từ hai phần ba")),
)
WAYS = (("show_of_hands", _("giơ tay")), ("secret", _("phiếu kín trên giấy")))
KINDS_OF_DECISION = {
    "ordinary": _("Việc thường: công việc, chủ trương"),
    "admission": _("Kết nạp đảng viên"),
    "recognition": _("Công nhận đảng viên chính thức"),
    "probationer_strike_off": _("Xóa tên đảng viên dự bị"),
    "discipline": _("Kỷ luật đảng viên"),
    "personnel": _("Nhân sự, bầu cử"),
}

SETTINGS: tuple[Setting, ...] = (
    Setting("regular.day", "number", _("Ngày sinh hoạt định kỳ hằng tháng"), _("ngày trong tháng; 0 là không định ngày")),
    Setting("regular.last_day", "number", _("Ngày cuối của tuần đầu tháng"), _("ngày trong tháng")),
    Setting("length.regular", "number", _("Thời lượng sinh hoạt định kỳ, ít nhất"), _("phút")),
    Setting("length.both", "number", _("Thời lượng định kỳ kết hợp chuyên đề, ít nhất"), _("phút")),
    Setting("thematic.per_quarter", "number", _("Sinh hoạt chuyên đề mỗi quý, ít nhất"), _("lần")),
    Setting("papers.days_before", "number", _("Gửi tài liệu trước buổi họp, ít nhất"), _("ngày")),
    Setting("papers.days_after", "number", _("Xong văn bản sau buổi họp, chậm nhất"), _("ngày")),
    Setting("attendance.aim_percent", "number", _("Mức đảng viên dự cần đạt"), "%"),
    Setting("away.counted", "choice", _("Đảng viên sinh hoạt tạm thời nơi khác có trong mẫu số"), choices=YES_NO),
    Setting("away.votes", "choice", _("Đảng viên sinh hoạt tạm thời nơi khác được biểu quyết"), choices=YES_NO),
    Setting("here.counted", "choice", _("Đảng viên nơi khác đến sinh hoạt tạm thời có trong mẫu số"), choices=YES_NO),
    Setting("here.votes", "choice", _("Đảng viên nơi khác đến sinh hoạt tạm thời được biểu quyết"), choices=YES_NO),
    Setting("suspended.counted", "choice", _("Đảng viên bị đình chỉ sinh hoạt có trong mẫu số"), choices=YES_NO),
    *(
        setting
        for kind, words in KINDS_OF_DECISION.items()
        for setting in (
            Setting(f"vote.{kind}.base", "choice", words, _("tính trên"), BASES),
            Setting(f"vote.{kind}.share", "choice", words, _("mức thông qua"), SHARES),
            Setting(f"vote.{kind}.way", "choice", words, _("cách biểu quyết"), WAYS),
        )
    ),
    Setting("numbering.restart", "choice", _("Số văn bản bắt đầu lại"), choices=(("term", _("theo nhiệm kỳ")), ("year", _("theo năm")))),
    Setting("numbering.term_first_year", "number", _("Năm đầu của một nhiệm kỳ"), _("năm")),
    Setting("numbering.term_years", "number", _("Nhiệm kỳ đại hội chi bộ"), _("năm")),
    Setting("visits.kept_days", "number", _("Xóa việc thăm hỏi sau"), _("ngày")),
)  # fmt: skip
BY_KEY = {setting.key: setting for setting in SETTINGS}
