"""Promises as rows: by the meeting that made or heard them, whose frozen numbers count."""

from uuid import UUID

from chibo.minutes.models import MinutesClosure
from chibo.reports.rows.asking import Asked, Opened
from chibo.reports.rows.meetings import closures_page, rows_of, that_count
from chibo.resolutions.queries import OpenTask, heard_at, made_at


def promises(asked: Asked, number: str) -> Opened:
    """Return a page of meetings with the promises that a figure counts, without anybody's name."""
    found = closures_page(asked, number, that_count(asked))
    tasks = _tasks(asked, found.page.rows)
    return Opened("promises", found.page, rows_of(asked, found, tasks))


def _tasks(asked: Asked, closures: list[MinutesClosure]) -> dict[UUID, list[OpenTask]]:
    """Return what was promised or answered, by closure; nothing is known of months on paper."""
    meetings = {row.meeting_id: row.pk for row in closures if row.meeting_id}
    if asked.indicator.part == ("tasks_new",):
        return {meetings[key]: tasks for key, tasks in made_at(meetings).items()}
    outcomes = {key.removeprefix("tasks_") for key in asked.keys}
    return {
        meetings[key]: [
            OpenTask(answer.task, answer.new_due_on or answer.task.due_on, answer)
            for answer in answers if answer.outcome in outcomes
        ]
        for key, answers in heard_at(meetings).items()
    }  # fmt: skip
