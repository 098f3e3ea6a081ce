"""What a kept list is read against: its answers, and the cells its reader may write to."""

import datetime as dt

from chibo.accounts.models import User
from chibo.lists.answers import Answers
from chibo.lists.models import ListImport
from chibo.lists.queries import RIGHT_OF, Cells
from chibo.lists.values import Setting


def setting_of(user: User, made: ListImport, *, today: dt.date) -> Setting:
    """Return the setting of a kept list for this user on the day."""
    return Setting(
        made.kind,
        Answers.of(made.answers),
        Cells(user, made.unit_id, RIGHT_OF[made.kind], on=today),
        today,
        made.list_on,
    )
