"""Copy months from paper into the book, and take one back."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chibo.copies.models import TakenBack
from chibo.copies.queries import POINTS_OF, Above, InTime, allowed_cells, wrong_rows
from chibo.copies.rules import PaperMonth
from chibo.copies.words import sentence
from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.minutes.models import MinutesClosure
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.recounts.commands import recount, recount_each

BATCH = 500  # rows in one statement


class CannotCopy(Refused):
    """A line does not fit, or there is none; nothing was copied."""


@transaction.atomic
def copy_months(*, act: Act, unit: Unit, rows: Sequence[PaperMonth]) -> int:
    """Copy meetings from paper, all or none; return how many.

    unit: where it was done, a cell or a unit above the cells. A copied meeting counts like any
    other; its members stand as official, for the paper does not part them.
    Raises: PermissionDenied; Http404; CannotCopy; OtherContent.
    """
    demand(act.actor, Can.COPY_PAST_MONTHS, at=unit.pk, on=act.today)
    wanted = {row.cell for row in rows}
    for cell in wanted - allowed_cells(act.actor, wanted, on=act.today):
        demand(act.actor, Can.COPY_PAST_MONTHS, at=cell, on=act.today)
    if not record(
        act, verb="months.copied", unit=unit.pk, province=unit.province,
        content={"rows": [asdict(row) for row in rows]}, said={"months": len(rows)},
    ):  # fmt: skip
        return len(rows)
    if not rows:
        raise CannotCopy(_("Bảng chưa có dòng nào: gõ, dán hoặc chọn tệp."))
    cells = _locked(wanted)
    _check(act, rows)
    MinutesClosure.objects.bulk_create(_closures(act, rows, cells), batch_size=BATCH)
    recount_each((row.cell, day) for row in rows for day in _turns(row.month))
    return len(rows)


def _turns(month: dt.date) -> tuple[dt.date, dt.date]:
    """Return a month and the next, in which what changed since it counts."""
    return month, Month.of(month).until


@transaction.atomic
def take_back(*, act: Act, closure: MinutesClosure, reason: str) -> TakenBack:
    """Take a copied meeting back: it counts no longer, its row and the reason stay.

    Raises: PermissionDenied; Http404; CannotCopy; OtherContent.
    """
    demand(act.actor, Can.COPY_PAST_MONTHS, at=closure.cell_id, on=act.today)
    if not record(
        act, verb="month.taken_back", unit=closure.cell_id, province=closure.province,
        subject=closure.pk, content={"reason": reason},
        said={"held_on": str(closure.held_on)},
    ):  # fmt: skip
        return TakenBack.objects.get(pk=act.id)
    locked = MinutesClosure.objects.select_for_update().get(pk=closure.pk)
    if not (locked.is_from_paper and locked.is_newest):
        raise CannotCopy(_("Dòng này đã rút lại trước đó: không cần rút nữa."))
    MinutesClosure.objects.filter(pk=locked.pk).update(is_newest=False)
    recount([locked.cell_id], _turns(locked.month))
    return TakenBack.objects.create(
        id=act.id, province=locked.province, closure=locked, reason=reason, taken_by=act.actor,
        taken_at=act.entered_at,
    )  # fmt: skip


def _locked(wanted: set[uuid.UUID]) -> dict[uuid.UUID, Unit]:
    """Return the cells, locked in one order: two who copy the same months wait for each other."""
    found: dict[uuid.UUID, Unit] = {}
    ids = sorted(wanted)
    for place in range(0, len(ids), BATCH):
        rows = Unit.objects.select_for_update().filter(pk__in=ids[place : place + BATCH])
        found |= {row.pk: row for row in rows.order_by("pk")}
    return found


def _check(act: Act, rows: Sequence[PaperMonth]) -> None:
    found = zip(rows, wrong_rows(rows, today=act.today), strict=True)
    bad = [(row, wrong) for row, wrong in found if wrong]
    if bad:
        row, wrong = bad[0]
        more = ngettext("Còn {count} dòng cần sửa.", "Còn {count} dòng cần sửa.", len(bad))
        raise CannotCopy(f"{sentence(row.line, wrong[0])} {more.format(count=len(bad))}", "table")


def _closures(
    act: Act, rows: Sequence[PaperMonth], cells: dict[uuid.UUID, Unit]
) -> Iterator[MinutesClosure]:
    above = Above(cells)
    in_time = InTime(rows, above)
    for row in rows:
        place = f"{row.cell} {row.held_on} {row.kind}"
        yield MinutesClosure(
            id=uuid.uuid5(act.id, place),
            province=cells[row.cell].province,
            is_from_paper=True,
            closed_by=act.actor,
            closed_at=act.entered_at,
            cell=cells[row.cell],
            superior_id=above.superior(row.cell, row.held_on),
            rule_pack=above.pack(row.cell, row.held_on),
            rules={},
            kind=row.kind,
            month=row.month,
            held_on=row.held_on,
            on_time=in_time.of(row),
            days_to_entry=(act.today - row.held_on).days,
            delegate_present=False,
            points_of=None if row.points is None else POINTS_OF,
            official=row.members,
            counted=row.members,
            **{name: getattr(row, name) for name in _AS_ON_PAPER},
            **dict.fromkeys(_NOT_ON_PAPER, 0),
        )


_AS_ON_PAPER = ("present", "late", "excused", "unexcused", "spoke", "points")
_NOT_ON_PAPER = (
    "probationary", "exempt", "suspended", "away", "here", "special_duty", "tasks_done",
    "tasks_partly", "tasks_not_done", "tasks_dropped", "tasks_new", "petitions",
)  # fmt: skip
