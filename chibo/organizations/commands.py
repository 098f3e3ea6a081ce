"""The only writes to the tree, the names and the posts. Each is one dated decision."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations import rules
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import (
    Ancestry,
    CellType,
    Code,
    Decision,
    Designation,
    Kind,
    Mark,
    Placement,
    Post,
    Role,
    Succession,
    Unit,
)
from chibo.people.models import Person


class CannotReorganise(Refused):
    """The decision does not fit the units as they are."""


class CannotGivePost(Refused):
    """The post cannot be held by this person at this unit in this time."""


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
    _hold(act.id, officer, unit, Role.PROVINCE_OFFICER, decision.effective_on, "")
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
    if not _alive([parent.pk], decision.effective_on):
        raise CannotReorganise(
            _("Đơn vị cấp trên không hoạt động vào ngày có hiệu lực: xem lại ngày."), "effective_on"
        )
    _keep(decision)
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
    _keep(decision)
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
    demand(act.actor, Can.REORGANISE, at=to.pk, on=act.today)
    content = {"units": sorted(str(u.pk) for u in units), "on": decision.effective_on}
    if not record(act, verb="unit.moved", unit=to.pk, province=to.province, content=content):
        return
    _keep(decision)
    _move([unit.pk for unit in units], to, decision)


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
    _keep(decision)
    _end([unit.pk for unit in units], decision)


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
    content = {
        "into": [into.id, into.kind, into.name],
        "from": sorted(str(p.unit.pk) for p in predecessors),
        "on": decision.effective_on,
    }
    if not record(
        act, verb="unit.merged", unit=parent.pk, province=parent.province, content=content
    ):
        return Unit.objects.get(pk=into.id)
    _keep(decision)
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
    _move(list(children.values_list("unit", flat=True)), unit, decision)
    _end(whole, decision)
    return unit


@transaction.atomic
def mark_unit(*, act: Act, unit: Unit, what: str, decision: Decision) -> None:
    """Note what a document says of the unit's area. Raises: as `found_units`."""
    demand(act.actor, Can.REORGANISE, at=unit.pk, on=act.today)
    content = {"what": what, "on": decision.effective_on}
    if not record(act, verb="unit.marked", unit=unit.pk, province=unit.province, content=content):
        return
    _keep(decision)
    Mark.objects.create(
        unit=unit, province=unit.province, decision=decision, what=what,
        from_on=decision.effective_on,
    )  # fmt: skip


@transaction.atomic
def give_post(
    *, act: Act, person: Person, unit: Unit, role: Role, from_on: dt.date, phone: str = ""
) -> Post:
    """Let a person hold an office at a unit from a day; rights follow at once.

    Raises: PermissionDenied; Http404; CannotGivePost; OtherContent.
    """
    demand(act.actor, Can.GIVE_POSTS, at=unit.pk, on=act.today)
    content = {"person": person.pk, "role": role, "from_on": from_on}
    if not record(
        act, verb="post.given", unit=unit.pk, province=unit.province, content=content,
        subject=person.pk, said={"role": role},
    ):  # fmt: skip
        return Post.objects.get(pk=act.id)
    if not _alive([unit.pk], from_on):
        raise CannotGivePost(_("Đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."))
    return _hold(act.id, person, unit, role, from_on, phone)


@transaction.atomic
def end_post(*, act: Act, post: Post, until_on: dt.date) -> None:
    """End an office; rights end at once. Raises: as `give_post`."""
    demand(act.actor, Can.GIVE_POSTS, at=post.unit_id, on=act.today)
    content = {"post": post.pk, "until_on": until_on}
    if not record(
        act, verb="post.ended", unit=post.unit_id, province=post.province, content=content,
        subject=post.person_id, said={"role": post.role},
    ):  # fmt: skip
        return
    if until_on <= post.from_on:
        raise CannotGivePost(_("Ngày thôi giữ chức phải sau ngày bắt đầu."))
    Post.objects.filter(pk=post.pk).update(until_on=until_on)


def seat_member(*, person: Person, unit: Unit, from_on: dt.date, until_on: dt.date) -> None:
    """Give a member with a login an ordinary member's rights; the caller carries right and journal."""
    Post.objects.create(
        id=uuid.uuid4(), province=unit.province, person=person, unit=unit, role=Role.MEMBER,
        from_on=from_on, until_on=until_on,
    )  # fmt: skip


