"""Two provinces and a nation, each a PostgreSQL server: counts go up, and nothing of a person."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection, connections
from django.db.models import CharField, JSONField
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from chibo.accounts.models import User
from chibo.core.periods import Months
from chibo.figures.queries import of_children, of_unit
from chibo.nation.queries import different, published
from chibo.nation.tables import PUBLISHED
from chibo.organizations.models import Unit
from chibo.organizations.queries import children
from tests.province import FIRST, Province, dumped, joined, month_day, with_root, with_world
from tests.servers import Server, folder, until
from tests.world import PEOPLE, today

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="nation: PostgreSQL's replication"
)
TEXTS = {  # all that leaves as free text, and what it says
    "organizations_decision.number", "organizations_decision.issuer",
    "organizations_designation.name", "organizations_designation.sort_key",
    "organizations_code.text", "organizations_change.values",
}  # fmt: skip
CODED = {"kind", "cell_type", "system", "extent", "what", "view", "grade", "period", "symbol",
         "content_hash"}  # fmt: skip


@dataclass
class Cluster:
    home: Path
    nation: Server
    a: Province
    b: Province
    replica: Server  # of province a
    closed: list[Any] = field(default_factory=list)

    def meeting(self) -> Any:
        """Return the closed minutes of last month in province a: held once, whoever asks first."""
        if not self.closed:
            self.closed.append(self.a.hold(1))
        return self.closed[0]


@pytest.fixture(scope="module")
def cluster(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cluster]:
    """Two provinces joined to a nation; their tables as the tests' own base has them."""
    with folder() as home, django_db_blocker.unblock():
        base = connection.settings_dict
        empty = Server(home, "empty")
        plan = home / "plan.sql"
        own = f"host={base['HOST']} port={base['PORT']} user={base['USER']} dbname={base['NAME']}"
        empty.run("pg_dump", "-d", own, "-f", str(plan))
        empty.make()
        servers = {}
        for name in ("a", "b", "n"):
            servers[name] = Server(home, name)
            servers[name].copy_of(empty)
            servers[name].start()
        _fill(servers["a"], plan)
        _fill(servers["b"], plan)
        mine = plan.read_text().replace("public.", "own.")
        plan.write_text(f"create schema own;\n{mine}")
        _fill(servers["n"], plan)
        nation = servers["n"]
        a = with_world(servers["a"], "tỉnh Điện Biên")
        b = with_root(servers["b"], "tỉnh Lai Châu")
        nation.ask("create role pages login")
        nation.chibo("cluster", "receive", *FIRST, "--app-role", "pages")
        joined(nation, {"a": a, "b": b})
        replica = Server(home, "replica")
        replica.replica_of(a.server)
        replica.start()
        yield Cluster(home, nation, a, b, replica)


def _fill(server: Server, plan: Path) -> None:
    server.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.dsn, "-f", str(plan))


@pytest.mark.django_db(transaction=True)  # so that the base whose tables are taken is there
def test_counts_reach_the_nation_when_a_meeting_is_closed(cluster: Cluster) -> None:
    month = Months.parse(f"{month_day(1):%Y-%m}")
    closure = cluster.meeting()
    seen = "select count(*) from public.nation_month where regular = 1"
    until(lambda: cluster.nation.ask(seen) == 2)

    with cluster.nation.inside():
        root = Unit.objects.exclude(province__in=[cluster.a.id, cluster.b.id]).get().pk
        names = [unit.full for unit in children(root, on=today())]
        for view in ("then", "today"):
            whole = of_unit(root, month, view=view, today=today())
            below = of_children(root, month, view=view, today=today())
            assert whole["attendance"].part == closure.present
            assert below[cluster.a.id].sums == whole.sums
        inside = of_children(cluster.a.id, month, view="then", today=today())
        differences = different("a"), different("b")

    assert names == ["Đảng bộ tỉnh Điện Biên", "Đảng bộ tỉnh Lai Châu"]
    assert sum(each["attendance"].whole for each in inside.values()) == closure.counted
    assert differences == ({}, {})


def test_reader_opens_the_nations_pages_when_signed_in(cluster: Cluster) -> None:
    month = f"{month_day(1):%Y-%m}"
    with cluster.nation.inside():
        reader = User.objects.get()
        root = Unit.objects.exclude(province__in=[cluster.a.id, cluster.b.id]).get().pk
        client = Client()
        client.force_login(reader)
        pages = {
            unit: client.get(f"/units/{unit}/figures/{month}/") for unit in (root, cluster.a.id)
        }
        text = pages[root].content.decode()

    assert {page.status_code for page in pages.values()} == {200}
    assert "ỉnh Điện Biên" in text


def test_pages_role_reads_and_cannot_change_when_renewed(cluster: Cluster) -> None:
    cluster.nation.chibo("cluster", "receive")
    dsn = cluster.nation.dsn.replace("user=chibo", "user=pages")
    with psycopg.connect(dsn, autocommit=True) as pages:
        seats = pages.execute("select count(*) from figures_seat").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            pages.execute("delete from public.figures_seat")
        with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):  # a view
            pages.execute("update figures_seat set depth = 0")

    assert seats
    assert seats[0] > 2


