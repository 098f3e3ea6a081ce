"""The writes: that a check was done, and a user's private address for a calendar."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.core.errors import Refused
from chibo.deadlines.models import Check, Feed
from chibo.deadlines.queries import seats_of
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit


class CannotNoteCheck(Refused):
    """The day cannot be."""


class CannotMakeFeed(Refused):
    """Who holds no post that reads what falls due needs no address."""


@transaction.atomic
def note_check(*, act: Act, unit: Unit, what: str, done_on: dt.date) -> Check:
    """Write down that a unit did a check on a day; what is noted last holds.

    Raises: PermissionDenied; Http404; CannotNoteCheck; OtherContent.
    """
    demand(act.actor, Can.NOTE_CHECKS, at=unit.pk, on=act.today)
    if not record(
        act, verb="check.noted", unit=unit.pk, province=unit.province,
        content={"what": what, "done_on": done_on}, said={"what": what},
    ):  # fmt: skip
        return Check.objects.get(pk=act.id)
    if done_on > act.today:
        raise CannotNoteCheck(_("Ngày này chưa đến: ghi ngày đã làm."), "done_on")
    return keep_check(act=act, unit=unit, what=what, done_on=done_on)


def keep_check(*, act: Act, unit: Unit, what: str, done_on: dt.date) -> Check:
    """Write the row of a check; the caller carries the right and the journal."""
    return Check.objects.create(
        id=act.id, province=unit.province, unit=unit, what=what, done_on=done_on,
        entered_at=act.entered_at,
    )  # fmt: skip


@transaction.atomic
def make_feed(*, act: Act, token_hash: str) -> Feed:
    """Give the actor a private address in place of the earlier one, which ends.

    token_hash: all that is kept of it. Raises: CannotMakeFeed; OtherContent.
    """
    unit, province = _seat(act)
    if not record(act, verb="feed.made", unit=unit, province=province, content={}):
        return Feed.objects.get(user=act.actor)
    feed, _made = Feed.objects.update_or_create(
        user=act.actor,
        defaults={"province": province, "token_hash": token_hash, "made_at": act.entered_at},
    )
    return feed


@transaction.atomic
def end_feed(*, act: Act) -> None:
    """End the actor's private address. Raises: CannotMakeFeed; OtherContent."""
    unit, province = _seat(act)
    if record(act, verb="feed.ended", unit=unit, province=province, content={}):
        Feed.objects.filter(user=act.actor).delete()


def _seat(act: Act) -> tuple[UUID, UUID]:
    """Return the unit and province under which the journal keeps the act."""
    seats = seats_of(act.actor, on=act.today)
    if not seats:
        raise CannotMakeFeed(_("Lịch này dành cho bí thư, cấp ủy và Ban Xây dựng Đảng."))
    return seats[0].unit_id, seats[0].province


def end_feeds_without_post(*, on: dt.date) -> int:
    """End the addresses of those who no longer hold a post that reads them; say how many."""
    users = User.objects.filter(pk__in=Feed.objects.values("user"))
    gone = [user.pk for user in users if not seats_of(user, on=on)]
    Feed.objects.filter(user__in=gone).delete()
    return len(gone)
