"""Into the Party: admission, ceremony, recognition, re-admission."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.journal.commands import Act
from chibo.members import rules
from chibo.members.commands.events import (
    Basis,
    CannotTakeStep,
    event_of,
    refuse_future,
    refuse_paper,
)
from chibo.members.commands.taking import Count, content_of, home_of, refuse_vote, started
from chibo.members.commands.undo import Undo
from chibo.members.models import Event, Membership, Prospective
from chibo.members.queries.path import Path, members_rules, path_of, probation_end, to_march
from chibo.organizations.commands import seat_member
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed
from chibo.people.models import Person
from chibo.rulebook.queries import InForce


@transaction.atomic
def admit(*, act: Act, prospective: Prospective, basis: Basis, count: Count) -> Membership:
    """Admit somebody by a decision: the day written in it starts the Party age.

    The ceremony is a step of its own. Raises: PermissionDenied; Http404; CannotTakeStep;
    OtherContent.
    """
    person, cell = prospective.person, prospective.cell
    content = content_of(basis, votes=[count.votes_for, count.base])
    if not started(act, verb="member.admitted", person=person, cell=cell.pk, content=content):
        return Membership.objects.get(pk=act.id)
    on = _decided(basis, act.today)
    settings = members_rules(cell.pk, on=on)
    if prospective.until_on != FOREVER:
        raise CannotTakeStep(_("Người này không còn trong danh sách giúp đỡ."))
    if on <= prospective.from_on:
        raise CannotTakeStep(_("Quyết định phải sau ngày đồng ý ghi vào danh sách."), "signed_on")
    refuse_age(person, on, basis, settings)
    _refuse_old_class(prospective, on, settings)
    refuse_vote("admission", count, cell=cell.pk, on=on)
    undo = Undo(person.pk)
    row = _begin(act, person, cell, Event.What.ADMITTED, basis)
    Prospective.objects.filter(pk=prospective.pk).update(until_on=on, how=Prospective.How.ADMITTED)
    undo.keep(row.began)  # type: ignore[arg-type]
    return row


@transaction.atomic
def readmit(
    *, act: Act, person: Person, cell: Unit, basis: Basis, is_cleared: bool, count: Count
) -> Membership:
    """Admit somebody again after the time out, once, with written consent; a new probation begins.

    is_cleared: a sentence was expunged, which asks for a longer time. Raises: as `admit`.
    """
    content = content_of(basis, cleared=is_cleared, votes=[count.votes_for, count.base])
    if not started(act, verb="member.readmitted", person=person, cell=cell.pk, content=content):
        return Membership.objects.get(pk=act.id)
    on = _decided(basis, act.today)
    path = path_of(person, on=act.today)
    settings = members_rules(cell.pk, on=on)
    _refuse_return(path, on, settings, is_cleared=is_cleared)
    if not basis.consent:
        raise CannotTakeStep(
            _("Kết nạp lại cần đồng ý bằng văn bản: ghi số văn bản đó."), "consent"
        )
    refuse_age(person, on, basis, settings)
    refuse_vote("admission", count, cell=cell.pk, on=on)
    undo = Undo(person.pk)
    row = _begin(act, person, cell, Event.What.READMITTED, basis)
    undo.keep(row.began)  # type: ignore[arg-type]
    return row


@transaction.atomic
def hold_ceremony(*, act: Act, person: Person, on: dt.date) -> None:
    """Note the ceremony, which starts the probation. Raises: as `admit`."""
    path = path_of(person, on=act.today)
    if not started(
        act, verb="member.ceremony_held", person=person, cell=path.cell, content={"on": on}
    ):
        return
    refuse_future(on, act.today)
    row = home_of(path, act.today)
    if row.ceremony_on is not None:
        raise CannotTakeStep(_("Lễ kết nạp đã ghi rồi."))
    if on < row.admitted_on:
        raise CannotTakeStep(_("Lễ kết nạp phải từ ngày quyết định trở đi."), "on")
    undo = Undo(person.pk)
    event = event_of(row, Event.What.CEREMONY, on, id=uuid.uuid5(act.id, "event"))
    event.save(force_insert=True)
    rows_of_admission(row).update(ceremony_on=on)
    undo.keep(event)


@transaction.atomic
def recognise(*, act: Act, person: Person, basis: Basis, count: Count) -> dt.date:
    """Recognise a probationary member; return the day from which they are official.

    That day is the end of the probation, however late the paper is. Raises: as `admit`.
    """
    path = path_of(person, on=act.today)
    content = content_of(basis, votes=[count.votes_for, count.base])
    if not started(act, verb="member.recognised", person=person, cell=path.cell, content=content):
        return path.last.official_on or act.today
    signed_on = _decided(basis, act.today)
    row = home_of(path, signed_on, "signed_on")
    if row.official_on is not None or row.ceremony_on is None:
        raise CannotTakeStep(_("Người này không còn trong thời gian dự bị."))
    ends = probation_end(row, on=act.today)
    if signed_on < ends:
        raise CannotTakeStep(
            _("Chưa hết thời gian dự bị: hết ngày {day}.").format(day=f"{ends:%d/%m/%Y}"),
            "signed_on",
        )
    refuse_vote("recognition", count, cell=row.cell_id, on=signed_on)
    undo = Undo(person.pk)
    event = event_of(row, Event.What.RECOGNISED, ends, basis=basis, id=uuid.uuid5(act.id, "event"))
    event.save(force_insert=True)
    rows_of_admission(row).update(official_on=ends)
    undo.keep(event)
    return ends


def rows_of_admission(row: Membership) -> Any:
    """Return all rows of a person that go back to one decision of admission."""
    return Membership.objects.filter(person_id=row.person_id, admitted_on=row.admitted_on)


def _decided(basis: Basis, today: dt.date) -> dt.date:
    """Return the day of the decision."""
    if basis.signed_on is None:
        raise CannotTakeStep(_("Chưa có ngày ghi trong quyết định."), "signed_on")
    refuse_paper(basis, today)
    return basis.signed_on


def refuse_age(person: Person, on: dt.date, basis: Basis, settings: InForce) -> None:
    """Raise CannotTakeStep for who is too young, or too old without a written consent."""
    months = rules.age_months((person.birth_year, person.birth_month, person.birth_day), on)
    least, most = settings.number("admission.least_age"), settings.number("admission.most_age")
    if months < 12 * least:
        raise CannotTakeStep(
            _("Chưa đủ {age} tuổi vào ngày quyết định.").format(age=least), "signed_on"
        )
    if months > 12 * most and not basis.consent:
        raise CannotTakeStep(
            _("Đã quá {age} tuổi: ghi số văn bản đồng ý của cấp có thẩm quyền.").format(age=most),
            "consent",
        )


def _refuse_old_class(prospective: Prospective, on: dt.date, settings: InForce) -> None:
    months = settings.number("class.months")
    if prospective.class_on is not None and on > rules.months_after(
        prospective.class_on, months, to_march=to_march(settings)
    ):
        raise CannotTakeStep(
            _("Giấy chứng nhận lớp nhận thức đã quá {months} tháng.").format(months=months),
            "signed_on",
        )


def _refuse_return(path: Path, on: dt.date, settings: InForce, *, is_cleared: bool) -> None:
    if not path.left_by or path.left_by == Event.What.DIED:
        raise CannotTakeStep(_("Chỉ kết nạp lại người đã ra khỏi Đảng."))
    again = Event.objects.filter(
        person=path.person, what=Event.What.READMITTED, withdrawn_by__isnull=True
    ).count()
    most = settings.number("readmission.most")
    if again >= most:
        raise CannotTakeStep(_("Chỉ kết nạp lại {most} lần.").format(most=most))
    least = settings.number(f"readmission.{'cleared_' if is_cleared else ''}months")
    earliest = rules.months_after(path.last.until_on, least, to_march=to_march(settings))
    if on < earliest:
        raise CannotTakeStep(
            _("Phải ra khỏi Đảng ít nhất {months} tháng: sớm nhất {day}.").format(
                months=least, day=f"{earliest:%d/%m/%Y}"
            ),
            "signed_on",
        )


def _begin(act: Act, person: Person, cell: Unit, what: str, basis: Basis) -> Membership:
    """Write the row at home from the day of the decision, and its event."""
    on = basis.signed_on
    assert on is not None  # noqa: S101
    if not existed(cell.pk, on=on):
        raise CannotTakeStep(_("Chi bộ chưa có vào ngày này: xem lại ngày."), "signed_on")
    row = Membership(
        id=act.id, province=cell.province, person=person, cell=cell, admitted_on=on, from_on=on
    )
    row.began = event_of(row, what, on, basis=basis, id=uuid.uuid5(act.id, "event"))
    row.began.save(force_insert=True)
    row.save(force_insert=True)
    if person.user_id is not None:
        seat_member(person=person, unit=cell, from_on=on, until_on=FOREVER)
    return row
