"""A PostgreSQL of the bench's own, kept under build/ until the bench is done with it."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1", "max_connections": "150", "shared_buffers": "2GB",
    "work_mem": "64MB", "maintenance_work_mem": "512MB", "max_wal_size": "1GB", "jit": "off",
    "random_page_cost": "1.1", "wal_level": "minimal", "max_wal_senders": "0",
    "effective_io_concurrency": "64", "max_parallel_workers_per_gather": "0",
}  # fmt: skip


class Cluster:
    """Started by `with`; its files stay until `drop`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.settings = folder.resolve(), SETTINGS | settings
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self.bin / name), *arguments]
        if os.geteuid() == 0:
            who = pwd.getpwnam("postgres")
            command = [
                "setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups",
                *command,
            ]  # fmt: skip
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, check=False,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-2000:]}")

    def __enter__(self) -> "Cluster":
        """Start it, made new where it is not there yet; the environment leads Django to it."""
        data = self.folder / "data"
        if not (data / "PG_VERSION").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(self.folder, "postgres")
            self._run(
                "initdb", "-D", str(data), "-A", "trust", "-U", "chibo", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync",
            )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = " ".join(f"-c {key}={value}" for key, value in self.settings.items())
        log, run = str(self.folder / "log"), f"-p {port} -k {self.folder} {options}"
        self._run("pg_ctl", "-D", str(data), "-w", "-t", "120", "-s", "-l", log, "-o", run, "start")
        os.environ |= {
            "CHIBO_DATABASE": "postgresql", "CHIBO_PG_NAME": "postgres", "CHIBO_PG_USER": "chibo",
            "CHIBO_PG_HOST": "127.0.0.1", "CHIBO_PG_PORT": str(port),
        }  # fmt: skip
        return self

    def __exit__(self, *_error: object) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-s", "stop")
        os.environ["CHIBO_DATABASE"] = "sqlite"

    def drop(self) -> None:
        """Take its files away."""
        shutil.rmtree(self.folder, ignore_errors=True)
