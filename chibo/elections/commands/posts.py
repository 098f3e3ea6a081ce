"""A post is given without an election, to a person of the book or to somebody new to it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.elections import queries
from chibo.journal.commands import Act
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import CannotGivePost, give_post
from chibo.organizations.models import Post, Role, Unit
from chibo.organizations.queries import named, superior
from chibo.people.commands import add_person
from chibo.people.models import Person, Sex


@dataclass(frozen=True)
class NewHolder:
    """Who shall hold a post: somebody of the book, or a name, year of birth and sex."""

    person: uuid.UUID | None = None
    name: str = ""
    birth_year: int = 0
    sex: str = ""


@transaction.atomic
def give_post_to(
    *, act: Act, unit: Unit, holder: NewHolder, role: Role, from_on: dt.date, number: str,
    signed_on: dt.date | None, phone: str,
) -> Post:  # fmt: skip
    """Give a post by a decision; somebody new to the book is added with it.

    Raises: PermissionDenied; Http404; CannotGivePost; CannotNamePerson; OtherContent.
    """
    demand(act.actor, Can.GIVE_POSTS, at=unit.pk, on=act.today)
    return give_post(
        act=act, person=_person(act, unit, holder), unit=unit, role=role, from_on=from_on,
        phone=phone, number=number, signed_on=signed_on,
    )  # fmt: skip


def _person(act: Act, unit: Unit, holder: NewHolder) -> Person:
    if holder.person is not None:
        above = superior(unit.pk, on=act.today)
        called = named(unit.pk, on=act.today)
        found = queries.may_hold_post(called, above, holder.person, on=act.today)
        if found is None:
            raise CannotGivePost(_("Người này không có trong danh sách: tìm lại."), "person")
        return found
    new = uuid.uuid5(act.id, "person")
    known = Person.objects.filter(pk=new).first()
    if known is not None:
        return known
    if not holder.sex or not holder.birth_year:
        raise CannotGivePost(_("Chọn người, hoặc ghi đủ họ tên, năm sinh, giới tính."), "person")
    return add_person(
        id=new, province=unit.province, name=holder.name, birth=(holder.birth_year, None, None),
        sex=Sex(holder.sex),
    )  # fmt: skip
