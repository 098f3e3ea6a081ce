"""Issue a report: its figures are those of the moment, and stay."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.minutes.queries import being_corrected
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed
from chibo.papers.commands import file_paper, next_number
from chibo.papers.rules import symbol
from chibo.reports.cell_month import cell_month, report_sheet
from chibo.reports.models import MonthlyReport
from chibo.rulebook.queries import in_force, numbering_period


class CannotIssueReport(Refused):
    """The month has not begun, or the cell was not there."""


@transaction.atomic
def issue_report(
    *, act: Act, cell: Unit, month: Month, limits: str = "", lessons: str = ""
) -> MonthlyReport:
    """Number and keep a cell's report of a month; again: a new version under the same number.

    Raises: PermissionDenied; Http404; CannotIssueReport; OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=cell.pk, on=act.today)
    content = {"month": str(month), "limits": limits, "lessons": lessons}
    if not record(
        act, verb="report.issued", unit=cell.pk, province=cell.province, subject=act.id,
        content=content, said={"month": str(month)},
    ):  # fmt: skip
        return MonthlyReport.objects.get(pk=act.id)
    _check(cell, month, act.today)
    Unit.objects.select_for_update().get(pk=cell.pk)
    earlier = (
        MonthlyReport.objects.filter(cell=cell, month=month.first)
        .select_related("paper").order_by("-version").first()
    )  # fmt: skip
    version = earlier.version + 1 if earlier else 1
    rules = in_force(cell.pk, on=act.today)
    period = earlier.paper.period if earlier else numbering_period(rules, on=act.today)
    number = earlier.paper.number if earlier else None
    if number is None:
        number = next_number(unit=cell.pk, kind="report", period=period)
    sheet = report_sheet(
        cell_month(cell.pk, month, today=act.today), number=symbol("report", number),
        signed_on=act.today, limits=limits, lessons=lessons,
    )  # fmt: skip
    paper = file_paper(
        id=uuid.uuid5(act.id, "report"), province=cell.province, unit=cell.pk, kind="report",
        number=number, period=period, signed_on=act.today,
        sheet=replace(sheet, version=version), entered_at=act.entered_at,
    )  # fmt: skip
    return MonthlyReport.objects.create(
        id=act.id, province=cell.province, cell=cell, month=month.first, version=version,
        limits=limits, lessons=lessons, paper=paper, issued_at=act.entered_at,
    )  # fmt: skip


def _check(cell: Unit, month: Month, today: dt.date) -> None:
    if month.first > today:
        raise CannotIssueReport(_("Tháng này chưa đến: ra báo cáo khi tháng đã bắt đầu."))
    if not existed(cell.pk, on=min(month.last, today)):
        raise CannotIssueReport(_("Chi bộ không có trong tháng này: xem lại tháng."))
    if being_corrected(cell.pk, month):
        raise CannotIssueReport(_("Biên bản của tháng này đang sửa: chốt bản mới rồi ra báo cáo."))
