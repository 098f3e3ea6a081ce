"""Official and temporary transfer in two sides: one cell sends, another receives or declines."""

import datetime as dt
import uuid
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.journal.commands import Act, record
from chibo.members.commands.entering import NewMember, enter_rows, least_age, refuse_impossible
from chibo.members.commands.events import (
    Basis,
    CannotTakeStep,
    event_of,
    refuse_future,
    refuse_paper,
)
from chibo.members.commands.moving import Move, move_members
from chibo.members.commands.taking import content_of, end_all, home_of, refuse_before_last, started
from chibo.members.commands.undo import Undo
from chibo.members.models import Condition, Event, Membership, Transfer
from chibo.members.queries.path import path_of
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import chain, existed, heirs, named
from chibo.people.models import Person
from chibo.recounts.commands import later


@dataclass(frozen=True)
class Destination:
    """Where somebody is sent: a unit of this book, or a place outside it by its name."""

    unit: UUID | None = None
    outside: str = ""


@transaction.atomic
def send_member(
    *, act: Act, person: Person, to: Destination, on: dt.date, basis: Basis
) -> Transfer:
    """Send a member to another place; the member stays at home here until it is received.

    Raises: PermissionDenied; Http404; CannotTakeStep; OtherContent.
    """
    path = path_of(person, on=act.today)
    content = content_of(basis, on=on, to=to.unit, outside=to.outside)
    if not started(act, verb="member.sent", person=person, cell=path.cell, content=content):
        return Transfer.objects.get(pk=act.id)
    row = home_of(path, on)
    refuse_future(on, act.today)
    refuse_paper(basis, act.today, on=on)
    if row.ceremony_on is None:
        raise CannotTakeStep(_("Chưa làm lễ kết nạp: ghi lễ kết nạp trước."))
    refuse_open(path.transfer)
    refuse_destination(to, row)
    event = event_of(row, Event.What.SENT, on, basis=basis, id=uuid.uuid5(act.id, "event"))
    event.outside = to.outside
    event.save(force_insert=True)
    return Transfer.objects.create(
        id=act.id, province=row.province, person=person, from_cell_id=row.cell_id,
        to_unit_id=to.unit, outside=to.outside, number=basis.number, sent_on=on, sent=event,
    )  # fmt: skip


def refuse_open(transfer: Transfer | None) -> None:
    """Raise CannotTakeStep where a transfer is still on its way."""
    if transfer is not None:
        raise CannotTakeStep(_("Đang chuyển rồi: chờ nơi đến trả lời, hoặc thôi chuyển trước."))


def refuse_destination(to: Destination, row: Membership) -> None:
    """Raise CannotTakeStep where no other place is named."""
    if (to.unit is None) == (not to.outside):
        raise CannotTakeStep(_("Chọn một nơi trong sổ, hoặc ghi tên nơi ngoài sổ."), "to")
    if to.unit == row.cell_id:
        raise CannotTakeStep(_("Người này đang ở chính chi bộ đó: chọn nơi khác."), "to")


def may_take(transfer: Transfer, cell: UUID, *, on: dt.date) -> bool:
    """Say whether a cell is the one sent to, or stands under it, or under what came after it."""
    if transfer.to_unit_id is None:
        return False
    wanted = {transfer.to_unit_id, *heirs([transfer.to_unit_id], on=on)[transfer.to_unit_id]}
    return bool(wanted & set(chain(cell, on=on)))


@transaction.atomic
def receive_member(*, act: Act, transfer: Transfer, cell: Unit, on: dt.date) -> Membership:
    """Take in somebody who was sent here: at home from the day, or as a visitor for a time.

    Raises: as `send_member`.
    """
    person = transfer.person
    content = {"transfer": transfer.pk, "on": on}
    if not started(act, verb="member.received", person=person, cell=cell.pk, content=content):
        return Membership.objects.get(person=person, began=Transfer.objects.get(
            pk=transfer.pk).received, cell=cell)  # fmt: skip
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if transfer.received_on is not None or transfer.ended_on is not None:
        raise CannotTakeStep(_("Lần chuyển này đã xong hoặc đã thôi."))
    if not may_take(transfer, cell.pk, on=act.today):
        raise CannotTakeStep(_("Giấy không giới thiệu về chi bộ này: chọn chi bộ khác."), "cell")
    refuse_future(on, act.today)
    if on < transfer.sent_on:
        raise CannotTakeStep(_("Ngày tiếp nhận phải từ ngày giới thiệu trở đi."), "on")
    if not named(cell.pk, on=on).is_cell or not existed(cell.pk, on=on):
        raise CannotTakeStep(_("Chi bộ chưa có vào ngày này: xem lại ngày."), "on")
    undo = Undo(person.pk)
    official = transfer.kind == Transfer.Kind.OFFICIAL
    new = (_take_home if official else _take_visit)(act, transfer, cell, on)
    assert new.began is not None  # noqa: S101
    Transfer.objects.filter(pk=transfer.pk).update(received_on=on, received=new.began)
    undo.keep(new.began)
    return new


