"""Temporary transfer: counted at home, meeting elsewhere."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act
from chibo.members.commands.events import Basis, CannotTakeStep, event_of, refuse_future
from chibo.members.commands.pausing import begin_condition, refuse_end
from chibo.members.commands.taking import content_of, home_of, started
from chibo.members.commands.transferring import Destination, refuse_destination, refuse_open
from chibo.members.commands.undo import Undo
from chibo.members.models import Condition, Event, Membership, Transfer
from chibo.members.queries.path import path_of
from chibo.people.models import Person


@transaction.atomic
def send_away(
    *, act: Act, person: Person, to: Destination, from_on: dt.date, until_on: dt.date, basis: Basis
) -> Condition:
    """Let a member meet elsewhere for a time; a place in this book is asked to take them in.

    Raises: PermissionDenied; Http404; CannotTakeStep; OtherContent.
    """
    path = path_of(person, on=act.today)
    content = content_of(basis, from_on=from_on, until_on=until_on, to=to.unit, outside=to.outside)
    if not started(act, verb="member.away", person=person, cell=path.cell, content=content):
        return Condition.objects.get(pk=act.id)
    row = home_of(path, from_on, "from_on")
    if row.ceremony_on is None:
        raise CannotTakeStep(_("Chưa làm lễ kết nạp: ghi lễ kết nạp trước."))
    refuse_open(path.transfer)
    refuse_destination(to, row)
    undo = Undo(person.pk)
    away = begin_condition(
        act=act, row=row, what=Condition.What.AWAY, from_on=from_on, until_on=until_on,
        basis=basis, outside=to.outside,
    )  # fmt: skip
    assert away.began is not None  # noqa: S101
    if to.unit is not None:
        Transfer.objects.create(
            id=uuid.uuid5(act.id, "transfer"), province=row.province, person=person,
            kind=Transfer.Kind.TEMPORARY, from_cell_id=row.cell_id, to_unit_id=to.unit,
            number=basis.number, sent_on=from_on, sent=away.began,
        )  # fmt: skip
    undo.keep(away.began)
    return away


@transaction.atomic
def come_back(*, act: Act, person: Person, on: dt.date) -> None:
    """End a member's time elsewhere, on both sides. Raises: as `send_away`."""
    path = path_of(person, on=act.today)
    if not started(act, verb="member.back", person=person, cell=path.cell, content={"on": on}):
        return
    row = home_of(path, on)
    away = path.conditions.get(Condition.What.AWAY)
    if away is None:
        raise CannotTakeStep(_("Người này không sinh hoạt tạm thời nơi khác."))
    refuse_future(on, act.today)
    refuse_end(away, on)
    undo = Undo(person.pk)
    event = event_of(row, Event.What.BACK, on, id=uuid.uuid5(act.id, "event"))
    event.save(force_insert=True)
    Condition.objects.filter(pk=away.pk).update(until_on=on, ended=event)
    Transfer.objects.filter(person=person, kind=Transfer.Kind.TEMPORARY).open().update(
        ended_on=act.today
    )
    others = [_end_visit(act, path.visit, on)] if path.visit is not None else []
    undo.keep(event, *others)


@transaction.atomic
def end_visit(*, act: Act, person: Person, on: dt.date) -> None:
    """End a visitor's time here; the home cell notes the return itself. Raises: as `send_away`."""
    path = path_of(person, on=act.today)
    visit = path.visit
    if visit is None:
        raise CannotTakeStep(_("Người này không sinh hoạt tạm thời ở chi bộ nào."))
    if not started(
        act, verb="member.visit_ended", person=person, cell=visit.cell_id, content={"on": on}
    ):
        return
    refuse_future(on, act.today)
    undo = Undo(person.pk)
    undo.keep(_end_visit(act, visit, on))


def _end_visit(act: Act, visit: Membership, on: dt.date) -> Event:
    if on <= visit.from_on:
        raise CannotTakeStep(
            _("Ngày hết phải sau ngày đến ({day}).").format(day=f"{visit.from_on:%d/%m/%Y}"), "on"
        )
    event = event_of(visit, Event.What.HERE_ENDED, on, id=uuid.uuid5(act.id, "visit"))
    event.save(force_insert=True)
    Membership.objects.filter(pk=visit.pk).update(until_on=on, ended=event)
    return event
