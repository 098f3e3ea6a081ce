"""A planned meeting as an .ics file: day, hour, place and topic, nothing of a person."""

import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from chibo.plans.models import PlannedMeeting

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def as_ics(planned: PlannedMeeting, *, moves: int, length: int, now: dt.datetime) -> bytes:
    """Return the file. moves: how often it was moved, its sequence; length: in minutes.

    The identifier stays the same, so that a calendar replaces what it holds. A meeting taken out
    of the plan is cancelled: the next of its sequence, as RFC 5546 asks, and no bell rings.
    """
    event = Event()
    event.add("uid", f"{planned.pk}@chibo")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("sequence", moves + planned.is_withdrawn)
    event.add("summary", "Sinh hoạt chi bộ" + (f": {planned.topic}" if planned.topic else ""))
    if planned.starts_at:
        starts = dt.datetime.combine(planned.planned_on, planned.starts_at, tzinfo=HANOI)
        event.add("dtstart", starts)
        event.add("dtend", starts + dt.timedelta(minutes=length))
    else:
        event.add("dtstart", planned.planned_on)
    if planned.place:
        event.add("location", planned.place)
    event.add("status", "CANCELLED" if planned.is_withdrawn else "CONFIRMED")
    if not planned.is_withdrawn:
        event.add_component(_bell())
    calendar = Calendar()
    calendar.add("prodid", "-//So Chi bo//chibo//VI")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _bell() -> Alarm:
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", "Sinh hoạt chi bộ")
    bell.add("trigger", dt.timedelta(days=-1))
    return bell
