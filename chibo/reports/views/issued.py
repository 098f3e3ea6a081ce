"""Reports that a unit issued: the list, a draft with all its figures, what changed since then."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, demanded, rights_at, unit_for
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed, named
from chibo.papers.html import article
from chibo.papers.serving import sent, serve
from chibo.reports import commands, forms
from chibo.reports.issued.beside import beside
from chibo.reports.issued.books import report_book
from chibo.reports.issued.closures import waiting_below
from chibo.reports.issued.reading import from_json, read
from chibo.reports.issued.sheets import UNTYPED, branch_sheet, draft_number
from chibo.reports.models import IssuedReport
from chibo.reports.periods import around, label

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # reports on the list, newest first


def _months(text: str) -> Months:
    """Return the months of an address. Raises: Http404."""
    try:
        return Months.parse(text)
    except ValueError:
        raise Http404 from None


def offered(today: dt.date) -> list[Months]:
    """Return the periods that an office reports on around a day: last month first."""
    this = Month.of(today)
    before = around(this.after(-1))
    return list(dict.fromkeys([before[0], Months.of(this), *before[1:], *around(this)[1:]]))


@require_GET
def reports(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """List what a unit issued, and offer the periods to report on."""
    today = timezone.localdate()
    rights = demanded(request.user, Can.READ_PAPERS, at=unit_id, on=today)
    unit = unit_for(request.user, Can.READ_PAPERS, unit_id, on=today)
    form = forms.PeriodForm(request.GET or None)
    if request.GET and form.is_valid() and Can.ISSUE_REPORTS in rights:
        return redirect("reports:draft", unit.pk, str(form.months()))
    rows = IssuedReport.objects.filter(unit=unit).select_related("paper")
    context = {
        "unit": named(unit.pk, on=today), "form": form,
        "periods": [(each, label(each)) for each in offered(today)],
        "issued": [(each, label(each.months)) for each in rows.order_by("-issued_at")[:SHOWN]],
        "may_issue": Can.ISSUE_REPORTS in rights and existed(unit.pk, on=today),
    }  # fmt: skip
    return render(request, "reports/issued_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def draft(request: AuthedRequest, unit_id: UUID, months_text: str) -> HttpResponse:
    """Show a report with all its figures before it is issued; a second press issues it."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.ISSUE_REPORTS, unit_id, on=today)
    months = _months(months_text)
    called = named(unit.pk, on=min(months.last_day, today))
    if commands.is_own_month(called.is_cell, months):
        return redirect("reports:report", unit.pk, str(months.first))
    view = _view(request, unit, today)
    form = asked(request, lambda data: forms.BranchReportForm(data, initial={"view": view}))
    issued: list[IssuedReport] = []

    def issue() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        issued.append(
            commands.issue_branch_report(
                act=act, unit=unit, months=months, words=form.words(),
                view=form.cleaned_data["view"] or View.THEN,
            )
        )  # fmt: skip

    if carried_out(request, form, issue):
        return redirect("reports:issued", unit.pk, str(months), issued[0].version)
    context = {"unit": called, "months": months, "label": label(months), "form": form, "view": view,
               **_drafted(unit, months, view, today)}  # fmt: skip
    status = 422 if context["refusal"] else form.status
    return render(request, "reports/draft.html", context, status=status)


def _view(request: AuthedRequest, unit: Unit, today: dt.date) -> str:
    """Return by which units the report is drawn up: those of the time, unless today's are asked."""
    wanted = request.POST.get("view") or request.GET.get("view")
    return View.TODAY if wanted == View.TODAY and existed(unit.pk, on=today) else View.THEN


def _drafted(unit: Unit, months: Months, view: str, today: dt.date) -> dict[str, Any]:
    """Return the draft of a period, or why there can be none."""
    try:
        commands.check_months(unit, months, view=view, today=today)
    except commands.CannotIssueReport as refusal:
        return {"refusal": str(refusal)}
    reading = read(unit.pk, months, view=view, today=today, as_of=timezone.now())
    sheet = branch_sheet(reading, words=UNTYPED, number=draft_number(reading.unit), signed_on=today)
    return {
        "refusal": "", "article": article(sheet), "reading": reading,
        "waiting": waiting_below(unit.pk, today=today),
        "earlier": _issued(unit, months).order_by("-version").first(),
    }  # fmt: skip


def _issued(unit: Unit, months: Months) -> Any:
    return IssuedReport.objects.filter(
        unit=unit, first=months.first.first, last=months.last.first, kind=months.kind
    ).select_related("paper")


def _report(request: AuthedRequest, unit_id: UUID, months_text: str, version: int) -> IssuedReport:
    """Return one issued version. Raises: Http404; PermissionDenied."""
    unit = unit_for(request.user, Can.READ_PAPERS, unit_id, on=timezone.localdate())
    found: IssuedReport | None = _issued(unit, _months(months_text)).filter(version=version).first()
    if found is None:
        raise Http404
    return found


@require_GET
def issued(
    request: AuthedRequest, unit_id: UUID, months_text: str, version: int
) -> HttpResponse:  # fmt: skip
    """Show an issued report: number, hash, and beside it what the figures are now."""
    today = timezone.localdate()
    report = _report(request, unit_id, months_text, version)
    kept = _kept(report)
    changed = None
    if kept is not None and Can.READ_COUNTS in rights_at(request.user, at=unit_id, on=today):
        now = read(unit_id, report.months, view=report.view, today=today, as_of=timezone.now())
        changed = beside(report, kept, now)
    context = {
        "unit": named(unit_id, on=min(report.months.last_day, today)), "report": report,
        "months": report.months, "label": label(report.months), "kept": kept,
        "changed": changed, "now": timezone.localtime(),
        "article": article(report.paper.sheet),
        "others": _issued(report.unit, report.months).exclude(pk=report.pk).order_by("version"),
        "may_issue": Can.ISSUE_REPORTS in rights_at(request.user, at=unit_id, on=today),
    }  # fmt: skip
    return render(request, "reports/issued.html", context)


def _kept(report: IssuedReport) -> Any:
    """Return the frozen reading of a report, None where it was issued before there was one."""
    if not report.figures:
        return None
    return from_json(
        report.figures, months=report.months, view=report.view, as_of=report.as_of
    )  # fmt: skip


@require_GET
def issued_paper(
    request: AuthedRequest, unit_id: UUID, months_text: str, version: int, form: str
) -> HttpResponse:
    """Serve an issued report as its paper, or its tables as a spreadsheet."""
    report = _report(request, unit_id, months_text, version)
    name = f"bao-cao-{str(report.months).replace('..', '-den-')}-ban-{version}"
    if form == "xlsx":
        kept = _kept(report)
        if kept is None:
            raise Http404
        return sent(report_book(kept), EXCEL, f"{name}.xlsx")
    back = reverse("reports:issued", args=[unit_id, str(report.months), version])
    return serve(
        request, report.paper.sheet, form=form, name=name, back=back, back_word=_("Báo cáo")
    )
