"""How the two sides stand: what comes in, how late, and whether both hold the same."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier

from chibo.minutes.models import MinutesClosure
from chibo.nation.statements import PUBLICATION, digest, place_of
from chibo.nation.tables import PUBLISHED

CLOSURES = next(each for each in PUBLISHED if each.model is MinutesClosure)


def root_here() -> UUID | None:
    """Return the unit above all provinces, where this is the nation's machine."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('own.organizations_unit') is not null")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("select id from own.organizations_unit")
        row = cursor.fetchone()
    return row[0] if row else None


def reading_roles() -> list[str]:
    """Return the roles that look for their tables among the nation's views."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.rolname from pg_db_role_setting s join pg_roles r on r.oid = s.setrole"
            " join pg_database d on d.oid = s.setdatabase where d.datname = current_database()"
            " and 'search_path=nation, own' = any(s.setconfig)"
        )
        return [name for (name,) in cursor.fetchall()]


def subscriptions() -> dict[str, UUID]:
    """Return the names of the provinces that are joined, with the province of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select subname, obj_description(oid, 'pg_subscription') from pg_subscription"
            " where subdbid = (select oid from pg_database where datname = current_database())"
            " order by subname"
        )
        return {name: UUID(province) for name, province in cursor.fetchall() if province}


@dataclass(frozen=True)
class Incoming:
    """How a province's rows come in. heard_at: its last word; copying: tables not copied yet."""

    name: str
    is_on: bool
    is_linked: bool
    answers: bool
    heard_at: dt.datetime | None
    copying: int
    errors: int
    closures: int
    newest: dt.datetime | None


_INCOMING = """
select s.subconninfo, s.subenabled, w.pid is not null, w.last_msg_receipt_time,
  (select count(*) from pg_subscription_rel r where r.srsubid = s.oid and r.srsubstate <> 'r'),
  coalesce(e.apply_error_count + e.sync_error_count, 0)
from pg_subscription s
left join pg_stat_subscription w on w.subid = s.oid and w.relid is null
left join pg_stat_subscription_stats e on e.subid = s.oid
where s.subname = %s"""


def incoming() -> list[Incoming]:
    """Return how each province's rows come in, by name."""
    found = []
    with connection.cursor() as cursor:
        for name, province in subscriptions().items():
            cursor.execute(_INCOMING, [name])
            dsn, is_on, is_linked, *rest = cursor.fetchone()
            answers = is_linked or _answers(dsn)
            cursor.execute(
                SQL("select count(*), max(closed_at) from {}").format(
                    Identifier("public", place_of(CLOSURES, province))
                )
            )
            found.append(Incoming(name, is_on, is_linked, answers, *rest, *cursor.fetchone()))
    return found


def _answers(dsn: str) -> bool:
    try:
        with psycopg.connect(dsn, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


@dataclass(frozen=True)
class Outgoing:
    """How far the nation has taken what a province sends. behind, kept: bytes of the log."""

    slot: str
    is_linked: bool
    behind: int
    state: str


def outgoing() -> list[Outgoing]:
    """Return what waits for each nation that took this province's rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select slot_name, active,"
            " coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0)::bigint,"
            " coalesce(wal_status, '') from pg_replication_slots"
            " where slot_type = 'logical' and not temporary and database = current_database()"
            " order by slot_name"
        )
        return [Outgoing(*row) for row in cursor.fetchall()]


def published() -> dict[str, set[str]] | None:
    """Return the columns that this province publishes now, by table; None: nothing is."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_publication where pubname = %s", [PUBLICATION])
        if cursor.fetchone() is None:
            return None
        cursor.execute(
            "select tablename, attnames from pg_publication_tables where pubname = %s",
            [PUBLICATION],
        )
        return {table: set(columns) for table, columns in cursor.fetchall()}


def is_up_to_date() -> bool:
    """Say whether what is published is what this version of the program lists."""
    return published() == {each.table: set(each.columns) for each in PUBLISHED}


def different(name: str) -> dict[str, tuple[int, int]]:
    """Return the tables that differ between a province and here: rows there, rows here.

    Raises: psycopg.OperationalError where the province does not answer.
    """
    province = subscriptions()[name]
    with connection.cursor() as cursor:
        cursor.execute("select subconninfo from pg_subscription where subname = %s", [name])
        dsn = cursor.fetchone()[0]
    found = {}
    with psycopg.connect(dsn, connect_timeout=10) as there, connection.cursor() as here:
        there.execute("set timezone to 'UTC'")
        here.execute("set timezone to 'UTC'")
        for each in PUBLISHED:
            question = digest(each, province)
            theirs = there.execute(question).fetchone()
            here.execute(question)
            ours = here.fetchone()
            assert theirs is not None  # noqa: S101 - a count always answers
            if theirs != ours:
                found[each.table] = (theirs[0], ours[0])
    return found
