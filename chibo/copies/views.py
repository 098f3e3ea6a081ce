from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.commands import keep_draft
from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.copies import books, commands, forms, queries
from chibo.copies.finding import Cells, Preview, look
from chibo.copies.tables import LAYOUT
from chibo.copies.words import COLUMN_WORDS
from chibo.core.days import Month
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import cells_under, named

ask = require_http_methods(["GET", "POST"])
SHOWN = 60  # good lines of a preview; every bad one is shown
YEARS = 6


@require_GET
def copied(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show what was copied: of a cell each meeting, of a unit above how many below it."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    called = named(unit.pk, on=today)
    rights = rights_at(request.user, at=unit.pk, on=today)
    context: dict[str, Any] = {"unit": called, "may_copy": Can.COPY_PAST_MONTHS in rights}
    if not called.is_cell:
        branches = queries.copied_by_branch(unit.pk, on=today)
        return render(request, "copies/branches.html", {**context, "branches": branches})
    context |= {
        "lines": queries.copied_months(unit.pk), "taken_back": queries.taken_back(unit.pk),
        "years": _years(unit.pk) if context["may_copy"] else [],
    }  # fmt: skip
    return render(request, "copies/cell.html", context)


def _years(cell: UUID) -> list[int]:
    """Return the years, newest first, for which a month can still be copied."""
    today = timezone.localdate()
    first = Month(today.year - YEARS + 1, 1)
    months = [first.after(n) for n in range(YEARS * 12) if first.after(n).first <= today]
    found = queries.open_months([cell], months)[cell]
    return sorted({month.year for month in found}, reverse=True)


@ask
def table(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Paste a table, or bring a file."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.COPY_PAST_MONTHS, unit_id, on=today)
    form = asked(request, lambda data: forms.TableForm(data, request.FILES or None))
    return _copy(request, unit, form, {})


@ask
def year(request: AuthedRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Type a cell's year, one card a month."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.COPY_PAST_MONTHS, unit_id, on=today)
    if not named(cell.pk, on=today).is_cell or not 2000 <= year <= today.year:
        raise Http404
    all_ = [Month(year, number) for number in range(1, 13)]
    open_ = [m for m in queries.open_months([cell.pk], all_)[cell.pk] if m.first <= today]
    typed = {n for n in range(1, 13) if request.POST.get(f"{n}-present")}
    months = [month for month in all_ if month in open_ or month.number in typed]
    form = asked(request, lambda data: forms.YearForm(data, months=months))
    return _copy(request, cell, form, {"year": year, "done": 12 - len(open_)})


def _copy(
    request: AuthedRequest, unit: Unit, form: forms.CopyForm, more: dict[str, Any]
) -> HttpResponse:
    """Show a form with its preview, or copy what it says."""
    today = timezone.localdate()
    preview = _look(request, unit, form)
    if not queries.is_done(form.data.get("act")):  # sent again, its months are in the book
        form.mark(preview.bad)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.copy_months(act=act, unit=unit, rows=preview.read)

    if request.POST.get("do") == "copy" and carried_out(request, form, save):
        count = len(preview.good)
        say = ngettext(
            "Đã chép {count} buổi họp vào sổ.", "Đã chép {count} buổi họp vào sổ.", count
        )
        messages.success(request, say.format(count=count))
        return redirect("copies:copied", unit.pk)
    if request.method == "POST":
        keep_draft(
            user=request.user, page=request.path, fields=form.left(), now=timezone.now()
        )  # fmt: skip
    called = named(unit.pk, on=today)
    context = {
        "form": form, "unit": called, "preview": preview, "not_cell": not called.is_cell,
        "ready": bool(preview.good) and not form.errors,
        "columns": ", ".join(str(COLUMN_WORDS[n]) for n in LAYOUT[2 if called.is_cell else 0 :]),
        "shown": [*preview.bad, *[line for line in preview.lines if not line.wrong][:SHOWN]],
        "more": max(len(preview.good) - SHOWN, 0), **more,
    }  # fmt: skip
    return render(request, "copies/copy.html", context, status=form.status)


def _look(request: AuthedRequest, unit: Unit, form: forms.CopyForm) -> Preview:
    """Return what a posted form would become; nothing before it was posted."""
    if request.method != "POST" or not form.is_valid():
        return Preview([])
    today = timezone.localdate()
    return look(Cells(request.user, unit.pk, on=today), form.typed, today=today)


@ask
def take_back(request: AuthedRequest, closure_id: UUID) -> HttpResponse:
    """Take a copied meeting back, with the reason."""
    today = timezone.localdate()
    closure = queries.copied_for(request.user, Can.COPY_PAST_MONTHS, closure_id, on=today)
    form = asked(request, forms.TakeBackForm)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.take_back(act=act, closure=closure, reason=form.cleaned_data["reason"])

    if carried_out(request, form, save):
        return redirect("copies:copied", closure.cell_id)
    context = {"form": form, "closure": closure}
    return render(request, "copies/take_back.html", context, status=form.status)


@require_GET
def template(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Give the table to fill in, with the cells and months that the book lacks."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.COPY_PAST_MONTHS, unit_id, on=today)
    called = named(unit.pk, on=today)
    cells = [called] if called.is_cell else cells_under(unit.pk, on=today)
    first = Month(today.year - 1, 1)
    months = [first.after(n) for n in range(24) if first.after(n).last < today]
    answer = HttpResponse(
        books.template_book(cells, queries.open_months([c.id for c in cells], months), on=today),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = 'attachment; filename="thang-cu.xlsx"'
    return answer
