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
_HELP = (
    _number("help.missed_months", _("Nơi cần giúp: không họp liền nhau từ"), _("tháng"), 1, 12),
    _number("help.running_meetings", _("Nơi cần giúp: ít người dự liền nhau từ"), _("buổi"), 1, 12),
    _number("help.low_percent", _("Nơi cần giúp: coi là ít người dự khi dưới"), "%", 0, 100),
)
_OTHERS = (
    _choice("numbering.restart", _("Số văn bản bắt đầu lại"), RESTARTS),
    _number("numbering.term_first_year", _("Năm đầu của một nhiệm kỳ"), "", 1930, 2100),
    _number("numbering.term_years", _("Nhiệm kỳ đại hội chi bộ"), _("năm"), 1, 10),
    _number("visits.kept_days", _("Xóa việc thăm hỏi sau"), _("ngày"), 1, 366),
    _number("questions.named_days", _("Bỏ tên người gửi câu hỏi sau buổi họp"), _("ngày"), 1, 366),
    _number("year.laid_from_month", _("Nhắc lập kế hoạch năm sau từ tháng"), "", 1, 12),
)
_WORKED = _("ngày làm việc")
LEAP = (("28/2", _("hết vào ngày cuối tháng")), ("1/3", _("hết vào ngày đầu tháng sau")))
_MEMBERS = (
    _number("admission.least_age", _("Tuổi vào Đảng, từ đủ"), _("tuổi"), 16, 100),
    _number("admission.most_age", _("Tuổi vào Đảng, đến hết"), _("tuổi"), 16, 100),
    _number("class.months", _("Giấy chứng nhận lớp nhận thức về Đảng có giá trị"), _("tháng"), 1),
    _number(
        "ceremony.working_days", _("Làm lễ kết nạp sau quyết định, chậm nhất"), _WORKED, 1, 365
    ),
    _number("probation.months", _("Thời gian dự bị, từ ngày làm lễ kết nạp"), _("tháng"), 1, 60),
    _choice("months.short", _("Tháng cuối không có ngày đó (như 29/2)"), LEAP),
    _number(
        "recognition.working_days",
        _("Xét công nhận chính thức sau khi hết dự bị, chậm nhất"),
        _WORKED,
        1,
        365,
    ),
    _number(
        "transfer.working_days", _("Chuyển sinh hoạt xong kể từ giấy, chậm nhất"), _WORKED, 1, 365
    ),
    _number(
        "transfer.present_days", _("Nộp giấy ở nơi đến kể từ giấy, chậm nhất"), _WORKED, 1, 365
    ),
    _number("readmission.months", _("Kết nạp lại sau khi ra khỏi Đảng, ít nhất"), _("tháng"), 1),
    _number(
        "readmission.cleared_months", _("Kết nạp lại sau khi xóa án tích, ít nhất"), _("tháng"), 1
    ),
    _number("readmission.most", _("Kết nạp lại, nhiều nhất"), _("lần"), 1, 9),
    _number("honours.first", _("Huy hiệu Đảng, mức đầu"), _("năm"), 1, 100),
    _number("honours.step", _("Huy hiệu Đảng, mỗi mức cách nhau"), _("năm"), 1, 100),
    _number("honours.last", _("Huy hiệu Đảng, mức cuối"), _("năm"), 1, 100),
    _number("honours.ahead_months", _("Báo trước người đến hạn Huy hiệu Đảng"), _("tháng"), 1, 24),
    *(
        _number(
            f"honours.award_{number}", words, _("(ngày rồi tháng hai số, 302 là 3/2)"), 101, 3112
        )
        for number, words in enumerate(
            (
                _("Đợt trao Huy hiệu Đảng thứ nhất"), _("Đợt trao Huy hiệu Đảng thứ hai"),
                _("Đợt trao Huy hiệu Đảng thứ ba"), _("Đợt trao Huy hiệu Đảng thứ tư"),
            ),
            1,
        )
    ),
)  # fmt: skip
_DEADLINES = (
    _number("deadlines.ahead_days", _("Nhắc việc đến hạn trước"), _("ngày"), 1, 366),
    _number("deadlines.term_months", _("Nhắc hết nhiệm kỳ trước"), _("tháng"), 1, 24),
    _number(
        "deadlines.placing_days", _("Xếp chi bộ cho đảng viên chưa có chi bộ, chậm nhất"),
        _("ngày làm việc"), 1, 365,
    ),
    _number(
        "deadlines.vacancy_days", _("Kiện toàn khi khuyết bí thư, chậm nhất"), _("ngày làm việc"),
        1, 365,
    ),
    _number("cell.least_official", _("Một chi bộ có ít nhất"), _("đảng viên chính thức"), 1, 30),
    _number("cards.months", _("Kiểm tra thẻ đảng viên, cách nhau"), _("tháng"), 1, 12),
    _number("files.months", _("Đối chiếu hồ sơ đảng viên, cách nhau"), _("tháng"), 1, 12),
    _number("lists.months", _("Đối chiếu danh sách đảng viên, cách nhau"), _("tháng"), 1, 12),
)  # fmt: skip
_TERMS = (
    _number("term.years", _("Đại hội chi bộ, mỗi nhiệm kỳ"), _("năm"), 1, 10),
    _number("committee.from_members", _("Có chi ủy khi đủ"), _("đảng viên chính thức"), 3, 100),
    _number("committee.least", _("Số chi ủy viên, ít nhất"), _("người"), 1, 30),
    _number("ballot.few", _("Nhắc dễ lộ phiếu khi dưới"), _("phiếu"), 2, 50),
)
_DUES = (
    _number("dues.kept.village_percent", _("Chi bộ bản, thôn, tổ dân phố giữ lại"), "%", 0, 100),
    _number("dues.kept.other_percent", _("Chi bộ khác giữ lại đảng phí"), "%", 0, 100),
    _number("dues.relief_months", _("Giảm đảng phí, mỗi lần nhiều nhất"), _("tháng"), 1, 60),
    _number("dues.unpaid_months", _("Gặp, hỏi thăm khi chưa nộp đủ trong năm"), _("tháng"), 1, 12),
    _choice("dues.where_met", _("Sinh hoạt tạm thời ở đâu, nộp đảng phí ở đó"), YES_NO),
    _choice("dues.exempt_owe", _("Miễn công tác và sinh hoạt: vẫn thu đảng phí"), YES_NO),
    _choice("dues.suspended_owe", _("Bị đình chỉ sinh hoạt: vẫn thu đảng phí"), YES_NO),
    _choice("dues.on_first_day", _("Tháng chuyển đi: nơi ở ngày đầu tháng thu"), YES_NO),
)
SETTINGS: tuple[Setting, ...] = (
    *_MEETING, *_COUNTING, *_VOTES, *_SCORE, *_HELP, *_OTHERS,
    *(
        replace(setting, subject="members")
        for setting in (*_MEMBERS, *_TERMS, *_DUES, *_DEADLINES)
    ),
)  # fmt: skip
BY_KEY = {setting.key: setting for setting in SETTINGS}
