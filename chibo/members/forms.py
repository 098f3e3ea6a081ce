import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Day, Pick, VietText
from chibo.members.commands import NewMember
from chibo.people.models import Sex


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


class MemberForm(ActForm):
    """What the register needs of a member, and nothing more."""

    name = VietText(
        label=gettext_lazy("Họ và tên"),
        longest=60,
        help_text=gettext_lazy("Như trong giấy tờ. Ví dụ: Giàng A Chống"),
    )
    birth = VietText(
        label=gettext_lazy("Ngày sinh"),
        longest=12,
        help_text=gettext_lazy("Cả ngày, hoặc chỉ tháng và năm, hoặc chỉ năm. Ví dụ: 5/1975"),
    )
    sex = Pick(label=gettext_lazy("Giới tính"), choices=Sex.choices)
    admitted_on = Day(label=gettext_lazy("Ngày ghi trong quyết định kết nạp"))
    ceremony_on = Day(label=gettext_lazy("Ngày lễ kết nạp"))
    official_on = Day(
        label=gettext_lazy("Ngày chính thức"),
        required=False,
        help_text=gettext_lazy("Còn dự bị thì để trống."),
    )
    from_on = Day(label=gettext_lazy("Về chi bộ này từ ngày nào?"))

    def clean_birth(self) -> tuple[int, int | None, int | None]:
        """Return year, month or None, day or None."""
        text: str = self.cleaned_data["birth"]
        parts = [int(part) for part in re.findall(r"\d+", text)][::-1]
        year, month, day = [*parts, None, None][:3] if 1 <= len(parts) <= 3 else (0, None, None)
        sound = 1900 <= (year or 0) <= 2100 and (month is None or 1 <= month <= 12)
        if not sound or (month and day is not None and not _is_day(year or 0, month, day)):
            raise ValidationError(_("Ghi năm sinh đủ bốn số. Ví dụ: 12/5/1975, 5/1975 hoặc 1975."))
        return year or 0, month, day

    def member(self) -> NewMember:
        data: dict[str, Any] = self.cleaned_data
        return NewMember(
            id=data["act"],
            name=data["name"],
            birth=data["birth"],
            sex=Sex(data["sex"]),
            admitted_on=data["admitted_on"],
            ceremony_on=data["ceremony_on"],
            official_on=data["official_on"],
            from_on=data["from_on"],
        )
