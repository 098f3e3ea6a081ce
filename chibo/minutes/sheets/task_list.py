"""The list of tasks to pin to the wall: what is new, and what is still open."""

import datetime as dt

from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets.parts import day, month_words, result_words, sheet, task_rows
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Sheet, Signatory, Table
from chibo.resolutions.models import TaskAnswer
from chibo.resolutions.queries import OpenTask

COLUMNS = (
    Column("TT", 6, centred=True),
    Column("Việc", 32),
    Column("Người chịu trách nhiệm", 20),
    Column("Hạn", 15, centred=True),
    Column("Biết đã xong khi", 27),
)
OPEN = {TaskAnswer.Outcome.PARTLY, TaskAnswer.Outcome.NOT_DONE}


def task_list_sheet(facts: MeetingFacts) -> Sheet:
    """Return the list of tasks after a meeting as content."""
    body: list[Block] = []
    new = task_rows(facts)
    if new:
        body.append(Heading("I. VIỆC MỚI"))
        rows = tuple(
            (str(n), task.what, f"{who}; cùng làm: {helpers}" if helpers else who,
             day(task.due_on), task.known_by)
            for n, (task, who, helpers) in enumerate(new, start=1)
        )  # fmt: skip
        body.append(Table(COLUMNS, rows))
    left = [p for p in facts.promises if p.answer is None or p.answer.outcome in OPEN]
    if left:
        body.append(Heading("II. VIỆC CŨ LÀM TIẾP" if new else "I. VIỆC CŨ LÀM TIẾP"))
        rows = tuple(
            (str(n), _words(p), facts.shown(p.task.responsible), day(_due_on(p)), p.task.known_by)
            for n, p in enumerate(left, start=1)
        )  # fmt: skip
        body.append(Table(COLUMNS, rows))
    if not body:
        body.append(Paragraph("Buổi sinh hoạt không giao việc mới, không còn việc cũ."))
    return sheet(
        facts,
        kind="task_list",
        number="",
        title="DANH SÁCH VIỆC",
        about=f"Sau buổi sinh hoạt {month_words(facts.meeting)}",
        body=body,
        right=Signatory(("T/M CHI BỘ", "BÍ THƯ"), facts.secretary),
    )


def _words(promise: OpenTask) -> str:
    """Return the task, with what the meeting heard of it."""
    what = promise.task.what
    return f"{what} ({result_words(promise)})" if promise.answer else what


def _due_on(promise: OpenTask) -> dt.date:
    new = promise.answer.new_due_on if promise.answer else None
    return new or promise.due_on
