"""Offices are given and ended; rights follow them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Decision, EndedPost, Post, Role, Unit
from chibo.organizations.queries import life_of
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
    life = life_of(unit.pk)
    if life is None or not life.from_on <= from_on < life.until_on or life.until_on <= act.today:
        raise CannotGivePost(_("Đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."))
    return hold(act.id, person, unit, role, from_on, phone, until_on=life.until_on)


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


def hold(
    id: UUID,
    person: Person,
    unit: Unit,
    role: Role,
    from_on: dt.date,
    phone: str,
    until_on: dt.date = FOREVER,
) -> Post:
    """Write that a person holds an office; the phone keeps its digits only."""
    return Post.objects.create(
        id=id, province=unit.province, person=person, unit=unit, role=role, from_on=from_on,
        until_on=until_on, phone="".join(sign for sign in phone if sign.isdigit()),
    )  # fmt: skip


def cut_posts(
    unit: UUID, on: dt.date, by: Decision | None, *, persons: Iterable[UUID] | None = None
) -> None:
    """End the posts at a unit on a day, of all or of some persons; those that begin later go.

    by: the decision that ends them, which keeps what they were. The caller carries right and
    journal.
    """
    posts = Post.objects.filter(unit=unit, until_on__gt=on)
    if persons is not None:
        posts = posts.filter(person__in=list(persons)).exclude(role=Role.FOLLOWER)
    if by is not None:
        EndedPost.objects.bulk_create(
            EndedPost(
                decision=by, province=each.province, post=each.pk, person_id=each.person_id,
                unit_id=each.unit_id, role=each.role, from_on=each.from_on,
                until_on=each.until_on,
            )
            for each in posts
        )  # fmt: skip
    posts.filter(from_on__gte=on).delete()
    posts.update(until_on=on)


def give_back_posts(corrected: Decision) -> None:
    """Let posts hold again that a decision ended; the caller carries right and journal."""
    for each in EndedPost.objects.filter(decision=corrected).order_by("pk"):
        life = life_of(each.unit_id)
        if life is None or life.until_on <= each.from_on:
            continue
        Post.objects.update_or_create(
            id=each.post,
            defaults={"until_on": min(each.until_on, life.until_on)},
            create_defaults={
                "province": each.province, "person_id": each.person_id, "unit_id": each.unit_id,
                "role": each.role, "from_on": each.from_on,
                "until_on": min(each.until_on, life.until_on),
            },
        )  # fmt: skip
