"""A cell's months: meetings held, promises made and answered, minutes closed."""

import datetime as dt
import random
import uuid
from dataclasses import replace

from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.core.days import Month
from chibo.core.remembering import remembering
from chibo.demo.acts import act_on
from chibo.demo.cells import SINCE, Cell
from chibo.demo.plans import judge
from chibo.meetings import commands as sitting
from chibo.meetings.commands import ItemSaid, MarkGiven, Setting
from chibo.meetings.models import Meeting
from chibo.meetings.queries import electorate_of
from chibo.meetings.rules import PRESENT_MARKS
from chibo.members.models import Membership
from chibo.minutes.commands import close_minutes
from chibo.plans.models import Kind
from chibo.plans.queries import planned_in
from chibo.resolutions.commands import Answer, Promise, answer_tasks, record_decision

PLACES = ("nhà văn hóa bản", "nhà sinh hoạt cộng đồng", "phòng họp")
TALK = (
    (
        "Thông tin thời sự, văn bản mới của cấp trên",
        "Đề nghị đọc chậm, tóm tắt ý chính",
        "Chi bộ nắm được nội dung văn bản mới",
    ),
    (
        "Tình hình tư tưởng của đảng viên, ý kiến của nhân dân",
        "Bà con mong sớm có nước sạch về bản",
        "Đảng viên và nhân dân yên tâm sản xuất",
    ),
    (
        "Sản xuất, đời sống, an ninh trật tự trong bản",
        "Nước mương về chưa đều\nTrâu bò thả rông phá rau",
        "Cắt cử người trông nước mương theo lượt",
    ),
    (
        "Nhiệm vụ tháng tới",
        "Chia việc theo nhóm hộ, hộ neo đơn làm việc nhẹ",
        "Thống nhất các việc nêu ở phần quyết nghị",
    ),
)
WORK = (
    ("Tu sửa {n} mét mương nội bản trước vụ mới", "Tu sửa {n} mét mương nội bản",
     "mương sạt {k} chỗ", "nước chảy thông suốt"),
    ("Vận động {k} học sinh trở lại lớp", "Đến nhà vận động {k} học sinh trở lại lớp",
     "{k} em nghỉ học", "các em có tên trong sổ đầu bài"),
    ("Vận động {k} hộ làm nhà vệ sinh", "Vận động {k} hộ làm nhà vệ sinh",
     "0/{k} hộ", "{k} hộ dùng được"),
    ("Trồng {k} ha rau vụ đông trên ruộng một vụ", "Đăng ký giống rau cho các hộ",
     "chưa hộ nào đăng ký", "các hộ nhận đủ giống"),
    ("Mỗi hộ góp 2 ngày công làm đường nội bản", "Lập danh sách ngày công của các hộ",
     "chưa có danh sách", "có danh sách, đọc tại buổi họp sau"),
    ("Rà soát hộ nghèo, hộ cận nghèo đúng người, đúng hộ", "Cùng trưởng bản rà soát {n} hộ",
     "chưa rà soát", "có danh sách dán ở nhà văn hóa"),
    ("Tuần tra rừng mỗi tháng {k} lượt", "Lập tổ tuần tra, chia lượt trong tháng",
     "chưa có tổ", "có sổ ghi từng lượt đi"),
)  # fmt: skip
OWN = (
    ("Vận động 3 học sinh trở lại lớp", "Vận động 3 học sinh trở lại lớp",
     "3 em nghỉ học từ tháng trước", "3 em có tên trong sổ đầu bài", "Lò Thị Thơm"),
    ("Tu sửa 1,2 km mương nội bản", "Tu sửa 1,2 km mương nội bản",
     "mương sạt 3 chỗ", "nước về đủ ruộng", "Lò Văn Đôi"),
    ("Vận động 6 hộ làm nhà vệ sinh", "Vận động 6 hộ làm nhà vệ sinh",
     "0/6 hộ", "6 hộ dùng được", "Quàng Văn Bun"),
)  # fmt: skip
Decided = tuple[str, str, str, str, Membership]


@remembering()  # its acts ask the same again and again
def hold(
    cell: Cell,
    month: Month,
    dice: random.Random,
    *,
    quality: float,
    day: int = 0,
    decided: list[Decided] | None = None,
    answered: str = "",
    scores: bool = False,
) -> None:
    """Hold and close one regular meeting. quality: 0 to 1, how many come and how much is done.

    scores: the cell judges the meeting at its end.
    """
    held_on = month.first + dt.timedelta(days=(day or dice.choice((3, 3, 3, 4, 5, 6))) - 1)
    start = dt.time(dice.choice((19, 19, 20, 8)), dice.choice((0, 30)))
    user, late = cell.secretary, dt.time(22, 30)
    meeting = _open(cell, held_on, start, dice)
    here = _call(cell, meeting, held_on, late, quality, dice)
    _answer(cell, meeting, late, quality, dice, answered)
    act = act_on(user, held_on, late)
    items = [ItemSaid(uuid.uuid5(meeting.pk, t[0]), *t) for t in TALK]
    sitting.record_discussion(
        act=act, meeting=meeting, items=items, spoke=min(here, dice.randint(2, 9)),
        criticism_held=dice.random() < 0.6,
    )  # fmt: skip
    electorate = electorate_of(meeting)
    voters = electorate.present_voters if electorate else 0
    for each in decided or _decisions(cell, dice):
        _decide(cell, meeting, each, voters, dice)
    end = (dt.datetime.combine(held_on, start) + dt.timedelta(minutes=dice.randint(85, 130))).time()
    if scores:
        judge(cell, meeting, end, dice)
    close_minutes(act=act_on(user, held_on, late), meeting=meeting, ends_at=end)


