"""The roll-call sheet: printed empty before the meeting, or filled after it."""

from chibo.meetings.models import Attendance
from chibo.meetings.queries import CallLine
from chibo.members.rules import Standing
from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets.minutes import REASONS
from chibo.minutes.sheets.parts import entered_words, share, sheet, sitting_words, two
from chibo.papers.sheets import BOX, BOX_MARKED, Block, Column, Paragraph, Sheet, Signatory, Table

STANDINGS = {
    Standing.OFFICIAL: "Chính thức",
    Standing.PROBATIONARY: "Dự bị",
    Standing.EXEMPT: "Miễn sinh hoạt",
    Standing.SUSPENDED: "Đình chỉ sinh hoạt",
    Standing.AWAY: "Tạm thời nơi khác",
    Standing.HERE: "Nơi khác đến",
}
COLUMNS = (
    Column("TT", 6, centred=True),
    Column("Họ và tên", 27),
    Column("Đảng viên", 15),
    Column("Có mặt", 9, centred=True),
    Column("Muộn", 9, centred=True),
    Column("Vắng có lý do", 10, centred=True),
    Column("Vắng không lý do", 11, centred=True),
    Column("Ghi chú", 13),
)
BY_HAND = "Có mặt: ……/…… đồng chí, đạt …… %."
SPOKE = "Số người phát biểu: ……"
MARKS = ("present", "late", "excused", "unexcused")


def roll_call_sheet(facts: MeetingFacts, *, blank: bool) -> Sheet:
    """Return the roll-call sheet; blank: only names and boxes, to tick by hand."""
    body: list[Block] = [call_table(facts.call.lines, blank=blank)]
    turnout = facts.call.turnout
    if blank:
        body.append(Paragraph(BY_HAND if facts.meeting.is_committee else f"{BY_HAND} {SPOKE}"))
    else:
        body.append(
            Paragraph(
                f"Có mặt: {turnout.present}/{turnout.counted} đồng chí, đạt "
                f"{share(turnout.present, turnout.counted)}; muộn {two(turnout.late)}; vắng có lý "
                f"do {two(turnout.excused)}; vắng không lý do {two(turnout.unexcused)}."
            )
        )
        if late := entered_words(facts.meeting):
            body.append(Paragraph(late))
    return sheet(
        facts,
        kind="roll_call",
        number="",
        title="DANH SÁCH ĐIỂM DANH",
        about=sitting_words(facts),
        body=body,
        left=Signatory(("THƯ KÝ",), facts.meeting.writer.person.name),
        right=Signatory(("CHỦ TRÌ",), facts.meeting.chair.person.name),
    )


def call_table(lines: list[CallLine], *, blank: bool) -> Table:
    """Return the table of names and boxes; the numbers are those of the page that is tapped."""
    return Table(COLUMNS, tuple(_row(n, line, blank) for n, line in enumerate(lines, start=1)))


def _row(place: int, line: CallLine, blank: bool) -> tuple[str, ...]:
    given = None if blank else line.attendance
    if not line.member.counted and (given is None or given.mark not in MARKS):
        boxes: tuple[str, ...] = ("–",) * 4
    else:
        boxes = tuple(BOX_MARKED if given and given.mark == mark else BOX for mark in MARKS)
    note = ""
    if given is not None and given.late_at:
        note = f"{given.late_at:%H:%M}"
    elif given is not None and given.reason:
        note = REASONS[Attendance.Reason(given.reason)]
    return (str(place), line.member.shown, STANDINGS[line.member.standing], *boxes, note)
