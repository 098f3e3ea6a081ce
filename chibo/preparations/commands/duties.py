"""What members have in charge for the cell, and what is asked before a meeting."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.members.queries import was_member
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.plans.models import PlannedMeeting
from chibo.preparations.commands.agenda import CannotPrepare, begin, refuse_mark
from chibo.preparations.models import Question, StandingDuty


@transaction.atomic
def give_duty(
    *, act: Act, cell: Unit, membership: Membership, what: str, decided_on: dt.date
) -> StandingDuty:
    """Put a household group or a field of work in a member's charge, as the cell decided.

    Raises: PermissionDenied; Http404; CannotPrepare; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    content = {"member": membership.pk, "what": what, "decided_on": decided_on}
    if not record(
        act, verb="duty.given", unit=cell.pk, province=cell.province, subject=act.id,
        content=content,
    ):  # fmt: skip
        return StandingDuty.objects.get(pk=act.id)
    if decided_on > act.today:
        raise CannotPrepare(_("Ngày chi bộ quyết định chưa đến: xem lại."), "decided_on")
    if not was_member(membership, cell=cell.pk, on=decided_on):
        raise CannotPrepare(
            _("Người này không phải đảng viên của chi bộ vào ngày ấy: chọn lại."), "member"
        )
    refuse_mark(what, "what")
    return StandingDuty.objects.create(
        id=act.id, province=cell.province, cell=cell, membership=membership, what=what,
        decided_on=decided_on, from_on=decided_on,
    )  # fmt: skip


@transaction.atomic
def end_duty(*, act: Act, duty: StandingDuty, on: dt.date) -> None:
    """End a standing duty from a day, as the cell decided.

    Raises: PermissionDenied; Http404; CannotPrepare; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=duty.cell_id, on=act.today)
    if not record(
        act, verb="duty.ended", unit=duty.cell_id, province=duty.province, subject=duty.pk,
        content={"on": on},
    ):  # fmt: skip
        return
    locked = StandingDuty.objects.select_for_update().get(pk=duty.pk)
    if locked.until_on != FOREVER:
        raise CannotPrepare(_("Việc này đã thôi giao từ trước: mở lại trang."))
    if not locked.from_on < on <= act.today + dt.timedelta(days=1):
        raise CannotPrepare(_("Ngày thôi giao phải sau ngày giao, không ở tương lai: xem lại."))
    StandingDuty.objects.filter(pk=locked.pk).update(until_on=on)


@transaction.atomic
def hand_in_question(
    *, act: Act, planned: PlannedMeeting, text: str, asked_by: Membership | None
) -> Question | None:
    """Keep a question for the meeting; without a name where none is wished.

    Raises: PermissionDenied; Http404; CannotPrepare; IsSecret; OtherContent.
    """
    content = {"text": text, "asked_by": asked_by and asked_by.pk}
    locked = begin(act, planned, "question.handed_in", content)
    if locked is None:
        return Question.objects.filter(pk=act.id).first()
    refuse_mark(text, "text")
    return Question.objects.create(
        id=act.id, province=locked.province, planned=locked, text=text, asked_by=asked_by
    )


@transaction.atomic
def withdraw_question(*, act: Act, question: Question) -> None:
    """Take a question off the list, its name with it. Raises: as `hand_in_question`."""
    content = {"question": question.pk}
    if begin(act, question.planned, "question.withdrawn", content) is not None:
        Question.objects.filter(pk=question.pk).update(is_withdrawn=True, asked_by=None)


def forget_askers(*, before: dt.date) -> int:
    """Take the names off questions for meetings planned before the day; return how many."""
    rows = Question.objects.filter(planned__planned_on__lt=before, asked_by__isnull=False)
    return int(rows.update(asked_by=None))