def _open(cell: Cell, held_on: dt.date, start: dt.time, dice: random.Random) -> Meeting:
    members = [m for m in cell.members if m.from_on <= held_on]
    chief = next(m for m in members if m.person.user_id == cell.secretary.pk)
    setting = Setting(
        kind=Kind.REGULAR, topic="", held_on=held_on, starts_at=start, place=PLACES[0],
        chair=chief, writer=dice.choice([m for m in members if m is not chief] or [chief]),
        delegate="đồng chí cấp ủy viên theo dõi chi bộ" if dice.random() < 0.3 else "",
        dues=f"đã thu đủ đến tháng {Month.of(held_on).after(-1).number}",
    )  # fmt: skip
    act = act_on(cell.secretary, held_on, dt.time(22, 0))
    plans = planned_in(cell.unit.pk, Month.of(held_on))
    planned = next((each for each in plans if each.kind in {Kind.REGULAR, Kind.BOTH}), None)
    if planned is not None:
        setting = replace(setting, kind=Kind(planned.kind), topic=planned.topic)
    return sitting.open_meeting(
        act=act, cell=cell.unit, setting=setting, agenda=[], planned=planned
    )


def _call(
    cell: Cell, meeting: Meeting, on: dt.date, at: dt.time, quality: float, dice: random.Random
) -> int:
    user, marks = cell.secretary, {}
    for member in cell.members:
        if member.from_on > on or (member.pk in cell.outside and on >= SINCE):
            continue
        chance = dice.random()
        if member.person.user_id == user.pk or chance < quality:
            marks[member.pk] = MarkGiven("late" if chance < 0.03 else "present")
        elif chance < quality + (1 - quality) * 0.85:
            reason = dice.choice(("far_work", "family", "health", "duty"))
            marks[member.pk] = MarkGiven("excused", reason)
        else:
            marks[member.pk] = MarkGiven("unexcused")
    sitting.call_roll(act=act_on(user, on, at), meeting=meeting, marks=marks)
    return sum(given.mark in PRESENT_MARKS for given in marks.values())


def _answer(
    cell: Cell, meeting: Meeting, at: dt.time, quality: float, dice: random.Random, answered: str
) -> None:
    answers, on = {}, meeting.held_on
    for task in list(cell.promised):
        if answered == "done" or dice.random() < quality - 0.1:
            answers[task] = Answer("done")
            cell.promised.remove(task)
        else:
            answers[task] = Answer(
                dice.choice(("partly", "not_done")), reason="mưa nhiều, chưa đủ người làm",
                new_due_on=on + dt.timedelta(days=27),
            )  # fmt: skip
    if answers:
        answer_tasks(act=act_on(cell.secretary, on, at), meeting=meeting, answers=answers)


def _decisions(cell: Cell, dice: random.Random) -> list[Decided]:
    chosen = dice.sample(WORK, 2)
    numbers = {"n": dice.choice((120, 200, 350, 500)), "k": dice.randint(3, 9)}
    return [
        (*(text.format(**numbers) for text in work), dice.choice(cell.members))  # type: ignore[misc]
        for work in chosen
    ]


def _decide(
    cell: Cell, meeting: Meeting, decided: Decided, voters: int, dice: random.Random
) -> None:
    text, what, before, known, who = decided
    on = meeting.held_on
    if not who.from_on <= on:
        who = meeting.chair
    other = 1 if voters > 5 and dice.random() < 0.15 else 0
    promise = Promise(
        id=uuid.uuid4(), what=what, responsible=who, known_by=known, state_before=before,
        due_on=on + dt.timedelta(days=dice.randint(14, 27)),
    )  # fmt: skip
    record_decision(
        act=act_on(cell.secretary, on, dt.time(22, 30)), meeting=meeting, item=uuid.uuid4(),
        kind="ordinary", text=text, method=Vote.Method.SHOW_OF_HANDS,
        totals=Totals(voters - other, 0, other), promises=[promise],
    )  # fmt: skip
    cell.promised.append(promise.id)


def own_decisions(cell: Cell) -> list[Decided]:
    """Return the three promises with which the demo's own cell enters this month."""
    by_name = {member.person.name: member for member in cell.members}
    return [(text, what, before, known, by_name[who]) for text, what, before, known, who in OWN]
