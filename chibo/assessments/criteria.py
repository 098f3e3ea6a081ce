"""What a frame is made of: items with their bands or steps, and the grades. Values only."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

How = Literal["bands", "yes_no", "steps"]
When = Literal["", "thematic", "not_thematic"]


@dataclass(frozen=True)
class Band:
    """Points for a measure within bounds; a bound left out is None.

    least, most: with the value itself; above, below: without it.
    """

    measure: str
    points: Fraction
    least: Fraction | None = None
    above: Fraction | None = None
    most: Fraction | None = None
    below: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """Say whether a value lies within the bounds.

        Rule: house (a bound is taken exactly, nothing is rounded before it is compared).
        """
        return (
            (self.least is None or value >= self.least)
            and (self.above is None or value > self.above)
            and (self.most is None or value <= self.most)
            and (self.below is None or value < self.below)
        )


@dataclass(frozen=True)
class Step:
    """A choice of the cell: so many points, and what it stands for."""

    points: Fraction
    words: str


@dataclass(frozen=True)
class Item:
    """One line of a frame. most: its points at the most.

    measure: what computes it, where something does. when: only in months with or without a
    thematic part. may_not_apply: what does not apply counts full. bonus: beyond the total.
    veto: the grade that the meeting cannot pass where this fails. after: falls after the meeting.
    asks_in_gaps: a value in no band is asked about.
    """

    key: str
    block: str
    title: str
    most: Fraction
    how: How
    bands: tuple[Band, ...] = ()
    steps: tuple[Step, ...] = ()
    measure: str = ""
    when: When = ""
    may_not_apply: bool = False
    bonus: bool = False
    veto: str = ""
    after: bool = False
    asks_in_gaps: bool = False
    guidance: str = ""
    source: str = ""
    status: str = "house"


@dataclass(frozen=True)
class Frame:
    """A whole sheet. grades: lowest points of each, best first. total 0: pass or fail.

    may_exceed: a bonus lifts the points above the total.
    """

    code: str
    total: Fraction
    items: tuple[Item, ...]
    grades: tuple[tuple[str, Fraction], ...]
    may_exceed: bool = False

    @property
    def is_pass_fail(self) -> bool:
        return self.total == 0
