"""Form fields that accept what people type: Vietnamese text, days in parts, times, small counts."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core import viet

NEED = gettext_lazy("Ô này còn trống: ghi vào rồi lưu lại.")
LONGEST_TEXT = 5_000  # signs; a cell's item runs to some hundred


class VietText(forms.CharField):
    """Text in one spelling (`viet.tidy`), without pictures, of a length that can be printed."""

    def __init__(
        self, *, lines: int = 0, longest: int = 0, required: bool = True, **kwargs: Any
    ) -> None:
        self.lines = lines
        self.longest = longest or (LONGEST_TEXT if lines else 200)
        widget = (
            forms.Textarea(attrs={"rows": lines})
            if lines
            else kwargs.pop("widget", forms.TextInput)
        )
        kwargs.setdefault("error_messages", {"required": NEED})
        super().__init__(required=required, strip=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        if len(text) > self.longest:
            raise ValidationError(
                _("Ô này có {count} chữ, nhiều nhất {longest}. Rút ngắn, phần gõ vẫn còn.").format(
                    count=viet.figure(len(text)), longest=viet.figure(self.longest)
                )
            )
        text = viet.tidy(text) if self.lines else viet.tidy_line(text)
        if viet.has_picture(text):
            raise ValidationError(_("Giấy in không có hình vẽ, biểu tượng: xóa hình ở ô này."))
        return text


class DayBoxes(forms.MultiWidget):
    """Day, month, year in three boxes; a whole date typed in the first box is understood."""

    template_name = "core/day_boxes.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            widgets={name: forms.TextInput(attrs=box) for name in ("day", "month", "year")},
            attrs=attrs,
        )

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = parse_day(value)
        return (
            [f"{value.day:02d}", f"{value.month:02d}", str(value.year)] if value else ["", "", ""]
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Ngày"), _("Tháng"), _("Năm"))
        for label, box in zip(labels, context["widget"]["subwidgets"], strict=True):
            box["label"] = label
        return context


def parse_day(text: str) -> dt.date | None:
    """Return the day written 3/2/26, 03-02-2026 or 2026-02-03; None where it is no day."""
    parts = [int(part) for part in re.findall(r"\d{1,4}", text)]
    if len(parts) != 3 or len(text) > 40:
        return None
    day, month, year = parts if parts[0] < 1000 else parts[::-1]
    try:
        century = 0 if year >= 100 else 2000 if year < 70 else 1900
        found = dt.date(year + century, month, day)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


class Day(forms.MultiValueField):
    """A day in three boxes; also 3/2/26 or 03-02-2026 typed whole in the first."""

    widget = DayBoxes

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"required": gettext_lazy("Chưa có ngày: ghi ngày, tháng, năm.")}
        )
        boxes = tuple(forms.CharField(required=False, max_length=12) for _box in range(3))
        super().__init__(fields=boxes, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: list[str]) -> dt.date | None:
        text = "/".join(part for part in data_list if part)
        if not text:
            return None
        value = parse_day(data_list[0]) or parse_day(text)
        if value is None:
            raise ValidationError(
                _("Ngày {text} không có trong lịch. Ví dụ: 27/9/2026.").format(text=text[:40])
            )
        return value


class Clock(forms.CharField):
    """A time: 19:30, 19h30, 19 giờ 30, 1930 or 19."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"required": gettext_lazy("Chưa có giờ: ghi giờ và phút.")}
        )
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(required=required, **kwargs)

    def to_python(self, value: Any) -> dt.time | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        found = re.fullmatch(
            r"(\d{1,2})(?:\s*(?:giờ|gio|h|:|\.|,)?\s*(\d{2})?)?\s*(?:phút)?", text.lower()
        )
        try:
            if found is None:
                raise ValueError
            return dt.time(int(found[1]), int(found[2] or 0))
        except ValueError:
            raise ValidationError(
                _("Chưa hiểu giờ {text}. Ví dụ: 19:30.").format(text=text[:20])
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class Count(forms.IntegerField):
    """A whole number from 0; empty is 0 where `empty_is_zero`."""

    def __init__(self, *, empty_is_zero: bool = False, most: int = 9_999, **kwargs: Any) -> None:
        self.empty_is_zero = empty_is_zero
        number = gettext_lazy("Ghi một số từ 0 trở lên.")
        kwargs.setdefault(
            "error_messages",
            {
                "required": NEED,
                "invalid": number,
                "min_value": number,
                "max_value": gettext_lazy("Số này lớn quá: xem lại."),
            },
        )
        kwargs.setdefault("required", not empty_is_zero)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(min_value=0, max_value=most, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = "" if value is None else str(value).strip()
        grouped = re.fullmatch(r"\d{1,3}(\.\d{3})+", text)
        count = super().clean(text.replace(".", "") if grouped else text)
        return 0 if count is None and self.empty_is_zero else count


class Tiles(forms.RadioSelect):
    """Full-width tiles, the radio on the left, none chosen beforehand."""

    template_name = "core/tiles.html"


class Pick(forms.ChoiceField):
    """One of a few, as tiles."""

    widget = Tiles

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": gettext_lazy("Chưa chọn: chọn một ý."),
                "invalid_choice": gettext_lazy("Ý đã chọn không còn trong danh sách: chọn lại."),
            },
        )
        super().__init__(**kwargs)


class Chosen(forms.ChoiceField):
    """One of many, from a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": gettext_lazy("Chưa chọn người: chọn một người."),
                "invalid_choice": gettext_lazy(
                    "Người này không có trong danh sách của buổi họp: chọn lại."
                ),
            },
        )
        super().__init__(**kwargs)


def asked(field: forms.Field) -> forms.Field:
    """Return a field that may be left for later but is no extra: not marked as optional."""
    field.is_asked = True  # type: ignore[attr-defined]
    return field
