"""Units are founded, renamed, moved, merged, ended: each by one dated decision."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand, demand_above
from chibo.organizations.commands import acts
from chibo.organizations.commands.acts import NewUnit, Predecessor
from chibo.organizations.commands.posts import hold
from chibo.organizations.commands.tree import CannotReorganise, write
from chibo.organizations.models import Decision, Role, Unit
from chibo.people.models import Person


@transaction.atomic
def install(
    *, act: Act, new: NewUnit, decision: Decision, officer: Person,
    role: Role = Role.PROVINCE_OFFICER,
) -> Unit:  # fmt: skip
    """Found the first unit, the province, and give its first officer: once, on an empty base.

    Raises: CannotReorganise.
    """
    if Unit.objects.exists():
        raise CannotReorganise(_("Máy này đã có đơn vị: dùng trang tổ chức lại."))
    record(act, verb="unit.installed", unit=new.id, province=new.id, content={"name": new.name})
    write(decision, acts.founding([new], None), at=act.entered_at)
    unit = Unit.objects.get(pk=new.id)
    hold(act.id, officer, unit, role, decision.effective_on, "")
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
    if record(act, verb="unit.founded", unit=parent.pk, province=parent.province, content=content):
        write(decision, acts.founding(new, parent.pk), at=act.entered_at)
    units = Unit.objects.in_bulk([each.id for each in new])
    return [units[each.id] for each in new]


@transaction.atomic
def rename_unit(*, act: Act, unit: Unit, name: str, decision: Decision) -> None:
    """Give a unit another name from the day of effect.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    demand_above(act.actor, unit.pk, on=act.today)
    content = {"name": name, "on": decision.effective_on}
    if record(act, verb="unit.renamed", unit=unit.pk, province=unit.province, content=content):
        write(decision, acts.renaming(unit.pk, name), at=act.entered_at)


@transaction.atomic
def move_units(*, act: Act, units: Sequence[Unit], to: Unit, decision: Decision) -> None:
    """Put units, with all below them, under another unit from the day of effect.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    demand(act.actor, Can.REORGANISE, at=to.pk, on=act.today)
    for unit in units:
        demand_above(act.actor, unit.pk, on=act.today)
    content = {"units": sorted(str(u.pk) for u in units), "on": decision.effective_on}
    if record(act, verb="unit.moved", unit=to.pk, province=to.province, content=content):
        said = acts.moving([unit.pk for unit in units], to.pk)
        write(decision, said, at=act.entered_at)


@transaction.atomic
def end_units(*, act: Act, units: Sequence[Unit], decision: Decision) -> None:
    """End units on the day of effect; nothing may still stand under them that day.

    Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    for unit in units:
        demand_above(act.actor, unit.pk, on=act.today)
    content = {"units": sorted(str(u.pk) for u in units), "on": decision.effective_on}
    first = units[0]
    if record(act, verb="unit.ended", unit=first.pk, province=first.province, content=content):
        write(decision, acts.ending([unit.pk for unit in units]), at=act.entered_at)


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
    demand(act.actor, Can.REORGANISE, at=parent.pk, on=act.today)
    for each in predecessors:
        demand_above(act.actor, each.unit.pk, on=act.today)
    content = {
        "into": [into.id, into.kind, into.name],
        "from": sorted(str(p.unit.pk) for p in predecessors),
        "on": decision.effective_on,
    }
    if record(act, verb="unit.merged", unit=parent.pk, province=parent.province, content=content):
        said = acts.merging(predecessors, into, parent.pk, decision.effective_on)
        write(decision, said, at=act.entered_at)
    return Unit.objects.get(pk=into.id)


@transaction.atomic
def mark_unit(*, act: Act, unit: Unit, what: str, decision: Decision) -> None:
    """Note what a document says of the unit's area. Raises: as `found_units`."""
    demand_above(act.actor, unit.pk, on=act.today)
    content = {"what": what, "on": decision.effective_on}
    if record(act, verb="unit.marked", unit=unit.pk, province=unit.province, content=content):
        write(decision, acts.marking(unit.pk, what), at=act.entered_at)
