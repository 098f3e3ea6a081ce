"""The one write of this room: both sides agreed on a list."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed
from chibo.papers.commands import file_paper
from chibo.registers.models import Reconciliation
from chibo.registers.queries import figures_of
from chibo.registers.reconciling import reconcile
from chibo.registers.rules import Period
from chibo.registers.sheets import reconciliation_sheet


class CannotReconcile(Refused):
    """The days or the unit do not allow this."""


@dataclass(frozen=True)
class Agreement:
    """When and by whom a list was agreed on: a name of the unit's side, one of the level above."""

    agreed_on: dt.date
    ours: str
    theirs: str


@transaction.atomic
def agree_reconciliation(
    *, act: Act, unit: Unit, period: Period, agreement: Agreement
) -> Reconciliation:
    """Keep that both sides agreed on a unit's list of these days; its figures and paper stay.

    Raises: PermissionDenied; Http404; CannotReconcile; OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=unit.pk, on=act.today)
    content = {
        "period": str(period), "on": agreement.agreed_on, "ours": agreement.ours,
        "theirs": agreement.theirs,
    }  # fmt: skip
    if not record(
        act, verb="register.reconciled", unit=unit.pk, province=unit.province, subject=act.id,
        content=content,
    ):  # fmt: skip
        return Reconciliation.objects.get(pk=act.id)
    if not period.last <= agreement.agreed_on <= act.today:
        raise CannotReconcile(
            _("Ngày thống nhất phải từ ngày cuối kỳ đến hôm nay: xem lại."), "agreed_on"
        )
    if not existed(unit.pk, on=period.last):
        raise CannotReconcile(_("Đơn vị không hoạt động vào ngày cuối kỳ: chọn kỳ khác."))
    Unit.objects.select_for_update().get(pk=unit.pk)
    earlier = Reconciliation.objects.filter(
        unit=unit, first_on=period.first, last_on=period.last
    ).count()
    found = reconcile(unit.pk, period, then=True, today=act.today)
    sheet = reconciliation_sheet(
        found, agreed_on=agreement.agreed_on, ours=agreement.ours, theirs=agreement.theirs,
        version=earlier + 1,
    )  # fmt: skip
    paper = file_paper(
        id=uuid.uuid5(act.id, "paper"), province=unit.province, unit=unit.pk,
        kind="reconciliation", number=None, period=str(period.first.year),
        signed_on=agreement.agreed_on, sheet=sheet, entered_at=act.entered_at,
    )  # fmt: skip
    return Reconciliation.objects.create(
        id=act.id, province=unit.province, unit=unit, first_on=period.first, last_on=period.last,
        agreed_on=agreement.agreed_on, ours=agreement.ours, theirs=agreement.theirs,
        figures=figures_of(found), paper=paper, entered_at=act.entered_at,
    )  # fmt: skip
