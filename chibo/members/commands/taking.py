"""What every step begins with: the right, the journal, and what is refused at any step."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.members.commands.events import Basis, CannotTakeStep
from chibo.members.models import Condition, Membership, Transfer
from chibo.members.queries.path import Path
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import end_posts_of
from chibo.people.models import Person
from chibo.rulebook.queries import in_force
from chibo.rulebook.rules import passes


@dataclass(frozen=True)
class Count:
    """The totals of a vote: votes in favour of so many. Checked, and not kept with the person."""

    votes_for: int
    base: int


def started(act: Act, *, verb: str, person: Person, cell: UUID, content: Mapping[str, Any]) -> bool:
    """Ask for the right and write the act down; return false where it came before.

    Raises: PermissionDenied; Http404; OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=cell, on=act.today)
    if not record(
        act, verb=verb, unit=cell, province=person.province, subject=person.pk, content=content
    ):
        return False
    Person.objects.select_for_update().get(pk=person.pk)
    return True


def home_of(path: Path, on: dt.date, field: str = "on") -> Membership:
    """Return the row at home that goes on and held on the day. Raises: CannotTakeStep."""
    if path.home is None:
        raise CannotTakeStep(_("Người này không còn trong danh sách của chi bộ nào."))
    if on < path.home.from_on:
        raise CannotTakeStep(
            _("Ngày này trước khi về chi bộ ({day}): xem lại ngày.").format(
                day=f"{path.home.from_on:%d/%m/%Y}"
            ),
            field,
        )
    return path.home


def refuse_vote(kind: str, count: Count, *, cell: UUID, on: dt.date) -> None:
    """Raise CannotTakeStep where the totals cannot be, or do not adopt this kind of decision."""
    if count.votes_for > count.base:
        raise CannotTakeStep(_("Số tán thành lớn hơn số để tính: xem lại."), "votes_for")
    rule = in_force(cell, on=on).vote(kind)
    if not passes(count.votes_for, count.base, rule):
        numerator, denominator = rule.share
        more = _("trên") if rule.strictly else _("từ")
        raise CannotTakeStep(
            _("Chưa đủ phiếu: cần {more} {share} của {base}.").format(
                more=more, share=f"{numerator}/{denominator}", base=count.base
            ),
            "votes_for",
        )


def content_of(basis: Basis, **more: Any) -> dict[str, Any]:
    """Return what tells two acts apart: the paper and the rest."""
    return {"number": basis.number, "signed_on": basis.signed_on, **more}


def refuse_before_last(row: Membership, on: dt.date) -> None:
    """Raise CannotTakeStep where a row would end before a step that it already holds."""
    known = [day for day in (row.ceremony_on, row.official_on) if day is not None and day > on]
    visits = Membership.objects.filter(
        person=row.person_id, place=Membership.Place.VISITING, from_on__gte=on
    )
    if known or visits.exists():
        raise CannotTakeStep(_("Sau ngày này đã ghi việc khác: xem lại ngày."), "on")


def end_all(path: Path, row: Membership, *, on: dt.date, ended: UUID) -> None:
    """Let a row at home end on a day, with conditions, visits, posts and an open transfer."""
    Membership.objects.filter(pk=row.pk).update(until_on=on, ended_id=ended)
    person = path.person.pk
    conditions = Condition.objects.filter(membership__person=person, until_on__gt=on)
    conditions.filter(from_on__gte=on).delete()
    conditions.update(until_on=on, ended_id=ended)
    visits = Membership.objects.filter(person=person, place=Membership.Place.VISITING)
    visits.filter(until_on__gt=on, from_on__lt=on).update(until_on=on, ended_id=ended)
    end_posts_of(person, on=on)
    Transfer.objects.filter(person=person).open().update(ended_on=on)
