"""Acts that ask where everybody goes: merge, split."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.fields import Chosen, Pick, VietText
from chibo.organizations.commands import NewUnit
from chibo.organizations.commands.acts import Heir
from chibo.organizations.models import Kind, Unit
from chibo.organizations.queries import children
from chibo.reorganisations import turns
from chibo.reorganisations.forms.base import CodeText, DecisionForm, Several, UnitChosen, listed
from chibo.reorganisations.forms.simple import ABOVE_CELLS
from chibo.reorganisations.queries import may_receive, others_like, people_of
from chibo.reorganisations.turns import Turn

NEW, OLD = ("new_1", "new_2", "new_3", "new_4"), ("old_1", "old_2", "old_3")
INTO = (
    ("new", gettext_lazy("Một đơn vị mới")),
    ("this", gettext_lazy("Đơn vị này, đơn vị kia nhập vào")),
    ("other", gettext_lazy("Đơn vị kia, đơn vị này nhập vào")),
)
HOW = (
    ("ends", gettext_lazy("Chia hết, đơn vị này kết thúc")),
    ("stays", gettext_lazy("Giao một phần, đơn vị này vẫn còn")),
)


class MergeForm(DecisionForm):
    """This unit and others become one."""

    others = Several(label=gettext_lazy("Sáp nhập với đơn vị nào?"))
    into = Pick(label=gettext_lazy("Thành"), choices=INTO)
    name = VietText(
        label=gettext_lazy("Tên đơn vị mới"), longest=120, required=False,
        help_text=gettext_lazy("Chỉ ghi khi lập đơn vị mới. Không ghi chữ Chi bộ, Đảng bộ."),
    )  # fmt: skip
    code = CodeText()
    parent = UnitChosen(label=gettext_lazy("Trực thuộc"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scene = self.scene
        others = others_like(scene.user, scene.unit, on=scene.today)
        choices = [(str(unit.id), f"{unit.short}, {above}") for unit, above in others]
        self.fields["others"].choices = choices  # type: ignore[attr-defined]
        places = listed(may_receive(scene.user, on=scene.today, kinds=ABOVE_CELLS))
        self.fields["parent"].choices = places  # type: ignore[attr-defined]
        self.fields["parent"].initial = str(scene.parent)
        if scene.unit.is_cell:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("into") == "new" and not data.get("name"):
            self.add_error("name", _("Đơn vị mới chưa có tên: ghi tên."))
        if data.get("into") == "other" and len(data.get("others", [])) > 1:
            self.add_error("into", _("Chọn nhiều đơn vị thì nhập vào đơn vị này hoặc đơn vị mới."))
        return data

    def turn(self) -> Turn:
        data, unit = self.cleaned_data, self.scene.unit
        others = [UUID(other) for other in data["others"]]
        found = Unit.objects.in_bulk([unit.id, *others])
        parent = UUID(data["parent"]) if data["parent"] else self.scene.parent
        into: NewUnit | UUID = {"this": unit.id, "other": others[0]}.get(data["into"], unit.id)
        if data["into"] == "new":
            into = NewUnit(
                uuid.uuid5(self.key, "new"), Kind(unit.kind), data["name"], unit.cell_type,
                data.get("code", ""),
            )  # fmt: skip
        units = [found[each] for each in (unit.id, *others)]
        return turns.merge(unit.id, units, into, parent, data["effective_on"])


class SplitForm(DecisionForm):
    """The unit gives itself, or parts, to new units and to some that stand already."""

    how = Pick(label=gettext_lazy("Chia thế nào?"), choices=HOW)
    new_1 = VietText(
        label=gettext_lazy("Đơn vị mới thứ nhất"), longest=120, required=False,
        help_text=gettext_lazy("Không ghi chữ Chi bộ, Đảng bộ. Ví dụ: bản Huổi Ho 2"),
    )  # fmt: skip
    new_2 = VietText(label=gettext_lazy("Đơn vị mới thứ hai"), longest=120, required=False)
    new_3 = VietText(label=gettext_lazy("Đơn vị mới thứ ba"), longest=120, required=False)
    new_4 = VietText(label=gettext_lazy("Đơn vị mới thứ tư"), longest=120, required=False)
    old_1 = Chosen(label=gettext_lazy("Giao cho đơn vị đang có"), required=False)
    old_2 = Chosen(label=gettext_lazy("Đơn vị đang có thứ hai"), required=False)
    old_3 = Chosen(label=gettext_lazy("Đơn vị đang có thứ ba"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scene = self.scene
        others = others_like(scene.user, scene.unit, on=scene.today)
        listed_ = [(str(unit.id), f"{unit.short}, {above}") for unit, above in others]
        for name in OLD:
            self.fields[name].choices = [("", _("Không")), *listed_]  # type: ignore[attr-defined]
        choices = [("", _("Về đơn vị thứ nhất, hoặc ở lại")), *self._heir_words(dict(listed_))]
        self.children = children(scene.unit.id, on=self._day())
        people = people_of(scene.unit.id, on=self._day()) if scene.may_read else []
        shares = [(each.id, each.short) for each in self.children]
        shares += [(row.person_id, row.person.name) for row in people]
        self.shares = [key for key, _word in shares]
        for key, word in shares:
            self.fields[f"to-{key}"] = forms.ChoiceField(
                label=word, choices=choices, required=False
            )

    def _day(self) -> dt.date:
        """Return the day of effect as typed, or today."""
        field = self.fields["effective_on"]
        try:
            typed = field.widget.value_from_datadict(self.data, self.files, "effective_on")
            return field.clean(typed) if self.is_bound else self.scene.today
        except ValidationError:
            return self.scene.today

    def _heir_words(self, old: dict[str, str]) -> list[tuple[str, str]]:
        """Return the units that take over as they were typed; before that by their boxes."""
        if not self.is_bound:
            return [(name, str(self.fields[name].label)) for name in NEW]
        words = [(name, str(self.data.get(name, ""))[:60]) for name in NEW]
        words += [(name, old.get(str(self.data.get(name, "")), "")) for name in OLD]
        return [(name, word) for name, word in words if word.strip()]

    @property
    def asking(self) -> list[BoundField]:
        """The questions above the list of who goes where."""
        return [box for box in self.visible_fields() if not box.name.startswith("to-")]

    @property
    def sharing(self) -> Iterator[BoundField]:
        """The list of who goes where."""
        return (self[f"to-{key}"] for key in self.shares)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        heirs = [data[name] for name in (*NEW, *OLD) if data.get(name)]
        if not heirs:
            self.add_error("new_1", _("Chưa có đơn vị nhận: ghi tên đơn vị mới, hoặc chọn."))
        if len(heirs) < 2 and data.get("how") == "ends":
            self.add_error("new_2", _("Chia thì cần hai đơn vị nhận; một đơn vị là sáp nhập."))
        if len({str(heir).casefold() for heir in heirs}) != len(heirs):
            self.add_error("how", _("Một đơn vị nhận ghi hai lần: xem lại."))
        return data

    def turn(self) -> Turn:
        data, unit = self.cleaned_data, self.scene.unit
        into: dict[str, NewUnit | UUID] = {
            name: NewUnit(uuid.uuid5(self.key, name), Kind(unit.kind), data[name], unit.cell_type)
            for name in NEW
            if data[name]
        }
        into |= {name: UUID(data[name]) for name in OLD if data[name]}
        ids = {name: Heir(heir).id for name, heir in into.items()}
        below = [each.id for each in self.children]
        chosen = {key: data.get(f"to-{key}", "") for key in self.shares}
        heirs = [
            Heir(heir, tuple(child for child in below if chosen[child] == name))
            for name, heir in into.items()
        ]
        each = {key: ids[name] for key, name in chosen.items() if name and key not in below}
        return turns.split(
            unit.id, heirs, self.scene.parent, data["effective_on"],
            stays=data["how"] == "stays", each=each,
        )  # fmt: skip
