"""A cell's books of a year: its dues, and who was at its meetings."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from chibo.core.days import Month
from chibo.dues.ledger import Ledger, Line
from chibo.dues.queries import handed_up_of
from chibo.meetings.models import Attendance, Meeting
from chibo.meetings.rules import PRESENT_MARKS
from chibo.papers.sheets import Column
from chibo.people.queries import told_apart
from chibo.plans.models import Kind
from chibo.registers.books import Book
from chibo.spreadsheets.writing import Value

SIGNS = {
    Attendance.Mark.PRESENT: "x", Attendance.Mark.LATE: "m", Attendance.Mark.EXCUSED: "P",
    Attendance.Mark.UNEXCUSED: "K", Attendance.Mark.NOT_EXPECTED: "–",
}  # fmt: skip
SHORT = {
    Kind.REGULAR: "ĐK", Kind.THEMATIC: "CĐ", Kind.BOTH: "ĐK, CĐ", Kind.EXTRAORDINARY: "BT",
}  # fmt: skip


def dues_book(cell: UUID, year: int, *, today: dt.date) -> Book:
    """Return a cell's dues of a year: who paid what each month, what was due, kept, handed up."""
    months = [Month(year, number) for number in range(1, 13)]
    ledger = Ledger([cell], months)
    known = [month for month in months if month.first <= today]
    by_month = {month: ledger.lines(cell, month) for month in known}
    sums = [ledger.sums(cell, month) for month in known]
    columns = (
        Column("TT", 3, centred=True), Column("Họ và tên", 11),
        *(Column(f"T{month.number}", 6, centred=True) for month in months),
        Column("Phải nộp", 7, centred=True), Column("Đã nộp", 7, centred=True),
    )  # fmt: skip

    def summary(word: str, values: list[int]) -> tuple[Value, ...]:
        empty = [None] * (len(months) - len(values))
        return ("", word, *values, *empty, None, sum(values))

    rows = (
        *_payers(by_month, months),
        summary("Phải thu", [each.owed for each in sums]),
        summary("Đã thu", [each.paid for each in sums]),
        summary("Chi bộ giữ lại", [each.kept for each in sums]),
        summary("Đã nộp lên", [each.handed_up for each in sums]),
    )
    receipts = [
        f"{each.handed_on:%d/%m/%Y} nộp {each.amount:,} đồng".replace(",", ".")
        + (f", phiếu {each.receipt_number}" if each.receipt_number else "")
        for each in handed_up_of(cell, months[0], months[-1])
        if each.amount
    ]
    notes = (f"Nộp lên cấp trên: {'; '.join(receipts)}.",) if receipts else ()
    return Book(
        kind="dues_register", slug=f"dang-phi-{year}", title="SỔ THU, NỘP ĐẢNG PHÍ",
        about=f"Năm {year}, tính bằng đồng", columns=columns, rows=rows, notes=notes,
    )  # fmt: skip


def _payers(by_month: dict[Month, list[Line]], months: list[Month]) -> list[tuple[Value, ...]]:
    lines: dict[UUID, dict[Month, Line]] = defaultdict(dict)
    for month, found in by_month.items():
        for line in found:
            lines[line.membership.person_id][month] = line
    people = {key: next(iter(each.values())).membership.person for key, each in lines.items()}
    shown = told_apart(people.values())
    order = sorted(lines, key=lambda key: (people[key].sort_key, people[key].birth_year))
    return [
        (
            place, shown[str(key)],
            *(lines[key][month].paid or None if month in lines[key] else None for month in months),
            sum(each.owed or 0 for each in lines[key].values()),
            sum(each.paid for each in lines[key].values()),
        )
        for place, key in enumerate(order, start=1)
    ]  # fmt: skip


def attendance_book(cell: UUID, year: int, *, today: dt.date) -> Book:
    """Return who was at the cell's meetings of a year, by name; no rate and no order by figure.

    Meetings in the bin, the committee's and those without a roll call are left out.
    """
    marks: dict[UUID, dict[UUID, Attendance]] = defaultdict(dict)
    rows = Attendance.objects.filter(
        meeting__cell=cell, meeting__held_on__year=year, meeting__binned_at__isnull=True
    ).exclude(meeting__kind=Kind.COMMITTEE)
    people = {}
    for each in rows.select_related("meeting", "membership__person"):
        marks[each.membership.person_id][each.meeting_id] = each
        people[each.membership.person_id] = each.membership.person
    held = {each.meeting_id: each.meeting for by in marks.values() for each in by.values()}
    meetings = sorted(held.values(), key=lambda meeting: (meeting.held_on, meeting.starts_at))
    shown = told_apart(people.values())
    order = sorted(people, key=lambda key: (people[key].sort_key, people[key].birth_year))
    table: list[tuple[Value, ...]] = [
        (place, shown[str(key)], *(_sign(marks[key].get(m.pk)) for m in meetings),
         _present(marks[key].values()))
        for place, key in enumerate(order, start=1)
    ]  # fmt: skip
    table.append(("", "Có mặt / tính", *(_turnout(m, marks) for m in meetings), None))
    return Book(
        kind="attendance", slug=f"diem-danh-{year}", title="BẢNG THEO DÕI DỰ SINH HOẠT CHI BỘ",
        about=f"Năm {year}", columns=_attendance_columns(meetings), rows=tuple(table),
        notes=(
            "x: có mặt; m: đến muộn; P: vắng có lý do; K: vắng không lý do; –: không tính, không "
            "dự; để trống: chưa ở chi bộ. ĐK: định kỳ; CĐ: chuyên đề; BT: bất thường. Xếp theo "
            "tên.",
        ),
    )  # fmt: skip


def _attendance_columns(meetings: list[Meeting]) -> tuple[Column, ...]:
    """Return columns for the meetings, as wide as the page lets them be."""
    each = max(2, min(6, 72 // max(len(meetings), 1)))
    name = 100 - 4 - 6 - each * len(meetings)
    return (
        Column("TT", 4, centred=True), Column("Họ và tên", max(name, 12)),
        *(
            Column(f"{m.held_on:%d/%m}\n{SHORT.get(Kind(m.kind), '')}", each, centred=True)
            for m in meetings
        ),
        Column("Số buổi có mặt", 6, centred=True),
    )  # fmt: skip


def _sign(given: Attendance | None) -> str:
    return SIGNS[Attendance.Mark(given.mark)] if given else ""


def _present(given: Iterable[Attendance]) -> int:
    return sum(each.mark in PRESENT_MARKS for each in given)


def _turnout(meeting: Meeting, marks: dict[UUID, dict[UUID, Attendance]]) -> str:
    rows = [by[meeting.pk] for by in marks.values() if meeting.pk in by]
    counted = [row for row in rows if row.is_counted]
    return f"{sum(row.mark in PRESENT_MARKS for row in counted)}/{len(counted)}"
