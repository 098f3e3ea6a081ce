"""Lists on the command line: `chibo import members FILE --unit … --as LOGIN`."""

import datetime as dt
import gc
import uuid
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, OutputWrapper
from django.db import transaction
from django.utils import timezone

from chibo.accounts.models import User
from chibo.core import viet
from chibo.core.errors import Refused
from chibo.core.fields import parse_day
from chibo.journal.commands import Act, act_of
from chibo.lists import words
from chibo.lists.answers import Answers
from chibo.lists.commands import bring_list, take_list
from chibo.lists.finding import Found, find_tables
from chibo.lists.items import CHANGED, DOUBTFUL, NEW, REFUSED, SAME
from chibo.lists.looking import Preview, fingerprint, look
from chibo.lists.queries import RIGHT_OF, Cells, bare
from chibo.lists.values import Setting
from chibo.organizations.authority import demand, reach
from chibo.organizations.models import Designation, Unit
from chibo.spreadsheets.reading import COMMAND_LINE, read_file

NAMED = 200  # lines that are told one by one
TAKEN = ("capitals", "letters", "sex_by_name", "still_probationary", "partial")


class ListFile:
    """A list from a file: looked at, and taken into the book where nothing stands against it."""

    def __init__(self, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
        self.stdout, self.stderr = stdout, stderr

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """Say what the command line may hold."""
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .ods or .csv")
        parser.add_argument("--unit", required=True, help="id or name of the unit above the cells")
        parser.add_argument("--as", dest="login", required=True, help="who brings it: a login")
        parser.add_argument("--from", dest="list_on", help="first day of those listed; 1 January")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be")
        parser.add_argument(
            "--only-good", action="store_true", help="take the good lines, name the others"
        )
        parser.add_argument(
            "--yes", action="append", default=[], choices=TAKEN, metavar="QUESTION",
            help=f"answer a question for all lines: {', '.join(TAKEN)}",
        )  # fmt: skip

    def run(self, options: dict[str, Any]) -> None:
        """Look, and take. Raises: CommandError."""
        now = timezone.now()
        user = User.objects.filter(username=options["login"]).first()
        if user is None:
            raise CommandError(f"Không có tài khoản “{options['login']}”: xem lại tên.")
        act = act_of(user, uuid.uuid4(), now)
        kind = options["what"]
        gc.disable()  # thousands of lines stay until the end: looking through them again is in vain
        try:
            unit = self._unit(user, kind, options["unit"], act.today)
            found, setting = self._read(options, user, unit, kind, act.today)
            with transaction.atomic():
                preview = look(user, unit.pk, found, setting)
                self._say(preview)
                if options["dry_run"]:
                    self.stdout.write("Chưa ghi, chỉ xem.")
                    return
                self._take(act, unit, found, setting, preview, options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        finally:
            gc.enable()

    def _unit(self, user: User, kind: str, text: str, today: dt.date) -> Unit:
        """Return the unit by its id, or by its name among those where the user may."""
        mine = reach(user, RIGHT_OF[kind], on=today)
        try:
            found = list(Unit.objects.filter(pk=UUID(text), pk__in=mine))
        except ValueError:
            rows = Designation.objects.on(today).filter(unit__in=mine)
            ids = [
                unit for unit, name in rows.values_list("unit", "name") if bare(name) == bare(text)
            ]
            found = list(Unit.objects.filter(pk__in=ids))
        if len(found) != 1:
            raise CommandError(
                f"Có {len(found)} đơn vị “{text}” mà tài khoản này được ghi: ghi rõ tên hoặc mã."
            )
        demand(user, RIGHT_OF[kind], at=found[0].pk, on=today)
        return found[0]

    def _read(
        self, options: dict[str, Any], user: User, unit: Unit, kind: str, today: dt.date
    ) -> tuple[Sequence[Found], Setting]:
        path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from None
        list_on = parse_day(options["list_on"]) if options["list_on"] else dt.date(today.year, 1, 1)
        if list_on is None or list_on > today:
            raise CommandError(
                f"“{options['list_on']}” không phải ngày đã qua: ghi như 01/07/2025."
            )
        cells = Cells(user, unit.pk, RIGHT_OF[kind], on=today)
        tables = read_file(content, path.name, limits=COMMAND_LINE)
        found = find_tables(tables, kind, cells.is_cell)
        if not any(each.rows for each in found):
            raise CommandError("Chưa thấy bảng nào có cột tên: xem lại tệp, giữ cả dòng tên cột.")
        count = viet.figure(sum(len(each.rows) for each in found))
        self.stdout.write(f"Đã đọc {count} dòng.")
        answers = Answers(asked=dict.fromkeys(self._keys(options["yes"]), "yes"))
        return found, Setting(kind, answers, cells, today, list_on)

    @staticmethod
    def _keys(yes: Sequence[str]) -> list[str]:
        """Return the questions answered yes; one about days is answered for every column."""
        days = ("admitted_on", "ceremony_on", "official_on", "from_on")
        return [*yes, *(f"partial:{name}" for name in days if "partial" in yes)]

    def _say(self, preview: Preview) -> None:
        """Tell the lines that do not fit, and how many there are of each state."""
        bad = preview.of(DOUBTFUL, REFUSED)
        for item in bad[:NAMED]:
            self.stderr.write(f"Dòng {item.row.line}, {item.name}: {' '.join(words.reasons(item))}")
        if len(bad) > NAMED:
            self.stderr.write(f"Và {viet.figure(len(bad) - NAMED)} dòng nữa.")
        counts = preview.counts
        said = ", ".join(
            f"{viet.figure(counts[state])} {str(words.STATE_WORDS[state]).lower()}"
            for state in (NEW, CHANGED, SAME, DOUBTFUL, REFUSED)
        )
        self.stdout.write(f"{said}.")

    def _take(
        self, act: Act, unit: Unit, found: Sequence[Found], setting: Setting, preview: Preview,
        options: dict[str, Any],
    ) -> None:  # fmt: skip
        bad = len(preview.of(DOUBTFUL, REFUSED))
        if bad and not options["only_good"]:
            raise CommandError(
                f"Còn {viet.figure(bad)} dòng cần xem, chưa ghi dòng nào. "
                "Sửa tệp, hoặc thêm --only-good để ghi các dòng đúng."
            )
        if not preview.of(NEW, CHANGED):
            self.stdout.write("Không có gì để ghi: sổ giữ nguyên.")
            return
        bringing = act_of(act.actor, uuid.uuid4(), act.entered_at)
        made = bring_list(
            act=bringing, unit=unit, kind=setting.kind, found=found,
            file_name=options["file"].name, list_on=setting.list_on, keep=False,
        )  # fmt: skip
        self.stdout.write("Đang ghi…")
        take_list(act=act, made=made, shown=fingerprint(preview), preview=preview)
        self.stdout.write(f"Đã ghi. Mã để rút lại trong 7 ngày: {made.pk}")
