"""Give a number, file a paper: both inside the transaction of the act that makes the paper."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from chibo.papers import rules, sheets
from chibo.papers.models import Paper, Series
from chibo.papers.sheets import Sheet


def next_number(*, unit: UUID, kind: str, period: str) -> int:
    """Return the next number of the series, from 1, and hold the series until the caller commits.

    A caller that rolls back gives the number back: numbers have no gap and no double.
    Raises: TransactionManagementError, outside a transaction.
    """
    _require_transaction()
    rows = Series.objects.select_for_update().filter(unit=unit, kind=kind, period=period)
    series = rows.first()
    if series is None:  # two first papers at once: one creates the row, both then wait for it
        Series.objects.get_or_create(unit=unit, kind=kind, period=period)
        series = rows.get()
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def file_paper(
    *,
    id: UUID,
    province: UUID,
    unit: UUID,
    kind: str,
    number: int | None,
    period: str,
    signed_on: dt.date,
    sheet: Sheet,
    entered_at: dt.datetime,
    issuer: str = "CB",
) -> Paper:
    """Keep one version of a paper, the version that the sheet bears. issuer: the unit's code.

    Raises: TransactionManagementError, outside a transaction; IntegrityError, if this version
    of this number is filed already.
    """
    _require_transaction()
    return Paper.objects.create(
        id=id,
        province=province,
        unit=unit,
        kind=kind,
        number=number,
        period=period,
        symbol=rules.symbol(kind, number, issuer) if number else "",
        signed_on=signed_on,
        version=sheet.version,
        content=sheets.as_json(sheet),
        content_hash=sheets.content_hash(sheet),
        entered_at=entered_at,
    )


def _require_transaction() -> None:
    """Refuse to work where a failure afterwards could not take the number back."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "Numbers and papers are given inside the transaction of the act that makes the paper."
        )
