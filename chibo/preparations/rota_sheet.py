"""The rota of a month as one sheet of A4, for the wall of the committee's office."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from django.conf import settings

from chibo.core import viet
from chibo.core.days import Month
from chibo.organizations.models import Role
from chibo.organizations.queries import named, superior
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.sheets import Block, Column, Paragraph, Sheet, Table
from chibo.plans.models import Kind
from chibo.plans.sheets import KINDS, day_words
from chibo.preparations.rota import Delegate, RotaLine

OFFICES: dict[str, str] = {
    Role.COMMUNE_SECRETARY: "Bí thư Đảng ủy",
    Role.STANDING_MEMBER: "Ủy viên Ban Thường vụ",
    Role.PARTY_BUILDING_OFFICER: "Ban Xây dựng Đảng",
    Role.FOLLOWER: "theo dõi chi bộ",
}
MOST_ROWS = 26  # of the table, on one sheet of A4
_COLUMNS = (
    Column("TT", 6, centred=True), Column("Ngày, giờ", 28), Column("Chi bộ", 24),
    Column("Người dự", 42),
)  # fmt: skip


def rota_sheet(unit: UUID, month: Month, lines: Sequence[RotaLine], *, day: dt.date) -> Sheet:
    """Return the rota as content. day: on which it is printed.

    A commune of many cells has a line for each meeting that somebody is sent to; the others,
    which their followers visit, stand beneath as text.
    """
    on = named(unit, on=month.first)
    above = superior(unit, on=month.first)
    many = len(lines) > MOST_ROWS
    shown = [line for line in lines if line.sent] if many else lines
    rest = [line for line in lines if not line.sent] if many else []
    rows = tuple(
        (str(n), viet.capital(day_words(line.planned)), _cell(line), _who(line))
        for n, line in enumerate(shown, start=1)
    )
    body: list[Block] = [Table(_COLUMNS, rows)] if rows else []
    followed = [line for line in rest if line.followers]
    nobody = [line for line in rest if not line.followers]
    body += _beneath("Các buổi khác, người theo dõi dự:", followed)
    body += _beneath("Các buổi chưa có người dự:", nobody)
    return Sheet(
        kind="rota", superior=named(above, on=month.first).full.upper() if above else "",
        issuer=on.full.replace("Đảng bộ", "Đảng ủy", 1).upper(), number="",
        place=PLACE_WORD.sub("", on.name), day=day, title="LỊCH DỰ SINH HOẠT CHI BỘ",
        about=f"Tháng {month.number} năm {month.year}", body=tuple(body), closing="",
        demo=settings.DEMO,
    )  # fmt: skip


def _cell(line: RotaLine) -> str:
    """Return the cell, and what is not an ordinary meeting."""
    kind, topic = line.planned.kind, line.planned.topic
    words = "" if kind == Kind.REGULAR else f"{KINDS[kind]}: {topic}".strip(": ")
    return "\n".join(part for part in (viet.capital(line.cell), words) if part)


def _who(line: RotaLine) -> str:
    if line.sent:
        return "\n".join(_named(delegate) for delegate in line.sent)
    return "\n".join(f"{name}, theo dõi chi bộ" for name in line.followers) or "…"


def _named(delegate: Delegate) -> str:
    office = OFFICES.get(delegate.role, "")
    return f"{delegate.name}, {office}" if office else delegate.name


def _beneath(title: str, lines: list[RotaLine]) -> list[Block]:
    """Return the meetings as a paragraph a day and hour; cells of one follower stand together."""
    if not lines:
        return []
    blocks: list[Block] = [Paragraph(title, bold=True)]
    for when, group in groupby(lines, key=lambda line: day_words(line.planned)):
        cells: dict[tuple[str, ...], list[str]] = {}
        for line in group:
            cells.setdefault(line.followers, []).append(line.cell)
        parts = [
            ", ".join(names) + (f" ({', '.join(followers)})" if followers else "")
            for followers, names in cells.items()
        ]
        blocks.append(Paragraph(f"{viet.capital(when)}: {'; '.join(parts)}."))
    return blocks
