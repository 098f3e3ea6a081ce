"""Which merger or move makes the two views of history differ."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from chibo.core.periods import Months


@dataclass(frozen=True)
class Difference:
    """A sentence and where it is told whole."""

    sentence: str
    url: str


def differences(unit: UUID, months: Months, today: dt.date) -> list[Difference]:
    return []
