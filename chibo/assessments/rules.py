"""The arithmetic of a score sheet: bands, yes or no, steps, conditions, bonus, vetoes, grades.

The numbers stand in dated frames; nothing here knows one. Points belong to a meeting.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from chibo.assessments.criteria import Band, Frame, Item

Value = Fraction | bool | None


@dataclass(frozen=True)
class Answer:
    """What people said of an item. points: chosen or corrected; does_not_apply: counts full.

    reason: why a computed item was corrected. done_on: when what falls after the meeting was done,
    as said after the closing.
    """

    points: Fraction | None = None
    does_not_apply: bool = False
    reason: str = ""
    done_on: dt.date | None = None


@dataclass(frozen=True)
class Line:
    """One item with its points. computed: what the record gives, None where it gives nothing.

    points: what counts, None where the item still has to be asked. waits: falls after the meeting.
    done_on: the day that was said of it later. lapsed: nobody said anything in time.
    """

    item: Item
    computed: Fraction | None
    points: Fraction | None
    reason: str
    does_not_apply: bool
    waits: bool
    done_on: dt.date | None = None
    lapsed: bool = False


@dataclass(frozen=True)
class Score:
    """A sheet added up. points: of the lines answered so far; grade: empty until complete."""

    lines: tuple[Line, ...]
    points: Fraction
    of: Fraction
    grade: str
    held_back_by: tuple[str, ...]

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines that still have to be asked, those that fall after the meeting left out."""
        return tuple(line for line in self.lines if line.points is None and not line.waits)

    @property
    def is_complete(self) -> bool:
        return not self.asked

    @property
    def waiting(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.waits)


def points_in(bands: tuple[Band, ...], measures: Mapping[str, Value]) -> Fraction | None:
    """Return the points of the first band that holds; None where none does or nothing is known.

    Rule: house (bands are read in their order; a value in no band is asked about, not guessed).
    """
    for band in bands:
        value = measures.get(band.measure)
        if value is not None and band.holds(Fraction(value)):
            return band.points
    return None


def applies(item: Item, *, is_thematic: bool) -> bool:
    """Say whether an item belongs to a month.

    Rule: 08-KH/ĐU An Phú: thematic points only in months that hold one.
    """
    return item.when in ("", "thematic" if is_thematic else "not_thematic")


def computed_points(item: Item, measures: Mapping[str, Value]) -> Fraction | None:
    """Return what the record alone gives an item; None where it gives nothing.

    Rule: house (a yes gives all points, a no gives none).
    """
    if item.how == "bands":
        return points_in(item.bands, measures)
    value = measures.get(item.measure) if item.measure else None
    return None if value is None else item.most if value else Fraction(0)


def score(
    frame: Frame,
    measures: Mapping[str, Value],
    answers: Mapping[str, Answer],
    *,
    is_thematic: bool,
    is_over: bool = False,
) -> Score:
    """Add up a sheet. answers: item key to what people said; they come before what is computed.

    is_over: the days for what falls after the meeting have gone by; left unsaid, it is not done.
    Rule: 42-HD/BTCTW: four grades by points of 100; vetoes, waiting and lapsed items: house.
    """
    lines = [
        _line(item, answers.get(item.key, Answer()), computed_points(item, measures), is_over)
        for item in frame.items
        if applies(item, is_thematic=is_thematic)
    ]
    points = sum((line.points for line in lines if line.points is not None), Fraction(0))
    points = capped(frame, points)
    failed = [line for line in lines if line.item.veto and line.points == 0]
    done = all(line.points is not None or line.waits for line in lines)
    grade = _grade(frame, lines, points, failed) if done else ""
    return Score(tuple(lines), points, frame.total, grade, tuple(x.item.title for x in failed))


def _line(item: Item, answer: Answer, found: Fraction | None, is_over: bool) -> Line:
    left_out = answer.does_not_apply and item.may_not_apply
    points = item.most if left_out else found if answer.points is None else answer.points
    unsaid = item.after and points is None
    return Line(
        item, found, Fraction(0) if unsaid and is_over else points, answer.reason, left_out,
        waits=unsaid and not is_over, done_on=answer.done_on, lapsed=unsaid and is_over,
    )  # fmt: skip


def capped(frame: Frame, points: Fraction) -> Fraction:
    """Return the points that count: a bonus fills up what is missing and goes no further.

    Rule: house (the total is the most, unless the frame says that a bonus may exceed it).
    """
    return points if frame.is_pass_fail or frame.may_exceed else min(points, frame.total)


