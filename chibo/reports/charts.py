"""Pictures of figures, drawn on the server as SVG: they print, and a table stands beside them."""

from dataclasses import dataclass

from chibo.core import viet
from chibo.core.days import Month
from chibo.figures.queries import Figures
from chibo.reports.rules import has_rate
from chibo.reports.shown import Shown, is_small

HEIGHT, TOP, BOTTOM = 206, 24, 176  # px; across, a picture is as wide as its place


@dataclass(frozen=True)
class Trend:
    """A month in a row of months."""

    month: Month
    figures: Figures
    shown: list[Shown]


@dataclass(frozen=True)
class Point:
    """A point of the line: its place (x percent, y px), and its words."""

    x: float
    y: float
    month: str
    rate: str
    is_end: bool

    @property
    def at(self) -> str:
        return f"{self.x},{self.y}"


@dataclass(frozen=True)
class LineChart:
    """A line of rates over months with its grid. floor: lowest rate on the axis, percent.

    lines: one for each run of months without a gap.
    """

    points: list[Point]
    grid: list[tuple[float, int]]
    lines: list[str]
    floor: int
    height: int = HEIGHT


def attendance_line(trend: list[Trend]) -> LineChart | None:
    """Return the picture of attendance over months; None under two months with a base."""
    rates = [
        (each.month, value, 100 * (value.rate or 0))
        for each in trend
        if has_rate((value := each.figures["attendance"]).whole)
        and not is_small(each.figures, "attendance")
    ]
    if len(rates) < 2:
        return None
    floor = min(60, int(min(rate for _month, _value, rate in rates) // 10 * 10))
    begin, end = rates[0][0].index, rates[-1][0].index
    step = 100 / (end - begin)

    def y(rate: float) -> float:
        return round(BOTTOM - (rate - floor) / (100 - floor) * (BOTTOM - TOP), 1)

    points = [
        Point(
            x=round((month.index - begin) * step, 2),
            y=y(rate),
            month=f"{month.number}/{month.year}",
            rate=viet.percent(value.part, value.whole or 0),
            is_end=month.index in {begin, end},
        )
        for month, value, rate in rates
    ]
    grid = [(y(level), level) for level in range(floor, 101, 10)]
    lines: list[str] = []
    for place, point in enumerate(points):
        follows = place and rates[place][0].index == rates[place - 1][0].index + 1
        lines[-1:] = [f"{lines[-1]} {point.at}"] if follows else [*lines[-1:], point.at]
    return LineChart(points, grid, lines, floor)
