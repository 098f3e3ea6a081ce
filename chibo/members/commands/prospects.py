"""Whom a cell helps towards admission: only with their agreement."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.journal.commands import Act, record
from chibo.members.commands.entering import refuse_same
from chibo.members.commands.events import CannotTakeStep, refuse_future
from chibo.members.commands.taking import started
from chibo.members.models import Membership, Prospective
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed, named
from chibo.people.commands import NewPerson, add_people, forget_person


@transaction.atomic
def add_prospective(
    *,
    act: Act,
    cell: Unit,
    new: NewPerson,
    agreed_on: dt.date,
    class_on: dt.date | None = None,
    ask_same: bool = True,
) -> Prospective:
    """Write down somebody who agreed to be helped towards admission; nothing else is asked.

    Raises: PermissionDenied; Http404; CannotTakeStep; CannotNamePerson; MaybeSame; OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=cell.pk, on=act.today)
    content = {"name": new.name, "birth": new.birth, "agreed_on": agreed_on}
    if not record(
        act, verb="prospective.added", unit=cell.pk, province=cell.province, content=content
    ):
        return Prospective.objects.get(pk=act.id)
    refuse_future(agreed_on, act.today, "agreed_on")
    if not named(cell.pk, on=act.today).is_cell or not existed(cell.pk, on=agreed_on):
        raise CannotTakeStep(_("Chi bộ chưa có vào ngày này: xem lại ngày."), "agreed_on")
    _refuse_class(class_on, act.today)
    if ask_same:
        refuse_same(cell.pk, new.name, new.birth[0], act.today)
    person = add_people(province=cell.province, new=[new])[0]
    return Prospective.objects.create(
        id=act.id, province=cell.province, person=person, cell=cell, agreed_on=agreed_on,
        class_on=class_on, from_on=agreed_on, until_on=FOREVER,
    )  # fmt: skip


def _refuse_class(class_on: dt.date | None, today: dt.date) -> None:
    if class_on is not None:
        refuse_future(class_on, today, "class_on")


@transaction.atomic
def note_class(*, act: Act, prospective: Prospective, class_on: dt.date) -> None:
    """Note the day of the certificate of the awareness class. Raises: as `add_prospective`."""
    if not started(
        act, verb="prospective.class_noted", person=prospective.person, cell=prospective.cell_id,
        content={"class_on": class_on},
    ):  # fmt: skip
        return
    _refuse_ended(prospective)
    _refuse_class(class_on, act.today)
    Prospective.objects.filter(pk=prospective.pk).update(class_on=class_on)


@transaction.atomic
def stop_prospective(*, act: Act, prospective: Prospective, on: dt.date) -> None:
    """Note that the cell no longer helps somebody towards admission. Raises: as above."""
    if not started(
        act, verb="prospective.stopped", person=prospective.person, cell=prospective.cell_id,
        content={"on": on},
    ):  # fmt: skip
        return
    _refuse_ended(prospective)
    refuse_future(on, act.today)
    if on <= prospective.from_on:
        raise CannotTakeStep(_("Ngày thôi phải sau ngày ghi vào danh sách."), "on")
    Prospective.objects.filter(pk=prospective.pk).update(until_on=on, how=Prospective.How.STOPPED)


@transaction.atomic
def forget_prospective(*, act: Act, prospective: Prospective) -> None:
    """Take somebody who took the agreement back out of the book. Raises: as above."""
    if not started(
        act, verb="prospective.forgotten", person=prospective.person, cell=prospective.cell_id,
        content={},
    ):  # fmt: skip
        return
    person = prospective.person
    if Membership.objects.filter(person=person).exists() or person.events.exists():
        raise CannotTakeStep(_("Người này đã kết nạp: ghi tiếp ở trang đảng viên."))
    Prospective.objects.filter(person=person).delete()
    forget_person(person=person)


def _refuse_ended(prospective: Prospective) -> None:
    if prospective.until_on != FOREVER:
        raise CannotTakeStep(_("Người này không còn trong danh sách giúp đỡ."))
