"""What periods are called, and what is wrong with a form's text."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.errors import Refused
from chibo.core.periods import Months
from chibo.statforms.rules import Wrong

QUARTERS = ("I", "II", "III", "IV")


def period_words(period: Months) -> str:
    """Return a period as papers call it: `quý III năm 2026`, `6 tháng đầu năm 2026`."""
    first, last = period.first, period.last
    match period.kind:
        case "month":
            return f"tháng {first.number} năm {first.year}"
        case "quarter":
            return f"quý {QUARTERS[(first.number - 1) // 3]} năm {first.year}"
        case "half":
            return f"6 tháng {'đầu' if first.number == 1 else 'cuối'} năm {first.year}"
        case "year":
            return f"năm {first.year}"
    return f"từ tháng {first.number}/{first.year} đến tháng {last.number}/{last.year}"


SENTENCES = {
    "long": gettext_lazy("Bản ghi dài quá: rút ngắn rồi lưu lại."),
    "long_name": gettext_lazy("{where}: {what} dài quá 500 chữ. Rút ngắn lại."),
    "many": gettext_lazy("Biểu nhiều quá {what} dòng hoặc cột. Chia thành nhiều biểu."),
    "toml": gettext_lazy("{what} viết chưa đúng: xem dấu nháy, dấu bằng, dấu ngoặc."),
    "unknown": gettext_lazy("{where}: từ {what} sổ không hiểu. Xem lại cách viết."),
    "missing": gettext_lazy("{where}: thiếu {what}. Ghi thêm, trong dấu nháy."),
    "number": gettext_lazy("Số biểu {what} chưa đúng. Ví dụ: 3-BTCTW."),
    "across": gettext_lazy("Mục across là danh sách các tên cột trong ngoặc vuông."),
    "no_column": gettext_lazy("Chưa có dòng nào: thêm ít nhất một mục [[column]]."),
    "column": gettext_lazy("{where}: viết mỗi dòng thành một mục [[column]]."),
    "ways": gettext_lazy(
        "{where}: ghi đúng một trong indicator, register, sum, typed, heading. Đang có: {what}."
    ),
    "key": gettext_lazy("{where}: mã {what} chưa đúng. Chỉ chữ thường không dấu, số, gạch dưới."),
    "view": gettext_lazy("{where}: view là then hoặc today, không phải {what}."),
    "indicator": gettext_lazy("{where}: không có chỉ số {what}. Xem danh mục ở cuối trang."),
    "register": gettext_lazy("{where}: danh sách đảng viên không đếm được {what}."),
    "sum": gettext_lazy("{where}: không cộng được {what}. Chỉ cộng mã của dòng có số."),
    "true": gettext_lazy("{where}: viết {what} = true."),
    "doubled": gettext_lazy("{where}: mã {what} đã dùng ở dòng trên. Đặt mã khác."),
    "across_typed": gettext_lazy("{where}: biểu chia nhiều cột thì số ghi tay, typed = true."),
    "status": gettext_lazy(
        "{where}: status là verified, unverified hoặc house, không phải {what}."
    ),
}


class CannotSetForm(Refused):
    """The text is no form, or its day is none."""


def sentence_of(wrong: Wrong) -> str:
    """Return what is wrong with a text, and what to do."""
    where = _("Dòng thứ {place}").format(place=wrong.where) if wrong.where else _("Đầu biểu")
    what = wrong.what
    if wrong.code == "toml":
        line = re.search(r"line (\d+)", what)
        what = _("Dòng {n} của bản ghi").format(n=line[1]) if line else _("Cuối bản ghi")
    return str(SENTENCES[wrong.code]).format(where=where, what=what[:60])
