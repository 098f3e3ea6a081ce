"""When a dated duty is seen, and how late it is: plain days, no Django."""

import calendar
import datetime as dt
from typing import Literal

Place = Literal["overdue", "month", "later"]


def place_of(on: dt.date | None, today: dt.date) -> Place:
    """Return where a deadline stands on a list. on: None for what is to be done at once.

    Rule: house (on its day a deadline is not late yet).
    """
    if on is None or on < today:
        return "overdue"
    return "month" if (on.year, on.month) == (today.year, today.month) else "later"


def is_seen(on: dt.date, today: dt.date, *, days_ahead: int) -> bool:
    """Say whether a deadline is near enough to be shown.

    Rule: house (`deadlines.ahead_days`).
    """
    return on <= today + dt.timedelta(days=days_ahead)


def first_check_by(today: dt.date, *, months: int) -> dt.date:
    """Return by when a check that was never noted is to be done: the end of the running period.

    months: the time between two checks; a year is cut into such periods from January.
    Rule: house (a book that has just begun is behind with nothing).
    """
    last = min((today.month - 1) // months * months + months, 12)
    return dt.date(today.year, last, calendar.monthrange(today.year, last)[1])
