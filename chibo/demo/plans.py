"""A cell's year laid, its duties given, its meetings scored, as a secretary would."""

import datetime as dt
import random
from fractions import Fraction

from chibo.assessments.commands import score_meeting
from chibo.assessments.criteria import Item
from chibo.assessments.models import ScoreSheet
from chibo.assessments.queries import scored
from chibo.assessments.rules import Answer
from chibo.demo.acts import act_on
from chibo.demo.cells import Cell
from chibo.meetings.models import Meeting
from chibo.plans.commands import Planned, issue_plan, lay_year
from chibo.plans.models import IssuedPlan, Kind
from chibo.plans.queries import proposed_year
from chibo.preparations.commands import give_duty

TOPICS = (
    "Giữ rừng đầu nguồn", "Xóa mù chữ cho phụ nữ trong bản", "Không để ai tảo hôn",
    "Nuôi trâu bò có chuồng, có cỏ trồng", "Giữ tiếng nói, trang phục dân tộc",
    "Bản không có ma túy",
)  # fmt: skip
DUTIES = (
    "nhóm hộ số 1 (11 hộ)", "nhóm hộ số 2 (12 hộ)", "nhóm hộ số 3 (10 hộ)",
    "công tác thanh niên", "công tác phụ nữ", "quản lý rừng của bản",
)  # fmt: skip


def plan(cell: Cell, year: int, dice: random.Random, *, issued: bool) -> None:
    """Lay what is left of a year on its first days, with a topic a quarter."""
    day = dt.date(year, 1, 2)
    topics = iter(dice.sample(TOPICS, len(TOPICS)))
    meetings = [
        Planned(
            month=each.month, kind=Kind.BOTH if each.thematic else Kind.REGULAR,
            planned_on=each.day, starts_at=dt.time(19, 30), place="nhà văn hóa bản",
            topic=next(topics, "") if each.thematic else "",
        )
        for each in proposed_year(cell.unit.pk, year, today=day)
    ]  # fmt: skip
    lay_year(act=act_on(cell.secretary, day), cell=cell.unit, year=year, meetings=meetings)
    if issued:
        act = act_on(cell.secretary, day)
        issue_plan(act=act, cell=cell.unit, year=year, what=IssuedPlan.What.PLAN)


def give_duties(cell: Cell, on: dt.date) -> None:
    """Put household groups and fields of work in members' charge."""
    members = [m for m in cell.members if m.from_on <= on and m.pk not in cell.outside]
    for what, member in zip(DUTIES, members, strict=False):
        act = act_on(cell.secretary, on)
        give_duty(act=act, cell=cell.unit, membership=member, what=what, decided_on=on)


def judge(cell: Cell, meeting: Meeting, ends_at: dt.time, dice: random.Random) -> None:
    """Let the cell answer what the record does not give; mostly, not always, the best."""
    found = scored(meeting, ScoreSheet.Side.CELL, ends_at=ends_at)
    if found is None:
        return
    answers = {
        each.line.item.key: Answer(points=_judged(each.line.item, dice))
        for each in found.shown
        if each.line.computed is None
    }
    act = act_on(cell.secretary, meeting.held_on, dt.time(22, 20))
    score_meeting(act=act, meeting=meeting, side=ScoreSheet.Side.CELL, answers=answers)


def _judged(item: Item, dice: random.Random) -> Fraction:
    steps = [step.points for step in item.steps]
    if steps:
        return dice.choice(sorted(steps)[-2:])
    return item.most if dice.random() < 0.85 else item.most * 0
