"""Codes lent to units by a list, and units of a list taken back as if they had never been."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from chibo.organizations.commands.acts import coding
from chibo.organizations.commands.recounting import linked
from chibo.organizations.commands.tree import derive, write
from chibo.organizations.models import (
    Ancestry,
    Change,
    Code,
    Decision,
    Designation,
    Placement,
    Unit,
)
from chibo.recounts.commands import later, recount_whole


def lend_codes(
    lent: Sequence[tuple[UUID, str, str]], *, decision: Decision, at: dt.datetime
) -> None:
    """Lend codes to units from the decision's day. lent: unit, system, text.

    The caller carries the right and the journal. Raises: CannotReorganise.
    """
    write(decision, [said for each in lent for said in coding(*each)], at=at)


@later()
def unfound(units: Sequence[str], decision: str) -> None:
    """Take away what a list founded and lent, with its decision.

    The caller carries the right and the journal, and knows that nothing rests on them.
    """
    by = Decision.objects.get(pk=decision)
    touched = linked(UUID(unit) for unit in units)
    changes = Change.objects.filter(decision=by)
    others = set(
        changes.exclude(unit__in=[UUID(unit) for unit in units]).values_list("unit", flat=True)
    )
    changes.delete()
    for model in (Code, Ancestry, Placement, Designation):
        model.objects.filter(unit__in=units).delete()
    Unit.objects.filter(pk__in=units).delete()
    derive(others, by)
    by.delete()
    recount_whole(touched | others)
