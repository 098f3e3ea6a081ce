"""The level above confirms who was elected; the posts follow from the day that it says."""

import datetime as dt
import uuid
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.elections import queries
from chibo.elections.models import Election, Ratification, Term
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import close_posts, hold
from chibo.organizations.models import Post, Role, Unit
from chibo.organizations.queries import COMMITTEE, existed
from chibo.recounts.commands import later

Elected = dict[UUID, tuple[Membership, Role]]


class CannotRatify(Refused):
    """The result or the decision does not allow this."""


@dataclass(frozen=True)
class Confirmed:
    """The decision of the level above: its number, issuer and day, and from when posts hold."""

    number: str
    issuer: str
    signed_on: dt.date
    from_on: dt.date


@transaction.atomic
@later()
def ratify(*, act: Act, election: Election, confirmed: Confirmed) -> Ratification:
    """Confirm the rounds of one congress or by-election; the elected hold their posts from a day.

    After a congress all former posts of the committee end that day and a new term begins. After a
    by-election, or a round that a congress held again, the former holder of the seat and the other
    seats of those elected end.
    Raises: PermissionDenied; Http404; CannotRatify; OtherContent.
    """
    demand(act.actor, Can.GIVE_POSTS, at=election.cell_id, on=act.today)
    content = {
        "number": confirmed.number, "issuer": confirmed.issuer,
        "signed_on": confirmed.signed_on, "from_on": confirmed.from_on,
    }  # fmt: skip
    if not record(
        act, verb="election.ratified", unit=election.cell_id, province=election.province,
        subject=election.pk, content=content, said={"number": confirmed.number},
    ):  # fmt: skip
        return Ratification.objects.get(pk=act.id)
    rounds = list(queries.together(election).select_for_update())
    elected = queries.elected_to(rounds)
    opens_term = election.what == Election.What.CONGRESS and not queries.is_confirmed(election)
    _check(act, election, elected, confirmed)
    if opens_term:
        _check_congress(election, rounds, elected)
    cell = election.cell
    former = _former(cell, None if opens_term else rounds, elected, confirmed)
    phones = {post.person_id: post.phone for post in former if post.phone}
    close_posts(former, until_on=confirmed.from_on, number=confirmed.number)
    for person, (membership, role) in elected.items():
        hold(
            uuid.uuid5(act.id, str(person)), membership.person, cell, role, confirmed.from_on,
            phones.get(person, ""), confirmed.number, confirmed.signed_on,
        )  # fmt: skip
    ratification = Ratification.objects.create(
        id=act.id, province=cell.province, cell=cell, number=confirmed.number,
        issuer=confirmed.issuer, signed_on=confirmed.signed_on, from_on=confirmed.from_on,
    )  # fmt: skip
    Election.objects.filter(pk__in=[each.pk for each in rounds]).update(ratification=ratification)
    if opens_term:
        _begin_term(cell, election.held_on, ratification)
    return ratification


def _check(act: Act, election: Election, elected: Elected, confirmed: Confirmed) -> None:
    if not elected:
        raise CannotRatify(_("Chưa có ai trúng cử chờ chuẩn y: chi bộ bầu lại trước."))
    if not election.held_on <= confirmed.signed_on <= act.today:
        raise CannotRatify(_("Ngày ký phải từ ngày bầu đến hôm nay."), "signed_on")
    if confirmed.from_on < election.held_on:
        raise CannotRatify(_("Ngày giữ chức không thể trước ngày bầu."), "from_on")
    if not existed(election.cell_id, on=confirmed.from_on):
        raise CannotRatify(_("Chi bộ không còn vào ngày này: xem lại ngày."), "from_on")


def _check_congress(election: Election, rounds: list[Election], elected: Elected) -> None:
    roles = [role for _membership, role in elected.values()]
    if roles.count(Role.SECRETARY) != 1:
        raise CannotRatify(_("Đại hội chưa bầu được bí thư: chi bộ bầu lại trước."))
    least = queries.term_rules(election.cell_id, on=election.held_on).number("committee.least")
    if any(each.seat == Role.COMMITTEE_MEMBER for each in rounds) and len(elected) < least:
        raise CannotRatify(
            _("Trúng cử {count} chi ủy viên, cần ít nhất {least}: chi bộ bầu thêm.").format(
                count=len(elected), least=least
            )
        )


def _former(
    cell: Unit, rounds: list[Election] | None, elected: Elected, confirmed: Confirmed
) -> list[Post]:
    """Return the posts that end: all, or those of these rounds and of those elected in them.

    Raises: CannotRatify, where a later one is written already.
    """
    posts = Post.objects.filter(unit=cell, role__in=COMMITTEE, until_on__gt=confirmed.from_on)
    ending = list(posts)
    if rounds is not None:
        heads = {Role.SECRETARY, Role.DEPUTY_SECRETARY}
        seats = {each.seat for each in rounds} & heads
        ending = [post for post in ending if post.role in seats or post.person_id in elected]
    if any(post.from_on >= confirmed.from_on for post in ending):
        raise CannotRatify(_("Đã ghi chức vụ từ ngày này hoặc sau đó: xem lại ngày."), "from_on")
    return ending


def _begin_term(cell: Unit, congress_on: dt.date, ratification: Ratification) -> None:
    from_on = ratification.from_on
    open_terms = Term.objects.filter(unit=cell, until_on__gt=from_on)
    if open_terms.filter(from_on__gte=from_on).exists():
        raise CannotRatify(_("Đã ghi nhiệm kỳ từ ngày này hoặc sau đó: xem lại ngày."), "from_on")
    open_terms.update(until_on=from_on)
    Term.objects.create(
        id=ratification.pk, province=cell.province, unit=cell, congress_on=congress_on,
        ratification=ratification, from_on=from_on,
    )  # fmt: skip
