"""What members hand to the catalogue: how many there are, why the list grew or shrank."""

from django.utils.translation import gettext_lazy as _

from chibo.core.indicators import Adds, Counter, Indicator, Text

UP = ("admitted", "readmitted", "received", "listed", "other")
DOWN = ("sent", "struck_off", "expelled", "left", "died", "other")
COUNTERS = (
    Counter("members", Adds.LAST), Counter("probationary", Adds.LAST), Counter("recognised"),
    *(Counter(f"up_{kind}") for kind in UP), *(Counter(f"down_{kind}") for kind in DOWN),
)  # fmt: skip
HOME = _("Người nơi khác đến sinh hoạt tạm thời: tính ở chi bộ chính thức của họ")
_SOURCE = "7-HSĐV"
_UP: dict[str, Text] = {
    "admitted": _("Kết nạp"), "readmitted": _("Kết nạp lại"), "received": _("Chuyển đến"),
    "listed": _("Ghi vào sổ"), "other": _("Tăng khác"),
}  # fmt: skip
_DOWN: dict[str, Text] = {
    "sent": _("Chuyển đi"), "struck_off": _("Xóa tên"), "expelled": _("Khai trừ"),
    "left": _("Xin ra khỏi Đảng"), "died": _("Từ trần"), "other": _("Giảm khác"),
}  # fmt: skip
BETWEEN = _("Chuyển theo quyết định tổ chức lại. Chuyển trong đơn vị có ở cả hai phía")
INDICATORS = (
    Indicator(
        "members_start", _("Đảng viên đầu kỳ"),
        _("Đảng viên có tên chính thức ở chi bộ, hết ngày trước kỳ"),
        part=("members:start",), left_out=HOME, source=_SOURCE, unit=_("đảng viên"),
        over_time=Adds.FIRST, opens="members",
    ),
    Indicator(
        "members", _("Đảng viên cuối kỳ"),
        _("Đảng viên có tên chính thức ở chi bộ ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa hết"),
        part=("members",), left_out=HOME, source=_SOURCE, unit=_("đảng viên"),
        over_time=Adds.LAST, opens="members",
    ),
    Indicator(
        "probationary", _("Đảng viên dự bị"), _("Trong số cuối kỳ, chưa được công nhận chính thức"),
        part=("probationary",), whole=("members",), whole_counts=_("đảng viên cuối kỳ"),
        left_out=HOME, source=_SOURCE, unit=_("đảng viên"), over_time=Adds.LAST, opens="members",
    ),
    Indicator(
        "recognised", _("Công nhận chính thức"), _("Đảng viên dự bị được công nhận trong kỳ"),
        part=("recognised",), left_out=HOME, source=_SOURCE, unit=_("đảng viên"), opens="members",
    ),
    *(
        Indicator(
            f"up_{kind}", _UP[kind], _("Đảng viên tăng vì lý do này"), part=(f"up_{kind}",),
            left_out=BETWEEN, source=_SOURCE, unit=_("đảng viên"), opens="members",
        )
        for kind in UP
    ),
    *(
        Indicator(
            f"down_{kind}", _DOWN[kind], _("Đảng viên giảm vì lý do này"), part=(f"down_{kind}",),
            left_out=BETWEEN, source=_SOURCE, unit=_("đảng viên"), opens="members",
        )
        for kind in DOWN
    ),
    Indicator(
        "up", _("Tăng"), _("Đảng viên tăng trong kỳ, mọi lý do"),
        part=tuple(f"up_{kind}" for kind in UP), left_out=BETWEEN, source=_SOURCE,
        unit=_("đảng viên"), opens="members",
    ),
    Indicator(
        "down", _("Giảm"), _("Đảng viên giảm trong kỳ, mọi lý do"),
        part=tuple(f"down_{kind}" for kind in DOWN), left_out=BETWEEN, source=_SOURCE,
        unit=_("đảng viên"), opens="members",
    ),
    Indicator(
        "carried", _("Do tổ chức lại"),
        _("Đảng viên đến (trừ đi) cùng chi bộ của mình, hoặc theo quyết định tổ chức lại"),
        part=(
            "members", "-members:start", *(f"-up_{kind}" for kind in UP),
            *(f"down_{kind}" for kind in DOWN),
        ),
        source=_SOURCE, unit=_("đảng viên"), opens="members",
    ),
)  # fmt: skip
