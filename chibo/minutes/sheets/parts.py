"""Pieces of text that several papers share."""

import datetime as dt
from fractions import Fraction

from django.conf import settings
from django.utils import timezone, translation

from chibo.assessments.queries import points_words
from chibo.assessments.sheets import total_words
from chibo.core import viet
from chibo.meetings.models import Meeting
from chibo.minutes.facts import MeetingFacts
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Sheet, Signatory, Table
from chibo.plans.models import Kind
from chibo.resolutions.models import Task, TaskAnswer
from chibo.resolutions.queries import OpenTask

KINDS: dict[str, str] = {
    Kind.REGULAR: "định kỳ",
    Kind.THEMATIC: "chuyên đề",
    Kind.BOTH: "định kỳ và chuyên đề",
    Kind.EXTRAORDINARY: "bất thường",
}
OUTCOMES = {
    TaskAnswer.Outcome.DONE: "Xong",
    TaskAnswer.Outcome.PARTLY: "Một phần",
    TaskAnswer.Outcome.NOT_DONE: "Chưa làm",
    TaskAnswer.Outcome.DROPPED: "Thôi, theo quyết nghị",
}


def two(count: int) -> str:
    """Return a count as papers write it: 01, 02 … 10; zero stays 0."""
    return f"{count:02d}" if count else "0"


def day(value: dt.date) -> str:
    return f"{value:%d/%m/%Y}"


def sitting_words(facts: MeetingFacts) -> str:
    """Return what a paper is about: `Sinh hoạt chi bộ tháng 11 năm 2026`, or the committee's."""
    who = "Họp chi ủy" if facts.meeting.is_committee else "Sinh hoạt chi bộ"
    return f"{who} {month_words(facts.meeting)}"


def month_words(meeting: Meeting) -> str:
    """Return `tháng 11 năm 2026`."""
    return f"tháng {meeting.month.month} năm {meeting.month.year}"


def entered_words(meeting: Meeting) -> str:
    """Return when a sitting came into the book, where that was not its own day; else empty."""
    on = timezone.localdate(meeting.entered_at)
    if on == meeting.held_on:
        return ""
    return f"Họp ngày {day(meeting.held_on)}, vào sổ ngày {day(on)} theo bản ghi tay."


def place_of(facts: MeetingFacts) -> str:
    """Return the place for the date line: the commune's name without its kind."""
    return PLACE_WORD.sub("", facts.superior.name)


def sheet(
    facts: MeetingFacts,
    *,
    kind: str,
    number: str,
    title: str,
    about: str,
    body: list[Block],
    closing: str = "",
    left: Signatory | None = None,
    right: Signatory | None = None,
    recipients: tuple[str, ...] = (),
) -> Sheet:
    """Return a paper with the head that all papers of this meeting have."""
    return Sheet(
        kind=kind,
        superior=facts.superior.full.upper(),
        issuer=facts.cell.full.upper(),
        number=f"Số {number}" if number else "",
        place=place_of(facts),
        day=facts.meeting.held_on,
        title=title,
        about=about,
        body=tuple(body),
        closing=closing,
        left=left,
        right=right,
        recipients=recipients,
        demo=settings.DEMO,
    )


def result_words(promise: OpenTask) -> str:
    """Return what the meeting heard: `Một phần, 4/6 hộ; hạn mới 30/11/2026`."""
    answer = promise.answer
    if answer is None:
        return "Chưa trả lời"
    words = OUTCOMES[TaskAnswer.Outcome(answer.outcome)]
    if answer.result:
        words += f", {answer.result}"
    if answer.new_due_on:
        words += f"; hạn mới {day(answer.new_due_on)}"
    return words


def results_table(facts: MeetingFacts) -> Table:
    """Return the table of last month's results as the resolution has it."""
    columns = (
        Column("TT", 6, centred=True),
        Column("Nhiệm vụ đề ra", 36),
        Column("Tình trạng đầu kỳ", 23),
        Column("Kết quả", 35),
    )
    rows = tuple(
        (str(place), promise.task.what, promise.task.state_before or "–", result_words(promise))
        for place, promise in enumerate(facts.heard, start=1)
    )
    return Table(columns, rows)


def task_rows(facts: MeetingFacts) -> list[tuple[Task, str, str]]:
    """Return the new tasks of adopted decisions: task, who is responsible, who helps."""
    return [
        (
            task,
            facts.shown(task.responsible),
            ", ".join(facts.shown(helper.membership) for helper in task.helpers.all()),
        )
        for decision in facts.adopted
        for task in decision.tasks.all()
    ]


@translation.override("vi")
def score_blocks(facts: MeetingFacts, number: str) -> list[Block]:
    """Return the part of minutes and resolution that says how the cell scored its meeting."""
    own = facts.own_score
    if own is None:
        return []
    blocks: list[Block] = [Heading(f"{number}. TỰ ĐÁNH GIÁ CHẤT LƯỢNG BUỔI SINH HOẠT")]
    blocks.append(Paragraph(f"{total_words(own)[:1].upper()}{total_words(own)[1:]}."))
    points: dict[str, list[Fraction]] = {}
    for each in own.shown:
        if each.line.points is not None:
            points.setdefault(each.line.item.block, []).append(each.line.points)
    if own.score.of:
        said = (f"{block}: {points_words(sum(got, Fraction(0)))}" for block, got in points.items())
        blocks.append(Paragraph("; ".join(said) + "."))
    low = [s.line for s in own.shown if s.line.points == 0]
    if low:
        blocks.append(Paragraph(f"Cần khắc phục: {'; '.join(line.item.title for line in low)}."))
    return blocks


def share(part: int, whole: int) -> str:
    return viet.percent(part, whole)


def lines_of(text: str) -> list[str]:
    """Return the non-empty lines of a text."""
    return [line.strip(" -•–") for line in text.split("\n") if line.strip(" -•–")]


def sentence(text: str) -> str:
    """Return the text with a full stop at its end."""
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."
