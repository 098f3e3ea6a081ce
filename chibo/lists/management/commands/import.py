from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chibo.copies.command_line import PastMonths
from chibo.lists.command_line import ListFile
from chibo.lists.titles import KINDS


class Command(BaseCommand):
    help = "Bring a table into the book: past-months, members, units or posts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        PastMonths.add_arguments(kinds.add_parser("past-months", help="meetings before the book"))
        for kind in KINDS:
            ListFile.add_arguments(kinds.add_parser(kind, help=f"a list of {kind}"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "past-months":
            PastMonths(self.stdout, self.stderr).run(options)
        else:
            ListFile(self.stdout, self.stderr).run(options)
