"""The groups of a large cell: founded, their members seated, ended."""

import datetime as dt
import uuid
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import GroupSeat, PartyGroup, Unit
from chibo.organizations.queries import life_of


class CannotGroup(Refused):
    """The group or its day does not fit the cell."""


@transaction.atomic
def found_group(*, act: Act, cell: Unit, name: str, from_on: dt.date) -> PartyGroup:
    """Found a group in a cell from a day.

    Raises: PermissionDenied; Http404; CannotGroup; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    content = {"name": name, "from_on": from_on}
    if not record(
        act, verb="group.founded", unit=cell.pk, province=cell.province, subject=act.id,
        content=content,
    ):  # fmt: skip
        return PartyGroup.objects.get(pk=act.id)
    life = life_of(cell.pk)
    if life is None or not life.from_on <= from_on < life.until_on:
        raise CannotGroup(_("Chi bộ không hoạt động vào ngày này: xem lại ngày."), "from_on")
    if PartyGroup.objects.on(from_on).filter(cell=cell, name__iexact=name).exists():
        raise CannotGroup(_("Chi bộ đã có tổ mang tên này: đặt tên khác."), "name")
    return PartyGroup.objects.create(
        id=act.id, province=cell.province, cell=cell, name=name, from_on=from_on
    )


@transaction.atomic
def seat_in_group(
    *, act: Act, group: PartyGroup, persons: Collection[UUID], from_on: dt.date
) -> None:
    """Let exactly these persons sit in the group from a day; seats of others end.

    Raises: PermissionDenied; Http404; CannotGroup; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=group.cell_id, on=act.today)
    content = {"persons": sorted(map(str, persons)), "from_on": from_on}
    if not record(
        act, verb="group.seated", unit=group.cell_id, province=group.province, subject=group.pk,
        content=content, said={"persons": len(persons)},
    ):  # fmt: skip
        return
    if not group.from_on <= from_on < group.until_on:
        raise CannotGroup(_("Tổ không hoạt động vào ngày này: xem lại ngày."), "from_on")
    here = Membership.objects.on(from_on).filter(cell=group.cell_id, person__in=list(persons))
    if here.values("person").distinct().count() != len(set(persons)):
        raise CannotGroup(_("Có người không ở chi bộ vào ngày này: chọn lại."), "persons")
    seats = GroupSeat.objects.filter(group=group, until_on__gt=from_on)
    staying = set(seats.on(from_on).values_list("person", flat=True)) & set(persons)
    leaving = seats.exclude(person__in=staying)
    leaving.filter(from_on__gte=from_on).delete()
    leaving.update(until_on=from_on)
    GroupSeat.objects.bulk_create(
        GroupSeat(
            id=uuid.uuid5(act.id, str(person)), province=group.province, group=group,
            person_id=person, from_on=from_on,
        )
        for person in set(persons) - staying
    )  # fmt: skip


@transaction.atomic
def end_group(*, act: Act, group: PartyGroup, until_on: dt.date) -> None:
    """End a group on a day. Raises: PermissionDenied; Http404; CannotGroup; OtherContent."""
    demand(act.actor, Can.HOLD_MEETING, at=group.cell_id, on=act.today)
    if not record(
        act, verb="group.ended", unit=group.cell_id, province=group.province, subject=group.pk,
        content={"until_on": until_on},
    ):  # fmt: skip
        return
    if until_on <= group.from_on:
        raise CannotGroup(_("Ngày kết thúc phải sau ngày lập tổ."), "until_on")
    PartyGroup.objects.filter(pk=group.pk).update(until_on=until_on)
    GroupSeat.objects.filter(group=group, from_on__gte=until_on).delete()
    GroupSeat.objects.filter(group=group, until_on__gt=until_on).update(until_on=until_on)
