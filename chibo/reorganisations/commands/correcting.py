"""A wrong decision is undone by one that corrects it: nothing is deleted of either."""

import uuid
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.meetings.models import Meeting
from chibo.members.commands import Basis, Move, Moved, move_members, return_members
from chibo.members.models import Event, Membership
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import CannotReorganise, take_back
from chibo.organizations.models import Change, Decision
from chibo.organizations.queries import life_of, named
from chibo.plans.models import PlannedMeeting
from chibo.recounts.commands import later, left_to_worker
from chibo.reorganisations.commands.carrying import recount_moved
from chibo.reorganisations.commands.effects import (
    Effects,
    books_below,
    drop_planned,
    ended_posts,
    gone,
    newest_log,
    place_closures,
    refuse_homeless,
    refuse_no_cell,
)
from chibo.reorganisations.models import DroppedMeeting, MovedMember
from chibo.reorganisations.queries import demand_over, founded_by, newcomers


@transaction.atomic
@later()
def correct(
    *, act: Act, wrong: Decision, correction: Decision, goes: Mapping[UUID, UUID]
) -> Effects:
    """Take back what a decision did, from its day of effect, by a correcting decision.

    Those whom it moved return. goes: membership to cell, for those who entered a unit since that
    now never was. Raises: PermissionDenied; Http404; CannotReorganise; OtherContent.
    """
    units = set(Change.objects.filter(decision=wrong).values_list("unit", flat=True))
    demand_over(act.actor, wrong, on=act.today)
    if not record(
        act, verb="decision.corrected", unit=min(units), province=wrong.province,
        subject=wrong.pk, content={"number": correction.number, "goes": repr(sorted(goes.items()))},
        said={"number": correction.number, "wrong": wrong.number},
    ):  # fmt: skip
        return Effects()
    _refuse_impossible(act, wrong, correction)
    correction.effective_on = wrong.effective_on
    log = newest_log()
    books = books_below(units)
    lost = founded_by(wrong)
    new = {row.pk: row for row in newcomers(wrong)}
    touched = take_back(wrong, correction)
    moved = list(
        MovedMember.objects.filter(decision=wrong)
        .select_related("membership__person")
        .order_by("pk")
    )
    returning = [(each.membership, each.went_to_id, each.came_from_id) for each in moved]
    return_members(
        [Moved(m.membership_id, m.after, m.came_from_id, m.went_to_id) for m in reversed(moved)],
        seed=act.id,
    )
    returning += _place_newcomers(act, correction, new, goes)
    cells = touched | {cell for each in moved for cell in (each.came_from_id, each.went_to_id)}
    refuse_homeless(cells | set(goes.values()))
    dropped = drop_planned(lost, correction)
    _plan_again(wrong)
    entered = {cell for key in goes if key in new for cell in (new[key].cell_id, goes[key])}
    recount_moved(
        entered | {cell for each in moved for cell in (each.came_from_id, each.went_to_id)},
        correction.effective_on,
    )
    return Effects(
        members=gone(returning, correction.effective_on),
        posts=ended_posts(correction, log),
        dropped=dropped,
        placed=place_closures(books | books_below(touched), correction),
    )


def rehearse_correction(
    *, act: Act, wrong: Decision, correction: Decision, goes: Mapping[UUID, UUID]
) -> Effects:
    """Do it and take all of it back: what it would move. Raises: as `correct`."""
    with transaction.atomic(), left_to_worker():
        effects = correct(act=act, wrong=wrong, correction=correction, goes=goes)
        transaction.set_rollback(True)
    return effects


def _refuse_impossible(act: Act, wrong: Decision, correction: Decision) -> None:
    """Refuse to correct what was corrected, what others rest on, and units that met since."""
    if hasattr(wrong, "corrected_by"):
        raise CannotReorganise(_("Quyết định này đã được sửa trước đó: xem lịch sử đơn vị."))
    if wrong.corrects_id is not None:
        raise CannotReorganise(_("Đây là quyết định sửa: muốn làm lại thì ghi một quyết định mới."))
    if correction.signed_on is not None and correction.signed_on > act.today:
        raise CannotReorganise(_("Ngày ký chưa đến: xem lại ngày ký."), "signed_on")
    _refuse_rested_on(wrong)
    lost = founded_by(wrong)
    met = Meeting.objects.standing().filter(cell__in=lost).order_by("held_on").first()
    copied = MinutesClosure.objects.newest().in_books_of(lost).order_by("held_on").first()
    for found in (met, copied):
        if found is not None:
            cell = named(found.cell_id, on=found.held_on).full
            raise CannotReorganise(
                _("{cell} đã họp ngày {day}: không sửa được, ra quyết định mới.").format(
                    cell=cell, day=f"{found.held_on:%d/%m/%Y}"
                )
            )


def _refuse_rested_on(wrong: Decision) -> None:
    """Refuse where a later decision moved on the members whom this one had moved."""
    own = list(MovedMember.objects.filter(decision=wrong))
    rows = {each.after for each in own} | {each.membership_id for each in own}
    last = max((each.pk for each in own), default=0)
    later = MovedMember.objects.filter(
        pk__gt=last, decision__corrected_by__isnull=True
    ).select_related("decision")
    later = later.filter(membership__in=rows) | later.filter(after__in=rows)
    for each in later.order_by("-pk")[:1]:
        raise CannotReorganise(
            _("Quyết định {number}, hiệu lực {day}, không còn khớp: sửa nó trước.").format(
                number=each.decision.called, day=f"{each.decision.effective_on:%d/%m/%Y}"
            )
        )


def _place_newcomers(
    act: Act, correction: Decision, new: Mapping[UUID, Membership], goes: Mapping[UUID, UUID]
) -> list[tuple[Membership, UUID, UUID]]:
    """Let those who entered a unit that now never was go on where the page said."""
    moves = [Move(row, goes[key]) for key, row in new.items() if key in goes]
    for move in moves:
        if life_of(move.to) is None:
            raise CannotReorganise(_("Chi bộ nhận đảng viên không còn: chọn chi bộ khác."))
        refuse_no_cell({move.to}, max(move.membership.from_on, correction.effective_on))
    basis = Basis(correction.number, correction.signed_on, correction.issuer)
    move_members(
        moves=moves, on=correction.effective_on, what=Event.What.REORGANISED, basis=basis,
        seed=uuid.uuid5(act.id, "newcomers"), by=correction,
    )  # fmt: skip
    return [(move.membership, move.membership.cell_id, move.to) for move in moves]


def _plan_again(wrong: Decision) -> None:
    """Put back into the calendar what the wrong decision had dropped, where its place is free."""
    for each in DroppedMeeting.objects.filter(decision=wrong).select_related("planned"):
        planned = each.planned
        taken = PlannedMeeting.objects.standing().filter(
            cell=planned.cell_id, month=planned.month, kind__in=["regular", "both"]
        )
        if planned.kind in {"regular", "both"} and taken.exists():
            continue
        PlannedMeeting.objects.filter(pk=planned.pk).update(is_withdrawn=False)
