"""How figures stand on a page: in words, linked to their rows, groups too few left whole."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.assessments.catalogue import indicators
from chibo.core import viet
from chibo.core.indicators import Indicator, Value
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.figures.queries import Figures
from chibo.reports import rules

OF_TURNS = {
    "attendance", "late", "excused", "unexcused", "exempt", "special_duty", "suspended", "away",
    "here", "spoke",
}  # fmt: skip
AVERAGES = {"length"}  # shown as the quotient itself


def people_of(figures: Figures) -> int:
    """Return how many people a unit has in a period: by its list, or as its meetings had."""
    listed = max(figures["members"].part, figures["members_start"].part)
    turns, held = figures["attendance"].whole or 0, figures["held"].part
    return max(listed, turns // held if held else 0)


def is_small(figures: Figures, key: str) -> bool:
    """Say whether a figure would break down a group of people that is too small for it."""
    if key in OF_TURNS:
        value = figures[key]
        whole = figures["attendance"].whole if value.whole is None else value.whole
        some = bool(whole or value.part)
        return some and rules.is_small(people_of(figures), whole=whole)
    if key.startswith(("up_", "down_")) or key in {"probationary", "recognised"}:
        return people_of(figures) > 0 and rules.is_small(people_of(figures))
    return False


@dataclass(frozen=True)
class Shown:
    """A figure of a unit, a period and a view. is_small: its group is not broken down.

    is_beside: it is not shown beside such a group, which would be the sum less the others.
    """

    indicator: Indicator
    value: Value
    is_small: bool
    url: str
    is_beside: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is no whole of which it could be a part."""
        return self.value.whole == 0 and self.value.part == 0

    @property
    def words(self) -> str:
        """The figure, or the part and its whole: `8/12`."""
        value = self.value
        if self.indicator.key in AVERAGES:
            average = viet.figure(round(value.rate or 0))
            return _("{n} phút").format(n=average)
        part = viet.figure(value.part)
        return part if value.whole is None else f"{part}/{viet.figure(value.whole)}"

    @property
    def rate(self) -> str:
        """The rate, where its base is large enough."""
        if self.indicator.key in AVERAGES or not rules.has_rate(self.value.whole):
            return ""
        return viet.percent(self.value.part, self.value.whole or 0)


class Linked:
    """Shows the figures of a unit and a period, each linked to its rows.

    near: the address of the page, from which the links are written short. under: the unit in whose
    table it stands, where the unit counted elsewhere too.
    """

    def __init__(
        self, unit: UUID, months: Months, *, view: str, near: str = "", under: UUID | None = None
    ) -> None:
        first = next(iter(indicators()))
        rows = reverse("reports:rows", args=[unit, str(months), first]).removesuffix(f"{first}/")
        self._before = f"{posixpath.relpath(rows, near)}/" if near else rows
        asks = ["view=then"] if view == View.THEN else []
        asks += [f"under={under}"] if under else []
        self._after = f"/?{'&'.join(asks)}" if asks else "/"

    def __call__(self, figures: Figures, key: str) -> Shown:
        return Shown(
            indicators()[key], figures[key], is_small(figures, key),
            f"{self._before}{key}{self._after}",
        )  # fmt: skip

    def each(
        self, figures: Figures, keys: Iterable[str], *, is_beside: bool = False
    ) -> list[Shown]:
        """Return some figures. is_beside: those of turns are hidden with a small group's."""
        return [
            replace(self(figures, key), is_beside=is_beside and key in OF_TURNS) for key in keys
        ]


def beside_few(lines: Mapping[UUID, Figures]) -> set[UUID]:
    """Return the lines of a table with a sum whose turns are hidden with those of a small group."""
    turns = {unit: figures["attendance"].whole or 0 for unit, figures in lines.items()}
    few = {unit for unit, figures in lines.items() if is_small(figures, "attendance")}
    others = {unit: n for unit, n in turns.items() if unit not in few}
    return rules.hidden_too((turns[unit] for unit in few), others)


def change(now: Shown, then: Shown) -> str:
    """Return in words how a figure differs from another period's; nothing if they do not compare.

    Rates differ by points, numbers by their difference.
    """
    if now.is_small or then.is_small:
        return ""
    if now.indicator.key in AVERAGES:
        if not (now.value.rate and then.value.rate):
            return ""
        return _by_number(round(now.value.rate) - round(then.value.rate))
    if now.value.whole is None:
        return _by_number(now.value.part - then.value.part)
    if not (now.rate and then.rate):
        return ""
    points = round(100 * ((now.value.rate or 0) - (then.value.rate or 0)), 1)
    if not points:
        return _("bằng nhau")
    word = _("nay cao hơn {n} điểm") if points > 0 else _("nay thấp hơn {n} điểm")
    return word.format(n=viet.figure(abs(points), 1))


def _by_number(difference: int) -> str:
    if not difference:
        return _("bằng nhau")
    word = _("nay nhiều hơn {n}") if difference > 0 else _("nay ít hơn {n}")
    return word.format(n=viet.figure(abs(difference)))


def differing(one: Figures, other: Figures, keys: Iterable[str]) -> list[str]:
    """Return which of these figures differ."""
    return [key for key in keys if one[key] != other[key]]


def reasons(figures: Figures | None, keys: Iterable[str]) -> list[tuple[str, Any, int]]:
    """Return why help is wanted: the indicator, its name, and how many cells."""
    if figures is None:
        return []
    return [(key, indicators()[key].name, n) for key in keys if (n := figures[key].part)]
