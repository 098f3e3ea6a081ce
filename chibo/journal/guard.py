"""The triggers that make the journal append-only, for both databases."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    "create trigger journal_no_update before update on journal_entry "
    "begin select raise(abort, 'append-only'); end",
    "create trigger journal_no_delete before delete on journal_entry "
    "begin select raise(abort, 'append-only'); end",
]
SQLITE_OFF = ["drop trigger journal_no_update", "drop trigger journal_no_delete"]
POSTGRESQL = [
    "create or replace function journal_append_only() returns trigger language plpgsql as "
    "$$ begin raise exception 'append-only'; end $$",
    "create trigger journal_no_change before update or delete on journal_entry "
    "for each row execute function journal_append_only()",
    "create trigger journal_no_truncate before truncate on journal_entry "
    "for each statement execute function journal_append_only()",
]
POSTGRESQL_OFF = [
    "drop trigger journal_no_change on journal_entry",
    "drop trigger journal_no_truncate on journal_entry",
]


def _run(schema_editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements:
        schema_editor.execute(statement)


def close(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Forbid change and deletion of entries."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def open_(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off, to migrate backwards."""
    _run(schema_editor, SQLITE_OFF, POSTGRESQL_OFF)