def test_no_column_of_a_person_leaves_when_published(cluster: Cluster) -> None:
    rooms = {each.model._meta.app_label for each in PUBLISHED}
    points_to = {
        f"{each.table}.{column}": field.related_model._meta.app_label
        for each in PUBLISHED for column, field in each.fields.items()
        if column in each.columns and field.is_relation
    }  # fmt: skip
    texts = {
        f"{each.table}.{column}"
        for each in PUBLISHED for column, field in each.fields.items()
        if column in each.columns and isinstance(field, CharField | JSONField)
        and column not in CODED
    }  # fmt: skip
    with cluster.a.server.inside():
        sent = published()
    may = "select string_agg(distinct table_name, ',') from information_schema.column_privileges"
    readable = cluster.a.server.ask(f"{may} where grantee = 'nation'")

    assert sent == {each.table: set(each.columns) for each in PUBLISHED}
    assert rooms == {"organizations", "figures", "minutes", "papers"}
    assert set(points_to.values()) == {"organizations", "figures", "papers"}
    assert texts == TEXTS
    assert set(readable.split(",")) == set(sent)


def test_no_name_of_a_person_is_at_the_nation_when_its_base_is_dumped(cluster: Cluster) -> None:
    closure = cluster.meeting()
    sent = "select count(*) from public.minutes_minutesclosure where id = %s"
    until(lambda: cluster.nation.ask(sent, closure.pk) == 1)
    home = dumped(cluster.a.server, cluster.home / "a.sql")
    there = dumped(cluster.nation, cluster.home / "n.sql")

    names = [*dict(PEOPLE), "Nguyễn Thu Hà", "0900000101", "Lập danh sách ngày công"]
    assert [name for name in names if name not in home] == []
    assert [name for name in names if name in there] == []


def test_operator_is_told_what_to_do_when_asked_and_refused(cluster: Cluster) -> None:
    here = cluster.nation.chibo("cluster", "status")
    there = cluster.a.server.chibo("cluster", "status")
    with pytest.raises(CommandError, match="đã nối rồi"):
        cluster.nation.chibo(
            "cluster", "join", "a2", "--province", str(cluster.a.id), "--dsn", cluster.a.dsn
        )
    with pytest.raises(CommandError, match="Không có tỉnh nào"):
        cluster.nation.chibo("cluster", "leave", "khong_co")
    with pytest.raises(CommandError, match="đúng một tỉnh"):
        cluster.nation.chibo("cluster", "publish")

    assert "a: đang nhận" in here
    assert "nation_a: đang gửi" in there
    assert "không có tên người" in there


def test_rows_stay_when_a_province_leaves(cluster: Cluster) -> None:
    count = "select count(*) from public.organizations_unit"
    before = cluster.nation.ask(count)
    cluster.nation.chibo("cluster", "leave", "b")

    assert cluster.nation.ask(count) == before
    assert cluster.b.server.ask("select count(*) from pg_replication_slots") == 0
    cluster.nation.chibo(
        "cluster", "join", "b", "--province", str(cluster.b.id), "--dsn", cluster.b.dsn, "--again"
    )


@contextmanager
def reading_from(cluster: Cluster) -> Iterator[Callable[[str], tuple[int, bool]]]:
    """Give a browser of province a: what its year says of held meetings, and from where."""
    assert cluster.a.world is not None
    world, on = cluster.a.world, month_day(1)
    with cluster.a.server.inside(), override_settings(
        DATABASE_ROUTERS=["chibo.core.replica.Router"],
        MIDDLEWARE=[*settings.MIDDLEWARE, "chibo.core.replica.ReadsFromReplica"],
    ):  # fmt: skip
        connections.databases["replica"] = {
            **connection.settings_dict,
            "PORT": cluster.replica.port,
        }
        clients = {name: Client() for name in ("secretary", "deputy")}
        for name, client in clients.items():
            client.force_login(world.user(name))

        def look(name: str, *, write: bool = False) -> tuple[int, bool]:
            page = f"/units/{world.cell.pk}/year/{on.year}/"
            if write:
                clients[name].post(f"{page}calendar/")
            with CaptureQueriesContext(connections["replica"]) as asked:
                said = clients[name].get(page).context["n"]
            return said["held"] + said["held_late"], len(asked) > 1

        try:
            yield look
        finally:
            connections["replica"].close()
            del connections.databases["replica"], connections["replica"]


def test_own_write_is_seen_when_the_replica_is_behind(cluster: Cluster) -> None:
    position = cluster.a.server.ask("select pg_current_wal_lsn()::text")
    until(lambda: cluster.replica.ask("select pg_last_wal_replay_lsn() >= %s::pg_lsn", position))
    with reading_from(cluster) as look:
        before, from_replica = look("deputy")
        cluster.replica.ask("select pg_wal_replay_pause()")
        closed = cluster.a.hold(2)
        own, other = look("secretary", write=True), look("deputy")
        cluster.replica.ask("select pg_wal_replay_resume()")
        later = until(lambda: look("secretary")[1] and look("secretary"))
        cluster.replica.stop()
        without = look("secretary")

    assert closed.present > 0
    assert from_replica
    assert own == (before + 1, False)
    assert other == (before, True)
    assert later == (before + 1, True)
    assert without == (before + 1, False)