def _take_home(act: Act, transfer: Transfer, cell: Unit, on: dt.date) -> Membership:
    path = path_of(transfer.person, on=act.today)
    row = home_of(path, on)
    if on == row.from_on:
        raise CannotTakeStep(_("Ngày tiếp nhận phải sau ngày về chi bộ cũ."), "on")
    if row.cell_id == cell.pk:
        raise CannotTakeStep(_("Người này đã ở chi bộ này."), "cell")
    if path.visit is not None and path.visit.cell_id == cell.pk:
        raise CannotTakeStep(
            _("Đang sinh hoạt tạm thời ở chi bộ này: ghi hết sinh hoạt tạm thời trước."), "cell"
        )
    basis = _paper(transfer)
    what, move = Event.What.RECEIVED, Move(membership=row, to=cell.pk)
    return move_members(moves=[move], on=on, what=what, basis=basis, seed=act.id)[0]


def _paper(transfer: Transfer) -> Basis:
    sent = transfer.sent
    return Basis(sent.number, sent.signed_on, sent.issuer) if sent else Basis(transfer.number)


def _take_visit(act: Act, transfer: Transfer, cell: Unit, on: dt.date) -> Membership:
    row = home_of(path_of(transfer.person, on=act.today), on)
    away = Condition.objects.on(on).filter(membership=row, what=Condition.What.AWAY).first()
    if away is None or cell.pk == row.cell_id:
        raise CannotTakeStep(_("Thời gian sinh hoạt tạm thời đã hết: hỏi lại chi bộ gửi."), "on")
    event = event_of(
        row, Event.What.HERE, on, basis=_paper(transfer), id=uuid.uuid5(act.id, "event")
    )
    event.cell_id = cell.pk
    event.until_on = None if away.until_on == FOREVER else away.until_on
    event.save(force_insert=True)
    return Membership.objects.create(
        id=act.id, province=row.province, person=transfer.person, cell=cell,
        place=Membership.Place.VISITING, admitted_on=row.admitted_on, ceremony_on=row.ceremony_on,
        official_on=row.official_on, from_on=on, until_on=away.until_on, began=event,
    )  # fmt: skip


@transaction.atomic
def decline_member(*, act: Act, transfer: Transfer, why: str) -> None:
    """Send an open transfer back with a reason; the sender reads it. Raises: as `send_member`."""
    unit = transfer.to_unit_id
    if unit is None:
        raise CannotTakeStep(_("Nơi đến ở ngoài sổ: chi bộ gửi ghi kết quả."))
    demand(act.actor, Can.KEEP_REGISTER, at=unit, on=act.today)
    if not record(
        act, verb="member.declined", unit=unit, province=transfer.province,
        subject=transfer.person_id, content={"transfer": transfer.pk, "why": why},
    ):  # fmt: skip
        return
    _end(act, transfer, why)


@transaction.atomic
def cancel_transfer(*, act: Act, transfer: Transfer) -> None:
    """Give up an open transfer; the member stays. Raises: as `send_member`."""
    path = path_of(transfer.person, on=act.today)
    content = {"transfer": transfer.pk}
    if started(
        act, verb="member.sending_ended", person=transfer.person, cell=path.cell, content=content
    ):
        _end(act, transfer, "")


