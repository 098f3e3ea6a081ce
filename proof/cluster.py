"""Three provinces and a nation on loopback, each a PostgreSQL server, and what goes wrong there.

`python -m proof.cluster` runs the steps that build/proof-cluster.json does not hold yet, with the
same servers; it is what `make proof PART=cluster` calls. Only loopback; every server stops.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

OUT = Path("build/proof-cluster.json")


def cluster() -> dict[str, Any]:
    """Run the steps in a process that speaks to PostgreSQL; return their measures."""
    env = {
        **os.environ, "CHIBO_DATABASE": "postgresql", "CHIBO_PG_NAME": "postgres",
        "CHIBO_PG_USER": "chibo", "CHIBO_PLAIN_STATIC": "1",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "proof.cluster"], env=env, check=True)
    return json.loads(OUT.read_text())  # type: ignore[no-any-return]


def measure(value: float, goal: float, *, better: str = "lower", **more: Any) -> dict[str, Any]:
    """Return one measure as build/proof.json keeps it."""
    return {"value": value, "goal": goal, "better": better, **more}


class Wire:
    """A wire between the nation and a province: a TCP relay on loopback that can be cut."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.is_cut = False
        self.ends: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _where = self.door.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                if not self.is_cut:  # what was under way is lost, and nobody is told
                    other.sendall(data)

    def cut(self) -> None:
        """Swallow everything, as a dead line does; new calls are refused."""
        self.is_cut = True

    def mend(self) -> None:
        """Carry new calls again; the old ones are dead."""
        for end in self.ends:
            end.close()
        self.ends, self.is_cut = [], False

    def close(self) -> None:
        """Take the wire down."""
        self.cut()
        self.door.close()
        for end in self.ends:
            end.close()


@dataclass
class Set:
    """The servers, the provinces by name, and the wires to them."""

    home: Path
    nation: Any
    provinces: dict[str, Any]
    wires: dict[str, Wire]

    def hold(self, name: str, months_ago: int) -> None:
        """Close a meeting in a province."""
        self.provinces[name].hold(months_ago)

    def there(self, name: str) -> int:
        """Return how many closures of a province the nation has."""
        return int(self.nation.ask(
            "select count(*) from public.minutes_minutesclosure where province = %s",
            self.provinces[name].id))  # fmt: skip

    def here(self, name: str) -> int:
        """Return how many closures a province has."""
        return int(self.provinces[name].server.ask("select count(*) from minutes_minutesclosure"))

    def same(self) -> list[str]:
        """Return the provinces whose rows differ from the nation's."""
        from chibo.nation.queries import different  # noqa: PLC0415 - needs the settings

        with self.nation.inside():
            return [name for name in self.provinces if different(name)]

    def status(self, name: str) -> str:
        """Return what `chibo cluster status` says of a province."""
        lines = self.nation.chibo("cluster", "status").splitlines()
        return next(line for line in lines if line.startswith(f"{name}:"))


def join(set_: Set) -> dict[str, Any]:
    """First copy; the same on both sides; nothing of a person."""
    from tests.province import dumped  # noqa: PLC0415
    from tests.world import PEOPLE  # noqa: PLC0415

    for name in set_.provinces:
        set_.hold(name, 1)
    _caught_up(set_)
    text = dumped(set_.nation, set_.home / "nation.sql")
    names = [name for name, _born in PEOPLE if name in text]
    return {
        "join_provinces_that_differ": measure(len(set_.same()), 0),
        "join_names_of_persons_at_the_nation": measure(len(names), 0, of=len(PEOPLE)),
    }


def _caught_up(set_: Set, seconds: float = 60) -> float:
    from tests.servers import until  # noqa: PLC0415

    began = time.monotonic()
    for name in set_.provinces:
        until(lambda name=name: set_.there(name) == set_.here(name), seconds)
    return time.monotonic() - began


_LATE = (
    "select count(*) = 0 from public.organizations_decision where province = %s and number <> %s"
)


