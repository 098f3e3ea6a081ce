import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from chibo.assessments import rules
from chibo.assessments.criteria import Frame
from chibo.assessments.framing import frame_of
from chibo.assessments.measures import Measured, measures_of
from chibo.assessments.models import FramePack, LateAnswer, ScoreSheet
from chibo.assessments.rules import Answer, Line, Score
from chibo.meetings.models import Meeting
from chibo.meetings.queries import RollCall, rules_of
from chibo.organizations.queries import chain
from chibo.plans.models import Kind
from chibo.resolutions.queries import OpenTask
from chibo.rulebook.queries import InForce, in_force

SCORED = (Kind.REGULAR, Kind.BOTH, Kind.THEMATIC)
THEMATIC = (Kind.BOTH, Kind.THEMATIC)


def frame_for(cell: UUID, *, on: dt.date) -> FramePack | None:
    """Return the frame in force for a cell on a day: of the nearest issuer, else the Centre's."""
    above = chain(cell, on=on)
    packs = FramePack.objects.on(on).filter(is_example=False).order_by("from_on", "entered_at")
    mine = [pack for pack in packs if pack.issuer_id is None or pack.issuer_id in above]
    if not mine:
        return None
    far = len(above)
    nearness = {pack.pk: above.index(pack.issuer_id) if pack.issuer_id else far for pack in mine}
    nearest = min(nearness.values())
    return [pack for pack in mine if nearness[pack.pk] == nearest][-1]


def packs_of(unit: UUID, *, on: dt.date) -> list[FramePack]:
    """Return all frames that a unit may read: the Centre's, those of its levels, examples."""
    above = chain(unit, on=on)
    rows = FramePack.objects.order_by("is_example", "from_on", "entered_at")
    return [pack for pack in rows if pack.issuer_id is None or pack.issuer_id in above]


@dataclass(frozen=True)
class Shown:
    """One line of a sheet as pages and papers show it: why it has its points."""

    line: Line
    why: str


@dataclass(frozen=True)
class After:
    """How many items that fall after a meeting still wait, were settled, or were left unsaid."""

    waiting: int
    settled: int
    lapsed: int
    until_on: dt.date


@dataclass(frozen=True)
class Scored:
    """A meeting scored by one side, with the frame and the arithmetic.

    answers: what stands on the sheet itself. until_on: the last day for what falls after.
    """

    pack: FramePack
    score: Score
    shown: tuple[Shown, ...]
    is_saved: bool
    answers: Mapping[str, Answer]
    until_on: dt.date

    @property
    def late(self) -> list[Shown]:
        """The items that fall after the meeting and were left open on the sheet."""
        return [
            each for each in self.shown
            if each.line.item.after and each.line.item.key not in self.answers
            and each.line.computed is None
        ]  # fmt: skip

    @property
    def after(self) -> After:
        lines = [each.line for each in self.late]
        waiting, lapsed = sum(x.waits for x in lines), sum(x.lapsed for x in lines)
        return After(waiting, len(lines) - waiting - lapsed, lapsed, self.until_on)


def is_scored(meeting: Meeting) -> bool:
    """Say whether meetings of this kind are scored."""
    return meeting.kind in SCORED


def scored(
    meeting: Meeting, side: str, *, ends_at: dt.time | None = None, on: dt.date | None = None
) -> Scored | None:
    """Return how a side scores a meeting; None where no frame holds or the kind is not scored.

    ends_at: when the sitting ended, where the record does not know it yet. on: the day one asks;
    what falls after the meeting and was not settled in time is then not done.
    """
    if not is_scored(meeting):
        return None
    sheet = ScoreSheet.objects.filter(meeting=meeting, side=side).select_related("frame").first()
    pack = sheet.frame if sheet else frame_for(meeting.cell_id, on=meeting.held_on)
    if pack is None:
        return None
    settings = rules_of(meeting)
    found = measures_of(meeting, settings, ends_at=meeting.ends_at or ends_at)
    late = late_answers([meeting.pk]).get(meeting.pk, {}) if side == ScoreSheet.Side.CELL else None
    return _scored(meeting, pack, sheet, found, settings, late, on)


@translation.override("vi")
def scored_already(
    meeting: Meeting, settings: InForce, call: RollCall, promises: list[OpenTask],
    on: dt.date | None = None,
) -> dict[str, Scored]:  # fmt: skip
    """Return what sides said of a meeting that was read already; one query where none did.

    In the words of papers. on: as for `scored`.
    """
    rows = list(ScoreSheet.objects.filter(meeting=meeting).select_related("frame"))
    if not rows or not is_scored(meeting):
        return {}
    found = measures_of(meeting, settings, ends_at=meeting.ends_at, call=call, promises=promises)
    late = late_answers([meeting.pk]).get(meeting.pk, {})
    return {
        row.side: _scored(
            meeting, row.frame, row, found, settings,
            late if row.side == ScoreSheet.Side.CELL else None, on,
        )
        for row in rows
    }  # fmt: skip


