"""What is printed for the sitting itself: the agenda, and a script in large letters."""

from dataclasses import replace

from chibo.chairing.prepared import Point, Prepared
from chibo.core import viet
from chibo.core.templatetags.words import WEEKDAYS_VI
from chibo.meetings.queries import CallLine
from chibo.minutes.sheets.roll_call import BY_HAND, SPOKE, call_table
from chibo.papers.issuers import issuer_of
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
from chibo.plans.sheets import KINDS
from chibo.preparations.models import PreparedPaper
from chibo.preparations.queries import to_discuss

DOTS = "……………………………………"
LINE = "…" * 31


def agenda_sheet(given: Prepared) -> Sheet:
    """Return the agenda of a planned meeting as content, unnumbered."""
    planned = given.planned
    issuer = issuer_of(planned.cell_id, on=planned.planned_on)
    columns = (
        Column("TT", 7, centred=True), Column("Nội dung, câu hỏi gợi ý", 53),
        Column("Bắt đầu", 20, centred=True), Column("Người trình bày", 20),
    )  # fmt: skip
    rows = tuple(_row(point) for point in given.points)
    body: list[Block] = [
        Paragraph(f"{_when(given)}."),
        Table(columns, rows),
        Paragraph(f"Cộng {given.agenda.minutes} phút; quy định ít nhất {given.least} phút."),
    ]
    if given.papers:
        body += [Heading("TÀI LIỆU"), Lettered(tuple(paper_words(p) for p in given.papers))]
    return issuer.sheet(
        kind="agenda", day=None, title="CHƯƠNG TRÌNH", about=_about(given), body=body
    )


def script_sheet(given: Prepared) -> Sheet:
    """Return a script that the chair reads from, in large letters.

    It names those who answer for a task, for the sitting hears them; nobody's words stand in it.
    """
    planned = given.planned
    issuer = issuer_of(planned.cell_id, on=planned.planned_on)
    body: list[Block] = [Paragraph(f"{_when(given)}.")]
    for point in given.points:
        body += _told(point, given)
    return issuer.sheet(
        kind="script", day=None, title="LỜI DẪN BUỔI HỌP", about=_about(given), body=body,
        signed=False,
    )  # fmt: skip


def roll_call_sheet(given: Prepared) -> Sheet:
    """Return the roll-call sheet to tick by hand, numbered as the page to enter it later."""
    lines = [CallLine(member, None) for member in given.members]
    body: list[Block] = [
        Paragraph(f"{_when(given)}."),
        call_table(lines, blank=True),
        Paragraph(BY_HAND if given.is_committee else f"{BY_HAND} {SPOKE}"),
    ]
    return _by_hand(given, "roll_call", "DANH SÁCH ĐIỂM DANH", body)


def minutes_sheet(given: Prepared) -> Sheet:
    """Return minutes to write by hand where there is no telephone; entered later from it."""
    counted = sum(member.counted for member in given.members)
    body: list[Block] = [
        Paragraph(f"Hồi …… giờ …… ngày …… tháng …… năm ………, tại {given.planned.place or DOTS}."),
        Paragraph(f"Có mặt: ……/{counted} đồng chí. Vắng có lý do: …… Vắng không lý do: ……"),
        Paragraph(f"Chủ trì: {DOTS}"),
        Paragraph(f"Thư ký: {DOTS}"),
        Heading("I. NỘI DUNG"),
    ]
    if given.promises:
        columns = (
            Column("TT", 6, centred=True), Column("Việc đã hứa", 38),
            Column("Người chịu trách nhiệm", 21), Column("Kết quả", 35),
        )  # fmt: skip
        rows = tuple(
            (str(n), p.task.what, p.task.responsible.person.name, "")
            for n, p in enumerate(given.promises, start=1)
        )
        body.append(Table(columns, rows))
    for n, item in enumerate(to_discuss(given.agenda), start=1):
        body += [Paragraph(f"{n}. {item.title}:"), Paragraph(LINE), Paragraph(LINE)]
    body.append(Heading("II. KẾT LUẬN, BIỂU QUYẾT, GIAO VIỆC"))
    columns = (
        Column("TT", 6, centred=True), Column("Quyết nghị", 38), Column("Tán thành", 12),
        Column("Ai làm, hạn, biết đã xong khi", 44),
    )  # fmt: skip
    drafted = [*given.draft, *[" "] * 4][: max(4, len(given.draft))]
    rows = tuple((str(n), text, "", " \n ") for n, text in enumerate(drafted, start=1))
    body += [
        Table(columns, rows),
        Paragraph(f"Kết thúc hồi …… giờ …… {SPOKE if not given.is_committee else ''}".strip()),
    ]
    return _by_hand(given, "hand_minutes", "BIÊN BẢN", body)


