import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min
from django.http import Http404

from chibo.accounts.models import User
from chibo.core.days import Month
from chibo.core.worked_days import public_holiday
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Designation
from chibo.plans import rules
from chibo.plans.days_off import off_days
from chibo.plans.models import IssuedPlan, Kind, MissedMonth, Move, PlannedMeeting, YearPlan
from chibo.plans.rules import IsOff, Timing
from chibo.rulebook.queries import InForce, in_force


def planned_for(user: User, capability: Can, planned: UUID, *, on: dt.date) -> PlannedMeeting:
    """Return the planned meeting if this user may at its cell. Raises: Http404, or forbidden."""
    found = PlannedMeeting.objects.select_related("cell").filter(pk=planned).first()
    if found is None:
        raise Http404
    demand(user, capability, at=found.cell_id, on=on)
    return found


def planned_in(cell: UUID, month: Month) -> list[PlannedMeeting]:
    """Return what still stands planned for a month, by day."""
    rows = PlannedMeeting.objects.standing().filter(cell=cell, month=month.first)
    return list(rows.order_by("planned_on", "starts_at"))


def planned_of_year(cell: UUID, year: int) -> list[PlannedMeeting]:
    """Return what still stands planned for a year, by day, with who presents."""
    rows = PlannedMeeting.objects.standing().filter(cell=cell, month__year=year)
    return list(rows.select_related("presenter__person").order_by("planned_on", "starts_at"))


def next_planned(cell: UUID, *, on: dt.date) -> PlannedMeeting | None:
    """Return the next meeting of a cell that is planned for the day or later."""
    rows = PlannedMeeting.objects.standing().filter(cell=cell, planned_on__gte=on)
    return rows.exclude(kind=Kind.COMMITTEE).order_by("planned_on", "starts_at").first()


def year_plan(cell: UUID, year: int) -> YearPlan | None:
    """Return whether and when the meetings of a year were laid."""
    return YearPlan.objects.filter(cell=cell, year=year).select_related("rule_pack").first()


def moves_of(planned: PlannedMeeting) -> list[Move]:
    """Return how a planned meeting was moved, oldest first."""
    return list(Move.objects.filter(planned=planned).order_by("entered_at"))


def moved_months(cells: list[UUID], months: list[Month]) -> set[tuple[UUID, dt.date]]:
    """Return for which cells and months the regular meeting was moved, with its reason."""
    rows = Move.objects.filter(
        planned__cell__in=cells, planned__month__in=[month.first for month in months],
        planned__kind__in=[Kind.REGULAR, Kind.BOTH],
    )  # fmt: skip
    return set(rows.values_list("planned__cell", "planned__month"))


def missed_reasons(cells: list[UUID], months: list[Month]) -> dict[tuple[UUID, dt.date], str]:
    """Return why months had no meeting, where the cell said so."""
    rows = MissedMonth.objects.filter(
        cell__in=cells, month__in=[month.first for month in months]
    ).values_list("cell", "month", "reason")
    return {(cell, month): reason for cell, month, reason in rows}


def timing_of(settings: InForce) -> Timing:
    """Return when regular meetings are held, by the rules in force."""
    return Timing(
        fixed_day=settings.number("regular.day"),
        last_day=settings.number("regular.last_day"),
        week="full_week" if settings.choice("regular.week") == "full_week" else "days",
        after_day="late" if settings.choice("regular.after_day") == "late" else "in_time",
        due="whole_month" if settings.choice("month.due") == "whole_month" else "due_days",
    )


def in_time(place: UUID, month: Month, held_on: dt.date, *, on: dt.date, has_reason: bool) -> bool:
    """Say whether a regular meeting of a month was held in time, by the rules at a place on a day.

    has_reason: it was moved with one.
    """
    return Timings().in_time(place, month, held_on, on=on, has_reason=has_reason)


class Timings:
    """`in_time` of many meetings: the rules at a place on a day are read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, dt.date], tuple[Timing, IsOff]] = {}

    def in_time(
        self, place: UUID, month: Month, held_on: dt.date, *, on: dt.date, has_reason: bool
    ) -> bool:
        if (place, on) not in self._known:
            settings = in_force(place, on=on)
            self._known[place, on] = timing_of(settings), off_for(place, settings, on=on)
        timing, is_off = self._known[place, on]
        return rules.is_in_time(held_on, month.first, timing, is_off, has_reason=has_reason)


def off_for(unit: UUID, settings: InForce, *, on: dt.date) -> IsOff:
    """Return the question whether a day is off for a unit, by the rules in force."""
    return off_days(unit, on=on, saturday_is_off=settings.yes("saturday.off"))


@dataclass(frozen=True)
class Proposed:
    """One month of a year to be laid: its day by the rules, and why it is not the fixed one."""

    month: Month
    day: dt.date
    fixed_off: bool
    thematic: bool


def lifetimes(cells: Iterable[UUID]) -> dict[UUID, tuple[dt.date, dt.date]]:
    """Return from which day until which (exclusive) each unit has existed."""
    rows = Designation.objects.filter(unit__in=list(cells)).values("unit")
    found = rows.annotate(first=Min("from_on"), last=Max("until_on"))
    return {row["unit"]: (row["first"], row["last"]) for row in found}


def proposed_year(cell: UUID, year: int, *, today: dt.date) -> list[Proposed]:
    """Return the months of a year for which a regular meeting can still be laid."""
    begun, ended = lifetimes([cell])[cell]
    found = []
    for number in range(1, 13):
        month = Month(year, number)
        settings = in_force(cell, on=max(month.first, begun))
        timing, is_off = timing_of(settings), off_for(cell, settings, on=min(today, month.last))
        day = rules.regular_day(month.first, timing, is_off)
        if rules.last_in_time(month.first, timing) < today:
            continue
        if not rules.is_due(month.first, begun, ended, timing, is_off):
            continue
        fixed = timing.fixed_day and day.day != timing.fixed_day
        found.append((month, max(day, today), bool(fixed), settings.number("thematic.per_quarter")))
    numbers = [month.number for month, *_rest in found]
    a_quarter = max((each[3] for each in found), default=0)
    thematic = set(rules.thematic_months(numbers, a_quarter))
    return [
        Proposed(month, day, fixed, month.number in thematic) for month, day, fixed, _n in found
    ]


def public_days(year: int) -> list[tuple[dt.date, str]]:
    """Return the public holidays that the library knows of a year, in order."""
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(days=n) for n in range(366))
    return [(day, public_holiday(day)) for day in days if public_holiday(day) and day.year == year]


def newest_plan(cell: UUID, year: int, what: str) -> IssuedPlan | None:
    """Return a year's plan or programme as it was issued last."""
    rows = IssuedPlan.objects.filter(cell=cell, year=year, what=what).select_related("paper")
    return rows.order_by("-version").first()
