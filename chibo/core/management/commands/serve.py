import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress import create_server

AGAIN_AFTER = 2  # seconds until a worker that died is started again


class Command(BaseCommand):
    help = "Serve the pages on this machine, with a worker beside for long work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8750)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--no-worker", action="store_true", help="the worker runs elsewhere: chibo work"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        server = create_server(
            get_internal_wsgi_application(), host=options["host"], port=options["port"], threads=8
        )
        self.stdout.write(f"\nhttp://{options['host']}:{server.effective_port}")
        self.stdout.flush()
        signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
        if options["no_worker"]:
            server.run()
        else:
            with _worker():
                server.run()


@contextmanager
def _worker() -> Iterator[None]:
    """Keep a worker running beside; it ends with this process, and one that died is replaced."""
    over = threading.Event()
    command = [sys.executable, "-m", "chibo.config.cli", "work", "--beside", str(os.getpid())]
    running = [subprocess.Popen(command)]  # noqa: S603 - our own command

    def watch() -> None:
        while not over.is_set():
            running[0].wait()
            if not over.wait(AGAIN_AFTER):
                running[0] = subprocess.Popen(command)  # noqa: S603

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
        running[0].terminate()
        running[0].wait()
