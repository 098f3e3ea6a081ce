"""What each step is called: on the button that offers it, as a title, on the button that saves."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from chibo.members.queries.path import Step


@dataclass(frozen=True)
class StepWords:
    """do: the button on the person's page, and the title; save: the button of the form."""

    do: Any
    save: Any
    hint: Any = ""


STEP_WORDS = {
    Step.CEREMONY: StepWords(_("Ghi lễ kết nạp"), _("Ghi ngày lễ"),
        _("12 tháng dự bị tính từ ngày này.")),
    Step.RECOGNITION: StepWords(_("Công nhận chính thức"), _("Ghi công nhận"),
        _("Ngày chính thức là ngày hết dự bị, dù giấy tờ chậm.")),
    Step.TRANSFER: StepWords(_("Chuyển sinh hoạt chính thức"), _("Ghi đã giới thiệu"),
        _("Nơi đến chưa tiếp nhận thì vẫn tính ở chi bộ này.")),
    Step.AWAY: StepWords(_("Sinh hoạt tạm thời nơi khác"), _("Ghi sinh hoạt tạm thời"),
        _("Đảng số tính ở chi bộ này, đóng đảng phí nơi tạm thời.")),
    Step.BACK: StepWords(_("Về lại sau sinh hoạt tạm thời"), _("Ghi đã về")),
    Step.VISIT_END: StepWords(_("Hết sinh hoạt tạm thời ở đây"), _("Ghi đã hết")),
    Step.EXEMPTION: StepWords(_("Miễn công tác và sinh hoạt"), _("Ghi miễn sinh hoạt"),
        _("Không tính vào mẫu số điểm danh, vẫn tính đảng số.")),
    Step.EXEMPTION_END: StepWords(_("Thôi miễn sinh hoạt"), _("Ghi thôi miễn")),
    Step.SUSPENSION: StepWords(_("Đình chỉ sinh hoạt"), _("Ghi đình chỉ")),
    Step.SUSPENSION_END: StepWords(_("Hết đình chỉ sinh hoạt"), _("Ghi hết đình chỉ")),
    Step.STRIKE_OFF: StepWords(_("Xóa tên"), _("Ghi xóa tên")),
    Step.EXPULSION: StepWords(_("Khai trừ"), _("Ghi khai trừ")),
    Step.LEAVE: StepWords(_("Cho ra theo nguyện vọng"), _("Ghi cho ra khỏi Đảng")),
    Step.DEATH: StepWords(_("Từ trần"), _("Ghi từ trần"), _("Không thu thẻ đảng viên.")),
    Step.READMISSION: StepWords(_("Kết nạp lại"), _("Ghi kết nạp lại"),
        _("Thời gian dự bị tính lại từ đầu.")),
}  # fmt: skip
LEAVING_HINT = _("Chức vụ, quyền vào sổ hết cùng ngày. Nhớ thu thẻ đảng viên.")
