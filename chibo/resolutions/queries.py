import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from chibo.meetings.models import Meeting
from chibo.members.models import Membership
from chibo.organizations.queries import forebears, forebears_each
from chibo.plans.models import Kind
from chibo.resolutions.models import AgreedCorrection, ResolutionItem, Task, TaskAnswer

FINAL = (TaskAnswer.Outcome.DONE, TaskAnswer.Outcome.DROPPED)


@dataclass(frozen=True)
class OpenTask:
    """A promise that this meeting must hear about; `answer` is what it heard, or None."""

    task: Task
    due_on: dt.date
    answer: TaskAnswer | None

    @property
    def state(self) -> str:
        return self.answer.outcome if self.answer else ""


def _earlier(task: Task, meeting: Meeting) -> list[TaskAnswer]:
    """Return a task's answers at meetings before this one, oldest first."""
    before = [a for a in task.answers.all() if _order(a.meeting) < _order(meeting)]
    return sorted(before, key=lambda answer: _order(answer.meeting))


def _order(meeting: Meeting) -> tuple[dt.date, dt.time, str]:
    return (meeting.held_on, meeting.starts_at, str(meeting.pk))


def open_before(meeting: Meeting) -> list[OpenTask]:
    """Return the promises that open this meeting, oldest first.

    They were made at a meeting held before this one and had no final answer before it; a past
    meeting entered late is treated by the day it was held. The committee's meeting hears none, and
    what it gives its own to prepare is nobody's promise to the cell.
    """
    if meeting.is_committee:
        return []
    finished = TaskAnswer.objects.filter(
        task=OuterRef("pk"), outcome__in=FINAL, meeting__binned_at__isnull=True,
        meeting__held_on__lt=meeting.held_on,
    )  # fmt: skip
    tasks = (
        Task.objects.filter(
            owed_to(meeting.cell_id, on=meeting.held_on),
            is_withdrawn=False,
            item__is_withdrawn=False,
            meeting__binned_at__isnull=True,
            meeting__held_on__lte=meeting.held_on,
        )
        .exclude(meeting=meeting)
        .exclude(meeting__kind=Kind.COMMITTEE)
        .exclude(Exists(finished))
        .select_related("meeting", "responsible__person")
        .prefetch_related(_answers())
        .order_by("meeting__held_on", "position")
    )
    found = []
    for task in tasks:
        earlier = _earlier(task, meeting)
        if _order(task.meeting) > _order(meeting) or any(a.outcome in FINAL for a in earlier):
            continue
        due_on = earlier[-1].new_due_on if earlier and earlier[-1].new_due_on else task.due_on
        here = next((a for a in task.answers.all() if a.meeting_id == meeting.pk), None)
        found.append(OpenTask(task, due_on, here))
    return found


def answered_elsewhere(tasks: QuerySet[Task], meeting: Meeting) -> QuerySet[TaskAnswer]:
    """Return what other meetings heard about tasks, oldest first."""
    return (
        TaskAnswer.objects.filter(task__in=tasks, meeting__binned_at__isnull=True)
        .exclude(meeting=meeting)
        .select_related("meeting", "task")
        .order_by("meeting__held_on")
    )


def out_of_order(meeting: Meeting) -> TaskAnswer | None:
    """Return an answer that the meeting's day would put before its promise, if there is one."""
    made_here = answered_elsewhere(
        Task.objects.filter(meeting=meeting, is_withdrawn=False), meeting
    )
    heard_here = TaskAnswer.objects.filter(meeting=meeting).select_related("task__meeting")
    early = (a for a in made_here if _order(a.meeting) <= _order(meeting))
    late = (a for a in heard_here if _order(a.task.meeting) >= _order(meeting))
    return next(early, None) or next(late, None)


def _answers() -> "Prefetch[str]":
    standing = TaskAnswer.objects.filter(meeting__binned_at__isnull=True)
    return Prefetch("answers", standing.select_related("meeting"))


def tasks_of(cell: UUID) -> list[OpenTask]:
    """Return every promise of a cell that stands, newest meeting first, in three queries.

    `due_on`: the newest day given; `answer`: what was heard last, final or not.
    """
    tasks = _standing(Q(cell=cell)).order_by("-meeting__held_on", "-meeting__starts_at", "position")
    return [_as_heard(task) for task in tasks]


def still_open(cell: UUID, *, on: dt.date) -> list[OpenTask]:
    """Return the promises of a cell without a final answer, by the newest day given."""
    return open_of([cell], on=on).get(cell, [])


def open_of(cells: Iterable[UUID], *, on: dt.date) -> dict[UUID, list[OpenTask]]:
    """Return `still_open` of many cells, in as many queries for any number; see `owed_to`."""
    found: dict[UUID, list[OpenTask]] = defaultdict(list)
    for cell, task in _open(cells, _standing, on=on):
        found[cell].append(_as_heard(task))
    return {cell: sorted(rows, key=lambda row: row.due_on) for cell, rows in found.items()}


def days_owed(cells: Iterable[UUID], *, on: dt.date) -> dict[UUID, list[dt.date]]:
    """Return by which days the promises of `open_of` are due, and no more of them."""
    found: dict[UUID, list[dt.date]] = defaultdict(list)
    for cell, task in _open(cells, _days, on=on):
        found[cell].append(_as_heard(task).due_on)
    return dict(found)