def _by_hand(given: Prepared, kind: str, title: str, body: list[Block]) -> Sheet:
    planned = given.planned
    issuer = issuer_of(planned.cell_id, on=planned.planned_on)
    sheet = issuer.sheet(kind=kind, day=None, title=title, about=_about(given), body=body)
    return replace(sheet, left=Signatory(("THƯ KÝ",), ""), right=Signatory(("CHỦ TRÌ",), ""))


def _about(given: Prepared) -> str:
    planned = given.planned
    kind = KINDS[planned.kind].lower()
    words = kind if kind.startswith("họp") else f"sinh hoạt {kind}"
    return viet.capital(f"{words} tháng {planned.month.month} năm {planned.month.year}")


def _when(given: Prepared) -> str:
    planned = given.planned
    day = WEEKDAYS_VI[planned.planned_on.weekday()]
    parts = [f"{viet.capital(day)}, {viet.long_date(planned.planned_on)}"]
    if planned.starts_at:
        parts.insert(0, viet.clock(planned.starts_at))
    if planned.place:
        parts.append(f"tại {planned.place}")
    return viet.capital(", ".join(parts))


def _row(point: Point) -> tuple[str, ...]:
    item = point.item
    text = f"{item.title}\n{item.question}" if item.question else item.title
    if item.in_groups:
        text += "\nBàn ở tổ đảng, điểm danh một lần."
    who = item.presenter.person.name if item.presenter else ""
    return (str(point.place), text, _hours(point), who)


def _hours(point: Point) -> str:
    minutes = f"{point.item.minutes} phút" if point.item.minutes else ""
    if point.from_at and point.until_at:
        return f"{point.from_at:%H:%M} ({minutes})"
    return minutes


def _told(point: Point, given: Prepared) -> list[Block]:
    item = point.item
    at = f"{point.from_at:%H:%M}, " if point.from_at else ""
    minutes = f" ({at}{item.minutes} phút)" if item.minutes else ""
    blocks: list[Block] = [Heading(f"{point.place}. {item.title}{minutes}", level=2)]
    say = point.duty.say if point.duty else ""
    if item.presenter:
        say = f"Mời đồng chí {item.presenter.person.name}. {say}".strip()
    if say:
        blocks.append(Paragraph(say))
    if item.question:
        blocks.append(Paragraph(f"Gợi ý: {item.question}", bold=True))
    if item.in_groups:
        blocks.append(Paragraph("Bàn ở tổ đảng, rồi một đồng chí mỗi tổ nói lại trước chi bộ."))
    return [*blocks, *_with(item.step, item.duty, given)]


def _with(step: str, duty: str, given: Prepared) -> list[Block]:
    """Return what the record gives to a line: promises, papers, questions, the draft."""
    if step == "promises" and given.promises:
        said = (
            f"{p.task.what}: đồng chí {p.task.responsible.person.name}, hạn {p.due_on:%d/%m}."
            for p in given.promises
        )
        return [Lettered(tuple(said))]
    if duty == "news" and given.papers:
        return [Lettered(tuple(paper_words(p) for p in given.papers if not p.is_secret))]
    if duty == "ideology" and given.questions:
        return [
            Paragraph("Câu hỏi gửi trước:"), Lettered(tuple(q.text for q in given.questions)),
        ]  # fmt: skip
    if step == "decisions" and given.draft:
        return [Paragraph("Dự thảo để biểu quyết từng điều:"), Lettered(tuple(given.draft))]
    return []


def paper_words(paper: PreparedPaper) -> str:
    """Return a paper as papers name it; of a secret one only number, date, issuer and place."""
    parts = ["Văn bản mật" if paper.is_secret else paper.title]
    if paper.number:
        parts.append(f"số {paper.number}")
    if paper.dated_on:
        parts.append(f"ngày {paper.dated_on:%d/%m/%Y}")
    if paper.issuer:
        parts.append(f"của {paper.issuer}")
    where = f"; bản giấy để ở {paper.kept_at}" if paper.kept_at else ""
    return f"{' '.join(parts)}{where}"
