"""Pictures of figures, drawn on the server as SVG: they print, and a table stands beside them."""

from dataclasses import dataclass

from chibo.core import viet
from chibo.reports.queries import Trend

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 920, 216, 44, 24, 176


@dataclass(frozen=True)
class Point:
    """A point of the line: place in the picture (px), and its words."""

    x: float
    y: float
    month: str
    rate: str
    is_end: bool


@dataclass(frozen=True)
class LineChart:
    """A line of rates over months with its grid. floor: lowest rate on the axis, percent."""

    points: list[Point]
    grid: list[tuple[float, int]]
    line: str
    floor: int


def attendance_line(trend: list[Trend]) -> LineChart | None:
    """Return the picture of attendance over months; None under two months with a base."""
    rates = [
        (each, 100 * each.tally.present / each.tally.counted)
        for each in trend
        if each.tally.counted >= 5
    ]
    if len(rates) < 2:
        return None
    floor = min(60, int(min(rate for _each, rate in rates) // 10 * 10))
    step = (830 - LEFT) / (len(rates) - 1)

    def y(rate: float) -> float:
        return round(BOTTOM - (rate - floor) / (100 - floor) * (BOTTOM - TOP), 1)

    points = [
        Point(
            x=round(LEFT + place * step, 1),
            y=y(rate),
            month=f"{each.month.number}/{each.month.year}",
            rate=viet.percent(each.tally.present, each.tally.counted),
            is_end=place in {0, len(rates) - 1},
        )
        for place, (each, rate) in enumerate(rates)
    ]
    grid = [(y(level), level) for level in range(floor, 101, 10)]
    return LineChart(points, grid, " ".join(f"{p.x},{p.y}" for p in points), floor)
