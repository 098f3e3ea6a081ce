"""Send somebody of the committee above to a planned meeting, or take that back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.people.models import Person
from chibo.plans.models import PlannedMeeting
from chibo.preparations.models import Delegation
from chibo.preparations.rota import candidates_for


class CannotSend(Refused):
    """This person cannot be sent to this meeting, or is not sent to it."""


@transaction.atomic
def send_delegate(*, act: Act, planned: PlannedMeeting, person: UUID) -> None:
    """Send somebody of the committee, or the cell's follower, to a meeting that is to come.

    Two meetings at the same hour are no hindrance: the page warns.
    Raises: PermissionDenied; Http404; CannotSend; OtherContent.
    """
    locked = _begin(act, planned, person, "delegate.sent")
    if locked is None:
        return
    if person not in {each.person.pk for each in candidates_for(locked)}:
        raise CannotSend(_("Người này không ở cấp ủy, không theo dõi chi bộ: chọn lại."), "person")
    if Delegation.objects.filter(planned=locked, person=person).exists():
        raise CannotSend(_("Đã cử người này: chọn người khác, hoặc về lịch tháng."), "person")
    Delegation.objects.create(
        planned=locked, person=Person.objects.get(pk=person), province=locked.province
    )


@transaction.atomic
def recall_delegate(*, act: Act, planned: PlannedMeeting, person: UUID) -> None:
    """Take somebody off the rota of a meeting; the journal keeps who was sent.

    Raises: PermissionDenied; Http404; CannotSend; OtherContent.
    """
    locked = _begin(act, planned, person, "delegate.recalled")
    if locked is None:
        return
    count, _each = Delegation.objects.filter(planned=locked, person=person).delete()
    if not count:
        raise CannotSend(_("Người này không còn trong lịch dự buổi này: xem lại."))


def _begin(act: Act, planned: PlannedMeeting, person: UUID, verb: str) -> PlannedMeeting | None:
    """Ask for the right, lock the meeting, write the journal; None where the act is here already.

    The subject of both acts is the person, what was said is the meeting.
    """
    demand(act.actor, Can.SEND_DELEGATES, at=planned.cell_id, on=act.today)
    locked = PlannedMeeting.objects.select_for_update().get(pk=planned.pk)
    if not record(
        act, verb=verb, unit=locked.cell_id, province=locked.province, subject=person,
        content={"planned": locked.pk}, said={"planned": str(locked.pk)},
    ):  # fmt: skip
        return None
    if locked.is_withdrawn:
        raise CannotSend(_("Buổi này đã bỏ khỏi lịch của chi bộ: chọn buổi khác."))
    if locked.planned_on < act.today:
        raise CannotSend(_("Buổi này đã qua ngày: ai dự thì biên bản ghi."))
    return locked
