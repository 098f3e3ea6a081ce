"""Who somebody is, as the register asks it."""

import datetime as dt
import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Day, Pick, VietText
from chibo.members.commands import CannotEnterMember, NewMember, Plain
from chibo.members.forms.parts import PaperPart
from chibo.people.commands import NewPerson
from chibo.people.models import Sex

OTHER, ELSEWHERE = "other", "elsewhere"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def written_birth(birth: tuple[int, int | None, int | None]) -> str:
    """Return a birth as the page asks it: `12/5/1975`, `5/1975` or `1975`."""
    return "/".join(str(part) for part in reversed(birth) if part is not None)


class PersonPart(ActForm):
    """Name, birth and sex; and, where the book knows such a person, whether it is the same."""

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

    def clean_birth(self) -> tuple[int, int | None, int | None]:
        """Return year, month or None, day or None."""
        text: str = self.cleaned_data["birth"]
        parts = [int(part) for part in re.findall(r"\d+", text)][::-1]
        year, month, day = [*parts, None, None][:3] if 1 <= len(parts) <= 3 else (0, None, None)
        sound = 1900 <= (year or 0) <= 2100 and (month is None or 1 <= month <= 12)
        if not sound or (month and day is not None and not _is_day(year or 0, month, day)):
            raise ValidationError(_("Ghi năm sinh đủ bốn số. Ví dụ: 12/5/1975, 5/1975 hoặc 1975."))
        return year or 0, month, day

    def ask_same(self, choices: list[tuple[str, str]]) -> None:
        """Ask whether the person is one of these; the last choice says that it is somebody else."""
        self.fields["same"] = Pick(
            label=_("Có phải một người không?"),
            choices=[*choices, (OTHER, _("Hai người khác nhau"))],
            error_messages={
                "required": _("Trong sổ đã có người cùng họ tên, cùng năm sinh: chọn một ý."),
            },
        )

    @property
    def is_other(self) -> bool:
        """Whether it was answered that the person is somebody else."""
        return bool(self.cleaned_data.get("same") == OTHER)

    def same_person(self) -> uuid.UUID | None:
        """Return whom the book knows already, as answered. Raises: CannotEnterMember."""
        answer = self.cleaned_data.get("same", OTHER)
        if answer == ELSEWHERE:
            raise CannotEnterMember(
                _("Nơi đang giữ tên người này gửi giấy trước; ở đây chỉ tiếp nhận."), "same"
            )
        return None if answer == OTHER else uuid.UUID(answer)

    def new_person_id(self) -> uuid.UUID | None:
        """Return the identifier that the person takes; None while the act has none."""
        try:
            return uuid.uuid5(uuid.UUID(str(self.data.get("act"))), "person")
        except ValueError:
            return None

    def new_person(self) -> NewPerson:
        data: dict[str, Any] = self.cleaned_data
        return NewPerson(
            id=uuid.uuid5(data["act"], "person"), name=data["name"], birth=data["birth"],
            sex=Sex(data["sex"]),
        )  # fmt: skip


class MemberForm(PersonPart):
    """What the register needs of a member, and nothing more."""

    admitted_on = Day(label=gettext_lazy("Ngày ghi trong quyết định kết nạp"))
    ceremony_on = Day(label=gettext_lazy("Ngày lễ kết nạp"))
    official_on = Day(
        label=gettext_lazy("Ngày chính thức"),
        required=False,
        help_text=gettext_lazy("Còn dự bị thì để trống."),
    )
    from_on = Day(label=gettext_lazy("Về chi bộ này từ ngày nào?"))

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


class ArrivalForm(PaperPart, MemberForm):
    """A member who comes from outside the book, by a letter."""

    outside = VietText(label=gettext_lazy("Từ tổ chức đảng nào?"), longest=120)
    field_order = (
        "act", "outside", "number", "signed_on", "issuer", "name", "birth", "sex", "admitted_on",
        "ceremony_on", "official_on", "from_on", "same",
    )  # fmt: skip


class ProspectiveForm(PersonPart):
    """Somebody who agreed to be helped towards admission; nothing else is asked."""

    agreed_on = Day(
        label=gettext_lazy("Ngày người đó đồng ý cho ghi tên"),
        help_text=gettext_lazy("Chưa đồng ý thì không ghi vào sổ."),
    )
    class_on = Day(
        label=gettext_lazy("Ngày cấp giấy chứng nhận lớp nhận thức về Đảng"), required=False
    )


class CorrectionForm(PersonPart):
    """Plain data that was written down wrongly, and why it changes."""

    admitted_on = Day(label=gettext_lazy("Ngày ghi trong quyết định kết nạp"))
    ceremony_on = Day(label=gettext_lazy("Ngày lễ kết nạp"), required=False)
    official_on = Day(label=gettext_lazy("Ngày chính thức"), required=False)
    why = VietText(
        label=gettext_lazy("Vì sao sửa?"),
        longest=120,
        help_text=gettext_lazy("Ví dụ: chép nhầm từ hồ sơ"),
    )

    def __init__(self, *args: Any, plain: Plain, **kwargs: Any) -> None:
        initial = {**plain.__dict__, "birth": written_birth(plain.birth)}
        super().__init__(*args, initial=initial, **kwargs)

    def plain(self) -> Plain:
        data: dict[str, Any] = self.cleaned_data
        return Plain(
            data["name"], data["birth"], Sex(data["sex"]), data["admitted_on"],
            data["ceremony_on"], data["official_on"],
        )  # fmt: skip


class ClassForm(ActForm):
    """The day of the certificate of the awareness class."""

    class_on = Day(label=gettext_lazy("Ngày cấp giấy chứng nhận lớp nhận thức về Đảng"))
