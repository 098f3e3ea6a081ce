import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.members import rules
from chibo.members.models import Condition, Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import seat_member
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed, named
from chibo.people.commands import add_person
from chibo.people.models import Sex

ADULT = 18  # years; Điều lệ Đảng, điều 1


class CannotEnterMember(Refused):
    """The dates or the cell do not allow this."""


@dataclass(frozen=True)
class NewMember:
    """A member as the register takes one in. birth: year, month or None, day or None."""

    id: uuid.UUID
    name: str
    birth: tuple[int, int | None, int | None]
    sex: Sex
    admitted_on: dt.date
    ceremony_on: dt.date
    official_on: dt.date | None
    from_on: dt.date
    place: str = Membership.Place.HOME
    user: User | None = None


@transaction.atomic
def enter_members(*, act: Act, cell: Unit, new: Sequence[NewMember]) -> list[Membership]:
    """Enter members into a cell's register, as one act.

    Raises: PermissionDenied; Http404; CannotEnterMember; CannotNamePerson; OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=cell.pk, on=act.today)
    content = {"new": [[each.id, each.name, each.birth, each.from_on] for each in new]}
    if not record(
        act,
        verb="members.entered",
        unit=cell.pk,
        province=cell.province,
        content=content,
        said={"count": len(new)},
    ):
        return list(Membership.objects.filter(pk__in=[each.id for each in new]))
    for day in {each.from_on for each in new}:
        if not named(cell.pk, on=day).is_cell or not existed(cell.pk, on=day):
            raise CannotEnterMember(
                _("Chi bộ chưa có vào ngày này: xem lại ngày về chi bộ."), "from_on"
            )
    return [_enter(cell, each, act.today) for each in new]


def _enter(cell: Unit, new: NewMember, today: dt.date) -> Membership:
    if rules.age_on(new.birth, new.admitted_on) < ADULT:
        raise CannotEnterMember(
            _("Chưa đủ 18 tuổi khi kết nạp: xem lại năm sinh hoặc ngày kết nạp."), "admitted_on"
        )
    if not new.admitted_on <= new.ceremony_on <= today:
        raise CannotEnterMember(
            _("Ngày lễ kết nạp phải từ ngày quyết định đến hôm nay."), "ceremony_on"
        )
    if new.official_on is not None and not new.ceremony_on < new.official_on:
        raise CannotEnterMember(_("Ngày chính thức phải sau ngày lễ kết nạp."), "official_on")
    if new.from_on < new.admitted_on:
        raise CannotEnterMember(
            _("Ngày về chi bộ phải từ ngày quyết định kết nạp trở đi."), "from_on"
        )
    person = add_person(
        id=uuid.uuid5(new.id, "person"),
        province=cell.province,
        name=new.name,
        birth=new.birth,
        sex=new.sex,
        user=new.user,
    )
    if new.user is not None:
        seat_member(person=person, unit=cell, from_on=new.from_on, until_on=FOREVER)
    return Membership.objects.create(
        id=new.id,
        province=cell.province,
        person=person,
        cell=cell,
        place=new.place,
        admitted_on=new.admitted_on,
        ceremony_on=new.ceremony_on,
        official_on=new.official_on,
        from_on=new.from_on,
    )


@transaction.atomic
def set_condition(
    *, act: Act, membership: Membership, what: str, from_on: dt.date, until_on: dt.date = FOREVER
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
    return Condition.objects.create(
        id=act.id,
        province=membership.province,
        membership=membership,
        what=what,
        from_on=from_on,
        until_on=until_on,
    )
