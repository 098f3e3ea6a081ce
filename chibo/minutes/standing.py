"""The score of closed minutes as it stands on a day: frozen at the closing, settled since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from chibo.assessments.criteria import Frame, Item
from chibo.assessments.models import LateAnswer
from chibo.assessments.queries import After, frames_used, late_answers, points_words
from chibo.assessments.rules import settled
from chibo.minutes.models import MinutesClosure


@dataclass(frozen=True)
class LateItem:
    """An item that waited when the minutes were closed, and what was said of it since, if any."""

    item: Item
    answer: LateAnswer | None


@dataclass(frozen=True)
class Standing:
    """The score that counts on a day. points_of: None where the frame has no points."""

    points: Fraction | None
    points_of: Fraction | None
    grade: str
    late: tuple[LateItem, ...]
    after: After

    @property
    def points_words(self) -> str:
        return "" if self.points is None else points_words(self.points)

    @property
    def of_words(self) -> str:
        return "" if self.points_of is None else points_words(self.points_of)


def standing_of(closures: Iterable[MinutesClosure], *, on: dt.date) -> dict[UUID, Standing]:
    """Return how each closed score stands, by closure; two queries where anything waited."""
    rows = list(closures)
    waited = [row.meeting_id for row in rows if row.after_items and row.meeting_id]
    late = late_answers(waited) if waited else {}
    frames = frames_used(waited) if waited else {}
    found = {}
    for row in rows:
        of = row.meeting_id or row.pk  # one copied from paper has no meeting, and nothing waited
        found[row.pk] = _standing(row, frames.get(of), late.get(of, {}), on)
    return found


def _standing(
    closure: MinutesClosure, frame: Frame | None, late: dict[str, LateAnswer], on: dt.date
) -> Standing:
    until_on = closure.held_on + dt.timedelta(days=int(closure.rules.get("papers.days_after", 0)))
    items = frame.items if frame else ()
    open_items = tuple(
        LateItem(item, late.get(item.key)) for item in items if item.key in closure.after_items
    )
    said = {x.item.key: Fraction(x.answer.points) for x in open_items if x.answer}
    silent = [x.item.key for x in open_items if not x.answer]
    is_over = on > until_on
    if is_over:
        said |= {key: Fraction(0) for key in silent}
    points, of, grade = _fraction(closure.points), _fraction(closure.points_of), closure.grade
    if frame and grade and said:
        total, grade = settled(frame, points or Fraction(0), grade, said)
        points = total if points is not None else None
    after = After(
        waiting=0 if is_over else len(silent), settled=len(open_items) - len(silent),
        lapsed=len(silent) if is_over else 0, until_on=until_on,
    )  # fmt: skip
    return Standing(points, of, grade, open_items, after)


def _fraction(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
