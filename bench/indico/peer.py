"""Indico 3.2.9 in an environment of its own, with the Redis that it keeps sessions in."""

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.served import Served, free_port

HERE = Path(__file__).parent
LOCK = HERE / "requirements.lock"


class NotInstalled(Exception):
    """Indico cannot be installed here; says why, and what would help."""


def installed(home: Path) -> Path:
    """Return Indico's Python, installed from the lock where it is not there yet.

    Raises: NotInstalled.
    """
    place = home / "venv"
    python, stamp = place / "bin" / "python", place / "ready"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    own = shutil.which("python3.11")
    if own is None:
        raise NotInstalled(
            "Indico 3.2.9 needs Python 3.11: install python3.11 and python3.11-venv."
        )
    if shutil.which("redis-server") is None:
        raise NotInstalled("Indico needs Redis: install redis-server.")
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    uv = str(Path(sys.executable).with_name("uv"))
    lock = ["--require-hashes", "--no-deps", "-r", str(LOCK)]
    _install([own, "-m", "venv", str(place)])
    _install([uv, "pip", "install", "-q", "--python", str(python), *lock])
    stamp.write_text(wanted)
    return python


def _install(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalled(
            f"Indico 3.2.9 could not be installed.\n{(done.stderr or done.stdout)[-1500:]}\n"
            "It needs 0.5 GB from the package index (bench/indico/requirements.lock)."
        )


@contextmanager
def redis(home: Path) -> Iterator[int]:
    """Start a Redis that keeps nothing; give its port."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*command, "--dir", str(home)], stdout=subprocess.DEVNULL)
    try:
        Served.wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


class Indico(Served):
    """One process of Indico, from entering to leaving; made ready before by `prepare`."""

    def __init__(self, python: Path, home: Path) -> None:
        super().__init__(1)
        self.python, self.home = python, home

    def command(self, port: int) -> list[str]:
        return [str(self.python), "-I", str(HERE / "serve.py"), str(port)]

    def prepare(self, database: str, redis_port: int, case: dict[str, Any]) -> dict[str, Any]:
        """Write its settings, make its tables, put the case in; return what `fill.py` says."""
        for name in ("log", "cache", "tmp", "archive"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        settings = self._settings(database, redis_port)
        path = self.home / "indico.conf"
        path.write_text("".join(f"{key} = {value!r}\n" for key, value in settings.items()))
        (self.home / "logging.yaml").write_text(json.dumps(self._logging()))
        os.environ["INDICO_CONFIG"] = str(path)
        self._run(str(self.python.with_name("indico")), "db", "prepare")
        return dict(json.loads(self._run(str(HERE / "fill.py"), given=json.dumps(case))))

    def _settings(self, database: str, redis_port: int) -> dict[str, Any]:
        store, nobody = f"redis://127.0.0.1:{redis_port}", "nobody@example.invalid"
        return {
            "SQLALCHEMY_DATABASE_URI": database, "REDIS_CACHE_URL": f"{store}/0",
            "CELERY_BROKER": f"{store}/1", "SECRET_KEY": secrets.token_hex(24),
            "BASE_URL": f"http://127.0.0.1:{self.ports[0]}", "SYSTEM_NOTICES_URL": None,
            "DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh", "DEFAULT_LOCALE": "en_GB",
            "CACHE_DIR": str(self.home / "cache"), "TEMP_DIR": str(self.home / "tmp"),
            "LOG_DIR": str(self.home / "log"), "ATTACHMENT_STORAGE": "default",
            "STORAGE_BACKENDS": {"default": f"fs:{self.home / 'archive'}"},
            "SMTP_SERVER": ("127.0.0.1", 9), "NO_REPLY_EMAIL": nobody, "SUPPORT_EMAIL": nobody,
            "PUBLIC_SUPPORT_EMAIL": nobody, "DISABLE_CELERY_CHECK": True,
        }  # fmt: skip

    def _logging(self) -> dict[str, Any]:
        log = str(self.home / "log" / "indico.log")
        file = {"class": "logging.FileHandler", "filename": log, "formatter": "default"}
        return {
            "version": 1, "handlers": {"file": file}, "loggers": {},
            "root": {"level": "WARNING", "handlers": ["file"]},
            "formatters": {"default": {"format": "%(asctime)s %(levelname)s %(message)s"}},
        }  # fmt: skip

    def _run(self, *words: str, given: str = "") -> str:
        done = subprocess.run(
            [str(self.python), "-I", *words], input=given, capture_output=True, text=True,
            check=False, cwd=self.home,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"Indico: {words}: {done.stderr[-3000:]}")
        return done.stdout
