import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from chibo.assessments import rules
from chibo.assessments.framing import frame_of
from chibo.assessments.measures import Measured, measures_of
from chibo.assessments.models import FramePack, ScoreSheet
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
class Scored:
    """A meeting scored by one side, with the frame and the arithmetic."""

    pack: FramePack
    score: Score
    shown: tuple[Shown, ...]
    is_saved: bool
    answers: Mapping[str, Answer]


def is_scored(meeting: Meeting) -> bool:
    """Say whether meetings of this kind are scored."""
    return meeting.kind in SCORED


def scored(meeting: Meeting, side: str, *, ends_at: dt.time | None = None) -> Scored | None:
    """Return how a side scores a meeting; None where no frame holds or the kind is not scored.

    ends_at: when the sitting ended, where the record does not know it yet.
    """
    if not is_scored(meeting):
        return None
    sheet = ScoreSheet.objects.filter(meeting=meeting, side=side).select_related("frame").first()
    pack = sheet.frame if sheet else frame_for(meeting.cell_id, on=meeting.held_on)
    if pack is None:
        return None
    found = measures_of(meeting, rules_of(meeting), ends_at=meeting.ends_at or ends_at)
    return _scored(meeting, pack, sheet, found)


def scored_already(
    meeting: Meeting, settings: InForce, call: RollCall, promises: list[OpenTask]
) -> dict[str, Scored]:
    """Return what sides said of a meeting that was read already; one query where none did."""
    rows = list(ScoreSheet.objects.filter(meeting=meeting).select_related("frame"))
    if not rows or not is_scored(meeting):
        return {}
    found = measures_of(meeting, settings, ends_at=meeting.ends_at, call=call, promises=promises)
    return {row.side: _scored(meeting, row.frame, row, found) for row in rows}


def _scored(
    meeting: Meeting, pack: FramePack, sheet: ScoreSheet | None, found: dict[str, Measured]
) -> Scored:
    answers = answers_of(sheet.answers) if sheet else {}
    frame = frame_of(pack.code, pack.content)
    values = {name: each.value for name, each in found.items()}
    result = rules.score(frame, values, answers, is_thematic=meeting.kind in THEMATIC)
    shown = tuple(Shown(line, _why(line, found)) for line in result.lines)
    return Scored(pack, result, shown, sheet is not None, answers)


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


def _why(line: Line, found: Mapping[str, Measured]) -> str:
    """Return the arithmetic of a line: what the record says, and what came of it."""
    names = [band.measure for band in line.item.bands[::-1]] or [line.item.measure]
    words = next((found[name].words for name in names if name in found), "")
    if line.does_not_apply:
        return "Không áp dụng: tính đủ điểm"
    if line.reason:
        own = "" if line.computed is None else f"; theo sổ {points_words(line.computed)}"
        return f"{words}{own}. Chi bộ sửa: {line.reason}".lstrip(". ")
    if line.computed is None and line.points is not None:
        step = next((s.words for s in line.item.steps if s.points == line.points), "")
        judged = step or ("Đạt" if line.points else "Chưa đạt")
        return f"Chi bộ chấm: {judged}"
    return words


def points_words(points: Fraction) -> str:
    """Return points as papers write them: 30, 4,5."""
    text = f"{float(points):.1f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


@dataclass(frozen=True)
class Weak:
    """An item below the bar at three meetings running: its title, points and guidance."""

    title: str
    points: tuple[str, ...]
    guidance: str


def weak_items(cell: UUID, *, on: dt.date) -> list[Weak]:
    """Return the items that got less than the bar's share at each of the last scored meetings."""
    settings = in_force(cell, on=on)
    meetings = settings.number("score.weak_meetings")
    bar = Fraction(settings.number("score.weak_percent"), 100)
    rows = list(
        Meeting.objects.standing()
        .filter(cell=cell, held_on__lte=on, score_sheets__side=ScoreSheet.Side.CELL,
                kind__in=SCORED)
        .order_by("-held_on")[:meetings]
    )  # fmt: skip
    results = [scored(row, ScoreSheet.Side.CELL) for row in rows]
    if len(rows) < meetings or None in results:
        return []
    by_key = [{x.line.item.key: x.line for x in r.shown} for r in results if r]
    found = []
    for key, line in by_key[0].items():
        lines = [each[key] for each in by_key if key in each]
        low = [x for x in lines if x.points is not None and x.points < bar * x.item.most]
        if len(low) == meetings:
            shown = tuple(points_words(x.points) for x in reversed(low) if x.points is not None)
            found.append(Weak(line.item.title, shown, line.item.guidance))
    return found
