"""The days on which something falls due, as a calendar: where, and nothing of a person."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar, Event

from chibo.organizations.queries import Named


def as_ics(days: Iterable[tuple[Named, dt.date]], *, now: dt.datetime) -> bytes:
    """Return one event a unit and day. A calendar that reads again replaces what it holds."""
    calendar = Calendar()
    calendar.add("prodid", "-//So Chi bo//chibo//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Việc đến hạn")
    calendar.add("refresh-interval", dt.timedelta(days=1), parameters={"VALUE": "DURATION"})
    for unit, day in days:
        event = Event()
        event.add("uid", f"{unit.id}-{day:%Y%m%d}@chibo")
        event.add("dtstamp", now.astimezone(dt.UTC))
        where = unit.full if not unit.is_cell else f"chi bộ {unit.name}"
        event.add("summary", f"Việc đến hạn ở {where}: xem sổ")
        event.add("dtstart", day)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
