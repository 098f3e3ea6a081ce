"""The arithmetic of the dated tree: pure, without a database."""

from chibo.organizations.rules.ancestry import Span, Step, ancestry
from chibo.organizations.rules.history import (
    Fact,
    Fault,
    Row,
    all_rows,
    life_of,
    out_of_life,
    unplaced,
)

__all__ = [
    "Fact",
    "Fault",
    "Row",
    "Span",
    "Step",
    "all_rows",
    "ancestry",
    "life_of",
    "out_of_life",
    "unplaced",
]
