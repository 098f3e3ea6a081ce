"""What may be pasted into a chat: day, hour, place and topic. No names, nothing of a person."""

from chibo.core import viet
from chibo.core.templatetags.words import WEEKDAYS_VI
from chibo.plans.models import PlannedMeeting


def chat_message(planned: PlannedMeeting) -> str:
    """Return the message in Vietnamese, whatever the screen speaks."""
    day = f"{WEEKDAYS_VI[planned.planned_on.weekday()]} {planned.planned_on:%d/%m/%Y}"
    parts = [f"Mời các đồng chí dự sinh hoạt chi bộ {day}"]
    if planned.starts_at:
        parts.append(f"lúc {viet.clock(planned.starts_at)}")
    if planned.place:
        parts.append(f"tại {planned.place}")
    topic = f" Chuyên đề: {planned.topic}." if planned.topic else ""
    return f"{', '.join(parts)}.{topic}"
