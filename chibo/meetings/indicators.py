"""What meetings hand to the catalogue: how many met, of what kind, who was there, how long."""

from django.utils.translation import gettext_lazy as _

from chibo.core.indicators import Adds, Counter, Indicator

COUNTERS = tuple(
    Counter(key)
    for key in (
        "regular", "held_late", "unjudged", "both", "thematic_alone", "extraordinary",
        "from_paper", "counted", "present", "late", "excused", "unexcused", "exempt",
        "suspended", "special_duty", "away", "here", "spoke", "spoke_of", "length", "length_of",
        "delegates", "delegates_of", "under_half",
    )
) + (Counter("help_low", Adds.NOW),)  # fmt: skip
REGULAR = _("Buổi chuyên đề riêng, bất thường và họp chi ủy")
ATTENDANCE = "42-HD/BTCTW"
INDICATORS = (
    Indicator(
        "held", _("Đã họp định kỳ"), _("Buổi định kỳ đã chốt biên bản, hoặc chép từ giấy"),
        part=("regular",), whole=("due:months",), whole_counts=_("lượt phải họp"),
        left_out=_("Buổi chuyên đề riêng, bất thường và họp chi ủy"), source=ATTENDANCE,
        unit=_("buổi"), opens="cells",
    ),
    Indicator(
        "held_on_time", _("Họp đúng hạn"),
        _("Buổi định kỳ họp trong hạn của tháng, theo quy tắc của tháng ấy"),
        part=("regular", "-held_late", "-unjudged"), whole=("regular",),
        whole_counts=_("buổi định kỳ"), left_out=REGULAR, source=ATTENDANCE, unit=_("buổi"),
    ),
    Indicator(
        "held_late", _("Họp muộn"), _("Buổi định kỳ họp sau hạn của tháng"),
        part=("held_late",), whole=("regular",), whole_counts=_("buổi định kỳ"),
        left_out=REGULAR, source=ATTENDANCE, unit=_("buổi"),
    ),
    Indicator(
        "held_unjudged", _("Chưa xét hạn"),
        _("Buổi định kỳ không xét được họp trong hạn hay sau hạn"), part=("unjudged",),
        whole=("regular",), whole_counts=_("buổi định kỳ"), left_out=REGULAR, unit=_("buổi"),
    ),
    Indicator(
        "regular_alone", _("Định kỳ riêng"), _("Buổi chỉ sinh hoạt định kỳ"),
        part=("regular", "-both"), unit=_("buổi"),
    ),
    Indicator(
        "both", _("Định kỳ nối tiếp chuyên đề"), _("Buổi sinh hoạt định kỳ, nối tiếp chuyên đề"),
        part=("both",), unit=_("buổi"), source=ATTENDANCE,
    ),
    Indicator(
        "thematic", _("Sinh hoạt chuyên đề"),
        _("Buổi chuyên đề riêng, và buổi định kỳ nối tiếp chuyên đề"),
        part=("both", "thematic_alone"), unit=_("buổi"), source=ATTENDANCE,
    ),
    Indicator(
        "thematic_alone", _("Chuyên đề riêng"), _("Buổi chỉ sinh hoạt chuyên đề"),
        part=("thematic_alone",), unit=_("buổi"),
    ),
    Indicator(
        "extraordinary", _("Họp bất thường"), _("Buổi họp bất thường"),
        part=("extraordinary",), unit=_("buổi"),
    ),
    Indicator(
        "from_paper", _("Chép từ giấy"),
        _("Buổi định kỳ của những tháng trước khi có sổ, chép từ biên bản giấy"),
        part=("from_paper",), unit=_("buổi"),
    ),
    Indicator(
        "attendance", _("Có mặt"), _("Lượt đảng viên có mặt, kể cả đến muộn"),
        part=("present",), whole=("counted",), whole_counts=_("lượt đảng viên phải dự"),
        left_out=_(
            "Người được miễn, làm nhiệm vụ đặc biệt. Buổi không phải định kỳ. "
            "Người đi, đến tạm thời, bị đình chỉ: theo quy tắc nơi đó"
        ),
        source=ATTENDANCE, unit=_("lượt"),
    ),
    Indicator(
        "late", _("Đến muộn"), _("Lượt đến muộn, nằm trong số có mặt"),
        part=("late",), whole=("present",), whole_counts=_("lượt có mặt"), left_out=REGULAR,
        unit=_("lượt"),
    ),
    Indicator(
        "excused", _("Vắng có lý do"), _("Lượt vắng có lý do"), part=("excused",),
        whole=("counted",), whole_counts=_("lượt đảng viên phải dự"), left_out=REGULAR,
        source=ATTENDANCE, unit=_("lượt"),
    ),
    Indicator(
        "unexcused", _("Vắng không lý do"), _("Lượt vắng không lý do"), part=("unexcused",),
        whole=("counted",), whole_counts=_("lượt đảng viên phải dự"), left_out=REGULAR,
        source=ATTENDANCE, unit=_("lượt"),
    ),
    Indicator(
        "exempt", _("Được miễn"), _("Lượt đảng viên được miễn, ở ngoài mẫu số"),
        part=("exempt",), left_out=REGULAR, source=ATTENDANCE, unit=_("lượt"),
    ),
    Indicator(
        "special_duty", _("Nhiệm vụ đặc biệt"),
        _("Lượt đảng viên lực lượng vũ trang làm nhiệm vụ đặc biệt, ở ngoài mẫu số"),
        part=("special_duty",), left_out=REGULAR, source=ATTENDANCE, unit=_("lượt"),
    ),
    Indicator(
        "suspended", _("Đình chỉ sinh hoạt"), _("Lượt đảng viên bị đình chỉ sinh hoạt"),
        part=("suspended",), left_out=REGULAR, unit=_("lượt"),
    ),
    Indicator(
        "away", _("Đi sinh hoạt tạm thời nơi khác"),
        _("Lượt đảng viên sinh hoạt tạm thời nơi khác"),
        part=("away",), left_out=REGULAR, unit=_("lượt"),
    ),
    Indicator(
        "here", _("Đến sinh hoạt tạm thời"), _("Lượt đảng viên nơi khác đến sinh hoạt tạm thời"),
        part=("here",), left_out=REGULAR, unit=_("lượt"),
    ),
    Indicator(
        "spoke", _("Phát biểu"), _("Lượt người phát biểu, mỗi buổi một số chung, không theo người"),
        part=("spoke",), whole=("spoke_of",),
        whole_counts=_("lượt có mặt của những buổi có ghi số người phát biểu"), left_out=REGULAR,
        unit=_("lượt"),
    ),
    Indicator(
        "length", _("Thời lượng trung bình"), _("Tổng số phút của các buổi định kỳ"),
        part=("length",), whole=("length_of",),
        whole_counts=_("buổi có ghi giờ bắt đầu và kết thúc"), left_out=REGULAR,
        source=ATTENDANCE, unit=_("phút"),
    ),
    Indicator(
        "delegates", _("Cấp trên dự"), _("Buổi có người của cấp trên dự"), part=("delegates",),
        whole=("delegates_of",), whole_counts=_("buổi định kỳ có biên bản trong sổ"),
        left_out=_("Tháng chép từ giấy không ghi người cấp trên dự"), unit=_("buổi"),
    ),
    Indicator(
        "under_half", _("Dưới một nửa có mặt"), _("Buổi mà chưa đến một nửa số phải dự có mặt"),
        part=("under_half",), whole=("regular",), whole_counts=_("buổi định kỳ"),
        left_out=REGULAR, unit=_("buổi"),
    ),
    Indicator(
        "help_low", _("Nhiều buổi liền ít người dự"),
        _("Chi bộ hôm nay mà mấy buổi định kỳ gần nhất đều ít người dự, theo quy định"),
        part=("help_low",), unit=_("chi bộ"), over_time=Adds.NOW, opens="cells",
    ),
)  # fmt: skip
