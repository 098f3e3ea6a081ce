"""The groups of a cell."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Day, VietText
from chibo.reorganisations.forms.base import Several


class GroupForm(ActForm):
    """A new group."""

    name = VietText(
        label=gettext_lazy("Tên tổ đảng"),
        longest=120,
        help_text=gettext_lazy("Ví dụ: Tổ đảng nhóm hộ suối Nậm Pồn"),
    )
    from_on = Day(label=gettext_lazy("Lập từ ngày"))


class SeatForm(ActForm):
    """Who sits in a group from a day; or the day on which it ends."""

    persons = Several(label=gettext_lazy("Đảng viên trong tổ"), required=False)
    from_on = Day(label=gettext_lazy("Từ ngày"))

    def __init__(
        self, *args: Any, people: Sequence[tuple[UUID, str]], seated: Sequence[UUID], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["persons"]
        box.choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]
        box.initial = [str(key) for key in seated]

    def chosen(self) -> set[UUID]:
        return {UUID(key) for key in self.cleaned_data["persons"]}
