"""The resolution, or the conclusion, of a meeting: what is adopted goes up, names of tasks only."""

from chibo.core import viet
from chibo.core.days import minutes_between
from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets.parts import (
    KINDS,
    day,
    lines_of,
    month_words,
    results_table,
    score_blocks,
    sentence,
    share,
    sheet,
    task_rows,
)
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Sheet, Signatory, Table

TITLES = {"resolution": "NGHỊ QUYẾT", "conclusion": "KẾT LUẬN"}
VERBS = {"resolution": "quyết nghị", "conclusion": "kết luận"}


def resolution_sheet(facts: MeetingFacts, *, number: str, kind: str) -> Sheet:
    """Return the resolution (or conclusion) of a meeting as content. kind: see TITLES."""
    meeting = facts.meeting
    about = f"Lãnh đạo thực hiện nhiệm vụ {month_words(meeting)}"
    return sheet(
        facts,
        kind=kind,
        number=number,
        title=TITLES[kind],
        about=about if facts.is_regular else meeting.topic or about,
        body=[
            _opening(facts, kind),
            *_review(facts),
            *_direction(facts),
            *_tasks(facts),
            *_score(facts),
        ],
        closing=_closing(facts, kind),
        right=Signatory(("T/M CHI BỘ", "BÍ THƯ"), facts.secretary),
        recipients=(
            f"- {facts.superior.full.replace('Đảng bộ', 'Đảng ủy', 1)} (báo cáo),",
            "- Đảng viên chi bộ,",
            "- Lưu Chi bộ.",
        ),
    )


def _opening(facts: MeetingFacts, kind: str) -> Block:
    meeting, turnout = facts.meeting, facts.call.turnout
    length = ""
    if meeting.ends_at is not None:
        length = f" trong {minutes_between(meeting.starts_at, meeting.ends_at)} phút"
    when = viet.capital(viet.long_date(meeting.held_on))
    return Paragraph(
        f"{when}, {facts.cell.full} sinh hoạt {KINDS[meeting.kind]}{length}, có mặt "
        f"{turnout.present}/{turnout.counted} đảng viên "
        f"({share(turnout.present, turnout.counted)}), đồng chí {meeting.chair.person.name} "
        f"chủ trì. Chi bộ {VERBS[kind]}:"
    )


def _review(facts: MeetingFacts) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"I. ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THÁNG {facts.month_before.number}")
    ]
    place = 0
    for item in facts.items:
        concluded = lines_of(item.concluded)
        if concluded:
            place += 1
            text = " ".join(sentence(line) for line in concluded)
            blocks.append(Paragraph(f"{place}. {item.title}: {text}"))
    if facts.heard:
        blocks.append(Paragraph(f"{place + 1}. Kết quả việc đã hứa tháng trước:"))
        blocks.append(results_table(facts))
    left = [p for p in facts.heard if p.answer and p.answer.reason]
    if left:
        causes = "; ".join(f"{p.task.what}: {p.answer.reason}" for p in left if p.answer)
        blocks.append(Paragraph(sentence(f"{place + 2}. Hạn chế, nguyên nhân: {causes}")))
    if len(blocks) == 1:
        blocks.append(Paragraph("Không có việc đã hứa từ buổi trước."))
    return blocks


def _direction(facts: MeetingFacts) -> list[Block]:
    blocks: list[Block] = [Heading(f"II. PHƯƠNG HƯỚNG THÁNG {facts.month.number}")]
    for place, decision in enumerate(facts.adopted, start=1):
        vote = decision.vote
        blocks.append(
            Paragraph(
                f"{place}. {decision.text.rstrip('.')} ({vote.votes_for}/{vote.base_size} đồng chí "
                f"tán thành, đạt {share(vote.votes_for, vote.base_size)})."
            )
        )
    return blocks


def _tasks(facts: MeetingFacts) -> list[Block]:
    rows = task_rows(facts)
    if not rows:
        return []
    columns = (
        Column("TT", 6, centred=True),
        Column("Việc", 30),
        Column("Người chịu trách nhiệm", 20),
        Column("Hạn", 15, centred=True),
        Column("Biết đã xong khi", 29),
    )
    body = tuple(
        (
            str(place),
            task.what,
            f"{who}; cùng làm: {helpers}" if helpers else who,
            day(task.due_on),
            task.known_by,
        )
        for place, (task, who, helpers) in enumerate(rows, start=1)
    )
    return [Heading("III. PHÂN CÔNG, TỔ CHỨC THỰC HIỆN"), Table(columns, body)]


def _score(facts: MeetingFacts) -> list[Block]:
    return score_blocks(facts, "IV" if task_rows(facts) else "III")


def _closing(facts: MeetingFacts, kind: str) -> str:
    word = TITLES[kind].capitalize()
    return f"{word} được chi bộ thông qua tại buổi sinh hoạt {day(facts.meeting.held_on)}."