def _scored(
    meeting: Meeting, pack: FramePack, sheet: ScoreSheet | None, found: dict[str, Measured],
    settings: InForce, late: Mapping[str, LateAnswer] | None, on: dt.date | None,
) -> Scored:  # fmt: skip
    """late: what was settled after the closing; None for the side that has no closing."""
    answers = answers_of(sheet.answers) if sheet else {}
    settled = {key: _late(row) for key, row in (late or {}).items()}
    until_on = meeting.held_on + dt.timedelta(days=settings.number("papers.days_after"))
    result = rules.score(
        frame_of(pack.code, pack.content), {name: each.value for name, each in found.items()},
        {**settled, **answers}, is_thematic=meeting.kind in THEMATIC,
        is_over=late is not None and on is not None and on > until_on,
    )  # fmt: skip
    shown = tuple(Shown(line, _why(line, found, until_on)) for line in result.lines)
    return Scored(pack, result, shown, sheet is not None, answers, until_on)


def late_answers(meetings: Iterable[UUID]) -> dict[UUID, dict[str, LateAnswer]]:
    """Return what was said of items after the closing, by meeting and item; the newest counts."""
    found: dict[UUID, dict[str, LateAnswer]] = {}
    rows = LateAnswer.objects.filter(meeting__in=set(meetings)).order_by("entered_at")
    for row in rows:
        found.setdefault(row.meeting_id, {})[row.item] = row
    return found


def frames_used(meetings: Iterable[UUID]) -> dict[UUID, Frame]:
    """Return the frame by which each of these meetings was scored by its cell."""
    rows = ScoreSheet.objects.filter(meeting__in=set(meetings), side=ScoreSheet.Side.CELL)
    return {
        row.meeting_id: frame_of(row.frame.code, row.frame.content)
        for row in rows.select_related("frame")
    }


def _late(row: LateAnswer) -> Answer:
    points = Fraction(row.points)
    return Answer(points=points, does_not_apply=row.does_not_apply, done_on=row.done_on)


def answers_of(kept: Mapping[str, Mapping[str, object]]) -> dict[str, Answer]:
    """Return answers from how they are kept."""
    return {
        key: Answer(
            points=None if each.get("points") is None else Fraction(str(each["points"])),
            does_not_apply=bool(each.get("does_not_apply")),
            reason=str(each.get("reason", "")),
        )
        for key, each in kept.items()
    }


def _why(line: Line, found: Mapping[str, Measured], until_on: dt.date) -> str:
    """Return the arithmetic of a line: what the record says, and what came of it."""
    names = [band.measure for band in line.item.bands[::-1]] or [line.item.measure]
    words = next((found[name].words for name in names if name in found), "")
    if line.does_not_apply:
        return _("Không áp dụng: tính đủ điểm")
    if line.lapsed:
        return _("Hết ngày {day} chưa ghi: tính 0 điểm").format(day=f"{until_on:%d/%m/%Y}")
    if line.reason and line.computed is not None:
        return _("{words}; theo sổ {points}. Chi bộ sửa: {reason}").format(
            words=words, points=points_words(line.computed), reason=line.reason
        )
    if line.reason:
        mended = _("Chi bộ sửa: {reason}").format(reason=line.reason)
        return f"{words}. {mended}".lstrip(". ")
    if line.done_on is not None:
        return _("Làm xong ngày {day}, ghi sau khi chốt").format(day=f"{line.done_on:%d/%m/%Y}")
    if line.computed is None and line.points is not None:
        step = next((s.words for s in line.item.steps if s.points == line.points), "")
        judged = step or (_("Đạt") if line.points else _("Chưa đạt"))
        return _("Chi bộ chấm: {judged}").format(judged=judged)
    return words


def points_words(points: Fraction) -> str:
    """Return points as papers write them: 30, 4,5."""
    text = f"{float(points):.1f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


@dataclass(frozen=True)
class Weak:
    """An item below the bar at three meetings running: title, points oldest first, guidance."""

    key: str
    block: str
    title: str
    points: tuple[str, ...]
    guidance: str
    frame: FramePack


def weak_items(cell: UUID, *, on: dt.date) -> list[Weak]:
    """Return the items that got less than the bar's share at each of the last scored meetings.

    Meetings scored by another frame are not compared: an item may mean something else there.
    """
    settings = in_force(cell, on=on)
    meetings = settings.number("score.weak_meetings")
    bar = Fraction(settings.number("score.weak_percent"), 100)
    rows = list(
        Meeting.objects.standing()
        .filter(cell=cell, held_on__lte=on, score_sheets__side=ScoreSheet.Side.CELL,
                kind__in=SCORED)
        .order_by("-held_on")[:meetings]
    )  # fmt: skip
    if len(rows) < meetings:
        return []
    results = [each for row in rows if (each := scored(row, ScoreSheet.Side.CELL, on=on))]
    if len({each.pack.pk for each in results}) != 1:
        return []
    by_key = [{x.line.item.key: x.line for x in each.shown} for each in results]
    found = []
    for key, line in by_key[0].items():
        lines = [each[key] for each in by_key if key in each]
        low = [x for x in lines if x.points is not None and x.points < bar * x.item.most]
        if len(low) == meetings:
            shown = tuple(points_words(x.points) for x in reversed(low) if x.points is not None)
            item = line.item
            found.append(Weak(key, item.block, item.title, shown, item.guidance, results[0].pack))
    return found
