"""The kinds of deadlines: what each is called, who acts, and what the cell's agenda says of it.

The words name no person, so that a home page, a calendar and a notice may show them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

AGENDA_PREFIX = "due-"


class Side(StrEnum):
    """Who acts: the cell, or the committee above it."""

    CELL = "cell"
    OFFICE = "office"


@dataclass(frozen=True)
class Kind:
    """A kind. agenda: the Vietnamese line of the next agenda, where the cell itself decides."""

    key: str
    words: Any
    acts: frozenset[Side]
    agenda: str = ""

    @property
    def duty(self) -> str:
        """What a line of the agenda keeps of it."""
        return f"{AGENDA_PREFIX}{self.key}"


BOTH = frozenset(Side)
_CELL, _OFFICE = frozenset({Side.CELL}), frozenset({Side.OFFICE})
ALL = (
    Kind("ceremony", _("Tổ chức lễ kết nạp"), BOTH),
    Kind("probation", _("Sắp hết thời gian dự bị"), BOTH),
    Kind(
        "recognition", _("Xét công nhận đảng viên chính thức"), BOTH,
        agenda="Xét công nhận đảng viên chính thức",
    ),
    Kind(
        "exemption", _("Hết hạn miễn công tác và sinh hoạt đảng"), BOTH,
        agenda="Xem lại việc miễn công tác và sinh hoạt đảng",
    ),
    Kind("stay", _("Hết hạn sinh hoạt tạm thời"), BOTH),
    Kind("sending", _("Chuyển sinh hoạt đi, nơi đến chưa nhận"), BOTH),
    Kind("receiving", _("Chuyển sinh hoạt đến, chưa tiếp nhận"), BOTH),
    Kind("no_cell", _("Đảng viên chưa có chi bộ"), _OFFICE),
    Kind("few_official", _("Chi bộ thiếu đảng viên chính thức"), BOTH),
    Kind("no_committee", _("Chi bộ đủ người, chưa có chi ủy"), BOTH),
    Kind("no_secretary", _("Chi bộ chưa có bí thư"), BOTH),
    Kind("honours", _("Đến đợt trao Huy hiệu Đảng"), BOTH),
    Kind("cards", _("Kiểm tra thẻ đảng viên"), _CELL),
    Kind("files", _("Đối chiếu hồ sơ đảng viên"), _OFFICE),
    Kind("lists", _("Đối chiếu danh sách đảng viên"), _CELL),
    Kind("certificate", _("Giấy chứng nhận lớp nhận thức về Đảng hết hạn"), _CELL),
    Kind("term", _("Hết nhiệm kỳ"), BOTH, agenda="Chuẩn bị đại hội chi bộ"),
    Kind("dues", _("Gặp, hỏi thăm việc đóng đảng phí"), _CELL),
)  # fmt: skip
KINDS = {kind.key: kind for kind in ALL}


def in_notice(duty: str, title: str) -> str:
    """Return an agenda line as a notice may print it: of a deadline its words without names."""
    kind = next((kind for kind in ALL if kind.duty == duty), None)
    return kind.agenda if kind else title
