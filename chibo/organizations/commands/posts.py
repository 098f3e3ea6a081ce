"""Offices are given and ended; rights follow them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands.tree import alive
from chibo.organizations.models import Post, Role, Unit
from chibo.people.models import Person


class CannotGivePost(Refused):
    """The post cannot be held by this person at this unit in this time."""


@transaction.atomic
def give_post(
    *, act: Act, person: Person, unit: Unit, role: Role, from_on: dt.date, phone: str = ""
) -> Post:
    """Let a person hold an office at a unit from a day; rights follow at once.

    Raises: PermissionDenied; Http404; CannotGivePost; OtherContent.
    """
    demand(act.actor, Can.GIVE_POSTS, at=unit.pk, on=act.today)
    content = {"person": person.pk, "role": role, "from_on": from_on}
    if not record(
        act, verb="post.given", unit=unit.pk, province=unit.province, content=content,
        subject=person.pk, said={"role": role},
    ):  # fmt: skip
        return Post.objects.get(pk=act.id)
    if not alive([unit.pk], from_on):
        raise CannotGivePost(_("Đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."))
    return hold(act.id, person, unit, role, from_on, phone)


@transaction.atomic
def end_post(*, act: Act, post: Post, until_on: dt.date) -> None:
    """End an office; rights end at once. Raises: as `give_post`."""
    demand(act.actor, Can.GIVE_POSTS, at=post.unit_id, on=act.today)
    content = {"post": post.pk, "until_on": until_on}
    if not record(
        act, verb="post.ended", unit=post.unit_id, province=post.province, content=content,
        subject=post.person_id, said={"role": post.role},
    ):  # fmt: skip
        return
    if until_on <= post.from_on:
        raise CannotGivePost(_("Ngày thôi giữ chức phải sau ngày bắt đầu."))
    Post.objects.filter(pk=post.pk).update(until_on=until_on)


def seat_member(*, person: Person, unit: Unit, from_on: dt.date, until_on: dt.date) -> None:
    """Give a member with a login an ordinary member's rights.

    The caller carries the right and the journal.
    """
    Post.objects.create(
        id=uuid.uuid4(), province=unit.province, person=person, unit=unit, role=Role.MEMBER,
        from_on=from_on, until_on=until_on,
    )  # fmt: skip


def hold(id: UUID, person: Person, unit: Unit, role: Role, from_on: dt.date, phone: str) -> Post:
    """Write that a person holds an office; the phone keeps its digits only."""
    return Post.objects.create(
        id=id, province=unit.province, person=person, unit=unit, role=role, from_on=from_on,
        phone="".join(sign for sign in phone if sign.isdigit()),
    )  # fmt: skip


def telephone(post: Post, phone: str) -> None:
    """Write another telephone number of an office; the caller carries the right and the journal."""
    Post.objects.filter(pk=post.pk).update(phone="".join(sign for sign in phone if sign.isdigit()))


def take_posts(posts: Sequence[str]) -> None:
    """Take offices given by mistake away again, as if they had never been.

    The caller carries the right and the journal, and knows that nothing rests on them.
    """
    Post.objects.filter(pk__in=posts).delete()
