import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.journal.commands import Act, record
from chibo.members.commands.entering import CannotEnterMember
from chibo.members.commands.events import NO_BASIS, Basis, event_of
from chibo.members.models import Condition, Membership
from chibo.organizations.authority import Can, demand


@transaction.atomic
def set_condition(
    *,
    act: Act,
    membership: Membership,
    what: str,
    from_on: dt.date,
    until_on: dt.date = FOREVER,
    basis: Basis = NO_BASIS,
) -> Condition:
    """Note that a member is exempt, suspended or away from a day to a day.

    Raises: PermissionDenied; Http404; CannotEnterMember; OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=membership.cell_id, on=act.today)
    content = {"what": what, "from_on": from_on, "until_on": until_on}
    if not record(
        act,
        verb="member.condition_set",
        unit=membership.cell_id,
        province=membership.province,
        subject=membership.pk,
        content=content,
        said={"what": what},
    ):
        return Condition.objects.get(pk=act.id)
    if not from_on < until_on:
        raise CannotEnterMember(_("Ngày hết phải sau ngày bắt đầu."), "until_on")
    began = event_of(membership, what, from_on, basis=basis, id=uuid.uuid5(act.id, "event"))
    began.until_on = None if until_on == FOREVER else until_on
    began.save(force_insert=True)
    return Condition.objects.create(
        id=act.id,
        province=membership.province,
        membership=membership,
        what=what,
        from_on=from_on,
        until_on=until_on,
        began=began,
    )
