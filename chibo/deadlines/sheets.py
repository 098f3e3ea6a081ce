"""What falls due in a month as one sheet of A4, for the table or the wall."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils import translation

from chibo.core.days import Month
from chibo.deadlines.queries import Line
from chibo.organizations.queries import named, superior
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.sheets import Block, Column, Paragraph, Sheet, Table
from chibo.rulebook.models import Rule, Status

MOST_ROWS = 12  # of the table, on one sheet of A4
NOTHING = "Tháng này không có việc đến hạn."
_COLUMNS = (
    Column("TT", 6, centred=True), Column("Hạn", 15, centred=True), Column("Việc", 49),
    Column("Theo", 30),
)  # fmt: skip


@translation.override("vi")
def digest_sheet(unit: UUID, month: Month, lines: Sequence[Line], *, today: dt.date) -> Sheet:
    """Return the digest as content; today: the day of printing. What is late stands first."""
    called, above = named(unit, on=today), superior(unit, on=today)
    rows = tuple(
        (str(n), _day(line), _what(line, in_branch=not called.is_cell), _rule(line.deadline.rule))
        for n, line in enumerate(lines[:MOST_ROWS], start=1)
    )
    body: list[Block] = [Table(_COLUMNS, rows)] if rows else [Paragraph(NOTHING)]
    if len(lines) > MOST_ROWS:
        body.append(Paragraph(f"Còn {len(lines) - MOST_ROWS} việc nữa: xem sổ."))
    place = named(above, on=today) if called.is_cell and above else called
    return Sheet(
        kind="digest", superior=named(above, on=today).full.upper() if above else "",
        issuer=called.full.replace("Đảng bộ", "Đảng ủy", 1).upper(), number="",
        place=PLACE_WORD.sub("", place.name), day=today, title="VIỆC ĐẾN HẠN",
        about=f"Tháng {month.number} năm {month.year}", body=tuple(body), closing="",
        demo=settings.DEMO,
    )  # fmt: skip


def _day(line: Line) -> str:
    day = f"{line.deadline.on:%d/%m/%Y}" if line.deadline.on else "làm ngay"
    return f"{day}\nquá hạn" if line.deadline.on and line.place == "overdue" else day


def _what(line: Line, *, in_branch: bool) -> str:
    each = line.deadline
    where = each.unit.full if in_branch and each.unit.is_cell else ""
    first = f"{each.kind.words}: {line.name}" if line.name else str(each.kind.words)
    rest = "; ".join(part for part in (where, each.note) if part)
    return f"{first}\n{rest}" if rest else first


def _rule(rule: Rule) -> str:
    paper = ", ".join(part for part in (rule.pack.number, rule.source) if part)
    return f"{paper or 'chưa có văn bản'} ({Status(rule.status).label})"
