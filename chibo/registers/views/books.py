import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import note_reading
from chibo.organizations.authority import Can, demanded, unit_for
from chibo.organizations.queries import named
from chibo.papers.serving import sent, serve
from chibo.people.models import Person
from chibo.registers.books import Book, file_of, sheet_of
from chibo.registers.cell_books import attendance_book, dues_book
from chibo.registers.member_books import member_book
from chibo.registers.queries import last_reconciliations
from chibo.registers.rules import quarter_of
from chibo.registers.transfer_book import transfer_book

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS = 6


@dataclass(frozen=True)
class Kind:
    """A register: who may open it, at which units, what makes it, how it is called."""

    demands: Can
    make: Callable[..., Book]
    word: Any
    said: Any
    of_cells: bool = True
    of_others: bool = True


BOOKS = {
    "members": Kind(
        Can.READ_REGISTER, member_book, gettext_lazy("Sổ danh sách đảng viên"),
        gettext_lazy("Mẫu 7-HSĐV, 14 cột"),
    ),
    "transfers": Kind(
        Can.READ_REGISTER, transfer_book, gettext_lazy("Sổ giới thiệu sinh hoạt đảng"),
        gettext_lazy("Mẫu 10-SHĐ: chuyển đi, tiếp nhận"),
    ),
    "dues": Kind(
        Can.KEEP_DUES, dues_book, gettext_lazy("Sổ thu, nộp đảng phí"),
        gettext_lazy("Từng người, 12 tháng"), of_others=False,
    ),
    "attendance": Kind(
        Can.READ_ROLL_CALL, attendance_book, gettext_lazy("Bảng theo dõi dự sinh hoạt"),
        gettext_lazy("Các buổi họp trong năm"), of_others=False,
    ),
}  # fmt: skip


@require_GET
def books(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """List the registers of a unit that this user may open, each with its files."""
    today = timezone.localdate()
    rights = demanded(request.user, Can.READ_COUNTS, at=unit_id, on=today)
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    called = named(unit.pk, on=today)
    years = list(range(today.year, today.year - YEARS, -1))
    year = _year(request.GET.get("year") or str(today.year), today)
    shown = [
        (what, kind)
        for what, kind in BOOKS.items()
        if kind.demands in rights and (kind.of_cells if called.is_cell else kind.of_others)
    ]
    context = {
        "unit": called, "years": years, "year": year,
        "books": [
            (kind, {form: reverse(f"registers:{what}-{form}", args=[unit.pk, year])
                    for form in ("html", "pdf", "docx", "xlsx")})
            for what, kind in shown
        ],
        "rights": {str(can) for can in rights}, "quarter": quarter_of(today).next(-1),
        "last": last_reconciliations([unit.pk]).get(unit.pk),
    }  # fmt: skip
    return render(request, "registers/books.html", context)


def _year(text: str, today: dt.date) -> int:
    """Return the year of an address. Raises: Http404."""
    if not text.isascii() or not text.isdigit() or not 2000 <= int(text) <= today.year:
        raise Http404
    return int(text)


@require_GET
@transaction.atomic
def book(request: AuthedRequest, unit_id: UUID, what: str, year: int, form: str) -> HttpResponse:
    """Show one register of a year, as page, PDF, Word or Excel file."""
    today, kind = timezone.localdate(), BOOKS[what]
    unit = unit_for(request.user, kind.demands, unit_id, on=today)
    year = _year(str(year), today)
    if not (kind.of_cells if named(unit.pk, on=today).is_cell else kind.of_others):
        raise Http404
    note_reading(
        reader=request.user, what=f"book_{what}", unit=unit.pk, province=unit.province,
        at=timezone.now(),
    )  # fmt: skip
    found = kind.make(unit.pk, year, today=today)
    if form == "xlsx":
        return sent(file_of(found, unit.pk, day=today), EXCEL, f"{found.slug}.xlsx")
    person = Person.objects.filter(user=request.user).first()
    sheet = sheet_of(
        found, unit.pk, day=today, printed_by=person.name if person else request.user.username
    )
    return serve(
        request, sheet, form=form, name=found.slug, back_word=_("Sổ sách"),
        back=reverse("registers:books", args=[unit.pk]), template="registers/book.html",
        more={"years": [year - 1, year, year + 1], "year": year, "this_year": today.year,
              "what": f"registers:{what}-html", "unit_id": unit.pk},
    )  # fmt: skip
