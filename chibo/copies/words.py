"""The sentences about a line of the table, and the names of its columns."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.copies.rules import Wrong

COLUMN_WORDS = {
    "commune": gettext_lazy("Xã"),
    "cell": gettext_lazy("Chi bộ"),
    "month": gettext_lazy("Tháng"),
    "held_on": gettext_lazy("Ngày họp"),
    "kind": gettext_lazy("Loại"),
    "members": gettext_lazy("Đảng viên"),
    "present": gettext_lazy("Có mặt"),
    "late": gettext_lazy("Đến muộn"),
    "excused": gettext_lazy("Vắng có lý do"),
    "unexcused": gettext_lazy("Vắng không lý do"),
    "spoke": gettext_lazy("Phát biểu"),
    "points": gettext_lazy("Điểm"),
    "id": gettext_lazy("Mã trong sổ"),
}
_SENTENCES = {
    "empty": gettext_lazy("ô này còn trống, ghi vào."),
    "no_number": gettext_lazy("“{text}” không phải số, ghi lại bằng chữ số."),
    "one_decimal": gettext_lazy("điểm “{text}” có nhiều số lẻ, ghi một số lẻ."),
    "no_day": gettext_lazy("“{text}” không phải ngày, ghi như 03/02/2024."),
    "no_month": gettext_lazy("“{text}” không phải tháng, ghi như 02/2024."),
    "other_month": gettext_lazy("ngày họp không thuộc tháng {month}, sửa một trong hai ô."),
    "no_kind": gettext_lazy("chưa hiểu “{text}”, ghi Định kỳ hoặc Chuyên đề."),
    "no_members": gettext_lazy("số này là 0, ghi số đảng viên được tính."),
    "sum": gettext_lazy("{present} có mặt, {absent} vắng, không đủ {members}: sửa một số."),
    "late": gettext_lazy("{late} đến muộn, nhiều hơn {present} có mặt: xem lại."),
    "spoke": gettext_lazy("{spoke} phát biểu, nhiều hơn {present} có mặt: xem lại."),
    "points": gettext_lazy("{points} điểm, cao hơn tổng {of}: xem lại."),
    "future": gettext_lazy("ngày này chưa tới, xem lại ngày họp."),
    "no_cell_then": gettext_lazy("hôm ấy chi bộ chưa có hoặc đã kết thúc, xem lại ngày."),
    "no_rules_then": gettext_lazy("sổ chưa có quy định của ngày này, xem lại năm."),
    "month_in_book": gettext_lazy("tháng {month} đã có buổi định kỳ trong sổ, bỏ dòng này."),
    "month_twice": gettext_lazy("tháng {month} đã có ở dòng {other}, bỏ một dòng."),
    "meeting_in_book": gettext_lazy("buổi này đã có trong sổ, bỏ dòng này."),
    "meeting_twice": gettext_lazy("buổi này đã có ở dòng {other}, bỏ một dòng."),
    "unknown_cell": gettext_lazy("không thấy chi bộ “{text}” ở đây, xem lại tên."),
    "two_cells": gettext_lazy("có {count} chi bộ “{text}”, ghi thêm cột Xã."),
}


def what_is_wrong(wrong: Wrong) -> str:
    """Return what is wrong and what to do, to stand after the name of the column."""
    return str(_SENTENCES[wrong.code]).format(**wrong.values)


def sentence(line: int, wrong: Wrong) -> str:
    """Return the whole sentence, with line and column."""
    return _("Dòng {line}, cột {column}: {what}").format(
        line=line, column=COLUMN_WORDS[wrong.column], what=what_is_wrong(wrong)
    )
