"""Changes are written down, and the dated rows of the units they touch are derived again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.organizations import rules
from chibo.organizations.commands.acts import Said
from chibo.organizations.commands.posts import cut_posts, give_back_posts
from chibo.organizations.commands.recounting import linked, recount_units
from chibo.organizations.models import (
    Ancestry,
    Change,
    Code,
    Decision,
    Designation,
    Kind,
    Mark,
    Placement,
    Succession,
    Unit,
)
from chibo.organizations.queries import facts_of
from chibo.recounts.commands import later


class CannotReorganise(Refused):
    """The decision does not fit the units as they are."""


@later()
def write(decision: Decision, said: Sequence[Said], *, at: dt.datetime) -> set[UUID]:
    """Write what a decision does, and derive what follows; return the units touched.

    One decision may carry several acts. The caller carries the right and the journal.
    Raises: CannotReorganise.
    """
    keep(decision)
    founded = [each.unit for each in said if each.what == Change.What.FOUNDED]
    _refuse_armed_force(said)
    Unit.objects.bulk_create(Unit(id=id, province=decision.province) for id in founded)
    Change.objects.bulk_create(
        (
            Change(
                province=decision.province, decision=decision, unit_id=each.unit, what=each.what,
                other_id=each.other, values=each.values, entered_at=at,
            )
            for each in said
        ),
        batch_size=2_000,
    )  # fmt: skip
    touched = {each.unit for each in said}
    derive(touched, decision)
    return touched


@later()
def take_back(old: Decision, correction: Decision) -> set[UUID]:
    """Undo what a decision did, by the one that corrects it; return the units touched.

    Both decisions and the changes stay. The caller carries the right and the journal.
    Raises: CannotReorganise.
    """
    correction.corrects = old
    keep(correction)
    touched = set(Change.objects.filter(decision=old).values_list("unit", flat=True))
    derive(touched, correction)
    give_back_posts(old)
    return touched


def keep(decision: Decision) -> None:
    """Save a decision that is new; one decision may carry several acts."""
    if not Decision.objects.filter(pk=decision.pk).exists():
        decision.save(force_insert=True)


def _refuse_armed_force(said: Iterable[Said]) -> None:
    if any(each.values.get("cell_type") == "armed_force" for each in said):
        raise CannotReorganise(
            _("Chi bộ lực lượng vũ trang chỉ ghi bằng số, và loại này đang tắt."), "cell_type"
        )


def derive(units: set[UUID], by: Decision) -> None:
    """Make the dated rows of these units again from their changes, and check that they fit.

    by: the decision just entered: a fault of another one is named. Raises: CannotReorganise.
    """
    facts = facts_of(units)
    before, linked_before = _branch(units), linked(units)
    for unit in units:
        _refuse(rules.out_of_life(facts[unit]), by)
    rows = {unit: rules.all_rows(facts[unit]) for unit in units}
    for model, name, names in _KINDS:
        wanted = [(unit, row) for unit in units for row in rows[unit].get(name, [])]
        _put(model, units, names, wanted)
    _put_successions(units, rows)
    for unit in units:
        life = rules.life_of(facts[unit])
        if life is None or life.until_on != FOREVER:
            cut_posts(unit, life.until_on if life else dt.date.min, by)
    _refuse_impossible_tree(units, by)
    branch = before | _branch(units)
    rebuild_ancestry(units=branch)
    recount_units(branch | linked_before | linked(units), by)


_KINDS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Designation, "designations", ("kind", "cell_type", "name")),
    (Placement, "placements", ("parent_id",)),
    (Code, "codes", ("system", "text")),
    (Mark, "marks", ("what",)),
)


def _put(
    model: type[Model],
    units: set[UUID],
    names: Sequence[str],
    wanted: Sequence[tuple[UUID, rules.Row]],
) -> None:
    """Let the rows of these units be those wanted; the ones that stay are not touched."""
    objects: Any = model._default_manager
    common = ("unit_id", "decision_id", "from_on", "until_on", *names)
    there = {
        tuple(key): pk for pk, *key in objects.filter(unit__in=units).values_list("pk", *common)
    }
    keys = {
        (unit, row.decision, row.span.from_on, row.span.until_on, *row.values): None
        for unit, row in wanted
    }
    objects.filter(pk__in=[pk for key, pk in there.items() if key not in keys]).delete()
    provinces = dict(Unit.objects.filter(pk__in=units).values_list("pk", "province"))
    new = [
        model(province=provinces[key[0]], **dict(zip(common, key, strict=True)))
        for key in keys
        if key not in there
    ]
    if model is Designation:
        for row in new:
            row.sort_key = viet.text_key(row.name)  # type: ignore[attr-defined]
    objects.bulk_create(new, batch_size=2_000)


def _put_successions(units: set[UUID], rows: dict[UUID, dict[str, list[rules.Row]]]) -> None:
    Succession.objects.filter(predecessor__in=units).delete()
    provinces = dict(Unit.objects.filter(pk__in=units).values_list("pk", "province"))
    Succession.objects.bulk_create(
        Succession(
            predecessor_id=unit, successor_id=row.values[0], extent=row.values[1],
            on=row.span.from_on, province=provinces[unit], decision_id=row.decision,
        )
        for unit in units
        for row in rows[unit].get("successions", [])
    )  # fmt: skip


def _refuse_impossible_tree(units: set[UUID], by: Decision) -> None:
    """Refuse placements under a unit that is none on a day, or under a cell."""
    seats = Placement.objects.filter(unit__in=units) | Placement.objects.filter(parent__in=units)
    under: dict[UUID, list[rules.Row]] = defaultdict(list)
    for parent, *span, decision in seats.values_list("parent", "from_on", "until_on", "decision"):
        under[parent].append(rules.Row(rules.Span(*span), decision, ()))
    facts = facts_of(under)
    for parent, rows in under.items():
        life = rules.life_of(facts[parent])
        ended = next((f.decision for f in facts[parent] if f.what == "ended"), None)
        _refuse(rules.unplaced(rows, life, ended_by=ended, newest=by.pk), by)
    cells = Designation.objects.filter(unit__in=list(under), kind=Kind.CELL)
    for cell in cells:
        for row in under[cell.unit_id]:
            if row.span.within(rules.Span(cell.from_on, cell.until_on)):
                _refuse([rules.Fault("in_cell", row.decision)], by)
    steps = Succession.objects.filter(successor__in=units) | Succession.objects.filter(
        predecessor__in=units
    )
    for step in steps:
        if not Designation.objects.on(step.on).filter(unit=step.successor_id).exists():
            _refuse([rules.Fault("life", step.decision_id)], by)


def _refuse(faults: Sequence[rules.Fault], by: Decision) -> None:
    """Say in one sentence why the changes do not fit. Raises: CannotReorganise."""
    for fault in faults:
        if fault.decision == by.pk:
            raise CannotReorganise(_own_words(fault.what), "effective_on")
        other = Decision.objects.get(pk=fault.decision)
        raise CannotReorganise(
            _("Quyết định {number}, hiệu lực {day}, không còn khớp: sửa nó trước.").format(
                number=other.called, day=f"{other.effective_on:%d/%m/%Y}"
            )
        )


def _own_words(what: str) -> str:
    return {
        "life": _("Một đơn vị chưa có hoặc đã kết thúc vào ngày này: xem lại ngày."),
        "above": _("Đơn vị cấp trên không hoạt động vào ngày có hiệu lực: xem lại ngày."),
        "below": _("Còn đơn vị trực thuộc: chuyển các đơn vị ấy trước."),
        "circle": _("Không đặt được một đơn vị dưới chính nó hoặc cấp dưới của nó."),
        "in_cell": _("Dưới chi bộ không có đơn vị nào: chọn đơn vị cấp trên khác."),
    }[what]


def _branch(units: Iterable[UUID]) -> set[UUID]:
    """Return these units and all that ever stood below them."""
    ids = set(units)
    rows = Ancestry.objects.filter(ancestor__in=ids).values_list("unit", flat=True)
    return ids | set(rows)


@transaction.atomic
def rebuild_ancestry(*, units: Iterable[UUID] | None = None) -> int:
    """Derive `Ancestry` again from the placements, for these units or all; return the rows.

    Raises: CannotReorganise.
    """
    ids = set(Unit.objects.values_list("pk", flat=True)) if units is None else set(units)
    parents = _parents_of(ids)
    lives: dict[UUID, list[rules.Span]] = defaultdict(list)
    provinces: dict[UUID, UUID] = {}
    for unit, province, from_on, until_on in Designation.objects.filter(unit__in=ids).values_list(
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
        for unit, spans in lives.items()
        for step in _steps(unit, spans, parents)
    ]  # fmt: skip
    Ancestry.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def _steps(
    unit: UUID, spans: Sequence[rules.Span], parents: dict[UUID, list[tuple[UUID, rules.Span]]]
) -> list[rules.Step]:
    life = rules.Span(min(s.from_on for s in spans), max(s.until_on for s in spans))
    try:
        return rules.ancestry(unit, life, lambda child: parents[child])
    except ValueError:
        raise CannotReorganise(_own_words("circle")) from None


def _parents_of(units: set[UUID]) -> dict[UUID, list[tuple[UUID, rules.Span]]]:
    """Return the placements of these units and of all above them."""
    parents: dict[UUID, list[tuple[UUID, rules.Span]]] = defaultdict(list)
    wanted, seen = set(units), set(units)
    while wanted:
        rows = Placement.objects.filter(unit__in=wanted)
        wanted = set()
        for child, parent, from_on, until_on in rows.values_list(
            "unit", "parent", "from_on", "until_on"
        ):
            parents[child].append((parent, rules.Span(from_on, until_on)))
            wanted.add(parent)
        wanted -= seen
        seen |= wanted
    return parents
