"""Two nodes of the nation under Patroni and etcd, from Debian; the leader is killed."""

import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg

TTL = 20  # seconds; as in deploy/patroni.yml


def leaders() -> dict[str, Any]:
    """Return how long the nation is without a leader; says so where the packages are absent."""
    missing = [name for name in ("etcd", "patroni") if shutil.which(name) is None]
    if missing:
        print(f"leaders: NOT RUN, not installed: {', '.join(missing)}")  # noqa: T201
        return {"leaders_not_run": {"value": 1, "goal": 0, "better": "lower", "which": missing}}
    from tests.servers import folder  # noqa: PLC0415

    with folder() as home, ExitStack() as stack:
        ports = _ports(6)
        _start(stack, home, "etcd", "--data-dir", str(home / "etcd"), "--name", "e",
               "--listen-client-urls", f"http://127.0.0.1:{ports[0]}",
               "--advertise-client-urls", f"http://127.0.0.1:{ports[0]}",
               "--listen-peer-urls", f"http://127.0.0.1:{ports[1]}",
               "--initial-advertise-peer-urls", f"http://127.0.0.1:{ports[1]}",
               "--initial-cluster", f"e=http://127.0.0.1:{ports[1]}")  # fmt: skip
        nodes = {}
        for number, name in enumerate(("one", "two")):
            rest, port = ports[2 + 2 * number], ports[3 + 2 * number]
            config = home / f"{name}.json"
            config.write_text(json.dumps(_config(home, name, ports[0], rest, port)))
            process = _start(stack, home, "patroni", str(config))
            nodes[name] = (process, rest, port)
            _until(lambda rest=rest: _role(rest) in {"master", "primary", "replica"}, 90)
        return _killed(home, nodes)


def _killed(home: Path, nodes: dict[str, tuple[Any, int, int]]) -> dict[str, Any]:
    process, _rest, port = nodes["one"]
    _until(lambda: _role(nodes["two"][1]) == "replica")
    with psycopg.connect(_dsn(port), autocommit=True) as link:
        link.execute("create table said (n int)")
        link.execute("insert into said values (1)")
    _until(lambda: _ask(nodes["two"][2], "select n from said") == 1)
    pid = int((home / "one" / "postmaster.pid").read_text().split()[0])
    process.send_signal(signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    _until(lambda: _role(nodes["two"][1]) in {"master", "primary"}, 120)
    other = nodes["two"][2]
    _until(lambda: _ask(other, "insert into said values (2) returning n") == 2)
    spent = time.monotonic() - began
    kept = _ask(other, "select count(*) from said where n = 1")
    return {
        "leaders_seconds_without_one": {
            "value": round(spent, 1), "goal": 2 * TTL, "better": "lower", "ttl": TTL,
        },
        "leaders_rows_lost": {"value": 1 - kept, "goal": 0, "better": "lower"},
    }  # fmt: skip


def _config(home: Path, name: str, etcd: int, rest: int, port: int) -> dict[str, Any]:
    from tests.servers import BIN  # noqa: PLC0415

    return {
        "scope": "nation", "name": name,
        "restapi": {"listen": f"127.0.0.1:{rest}", "connect_address": f"127.0.0.1:{rest}"},
        "etcd3": {"hosts": f"127.0.0.1:{etcd}"},
        "bootstrap": {
            "dcs": {
                "ttl": TTL, "loop_wait": 5, "retry_timeout": 5, "synchronous_mode": True,
                "postgresql": {"use_pg_rewind": True, "parameters": {"wal_level": "logical"}},
            },
            "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, {"auth": "trust"}, "no-sync"],
        },
        "postgresql": {
            "listen": f"127.0.0.1:{port}", "connect_address": f"127.0.0.1:{port}",
            "data_dir": str(home / name), "bin_dir": str(BIN), "pgpass": str(home / f"{name}.pass"),
            "pg_hba": ["local all all trust", "host all all 127.0.0.1/32 trust",
                       "host replication all 127.0.0.1/32 trust"],
            "authentication": {
                "superuser": {"username": "postgres", "password": "p"},
                "replication": {"username": "copies", "password": "p"},
            },
            "parameters": {"unix_socket_directories": str(home), "fsync": "off"},
        },
    }  # fmt: skip


def _start(stack: ExitStack, home: Path, program: str, *words: str) -> "subprocess.Popen[bytes]":
    """Start a program as PostgreSQL's user; it ends with the stack."""
    before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    found = shutil.which(program)
    assert found  # noqa: S101
    with (home / f"{Path(words[0]).stem if program == 'patroni' else program}.log").open(
        "wb"
    ) as log:
        process = subprocess.Popen(  # noqa: S603
            [*(before if os.getuid() == 0 else []), found, *words], cwd=home, stdout=log,
            stderr=log, env={**os.environ, "HOME": str(home)},
        )  # fmt: skip
    stack.callback(_end, process)
    return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()  # Patroni stops its server too
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    process.kill()


def _role(rest: int) -> str:
    with urlopen(f"http://127.0.0.1:{rest}/patroni", timeout=2) as answer:
        said = json.load(answer)
    return str(said.get("role", "")) if said.get("state") == "running" else ""


def _dsn(port: int) -> str:
    return f"host=127.0.0.1 port={port} user=postgres password=p dbname=postgres connect_timeout=2"


def _ask(port: int, text: str) -> Any:
    with psycopg.connect(_dsn(port), autocommit=True) as link:
        row = link.execute(text).fetchone()
    return row[0] if row else None


def _ports(number: int) -> list[int]:
    from tests.servers import free_port  # noqa: PLC0415

    return [free_port() for _each in range(number)]


def _until(what: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError, psycopg.Error):
            if what():
                return
        assert time.monotonic() < end, "waited in vain"  # noqa: S101
        time.sleep(0.2)
