"""What a pack may set: each key with its type and the words that a screen shows."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Setting:
    """A key of the rulebook. kind: number or choice; choices: value and words.

    least, most: the numbers that make sense; outside them is what would break a page or a promise.
    subject: which packs set it.
    """

    key: str
    kind: str
    words: Any
    unit: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    least: int = 0
    most: int = 9_999
    subject: str = "meetings"


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
WEEKS = (
    ("days", _("từ ngày 1 đến ngày cuối tuần đầu")),
    ("full_week", _("đến Chủ nhật của tuần đủ ngày đầu tiên")),
)
AFTER = (("in_time", _("tính là đúng hạn")), ("late", _("tính là muộn")))
DUE = (
    ("due_days", _("phải họp nếu có mặt suốt các ngày đến hạn")),
    ("whole_month", _("chỉ phải họp nếu có mặt cả tháng")),
)
KINDS_OF_DECISION = {
    "ordinary": _("Việc thường: công việc, chủ trương"),
    "admission": _("Kết nạp đảng viên"),
    "recognition": _("Công nhận đảng viên chính thức"),
    "probationer_strike_off": _("Xóa tên đảng viên dự bị"),
    "discipline": _("Kỷ luật đảng viên"),
    "personnel": _("Nhân sự, bầu cử"),
}


def _number(key: str, words: Any, unit: Any, least: int = 0, most: int = 9_999) -> Setting:
    return Setting(key, "number", words, unit, least=least, most=most)


def _choice(key: str, words: Any, choices: tuple[tuple[str, Any], ...], unit: Any = "") -> Setting:
    return Setting(key, "choice", words, unit, choices)


_MEETING = (
    _number(
        "regular.day",
        _("Ngày sinh hoạt định kỳ hằng tháng (0: không định)"),
        "",
        0,
        31,
    ),
    _number("regular.last_day", _("Ngày cuối của tuần đầu tháng"), "", 1, 31),
    _choice("regular.week", _("Tuần đầu tháng là"), WEEKS),
    _choice("regular.after_day", _("Họp sau ngày định, trong tuần đầu, không ghi lý do"), AFTER),
    _choice("saturday.off", _("Thứ Bảy là ngày nghỉ"), YES_NO),
    _choice("month.due", _("Chi bộ lập hoặc kết thúc giữa tháng"), DUE),
    _number("length.regular", _("Thời lượng sinh hoạt định kỳ, ít nhất"), _("phút")),
    _number("length.both", _("Thời lượng định kỳ nối tiếp chuyên đề, ít nhất"), _("phút")),
    _number("thematic.per_quarter", _("Sinh hoạt chuyên đề mỗi quý, ít nhất"), _("lần")),
    _number("papers.days_before", _("Gửi tài liệu trước buổi họp, ít nhất"), _("ngày")),
    _number("papers.days_after", _("Xong văn bản sau buổi họp, chậm nhất"), _("ngày")),
    _number("attendance.aim_percent", _("Mức đảng viên dự cần đạt"), "%", 0, 100),
)
_COUNTING = (
    _choice("away.counted", _("Sinh hoạt tạm thời nơi khác: tính trong mẫu số"), YES_NO),
    _choice("away.votes", _("Sinh hoạt tạm thời nơi khác: được biểu quyết"), YES_NO),
    _choice("here.counted", _("Nơi khác đến sinh hoạt tạm thời: tính trong mẫu số"), YES_NO),
    _choice("here.votes", _("Nơi khác đến sinh hoạt tạm thời: được biểu quyết"), YES_NO),
    _choice("suspended.counted", _("Bị đình chỉ sinh hoạt: tính trong mẫu số"), YES_NO),
)
_VOTES = tuple(
    setting
    for kind, words in KINDS_OF_DECISION.items()
    for setting in (
        _choice(f"vote.{kind}.base", words, BASES, _("tính trên")),
        _choice(f"vote.{kind}.share", words, SHARES, _("mức thông qua")),
        _choice(f"vote.{kind}.way", words, WAYS, _("cách biểu quyết")),
    )
)
RESTARTS = (("term", _("theo nhiệm kỳ")), ("year", _("theo năm")))
_SCORE = (
    _number("absence.running_most", _("Vắng có lý do liền nhau trong năm, nhiều nhất"), _("lần")),
    _number("score.weak_meetings", _("Nhắc khi một mục thấp liền nhau"), _("buổi"), 1, 12),
    _number("score.weak_percent", _("Mục coi là thấp khi dưới"), "%", 0, 100),
    _number("promises.partly_percent", _("Việc làm được một phần, khi chấm tính"), "%", 0, 100),
)
_OTHERS = (
    _choice("numbering.restart", _("Số văn bản bắt đầu lại"), RESTARTS),
    _number("numbering.term_first_year", _("Năm đầu của một nhiệm kỳ"), "", 1930, 2100),
    _number("numbering.term_years", _("Nhiệm kỳ đại hội chi bộ"), _("năm"), 1, 10),
    _number("visits.kept_days", _("Xóa việc thăm hỏi sau"), _("ngày"), 1, 366),
)
_MEMBERS = (
    _number("admission.least_age", _("Tuổi vào Đảng, từ đủ"), _("tuổi"), 16, 100),
    _number("admission.most_age", _("Tuổi vào Đảng, đến hết"), _("tuổi"), 16, 100),
    _number(
        "ceremony.working_days",
        _("Làm lễ kết nạp sau quyết định, chậm nhất"),
        _("ngày làm việc"),
        1,
        365,
    ),
    _number("probation.months", _("Thời gian dự bị, từ ngày làm lễ kết nạp"), _("tháng"), 1, 60),
    _number(
        "recognition.working_days",
        _("Xét công nhận chính thức sau khi hết dự bị, chậm nhất"),
        _("ngày làm việc"),
        1,
        365,
    ),
)
_UNITS = (
    _number("cell.least_official", _("Lập chi bộ khi có đảng viên chính thức, từ"), "", 1, 30),
)
SETTINGS: tuple[Setting, ...] = (
    *_MEETING, *_COUNTING, *_VOTES, *_SCORE, *_OTHERS,
    *(replace(setting, subject="members") for setting in (*_MEMBERS, *_UNITS)),
)  # fmt: skip
BY_KEY = {setting.key: setting for setting in SETTINGS}
