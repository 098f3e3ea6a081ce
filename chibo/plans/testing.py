import datetime as dt
import uuid
from typing import Any

from chibo.organizations.models import Unit
from chibo.plans.models import Kind, PlannedMeeting


def make_planned(cell: Unit, on: dt.date, **changes: Any) -> PlannedMeeting:
    """Plan a regular meeting of a cell on a day, for the month of that day."""
    fields: dict[str, Any] = {
        "id": uuid.uuid4(), "province": cell.province, "cell": cell, "month": on.replace(day=1),
        "kind": Kind.REGULAR, "planned_on": on, "starts_at": dt.time(19, 30),
        "place": "nhà văn hóa bản",
    }  # fmt: skip
    return PlannedMeeting.objects.create(**(fields | changes))