@transaction.atomic
def rebuild_ancestry(*, units: Iterable[UUID] | None = None) -> int:
    """Derive `Ancestry` again from the placements, for these units or all; return the rows."""
    ids = set(Unit.objects.values_list("pk", flat=True)) if units is None else set(units)
    parents: dict[UUID, list[tuple[UUID, rules.Span]]] = defaultdict(list)
    for child, parent, from_on, until_on in Placement.objects.values_list(
        "unit", "parent", "from_on", "until_on"
    ):
        parents[child].append((parent, rules.Span(from_on, until_on)))
    lives: dict[UUID, list[rules.Span]] = defaultdict(list)
    provinces: dict[UUID, UUID] = {}
    for unit, province, from_on, until_on in Designation.objects.values_list(
        "unit", "province", "from_on", "until_on"
    ):
        lives[unit].append(rules.Span(from_on, until_on))
        provinces[unit] = province
    Ancestry.objects.filter(unit__in=ids).delete()
    rows = [
        Ancestry(
            unit_id=unit, ancestor_id=step.ancestor, depth=step.depth, province=provinces[unit],
            from_on=step.span.from_on, until_on=step.span.until_on,
        )
        for unit in ids
        for step in rules.ancestry(
            unit,
            rules.Span(min(s.from_on for s in lives[unit]), max(s.until_on for s in lives[unit])),
            lambda child: parents[child],
        )
    ]  # fmt: skip
    Ancestry.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def _keep(decision: Decision) -> None:
    """Save a decision that is new; one decision may carry several acts."""
    if not Decision.objects.filter(pk=decision.pk).exists():
        decision.save(force_insert=True)


def _alive(units: Iterable[UUID], on: dt.date) -> bool:
    wanted = set(units)
    return Designation.objects.on(on).filter(unit__in=wanted).count() == len(wanted)


def _designate(unit: Unit, kind: str, cell_type: str, name: str, decision: Decision) -> None:
    name = viet.tidy_line(name)
    Designation.objects.create(
        unit=unit, province=unit.province, decision=decision, kind=kind, cell_type=cell_type,
        name=name, sort_key=viet.text_key(name), from_on=decision.effective_on,
    )  # fmt: skip


def _found(
    new: Sequence[NewUnit], *, parent: Unit | None, province: UUID, decision: Decision
) -> list[Unit]:
    """Write units, names, codes and places; the ancestors of a new unit are its parent's and itself."""
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


def _branch(units: Iterable[UUID], on: dt.date) -> set[UUID]:
    return set(
        Ancestry.objects.filter(ancestor__in=list(units), until_on__gt=on).values_list(
            "unit", flat=True
        )
    )


def _move(units: Sequence[UUID], to: Unit, decision: Decision) -> None:
    on = decision.effective_on
    if to.pk in _branch(units, on):
        raise CannotReorganise(_("Không đặt được một đơn vị dưới chính nó hoặc cấp dưới của nó."))
    if not _alive([to.pk], on):
        raise CannotReorganise(_("Đơn vị nhận không hoạt động vào ngày có hiệu lực."))
    seats = Placement.objects.open().filter(unit__in=units)
    if seats.filter(from_on__gte=on).exists() or seats.count() != len(set(units)):
        raise CannotReorganise(
            _("Một đơn vị đã chuyển sau ngày này hoặc đã kết thúc: xem lại ngày.")
        )
    branch = _branch(units, on)
    seats.update(until_on=on)
    Placement.objects.bulk_create(
        Placement(unit_id=unit, parent=to, province=to.province, decision=decision, from_on=on)
        for unit in units
    )
    rebuild_ancestry(units=branch)


def _end(units: Sequence[UUID], decision: Decision) -> None:
    on = decision.effective_on
    if Placement.objects.filter(parent__in=units, until_on__gt=on).exclude(unit__in=units).exists():
        raise CannotReorganise(_("Còn đơn vị trực thuộc: chuyển các đơn vị ấy trước."))
    for model in (Designation, Placement, Code, Mark, Ancestry, Post):
        spans = model.objects.filter(unit__in=units, until_on=FOREVER)  # type: ignore[attr-defined]
        if spans.filter(from_on__gte=on).exists():
            raise CannotReorganise(_("Đơn vị bắt đầu sau ngày kết thúc: xem lại ngày."))
        spans.update(until_on=on)


def _hold(id: UUID, person: Person, unit: Unit, role: Role, from_on: dt.date, phone: str) -> Post:
    return Post.objects.create(
        id=id, province=unit.province, person=person, unit=unit, role=role, from_on=from_on,
        phone="".join(sign for sign in phone if sign.isdigit()),
    )  # fmt: skip
