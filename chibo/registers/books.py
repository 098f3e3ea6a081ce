"""One content of a register, from which page, PDF, .docx and .xlsx are made."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from chibo.core import viet
from chibo.organizations.models import Role
from chibo.organizations.queries import holders, named, superior
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.sheets import Block, Column, Paragraph, Sheet, Signatory, Table
from chibo.spreadsheets.writing import Out, Value, workbook

SIGNS_OF_WIDTH = 1.45  # signs in a column of one percent of the page


@dataclass(frozen=True)
class Book:
    """A register: what it is, its columns and rows, and what stands beneath.

    kind: of the paper; slug: of its files; signed: by the head of the unit.
    """

    kind: str
    slug: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()


def text_of(value: Value) -> str:
    """Return a value as papers write it: `15.000`, `03/02/2026`."""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return viet.figure(value) if isinstance(value, int) else str(value or "")


def paper_of(
    unit: UUID, *, kind: str, title: str, about: str, body: Sequence[Block], day: dt.date,
    left: Signatory | None = None, right: Signatory | None = None, version: int = 1,
) -> Sheet:  # fmt: skip
    """Return a paper with the head of a unit, whether a cell or a committee."""
    called = named(unit, on=day)
    above = superior(unit, on=day)
    over = named(above, on=day).full if above else ""
    issuer = called.full if called.is_cell else called.full.replace("Đảng bộ", "Đảng ủy", 1)
    place = PLACE_WORD.sub("", named(above, on=day).name if called.is_cell and above else
                           called.name)  # fmt: skip
    return Sheet(
        kind=kind, superior=over.upper(), issuer=issuer.upper(), number="", place=place, day=day,
        title=title, about=about, body=tuple(body), closing="", left=left, right=right,
        version=version, demo=settings.DEMO,
    )  # fmt: skip


def head_of(unit: UUID, *, on: dt.date) -> Signatory:
    """Return who signs for a unit."""
    is_cell = named(unit, on=on).is_cell
    role = Role.SECRETARY if is_cell else Role.COMMUNE_SECRETARY
    post = holders([unit], [role], on=on).get((unit, role))
    body = "CHI BỘ" if is_cell else "ĐẢNG ỦY"
    return Signatory((f"T/M {body}", "BÍ THƯ"), post.person.name if post else "")


def sheet_of(book: Book, unit: UUID, *, day: dt.date, printed_by: str) -> Sheet:
    """Return the register as a paper; who printed it and when stands beneath."""
    rows = tuple(tuple(text_of(value) for value in row) for row in book.rows)
    said = f"In từ sổ ngày {day:%d/%m/%Y}, người in: {printed_by}."
    return paper_of(
        unit, kind=book.kind, title=book.title, about=book.about, day=day,
        body=(Table(book.columns, rows), Paragraph(" ".join((*book.notes, said)))),
        right=head_of(unit, on=day),
    )  # fmt: skip


def file_of(book: Book, unit: UUID, *, day: dt.date) -> bytes:
    """Return the register as an .xlsx file."""
    name = named(unit, on=day).full
    out = Out(
        name=book.title.capitalize()[:31],
        title=f"{book.title}. {name}. {book.about}",
        header=[column.title for column in book.columns],
        rows=book.rows,
        widths=[column.width * SIGNS_OF_WIDTH for column in book.columns],
        landscape=True,
    )
    return workbook([out])
