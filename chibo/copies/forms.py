from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chibo.copies.finding import Line
from chibo.copies.tables import FIGURES, CannotRead, Typed, as_text, read_file, read_text
from chibo.copies.words import COLUMN_WORDS, what_is_wrong
from chibo.core import viet
from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.core.fields import VietText
from chibo.core.fields import asked as mark_asked
from chibo.plans.models import Kind

MOST_LINES = 2_000  # a page; more is for the command line
MOST_BYTES = 5_000_000
MOST_SIGNS = 500_000
PADDED = 5_000  # up to this line the text keeps the numbers of the file
COPIED_KINDS = [choice for choice in Kind.choices if choice[0] != Kind.COMMITTEE]


class CopyForm(ActForm):
    """A form that says lines of a table."""

    typed: Sequence[Typed] = ()

    def mark(self, bad: Iterable[Line]) -> None:
        """Say what is wrong with lines of this form."""
        raise NotImplementedError

    def left(self) -> dict[str, list[str]]:
        """Return what stands in the boxes, for the draft."""
        assert isinstance(self.data, QueryDict)  # noqa: S101 - bound by a request
        return {name: self.data.getlist(name) for name in self.data if name != "do"}


class TableForm(CopyForm):
    """A table pasted, or brought as a file; what the file says goes into the box, to be mended."""

    table = forms.CharField(
        label=gettext_lazy("Dán bảng từ Excel"),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Mỗi dòng một buổi họp. Dán cả dòng tên cột thì thứ tự nào cũng được."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Hoặc chọn tệp .xlsx, .xls, .ods, .csv"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Nội dung tệp hiện ở ô trên, sửa được trước khi chép."),
    )
    brought = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_asked(self.fields["table"])
        mark_asked(self.fields["file"])

    def clean_table(self) -> str:
        text: str = self.cleaned_data["table"]
        if len(text) > MOST_SIGNS:
            raise ValidationError(_("Bảng này dài quá: chia thành nhiều lần dán."))
        return text

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError(_("Tệp này lớn quá: chia thành nhiều tệp."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        field = "file" if data["file"] else "table"
        try:
            self.typed = self._read(data)
        except CannotRead as refusal:
            self.add_error(field, str(refusal))
            return data
        if not self.typed:
            self.add_error(field, _("Bảng chưa có dòng nào: gõ, dán hoặc chọn tệp."))
        if len(self.typed) > MOST_LINES:
            self.add_error(
                field,
                _("Bảng có {count} dòng, mỗi lần nhiều nhất {most}: chia bảng ra.").format(
                    count=viet.figure(len(self.typed)), most=viet.figure(MOST_LINES)
                ),
            )
        return data

    def _read(self, data: dict[str, Any]) -> list[Typed]:
        file = data["file"]
        if not file:
            return read_text(data["table"])
        if data["table"].strip() and not data["brought"]:
            raise CannotRead(_("Ô trên đang có chữ: xóa ô ấy rồi chọn lại tệp."))
        lines = read_file(file.name, file.read())
        if len(lines) <= MOST_LINES:
            self.put({"table": _padded(lines), "brought": "1"})
            return read_text(self.data["table"])
        return lines

    def mark(self, bad: Iterable[Line]) -> None:
        count = len(list(bad))
        if count:
            say = ngettext(
                "Còn {count} dòng cần sửa: xem ở phần xem trước.",
                "Còn {count} dòng cần sửa: xem ở phần xem trước.",
                count,
            )  # fmt: skip
            self.add_error("table", say.format(count=count))


def _padded(lines: list[Typed]) -> str:
    """Return lines as text; each stands in the line where the file has it, as far as can be."""
    if not lines or lines[0].line == 1 or lines[-1].line > PADDED:
        return as_text(lines)
    head, *rows = as_text(lines).split("\n")
    at = {typed.line: row for typed, row in zip(lines, rows, strict=True)}
    body = (at.get(number, "") for number in range(lines[0].line, lines[-1].line + 1))
    return "\n".join([*[""] * (lines[0].line - 2), head, *body])


@dataclass(frozen=True)
class Card:
    """The boxes of one month."""

    month: Month
    boxes: dict[str, BoundField]
    is_open: bool

    def __getitem__(self, name: str) -> BoundField:
        return self.boxes[name]


class YearForm(CopyForm):
    """A year from paper: one card a month, with the boxes that the paper fills."""

    def __init__(self, *args: Any, months: Iterable[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = list(months)
        for month in self.months:
            self._add(month, "day", VietText(label=_("Họp ngày mấy?"), longest=10))
            kind = forms.ChoiceField(label=COLUMN_WORDS["kind"], choices=COPIED_KINDS)
            self._add(month, "kind", kind)
            for name in FIGURES:
                self._add(month, name, VietText(label=COLUMN_WORDS[name], longest=20))

    def _add(self, month: Month, name: str, field: forms.Field) -> None:
        field.required = False
        field.is_asked = name not in {"spoke", "points"}  # type: ignore[attr-defined]
        field.widget.is_required = False
        if name != "kind":
            mode = "decimal" if name == "points" else "numeric"
            field.widget.attrs |= {"inputmode": mode, "autocomplete": "off"}
        self.fields[f"{month.number}-{name}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines = [self._line(month, data) for month in self.months]
        self.typed = [line for line in lines if not line.is_blank]
        if not self.errors and not self.typed:
            self.add_error(None, _("Chưa có tháng nào: mở một tháng rồi gõ."))
        return data

    def _line(self, month: Month, data: dict[str, Any]) -> Typed:
        values = {name: data.get(f"{month.number}-{name}", "") for name in ("kind", *FIGURES)}
        day = data.get(f"{month.number}-day", "")
        if day:
            values["held_on"] = f"{day}/{month.number}/{month.year}" if day.isdigit() else day
            values["month"] = str(month)
        return Typed(month.number, {name: value for name, value in values.items() if value})

    def mark(self, bad: Iterable[Line]) -> None:
        for line in bad:
            for wrong in line.wrong:
                name = "day" if wrong.column in {"held_on", "month", "cell"} else wrong.column
                self.add_error(f"{line.typed.line}-{name}", viet.capital(what_is_wrong(wrong)))

    def cards(self) -> list[Card]:
        """Return the boxes of each month, those with something in them open."""
        return [self._card(month) for month in self.months]

    def _card(self, month: Month) -> Card:
        boxes = {n: self[f"{month.number}-{n}"] for n in ("day", "kind", *FIGURES)}
        is_open = any(box.errors or box.value() for name, box in boxes.items() if name != "kind")
        return Card(month, boxes, is_open)


class TakeBackForm(ActForm):
    """Why a copied month is taken back."""

    reason = VietText(
        label=gettext_lazy("Vì sao rút lại?"),
        help_text=gettext_lazy("Ví dụ: chép nhầm số có mặt. Không ghi tên người."),
    )
