"""Rows into tables past the ORM: COPY on PostgreSQL, executemany on SQLite."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction


def table(model: type[models.Model]) -> str:
    """Return a model's table."""
    return model._meta.db_table


def run(sql: str, values: Sequence[Any] = ()) -> int:
    """Execute a statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _params(values))
        return int(cursor.rowcount)


def rows_of(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """Return the rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _params(values))
        return list(cursor.fetchall())


def put(into: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows into a table: COPY on PostgreSQL, executemany on SQLite."""
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"copy {into} ({listed}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"insert into {into} ({listed}) values ({holes})", (_plain(row) for row in rows)
            )


def _params(values: Sequence[Any]) -> Sequence[Any]:
    return values if connection.vendor == "postgresql" else _plain(values)


def _plain(row: Sequence[Any]) -> list[Any]:
    return [
        value.hex if isinstance(value, uuid.UUID)
        else value.isoformat() if isinstance(value, dt.date | dt.time) else value
        for value in row
    ]  # fmt: skip


def put_rows(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Copy rows given by attribute name; the first one says which columns."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    known = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    put(
        table(model),
        [known[name] for name in first],
        (tuple(each.values()) for each in _again(first, rows)),
    )


def _again(first: Any, rows: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rows


@contextmanager
def unchecked() -> Iterator[None]:
    """One transaction in which no foreign key is looked up."""
    is_pg = connection.vendor == "postgresql"
    if not is_pg and not connection.in_atomic_block:
        run("pragma foreign_keys = off")
    with transaction.atomic():
        if is_pg:
            run("set local session_replication_role = replica")
        yield
    if not is_pg and not connection.in_atomic_block:
        run("pragma foreign_keys = on")


def keyed(kind: int, number: str) -> str:
    """Return SQL for the key of a numbered row."""
    if connection.vendor == "postgresql":
        return f"(lpad(to_hex({kind}), 8, '0') || lpad(to_hex({number}), 24, '0'))::uuid"
    return f"printf('%%08x%%024x', {kind}, {number})"
