"""Offices are given and ended; rights follow them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands.recounting import recount_led
from chibo.organizations.models import ROLES_AT, Decision, EndedPost, Post, Role, Unit
from chibo.organizations.queries import life_of, named
from chibo.people.models import Person


class CannotGivePost(Refused):
    """The post cannot be held by this person at this unit in this time."""


@transaction.atomic
def give_post(
    *, act: Act, person: Person, unit: Unit, role: Role, from_on: dt.date, phone: str = "",
    number: str = "", signed_on: dt.date | None = None,
) -> Post:  # fmt: skip
    """Let a person hold an office at a unit from a day; rights follow at once.

    number, signed_on: the decision, where there is one.
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
        raise CannotGivePost(
            _("Đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."), "from_on"
        )
    if role not in ROLES_AT[named(unit.pk, on=from_on).kind]:
        raise CannotGivePost(_("Đơn vị này không có chức vụ ấy: chọn chức vụ khác."), "role")
    if signed_on is not None and signed_on > act.today:
        raise CannotGivePost(_("Ngày ký chưa tới: xem lại ngày."), "signed_on")
    _refuse_twice(person, unit, role, from_on)
    return hold(
        act.id, person, unit, role, from_on, phone, number, signed_on, until_on=life.until_on
    )


def _refuse_twice(person: Person, unit: Unit, role: Role, from_on: dt.date) -> None:
    held = Post.objects.filter(person=person, unit=unit, role=role, until_on__gt=from_on).first()
    if held is not None:
        raise CannotGivePost(
            _("{name} đang giữ chức này từ {day}.").format(
                name=person.name, day=f"{held.from_on:%d/%m/%Y}"
            ),
            "person",
        )


@transaction.atomic
def end_post(*, act: Act, post: Post, until_on: dt.date, number: str = "") -> None:
    """End an office; rights end at once. number: of the decision. Raises: as `give_post`."""
    demand(act.actor, Can.GIVE_POSTS, at=post.unit_id, on=act.today)
    content = {"post": post.pk, "until_on": until_on}
    if not record(
        act, verb="post.ended", unit=post.unit_id, province=post.province, content=content,
        subject=post.person_id, said={"role": post.role},
    ):  # fmt: skip
        return
    if until_on <= post.from_on:
        raise CannotGivePost(_("Ngày thôi giữ chức phải sau ngày bắt đầu."), "until_on")
    close_posts([post], until_on=until_on, number=number)


def seat_member(*, person: Person, unit: Unit, from_on: dt.date, until_on: dt.date) -> None:
    """Give a member with a login an ordinary member's rights.

    The caller carries the right and the journal.
    """
    Post.objects.create(
        id=uuid.uuid4(), province=unit.province, person=person, unit=unit, role=Role.MEMBER,
        from_on=from_on, until_on=until_on,
    )  # fmt: skip


def unseat_member(*, person: UUID, unit: UUID, from_on: dt.date) -> None:
    """Take an ordinary member's rights away that began on a day or later; as `seat_member`."""
    Post.objects.filter(person=person, unit=unit, role=Role.MEMBER, from_on__gte=from_on).delete()


def end_posts_of(person: UUID, *, on: dt.date) -> None:
    """End all that a person holds anywhere on a day; the caller carries right and journal."""
    posts = Post.objects.filter(person=person, until_on__gt=on)
    ending = list(posts)
    posts.filter(from_on__gte=on).delete()
    posts.filter(from_on__lt=on).update(until_on=on)
    recount_led(ending, on)


def hold(
    id: UUID, person: Person, unit: Unit, role: Role, from_on: dt.date, phone: str = "",
    number: str = "", signed_on: dt.date | None = None, until_on: dt.date = FOREVER,
) -> Post:  # fmt: skip
    """Write that a person holds an office; the phone keeps its digits only.

    The caller carries the right and the journal.
    """
    post = Post.objects.create(
        id=id, province=unit.province, person=person, unit=unit, role=role, from_on=from_on,
        phone="".join(sign for sign in phone if sign.isdigit()), number=number,
        signed_on=signed_on, until_on=until_on,
    )  # fmt: skip
    recount_led([post])
    return post


def telephone(post: Post, phone: str) -> None:
    """Write another telephone number of an office; the caller carries the right and the journal."""
    Post.objects.filter(pk=post.pk).update(phone="".join(sign for sign in phone if sign.isdigit()))


def take_posts(posts: Sequence[str]) -> None:
    """Take offices given by mistake away again, as if they had never been.

    The caller carries the right and the journal, and knows that nothing rests on them.
    """
    found = Post.objects.filter(pk__in=posts)
    going = list(found)
    found.delete()
    recount_led(going)


def close_posts(posts: Iterable[Post], *, until_on: dt.date, number: str) -> None:
    """Write that these posts end on a day; the caller carries the right and the journal."""
    found = Post.objects.filter(pk__in=[post.pk for post in posts])
    ending = list(found)
    found.update(until_on=until_on, ended_by=number)
    recount_led(ending, until_on)


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
    ending = list(posts)
    if by is not None:
        EndedPost.objects.bulk_create(
            EndedPost(
                decision=by, province=each.province, post=each.pk, person_id=each.person_id,
                unit_id=each.unit_id, role=each.role, from_on=each.from_on,
                until_on=each.until_on,
            )
            for each in ending
        )  # fmt: skip
    posts.filter(from_on__gte=on).delete()
    posts.update(until_on=on)
    recount_led(ending, on)


def give_back_posts(corrected: Decision) -> None:
    """Let posts hold again that a decision ended; the caller carries right and journal."""
    given = []
    for each in EndedPost.objects.filter(decision=corrected).order_by("pk"):
        life = life_of(each.unit_id)
        if life is None or life.until_on <= each.from_on:
            continue
        post, _new = Post.objects.update_or_create(
            id=each.post,
            defaults={"until_on": min(each.until_on, life.until_on)},
            create_defaults={
                "province": each.province, "person_id": each.person_id, "unit_id": each.unit_id,
                "role": each.role, "from_on": each.from_on,
                "until_on": min(each.until_on, life.until_on),
            },
        )  # fmt: skip
        given.append(post)
    recount_led(given)
