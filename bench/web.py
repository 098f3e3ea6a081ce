"""One meeting through the web: every form of the flow, as one batch of acts or page by page."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

AGENDA = ("Thời sự, văn bản mới", "Tư tưởng, ý kiến nhân dân", "Sản xuất", "Nhiệm vụ tháng tới")
ABSENT = 7


TOGETHER = "/acts/"


class Batch:
    """Gathers the acts of a meeting, to send them as one."""

    def __init__(self) -> None:
        self.acts: list[dict[str, Any]] = []

    def add(self, path: str, fields: dict[str, Any]) -> None:
        """Take an act, as `Secretary.send`."""
        self.acts.append({"at": path, "fields": {name: str(v) for name, v in fields.items()}})

    def body(self) -> str:
        """Return what is sent to TOGETHER; the next act begins another batch."""
        acts, self.acts = self.acts, []
        return json.dumps({"acts": acts})


@dataclass
class Secretary:
    """Records one meeting a month, and answers next month what was promised this month.

    send: posts a form to an address, and raises where it is not taken. The last members are absent;
    voters: how many of those present vote.
    """

    send: Callable[[str, dict[str, Any]], object]
    cell: UUID
    members: Sequence[UUID]
    voters: int
    absent: int = ABSENT
    promised: list[UUID] = field(default_factory=list)

    def record(self, on: dt.date) -> None:
        """Send the forms of a whole meeting that was held on a day."""
        meeting = uuid.uuid4()
        at = f"/meetings/{meeting}"
        self._send(f"/units/{self.cell}/meetings/new/", self._setting(on), act=meeting)
        self._send(f"{at}/roll-call/", self._roll())
        self._send(f"{at}/promises/", {f"outcome-{task}": "done" for task in self.promised})
        self._send(f"{at}/discussion/", _discussion(meeting))
        self.promised = [self._decide(at, on, place) for place in range(2)]
        self._send(f"{at}/minutes/", {"ends_at": "21:10"})

    def _send(self, path: str, fields: dict[str, Any], *, act: UUID | None = None) -> None:
        self.send(path, {"act": str(act or uuid.uuid4()), **fields})

    def _setting(self, on: dt.date) -> dict[str, Any]:
        return {
            "kind": "regular", "held_on_day": on.day, "held_on_month": on.month,
            "held_on_year": on.year, "starts_at": "19:30", "place": "nhà văn hóa bản",
            "chair": str(self.members[0]), "writer": str(self.members[2]),
            "agenda": "\n".join(AGENDA),
        }  # fmt: skip

    def _roll(self) -> dict[str, Any]:
        marks = {f"mark-{member}": "present" for member in self.members}
        for member in self.members[-self.absent :]:
            marks[f"mark-{member}"] = "excused:far_work"
        return marks

    def _decide(self, at: str, on: dt.date, place: int) -> UUID:
        task, due = uuid.uuid4(), on + dt.timedelta(days=20)
        fields = {
            "item": str(uuid.uuid4()), "text": f"Làm đường nội bản, đoạn {place}",
            "kind": "ordinary", "method": "show_of_hands", "votes_for": self.voters,
            "votes_against": 0, "votes_other": 0, "task-0-what": "Lập danh sách ngày công",
            "task-0-responsible": str(self.members[3]), "task-0-due_on_day": due.day,
            "task-0-due_on_month": due.month, "task-0-due_on_year": due.year,
            "task-0-known_by": "có danh sách", "task-0-id": str(task),
            **{f"task-{other}-id": str(uuid.uuid4()) for other in range(1, 4)},
        }  # fmt: skip
        self._send(f"{at}/decisions/new/", fields)
        return task


def _discussion(meeting: UUID) -> dict[str, Any]:
    fields: dict[str, Any] = {"items": len(AGENDA) + 1, "spoke": 9, "criticism": "yes"}
    for place, title in enumerate((*AGENDA, "")):
        fields |= {
            f"item-{place}-id": str(uuid.uuid5(meeting, str(place))),
            f"item-{place}-title": title,
            f"item-{place}-raised": "Chia việc theo nhóm hộ" if title else "",
            f"item-{place}-concluded": "Thống nhất" if title else "",
        }
    return fields
