"""Many rows in one statement, without making an object of each: for lists of thousands."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

Value = UUID | dt.date | str | int | None


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows into a model's table; constraints of the database hold, those of fields do not.

    names: every column of the table, as attributes (`person_id`). About five times as fast as
    bulk_create. Only commands call it.
    """
    quoted = connection.ops.quote_name
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    assert set(columns) == set(names)  # noqa: S101 - a column left out would have no value
    holes = ", ".join(["%s"] * len(names))
    listed = ", ".join(quoted(columns[name]) for name in names)
    statement = f"insert into {quoted(model._meta.db_table)} ({listed}) values ({holes})"  # noqa: S608
    with connection.cursor() as cursor:
        values: Any = map(_plain, rows) if connection.vendor == "sqlite" else rows
        cursor.executemany(statement, values)


def _plain(row: Sequence[Any]) -> list[Any]:
    """Return values as SQLite keeps them."""
    return [
        value.hex if isinstance(value, UUID)
        else value.isoformat() if isinstance(value, dt.date) else value
        for value in row
    ]  # fmt: skip
