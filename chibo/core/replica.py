"""Pages that may be a little late read from a streaming replica; who wrote sees the own write.

Off unless CHIBO_PG_REPLICA_HOST is set. A page of a room in REPLICA_ROOMS, asked for with GET,
reads from the replica if that streams, has replayed this browser's last write, and is near enough.
All else, and everything that is written, is the primary's.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse

COOKIE = "written"
LATE = 30  # seconds that a page may be behind
KEEP = 15 * 60  # seconds that a browser's last write is asked about
SAFE = {"GET", "HEAD", "OPTIONS"}
_PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
_reading: ContextVar[bool] = ContextVar("reading", default=False)
_MAY_READ = """
select pg_is_in_recovery()
  and exists (select from pg_stat_wal_receiver where pid is not null)
  and pg_last_wal_replay_lsn() >= %s::pg_lsn
  and (pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn()
       or pg_last_xact_replay_timestamp() > clock_timestamp() - make_interval(secs => %s))"""


class Router:
    """Where a question goes: to the replica within such a page, else to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "replica" if _reading.get() else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, label: str, **hints: Any) -> bool:
        return db == "default"


class ReadsFromReplica:
    """Note in a cookie how far the log was at the last write; let late pages read elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reading.set(False)
        try:
            response = self.get_response(request)
        finally:
            _reading.reset(token)
        if request.method not in SAFE:
            response.set_cookie(
                COOKIE, _written(), max_age=KEEP, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Let such a page read from the replica. Who asks is known from the primary."""
        match = request.resolver_match
        if request.method == "GET" and match and match.app_name in settings.REPLICA_ROOMS:
            written = request.COOKIES.get(COOKIE, "0/0")
            _reading.set(request.user.is_authenticated and _may_read(written))


def _written() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("select pg_current_wal_lsn()")
        return str(cursor.fetchone()[0])


def _may_read(written: str) -> bool:
    """Say whether the replica is there, near enough, and has this write; it need not be there."""
    if not _PLACE.fullmatch(written):
        return False
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute(_MAY_READ, [written, LATE])
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        connections["replica"].close()
        return False
