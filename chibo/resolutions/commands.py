"""What a cell decides and promises, and what it answers for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from chibo.ballots.commands import put_vote
from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.core.errors import Refused
from chibo.journal.commands import Act, OtherContent
from chibo.meetings import queries as meetings
from chibo.meetings.commands import begin
from chibo.meetings.models import Meeting
from chibo.members.models import Membership
from chibo.members.queries import was_member
from chibo.recounts.commands import left_to_worker, recount_now
from chibo.resolutions.models import AgreedCorrection, ResolutionItem, Task, TaskAnswer, TaskHelper
from chibo.resolutions.queries import FINAL, answered_elsewhere, open_before
from chibo.rulebook.catalogue import KINDS_OF_DECISION

M = TypeVar("M", bound=Model)


class CannotDecide(Refused):
    """The decision lacks its text, its vote or its task."""


class CannotAnswer(Refused):
    """The answer lacks what its kind needs."""


@dataclass(frozen=True)
class Promise:
    """A task as it is given: what, who, by when, how we shall know."""

    id: UUID
    what: str
    responsible: Membership
    due_on: dt.date
    known_by: str
    helpers: tuple[Membership, ...] = ()
    state_before: str = ""


@dataclass(frozen=True)
class Answer:
    """What the meeting heard about a task; partly and not done need a new day."""

    outcome: str
    result: str = ""
    reason: str = ""
    new_due_on: dt.date | None = None


@transaction.atomic
def record_decision(
    *,
    act: Act,
    meeting: Meeting,
    item: UUID,
    kind: str,
    text: str,
    method: str,
    totals: Totals,
    promises: Sequence[Promise],
) -> ResolutionItem:
    """Record a decision with its vote and its tasks, new or in place of what it was; one act.

    Totals of a secret ballot are in no journal, not even as a hash. Raises: PermissionDenied;
    Http404; CannotDecide; ImpossibleVote; MeetingIsClosed; OtherContent.
    """
    secret = method == Vote.Method.SECRET
    content = {
        "item": item, "kind": kind, "text": text, "method": method,
        "totals": None if secret else asdict(totals),
        "tasks": [
            [p.id, p.what, p.responsible.pk, p.due_on, p.known_by, [h.pk for h in p.helpers]]
            for p in promises
        ],
    }  # fmt: skip
    said: dict[str, object] = {"tasks": len(promises), "method": method}
    opened = begin(act=act, meeting=meeting, verb="decision.recorded", content=content, said=said)
    if opened is None:
        return ResolutionItem.objects.get(pk=item)
    is_new = _check_owner(opened, item, [promise.id for promise in promises])
    if not is_new:
        _check_kept(opened, item, {promise.id for promise in promises})
    if kind not in KINDS_OF_DECISION:
        raise CannotDecide(_("Chọn loại việc có trong danh sách."), "kind")
    if opened.is_committee and kind != "ordinary":
        raise CannotDecide(_("Việc về con người do chi bộ biểu quyết: ghi ở buổi chi bộ."), "kind")
    in_force = meetings.rules_of(opened)
    electorate = meetings.electorate_of(opened)
    if electorate is None:
        raise CannotDecide(
            _("Điểm danh trước: chưa biết bao nhiêu người được biểu quyết."), "votes_for"
        )
    vote = put_vote(
        id=item, province=opened.province, method=method, totals=totals,
        electorate=electorate, rule=in_force.vote(kind),
    )  # fmt: skip
    _check_promises(opened, promises, kind, vote)
    decision = _put_item(opened, item, kind, text, vote)
    _put_tasks(decision, promises, is_new=is_new)
    _look_again(opened)
    return decision


def _look_again(meeting: Meeting) -> None:
    with left_to_worker():  # within a second, or when the minutes close
        recount_now([meeting.cell_id])


def _check_owner(meeting: Meeting, item: UUID, tasks: Sequence[UUID]) -> bool:
    """Refuse identifiers that belong to another sitting; say whether the decision is new."""
    owner = ResolutionItem.objects.filter(pk=item).values_list("meeting", flat=True).first()
    foreign = owner not in (None, meeting.pk)
    if foreign or Task.objects.filter(pk__in=tasks).exclude(item=item).exists():
        raise OtherContent(_("Quyết nghị này thuộc buổi họp khác: mở lại trang."))
    return owner is None


def _check_kept(meeting: Meeting, item: UUID, kept: set[UUID]) -> None:
    """Refuse to take away a task that another meeting has answered."""
    left = Task.objects.filter(item=item, is_withdrawn=False).exclude(pk__in=kept)
    answer = answered_elsewhere(left, meeting).first()
    if answer is not None:
        raise CannotDecide(
            _("Buổi họp {day} đã trả lời việc “{what}”: giữ việc này, chỉ sửa lời.").format(
                day=f"{answer.meeting.held_on:%d/%m/%Y}", what=answer.task.what
            )
        )


def _check_promises(meeting: Meeting, promises: Sequence[Promise], kind: str, vote: Vote) -> None:
    if promises and not vote.is_adopted:
        raise CannotDecide(
            _("Quyết nghị chưa đủ phiếu để thông qua nên không giao việc: xóa phần giao việc."),
            "task-0-what",
        )
    if vote.is_adopted and kind == "ordinary" and not (promises or meeting.is_committee):
        raise CannotDecide(
            _("Chưa giao việc cho ai. Có người và hạn thì tháng sau mới trả lời được."),
            "task-0-what",
        )
    for place, promise in enumerate(promises):
        people = (promise.responsible, *promise.helpers)
        if not all(was_member(m, cell=meeting.cell_id, on=meeting.held_on) for m in people):
            raise CannotDecide(
                _("Người nhận việc không phải đảng viên của chi bộ: chọn người khác."),
                f"task-{place}-responsible",
            )
        if promise.due_on < meeting.held_on:
            raise CannotDecide(
                _("Hạn của việc trước ngày họp: ghi ngày từ hôm họp trở đi."),
                f"task-{place}-due_on",
            )


def _put_item(meeting: Meeting, item: UUID, kind: str, text: str, vote: Vote) -> ResolutionItem:
    places = dict(ResolutionItem.objects.filter(meeting=meeting).values_list("pk", "position"))
    decision = ResolutionItem(
        pk=item, province=meeting.province, meeting=meeting, kind=kind, text=text, vote=vote,
        position=places.get(item) or max(places.values(), default=0) + 1,
    )  # fmt: skip
    fields = ["kind", "text", "vote", "position", "is_withdrawn"]
    _upsert(ResolutionItem, [decision], fields)
    return decision


def _put_tasks(decision: ResolutionItem, promises: Sequence[Promise], *, is_new: bool) -> None:
    if not is_new:  # what stood there before
        kept = [promise.id for promise in promises]
        Task.objects.filter(item=decision).exclude(pk__in=kept).update(is_withdrawn=True)
        TaskHelper.objects.filter(task__in=kept).delete()
    tasks = [
        Task(
            pk=promise.id, province=decision.province, cell_id=decision.meeting.cell_id,
            meeting=decision.meeting, item=decision, position=decision.position * 100 + place,
            what=promise.what, state_before=promise.state_before,
            responsible=promise.responsible, due_on=promise.due_on, known_by=promise.known_by,
        )
        for place, promise in enumerate(promises, start=1)
    ]  # fmt: skip
    fields = ["position", "what", "state_before", "responsible", "due_on", "known_by"]
    _upsert(Task, tasks, [*fields, "is_withdrawn"])
    TaskHelper.objects.bulk_create(
        TaskHelper(task_id=promise.id, membership=helper, province=decision.province)
        for promise in promises
        for helper in promise.helpers
        if helper.pk != promise.responsible.pk
    )


def _upsert(model: type[M], rows: list[M], fields: list[str]) -> None:
    """Insert rows, or write these fields where the identifier is here already."""
    if rows:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


@transaction.atomic
def withdraw_decision(*, act: Act, meeting: Meeting, item: ResolutionItem, withdrawn: bool) -> None:
    """Take a decision out of an open record, or put it back. Raises: as `record_decision`."""
    content = {"item": item.pk, "withdrawn": withdrawn}
    if begin(act=act, meeting=meeting, verb="decision.withdrawn", content=content) is not None:
        _check_owner(meeting, item.pk, [])
        if withdrawn:
            _check_kept(meeting, item.pk, set())
        ResolutionItem.objects.filter(pk=item.pk).update(is_withdrawn=withdrawn)
        _look_again(meeting)


@transaction.atomic
def answer_tasks(*, act: Act, meeting: Meeting, answers: Mapping[UUID, Answer]) -> None:
    """Record what the meeting heard about earlier promises; one act, in place of an earlier one.

    answers: task to answer; some may still be missing, but the minutes then stay open. Raises:
    PermissionDenied; Http404; CannotAnswer; MeetingIsClosed; OtherContent.
    """
    content = {"answers": {str(key): asdict(answer) for key, answer in answers.items()}}
    said: dict[str, object] = {"answered": len(answers)}
    opened = begin(act=act, meeting=meeting, verb="tasks.answered", content=content, said=said)
    if opened is None:
        return
    waiting = {open_task.task.pk for open_task in open_before(opened)}
    if set(answers) - waiting:
        raise CannotAnswer(_("Có việc không còn chờ trả lời ở buổi này: mở lại trang."))
    for task, answer in answers.items():
        _check_answer(opened, task, answer)
    _check_not_heard_again(opened, [t for t, answer in answers.items() if answer.outcome in FINAL])
    TaskAnswer.objects.filter(meeting=opened).delete()
    TaskAnswer.objects.bulk_create(
        TaskAnswer(
            task_id=task, meeting=opened, province=opened.province, outcome=answer.outcome,
            result=answer.result, reason=answer.reason, new_due_on=answer.new_due_on,
        )
        for task, answer in answers.items()
    )  # fmt: skip
    _look_again(opened)


def _check_not_heard_again(meeting: Meeting, finished: Sequence[UUID]) -> None:
    """Refuse to finish a task here that a later meeting still heard about."""
    later = answered_elsewhere(Task.objects.filter(pk__in=finished), meeting)
    answer = later.filter(meeting__held_on__gte=meeting.held_on).first()
    if answer is not None:
        raise CannotAnswer(
            _("Buổi họp {day} còn trả lời việc này: ở đây ghi một phần hoặc chưa làm.").format(
                day=f"{answer.meeting.held_on:%d/%m/%Y}"
            ),
            f"outcome-{answer.task_id}",
        )


def _check_answer(meeting: Meeting, task: UUID, answer: Answer) -> None:
    undone = answer.outcome in {TaskAnswer.Outcome.PARTLY, TaskAnswer.Outcome.NOT_DONE}
    if undone and not answer.reason:
        raise CannotAnswer(_("Việc chưa xong: ghi vì sao chưa xong."), f"reason-{task}")
    if undone and answer.new_due_on is None:
        raise CannotAnswer(_("Việc chưa xong: ghi hạn mới."), f"new_due_on-{task}")
    if answer.new_due_on is not None and answer.new_due_on < meeting.held_on:
        raise CannotAnswer(
            _("Hạn mới trước ngày họp: ghi ngày từ hôm họp trở đi."), f"new_due_on-{task}"
        )
    if answer.outcome == TaskAnswer.Outcome.DROPPED and not answer.reason:
        raise CannotAnswer(
            _("Thôi làm phải theo quyết nghị: ghi số hoặc ý của quyết nghị."), f"reason-{task}"
        )


@transaction.atomic
def agree_correction(
    *, act: Act, meeting: Meeting, membership: Membership, text: str, due_on: dt.date
) -> AgreedCorrection:
    """Keep what a member agreed to mend, by when; the journal knows only that it was.

    Raises: PermissionDenied; Http404; CannotAnswer; MeetingIsClosed; OtherContent.
    """
    content = {"membership": membership.pk, "due_on": due_on}
    if begin(act=act, meeting=meeting, verb="correction.agreed", content=content) is None:
        return AgreedCorrection.objects.get(pk=act.id)
    if not was_member(membership, cell=meeting.cell_id, on=meeting.held_on):
        raise CannotAnswer(_("Người này không phải đảng viên của chi bộ."), "membership")
    if due_on < meeting.held_on:
        raise CannotAnswer(_("Hạn trước ngày họp: ghi ngày từ hôm họp trở đi."), "due_on")
    return AgreedCorrection.objects.create(
        id=act.id, province=meeting.province, meeting=meeting, membership=membership, text=text,
        due_on=due_on,
    )  # fmt: skip
