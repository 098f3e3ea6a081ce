"""Members change cells: the row here ends on the day on which the row there begins."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import ForeignObjectRel
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.members.commands.events import NO_BASIS, Basis, event_of
from chibo.members.models import Condition, Event, Membership
from chibo.organizations.commands import cut_posts, seat_member, unseat_member
from chibo.organizations.models import Decision, Post, Role, Unit
from chibo.organizations.queries import heirs, life_of


class CellEnds(Refused):
    """The cell is divided later, and nobody said where this member goes."""


@dataclass(frozen=True)
class Move:
    """A membership that goes on in another cell."""

    membership: Membership
    to: UUID


def move_members(
    *,
    moves: Sequence[Move],
    on: dt.date,
    what: str,
    basis: Basis,
    seed: UUID,
    by: Decision | None = None,
) -> list[Membership]:
    """Let memberships go on in other cells from a day; conditions go along. Return the rows there.

    what: the kind of event (`received`, `reorganised`). seed: the act, from which ids are made.
    A row that began before the day ends on it and a new one begins; one that begins that day or
    later is the other cell's from its start. Each must end after the day. An ordinary member's
    post follows; offices in the old cell end, by the decision, if it is one. The caller carries
    the right and the journal.
    """
    events = [_event(move, on, what, basis, seed) for move in moves]
    Event.objects.bulk_create(events, batch_size=2_000)
    pairs, new, there = {}, [], []
    for move, event in zip(moves, events, strict=True):
        old = move.membership
        _move_posts(old, move.to, max(on, old.from_on), by)
        if old.from_on >= on:
            Membership.objects.filter(pk=old.pk).update(cell=move.to)
            there.append(old)
            continue
        row = _continued(old, move.to, on, event, uuid.uuid5(seed, str(old.pk)))
        Membership.objects.filter(pk=old.pk).update(until_on=on, ended=event)
        pairs[old.pk] = row
        new.append(row)
        there.append(row)
    Membership.objects.bulk_create(new, batch_size=2_000)
    _carry_conditions(pairs, on)
    return there


def _event(move: Move, on: dt.date, what: str, basis: Basis, seed: UUID) -> Event:
    old = move.membership
    id = uuid.uuid5(seed, f"{old.pk} {what}")
    event = event_of(old, what, max(on, old.from_on), basis=basis, id=id)
    event.cell_id = move.to
    return event


def _continued(old: Membership, to: UUID, on: dt.date, event: Event, id: UUID) -> Membership:
    return Membership(
        id=id, province=old.province, person_id=old.person_id, cell_id=to, place=old.place,
        admitted_on=old.admitted_on, ceremony_on=old.ceremony_on, official_on=old.official_on,
        from_on=on, until_on=old.until_on, began=event, ended_id=old.ended_id,
    )  # fmt: skip


def _carry_conditions(pairs: dict[UUID, Membership], on: dt.date) -> None:
    """Let conditions go on at the rows that follow; one that begins later goes there whole."""
    open_ = list(Condition.objects.filter(membership__in=list(pairs), until_on__gt=on))
    spanning = [each for each in open_ if each.from_on < on]
    Condition.objects.bulk_create(
        Condition(
            id=uuid.uuid5(each.pk, str(pairs[each.membership_id].pk)), province=each.province,
            membership=pairs[each.membership_id], what=each.what, from_on=on,
            until_on=each.until_on, began_id=each.began_id, ended_id=each.ended_id,
        )
        for each in spanning
    )  # fmt: skip
    Condition.objects.filter(pk__in=[each.pk for each in spanning]).update(until_on=on)
    for each in open_:
        if each.from_on >= on:
            Condition.objects.filter(pk=each.pk).update(membership=pairs[each.membership_id])


def _move_posts(old: Membership, to: UUID, on: dt.date, by: Decision | None) -> None:
    """End what the person holds in the old cell; an ordinary member's seat goes on in the new."""
    posts = Post.objects.filter(person_id=old.person_id, unit_id=old.cell_id, until_on__gt=on)
    seats = list(posts.filter(role=Role.MEMBER).select_related("person"))
    cut_posts(old.cell_id, on, by, persons=[old.person_id])
    for seat in seats:
        there = Unit(pk=to, province=seat.province)  # a new unit is written after its members
        seat_member(
            person=seat.person, unit=there, from_on=max(on, seat.from_on), until_on=seat.until_on
        )


@dataclass(frozen=True)
class Moved:
    """What a move did: the row before, the row after (the same where rewritten), and the cells."""

    before: UUID
    after: UUID
    cell: UUID
    to: UUID


def follow_reorganisations(
    rows: Iterable[Membership], *, seed: UUID, by: Decision | None = None
) -> list[Moved]:
    """Let memberships that outlive their cell go on in the cell that took it over.

    by: the decision that brings them there, if one does. Raises: CellEnds.
    """
    waiting, moved = list(rows), []
    while waiting:
        row = waiting.pop()
        life = life_of(row.cell_id)
        if life is None or row.until_on <= life.until_on:
            continue
        found = heirs([row.cell_id], on=life.until_on)[row.cell_id]
        if len(found) != 1:
            raise CellEnds(
                _("Chi bộ kết thúc ngày {day}: ghi đảng viên vào chi bộ tiếp nhận.").format(
                    day=f"{life.until_on:%d/%m/%Y}"
                ),
                "from_on",
            )
        there = move_members(
            moves=[Move(row, found[0])], on=life.until_on, what=Event.What.REORGANISED,
            basis=NO_BASIS, seed=uuid.uuid5(seed, str(row.pk)), by=by,
        )  # fmt: skip
        moved.append(Moved(row.pk, there[0].pk, row.cell_id, found[0]))
        waiting += there
    return moved


def return_members(moved: Iterable[Moved], *, seed: UUID) -> None:
    """Take moves back: each row goes on in the cell that it was moved from.

    The row there is joined with the one here; where something else points to it, it stays, in the
    old cell. Seats of ordinary members there go; what they held here is given back by the
    decision's own posts. The caller carries the right and the journal.
    """
    for each in moved:
        after = Membership.objects.select_related("began").get(pk=each.after)
        unseat_member(person=after.person_id, unit=after.cell_id, from_on=after.from_on)
        if after.began is not None and each.before != each.after:
            event = event_of(
                after, Event.What.WITHDRAWN, after.from_on, id=uuid.uuid5(seed, str(after.pk))
            )
            event.cell_id, event.withdraws = each.cell, after.began
            event.save(force_insert=True)
        Membership.objects.filter(pk=after.pk).update(cell=each.cell)
        if each.before != each.after and not _is_used(after):
            _join(Membership.objects.get(pk=each.before), after)


def _is_used(row: Membership) -> bool:
    """Say whether a record other than a condition points to the row."""
    ways_back = [f for f in Membership._meta.get_fields(include_hidden=True) if not f.concrete]
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row.pk}).exists()
        for relation in ways_back
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not Condition
    )


def _join(before: Membership, after: Membership) -> None:
    for each in Condition.objects.filter(membership=after):
        same = Condition.objects.filter(
            membership=before, what=each.what, until_on=each.from_on
        ).first()
        if same is None or each.from_on != after.from_on:
            Condition.objects.filter(pk=each.pk).update(membership=before)
        else:
            each.delete()
            Condition.objects.filter(pk=same.pk).update(until_on=each.until_on, ended=each.ended_id)
    after.delete()
    Membership.objects.filter(pk=before.pk).update(until_on=after.until_on, ended=after.ended_id)
