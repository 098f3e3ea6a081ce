"""PostgreSQL servers of their own on this machine, each a Sổ Chi bộ's; for tests and proofs."""

import io
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

BIN = Path(sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]) if Path(
    "/usr/lib/postgresql").exists() else None  # fmt: skip
SETTINGS = {
    "wal_level": "logical", "fsync": "off", "max_connections": "40", "shared_buffers": "32MB",
    "max_wal_senders": "20", "max_replication_slots": "40", "max_logical_replication_workers": "12",
    "max_worker_processes": "16", "listen_addresses": "127.0.0.1", "wal_receiver_timeout": "10s",
    "wal_sender_timeout": "10s", "wal_retrieve_retry_interval": "300ms", "timezone": "UTC",
    "max_sync_workers_per_subscription": "6",
}  # fmt: skip


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(what: Callable[[], Any], seconds: float = 30) -> Any:
    """Ask until the answer is true, and return it. Raises: AssertionError."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = what()
        except psycopg.Error as error:
            found, last = None, str(error)
        else:
            last = repr(found)
        if found:
            return found
        assert time.monotonic() < end, f"waited {seconds} s: {last}"
        time.sleep(0.1)


class Server:
    """One PostgreSQL server in a folder of its own."""

    def __init__(self, home: Path, name: str) -> None:
        self.home, self.name = home, name
        self.data = home / name
        self.port = free_port()

    @property
    def dsn(self) -> str:
        """How a superuser reaches it."""
        return f"host=127.0.0.1 port={self.port} dbname=postgres user=chibo"

    def run(self, program: str, *words: str) -> None:
        """Run a program of PostgreSQL as a user that it accepts."""
        assert BIN is not None
        command = [str(BIN / program), *words]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        env = {**os.environ, "HOME": str(self.home)}
        subprocess.run(command, check=True, cwd=self.home, env=env,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def make(self) -> None:
        """Make an empty server."""
        self.run("initdb", "-D", str(self.data), "-A", "trust", "-U", "chibo", "-E", "UTF8",
                 "--locale=C.UTF-8", "--no-sync")  # fmt: skip

    def copy_of(self, other: "Server") -> None:
        """Become a copy of a stopped server: another machine of the same content."""
        self.run_as_owner("cp", "-r", str(other.data), str(self.data))

    def replica_of(self, other: "Server", *, slot: str = "") -> None:
        """Become a streaming replica of a running server."""
        words = ["-C", "-S", slot] if slot else []
        self.run("pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "-c", "fast",
                 "-d", f"{other.dsn} application_name={self.name}", *words)  # fmt: skip

    def run_as_owner(self, *words: str) -> None:
        """Run another program as the owner of the data."""
        before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        subprocess.run([*(before if os.getuid() == 0 else []), *words], check=True, cwd=self.home)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
        self.run("pg_ctl", "-D", str(self.data), "-w", "-s", "-l", str(self.data / "server.log"),
                 "-o", f"-p {self.port} -k {self.home} {options}", "start")  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop it; a server that is not running is left alone."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "-s", "stop")

    def kill(self) -> None:
        """Kill it and all its children at once, as a machine that is lost."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["ps", "--ppid", str(pid), "-o", "pid="],
                               capture_output=True, text=True, check=False).stdout  # fmt: skip
        for each in [pid, *map(int, found.split())]:
            os.kill(each, signal.SIGKILL)

    def ask(self, text: str, *values: Any) -> Any:
        """Return the first value of the first row."""
        with psycopg.connect(self.dsn, autocommit=True, connect_timeout=5) as link:
            cursor = link.execute(text, values or None)  # type: ignore[call-overload]
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this process be the program on this server's machine."""
        old = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(
            HOST="127.0.0.1", PORT=self.port, NAME="postgres", USER="chibo", PASSWORD=""
        )
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(old)

    def chibo(self, *words: str, **more: Any) -> str:
        """Run a command of the program on this server's machine; return what it says."""
        said = io.StringIO()
        with self.inside():
            call_command(*words, stdout=said, **more)
        return said.getvalue()


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder that PostgreSQL may use; servers in it are stopped, and it is removed."""
    home = Path(tempfile.mkdtemp(prefix="chibo-nation."))
    if os.getuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    try:
        yield home
    finally:
        for data in home.iterdir():
            if (data / "postmaster.pid").exists():
                server = Server(home, data.name)
                with suppress(subprocess.CalledProcessError):  # it had been killed
                    server.stop("immediate")
        shutil.rmtree(home, ignore_errors=True)
