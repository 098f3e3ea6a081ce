"""The minutes: who, what was raised, what was decided. No name beside a view."""

from chibo.core import viet
from chibo.core.days import minutes_between
from chibo.meetings.models import Attendance
from chibo.meetings.queries import CallLine
from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets.parts import (
    KINDS,
    day,
    entered_words,
    lines_of,
    month_words,
    result_words,
    score_blocks,
    sentence,
    share,
    sheet,
    sitting_words,
    task_rows,
    two,
)
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

REASONS = {
    Attendance.Reason.FAR_WORK: "đi làm xa",
    Attendance.Reason.FAMILY: "việc gia đình",
    Attendance.Reason.HEALTH: "sức khỏe",
    Attendance.Reason.DUTY: "công tác",
    Attendance.Reason.OTHER: "lý do khác",
}
WAYS = {"show_of_hands": "giơ tay", "secret": "phiếu kín"}


def minutes_sheet(facts: MeetingFacts, *, number: str) -> Sheet:
    """Return the minutes of a meeting, of the cell or of its committee, as content."""
    body = [_opening(facts), *_people(facts), *_content(facts), *_views(facts)]
    return sheet(
        facts,
        kind="minutes",
        number=number,
        title="BIÊN BẢN",
        about=_about(facts),
        body=[*body, *_decisions(facts), *_tasks(facts), *_petitions(facts), *_score(facts)],
        closing=_closing(facts),
        left=Signatory(("THƯ KÝ",), facts.meeting.writer.person.name),
        right=Signatory(("CHỦ TRÌ",), facts.meeting.chair.person.name),
    )


def _about(facts: MeetingFacts) -> str:
    meeting = facts.meeting
    if meeting.is_committee:
        return sitting_words(facts)
    about = f"Sinh hoạt chi bộ {KINDS[meeting.kind]} {month_words(meeting)}"
    return f"{about}: {meeting.topic}" if meeting.topic else about


def _opening(facts: MeetingFacts) -> Block:
    meeting, cell = facts.meeting, facts.cell.full
    met = f"chi ủy {cell} họp" if meeting.is_committee else f"{cell} sinh hoạt"
    kind = "" if meeting.is_committee else f" {KINDS[meeting.kind]}"
    return Paragraph(
        f"Hồi {viet.clock(meeting.starts_at)} {viet.long_date(meeting.held_on)}, tại "
        f"{meeting.place}, {met}{kind}."
    )


def _strength(facts: MeetingFacts) -> list[str]:
    """Return who belongs and who came; of the committee in one line."""
    turnout = facts.call.turnout
    if facts.meeting.is_committee:
        whole, here = two(len(facts.call.lines)), f"{two(turnout.present)}/{two(turnout.counted)}"
        return [f"Tổng số ủy viên: {whole}; có mặt: {here}{_late_ones(facts)}."]
    duty = f" Làm nhiệm vụ đặc biệt: {two(turnout.special_duty)}." if turnout.special_duty else ""
    suspended = f" Đình chỉ sinh hoạt: {two(turnout.suspended)}." if turnout.suspended else ""
    return [
        f"Tổng số đảng viên: {two(turnout.strength)} đồng chí, trong đó "
        f"{two(turnout.official)} chính thức, {two(turnout.probationary)} dự bị. "
        f"Miễn sinh hoạt: {two(turnout.exempt)}. Sinh hoạt tạm thời ở nơi khác: "
        f"{two(turnout.away)}; ở nơi khác đến: {two(turnout.here)}.{suspended}{duty}",
        _present(facts),
    ]


def _people(facts: MeetingFacts) -> list[Block]:
    meeting = facts.meeting
    blocks: list[Block] = [
        Heading("Thành phần", level=2),
        *(Paragraph(text) for text in _strength(facts)),
        Paragraph(_absent(facts)),
    ]
    if meeting.delegate:
        blocks.append(Paragraph(sentence(f"Dự và chỉ đạo: {meeting.delegate}")))
    if meeting.guests:
        blocks.append(Paragraph(sentence(f"Khách mời: {meeting.guests}")))
    office = f", {facts.chair_office}" if facts.chair_office else ""
    dues = f" Đảng phí: {sentence(meeting.dues)}" if meeting.dues else ""
    blocks.append(
        Paragraph(
            f"Chủ trì: đồng chí {meeting.chair.person.name}{office}. "
            f"Thư ký: đồng chí {meeting.writer.person.name}.{dues}"
        )
    )
    return blocks


def _present(facts: MeetingFacts) -> str:
    turnout = facts.call.turnout
    return (
        f"Có mặt: {turnout.present}/{turnout.counted} đồng chí, đạt "
        f"{share(turnout.present, turnout.counted)} ({two(turnout.present_official)} chính thức, "
        f"{two(turnout.present_probationary)} dự bị){_late_ones(facts)}."
    )


def _late_ones(facts: MeetingFacts) -> str:
    late = facts.call.marked("late")
    if not late:
        return ""
    names = ", ".join(_late(line) for line in late)
    return f"; {two(len(late))} đồng chí đến muộn: {names}"


def _late(line: CallLine) -> str:
    at = line.attendance.late_at if line.attendance else None
    return f"{line.member.shown}, {viet.clock(at)}" if at else line.member.shown


def _absent(facts: MeetingFacts) -> str:
    excused, unexcused = facts.call.marked("excused"), facts.call.marked("unexcused")
    text = f"Vắng có lý do: {two(len(excused))}"
    if excused:
        names = ", ".join(
            f"{line.member.shown} ({REASONS[Attendance.Reason(line.attendance.reason)]})"
            for line in excused
            if line.attendance
        )
        text += f" đồng chí: {names}"
    text += f". Vắng không lý do: {two(len(unexcused))}"
    if unexcused:
        text += f" đồng chí: {', '.join(line.member.shown for line in unexcused)}"
    return f"{text}."


