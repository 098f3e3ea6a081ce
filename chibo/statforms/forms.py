from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Count, Day, VietText, asked
from chibo.statforms.rules import LONGEST, Form


class MappingForm(ActForm):
    """A form's text, and from which day it holds."""

    from_on = Day(label=gettext_lazy("Dùng từ ngày nào?"))
    text = VietText(
        label=gettext_lazy("Bản ghi của biểu"),
        lines=24,
        longest=LONGEST,
        help_text=gettext_lazy("Đổi số biểu (number) thì thành biểu mới, biểu cũ còn nguyên."),
    )


class TypedForm(ActForm):
    """The totals that are typed by hand: a field for each, empty where nothing is known."""

    def __init__(
        self, *args: Any, wanted: Form, at_cell: bool, typed: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.keys = set(wanted.typed_keys(at_cell=at_cell))
        for column in wanted.columns:
            for place, key in enumerate(wanted.keys_of(column)):
                if key in self.keys:
                    part = f": {wanted.across[place]}" if wanted.across else ""
                    field = Count(
                        label=f"{column.name}{part}", required=False, most=9_999_999,
                        initial=typed.get(key),
                    )  # fmt: skip
                    field.widget.attrs["aria-label"] = field.label
                    self.fields[key] = asked(field)

    def values(self) -> dict[str, int]:
        """Return what was typed; a box left empty is not there."""
        found = self.cleaned_data
        return {key: found[key] for key in sorted(self.keys) if found.get(key) is not None}

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Return each criterion with its fields, None where none is typed."""
        return [
            (column.name, [self[key] if key in self.keys else None
                           for key in self.wanted.keys_of(column)])
            for column in self.wanted.columns
            if column.way == "heading" or self.keys & set(self.wanted.keys_of(column))
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.values():
            self.add_error(None, _("Chưa có số nào: ghi ít nhất một ô."))
        return cleaned
