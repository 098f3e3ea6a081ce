"""A cell's month as its report states it: every figure from what was closed, no name but a task's.

Order of the report: results, limits and causes, lessons, tasks, proposals (domain notes §9).
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from chibo.core import viet
from chibo.core.days import Month
from chibo.members.queries import Movement, movement, strength
from chibo.minutes.facts import MeetingFacts, facts_of
from chibo.minutes.models import MinutesClosure
from chibo.minutes.sheets.parts import (
    KINDS,
    day,
    lines_of,
    result_words,
    sentence,
    share,
    task_rows,
    two,
)
from chibo.organizations.models import Role
from chibo.organizations.queries import Named, holders, named, superior
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.sheets import (
    Block,
    Column,
    Heading,
    Lettered,
    Paragraph,
    Sheet,
    Signatory,
    Table,
)
from chibo.plans.models import Kind


@dataclass(frozen=True)
class CellMonth:
    """What a cell closed in a month. `facts`: of the regular meeting, None where none was held."""

    cell: Named
    superior: Named
    secretary: str
    month: Month
    closures: list[MinutesClosure]
    facts: MeetingFacts | None
    strength_before: int
    strength_after: int
    movement: Movement


def cell_month(cell: UUID, month: Month, *, today: dt.date) -> CellMonth:
    """Return a cell's month, counted to its last day or to today while it runs."""
    last = min(month.last, today)
    closures = list(
        MinutesClosure.objects.newest()
        .filter(cell=cell, month=month.first, meeting__isnull=False)
        .exclude(kind=Kind.COMMITTEE)
        .select_related("meeting", "resolution_paper")
        .order_by("held_on", "closed_at")
    )
    regular = next((c for c in closures if c.kind in {Kind.REGULAR, Kind.BOTH}), None)
    secretary = holders([cell], [Role.SECRETARY], on=last).get((cell, Role.SECRETARY))
    return CellMonth(
        cell=named(cell, on=last),
        superior=named(superior(cell, on=last) or cell, on=last),
        secretary=secretary.person.name if secretary else "",
        month=month,
        closures=closures,
        facts=facts_of(regular.meeting) if regular and regular.meeting else None,
        strength_before=strength([cell], on=month.first - dt.timedelta(days=1)),
        strength_after=strength([cell], on=last),
        movement=movement(cell, since=month.first, until=last + dt.timedelta(days=1)),
    )


def report_sheet(
    found: CellMonth, *, number: str, signed_on: dt.date, limits: str, lessons: str
) -> Sheet:
    """Return the monthly report as content. limits, lessons: the cell's own words, or empty."""
    before = found.facts.month_before if found.facts else found.month.after(-1)
    parts: list[tuple[str, list[Block]]] = [
        ("KẾT QUẢ", [*_meetings(found), *_promises(found), *_building(found)]),
        ("HẠN CHẾ, NGUYÊN NHÂN", _limits(found, limits)),
        ("BÀI HỌC", [Paragraph(sentence(line)) for line in lines_of(lessons)]),
        (f"NHIỆM VỤ THÁNG {found.month.number}", _tasks(found)),
        ("KIẾN NGHỊ", _petitions(found)),
    ]
    shown = [(title, blocks) for title, blocks in parts if blocks]
    body: list[Block] = []
    for place, (title, blocks) in enumerate(shown):
        body += [Heading(f"{NUMERALS[place]}. {title}"), *blocks]
    return Sheet(
        kind="report",
        superior=found.superior.full.upper(),
        issuer=found.cell.full.upper(),
        number=f"Số {number}",
        place=PLACE_WORD.sub("", found.superior.name),
        day=signed_on,
        title="BÁO CÁO",
        about=f"Kết quả tháng {before.number}, nhiệm vụ {_month_words(found.month)}",
        body=tuple(body),
        closing="",
        right=Signatory(("T/M CHI BỘ", "BÍ THƯ"), found.secretary),
        recipients=(
            f"- {found.superior.full.replace('Đảng bộ', 'Đảng ủy', 1)} (báo cáo),",
            "- Lưu Chi bộ.",
        ),
        demo=settings.DEMO,
    )


