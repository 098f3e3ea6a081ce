"""The sentences about a line, a column and a question of a list."""

from typing import Any

from django.utils.translation import gettext_lazy

from chibo.lists import titles
from chibo.lists.items import NOTE, Change, Issue, Item
from chibo.organizations.models import CellType, Role
from chibo.people.models import Sex

TITLES = {
    "name": gettext_lazy("Họ và tên"),
    "family": gettext_lazy("Họ đệm"),
    "given": gettext_lazy("Tên"),
    "birth": gettext_lazy("Ngày sinh"),
    "birth_male": gettext_lazy("Ngày sinh (nam)"),
    "birth_female": gettext_lazy("Ngày sinh (nữ)"),
    "sex": gettext_lazy("Giới tính"),
    "sex_male": gettext_lazy("Nam (đánh dấu)"),
    "sex_female": gettext_lazy("Nữ (đánh dấu)"),
    "admitted_on": gettext_lazy("Ngày vào Đảng"),
    "ceremony_on": gettext_lazy("Ngày lễ kết nạp"),
    "official_on": gettext_lazy("Ngày chính thức"),
    "commune": gettext_lazy("Xã"),
    "cell": gettext_lazy("Chi bộ"),
    "from_on": gettext_lazy("Về chi bộ từ ngày"),
    "office": gettext_lazy("Chức vụ"),
    "phone": gettext_lazy("Điện thoại"),
    "unit": gettext_lazy("Tên chi bộ"),
    "cell_type": gettext_lazy("Loại chi bộ"),
    "party_code": gettext_lazy("Mã tổ chức đảng"),
    "statistics_code": gettext_lazy("Mã đơn vị hành chính"),
    "id": gettext_lazy("Mã trong sổ"),
    "row_key": gettext_lazy("Mã dòng"),
    "number": gettext_lazy("Số thứ tự"),
    "standing": gettext_lazy("Trạng thái"),
    "note": gettext_lazy("Ghi chú"),
}
WHY_LEFT_OUT = {
    "ethnicity": gettext_lazy("Dân tộc: sổ không giữ của từng người."),
    "religion": gettext_lazy("Tôn giáo: sổ không giữ của từng người."),
    "identity": gettext_lazy("Số giấy tờ cá nhân: sổ không cần, lộ ra thì hại người."),
    "phones": gettext_lazy("Điện thoại: chỉ giữ của người có chức vụ, ở danh sách chức vụ."),
    "home": gettext_lazy("Quê quán, nơi ở: sổ không cần."),
    "schooling": gettext_lazy("Trình độ: đã có ở hồ sơ đảng viên."),
    "card": gettext_lazy("Số thẻ, số hồ sơ: đã có ở hồ sơ đảng viên."),
    "work": gettext_lazy("Nghề nghiệp, nơi làm việc: sổ không cần."),
    "judgement": gettext_lazy("Xếp loại, sức khỏe, gia đình: sổ không giữ."),
}
_SENTENCES = {
    "empty": gettext_lazy("ô này còn trống, ghi vào."),
    "no_name": gettext_lazy("“{text}” chưa phải họ và tên, ghi đủ hai chữ, không có số."),
    "no_day": gettext_lazy("“{text}” không phải ngày, ghi như 03/02/2024."),
    "impossible": gettext_lazy("không có ngày “{text}” trong lịch, xem lại giấy."),
    "impossible_days": "{say}",
    "future": gettext_lazy("ngày {text} chưa tới, xem lại năm."),
    "before_cell": gettext_lazy("chi bộ có từ {since}, ghi từ ngày ấy trở đi."),
    "no_sex": gettext_lazy("chưa rõ nam hay nữ, chọn một."),
    "no_cell": gettext_lazy("chưa rõ chi bộ nào, ghi tên chi bộ."),
    "unknown_cell": gettext_lazy("không thấy chi bộ “{text}” ở đây."),
    "two_cells": gettext_lazy("có nhiều chi bộ tên “{text}”, chọn một."),
    "unknown_mark": gettext_lazy("mã “{text}” không có ở đây, xóa ô này."),
    "no_phone": gettext_lazy("“{text}” không phải số điện thoại."),
    "no_code": gettext_lazy("“{text}” không phải mã, xem lại số chữ số."),
    "code_other": gettext_lazy("sổ đang ghi {old}, danh sách ghi {text}: sửa ở trang tổ chức."),
    "twice": gettext_lazy("tên này đã có ở dòng {line}, bỏ một dòng."),
    "no_type": gettext_lazy("chưa rõ loại chi bộ, chọn một."),
    "armed": gettext_lazy("chi bộ lực lượng vũ trang không ghi tên ở sổ này."),
    "no_role": gettext_lazy("“{text}” không phải chức vụ trong chi bộ."),
    "no_member": gettext_lazy("chưa có {text} trong danh sách đảng viên, ghi người ấy trước."),
    "office_other": gettext_lazy("người này đang giữ chức khác ({text}), cho thôi chức trước."),
    "office_taken": gettext_lazy("chi bộ đã có {text}, cho thôi chức người trước."),
    "office_no_right": gettext_lazy("chưa ghi chức vụ {text}: người ghi không có quyền này."),
    "which": gettext_lazy("có hai người cùng tên, năm sinh: ghi đủ ngày sinh."),
    "double": gettext_lazy("có thể là một người với dòng bên cạnh."),
    "other_cell": gettext_lazy("người này ở chi bộ khác: làm ở trang chuyển sinh hoạt."),
    "two_units": gettext_lazy("có nhiều chi bộ tên này, ghi rõ hơn."),
    "letters": gettext_lazy("đọc “{was}” là “{text}”, đúng không?"),
    "capitals": gettext_lazy("“{text}” ghi thành {made}."),
    "sex_by_name": gettext_lazy("danh sách không có cột nam, nữ."),
    "order": gettext_lazy("“{text}”: chưa rõ số nào là tháng."),
    "exchanged": gettext_lazy("ngày và tháng có thể đã đổi chỗ: {text} hay {made}?"),
    "month_first": gettext_lazy("“{text}” hiểu là {made}, đúng không?"),
    "partial": gettext_lazy("“{text}” chưa đủ ngày, ghi thành {made}?"),
    "only_ceremony": gettext_lazy("chỉ có ngày lễ, chưa có ngày quyết định."),
    "still_probationary": gettext_lazy("vào Đảng {text}, chưa có ngày chính thức."),
    "no_office": gettext_lazy("không giữ chức vụ trong chi bộ, không ghi."),
    "as_admitted": gettext_lazy("không có ngày lễ kết nạp, ghi bằng ngày vào Đảng."),
    "one_with": gettext_lazy("là một người với dòng {line}, không ghi nữa."),
    "zeros": gettext_lazy("“{text}” thêm số 0 đã mất thành {made}."),
}
_ASK = {
    "letters": gettext_lazy("Chữ trong tệp dùng bảng mã cũ. Đọc như bên dưới có đúng không?"),
    "sex_by_name": gettext_lazy("Không có cột nam, nữ. Tên có chữ “Thị” là nữ, còn lại là nam?"),
    "order": gettext_lazy("Cột {column}: số nào đứng trước?"),
    "exchanged": gettext_lazy("Cột {column}: máy có thể đã đổi chỗ ngày và tháng."),
    "month_first": gettext_lazy("Cột {column}: vài ô ghi tháng trước ngày. Đổi lại chứ?"),
    "partial": gettext_lazy("Cột {column}: vài ô chỉ có tháng hoặc năm. Ghi ngày đầu chứ?"),
    "only_ceremony": gettext_lazy("Chỉ có ngày lễ kết nạp. Dùng làm ngày quyết định luôn?"),
    "still_probationary": gettext_lazy("Vào Đảng đã lâu, chưa có ngày chính thức. Còn dự bị?"),
    "unknown_cell": gettext_lazy("“{text}” là chi bộ nào?"),
    "two_cells": gettext_lazy("“{text}” là chi bộ nào?"),
    "two_units": gettext_lazy("Có nhiều chi bộ tên này: ghi rõ hơn ở từng dòng."),
}
LATER = ("later", gettext_lazy("Để sau"))
_YES = (("yes", gettext_lazy("Đúng như vậy")), LATER)
_CHOICES = {
    "letters": (
        ("yes", gettext_lazy("Đúng, đổi cả tệp")), ("was", gettext_lazy("Không, giữ chữ gốc")),
        LATER,
    ),
    "order": (
        ("dmy", gettext_lazy("Ngày trước, tháng sau")),
        ("mdy", gettext_lazy("Tháng trước, ngày sau")), LATER,
    ),
    "exchanged": (
        ("yes", gettext_lazy("Đã đổi chỗ, đổi lại cho đúng")),
        ("no", gettext_lazy("Ngày tháng đã đúng, giữ nguyên")), LATER,
    ),
}  # fmt: skip
OPTIONS = {
    "sex": Sex.choices,
    "cell_type": [each for each in CellType.choices if each[0] != "armed_force"],
}
STATE_WORDS = {
    "new": gettext_lazy("Mới"), "changed": gettext_lazy("Thay đổi"),
    "same": gettext_lazy("Như trong sổ"), "doubtful": gettext_lazy("Cần hỏi"),
    "refused": gettext_lazy("Chưa ghi được"),
}  # fmt: skip