def _open(
    cells: Iterable[UUID], read: Callable[[Q], QuerySet[Task]], *, on: dt.date
) -> Iterator[tuple[UUID, Task]]:
    """Yield each promise without a final answer with the cell that hears it, maybe several."""
    cells = set(cells)
    before = forebears_each(cells, on=on)
    old = {each for found in before.values() for each in found}
    finished = TaskAnswer.objects.filter(
        task=OuterRef("pk"), outcome__in=FINAL, meeting__binned_at__isnull=True
    )
    tasks = list(
        read(Q(cell__in=cells | old)).exclude(Exists(finished)).order_by("due_on", "position", "id")
    )
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    if old:
        persons = {task.responsible.person_id for task in tasks if task.cell_id in old}
        now = Membership.objects.on(on).filter(person__in=persons)
        for person, cell in now.values_list("person", "cell"):
            homes[person].add(cell)
    for task in tasks:
        there = homes[task.responsible.person_id]
        hearers = {task.cell_id} & cells
        hearers |= {
            cell for cell, after in before.items()
            if task.cell_id in after and _hears(cell, after[task.cell_id], there)
        }  # fmt: skip
        for cell in hearers:
            yield cell, task


def _hears(cell: UUID, heirs: list[UUID], there: set[UUID]) -> bool:
    """Say whether a cell hears a promise of one that gave itself to heirs; see `owed_to`.

    there: the cells where the responsible member is now.
    """
    others = [heir for heir in heirs if heir != cell]
    if not others:
        return True
    return not there & set(others) if heirs[0] == cell else cell in there


def made_at(meetings: Iterable[UUID]) -> dict[UUID, list[OpenTask]]:
    """Return the promises that each meeting adopted, in order, as they were heard last."""
    found: dict[UUID, list[OpenTask]] = defaultdict(list)
    tasks = _standing(Q(meeting__in=list(meetings))).select_related("item__vote")
    for task in tasks.order_by("item__position", "position"):
        if task.item.vote.is_adopted:
            found[task.meeting_id].append(_as_heard(task))
    return dict(found)


def heard_at(meetings: Iterable[UUID]) -> dict[UUID, list[TaskAnswer]]:
    """Return what each meeting heard about earlier promises, by the day they were due."""
    found: dict[UUID, list[TaskAnswer]] = defaultdict(list)
    rows = TaskAnswer.objects.filter(meeting__in=list(meetings)).select_related("task")
    for answer in rows.order_by("task__due_on", "task"):
        found[answer.meeting_id].append(answer)
    return dict(found)


def overdue(cell: UUID, *, on: dt.date) -> list[OpenTask]:
    """Return the promises of a cell that are past their day and not finished."""
    return [promise for promise in still_open(cell, on=on) if promise.due_on < on]


def owed_to(cell: UUID, *, on: dt.date) -> Q:
    """Return the condition on the promises that a cell hears on a day.

    Its own, and those of cells that have given themselves to it. Of a cell that was divided, the
    one hears a promise where the responsible member is now; the first of them hears the rest.
    """
    owed = Q(cell=cell)
    for old, heirs in forebears(cell, on=on).items():
        others = [heir for heir in heirs if heir != cell]
        if not others:
            owed |= Q(cell=old)
            continue
        there = Membership.objects.on(on).filter(person=OuterRef("responsible__person"))
        if heirs[0] == cell:
            owed |= Q(~Exists(there.filter(cell__in=others)), cell=old)
        else:
            owed |= Q(Exists(there.filter(cell=cell)), cell=old)
    return owed


def _standing(whose: Q) -> QuerySet[Task]:
    return (
        Task.objects.filter(
            whose, is_withdrawn=False, item__is_withdrawn=False,
            meeting__binned_at__isnull=True,
        )
        .exclude(meeting__kind=Kind.COMMITTEE)
        .select_related("meeting", "responsible__person")
        .prefetch_related(_answers())
    )  # fmt: skip


def _days(whose: Q) -> QuerySet[Task]:
    """Return what `_standing` does, with the columns that say who owes it, and until when."""
    answers = TaskAnswer.objects.filter(meeting__binned_at__isnull=True).select_related("meeting")
    last = answers.only("new_due_on", "meeting__held_on", "meeting__starts_at")
    rows = _standing(whose).select_related(None).prefetch_related(None)
    rows = rows.select_related("responsible").only("cell", "due_on", "responsible__person")
    return rows.prefetch_related(Prefetch("answers", last))


def _as_heard(task: Task) -> OpenTask:
    """Return a promise with its newest day and the last answer that a meeting heard."""
    answers = sorted(task.answers.all(), key=lambda answer: _order(answer.meeting))
    due_on = answers[-1].new_due_on if answers and answers[-1].new_due_on else task.due_on
    return OpenTask(task, due_on, answers[-1] if answers else None)


def items_of(meeting: Meeting) -> list[ResolutionItem]:
    """Return the decisions of a meeting in order, with vote and tasks."""
    tasks = Task.objects.filter(is_withdrawn=False).select_related("responsible__person")
    return list(
        ResolutionItem.objects.filter(meeting=meeting, is_withdrawn=False)
        .select_related("vote")
        .prefetch_related(
            Prefetch("tasks", tasks.order_by("position")), "tasks__helpers__membership__person"
        )
        .order_by("position")
    )


def corrections_of(meeting: Meeting) -> list[AgreedCorrection]:
    """Return what members agreed to mend at a meeting; for the cell alone."""
    return list(
        AgreedCorrection.objects.filter(meeting=meeting)
        .select_related("membership__person")
        .order_by("due_on", "id")
    )


def withdrawn_of(meeting: Meeting) -> list[ResolutionItem]:
    """Return the decisions that were taken out of an open record and can be put back."""
    return list(
        ResolutionItem.objects.filter(meeting=meeting, is_withdrawn=True).order_by("position")
    )
