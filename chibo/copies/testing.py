"""Months copied from paper, for any room's tests."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from chibo.accounts.models import User
from chibo.copies.commands import copy_months
from chibo.copies.rules import PaperMonth
from chibo.journal.commands import act_of
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Unit


def paper_month(cell: uuid.UUID, held_on: dt.date, **changes: Any) -> PaperMonth:
    """Return a regular meeting as a paper states it: 10 of 12 were there, unless changed."""
    fields: dict[str, Any] = {
        "line": 1, "kind": "regular", "members": 12, "present": 10, "late": 1, "excused": 1,
        "unexcused": 1, "spoke": 4, "points": None,
    }  # fmt: skip
    return PaperMonth(cell=cell, held_on=held_on, **(fields | changes))


def make_copied(cell: Unit, user: User, held_on: dt.date, **changes: Any) -> MinutesClosure:
    """Copy one meeting of a cell from paper."""
    row = paper_month(cell.pk, held_on, **changes)
    copy_months(act=act_of(user, uuid.uuid4(), timezone.now()), unit=cell, rows=[row])
    return MinutesClosure.objects.newest().get(cell=cell, held_on=held_on, kind=row.kind)
