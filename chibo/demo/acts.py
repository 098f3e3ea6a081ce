"""Acts of the past: the demo tells its commands the hour at which each was done."""

import datetime as dt
import uuid

from chibo.accounts.models import User
from chibo.journal.commands import HANOI, Act


def act_on(user: User, day: dt.date, at: dt.time = dt.time(9, 0)) -> Act:
    """Return a new act of a user on a day."""
    now = dt.datetime.combine(day, at, tzinfo=HANOI)
    return Act(uuid.uuid4(), user, now, now)
