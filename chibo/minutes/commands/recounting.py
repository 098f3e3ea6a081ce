"""Have the months that closed minutes belong to added up again."""

import datetime as dt

from chibo.core.days import Month
from chibo.minutes.models import MinutesClosure
from chibo.recounts.commands import recount


def recount_closed(closure: MinutesClosure) -> None:
    """Have the month of closed minutes added up again, and the next: what changed since it.

    Where items of the score wait, once more on the day after they lapse.
    """
    month = Month.of(closure.month)
    if closure.after_items:
        days = int(closure.rules.get("papers.days_after", 0))
        lapses = closure.held_on + dt.timedelta(days=days + 1)
        recount([closure.cell_id], [month.first], not_before=lapses)
    recount([closure.cell_id], [month.first, month.until])
