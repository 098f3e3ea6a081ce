import datetime as dt
import uuid

from django.utils import timezone

from chibo.core.days import Month
from chibo.dues.models import HandedUp, Payment
from chibo.members.models import Membership
from chibo.organizations.models import Unit


def make_paid(membership: Membership, month: Month, amount: int = 10_000) -> Payment:
    """Let a member pay for a month on its last day."""
    return Payment.objects.create(
        id=uuid.uuid4(), province=membership.province, membership=membership, month=month.first,
        amount=amount, paid_on=month.last, entered_at=timezone.now(),
    )  # fmt: skip


def make_handed_up(cell: Unit, month: Month, on: dt.date, amount: int = 1_000) -> HandedUp:
    """Let a cell hand up a sum for a month on a day."""
    return HandedUp.objects.create(
        id=uuid.uuid4(), province=cell.province, cell=cell, month=month.first,
        last_month=month.first, amount=amount, handed_on=on, entered_at=timezone.now(),
    )  # fmt: skip
