import datetime as dt
import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chibo.jobs.commands import work
from chibo.jobs.commands.working import SILENT, Turn


class Command(BaseCommand):
    help = "Do long work in the background, one job at a time, and add up figures each second."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--beside", type=int, metavar="PID", help="end when that process ends")
        parser.add_argument(
            "--silent", type=int, default=int(SILENT.total_seconds()), metavar="SECONDS",
            help="take over a job whose worker was silent so long",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        told: list[int] = []
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda number, _frame: told.append(number))

        def leaving() -> bool:
            return bool(told) or options["beside"] not in (None, os.getppid())

        work(Turn(leaving, dt.timedelta(seconds=options["silent"])))