def _month_words(month: Month) -> str:
    return f"tháng {month.number} năm {month.year}"


NUMERALS = ("I", "II", "III", "IV", "V")


def _meetings(found: CellMonth) -> list[Block]:
    rows: list[Block] = [Heading("1. Sinh hoạt chi bộ", level=2)]
    if found.facts is None:
        rows.append(Paragraph("Trong tháng chưa có buổi sinh hoạt định kỳ nào được chốt."))
    for closure in found.closures:
        kind = KINDS[closure.kind] + (f" “{closure.topic}”" if closure.topic else "")
        paper = closure.resolution_paper
        issued = f" Đã ban hành văn bản số {paper.symbol}." if paper and paper.symbol else ""
        rows.append(
            Paragraph(
                f"Ngày {day(closure.held_on)} sinh hoạt {kind}, {closure.length_minutes} phút: có "
                f"mặt {closure.present}/{closure.counted} đồng chí, đạt "
                f"{share(closure.present, closure.counted)} (đến muộn {two(closure.late)}); vắng "
                f"có lý do {two(closure.excused)}, không lý do {two(closure.unexcused)}; "
                f"{two(closure.spoke or 0)} đồng chí phát biểu.{issued}"
            )
        )
    return rows


def _promises(found: CellMonth) -> list[Block]:
    rows: list[Block] = [Heading("2. Thực hiện việc đã hứa tháng trước", level=2)]
    if found.facts is None or not found.facts.promises:
        return [*rows, Paragraph("Không có việc đã hứa từ buổi trước.")]
    promises = found.facts.promises
    done = sum(promise.state == "done" for promise in promises)
    columns = (Column("TT", 6, centred=True), Column("Nhiệm vụ", 47), Column("Kết quả", 47))
    table = tuple(
        (str(place), promise.task.what, result_words(promise))
        for place, promise in enumerate(promises, start=1)
    )
    rate = share(done, len(promises))
    said = f"Xong {done}/{len(promises)} việc, đạt {rate}."
    return [*rows, Paragraph(said), Table(columns, table)]


def _building(found: CellMonth) -> list[Block]:
    moved = found.movement
    text = (
        f"Đảng số đầu tháng {two(found.strength_before)}, cuối kỳ báo cáo "
        f"{two(found.strength_after)}; kết nạp {two(moved.admitted)}, công nhận chính thức "
        f"{two(moved.recognised)}, chuyển đến {two(moved.came)}, chuyển đi hoặc ra khỏi danh sách "
        f"{two(moved.left)}."
    )
    dues = found.facts.meeting.dues if found.facts else ""
    return [
        Heading("3. Xây dựng Đảng", level=2),
        Paragraph(f"{text} Đảng phí: {sentence(dues)}" if dues else text),
    ]


def _limits(found: CellMonth, limits: str) -> list[Block]:
    rows: list[Block] = [Paragraph(sentence(line)) for line in lines_of(limits)]
    left = [p for p in found.facts.promises if p.answer and p.answer.reason] if found.facts else []
    if left:
        items = (f"{p.task.what}: {p.answer.reason if p.answer else ''}" for p in left)
        rows.append(Lettered(tuple(sentence(item) for item in items)))
    return rows


def _tasks(found: CellMonth) -> list[Block]:
    tasks = task_rows(found.facts) if found.facts else []
    return [
        Paragraph(f"{place}. {viet.capital(task.what)}, xong trước ngày {day(task.due_on)}.")
        for place, (task, _who, _helpers) in enumerate(tasks, start=1)
    ]


def _petitions(found: CellMonth) -> list[Block]:
    petitions = found.facts.petitions if found.facts else []
    if not petitions:
        return [Paragraph("Không có.")]
    return [Lettered(tuple(sentence(petition.text) for petition in petitions))]
