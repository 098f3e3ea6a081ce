"""Members change cells: the row here ends on the day on which the row there begins."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.members.commands.events import Basis, event_of
from chibo.members.models import Condition, Event, Membership
from chibo.organizations.models import Post, Role


@dataclass(frozen=True)
class Move:
    """A membership that goes on in another cell."""

    membership: Membership
    to: UUID


def move_members(
    *, moves: Sequence[Move], on: dt.date, what: str, basis: Basis, seed: UUID
) -> list[Membership]:
    """Let memberships end on the day and go on in other cells from that day; conditions go along.

    what: the kind of event (`received`, `reorganised`). seed: the act, from which ids are made.
    An ordinary member's post follows; offices in the old cell end. Each membership must hold on
    the day before and on the day. The caller carries the right and the journal.
    """
    events, new = [], []
    for move in moves:
        old = move.membership
        event = event_of(old, what, on, basis=basis, id=uuid.uuid5(seed, f"{old.pk} {what}"))
        event.cell_id = move.to
        events.append(event)
        new.append(
            Membership(
                id=uuid.uuid5(seed, str(old.pk)), province=old.province,
                person_id=old.person_id, cell_id=move.to, place=old.place,
                admitted_on=old.admitted_on, ceremony_on=old.ceremony_on,
                official_on=old.official_on, from_on=on, until_on=old.until_on, began=event,
                ended_id=old.ended_id,
            )
        )  # fmt: skip
    Event.objects.bulk_create(events, batch_size=2_000)
    for move, event in zip(moves, events, strict=True):
        Membership.objects.filter(pk=move.membership.pk).update(until_on=on, ended=event)
    Membership.objects.bulk_create(new, batch_size=2_000)
    _carry_conditions({move.membership.pk: row for move, row in zip(moves, new, strict=True)}, on)
    _move_posts(moves, on)
    return new


def _carry_conditions(pairs: dict[UUID, Membership], on: dt.date) -> None:
    open_ = list(Condition.objects.on(on).filter(membership__in=list(pairs)))
    Condition.objects.bulk_create(
        Condition(
            id=uuid.uuid5(each.pk, str(pairs[each.membership_id].pk)), province=each.province,
            membership=pairs[each.membership_id], what=each.what, from_on=on,
            until_on=each.until_on, began_id=each.began_id, ended_id=each.ended_id,
        )
        for each in open_
    )  # fmt: skip
    begun_before = [each.pk for each in open_ if each.from_on < on]
    Condition.objects.filter(pk__in=begun_before).update(until_on=on)
    Condition.objects.filter(pk__in={each.pk for each in open_} - set(begun_before)).delete()


def _move_posts(moves: Iterable[Move], on: dt.date) -> None:
    for move in moves:
        posts = Post.objects.on(on).filter(
            person_id=move.membership.person_id, unit_id=move.membership.cell_id
        )
        seat = posts.filter(role=Role.MEMBER).first()
        posts.filter(from_on__lt=on).exclude(role=Role.FOLLOWER).update(until_on=on)
        if seat is not None:
            Post.objects.create(
                id=uuid.uuid4(), province=seat.province, person_id=seat.person_id,
                unit_id=move.to, role=Role.MEMBER, from_on=on, until_on=FOREVER,
            )  # fmt: skip
