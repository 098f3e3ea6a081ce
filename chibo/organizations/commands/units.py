"""Units are founded, renamed, moved, merged, ended: each by one dated decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands.posts import hold
from chibo.organizations.commands.tree import CannotReorganise, alive, end, keep, move
from chibo.organizations.models import (
    Ancestry,
    CellType,
    Code,
    Decision,
    Designation,
    Kind,
    Mark,
    Placement,
    Role,
    Succession,
    Unit,
)
from chibo.people.models import Person


@dataclass(frozen=True)
class NewUnit:
    """What a unit to be founded is and is called."""

    id: UUID
    kind: Kind
    name: str
    cell_type: str = ""
    statistics_code: str = ""
    party_code: str = ""


@dataclass(frozen=True)
class Predecessor:
    """A unit that gives all or part of itself."""

    unit: Unit
    extent: str = Succession.Extent.WHOLE


@transaction.atomic
def install(*, act: Act, new: NewUnit, decision: Decision, officer: Person) -> Unit:
    """Found the first unit, the province, and give its first officer: once, on an empty base.

    Raises: CannotReorganise.
    """
    if Unit.objects.exists():
        raise CannotReorganise(_("Máy này đã có đơn vị: dùng trang tổ chức lại."))
    record(act, verb="unit.installed", unit=new.id, province=new.id, content={"name": new.name})
    decision.save(force_insert=True)
    unit = _found([new], parent=None, province=new.id, decision=decision)[0]
    hold(act.id, officer, unit, Role.PROVINCE_OFFICER, decision.effective_on, "")
    return unit


@transaction.atomic
def found_units(
    *, act: Act, new: Sequence[NewUnit], parent: Unit, decision: Decision
) -> list[Unit]:
    """Found units under a unit, from the day of effect.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    demand(act.actor, Can.REORGANISE, at=parent.pk, on=act.today)
    content = {"new": [[n.id, n.kind, n.name] for n in new], "on": decision.effective_on}
    if not record(
        act, verb="unit.founded", unit=parent.pk, province=parent.province, content=content
    ):
        return list(Unit.objects.filter(pk__in=[n.id for n in new]))
    if not alive([parent.pk], decision.effective_on):
        raise CannotReorganise(
            _("Đơn vị cấp trên không hoạt động vào ngày có hiệu lực: xem lại ngày."), "effective_on"
        )
    keep(decision)
    return _found(new, parent=parent, province=parent.province, decision=decision)


@transaction.atomic
def rename_unit(*, act: Act, unit: Unit, name: str, decision: Decision) -> None:
    """Give a unit another name from the day of effect.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    demand(act.actor, Can.REORGANISE, at=unit.pk, on=act.today)
    content = {"name": name, "on": decision.effective_on}
    if not record(act, verb="unit.renamed", unit=unit.pk, province=unit.province, content=content):
        return
    keep(decision)
    current = Designation.objects.open().filter(unit=unit).first()
    if current is None or current.from_on >= decision.effective_on:
        raise CannotReorganise(_("Tên hiện nay bắt đầu sau ngày này: chọn ngày muộn hơn."))
    Designation.objects.filter(pk=current.pk).update(until_on=decision.effective_on)
    _designate(unit, current.kind, current.cell_type, name, decision)


@transaction.atomic
def move_units(*, act: Act, units: Sequence[Unit], to: Unit, decision: Decision) -> None:
    """Put units, with all below them, under another unit from the day of effect.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    for place in (to, *units):
        demand(act.actor, Can.REORGANISE, at=place.pk, on=act.today)
    content = {"units": sorted(str(u.pk) for u in units), "on": decision.effective_on}
    if not record(act, verb="unit.moved", unit=to.pk, province=to.province, content=content):
        return
    keep(decision)
    move([unit.pk for unit in units], to, decision)


