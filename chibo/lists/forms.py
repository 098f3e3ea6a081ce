import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.errors import Refused
from chibo.core.fields import Day, VietText
from chibo.core.fields import asked as mark_asked
from chibo.spreadsheets.reading import Table, read_file, read_pasted

MOST_BYTES = 12_000_000
MOST_SIGNS = 4_000_000


def _first_of_year() -> dt.date:
    return timezone.localdate().replace(month=1, day=1)


class BringForm(ActForm):
    """A list as a file, or as a block pasted from a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Chọn tệp .xlsx, .xls, .ods hoặc .csv"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Giữ nguyên tệp của đơn vị: tiêu đề, cột, bảng mã nào cũng được."),
    )
    table = forms.CharField(
        label=gettext_lazy("Hoặc dán bảng từ Excel"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        required=False,
        strip=False,
        help_text=gettext_lazy("Chép cả dòng tên cột."),
    )
    list_on = Day(
        label=gettext_lazy("Ghi từ ngày nào?"),
        initial=_first_of_year,
        help_text=gettext_lazy("Ngày có trong chi bộ, giữ chức, nếu danh sách không ghi."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables: list[Table] = []
        mark_asked(self.fields["file"])
        mark_asked(self.fields["table"])

    def clean_table(self) -> str:
        text: str = self.cleaned_data["table"]
        if len(text) > MOST_SIGNS:
            raise ValidationError(_("Bảng này dài quá: chọn tệp thay cho dán."))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("table", "")
        if self.errors:
            return data
        if not file and not text.strip():
            self.add_error("file", _("Chưa có danh sách: chọn tệp, hoặc dán bảng."))
        elif file and file.size > MOST_BYTES:
            self.add_error("file", _("Tệp này lớn quá: chia thành nhiều tệp."))
        else:
            try:
                self.tables = read_file(file.read(), file.name) if file else read_pasted(text)
            except Refused as refusal:
                self.add_error("file" if file else "table", str(refusal))
        return data


class AnswerForm(ActForm):
    """What is answered on the page of a list; the boxes follow from the list itself."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)


class WhyForm(ActForm):
    """For what an export is made."""

    why = VietText(
        label=gettext_lazy("Xuất để làm gì?"),
        longest=120,
        help_text=gettext_lazy("Ví dụ: đối chiếu hằng quý. Lý do in trên bản xuất."),
    )
