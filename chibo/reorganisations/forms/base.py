"""The paper by which units change, and the page on which it is entered."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from chibo.accounts.models import User
from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Day, VietText
from chibo.members.models import Membership
from chibo.organizations.models import Decision
from chibo.organizations.queries import Named, same_number, superior
from chibo.reorganisations.turns import Turn

NO_UNIT = gettext_lazy("Chưa chọn đơn vị: chọn một đơn vị.")
NOT_LISTED = gettext_lazy("Đơn vị này không có trong danh sách: chọn lại.")


@dataclass(frozen=True)
class Scene:
    """On whose page an act is entered, by whom, today; may_read: names of members are shown."""

    unit: Named
    province: UUID
    user: User
    today: dt.date
    may_read: bool

    @property
    def parent(self) -> UUID:
        return superior(self.unit.id, on=self.today) or self.unit.id


class UnitChosen(Chosen):
    """One unit of many; the key of each is its identifier."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": NO_UNIT, "invalid_choice": NOT_LISTED})
        super().__init__(**kwargs)


class Several(forms.MultipleChoiceField):
    """Some of several, as tiles."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        kwargs.setdefault("error_messages", {"required": NO_UNIT, "invalid_choice": NOT_LISTED})
        super().__init__(**kwargs)


def listed(units: Iterable[Named]) -> list[tuple[str, str]]:
    """Return units as choices."""
    return [(str(unit.id), unit.short) for unit in units]


class CodeText(VietText):
    """The code that the State's list of units gives to a unit; digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Mã đơn vị hành chính"), longest=20, required=False,
            help_text=gettext_lazy("Chỉ xã, phường, thị trấn có mã này."), **kwargs,
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text and not text.isdigit():
            raise ValidationError(_("Mã chỉ gồm chữ số."))
        return text


class PaperForm(ActForm):
    """Number, signing and issuer of a decision."""

    number = VietText(
        label=gettext_lazy("Số quyết định"),
        longest=40,
        help_text=gettext_lazy("Một quyết định có nhiều việc thì ghi cùng số. Ví dụ: 12-QĐ/ĐU"),
    )
    signed_on = Day(label=gettext_lazy("Ngày ký"))
    issuer = VietText(
        label=gettext_lazy("Nơi ban hành"),
        longest=120,
        help_text=gettext_lazy("Ví dụ: Đảng ủy xã Mường Pồn"),
    )


class DecisionForm(PaperForm):
    """A decision with its day of effect; each act adds its own questions after it."""

    effective_on = Day(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        help_text=gettext_lazy("Ngày đã qua, hôm nay hoặc ngày sắp tới đều được."),
    )

    def __init__(self, *args: Any, scene: Scene, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scene = scene
        self.warning = ""

    @property
    def key(self) -> UUID:
        """The identifier from which those of new units are made."""
        return uuid.UUID(str(self.cleaned_data["act"]))

    def turn(self) -> Turn:
        """Return what the act would do."""
        raise NotImplementedError

    def decision(self, about: Any) -> Decision:
        """Return the decision: one already here where all of its marks are the same.

        about: the act in words, kept in Vietnamese.
        """
        data = self.cleaned_data
        with override("vi"):
            about = str(about)
        new = Decision(
            id=uuid.uuid5(self.key, "decision"), province=self.scene.province,
            number=data["number"], issuer=data["issuer"], about=about,
            signed_on=data["signed_on"], effective_on=data["effective_on"],
        )  # fmt: skip
        same = same_number(new)
        if same is None:
            return new
        if (same.signed_on, same.effective_on) == (new.signed_on, new.effective_on):
            return same
        self.warning = _("Số này đã có ở quyết định hiệu lực {day}: xem lại số.").format(
            day=f"{same.effective_on:%d/%m/%Y}"
        )
        return new


class CorrectForm(PaperForm):
    """The decision that takes another back, and where those go who came since."""

    def __init__(
        self,
        *args: Any,
        newcomers: Sequence[tuple[Membership, UUID | None]],
        cells: Sequence[Named],
        may_read: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = newcomers
        choices = [("", _("Chọn chi bộ"))] + listed(cells)
        for place, (row, before) in enumerate(newcomers, start=1):
            who = row.person.name if may_read else _("Đảng viên thứ {n}").format(n=place)
            self.fields[f"to-{row.pk}"] = UnitChosen(
                label=_("{who}, vào từ {day}, nay về").format(
                    who=who, day=f"{row.from_on:%d/%m/%Y}"
                ),
                choices=choices,
                initial=str(before) if before else "",
            )

    def goes(self) -> dict[UUID, UUID]:
        """Return for each newcomer the cell chosen."""
        return {row.pk: UUID(self.cleaned_data[f"to-{row.pk}"]) for row, _before in self.rows}

    def decision(self, wrong: Decision) -> Decision:
        """Return the correcting decision, in effect from the day of the wrong one."""
        data = self.cleaned_data
        return Decision(
            id=uuid.uuid5(uuid.UUID(str(data["act"])), "decision"), province=wrong.province,
            number=data["number"], issuer=data["issuer"], signed_on=data["signed_on"],
            about=f"Sửa quyết định {wrong.called}"[:200],
            effective_on=wrong.effective_on,
        )  # fmt: skip

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not any(sign.isalnum() for sign in number):
            raise ValidationError(_("Ghi số của quyết định sửa."))
        return number
