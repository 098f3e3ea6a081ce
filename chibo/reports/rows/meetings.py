"""Closed minutes as rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from chibo.assessments.indicators import GRADED
from chibo.core.indicators import FEWEST, Value
from chibo.figures.below import Below
from chibo.figures.models import UnitMonth, View
from chibo.figures.truth import REGULAR, Sums, sums_of
from chibo.minutes.models import MinutesClosure
from chibo.minutes.standing import standing_of
from chibo.organizations.queries import Named
from chibo.plans.models import Kind
from chibo.reports.rows.asking import Asked, Cells, Opened, Page, name_order, page_of
from chibo.reports.rules import hidden_too

TASKS = ("tasks_new", "tasks_done", "tasks_partly", "tasks_not_done", "tasks_dropped")
OF_THE_ROLL = frozenset(
    ("present", "late", "excused", "unexcused", "exempt", "suspended", "special_duty", "away",
     "here", "spoke", "spoke_of", "under_half")
)  # fmt: skip
_FLAGS: dict[str, Q] = {
    "regular": Q(),
    "both": Q(kind=Kind.BOTH),
    "held_late": Q(on_time=False),
    "unjudged": Q(on_time__isnull=True),
    "from_paper": Q(is_from_paper=True),
    "under_half": Q(counted__gt=2 * F("present")),
    "spoke_of": Q(spoke__isnull=False, present__gt=0),
    "length": Q(length_minutes__gt=0),
    "length_of": Q(length_minutes__isnull=False),
    "delegates": Q(is_from_paper=False, delegate_present=True),
    "delegates_of": Q(is_from_paper=False),
}


@dataclass(frozen=True)
class MeetingRow:
    """Closed minutes, and what they add to the figure.

    is_beside: it is hidden with a row of few people, which would be the sum less the others.

    cell: as called that day. now: the cell that stands for it today, where another does.
    is_few: under five were counted, so who stands above sees no part of the roll. is_hidden: the
    value is such a part. may_open: its papers are below what the reader reads.
    """

    closure: MinutesClosure
    cell: Named
    now: Named | None
    sums: Sums
    value: Value
    is_few: bool
    is_hidden: bool
    is_beside: bool
    may_open: bool
    tasks: list[Any]

    @property
    def is_regular(self) -> bool:
        return self.closure.kind in REGULAR

    @property
    def is_reopened(self) -> bool:
        """Whether the promises are being corrected: the closed minutes count others."""
        return bool(self.tasks) and len(self.tasks) not in {self.value.part, self.value.whole}

    @property
    def has_turnout(self) -> bool:
        """Whether who came is shown beside the value."""
        return self.is_regular and not self.is_few and not self.is_beside


class Found(NamedTuple):
    """A page of closed minutes, what stands below, and which are hidden with others."""

    page: Page
    below: Below
    beside: set[UUID]


def meetings(asked: Asked, number: str) -> Opened:
    """Return a page of the meetings that a figure counts."""
    found = closures_page(asked, number, that_count(asked))
    return Opened("meetings", found.page, rows_of(asked, found))


def closures_page(asked: Asked, number: str, wanted: Q) -> Found:
    """Return a page of closed minutes by name of cell and day, read page by page."""
    below = asked.below
    rows: QuerySet[MinutesClosure] = MinutesClosure.objects.newest().filter(
        month__gte=asked.months.first_day, month__lte=asked.until.first
    )
    rows = rows.exclude(kind=Kind.COMMITTEE)
    rows = rows.annotate(at=ExtractYear("month") * 12 + ExtractMonth("month") - 1).filter(wanted)
    ordered = below.rows(rows, "held_on").order_by(
        name_order("cell", asked.last), "cell", "held_on", "closed_at", "pk"
    )
    page = page_of(ordered.select_related("resolution_paper"), number)
    return Found(page, below, _beside(asked, ordered))


def _beside(asked: Asked, rows: "QuerySet[MinutesClosure]") -> set[UUID]:
    """Return which rows are hidden with those of few people, from who stands above."""
    if asked.is_inside or not _names(asked) & OF_THE_ROLL:
        return set()
    called = rows.filter(kind__in=REGULAR, counted__gt=0).order_by()
    few = list(called.filter(counted__lt=FEWEST).values_list("counted", flat=True)[:FEWEST])
    if not few:
        return set()
    others = called.filter(counted__gte=FEWEST)
    least = others.aggregate(least=Min("counted"))["least"]
    return hidden_too(few, dict(others.filter(counted=least).values_list("pk", "counted")[:1]))


def rows_of(asked: Asked, found: Found, tasks: dict[UUID, Any] | None = None) -> list[MeetingRow]:
    """Return closed minutes as rows: what they add is what was added up. tasks: by closure."""
    closures, below = found.page.rows, found.below
    graded = closures if _names(asked) & {*GRADED} else []
    standing = standing_of((row for row in graded if row.kind in REGULAR), on=asked.today)
    heirs = {row.cell_id: below.gone[row.cell_id] for row in closures if row.cell_id in below.gone}
    books = {row.book for row in closures}
    cells = Cells({row.cell_id for row in closures} | {*heirs.values()} | books, today=asked.today)
    is_open = cells.below(asked.unit, books)
    rows = []
    for row in closures:
        sums = sums_of(row, standing[row.pk].grade if row.pk in standing else "")
        is_few = not asked.is_inside and row.counted < FEWEST and row.kind in REGULAR
        heir = heirs.get(row.cell_id, row.cell_id)
        rows.append(
            MeetingRow(
                closure=row, cell=cells.on(row.cell_id, row.held_on),
                now=cells.on(heir, asked.today) if heir != row.cell_id else None,
                sums=sums, value=asked.indicator.of(sums), is_few=is_few,
                is_hidden=is_few and bool(_names(asked) & OF_THE_ROLL),
                is_beside=row.pk in found.beside,
                may_open=row.book in is_open and row.meeting_id is not None,
                tasks=(tasks or {}).get(row.pk, []),
            )
        )  # fmt: skip
    return rows


def _names(asked: Asked) -> set[str]:
    return {key.removeprefix("-") for key in (*asked.indicator.part, *asked.indicator.whole)}


def that_count(asked: Asked) -> Q:
    """Return the condition on closed minutes that a figure counts.

    Who stands above sees all meetings of few people, that none be known by being there.
    """
    wanted = _any_of(asked.keys)
    if not asked.is_whole:
        for key in asked.indicator.part:
            if key.startswith("-"):
                wanted &= ~_any_of([key.removeprefix("-")])
    if not asked.is_inside and _names(asked) & OF_THE_ROLL:
        wanted |= Q(kind__in=REGULAR, counted__lt=FEWEST, counted__gt=0)
    return wanted


def _any_of(keys: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for key in keys:
        if key not in GRADED:
            found |= _counts(key)
    graded = [key for key in keys if key in GRADED]
    return found | _graded(graded) if graded else found


def _counts(key: str) -> Q:
    if key in TASKS:
        return Q(**{f"{key}__gt": 0})
    if key == "thematic_alone":
        return Q(kind=Kind.THEMATIC)
    if key == "extraordinary":
        return Q(kind=Kind.EXTRAORDINARY)
    return Q(kind__in=REGULAR) & (_FLAGS[key] if key in _FLAGS else Q(**{f"{key}__gt": 0}))


def _graded(keys: list[str]) -> Q:
    """Return the condition that the cell's month has a grade, as it was added up."""
    has = Q()
    for key in keys:
        has |= Q(**{f"{key}__gt": 0})
    months = UnitMonth.objects.filter(
        has, view=View.THEN, seat__unit=OuterRef("cell"), month=OuterRef("at")
    )
    return Q(Exists(months), kind__in=REGULAR)
