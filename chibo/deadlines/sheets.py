"""What falls due in a month as one sheet of A4, for the table or the wall."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils import translation

from chibo.core import viet
from chibo.core.days import Month
from chibo.deadlines.queries import Line
from chibo.organizations.queries import named, superior
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.sheets import Block, Column, Lettered, Paragraph, Sheet, Table

MOST_ROWS = 18  # of the table, on one sheet of A4
NOTHING = "Tháng này không có việc đến hạn."
_COLUMNS = (
    Column("TT", 7, centred=True), Column("Hạn", 17, centred=True), Column("Việc", 66),
    Column("Theo", 10, centred=True),
)  # fmt: skip


@translation.override("vi")
def digest_sheet(unit: UUID, month: Month, lines: Sequence[Line], *, today: dt.date) -> Sheet:
    """Return the digest as content; today: the day of printing. What is late stands first.

    Each row has the letter of its rule, which stands once beneath.
    """
    called, above = named(unit, on=today), superior(unit, on=today)
    shown = lines[:MOST_ROWS]
    papers = list(dict.fromkeys(line.deadline.by for line in shown))
    rows = tuple(
        (
            str(n), _day(line), _what(line, in_branch=not called.is_cell),
            viet.LIST_LETTERS[papers.index(line.deadline.by)],
        )
        for n, line in enumerate(shown, start=1)
    )  # fmt: skip
    body: list[Block] = [Table(_COLUMNS, rows)] if rows else [Paragraph(NOTHING)]
    if len(lines) > MOST_ROWS:
        body.append(Paragraph(f"Còn {len(lines) - MOST_ROWS} việc nữa: xem sổ."))
    if papers:
        body += [Paragraph("Theo:", bold=True), Lettered(tuple(papers))]
    place = named(above, on=today) if called.is_cell and above else called
    return Sheet(
        kind="digest", superior=named(above, on=today).full.upper() if above else "",
        issuer=called.full.replace("Đảng bộ", "Đảng ủy", 1).upper(), number="",
        place=PLACE_WORD.sub("", place.name), day=today, title="VIỆC ĐẾN HẠN",
        about=f"Tháng {month.number} năm {month.year}", body=tuple(body), closing="",
        demo=settings.DEMO,
    )  # fmt: skip


def _day(line: Line) -> str:
    return f"{line.deadline.on:%d/%m/%Y}" if line.deadline.on else "làm ngay"


def _what(line: Line, *, in_branch: bool) -> str:
    each = line.deadline
    late = "quá hạn" if each.on and line.place == "overdue" else ""
    where = viet.capital(each.unit.name) if in_branch and each.unit.is_cell else ""
    first = f"{each.kind.words}: {line.name}" if line.name else str(each.kind.words)
    rest = "; ".join(part for part in (where, each.note, late) if part)
    return f"{first} ({rest})" if rest else first
