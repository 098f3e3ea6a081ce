"""The transfer register in the form 10-SHĐ."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, Q

from chibo.core.dated import holds
from chibo.members.models import Membership, Transfer
from chibo.organizations.queries import named
from chibo.papers.sheets import Column
from chibo.registers.books import Book
from chibo.registers.member_books import birth_of
from chibo.spreadsheets.writing import Value

COLUMNS = tuple(
    Column(f"{title}\n({place})", width, centred=place in {1, 5})
    for place, (title, width) in enumerate(
        (
            ("STT", 4), ("Ngày giới thiệu", 8), ("Ngày tiếp nhận", 8),
            ("Họ và tên, ngày sinh", 15), ("Ngày vào Đảng / Ngày chính thức", 9),
            ("Số thẻ", 6), ("Chuyển đi: đến tổ chức đảng nào", 14),
            ("Chuyển đi: cấp ủy giới thiệu", 9), ("Tiếp nhận: từ tổ chức đảng nào", 14),
            ("Trong tỉnh, ngoài tỉnh", 6), ("Ghi chú", 7),
        ), start=1,
    )
)  # fmt: skip


def transfer_book(unit: UUID, year: int, *, today: dt.date) -> Book:
    """Return who was sent from a unit, or received in it, in a year, by day.

    What the book does not hold stays empty for the pen: card numbers, and whether a place outside
    the book lies in the province.
    """
    sent = _within(unit, "sent_on", "from_cell", year)
    received = _within(unit, "received_on", "received__cell", year) & Q(to_unit__isnull=False)
    rows = list(
        Transfer.objects.filter(sent | received)
        .select_related("person", "sent", "received")
        .order_by("sent_on", "person__sort_key")
    )
    last = {row.person_id: row for row in _memberships(rows)}
    return Book(
        kind="transfer_register", slug=f"10-shd-{year}", title="SỔ GIỚI THIỆU SINH HOẠT ĐẢNG",
        about=f"Mẫu 10-SHĐ, năm {year}", columns=COLUMNS,
        rows=tuple(_row(place, row, last) for place, row in enumerate(rows, start=1)),
        notes=("Cột sổ không giữ thì để trống, ghi bằng bút.",),
    )  # fmt: skip


def _within(unit: UUID, day: str, cell: str, year: int) -> Q:
    """Return the condition that a transfer's side lay in the unit on its day of the year."""
    above = f"{cell}__ancestry__"
    rows = Transfer.objects.filter(
        holds(F(day), above), **{f"{day}__year": year, f"{above}ancestor": unit}
    )
    return Q(pk__in=rows.values("pk"))


def _memberships(rows: list[Transfer]) -> list[Membership]:
    people = {row.person_id for row in rows}
    return list(Membership.objects.filter(person__in=people).order_by("from_on"))


def _row(place: int, row: Transfer, last: Mapping[UUID, Membership]) -> tuple[Value, ...]:
    person, known = row.person, last.get(row.person_id)
    official = known.official_on if known else None
    days = (known.admitted_on if known else None, official)
    going, coming = row.from_cell_id is not None, row.to_unit_id is not None
    return (
        place, row.sent_on, row.received_on, f"{person.name}\nsinh {birth_of(person)}",
        "\n".join(f"{day:%d/%m/%Y}" for day in days if day), "",
        _where(row.to_unit_id, row) if going else "",
        row.sent.issuer if row.sent is not None else "",
        _where(row.from_cell_id, row) if coming else "",
        "Trong tỉnh" if going and coming else "", _note(row),
    )  # fmt: skip


def _where(unit: UUID | None, row: Transfer) -> str:
    """Return a unit of this book as it was called then, or the place outside it."""
    return named(unit, on=row.sent_on).full if unit else row.outside


def _note(row: Transfer) -> str:
    said = ["tạm thời"] if row.kind == Transfer.Kind.TEMPORARY else []
    if row.ended_on is not None:
        said.append("không chuyển nữa")
    elif row.received_on is None:
        said.append("đang chuyển")
    return ", ".join(said)
