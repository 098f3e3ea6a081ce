"""Issue a report: its figures are those of the moment, and stay."""

import datetime as dt
import uuid
from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.core.periods import Months
from chibo.figures.commands import fold_all
from chibo.figures.models import View
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import life_of
from chibo.papers.commands import file_paper, next_number
from chibo.papers.rules import issuer_code, symbol
from chibo.papers.sheets import Sheet
from chibo.reports.cell_month import cell_month, report_sheet
from chibo.reports.issued.closures import waiting_below
from chibo.reports.issued.reading import Reading, as_json, read
from chibo.reports.issued.sheets import UNTYPED, Words, branch_sheet
from chibo.reports.models import IssuedReport
from chibo.rulebook.queries import in_force, numbering_period

AT_ONCE = 200  # rows that wait and are added up before a report is issued


class CannotIssueReport(Refused):
    """The period has not begun, the unit was not there, or the figures are behind."""


def issue_report(
    *, act: Act, cell: Unit, month: Month, limits: str = "", lessons: str = ""
) -> IssuedReport:
    """Issue a cell's report of a month; see `issue_branch_report`."""
    words = Words(limits=limits, lessons=lessons)
    return issue_branch_report(act=act, unit=cell, months=Months.of(month), words=words)


@transaction.atomic
def issue_branch_report(
    *, act: Act, unit: Unit, months: Months, view: str = View.THEN, words: Words = UNTYPED
) -> IssuedReport:
    """Number and keep a unit's report of some months; again: a new version, the same number.

    Raises: PermissionDenied; Http404; CannotIssueReport; OtherContent.
    """
    demand(act.actor, Can.ISSUE_REPORTS, at=unit.pk, on=act.today)
    content = {"months": str(months), "view": str(view), **asdict(words)}
    if not record(
        act, verb="report.issued", unit=unit.pk, province=unit.province, subject=act.id,
        content=content, said={"months": str(months)},
    ):  # fmt: skip
        return IssuedReport.objects.get(pk=act.id)
    check_months(unit, months, view=view, today=act.today)
    Unit.objects.select_for_update().get(pk=unit.pk)
    catch_up(unit, today=act.today)
    reading = read(unit.pk, months, view=view, today=act.today, as_of=act.entered_at)
    if reading.unit.is_cell and reading.correcting:
        raise CannotIssueReport(_("Biên bản của kỳ này đang sửa: chốt bản mới rồi ra báo cáo."))
    earlier = (
        IssuedReport.objects.filter(
            unit=unit, first=months.first.first, last=months.last.first, kind=months.kind
        ).select_related("paper").order_by("-version").first()
    )  # fmt: skip
    version = earlier.version + 1 if earlier else 1
    number, period = _number(unit, earlier, act.today)
    issuer = issuer_code(reading.unit.kind)
    sheet = _sheet(reading, words, symbol("report", number, issuer), act.today)
    paper = file_paper(
        id=uuid.uuid5(act.id, "report"), province=unit.province, unit=unit.pk, kind="report",
        number=number, period=period, signed_on=act.today, issuer=issuer,
        sheet=replace(sheet, version=version), entered_at=act.entered_at,
    )  # fmt: skip
    return IssuedReport.objects.create(
        id=act.id, province=unit.province, unit=unit, first=months.first.first,
        last=months.last.first, kind=months.kind, view=view, version=version, **asdict(words),
        figures=as_json(reading), as_of=act.entered_at, paper=paper, issued_at=act.entered_at,
    )  # fmt: skip


def _number(unit: Unit, earlier: IssuedReport | None, today: dt.date) -> tuple[int, str]:
    """Return the number of a report and what it runs in: a new one, or that of the version before.

    Called with the unit locked.
    """
    if earlier is not None and earlier.paper.number is not None:
        return earlier.paper.number, earlier.paper.period
    period = numbering_period(in_force(unit.pk, on=today), on=today)
    return next_number(unit=unit.pk, kind="report", period=period), period


def _sheet(reading: Reading, words: Words, number: str, today: dt.date) -> Sheet:
    """Return the paper: a cell's month names what it did itself, all else adds up."""
    if is_own_month(reading.unit.is_cell, reading.months):
        return report_sheet(
            cell_month(reading.unit.id, reading.months.first, today=today), number=number,
            signed_on=today, limits=words.limits, lessons=words.lessons,
        )  # fmt: skip
    return branch_sheet(reading, words=words, number=number, signed_on=today)


def is_own_month(is_cell: bool, months: Months) -> bool:
    """Say whether a report is a cell's own of a month, which has a form of its own."""
    return is_cell and months.kind == "month"


def check_months(unit: Unit, months: Months, *, view: str, today: dt.date) -> None:
    """Refuse a period that a unit cannot report on. Raises: CannotIssueReport."""
    if months.first_day > today:
        raise CannotIssueReport(
            _("Tháng này chưa đến: ra báo cáo khi tháng đã bắt đầu.")
            if months.kind == "month"
            else _("Kỳ này chưa đến: ra báo cáo khi kỳ đã bắt đầu.")
        )
    life = life_of(unit.pk)
    if life is None or life.from_on > months.last_day or life.until_on <= months.first_day:
        raise CannotIssueReport(_("Đơn vị không có trong kỳ này: chọn kỳ khác."))
    if view == View.TODAY and life.until_on <= today:
        raise CannotIssueReport(
            _("Đơn vị đã kết thúc hoạt động: chọn xem theo đơn vị lúc đó."), "view"
        )


def catch_up(unit: Unit, *, today: dt.date) -> None:
    """Add up what still waits below a unit. Raises: CannotIssueReport, where it is too much."""
    if 0 < waiting_below(unit.pk, today=today) <= AT_ONCE:
        fold_all(today=today)
    if waiting_below(unit.pk, today=today):
        raise CannotIssueReport(_("Số liệu đang được cộng: đợi một phút rồi bấm ra báo cáo lại."))
