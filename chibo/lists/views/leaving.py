from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import note_reading
from chibo.lists import books, forms, titles, words
from chibo.lists.models import ListImport
from chibo.lists.views.looking import list_for
from chibo.organizations.authority import Can, demanded
from chibo.organizations.models import Unit
from chibo.organizations.queries import named

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def export(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Give what the book holds, in the columns that can be brought again; ask why first."""
    now = timezone.now()
    today = timezone.localdate(now)
    rights = demanded(request.user, Can.KEEP_REGISTER, at=unit_id, on=today)
    unit = Unit.objects.get(pk=unit_id)
    form = forms.WhyForm(request.POST or None)
    called = named(unit.pk, on=today)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            note_reading(
                reader=request.user, what="export", unit=unit.pk, province=unit.province, at=now
            )
            content = books.export_book(
                called, on=today, at=now, who=str(getattr(request.user, "person", request.user)),
                why=form.cleaned_data["why"], with_phones=Can.READ_PHONES in rights,
            )  # fmt: skip
        return _file(content, f"so-chi-bo-{today:%Y-%m-%d}.xlsx")
    context = {"form": form, "unit": called}
    return render(request, "lists/export.html", context, status=form.status)


@require_GET
def doubts(request: AuthedRequest, unit_id: UUID, list_id: UUID) -> HttpResponse:
    """Show the lines that were not taken, to be printed and corrected by hand."""
    made = list_for(request, unit_id, list_id)
    _note(request, made)
    fields = _fields(made)
    context: dict[str, Any] = {
        "made": made, "unit": named(unit_id, on=timezone.localdate()),
        "names": [words.title(name) for name in fields],
        "rows": [
            (line["line"], [line["raw"].get(name, "") for name in fields], line["why"])
            for line in made.left
        ],
    }  # fmt: skip
    return render(request, "lists/doubts.html", context)


@require_GET
def doubts_book(request: AuthedRequest, unit_id: UUID, list_id: UUID) -> HttpResponse:
    """Give the lines that were not taken as a workbook with room to correct."""
    made = list_for(request, unit_id, list_id)
    _note(request, made)
    content = books.doubts_book(made, _fields(made), named(unit_id, on=timezone.localdate()))
    return _file(content, "phieu-can-hoi.xlsx")


def _fields(made: ListImport) -> list[str]:
    """Return the fields that a line of this list can say, those needed and those said."""
    said = {name for line in made.left for name in line["raw"]}
    asked = {"name", "birth", "sex", "admitted_on", "official_on", "cell", "unit", "office"}
    return [name for name in titles.FIELDS[made.kind] if name in said | asked and name != "id"]


def _note(request: AuthedRequest, made: ListImport) -> None:
    note_reading(
        reader=request.user, what="doubts", unit=made.unit_id, province=made.province,
        at=timezone.now(), subject=made.pk,
    )  # fmt: skip


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
