"""Acts that ask little: found, rename, change kind, move, transfer cells, end, mark."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.fields import Pick, VietText
from chibo.organizations.commands import NewUnit
from chibo.organizations.models import Ancestry, CellType, Kind, Mark
from chibo.organizations.queries import children
from chibo.reorganisations import turns
from chibo.reorganisations.forms.base import CodeText, DecisionForm, Several, UnitChosen, listed
from chibo.reorganisations.queries import kinds_below, may_receive
from chibo.reorganisations.turns import Turn

ABOVE_CELLS = [Kind.PROVINCE, Kind.COMMUNE, Kind.SECTION, Kind.OTHER]
CELL_TYPES = [c for c in CellType.choices if c[0] != CellType.ARMED_FORCE]


class CellTypePick(Pick):
    """What sort of place a cell is of."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Loại chi bộ"), choices=CELL_TYPES, **kwargs)


class FoundForm(DecisionForm):
    """A new unit under the one of the page."""

    name = VietText(
        label=gettext_lazy("Tên đơn vị mới"),
        longest=120,
        help_text=gettext_lazy("Không ghi chữ Chi bộ, Đảng bộ. Ví dụ: bản Huổi Ho"),
    )
    kind = Pick(label=gettext_lazy("Là đơn vị gì?"))
    cell_type = CellTypePick(required=False)
    code = CodeText()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_below(self.scene.unit.kind)
        self.fields["kind"].choices = [(k.value, k.label) for k in kinds]  # type: ignore[attr-defined]
        if Kind.CELL not in kinds:
            del self.fields["cell_type"]
        else:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.CELL and not data.get("cell_type"):
            self.add_error("cell_type", _("Chưa chọn: chọn một ý."))
        return data

    def turn(self) -> Turn:
        data = self.cleaned_data
        is_cell = data["kind"] == Kind.CELL
        new = NewUnit(
            uuid.uuid5(self.key, "new"), Kind(data["kind"]), data["name"],
            data["cell_type"] if is_cell else "", data.get("code", ""),
        )  # fmt: skip
        return turns.found(self.scene.unit.id, new)


class RenameForm(DecisionForm):
    """Another name."""

    name = VietText(label=gettext_lazy("Tên mới"), longest=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.scene.unit.name

    def turn(self) -> Turn:
        return turns.rename(self.scene.unit.id, self.cleaned_data["name"])


class RetypeForm(DecisionForm):
    """Another kind: of a cell its type, of another unit what it is."""

    kind = Pick(label=gettext_lazy("Đổi thành"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [Kind.COMMUNE, Kind.SECTION, Kind.OTHER]
        choices = CELL_TYPES if self.scene.unit.is_cell else [(k.value, k.label) for k in others]
        now = self.scene.unit.cell_type or self.scene.unit.kind
        self.fields["kind"].choices = [c for c in choices if c[0] != now]  # type: ignore[attr-defined]

    def turn(self) -> Turn:
        unit, chosen = self.scene.unit, self.cleaned_data["kind"]
        kind, cell_type = (unit.kind, chosen) if unit.is_cell else (chosen, "")
        return turns.retype(unit.id, kind, cell_type)


class MoveForm(DecisionForm):
    """Another superior, with everything below."""

    to = UnitChosen(label=gettext_lazy("Về trực thuộc"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _places(self)  # type: ignore[attr-defined]

    def turn(self) -> Turn:
        unit = self.scene.unit.id
        return turns.move(unit, [unit], UUID(self.cleaned_data["to"]))


def _places(form: DecisionForm) -> list[tuple[str, str]]:
    """Return where a unit may be put: not below itself."""
    scene = form.scene
    below = set(
        Ancestry.objects.on(scene.today)
        .filter(ancestor=scene.unit.id)
        .values_list("unit", flat=True)
    )
    found = may_receive(scene.user, on=scene.today, kinds=ABOVE_CELLS)
    return [("", _("Chọn đơn vị"))] + listed(unit for unit in found if unit.id not in below)


class TransferForm(DecisionForm):
    """Several cells of the unit of the page to another superior."""

    cells = Several(label=gettext_lazy("Chuyển những đơn vị nào?"))
    to = UnitChosen(label=gettext_lazy("Về trực thuộc"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scene = self.scene
        self.fields["cells"].choices = listed(children(scene.unit.id, on=scene.today))  # type: ignore[attr-defined]
        found = may_receive(scene.user, on=scene.today, kinds=ABOVE_CELLS)
        others = [unit for unit in found if unit.id != scene.unit.id]
        self.fields["to"].choices = [("", _("Chọn đơn vị")), *listed(others)]  # type: ignore[attr-defined]

    def turn(self) -> Turn:
        data = self.cleaned_data
        return turns.move(self.scene.unit.id, [UUID(c) for c in data["cells"]], UUID(data["to"]))


class EndForm(DecisionForm):
    """The end of a unit that leaves nobody."""

    def turn(self) -> Turn:
        return turns.end(self.scene.unit.id)


class MarkForm(DecisionForm):
    """What a document says of the unit's area."""

    mark = Pick(label=gettext_lazy("Địa bàn"), choices=Mark.What.choices)
    ends = forms.BooleanField(label=gettext_lazy("Thôi ghi địa bàn này"), required=False)

    def turn(self) -> Turn:
        data = self.cleaned_data
        return turns.mark(self.scene.unit.id, data["mark"], holds=not data["ends"])
