from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chibo.members.models import Membership
from chibo.people.queries import told_apart
from chibo.registers.models import Reconciliation
from chibo.registers.reconciling import COLUMNS, Balance, Entry
from chibo.registers.rules import Period


def agreed_of(unit: UUID, period: Period) -> Reconciliation | None:
    """Return what was agreed on last about these days."""
    rows = Reconciliation.objects.filter(unit=unit, first_on=period.first, last_on=period.last)
    return rows.select_related("paper").order_by("entered_at").last()


def last_reconciliations(units: Iterable[UUID]) -> dict[UUID, Reconciliation]:
    """Return for each unit that ever agreed the reconciliation with the latest last day."""
    rows = Reconciliation.objects.filter(unit__in=list(units)).order_by("last_on", "entered_at")
    return {row.unit_id: row for row in rows}


def figures_of(found: Balance) -> list[dict[str, Any]]:
    """Return the lines of a balance as they are kept with an agreement."""
    return [
        {"side": row.side, "kind": row.kind and str(row.kind)}
        | {column: getattr(row.count, column) for column in COLUMNS}
        for row in found.rows
    ]


def named_entries(entries: Iterable[Entry]) -> list[tuple[Entry, str, UUID]]:
    """Return entries with the name to show and the cell, by given name."""
    entries = list(entries)
    rows = Membership.objects.select_related("person").in_bulk({e.membership for e in entries})
    shown = told_apart({row.person_id: row.person for row in rows.values()}.values())
    entries.sort(key=lambda e: (rows[e.membership].person.sort_key, e.on))
    return [(e, shown[str(e.person)], rows[e.membership].cell_id) for e in entries]
