"""Carry out one act of a decision: units, members, posts, plans, closed minutes; all or nothing."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.members.commands import Basis, Move, Moved, follow_reorganisations, move_members
from chibo.members.models import Event, Membership
from chibo.organizations.authority import Can, demand, demand_above
from chibo.organizations.commands import CannotReorganise, keep, write
from chibo.organizations.models import Ancestry, Decision, Designation, Kind
from chibo.organizations.queries import named
from chibo.recounts.commands import later, left_to_worker, recount_whole
from chibo.reorganisations.commands.effects import (
    Effects,
    books_below,
    drop_planned,
    dues_left,
    ended_posts,
    gone,
    newest_log,
    place_closures,
    refuse_homeless,
    refuse_met_after,
    refuse_no_cell,
    refuse_open_meetings,
)
from chibo.reorganisations.models import MovedMember
from chibo.reorganisations.queries import small_cells
from chibo.reorganisations.turns import Turn, ended_by
from chibo.resolutions.queries import still_open


@transaction.atomic
@later()
def carry_out(*, act: Act, turn: Turn, decision: Decision) -> Effects:
    """Do one act of a decision in one transaction, and return what it moved.

    Raises: PermissionDenied; Http404; CannotReorganise; CellEnds; OtherContent.
    """
    for unit in turn.changed:
        demand_above(act.actor, unit, on=act.today)
    for unit in turn.under:
        demand(act.actor, Can.REORGANISE, at=unit, on=act.today)
    if not record(
        act, verb="units.reorganised", unit=turn.unit, province=decision.province,
        content={"decision": str(decision.pk), "turn": repr(turn), "on": decision.effective_on},
        said={"what": turn.what, "number": decision.number},
    ):  # fmt: skip
        return Effects()
    if decision.signed_on is not None and decision.signed_on > act.today:
        raise CannotReorganise(_("Ngày ký chưa đến: xem lại ngày ký."), "signed_on")
    keep(decision)
    log = newest_log()
    ended = ended_by(turn.said)
    refuse_open_meetings(ended)
    tasks = _tasks(ended, decision)
    dues = dues_left(ended, min(decision.effective_on, act.today))
    moved = _move(act, turn, decision)
    touched = write(decision, turn.said, at=act.entered_at)
    moved += follow_reorganisations(_rows([each.after for each in moved]), seed=act.id, by=decision)
    logged = _log(moved, decision)
    new = [each.unit for each in turn.said if each.what == "founded"]
    cells = touched | {cell for each in moved for cell in (each.cell, each.to)}
    refuse_homeless(cells)
    on = decision.effective_on
    refuse_no_cell({each.to for each in moved}, on)
    placed = place_closures(books_below(touched), decision)
    refuse_met_after(ended)
    recount_moved({cell for each in moved for cell in (each.cell, each.to)}, on)
    return Effects(
        cells=_cells_moved(turn, decision),
        members=gone(logged, on),
        posts=ended_posts(decision, log),
        tasks=tasks,
        dropped=drop_planned(ended, decision),
        placed=placed,
        begins_numbers=[named(unit, on=on).full for unit in new],
        small=small_cells({*new, *(each.to for each in moved)}, on=on),
        dues=dues,
    )


def rehearse(*, act: Act, turn: Turn, decision: Decision) -> Effects:
    """Do it and take all of it back: what it would move. Raises: as `carry_out`."""
    with transaction.atomic(), left_to_worker():
        effects = carry_out(act=act, turn=turn, decision=decision)
        transaction.set_rollback(True)
    return effects


def recount_moved(cells: Iterable[UUID], on: dt.date) -> None:
    """Have cells whose members went or came by a decision added up again, also on its day."""
    recount_whole(cells)
    recount_whole(cells, not_before=on)


def _move(act: Act, turn: Turn, decision: Decision) -> list[Moved]:
    """Let the members of cells go on elsewhere from the day of effect."""
    on = decision.effective_on
    basis = Basis(decision.number, decision.signed_on, decision.issuer)
    moved = []
    for cell, going in turn.goes.items():
        rows = Membership.objects.filter(cell=cell, until_on__gt=on).order_by("from_on", "pk")
        moves = [Move(row, to) for row in rows if (to := going.of(row.person_id)) is not None]
        there = move_members(
            moves=moves, on=on, what=Event.What.REORGANISED, basis=basis,
            seed=uuid.uuid5(act.id, str(cell)), by=decision,
        )  # fmt: skip
        moved += [
            Moved(move.membership.pk, row.pk, cell, move.to)
            for move, row in zip(moves, there, strict=True)
        ]
    return moved


def _rows(ids: Sequence[UUID]) -> list[Membership]:
    return list(Membership.objects.filter(pk__in=ids))


def _log(moved: Sequence[Moved], decision: Decision) -> list[tuple[Membership, UUID, UUID]]:
    """Keep what was moved, for a correction; return it with the rows before."""
    before = Membership.objects.select_related("person").in_bulk([each.before for each in moved])
    MovedMember.objects.bulk_create(
        MovedMember(
            decision=decision, province=decision.province, membership=before[each.before],
            after=each.after, came_from_id=each.cell, went_to_id=each.to,
        )
        for each in moved
    )  # fmt: skip
    return [(before[each.before], each.cell, each.to) for each in moved]


def _tasks(ended: set[UUID], decision: Decision) -> int:
    """Return how many promises wait in the books of cells that end."""
    return sum(len(still_open(cell, on=decision.effective_on)) for cell in ended)


def _cells_moved(turn: Turn, decision: Decision) -> list[str]:
    moved = [each.unit for each in turn.said if each.what == "moved"]
    on = decision.effective_on
    below = Ancestry.objects.on(on).filter(ancestor__in=moved).values("unit")
    rows = Designation.objects.on(on).filter(unit__in=below, kind=Kind.CELL)
    return [f"Chi bộ {name}" for name in rows.order_by("sort_key").values_list("name", flat=True)]
