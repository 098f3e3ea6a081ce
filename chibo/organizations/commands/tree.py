"""The dated rows of the tree: where units stand, until when, and what is derived from that."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.organizations import rules
from chibo.organizations.models import (
    Ancestry,
    Code,
    Decision,
    Designation,
    Mark,
    Placement,
    Post,
    Unit,
)


class CannotReorganise(Refused):
    """The decision does not fit the units as they are."""


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


def keep(decision: Decision) -> None:
    """Save a decision that is new; one decision may carry several acts."""
    if not Decision.objects.filter(pk=decision.pk).exists():
        decision.save(force_insert=True)


def alive(units: Iterable[UUID], on: dt.date) -> bool:
    """Say whether all these units exist on the day and have not ended since."""
    wanted = set(units)
    rows = Designation.objects.filter(unit__in=wanted)
    return rows.on(on).count() == rows.open().count() == len(wanted)


def branch(units: Iterable[UUID], on: dt.date) -> set[UUID]:
    """Return these units and all that stand below them on the day or later."""
    return set(
        Ancestry.objects.filter(ancestor__in=list(units), until_on__gt=on).values_list(
            "unit", flat=True
        )
    )


def move(units: Sequence[UUID], to: Unit, decision: Decision) -> None:
    """Put units under another from the day of effect. Raises: CannotReorganise."""
    on = decision.effective_on
    if to.pk in branch(units, on):
        raise CannotReorganise(_("Không đặt được một đơn vị dưới chính nó hoặc cấp dưới của nó."))
    if not alive([to.pk], on):
        raise CannotReorganise(_("Đơn vị nhận không hoạt động vào ngày có hiệu lực."))
    seats = Placement.objects.open().filter(unit__in=units)
    if seats.filter(from_on__gte=on).exists() or seats.count() != len(set(units)):
        raise CannotReorganise(
            _("Một đơn vị đã chuyển sau ngày này hoặc đã kết thúc: xem lại ngày.")
        )
    below = branch(units, on)
    seats.update(until_on=on)
    Placement.objects.bulk_create(
        Placement(unit_id=unit, parent=to, province=to.province, decision=decision, from_on=on)
        for unit in units
    )
    rebuild_ancestry(units=below)


def end(units: Sequence[UUID], decision: Decision) -> None:
    """End units, their names, codes, marks and posts on the day of effect.

    Raises: CannotReorganise.
    """
    on = decision.effective_on
    if not alive(units, on):
        raise CannotReorganise(_("Một đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."))
    if Placement.objects.filter(parent__in=units, until_on__gt=on).exclude(unit__in=units).exists():
        raise CannotReorganise(_("Còn đơn vị trực thuộc: chuyển các đơn vị ấy trước."))
    for model in (Designation, Placement, Code, Mark, Ancestry, Post):
        spans = model.objects.filter(unit__in=units, until_on=FOREVER)
        if spans.filter(from_on__gte=on).exists():
            raise CannotReorganise(_("Đơn vị bắt đầu sau ngày kết thúc: xem lại ngày."))
        spans.update(until_on=on)