def _end(act: Act, transfer: Transfer, why: str) -> None:
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if transfer.received_on is not None or transfer.ended_on is not None:
        raise CannotTakeStep(_("Lần chuyển này đã xong hoặc đã thôi."))
    row = home_of(path_of(transfer.person, on=act.today), act.today)
    event = event_of(row, Event.What.SENDING_ENDED, act.today, id=uuid.uuid5(act.id, "event"))
    event.save(force_insert=True)
    Transfer.objects.filter(pk=transfer.pk).update(ended_on=act.today, declined_why=why)
    if transfer.kind == Transfer.Kind.TEMPORARY:
        away = Condition.objects.filter(membership=row, began=transfer.sent)
        away.filter(from_on__gte=act.today).delete()
        away.update(until_on=act.today, ended=event)


@transaction.atomic
@later()
def hand_over(*, act: Act, transfer: Transfer, on: dt.date) -> None:
    """Note that a place outside this book took the member in: the row here ends on that day.

    Raises: as `send_member`.
    """
    person = transfer.person
    path = path_of(person, on=act.today)
    content = {"transfer": transfer.pk, "on": on}
    if not started(act, verb="member.gone", person=person, cell=path.cell, content=content):
        return
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if transfer.to_unit_id or transfer.received_on or transfer.ended_on:
        raise CannotTakeStep(_("Lần chuyển này đã xong hoặc đã thôi."))
    refuse_future(on, act.today)
    row = home_of(path, on)
    if on < transfer.sent_on or on == row.from_on:
        raise CannotTakeStep(_("Ngày tiếp nhận phải từ ngày giới thiệu trở đi."), "on")
    refuse_before_last(row, on)
    undo = Undo(person.pk)
    event = event_of(
        row, Event.What.GONE, on, basis=_paper(transfer), id=uuid.uuid5(act.id, "event")
    )
    event.outside = transfer.outside
    event.save(force_insert=True)
    Transfer.objects.filter(pk=transfer.pk).update(received_on=on, received=event)
    end_all(path, row, on=on, ended=event.pk)
    undo.keep(event)


@transaction.atomic
def receive_from_outside(
    *, act: Act, cell: Unit, new: NewMember, outside: str, basis: Basis, person: Person | None
) -> Membership:
    """Take in a member who comes from outside this book. person: somebody who was here before.

    Raises: as `send_member`; CannotEnterMember; CannotNamePerson.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=cell.pk, on=act.today)
    content = content_of(basis, on=new.from_on, name=new.name, outside=outside)
    if not record(
        act, verb="member.came", unit=cell.pk, province=cell.province, content=content,
        subject=person.pk if person else None,
    ):  # fmt: skip
        return Membership.objects.get(pk=act.id)
    refuse_future(new.from_on, act.today, "from_on")
    refuse_paper(basis, act.today)
    if basis.signed_on is not None and basis.signed_on > new.from_on:
        raise CannotTakeStep(_("Ngày tiếp nhận phải từ ngày giới thiệu trở đi."), "from_on")
    if not named(cell.pk, on=new.from_on).is_cell or not existed(cell.pk, on=new.from_on):
        raise CannotTakeStep(_("Chi bộ chưa có vào ngày này: xem lại ngày."), "from_on")
    refuse_impossible(new, act.today, least_age(cell.pk, on=act.today))
    if person is not None:
        _refuse_return(person, new, act.today)
    undo = Undo(person.pk) if person is not None else None
    row = enter_rows(
        cell=cell, new=[new], what=Event.What.RECEIVED, basis=basis, outside=outside,
        person=person,
    )[0]  # fmt: skip
    began = row.began
    assert began is not None  # noqa: S101
    Transfer.objects.create(
        id=uuid.uuid5(act.id, "transfer"), province=cell.province, person_id=row.person_id,
        to_unit=cell, outside=outside, number=basis.number,
        sent_on=basis.signed_on or new.from_on, received_on=new.from_on, received=began,
    )  # fmt: skip
    if undo is not None:
        undo.keep(began)
    return row


def _refuse_return(person: Person, new: NewMember, today: dt.date) -> None:
    """Raise CannotTakeStep where somebody known has not gone to a place outside."""
    path = path_of(person, on=today)
    if path.home is not None:
        raise CannotTakeStep(_("Người này đang ở một chi bộ trong sổ: chi bộ đó gửi trước."))
    if path.left_by:
        raise CannotTakeStep(_("Người này đã ra khỏi Đảng: mở trang người đó, kết nạp lại."))
    if new.from_on < path.last.until_on:
        raise CannotTakeStep(_("Ngày này trước khi chuyển đi: xem lại ngày."), "from_on")
