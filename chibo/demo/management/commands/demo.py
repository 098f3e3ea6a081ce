from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chibo.accounts.models import User
from chibo.assessments.commands import load_frames
from chibo.demo.make import LOGINS, PASSWORD, SIZES, make_demo
from chibo.organizations.models import Unit
from chibo.rulebook.commands import load_packs


class Command(BaseCommand):
    help = "Make the invented province on an empty base; on a full one keep what was entered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), default="small")
        parser.add_argument("--serve", type=int, metavar="PORT", help="then serve the pages")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if not Unit.objects.exists():
            make_demo(size=options["size"], say=self.stdout.write)
        elif not User.objects.filter(username="kythuat").exists():
            raise CommandError("Đây không phải dữ liệu minh họa: không làm gì cả.")
        load_packs(now=timezone.now())
        load_frames(now=timezone.now())
        call_command("tidy", stdout=self.stderr)
        self.print_logins()
        if options["serve"]:
            call_command("collectstatic", verbosity=0, interactive=False)
            call_command("serve", port=options["serve"], stdout=self.stdout)

    def print_logins(self) -> None:
        self.stdout.write(f"\nMật khẩu chung của dữ liệu minh họa: {PASSWORD}\n")
        for name, who in LOGINS.items():
            self.stdout.write(f"  {name:<10} {who}")