def flow(set_: Set) -> dict[str, Any]:
    """How late one change is, how many rows a second come through, how many bytes a row takes."""
    import psycopg  # noqa: PLC0415

    province, rows = set_.provinces["a"], 60_000
    late = []
    with psycopg.connect(province.server.dsn, autocommit=True) as here, psycopg.connect(
        set_.nation.dsn, autocommit=True
    ) as there:  # fmt: skip
        for number in range(100):
            here.execute("update organizations_decision set number = %s", [f"thử {number}"])
            began = time.monotonic()
            _wait(there, _LATE, province.id, f"thử {number}")
            late.append(time.monotonic() - began)
        log = here.execute("select pg_current_wal_lsn()::text").fetchone()
        here.execute(
            "insert into figures_unitmonth select p.* from (select r from figures_unitmonth r where"
            " view = 'then' and cells > 0 limit 1) t, generate_series(1, %s) g,"
            " (select id from figures_seat where depth > 0 limit 3) s, jsonb_populate_record(t.r,"
            " jsonb_build_object('seat_id', s.id, 'month', 1000 + g)) p", [rows // 3],
        )  # fmt: skip
        began = time.monotonic()
        _wait(there, "select count(*) >= %s from public.figures_unitmonth where province = %s",
              rows, province.id)  # fmt: skip
        spent = time.monotonic() - began
        used = here.execute("select pg_wal_lsn_diff(pg_current_wal_lsn(), %s)", log).fetchone()
        size = there.execute(
            "select sum(pg_total_relation_size(inhrelid)) from pg_inherits"
            " where inhparent = 'public.figures_unitmonth'::regclass"
        ).fetchone()
        here.execute("delete from figures_unitmonth where month between 1001 and 21000")
        _wait(there, "select count(*) < %s from public.figures_unitmonth", rows)
    assert used  # noqa: S101
    assert size  # noqa: S101
    late.sort()
    return {
        "flow_change_visible_ms_p95": measure(round(late[94] * 1000, 1), 2_000, of=len(late)),
        "flow_rows_a_second": measure(round(rows / spent), 3_400, better="higher", of=rows),
        "flow_log_bytes_a_row": measure(round(int(used[0]) / rows), 1_000),
        "flow_nation_bytes_a_row": measure(round(int(size[0]) / rows), 1_000),
    }


def _wait(there: Any, question: str, *values: Any) -> None:
    end = time.monotonic() + 120
    while there.execute(question, values).fetchone() != (True,):
        assert time.monotonic() < end, question  # noqa: S101
        time.sleep(0.001)


def away(set_: Set) -> dict[str, Any]:
    """A province's machine is off for a while: the others go on; what it closed since comes in."""
    from tests.servers import until  # noqa: PLC0415

    off = set_.provinces["b"].server
    set_.hold("b", 3)
    off.stop()
    set_.hold("a", 3)
    until(lambda: set_.there("a") == set_.here("a"))
    said = until(lambda: (line := set_.status("b")) and "mất liên lạc" in line and line)
    off.start()
    set_.hold("b", 4)
    spent = _caught_up(set_)
    return {
        "away_provinces_that_differ": measure(len(set_.same()), 0, which=[said]),
        "away_seconds_to_catch_up": measure(round(spent, 1), 30),
    }


def cut(set_: Set) -> dict[str, Any]:
    """The line to a province goes dead without a word, and comes back."""
    from tests.servers import until  # noqa: PLC0415

    wire = set_.wires["c"]
    wire.cut()
    set_.hold("c", 3)
    set_.hold("c", 4)
    lost = set_.there("c")
    said = until(lambda: (line := set_.status("c")) and "mất liên lạc" in line and line)
    wire.mend()
    spent = _caught_up(set_)
    return {
        "cut_rows_that_came_over_a_dead_line": measure(lost - set_.here("c") + 2, 0),
        "cut_provinces_that_differ": measure(len(set_.same()), 0, which=[said]),
        "cut_seconds_to_catch_up": measure(round(spent, 1), 30),
    }


def merger(set_: Set) -> dict[str, Any]:
    """A commune goes to another province: ended there, founded here; counts of then stay."""
    from chibo.core.periods import Months  # noqa: PLC0415
    from chibo.figures.queries import of_children  # noqa: PLC0415
    from chibo.organizations.models import Unit  # noqa: PLC0415
    from tests.province import MERGER, month_day  # noqa: PLC0415
    from tests.world import today  # noqa: PLC0415

    a, b = set_.provinces["a"], set_.provinces["b"]
    held_in = Months.parse(f"{month_day(5):%Y-%m}")
    before, since = Months.parse("2026-06"), Months.parse(f"{MERGER:%Y-%m}")
    set_.hold("a", 5)
    _caught_up(set_)

    def cells(months: Months) -> dict[str, int]:
        with set_.nation.inside():
            root = Unit.objects.exclude(province__in=[p.id for p in set_.provinces.values()]).get()
            found = of_children(root.pk, months, view="then", today=today())
        return {name: found[p.id].sums["cells"] for name, p in set_.provinces.items()}

    past = cells(before), cells(held_in)
    world = a.world
    a.end([world.foreign_cell, world.other_commune], "12-NQ/TW")
    b.take("xã Nà Hỳ", "bản Nà Hỳ 1", "12-NQ/TW")
    from tests.servers import until  # noqa: PLC0415

    until(lambda: not set_.same(), 60)
    after = cells(since)
    wrong = [(cells(before), cells(held_in)) != past, after["a"] != past[0]["a"] - 1,
             after["b"] != past[0]["b"] + 1]  # fmt: skip
    return {"merger_wrong_counts": measure(sum(wrong), 0, which=[str(past), str(after)])}


def schema(set_: Set) -> dict[str, Any]:
    """A new counter: at the nation first, then in one province; and the other way round."""
    from tests.servers import until  # noqa: PLC0415

    a, b, c, nation = *set_.provinces.values(), set_.nation
    _newer("newer_one")
    _migrate(nation, "newer_one", "own.figures_unitmonth")
    nation.chibo("cluster", "receive")
    c.server.ask("update figures_unitmonth set late = late + 1")  # still an old one
    until(lambda: not nation.ask(
        "select count(*) from public.figures_unitmonth where province = %s and late = 0", c.id
    ))  # fmt: skip
    _migrate(a.server, "newer_one", "figures_unitmonth")
    a.server.chibo("cluster", "publish")
    nation.chibo("cluster", "join", "a", "--province", str(a.id), "--dsn", a.dsn)
    a.server.ask("update figures_unitmonth set newer_one = 1 where month = 32767")
    until(lambda: _value(nation, "newer_one", a) > 0)
    wrong = _value(nation, "newer_one", b)

    _newer("newer_two")
    for column in ("newer_one", "newer_two"):  # the wrong way round: a province before the nation
        _migrate(b.server, column, "figures_unitmonth")
    b.server.chibo("cluster", "publish")
    b.server.ask("update figures_unitmonth set newer_two = 1 where month = 32767")
    said = until(lambda: (line := set_.status("b")) and "dừng vì lỗi" in line and line)
    _migrate(nation, "newer_two", "own.figures_unitmonth")
    nation.chibo("cluster", "receive")
    until(lambda: _value(nation, "newer_two", b) > 0)
    return {"schema_values_from_old_provinces": measure(wrong, 0, which=[said])}


def _newer(column: str) -> None:
    """Know one more counter, as the code of a newer version does."""
    from django.db import models  # noqa: PLC0415

    from chibo.figures.models import UnitMonth  # noqa: PLC0415
    from chibo.nation import commands, queries, statements, tables  # noqa: PLC0415

    models.IntegerField(default=0).contribute_to_class(UnitMonth, column)
    changed = tuple(
        replace(each, columns=(*each.columns, column)) if each.model is UnitMonth else each
        for each in tables.PUBLISHED
    )
    for module in (tables, commands, queries, statements):
        module.PUBLISHED = changed  # type: ignore[attr-defined]


def _migrate(server: Any, column: str, table: str) -> None:
    server.ask(f"alter table {table} add column {column} integer not null default 0")


def _value(nation: Any, column: str, province: Any) -> int:
    asked = f"select coalesce(sum({column}), 0) from nation.figures_unitmonth where province = %s"  # noqa: S608
    return int(nation.ask(asked, province.id))


def lost(set_: Set) -> dict[str, Any]:
    """The nation's machine is killed; its streaming replica leads; each province is compared."""
    from tests.servers import Server, until  # noqa: PLC0415

    old, new = set_.nation, Server(set_.home, "stand_by")
    new.replica_of(old, slot="stand_by")
    new.start()
    old.ask("alter system set synchronous_standby_names = 'stand_by'")
    old.ask("select pg_reload_conf()")
    until(lambda: old.ask("select sync_state = 'sync' from pg_stat_replication where"
                          " application_name = 'stand_by'"))  # fmt: skip
    set_.hold("a", 6)
    old.kill()
    began = time.monotonic()
    set_.hold("b", 6)
    new.run("pg_ctl", "-D", str(new.data), "-w", "promote")
    set_.nation = new
    new.ask("alter system reset synchronous_standby_names")
    new.ask("select pg_reload_conf()")
    spent = _caught_up(set_) + time.monotonic() - began
    until(lambda: not set_.same(), 20)
    differ = set_.same()
    from chibo.nation.queries import incoming  # noqa: PLC0415

    again = set_.provinces["a"]  # as if it had differed
    new.ask("delete from public.minutes_minutesclosure where province = %s", again.id)
    noticed = set_.same()
    new.chibo("cluster", "join", "a", "--province", str(again.id), "--dsn", again.dsn, "--again")
    until(lambda: not set_.same(), 60)
    with new.inside():
        until(lambda: all(each.is_linked for each in incoming()))
    return {
        "lost_provinces_that_differ": measure(len(differ), 0),
        "lost_seconds_until_caught_up": measure(round(spent, 1), 60),
        "lost_damage_not_noticed": measure(int(noticed != ["a"]), 0),
    }


STEPS: dict[str, Callable[[Set], dict[str, Any]]] = {
    "join": join, "flow": flow, "away": away, "cut": cut, "merger": merger, "lost": lost,
    "schema": schema,  # the last: this process then knows columns that not every server has
}  # fmt: skip


def main() -> None:
    """Run the steps that are not done, on servers made for this run."""
    import django  # noqa: PLC0415

    django.setup()
    from proof.leaders import leaders  # noqa: PLC0415

    OUT.parent.mkdir(exist_ok=True)
    done = json.loads(OUT.read_text()) if OUT.exists() else {}
    left = [name for name in STEPS if not any(key.startswith(f"{name}_") for key in done)]
    if left:
        with _set() as set_:
            for name in left:
                done |= STEPS[name](set_)
                OUT.write_text(json.dumps(done, indent=2, ensure_ascii=False) + "\n")
    if not any(key.startswith("leaders_") for key in done):
        done |= leaders()
        OUT.write_text(json.dumps(done, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def _set() -> Iterator[Set]:
    from tests.province import FIRST, joined, with_world  # noqa: PLC0415
    from tests.servers import Server, folder  # noqa: PLC0415

    with folder() as home:
        empty = Server(home, "empty")
        empty.make()
        bare = Server(home, "nation")
        bare.copy_of(empty)
        empty.start()
        empty.chibo("migrate", verbosity=0)
        empty.stop()
        provinces, wires = {}, {}
        for key, name in (("a", "tỉnh Điện Biên"), ("b", "tỉnh Lai Châu"), ("c", "tỉnh Sơn La")):
            server = Server(home, key)
            server.copy_of(empty)
            server.start()
            provinces[key] = with_world(server, name)
        wires["c"] = Wire(provinces["c"].server.port)
        provinces["c"].port = wires["c"].port
        bare.start()
        bare.chibo("cluster", "receive", *FIRST)
        joined(bare, provinces)
        try:
            yield Set(home, bare, provinces, wires)
        finally:
            for wire in wires.values():
                wire.close()


if __name__ == "__main__":
    main()
