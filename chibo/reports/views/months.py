import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.days import Month
from chibo.journal.commands import act_of, note_reading
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import named
from chibo.papers.rendering import as_one_pdf
from chibo.papers.serving import PDF, sent, serve
from chibo.reports import commands, forms, queries
from chibo.reports.cell_month import cell_month
from chibo.reports.month_set import MonthPaper, is_outdated, month_set, newest_report


@require_GET
def this_month(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    unit_for(request.user, Can.READ_COUNTS, unit_id, on=timezone.localdate())
    return redirect("reports:month", unit_id, str(Month.of(timezone.localdate())))


def _month(text: str, today: dt.date) -> Month:
    """Return the month in an address. Raises: Http404."""
    try:
        wanted = Month.parse(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= wanted.year <= today.year + 1:
        raise Http404
    return wanted


@require_GET
def month(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    wanted = _month(month_text, today)
    on = queries.reference_day(wanted, today)
    called = named(unit.pk, on=on)
    if called.is_cell:
        return redirect("meetings:list", unit_id)
    context: dict[str, Any] = {
        "unit": called, "month": wanted, "months": [wanted.after(-1), wanted, wanted.after(1)],
        "on": on, "now": timezone.localtime(), "this_month": Month.of(today),
    }  # fmt: skip
    if queries.has_branches(unit.pk, on=on):
        query = "?view=then" if request.GET.get("view") == "then" else ""
        url = reverse("reports:figures", args=[unit.pk, str(wanted)])
        return redirect(url + query)
    return _cells(request, context, unit.pk, wanted, today)


def _cells(
    request: AuthedRequest, context: dict[str, Any], unit: UUID, month: Month, today: dt.date
) -> HttpResponse:
    lines = queries.month_of_cells(unit, month, today=today)
    closures = [line.closure for line in lines if line.closure]
    rights = rights_at(request.user, at=unit, on=today)
    groups = [
        (state, [line for line in lines if line.state == state])
        for state in ("overdue", "waiting", "held")
    ]
    context |= {
        "groups": [(state, rows) for state, rows in groups if rows], "lines": lines,
        "n": {state: len(rows) for state, rows in groups}, "total": queries.tally_of(closures),
        "members": queries.members_under(unit, on=context["on"]),
        "rule": queries.due_rule(unit, month),
        "may_phone": Can.READ_PHONES in rights, "may_papers": Can.READ_PAPERS in rights,
        "may_send": Can.SEND_DELEGATES in rights,
    }  # fmt: skip
    return render(request, "reports/cells.html", context)


def _cell_month(
    request: AuthedRequest, capability: Can, unit_id: UUID, month_text: str
) -> tuple[Unit, Month]:
    """Return the cell and the month of an address. Raises: Http404; PermissionDenied."""
    today = timezone.localdate()
    unit = unit_for(request.user, capability, unit_id, on=today)
    wanted = _month(month_text, today)
    if not named(unit.pk, on=queries.reference_day(wanted, today)).is_cell:
        raise Http404
    return unit, wanted


def _papers(cell: UUID, month: Month) -> list[MonthPaper]:
    return month_set(cell, month, today=timezone.localdate())


@require_GET
def month_papers(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    """List what the month has on paper, to print at once."""
    cell, wanted = _cell_month(request, Can.READ_MINUTES, unit_id, month_text)
    issued = newest_report(cell.pk, wanted)
    context = {
        "cell": cell, "month": wanted, "papers": _papers(cell.pk, wanted),
        "months": [wanted.after(-1), wanted.after(1)],
        "report": issued, "outdated": is_outdated(issued),
    }  # fmt: skip
    return render(request, "reports/month_papers.html", context)


@require_GET
@transaction.atomic
def month_papers_pdf(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    """Return the month's papers as one file."""
    cell, wanted = _cell_month(request, Can.READ_MINUTES, unit_id, month_text)
    papers = _papers(cell.pk, wanted)
    if not papers:
        raise Http404
    note_reading(
        reader=request.user, what="papers", unit=cell.pk, province=cell.province,
        at=timezone.now(),
    )  # fmt: skip
    content = as_one_pdf([paper.sheet() for paper in papers])
    return sent(content, PDF, f"thang-{wanted}.pdf", inline=True)


@require_http_methods(["GET", "POST"])
def report(request: AuthedRequest, unit_id: UUID, month_text: str) -> HttpResponse:
    """Ask for the words that no figure says, and issue the cell's report of a month."""
    cell, wanted = _cell_month(request, Can.CLOSE_MINUTES, unit_id, month_text)
    earlier = newest_report(cell.pk, wanted)
    initial = {"limits": earlier.limits, "lessons": earlier.lessons} if earlier else {}
    form = asked(request, lambda data: forms.ReportForm(data, initial=initial))

    def issue() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.issue_report(
            act=act, cell=cell, month=wanted, limits=data["limits"], lessons=data["lessons"]
        )

    if carried_out(request, form, issue):
        return redirect("reports:report-paper", unit_id, str(wanted))
    found = cell_month(cell.pk, wanted, today=timezone.localdate())
    context = {"form": form, "cell": cell, "month": wanted, "report": earlier, "found": found}
    return render(request, "reports/report.html", context, status=form.status)


@require_GET
def report_paper(request: AuthedRequest, unit_id: UUID, month_text: str, form: str) -> HttpResponse:
    """Show the report as it was issued last."""
    cell, wanted = _cell_month(request, Can.READ_PAPERS, unit_id, month_text)
    issued = newest_report(cell.pk, wanted)
    if issued is None:
        raise Http404
    return serve(
        request, issued.paper.sheet, form=form, name=f"bao-cao-{wanted}",
        back=reverse("reports:month", args=[cell.pk, str(wanted)]),
        back_word=_("Các buổi họp"),
    )  # fmt: skip
