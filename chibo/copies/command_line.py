"""Past months on the command line: `chibo import past-months`."""

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone

from chibo.accounts.models import User
from chibo.copies.commands import copy_months
from chibo.copies.finding import Cells, Preview, look
from chibo.copies.queries import place_to_copy
from chibo.copies.tables import read_file
from chibo.core import viet
from chibo.core.errors import Refused
from chibo.journal.commands import act_of
from chibo.spreadsheets.reading import COMMAND_LINE


class PastMonths:
    """Copy past months from a table (.xlsx, .xls, .ods, .csv) into the book: all, or none."""

    def __init__(self, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
        self.stdout, self.stderr = stdout, stderr

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """Say what the command line may hold."""
        parser.add_argument("file", type=Path, help="workbook (first sheet) or .csv")
        parser.add_argument("--as", dest="login", required=True, help="who copies: a login")
        parser.add_argument("--check", action="store_true", help="only say what would be")
        parser.add_argument(
            "--good-rows-only", action="store_true", help="copy the good lines, name the others"
        )

    def run(self, options: dict[str, Any]) -> None:
        """Look, and copy. Raises: CommandError."""
        now = timezone.now()
        user = User.objects.filter(username=options["login"]).first()
        unit = place_to_copy(user, on=timezone.localdate(now)) if user else None
        if user is None or unit is None:
            raise CommandError(f"“{options['login']}” không chép được tháng cũ: xem lại tên.")
        try:
            preview = self.look(options["file"], user)
            for line in preview.bad:
                for sentence in line.sentences:
                    self.stderr.write(sentence)
            self.stop_if_bad(preview, go_on=options["good_rows_only"])
            if options["check"]:
                self.stdout.write(f"{self.said(preview)} Chưa chép, chỉ xem.")
                return
            copy_months(act=act_of(user, uuid.uuid4(), now), unit=unit, rows=preview.good)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{self.said(preview)} Đã chép vào sổ.")

    def look(self, path: Path, user: User) -> Preview:
        """Return what the table would become. Raises: CommandError; Refused."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from None
        today = timezone.localdate()
        lines = read_file(path.name, content, limits=COMMAND_LINE)
        return look(Cells(user, None, on=today), lines, today=today)

    def stop_if_bad(self, preview: Preview, *, go_on: bool) -> None:
        """Raise CommandError where a line is wrong, unless one goes on with the others."""
        if preview.bad and not go_on:
            raise CommandError(
                f"Còn {viet.figure(len(preview.bad))} dòng cần sửa, chưa chép dòng nào. "
                "Sửa tệp, hoặc thêm --good-rows-only để chép các dòng đúng."
            )
        if not preview.good:
            raise CommandError("Không có dòng nào để chép.")

    def said(self, preview: Preview) -> str:
        """Return how much the table holds."""
        cells = {row.cell for row in preview.good}
        count = viet.figure(len(preview.good))
        return f"{count} buổi họp của {viet.figure(len(cells))} chi bộ."
