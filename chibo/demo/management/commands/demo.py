from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chibo.accounts.models import User
from chibo.demo.make import LOGINS, PASSWORD, SIZES, make_demo
from chibo.organizations.models import Unit


class Command(BaseCommand):
    help = "Make the invented province on an empty base; on a full one, only print the sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), default="small")
        parser.add_argument("--quiet", action="store_true", help="print no sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Unit.objects.exists():
            make_demo(size=options["size"], say=self.stdout.write)
        elif not _is_demo():
            raise CommandError("Đây không phải dữ liệu minh họa: không làm gì cả.")
        if not options["quiet"]:
            self.print_logins()

    def print_logins(self) -> None:
        self.stdout.write(f"\nMật khẩu chung của dữ liệu minh họa: {PASSWORD}\n")
        for name, who in LOGINS.items():
            self.stdout.write(f"  {name:<10} {who}")


def _is_demo() -> bool:
    return User.objects.filter(username="kythuat").exists()
