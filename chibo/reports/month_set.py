"""All papers of a cell's month, in the order in which they are used."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.chairing.prepared import prepared
from chibo.chairing.sheets import agenda_sheet
from chibo.core.days import Month
from chibo.minutes.models import MinutesClosure
from chibo.minutes.sheets import with_late_items
from chibo.minutes.standing import Standing, standing_of
from chibo.papers.models import Paper
from chibo.papers.sheets import Sheet
from chibo.plans.models import IssuedPlan, Kind, PlannedMeeting
from chibo.plans.queries import newest_plan, planned_in
from chibo.preparations.invitations import newest_notice
from chibo.preparations.queries import agenda_of
from chibo.reports.models import IssuedReport


@dataclass(frozen=True)
class MonthPaper:
    """One paper of the month: its word, number, address, and how its sheet is got."""

    word: str
    symbol: str
    url: str
    sheet: Callable[[], Sheet]


def month_set(cell: UUID, month: Month, *, today: dt.date) -> list[MonthPaper]:
    """Return what a month has on paper: plans, what prepared each meeting, its papers, the report.

    The reading script is not among them: it is held in hand, not kept.
    """
    return [
        *_plans(cell, month),
        *_prepared(cell, month),
        *_closed(cell, month, today),
        *_report(cell, month),
    ]


def _plans(cell: UUID, month: Month) -> Iterator[MonthPaper]:
    """Yield the year's plan and programme that were issued in the month, as issued last."""
    for what, word in IssuedPlan.What.choices:
        for year in (month.year, month.year + 1):
            issued = newest_plan(cell, year, what)
            if issued and Month.of(issued.paper.signed_on) == month:
                url = reverse("plans:paper", args=[cell, year, what])
                filed = partial(_filed, issued.paper)
                yield MonthPaper(str(word), issued.paper.symbol, url, filed)


def _prepared(cell: UUID, month: Month) -> Iterator[MonthPaper]:
    """Yield the notice and the agenda of each planned meeting, where the cell made them."""
    for planned in planned_in(cell, month):
        notice = newest_notice(planned.pk)
        if notice is not None:
            url = reverse("preparations:notice", args=[planned.pk])
            yield MonthPaper(_("Giấy mời"), notice.paper.symbol, url, partial(_filed, notice.paper))
        if agenda_of(planned).is_saved:
            url = reverse("chairing:paper", args=[planned.pk, "agenda"])
            yield MonthPaper(_("Chương trình"), "", url, partial(_agenda, planned))


def _agenda(planned: PlannedMeeting) -> Sheet:
    return agenda_sheet(prepared(planned))


def newest_report(cell: UUID, month: Month) -> IssuedReport | None:
    """Return a month's report as it was issued last."""
    return (
        IssuedReport.objects.filter(unit=cell, first=month.first, kind=IssuedReport.Kind.MONTH)
        .select_related("paper")
        .order_by("-version")
        .first()
    )


def is_outdated(report: IssuedReport | None) -> bool:
    """Say whether minutes of a report's month were closed or corrected after it was issued."""
    if report is None:
        return False
    rows = MinutesClosure.objects.newest().filter(cell=report.unit_id, month=report.first)
    return rows.exclude(kind=Kind.COMMITTEE).filter(closed_at__gt=report.issued_at).exists()


def _closed(cell: UUID, month: Month, today: dt.date) -> Iterator[MonthPaper]:
    words = {
        "roll-call": _("Danh sách điểm danh"),
        "minutes": _("Biên bản"),
        "resolution": _("Nghị quyết, kết luận"),
        "task-list": _("Danh sách việc"),
        "score": _("Phiếu chấm điểm"),
    }
    committee = {
        "roll-call": _("Danh sách điểm danh chi ủy"),
        "minutes": _("Biên bản họp chi ủy"),
    }
    closures = list(
        MinutesClosure.objects.newest()
        .filter(cell=cell, month=month.first, meeting__isnull=False)
        .select_related(
            "minutes_paper", "resolution_paper", "roll_call_paper", "task_list_paper", "score_paper"
        )
        .order_by("held_on", "closed_at")
    )
    standings = standing_of(closures, on=today)
    for closure in closures:
        papers = {
            "roll-call": closure.roll_call_paper,
            "minutes": closure.minutes_paper,
            "resolution": closure.resolution_paper,
            "task-list": closure.task_list_paper,
            "score": closure.score_paper,
        }
        for kind, paper in papers.items():
            if paper is not None:
                url = reverse("minutes:paper", args=[closure.meeting_id, kind])
                word = words[kind] if closure.kind != Kind.COMMITTEE else committee[kind]
                sheet = partial(_filed, paper)
                if kind == "score":
                    sheet = partial(_scored, paper, standings[closure.pk])
                yield MonthPaper(word, paper.symbol, url, sheet)


def _report(cell: UUID, month: Month) -> Iterator[MonthPaper]:
    report = newest_report(cell, month)
    if report is not None:
        url = reverse("reports:report-paper", args=[cell, str(month)])
        yield MonthPaper(
            _("Báo cáo tháng"), report.paper.symbol, url, partial(_filed, report.paper)
        )


def _filed(paper: Paper) -> Sheet:
    return paper.sheet


def _scored(paper: Paper, standing: Standing) -> Sheet:
    return with_late_items(paper.sheet, standing)
