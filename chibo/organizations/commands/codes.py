from collections.abc import Sequence
from uuid import UUID

from chibo.organizations.models import Ancestry, Code, Decision, Designation, Placement, Unit


def lend_codes(lent: Sequence[tuple[UUID, str, str]], *, decision: Decision) -> list[int]:
    """Lend codes to units from the decision's day; return the keys of the rows.

    lent: unit, system, text. The decision is kept already; the caller carries right and journal.
    """
    return [
        Code.objects.create(
            unit_id=unit, system=system, text=text, decision=decision,
            province=decision.province, from_on=decision.effective_on,
        ).pk
        for unit, system, text in lent
    ]  # fmt: skip


def take_codes(codes: Sequence[int]) -> None:
    """Take codes lent by mistake away again; the caller carries the right and the journal."""
    Code.objects.filter(pk__in=codes).delete()


def unfound(units: Sequence[str], decision: str) -> None:
    """Take units founded by mistake away again, as if they had never been.

    The caller carries the right and the journal, and knows that nothing rests on them.
    """
    for model in (Code, Ancestry, Placement, Designation):
        model.objects.filter(unit__in=units).delete()
    Unit.objects.filter(pk__in=units).delete()
    Decision.objects.filter(pk=decision).delete()
