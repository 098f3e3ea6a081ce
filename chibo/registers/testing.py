import uuid

from django.db import transaction
from django.utils import timezone

from chibo.organizations.models import Unit
from chibo.papers.commands import file_paper
from chibo.registers.models import Reconciliation
from chibo.registers.queries import figures_of
from chibo.registers.reconciling import reconcile
from chibo.registers.rules import Period
from chibo.registers.sheets import reconciliation_sheet


@transaction.atomic
def make_agreed(unit: Unit, period: Period) -> Reconciliation:
    """Let both sides agree on a unit's list on the last of the days."""
    on = period.last
    found = reconcile(unit.pk, period, then=True, today=on)
    sheet = reconciliation_sheet(found, agreed_on=on, ours="A Lò", theirs="B Lò", version=1)
    paper = file_paper(
        id=uuid.uuid4(), province=unit.province, unit=unit.pk, kind="reconciliation", number=None,
        period=str(on.year), signed_on=on, sheet=sheet, entered_at=timezone.now(),
    )  # fmt: skip
    return Reconciliation.objects.create(
        id=uuid.uuid4(), province=unit.province, unit=unit, first_on=period.first, last_on=on,
        agreed_on=on, ours="A Lò", theirs="B Lò", figures=figures_of(found), paper=paper,
        entered_at=timezone.now(),
    )  # fmt: skip
