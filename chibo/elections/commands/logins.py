"""A login for who holds a post: a name, and a code with which its owner sets the password."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.accounts.commands import issue_code
from chibo.accounts.models import User
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import seat_member
from chibo.organizations.models import Post, Role
from chibo.people.commands import give_login
from chibo.people.models import Person

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")


class CannotEnrolHolder(Refused):
    """The name cannot be, or this page has given its code already."""


@transaction.atomic
def enrol_holder(*, act: Act, post: Post, username: str) -> str:
    """Return a code for the holder of a post, whose login is made where there is none yet.

    The right is asked at every place where the holder has an office: who gives a small post
    cannot take over a large one. The code is in no journal, not even as a hash.
    Raises: PermissionDenied; Http404; CannotEnrolHolder; OtherContent.
    """
    person = post.person
    offices = Post.objects.on(act.today).filter(person=person).exclude(role=Role.MEMBER)
    for unit in {post.unit_id, *offices.values_list("unit", flat=True)}:
        demand(act.actor, Can.GIVE_POSTS, at=unit, on=act.today)
    if not record(
        act, verb="login.enrolled", unit=post.unit_id, province=post.province,
        subject=person.pk, content={"post": post.pk, "username": username},
    ):  # fmt: skip
        raise CannotEnrolHolder(_("Mã của trang này đã in rồi: bấm lần nữa để cấp mã mới."))
    if not post.from_on <= act.today < post.until_on:
        raise CannotEnrolHolder(_("Người này không còn giữ chức: không cấp tên đăng nhập."))
    user = person.user or _new_login(person, username, act)
    return issue_code(user=user, now=act.entered_at)


def _new_login(person: Person, username: str, act: Act) -> User:
    if not NAME.fullmatch(username):
        raise CannotEnrolHolder(
            _("Tên đăng nhập 3 đến 30 chữ thường không dấu, số. Ví dụ: chong.pg1"), "username"
        )
    if User.objects.filter(username=username).exists():
        raise CannotEnrolHolder(_("Tên này đã có người dùng: chọn tên khác."), "username")
    user = User.objects.create_user(username)
    give_login(person=person, user=user)
    home = Membership.objects.on(act.today).filter(person=person, place=Membership.Place.HOME)
    for membership in home.select_related("cell"):
        seat_member(
            person=person, unit=membership.cell, from_on=act.today, until_on=membership.until_on
        )
    return user
