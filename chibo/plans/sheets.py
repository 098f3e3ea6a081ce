"""The papers of the calendar: the year's plan, the thematic programme, the chart for the wall."""

import datetime as dt
from collections.abc import Sequence

from chibo.core import viet
from chibo.core.templatetags.words import WEEKDAYS_VI
from chibo.papers.issuers import Issuer
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Sheet, Table
from chibo.plans.models import Kind, PlannedMeeting

KINDS: dict[str, str] = {
    Kind.REGULAR: "Định kỳ",
    Kind.THEMATIC: "Chuyên đề",
    Kind.BOTH: "Định kỳ, nối tiếp chuyên đề",
    Kind.EXTRAORDINARY: "Bất thường",
    Kind.COMMITTEE: "Họp chi ủy",
}
UNGIVEN = "chi ủy phân công"


def day_words(planned: PlannedMeeting) -> str:
    """Return `thứ Ba 03/02, 19 giờ 30`."""
    day = f"{WEEKDAYS_VI[planned.planned_on.weekday()]} {planned.planned_on:%d/%m}"
    return f"{day}, {viet.clock(planned.starts_at)}" if planned.starts_at else day


def plan_sheet(
    issuer: Issuer, year: int, meetings: Sequence[PlannedMeeting], *, number: str, day: dt.date,
    by: str,
) -> Sheet:  # fmt: skip
    """Return the plan of a year's meetings as content. by: the rule's document."""
    columns = (
        Column("Tháng", 10, centred=True), Column("Ngày, giờ", 28), Column("Loại", 22),
        Column("Chuyên đề, người trình bày", 40),
    )  # fmt: skip
    rows = tuple(
        (str(m.month.month), viet.capital(day_words(m)), KINDS[m.kind], _topic(m))
        for m in meetings if m.kind != Kind.COMMITTEE
    )  # fmt: skip
    regular = sum(m.kind in {Kind.REGULAR, Kind.BOTH} for m in meetings)
    topics = sum(bool(m.topic) for m in meetings)
    places = {m.place for m in meetings if m.place}
    body: list[Block] = [
        Paragraph(
            f"{f'Thực hiện {by}, ' if by else ''}{issuer.name} sinh hoạt năm {year} như sau:"
        ),
        Heading("I. LỊCH SINH HOẠT"),
        Table(columns, rows),
        Paragraph(
            f"Cả năm {regular} buổi định kỳ, {topics} chuyên đề."
            + (f" Địa điểm: {', '.join(sorted(places))}." if places else "")
        ),
        Heading("II. TỔ CHỨC THỰC HIỆN"),
        Paragraph(
            "Bí thư chuẩn bị nội dung, gửi tài liệu trước buổi họp. Người được phân công chuẩn bị "
            "dự thảo chuyên đề. Đảng viên dự đủ, đúng giờ. Dời ngày thì báo trước, nêu lý do."
        ),
    ]
    return issuer.sheet(
        kind="plan", number=number, day=day, title="KẾ HOẠCH",
        about=f"Sinh hoạt chi bộ năm {year}", body=body, recipients=_recipients(issuer),
    )  # fmt: skip


def _recipients(issuer: Issuer) -> tuple[str, ...]:
    return (f"- {issuer.committee} (báo cáo),", "- Đảng viên Chi bộ,", "- Lưu Chi bộ.")


def programme_sheet(
    issuer: Issuer, year: int, meetings: Sequence[PlannedMeeting], *, number: str, day: dt.date
) -> Sheet:
    """Return the programme of a year's thematic meetings as content."""
    columns = (
        Column("TT", 7, centred=True), Column("Chuyên đề", 41), Column("Ngày, giờ", 26),
        Column("Chuẩn bị, trình bày", 26),
    )  # fmt: skip
    rows = tuple(
        (str(n), m.topic, viet.capital(day_words(m)), _presenter(m))
        for n, m in enumerate((m for m in meetings if m.topic), start=1)
    )
    steps = (
        "Người trình bày dự thảo nội dung, bí thư xem trước khi gửi đảng viên. Tại buổi họp: bí "
        "thư nêu mục đích, người trình bày nêu nội dung và câu hỏi gợi ý, đảng viên thảo luận, "
        "liên hệ bản thân và chi bộ, bí thư kết luận."
    )
    return issuer.sheet(
        kind="programme", number=number, day=day, title="CHƯƠNG TRÌNH",
        about=f"Sinh hoạt chuyên đề năm {year}", body=(Table(columns, rows), Paragraph(steps)),
        recipients=_recipients(issuer),
    )  # fmt: skip


def wall_sheet(issuer: Issuer, year: int, meetings: Sequence[PlannedMeeting]) -> Sheet:
    """Return the chart of the year for the wall: twelve boxes on one A4."""
    boxes = [_box(number, meetings) for number in range(1, 13)]
    rows = tuple(tuple(boxes[start : start + 3]) for start in range(0, 12, 3))
    return issuer.sheet(
        kind="wall",
        day=None,
        title="LỊCH SINH HOẠT CHI BỘ",
        about=f"Năm {year}",
        signed=False,
        body=(Table((Column("", 34), Column("", 33), Column("", 33)), rows),),
    )


def _box(number: int, meetings: Sequence[PlannedMeeting]) -> str:
    lines = [f"THÁNG {number}"]
    for m in meetings:
        if m.month.month == number and m.kind != Kind.COMMITTEE:
            words = "" if m.kind == Kind.REGULAR else f"{KINDS[m.kind]}: {m.topic}".strip(": ")
            day, _comma, clock = day_words(m).partition(", ")
            lines += [part for part in (viet.capital(day), clock, words) if part]
    return "\n".join(lines if len(lines) > 1 else [*lines, "…"])


def _topic(planned: PlannedMeeting) -> str:
    return f"{planned.topic} ({_presenter(planned)})" if planned.topic else ""


def _presenter(planned: PlannedMeeting) -> str:
    return planned.presenter.person.name if planned.presenter else UNGIVEN
