"""What an indicator is: one definition of a figure, which each room hands up for its own facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise as Lazy

Text = str | Lazy
FEWEST = 5  # of fewer people or turns no rate is shown, and no breaking down (house; ethics E09)


class Adds(StrEnum):
    """How a figure adds up. SUM: the parts add up to the whole. FIRST, LAST: it stands at a
    moment, and the first or the last one counts. NOW: it is known of today alone."""

    SUM = "sum"
    FIRST = "first"
    LAST = "last"
    NOW = "now"


@dataclass(frozen=True)
class Counter:
    """A whole number that is kept for each unit and month.

    SUM: of what happened in the month. LAST: how many there were at its end. NOW: how many there
    are today, kept for no month.
    """

    key: str
    adds: Adds = Adds.SUM


@dataclass(frozen=True)
class Value:
    """A figure of a unit and a period: a number, or a part of a whole."""

    part: int
    whole: int | None = None

    @property
    def rate(self) -> float | None:
        """The quotient, from 0; None where there is no whole."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Indicator:
    """One definition: what it counts, of what whole, who is left out, by which rule.

    part, whole: keys of sums that are added; one that begins with `-` is taken away. A sum is named
    as its counter; of a LAST counter it is the one at the end, `members:start` the one before the
    period, `due:months` what its months add up to, `due:over` those of the months that are over.
    An empty whole: the figure is a number. Rates add up over nothing: their sums do.
    source: the document, or `house`. unit: what one of it is.
    opens: which rows it opens to (`meetings`, `cells`, `promises`, `members`).
    """

    key: str
    name: Text
    counts: Text
    part: tuple[str, ...]
    whole: tuple[str, ...] = ()
    whole_counts: Text = ""
    left_out: Text = ""
    source: str = "house"
    unit: Text = ""
    over_units: Adds = Adds.SUM
    over_time: Adds = Adds.SUM
    opens: str = "meetings"

    def of(self, sums: Mapping[str, int]) -> Value:
        """Return the figure from the sums of counters."""
        return Value(_added(self.part, sums), _added(self.whole, sums) if self.whole else None)


def _added(keys: tuple[str, ...], sums: Mapping[str, int]) -> int:
    return sum(-sums[key[1:]] if key.startswith("-") else sums[key] for key in keys)
