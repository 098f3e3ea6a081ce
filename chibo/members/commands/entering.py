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
from chibo.members.commands.events import event_of
from chibo.members.commands.moving import follow_reorganisations
from chibo.members.models import Event, Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import seat_member
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed, life_of, named
from chibo.people.commands import NewPerson, add_people
from chibo.people.models import Person, Sex

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
    for each in new:
        refuse_impossible(each, act.today)
    return enter_rows(cell=cell, new=new)


def refuse_impossible(new: NewMember, today: dt.date) -> None:
    """Raise CannotEnterMember where the member's days cannot be."""
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


def enter_rows(*, cell: Unit, new: Sequence[NewMember]) -> list[Membership]:
    """Write persons, memberships and their first events in three statements.

    A cell that ends later hands its members on. The caller carries the right, the journal and the
    checks. Raises: CannotNamePerson; CellEnds.
    """
    life = life_of(cell.pk)
    people = add_people(
        province=cell.province,
        new=[
            NewPerson(uuid.uuid5(each.id, "person"), each.name, each.birth, each.sex, each.user)
            for each in new
        ],
    )
    rows = [_membership(cell, each, person) for each, person in zip(new, people, strict=True)]
    events = [
        event_of(row, Event.What.LISTED, row.from_on, id=uuid.uuid5(row.pk, "began"))
        for row in rows
    ]
    Event.objects.bulk_create(events, batch_size=2_000)
    for row, event in zip(rows, events, strict=True):
        row.began = event
    Membership.objects.bulk_create(rows, batch_size=2_000)
    for each, person in zip(new, people, strict=True):
        if each.user is not None:
            seat_member(person=person, unit=cell, from_on=each.from_on, until_on=FOREVER)
    if life is not None and life.until_on != FOREVER:
        follow_reorganisations(rows, seed=cell.pk)
    return rows


def _membership(cell: Unit, new: NewMember, person: Person) -> Membership:
    return Membership(
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