def _content(facts: MeetingFacts) -> list[Block]:
    blocks: list[Block] = [Heading("I. NỘI DUNG")]
    place = 1
    if facts.heard:
        blocks.append(Paragraph(f"1. Kết quả việc đã hứa tháng {facts.month_before.number}:"))
        blocks.append(_promises(facts))
        place = 2
    for number, item in enumerate(facts.items, start=place):
        where = " (thảo luận ở tổ đảng)" if item.prepared and item.prepared.in_groups else ""
        text = f"{number}. {sentence(f'{item.title}{where}')}"
        concluded = lines_of(item.concluded)
        if concluded:
            text += " " + " ".join(sentence(line) for line in concluded)
        blocks.append(Paragraph(text))
    return blocks


def _promises(facts: MeetingFacts) -> Table:
    columns = (
        Column("TT", 6, centred=True),
        Column("Việc đã hứa", 27),
        Column("Người chịu trách nhiệm", 20),
        Column("Hạn", 15, centred=True),
        Column("Kết quả", 32),
    )
    rows = tuple(
        (
            str(place),
            promise.task.what,
            facts.shown(promise.task.responsible),
            day(promise.due_on),
            result_words(promise),
        )
        for place, promise in enumerate(facts.heard, start=1)
    )
    return Table(columns, rows)


def _views(facts: MeetingFacts) -> list[Block]:
    raised = [sentence(line) for item in facts.items for line in lines_of(item.raised)]
    spoke = two(facts.meeting.spoke or 0)
    blocks: list[Block] = [Heading("II. Ý KIẾN")]
    said = "" if facts.meeting.is_committee else f"Có {spoke} đồng chí phát biểu."
    if raised:
        blocks.append(Paragraph(f"{said} Các ý kiến tập trung vào:".strip()))
        blocks.append(Lettered(tuple(raised)))
    else:
        blocks.append(Paragraph(said or "Không có ý kiến khác."))
    if facts.meeting.criticism_held:
        blocks.append(Paragraph("Chi bộ đã thực hiện tự phê bình và phê bình."))
    return blocks


def _decisions(facts: MeetingFacts) -> list[Block]:
    blocks: list[Block] = [Heading("III. KẾT LUẬN, BIỂU QUYẾT")]
    committee = facts.meeting.is_committee
    if not facts.decisions:
        sitting = "Buổi họp" if committee else "Buổi sinh hoạt"
        return [*blocks, Paragraph(f"{sitting} không biểu quyết việc nào.")]
    ways = [WAYS[method] for method in dict.fromkeys(d.vote.method for d in facts.decisions)]
    voters = f"{two(facts.call.turnout.present_voters)} {'ủy viên' if committee else 'đảng viên'}"
    by = " và ".join(ways)
    blocks.append(Paragraph(f"{voters} có quyền biểu quyết có mặt, biểu quyết bằng {by}."))
    columns = (
        Column("TT", 6, centred=True),
        Column("Quyết nghị", 46),
        Column("Tán thành", 18, centred=True),
        Column("Không tán thành", 15, centred=True),
        Column("Ý kiến khác", 15, centred=True),
    )
    rows = []
    for place, decision in enumerate(facts.decisions, start=1):
        vote = decision.vote
        text = decision.text if vote.is_adopted else f"{decision.text} (không được thông qua)"
        rate = f"{vote.votes_for}/{vote.base_size} ({share(vote.votes_for, vote.base_size)})"
        rows.append((str(place), text, rate, str(vote.votes_against), str(vote.votes_other)))
    return [*blocks, Table(columns, tuple(rows))]


def _tasks(facts: MeetingFacts) -> list[Block]:
    rows = task_rows(facts)
    if not rows:
        return []
    blocks: list[Block] = [Heading("IV. GIAO VIỆC")]
    for place, (task, who, helpers) in enumerate(rows, start=1):
        with_whom = f", cùng làm: {helpers}" if helpers else ""
        blocks.append(
            Paragraph(
                f"{place}. Đồng chí {who}: {task.what}, xong trước ngày {day(task.due_on)}"
                f"{with_whom}. Biết đã xong khi: {sentence(task.known_by)}"
            )
        )
    return blocks


def _petitions(facts: MeetingFacts) -> list[Block]:
    if not facts.petitions:
        return []
    head = "V. KIẾN NGHỊ VỚI CẤP TRÊN" if task_rows(facts) else "IV. KIẾN NGHỊ VỚI CẤP TRÊN"
    return [Heading(head), Lettered(tuple(sentence(p.text) for p in facts.petitions))]


def _score(facts: MeetingFacts) -> list[Block]:
    before = 3 + bool(task_rows(facts)) + bool(facts.petitions)
    return score_blocks(facts, ("IV", "V", "VI")[before - 3])


def _closing(facts: MeetingFacts) -> str:
    meeting = facts.meeting
    whom = "chi ủy" if meeting.is_committee else "chi bộ"
    read = f"Biên bản đã được đọc trước {whom} và thông qua."
    if meeting.ends_at is None:
        return read
    length = minutes_between(meeting.starts_at, meeting.ends_at)
    sitting = "Buổi họp" if meeting.is_committee else "Buổi sinh hoạt"
    end = f"{viet.clock(meeting.ends_at)} cùng ngày ({length} phút)"
    return f"{read} {sitting} kết thúc hồi {end}. {entered_words(meeting)}".strip()
