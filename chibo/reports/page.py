"""One page of figures of a unit and a period: whole, over 24 months, and by unit below."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from chibo.accounts.models import User
from chibo.assessments.catalogue import indicators
from chibo.core.days import FOREVER, Month
from chibo.core.indicators import Text
from chibo.core.periods import Months
from chibo.figures.help import REASONS
from chibo.figures.models import View
from chibo.figures.queries import Figures, Freshness, Series, freshness
from chibo.organizations.queries import Named
from chibo.reports.branch import BESIDE, COLUMNS, Below, Branch, Life, lives
from chibo.reports.charts import LineChart, Trend, attendance_line
from chibo.reports.explaining import Difference, differences
from chibo.reports.periods import quarters_in
from chibo.reports.sections import KEYS, Section, sections
from chibo.reports.shown import Linked, Shown, differing, reasons
from chibo.rulebook.models import RulePack
from chibo.rulebook.queries import packs_between

HEAD = ("held", "not_held", "attendance", "promises_kept")
TREND = 24  # months


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to see."""

    reader: User
    unit: UUID
    months: Months
    then: bool = False
    by_help: bool = False
    page: int = 1


class FiguresPage:
    """Answers what the page shows, each question once."""

    def __init__(self, wanted: Wanted, *, today: dt.date) -> None:
        self._wanted, self.today = wanted, today
        self.months = wanted.months
        self._known = lives(wanted.unit, wanted.months, reader=wanted.reader, today=today)

    @cached_property
    def _life(self) -> Life | None:
        return self._known.get(self._wanted.unit)

    @cached_property
    def last_day(self) -> dt.date:
        """The last day that is counted."""
        return min(self.months.last_day, self.today)

    @cached_property
    def ended_on(self) -> dt.date | None:
        """The first day on which the unit is no more."""
        until = self._life.until if self._life else FOREVER
        return until if until <= self.today else None

    @cached_property
    def began_on(self) -> dt.date:
        return self._life.since if self._life else FOREVER

    @property
    def is_running(self) -> bool:
        return self.months.last_day >= self.today

    @property
    def state(self) -> str:
        """`coming`, `before`, `after` where there is nothing to count; else nothing."""
        if self.months.first_day > self.today:
            return "coming"
        if not self._is_there(self.months):
            return "before"
        if self.ended_on and self.ended_on <= self.months.first_day:
            return "after"
        return ""

    def _is_there(self, months: Months) -> bool:
        """Whether the unit was there; in today's view, or those that it took over."""
        if min(months.last_day, self.today) >= self.began_on:
            return True
        found = self._series.over(months, view=self.view)
        return self.view == View.TODAY and any(found.sums.values())

    @property
    def is_of_others(self) -> bool:
        """Whether all that is shown is of units that this one took over later."""
        return self.last_day < self.began_on

    @cached_property
    def view(self) -> str:
        """As asked; of a unit that has ended, always by the units of then."""
        return View.THEN if self._wanted.then or self.ended_on else View.TODAY

    @cached_property
    def unit(self) -> Named | None:
        return self._life.called(self.last_day) if self._life else None

    @cached_property
    def _series(self) -> Series:
        return Series(self._wanted.unit, today=self.today)

    @cached_property
    def url(self) -> str:
        """The page's own address."""
        return reverse("reports:figures", args=[self._wanted.unit, str(self.months)])

    def _linked(self, months: Months, view: str) -> Linked:
        return Linked(self._wanted.unit, months, view=view, near=self.url)

    def _over(self, months: Months) -> tuple[Linked, Figures]:
        linked = self._linked(months, self.view)
        return linked, self._series.over(months, view=self.view)

    @cached_property
    def figures(self) -> Figures:
        return self._over(self.months)[1]

    @cached_property
    def total(self) -> list[Shown]:
        """The figures of the whole unit by the columns of the table of units."""

        linked, figures = self._over(self.months)
        return linked.each(figures, COLUMNS)

    @cached_property
    def head(self) -> list[Shown]:
        """The first figures; where no month is over, what is still to come instead of missed."""
        linked, figures = self._over(self.months)
        over = figures["not_held"].whole or not self.is_running
        return linked.each(figures, HEAD if over else ("held", "waiting", *HEAD[2:]))

    @cached_property
    def others(self) -> list[Months]:
        """The period before and the same one a year ago, each once, where something was."""
        both = dict.fromkeys([self.months.before, self.months.year_ago])
        return [each for each in both if self._is_there(each)]

    @cached_property
    def sections(self) -> list[Section]:
        beside = [self._over(months) for months in self.others]
        return sections(self._over(self.months), beside, running=self.is_running)

    @cached_property
    def thematic(self) -> list[tuple[Months, Shown]]:
        """Thematic meetings of each quarter that the period touches."""
        found = []
        for quarter in quarters_in(self.months):
            if quarter.first_day <= self.today:
                linked, figures = self._over(quarter)
                found.append((quarter, linked(figures, "thematic")))
        return found

    @cached_property
    def help(self) -> list[tuple[str, Any, int]]:
        """Why help is wanted today, as `reasons`."""
        return reasons(self._series.now, REASONS)

    @cached_property
    def now(self) -> dict[str, Shown]:
        linked = self._linked(self.months, View.TODAY)
        return {key: linked(self._series.now, key) for key in ("help", "promises_overdue")}

    @cached_property
    def trend(self) -> list[Trend]:
        """The months up to the period's last in which anything was due or held."""
        last = min(self.months.last, Month.of(self.today))
        span = Months(last.after(1 - TREND), last)
        found = []
        for month, figures in self._series.by_month(span, view=self.view).items():
            if figures["due"].part or figures["held"].part:
                linked = self._linked(Months.of(month), self.view)
                shown = linked.each(figures, ("held", "attendance", "promises_kept"))
                found.append(Trend(month, figures, shown))
        return found

    @cached_property
    def chart(self) -> LineChart | None:
        return attendance_line(self.trend)

    @cached_property
    def branch(self) -> Branch | None:
        """The units directly below; None of a cell."""
        if self.unit is None or self.unit.is_cell:
            return None
        below = Below(
            self._wanted.unit, self.months, self._known, view=self.view, today=self.today,
            near=self.url,
        )  # fmt: skip
        return below.branch(by_help=self._wanted.by_help, page=self._wanted.page)

    @cached_property
    def beside(self) -> list[tuple[Shown, Shown]]:
        """The unit's figures that differ between the views: of then, and today's."""
        if self.ended_on:
            return []
        both = (View.THEN, View.TODAY)
        then, today = (self._series.over(self.months, view=view) for view in both)
        old, new = (self._linked(self.months, view) for view in both)
        return [(old(then, key), new(today, key)) for key in differing(then, today, KEYS)]

    @property
    def beside_names(self) -> list[Text]:
        """What the units below are compared by."""
        return [indicators()[key].name for key in BESIDE]

    @cached_property
    def explained(self) -> list[Difference]:
        """What made the views differ."""
        differ = self.beside or self.ended_on or (self.branch and self.branch.beside)
        return differences(self._wanted.unit, self.months, self.today) if differ else []

    @cached_property
    def packs(self) -> list[RulePack]:
        found = packs_between(self._wanted.unit, self.months.first_day, self.last_day)
        return [pack for pack in found if pack.number]

    @cached_property
    def freshness(self) -> Freshness:
        return freshness(today=self.today)