@transaction.atomic
def end_units(*, act: Act, units: Sequence[Unit], decision: Decision) -> None:
    """End units on the day of effect; nothing may still stand under them that day.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    for unit in units:
        demand(act.actor, Can.REORGANISE, at=unit.pk, on=act.today)
    content = {"units": sorted(str(u.pk) for u in units), "on": decision.effective_on}
    first = units[0]
    if not record(act, verb="unit.ended", unit=first.pk, province=first.province, content=content):
        return
    keep(decision)
    end([unit.pk for unit in units], decision)


@transaction.atomic
def merge_units(
    *,
    act: Act,
    predecessors: Sequence[Predecessor],
    into: NewUnit,
    parent: Unit,
    decision: Decision,
) -> Unit:
    """Found a unit as the successor of others; what stood under them moves to it; they end.

    A predecessor that gives only a part keeps standing. Raises: as `found_units`.
    """
    for place in (parent, *(each.unit for each in predecessors)):
        demand(act.actor, Can.REORGANISE, at=place.pk, on=act.today)
    content = {
        "into": [into.id, into.kind, into.name],
        "from": sorted(str(p.unit.pk) for p in predecessors),
        "on": decision.effective_on,
    }
    if not record(
        act, verb="unit.merged", unit=parent.pk, province=parent.province, content=content
    ):
        return Unit.objects.get(pk=into.id)
    if not alive([parent.pk, *(each.unit.pk for each in predecessors)], decision.effective_on):
        raise CannotReorganise(_("Một đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."))
    keep(decision)
    unit = _found([into], parent=parent, province=parent.province, decision=decision)[0]
    Succession.objects.bulk_create(
        Succession(
            predecessor=each.unit, successor=unit, extent=each.extent, province=unit.province,
            on=decision.effective_on, decision=decision,
        )
        for each in predecessors
    )  # fmt: skip
    whole = [each.unit.pk for each in predecessors if each.extent == Succession.Extent.WHOLE]
    children = Placement.objects.on(decision.effective_on).filter(parent__in=whole)
    move(list(children.values_list("unit", flat=True)), unit, decision)
    end(whole, decision)
    return unit


@transaction.atomic
def mark_unit(*, act: Act, unit: Unit, what: str, decision: Decision) -> None:
    """Note what a document says of the unit's area. Raises: as `found_units`."""
    demand(act.actor, Can.REORGANISE, at=unit.pk, on=act.today)
    content = {"what": what, "on": decision.effective_on}
    if not record(act, verb="unit.marked", unit=unit.pk, province=unit.province, content=content):
        return
    if not alive([unit.pk], decision.effective_on):
        raise CannotReorganise(_("Đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."))
    keep(decision)
    Mark.objects.create(
        unit=unit, province=unit.province, decision=decision, what=what,
        from_on=decision.effective_on,
    )  # fmt: skip


def _designate(unit: Unit, kind: str, cell_type: str, name: str, decision: Decision) -> None:
    name = viet.tidy_line(name)
    Designation.objects.create(
        unit=unit, province=unit.province, decision=decision, kind=kind, cell_type=cell_type,
        name=name, sort_key=viet.text_key(name), from_on=decision.effective_on,
    )  # fmt: skip


def _found(
    new: Sequence[NewUnit], *, parent: Unit | None, province: UUID, decision: Decision
) -> list[Unit]:
    """Write units, names, codes and places; above a new unit are its parent and those above it."""
    on = decision.effective_on
    for each in new:
        if each.cell_type == CellType.ARMED_FORCE:
            raise CannotReorganise(
                _("Chi bộ lực lượng vũ trang chỉ ghi bằng số, và loại này đang tắt."), "cell_type"
            )
    units = Unit.objects.bulk_create(Unit(id=each.id, province=province) for each in new)
    dated = {"province": province, "decision": decision, "from_on": on}
    Designation.objects.bulk_create(
        Designation(
            unit_id=each.id, kind=each.kind, cell_type=each.cell_type,
            name=viet.tidy_line(each.name), sort_key=viet.text_key(each.name), **dated,
        )
        for each in new
    )  # fmt: skip
    Code.objects.bulk_create(
        Code(unit_id=each.id, system=system, text=text, **dated)
        for each in new
        for system, text in (("statistics", each.statistics_code), ("party", each.party_code))
        if text
    )
    if parent is not None:
        Placement.objects.bulk_create(
            Placement(unit_id=each.id, parent=parent, **dated) for each in new
        )
    above = list(Ancestry.objects.filter(unit=parent, until_on__gt=on)) if parent else []
    Ancestry.objects.bulk_create(
        [
            Ancestry(unit=unit, ancestor=unit, depth=0, province=province, from_on=on)
            for unit in units
        ]
        + [
            Ancestry(
                unit=unit, ancestor_id=step.ancestor_id, depth=step.depth + 1, province=province,
                from_on=max(on, step.from_on), until_on=step.until_on,
            )
            for unit in units
            for step in above
        ]
    )  # fmt: skip
    return units