def title(field: str) -> str:
    """Return the name of a column; empty for none."""
    return str(TITLES[field]) if field in TITLES else ""


def sentence(issue: Issue) -> str:
    """Return what stands against a value, after the name of its column."""
    values = {**issue.values, "column": title(issue.field)}
    return f"{title(issue.field)}: {str(_SENTENCES[issue.code]).format(**values)}"


def question(issue: Issue) -> str:
    """Return the question that settles all issues alike."""
    values = {**issue.values, "column": title(issue.field)}
    return str(_ASK[issue.code]).format(**values)


def choices(issue: Issue) -> list[tuple[str, str]]:
    """Return the answers to a question."""
    return [(value, str(word)) for value, word in _CHOICES.get(issue.code, _YES)]


def said(change: Change) -> tuple[str, str, str]:
    """Return column, old and new value of a change, in words."""
    words = {**dict(Sex.choices), **dict(Role.choices)}
    old, new = (str(words.get(value, value)) for value in (change.old, change.new))
    return title(change.field), old, new


def reasons(item: Item) -> list[str]:
    """Return what keeps a line from the book, in sentences."""
    return [sentence(issue) for issue in item.issues if issue.weight != NOTE]


def notes(item: Item) -> list[str]:
    """Return what was understood about a line and hinders nothing, but what all lines share."""
    found = (issue for issue in item.issues if issue.weight == NOTE)
    return [sentence(issue) for issue in found if issue.code != "as_admitted"]


def left_line(item: Item) -> dict[str, Any]:
    """Return a line that was not taken, for the sheet of doubts."""
    known = {**dict.fromkeys(titles.FIELDS["members"]), **dict.fromkeys(titles.FIELDS["posts"]),
             **dict.fromkeys(titles.FIELDS["units"])}  # fmt: skip
    raw = {name: text for name, text in item.raw.items() if name in known}
    return {"key": item.key, "line": item.row.line, "raw": raw, "why": reasons(item)}


def is_asked(issue: Issue) -> bool:
    """Say whether a line can be settled by typing: a refusal, or a doubt of its own value."""
    return issue.weight != NOTE and issue.code not in {"double", "other_cell", "letters"}
