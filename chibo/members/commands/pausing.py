"""Exemption and suspension, from a day to a day."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.journal.commands import Act, record
from chibo.members.commands.events import (
    NO_BASIS,
    Basis,
    CannotTakeStep,
    event_of,
    refuse_future,
    refuse_paper,
)
from chibo.members.commands.taking import content_of, started
from chibo.members.commands.undo import Undo
from chibo.members.models import Condition, Event, Membership
from chibo.members.queries.path import path_of
from chibo.organizations.authority import Can, demand
from chibo.people.models import Person

ENDED_BY = {
    Condition.What.EXEMPT: Event.What.EXEMPT_ENDED,
    Condition.What.SUSPENDED: Event.What.SUSPENSION_ENDED,
}


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

    Raises: PermissionDenied; Http404; CannotTakeStep; OtherContent.
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
    undo = Undo(membership.person_id)
    found = begin_condition(
        act=act, row=membership, what=what, from_on=from_on, until_on=until_on, basis=basis
    )
    assert found.began is not None  # noqa: S101
    undo.keep(found.began)
    return found


def begin_condition(
    *,
    act: Act,
    row: Membership,
    what: str,
    from_on: dt.date,
    until_on: dt.date,
    basis: Basis,
    outside: str = "",
) -> Condition:
    """Write a condition and its event; the caller carries the right, the journal and the undo.

    A decision may take effect later than today. Raises: CannotTakeStep.
    """
    refuse_paper(basis, act.today)
    if not from_on < until_on:
        raise CannotTakeStep(_("Ngày hết phải sau ngày bắt đầu."), "until_on")
    if not row.from_on <= from_on < row.until_on:
        raise CannotTakeStep(
            _("Ngày bắt đầu phải trong thời gian ở chi bộ, từ {day}.").format(
                day=f"{row.from_on:%d/%m/%Y}"
            ),
            "from_on",
        )
    same = Condition.objects.filter(membership=row, what=what)
    if same.filter(from_on__lt=until_on, until_on__gt=from_on).exists():
        raise CannotTakeStep(_("Việc này đã ghi trong cùng thời gian: xem lại ngày."), "from_on")
    began = event_of(row, what, from_on, basis=basis, id=uuid.uuid5(act.id, "event"))
    began.until_on = None if until_on == FOREVER else until_on
    began.outside = outside
    began.save(force_insert=True)
    return Condition.objects.create(
        id=act.id, province=row.province, membership=row, what=what, from_on=from_on,
        until_on=until_on, began=began,
    )  # fmt: skip


@transaction.atomic
def end_condition(
    *, act: Act, person: Person, what: Condition.What, on: dt.date, basis: Basis = NO_BASIS
) -> None:
    """End an exemption or a suspension on a day. Raises: as `set_condition`."""
    path = path_of(person, on=act.today)
    content = content_of(basis, on=on, what=what)
    if not started(
        act, verb="member.condition_ended", person=person, cell=path.cell, content=content
    ):
        return
    condition = path.conditions.get(what)
    if condition is None:
        raise CannotTakeStep(_("Việc này đã hết rồi."))
    refuse_future(on, act.today)
    refuse_paper(basis, act.today)
    refuse_end(condition, on)
    undo = Undo(person.pk)
    event = event_of(path.last, ENDED_BY[what], on, basis=basis, id=uuid.uuid5(act.id, "event"))
    event.save(force_insert=True)
    Condition.objects.filter(pk=condition.pk).update(until_on=on, ended=event)
    undo.keep(event)


def refuse_end(condition: Condition, on: dt.date) -> None:
    """Raise CannotTakeStep where a condition cannot end on the day."""
    if not condition.from_on < on <= condition.until_on:
        raise CannotTakeStep(
            _("Ngày hết phải sau ngày bắt đầu ({day}) và không quá hạn đã ghi.").format(
                day=f"{condition.from_on:%d/%m/%Y}"
            ),
            "on",
        )