def _grade(frame: Frame, lines: list[Line], points: Fraction, failed: list[Line]) -> str:
    if frame.is_pass_fail:
        passed = all(line.points is None or line.points > 0 for line in lines)
        return frame.grades[0][0] if passed else frame.grades[-1][0]
    return _worst(frame, _by_points(frame, points), *(line.item.veto for line in failed))


def _by_points(frame: Frame, points: Fraction) -> str:
    return next(grade for grade, least in frame.grades if points >= least)


def _worst(frame: Frame, *grades: str) -> str:
    order = [grade for grade, _least in frame.grades]
    return max(grades, key=order.index)


def settled(
    frame: Frame, points: Fraction, grade: str, after: Mapping[str, Fraction]
) -> tuple[Fraction, str]:
    """Return points and grade of a closed score once what fell after the meeting is known.

    points, grade: as they were frozen at the closing. after: points by item key.
    Rule: house (what came after is added; what held the grade back at the closing holds it still).
    """
    if frame.is_pass_fail:
        worst = frame.grades[-1][0]
        return points, grade if all(after.values()) else worst
    total = capped(frame, points + sum(after.values(), Fraction(0)))
    vetoes = [i.veto for i in frame.items if i.veto and after.get(i.key) == 0]
    held = [grade] if grade != _by_points(frame, points) else []
    return total, _worst(frame, _by_points(frame, total), *held, *vetoes)


def faults(frame: Frame) -> list[tuple[str, str]]:
    """Return what is wrong with a frame: fault and item key, empty where it is sound.

    Faults: sum, hole, overlap, above_most, no_bands, no_steps, grades, veto, double.
    Rule: house (a frame adds up to its total in every kind of month; bands leave no hole unseen).
    """
    found = []
    if not frame.is_pass_fail:
        for is_thematic in (True, False):
            own = (i.most for i in frame.items if applies(i, is_thematic=is_thematic))
            bonus = (i.most for i in frame.items if i.bonus and applies(i, is_thematic=is_thematic))
            if sum(own, Fraction(0)) - sum(bonus, Fraction(0)) != frame.total:
                found.append(("sum", "thematic" if is_thematic else "not_thematic"))
    keys = [item.key for item in frame.items]
    found += [("double", key) for key in dict.fromkeys(keys) if keys.count(key) > 1]
    leasts = [least for _grade, least in frame.grades]
    if not leasts or leasts != sorted(leasts, reverse=True) or leasts[-1] != 0:
        found.append(("grades", ""))
    names = {grade for grade, _least in frame.grades}
    for item in frame.items:
        if item.veto and item.veto not in names:
            found.append(("veto", item.key))
        found += [(fault, item.key) for fault in _item_faults(item)]
    return found


def _item_faults(item: Item) -> list[str]:
    given = [band.points for band in item.bands] + [step.points for step in item.steps]
    found = ["above_most"] if any(points > item.most or points < 0 for points in given) else []
    if item.how == "bands":
        found += band_faults(item.bands, asks_in_gaps=item.asks_in_gaps) if item.bands else [
            "no_bands"
        ]  # fmt: skip
    if item.how == "steps" and not item.steps:
        found.append("no_steps")
    return found


def band_faults(bands: tuple[Band, ...], *, asks_in_gaps: bool) -> list[str]:
    """Return hole and overlap among the bands of the last measure; others come before and decide.

    Rule: house (the bands of a scale must meet, unless the frame says that gaps are asked about).
    """
    scale = [band for band in bands if band.measure == bands[-1].measure]
    ordered = sorted(scale, key=_lower_end)
    found = []
    for lower, upper in zip(ordered, ordered[1:], strict=False):
        top, bottom = _upper_end(lower), _lower_end(upper)
        if top > bottom:
            found.append("overlap")
        elif top < bottom and not asks_in_gaps:
            found.append("hole")
    open_ends = _lower_end(ordered[0])[0] > 0 or _upper_end(ordered[-1])[0] < INFINITE
    if open_ends and not asks_in_gaps:
        found.append("hole")
    return list(dict.fromkeys(found))


INFINITE = Fraction(10**9)
End = tuple[Fraction, int]  # a bound, and 0 just before it or 1 just after it


def _lower_end(band: Band) -> End:
    if band.least is not None:
        return band.least, 0
    return (band.above, 1) if band.above is not None else (Fraction(0), 0)


def _upper_end(band: Band) -> End:
    if band.most is not None:
        return band.most, 1
    return (band.below, 0) if band.below is not None else (INFINITE, 0)
