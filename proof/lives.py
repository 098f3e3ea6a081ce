"""Random lives of a small province, all through the commands.

An officer who may do everything reorganises units on past, present and future days; cells meet,
correct, copy from paper; members and posts come and go.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from chibo.assessments.commands import score_meeting, settle_after
from chibo.assessments.rules import Answer as Scored
from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.copies.commands import take_back
from chibo.copies.testing import make_copied
from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    Setting,
    bin_meeting,
    call_roll,
    change_setting,
    open_meeting,
    record_discussion,
)
from chibo.meetings.models import Meeting
from chibo.meetings.queries import electorate_of, roll_call, rules_of
from chibo.members.commands import Basis, Destination, enter_members, leave_party, set_condition
from chibo.members.commands.admitting import admit, hold_ceremony, recognise
from chibo.members.commands.prospects import add_prospective
from chibo.members.commands.taking import Count
from chibo.members.commands.transferring import (
    hand_over,
    receive_from_outside,
    receive_member,
    send_member,
)
from chibo.members.commands.visiting import come_back, send_away
from chibo.members.commands.withdrawing import withdraw_event
from chibo.members.models import Condition, Event, Membership, Prospective, Transfer
from chibo.minutes.commands import close_minutes, give_up, reopen
from chibo.minutes.models import MinutesClosure
from chibo.organizations.authority import BRANCH, RIGHTS, Can
from chibo.organizations.commands import end_post, give_post
from chibo.organizations.models import Decision, Kind, Post, Role, Unit
from chibo.people.commands import NewPerson
from chibo.people.models import Sex
from chibo.plans.commands import explain_missed, swap_day
from chibo.plans.models import Kind as Sort
from chibo.reorganisations import turns
from chibo.reorganisations.commands import carry_out
from chibo.resolutions.commands import Answer, Promise, answer_tasks, record_decision
from chibo.resolutions.queries import open_before
from proof.units import ACTS, Walk, laid, step
from tests.world import START, act, new_member, today

FULL = {"2.1": 4, "3.1": 5, "3.2": 2, "3.3": 1, "3.4": 2, "4.1": 5, "4.2": 20, "4.3": 5, "4.4": 10,
        "5": 5, "6": 30, "7.1": 4}  # fmt: skip
KINDS = ("regular", "regular", "regular", "both", "both", "thematic", "extraordinary", "committee")
Step = Callable[[Walk], Any]


@contextmanager
def all_rights() -> Iterator[None]:
    """Let the province's officer do everything in its branch."""
    rights = RIGHTS[Role.PROVINCE_OFFICER]
    before = dict(rights)
    rights.update(dict.fromkeys(Can, BRANCH))
    try:
        yield
    finally:
        rights.clear()
        rights.update(before)


@contextmanager
def keys_of(dice: random.Random) -> Iterator[None]:
    """Let new keys come from the dice: the same seed makes the same history."""
    before = uuid.uuid4
    uuid.uuid4 = lambda: UUID(int=dice.getrandbits(128), version=4)
    try:
        yield
    finally:
        uuid.uuid4 = before


def _past(walk: Walk, most: int = 520) -> dt.date:
    """Return a day of the last months, the nearer ones rather; at times one of a decision."""
    if walk.dice.random() < 0.2:
        made = Decision.objects.filter(changes__isnull=False, effective_on__gt=START)
        days = made.filter(effective_on__lte=today()).order_by("effective_on", "number")
        if found := list(days.values_list("effective_on", flat=True).distinct()):
            return walk.dice.choice(found)
    return today() - dt.timedelta(days=int(walk.dice.random() ** 2 * most))


def _cell(walk: Walk) -> Unit:
    return walk.some("cell")[0]


def _member(walk: Walk, *, visiting: bool = False) -> Membership:
    place = "visiting" if visiting else "home"
    rows = Membership.objects.on(today()).filter(place=place).order_by("pk")
    found = list(rows.select_related("person", "cell"))
    if not found:
        raise Refused("")
    return walk.dice.choice(found)


def _name(walk: Walk, family: str) -> str:
    """Return a name that nobody bears yet."""
    walk.number += 1
    given = "".join("abcdeghikl"[int(digit)] for digit in str(walk.number))
    return f"{family} {given.capitalize()}"


def _basis(walk: Walk, on: dt.date) -> Basis:
    walk.number += 1
    return Basis(f"{walk.number}-QĐ/ĐU", on, "Đảng ủy")


# Meetings


def _meet(walk: Walk) -> None:
    """Hold a meeting; most are closed, some stay open, some go into the bin."""
    dice, on = walk.dice, _past(walk)
    kind = Sort(dice.choice(KINDS))
    cell = _led(walk) if kind == Sort.COMMITTEE else _cell(walk)
    if dice.random() < 0.7:
        on = on.replace(day=dice.choice([1, 3, 3, 3, 5, 7, 8, 12]))
    on = min(on, today())
    there = list(Membership.objects.on(on).filter(cell=cell, place="home").order_by("pk"))
    if not there:
        raise Refused("")
    chair, writer = dice.choice(there), dice.choice(there)
    if kind == Sort.COMMITTEE:
        chair = writer = _of_committee(cell, there, on)
    setting = Setting(
        kind=kind, topic="Học tập" if kind in {"both", "thematic"} else "", held_on=on,
        starts_at=dt.time(19, dice.randrange(60)), place="nhà văn hóa", chair=chair, writer=writer,
        delegate=dice.choice(["", "", "Vũ Thị Hạnh"]), special_duty=dice.choice([0, 0, 0, 2]),
    )  # fmt: skip
    day = on if dice.random() < 0.4 else None  # entered on its day, or late
    meeting = open_meeting(
        act=act(walk.officer, day), cell=cell, setting=setting,
        agenda=[ItemSaid(uuid.uuid4(), "Việc tháng tới")],
    )  # fmt: skip
    _record(walk, meeting, day)
    what = dice.random()
    if what < 0.85:
        _close(walk, meeting, day)
    elif what < 0.93:
        bin_meeting(act=act(walk.officer, day), meeting=meeting)


def _led(walk: Walk) -> Unit:
    """Return a cell that has a secretary."""
    posts = Post.objects.on(today()).filter(role=Role.SECRETARY).order_by("pk")
    if not posts:
        raise Refused("")
    return walk.dice.choice(list(posts.select_related("unit"))).unit


def _of_committee(cell: Unit, there: list[Membership], on: dt.date) -> Membership:
    posts = Post.objects.on(on).filter(unit=cell, role=Role.SECRETARY)
    leads = set(posts.values_list("person", flat=True))
    found = [row for row in there if row.person_id in leads]
    if not found:
        raise Refused("")
    return found[0]


def _record(walk: Walk, meeting: Meeting, day: dt.date | None) -> None:
    """Call the roll, answer promises, discuss, decide, score."""
    dice, user = walk.dice, walk.officer
    low = dice.random() < 0.3  # few came
    marks = {}
    for line in roll_call(meeting, in_force=rules_of(meeting)).lines:
        if line.member.counted:
            marks[line.member.id] = _mark(dice, low=low)
    call_roll(act=act(user, day), meeting=meeting, marks=marks)
    present = sum(each.mark in {"present", "late"} for each in marks.values())
    waiting = open_before(meeting)
    if waiting and (meeting.must_hear or dice.random() < 0.3):
        answers = {each.task.pk: _answer(dice, meeting.held_on) for each in waiting}
        answer_tasks(act=act(user, day), meeting=meeting, answers=answers)
    record_discussion(
        act=act(user, day), meeting=meeting, spoke=dice.randint(0, present), criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), "Việc tháng tới", "Chia việc", "Thống nhất")],
    )  # fmt: skip
    electorate = electorate_of(meeting)
    if electorate and electorate.present_voters and dice.random() < 0.6:
        _decide(walk, meeting, day, electorate.present_voters)
    if meeting.must_hear and dice.random() < 0.5:
        _score(walk, meeting, day)


def _mark(dice: random.Random, *, low: bool) -> MarkGiven:
    mark = dice.choices(["present", "late", "excused", "unexcused"], [2 if low else 9, 1, 3, 2])[0]
    return MarkGiven(mark, "far_work" if mark == "excused" else "")


def _answer(dice: random.Random, on: dt.date) -> Answer:
    outcome = dice.choice(["done", "done", "partly", "not_done", "dropped"])
    undone = outcome in {"partly", "not_done"}
    new = on + dt.timedelta(days=dice.randrange(90)) if undone else None
    return Answer(outcome, reason="" if outcome == "done" else "Mưa lũ", new_due_on=new)


def _decide(walk: Walk, meeting: Meeting, day: dt.date | None, voters: int) -> None:
    dice = walk.dice
    there = list(Membership.objects.on(meeting.held_on).filter(cell=meeting.cell, place="home"))
    votes = voters if dice.random() < 0.8 else 0
    promises = [
        Promise(uuid.uuid4(), "Lập danh sách", dice.choice(there),
                meeting.held_on + dt.timedelta(days=dice.randrange(60)), "có danh sách")
        for _each in range(dice.randrange(3) if votes else 0)
    ]  # fmt: skip
    record_decision(
        act=act(walk.officer, day), meeting=meeting, item=uuid.uuid4(), kind="ordinary",
        text="Làm đường", method=Vote.Method.SHOW_OF_HANDS,
        totals=Totals(votes, voters - votes, 0), promises=promises,
    )  # fmt: skip


def _score(walk: Walk, meeting: Meeting, day: dt.date | None) -> None:
    if meeting.held_on < dt.date(2025, 10, 28):
        given = {str(n): walk.dice.choice([1, 1, 1, 0]) for n in range(1, 8)}
    else:
        share = walk.dice.choice([1, 1, 0.8, 0.5])
        given = {key: int(most * share) for key, most in FULL.items()}
    said = {key: Scored(Fraction(points), reason="Thử") for key, points in given.items()}
    score_meeting(act=act(walk.officer, day), meeting=meeting, side="cell", answers=said)


def _close(walk: Walk, meeting: Meeting, day: dt.date | None) -> None:
    at = act(walk.officer, day, dt.time(23, 0)) if day else act(walk.officer)
    ends = dt.time(20, walk.dice.randrange(60))
    close_minutes(act=at, meeting=meeting, ends_at=ends)


def _closed(walk: Walk, *, copied: bool = False) -> MinutesClosure:
    rows = MinutesClosure.objects.newest().filter(is_from_paper=copied).order_by("pk")
    found = list(rows.select_related("meeting__cell"))
    if not found:
        raise Refused("")
    return walk.dice.choice(found)


def _correct(walk: Walk) -> None:
    """Open closed minutes again; some become a new version, some wait, some are given up."""
    closure = _closed(walk)
    meeting = closure.meeting
    assert meeting is not None  # noqa: S101
    reopen(act=act(walk.officer), meeting=meeting, version=closure.version, reason="Ghi nhầm")
    what = walk.dice.random()
    if what < 0.15:
        give_up(act=act(walk.officer), meeting=meeting)
    else:
        if walk.dice.random() < 0.4:
            meeting = _set_anew(walk, meeting)
        _record(walk, meeting, None)
    if what > 0.4:
        _close(walk, meeting, None)


def _set_anew(walk: Walk, meeting: Meeting) -> Meeting:
    """Say that a meeting was of another kind, or held on another day, of another month too."""
    dice, kinds = walk.dice, ["regular", "both", "thematic", "extraordinary"]
    kind = Sort(dice.choice(kinds)) if not meeting.is_committee else Sort.COMMITTEE
    days = dice.choice([0, 0, 1, -1, 31, -31, -60])
    setting = Setting(
        kind=kind, topic="Học tập" if kind in {"both", "thematic"} else "",
        held_on=min(meeting.held_on + dt.timedelta(days=days), today()),
        starts_at=meeting.starts_at, place=meeting.place, chair=meeting.chair,
        writer=meeting.writer, delegate=dice.choice(["", "Vũ Thị Hạnh"]),
    )  # fmt: skip
    change_setting(act=act(walk.officer), meeting=meeting, setting=setting)
    return Meeting.objects.get(pk=meeting.pk)


def _go_on(walk: Walk) -> None:
    """Close what is still open."""
    rows = Meeting.objects.standing().filter(closures__isnull=True).order_by("pk")
    for meeting in rows[:1]:
        _close(walk, meeting, None)


def _settle(walk: Walk) -> None:
    """Answer an item that fell after a meeting, within its days."""
    closure = _closed(walk)
    assert closure.meeting is not None  # noqa: S101
    day = closure.held_on + dt.timedelta(days=1)
    points = walk.dice.choice([0, 1])
    said = {"7.2": Scored(Fraction(points), done_on=day if points else None)}
    settle_after(act=act(walk.officer, min(day, today())), meeting=closure.meeting, answers=said)


def _copy(walk: Walk) -> None:
    dice = walk.dice
    present, excused, unexcused = dice.randint(1, 9), dice.randint(0, 6), dice.randint(0, 6)
    make_copied(
        _cell(walk), walk.officer, _past(walk, 700), kind=dice.choice(["regular", "both"]),
        members=present + excused + unexcused, present=present, late=dice.randint(0, 1),
        excused=excused, unexcused=unexcused, spoke=dice.choice([None, 0, 1]),
    )  # fmt: skip


def _take_back(walk: Walk) -> None:
    take_back(act=act(walk.officer), closure=_closed(walk, copied=True), reason="Chép nhầm")


def _swap(walk: Walk) -> None:
    """Declare a day at a month's beginning off, or worked."""
    unit = walk.dice.choice([walk.world.province, *walk.some("commune")])
    day = _past(walk).replace(day=walk.dice.choice([1, 2, 3, 3, 4]))
    off = walk.dice.random() < 0.6
    swap_day(act=act(walk.officer), unit=unit, day=day, is_off=off, source="Thử")


def _explain(walk: Walk) -> None:
    explain_missed(
        act=act(walk.officer), cell=_cell(walk), month=Month.of(_past(walk)), reason="Lũ cuốn cầu"
    )


# Members and posts


def _enter(walk: Walk) -> None:
    """Enter a member: official since long, on probation, or recognised since the first day."""
    on, what = _past(walk), walk.dice.choice(["old", "young", "turned", "turned"])
    days: dict[str, Any] = {}
    if what != "old":
        if what == "turned":
            on = today() - dt.timedelta(days=walk.dice.randrange(370, 800))
        turn = on + dt.timedelta(days=366) if what == "turned" else None
        days = {"admitted_on": on, "ceremony_on": on, "official_on": turn}
    new = new_member(_name(walk, "Lèo Thị"), 1990, from_on=on, **days)
    enter_members(act=act(walk.officer), cell=_cell(walk), new=[new])


def _come(walk: Walk) -> None:
    on = _past(walk)
    receive_from_outside(
        act=act(walk.officer), cell=_cell(walk), person=None, outside="tỉnh Lai Châu",
        new=new_member(_name(walk, "Lò Văn"), 1985, from_on=on), basis=_basis(walk, on),
    )  # fmt: skip


def _send(walk: Walk) -> None:
    row, on = _member(walk), _past(walk, 200)
    to = Destination(outside="tỉnh Sơn La") if walk.dice.random() < 0.4 else Destination(
        unit=_cell(walk).pk
    )  # fmt: skip
    transfer = send_member(
        act=act(walk.officer), person=row.person, to=to, on=on, basis=_basis(walk, on)
    )
    later = min(on + dt.timedelta(days=walk.dice.randrange(40)), today())
    if walk.dice.random() < 0.8:
        if to.unit:
            cell = Unit.objects.get(pk=to.unit)
            receive_member(act=act(walk.officer), transfer=transfer, cell=cell, on=later)
        else:
            hand_over(act=act(walk.officer), transfer=transfer, on=later)


def _leave(walk: Walk) -> None:
    on, row = _past(walk, 300), _member(walk)
    what = walk.dice.choice([Event.What.DIED, Event.What.LEFT, Event.What.STRUCK_OFF,
                             Event.What.EXPELLED])  # fmt: skip
    leave_party(
        act=act(walk.officer), person=row.person, what=what, on=on, basis=_basis(walk, on),
        count=Count(10, 10),
    )  # fmt: skip


def _pause(walk: Walk) -> None:
    on, row = _past(walk, 400), _member(walk)
    until = on + dt.timedelta(days=walk.dice.choice([30, 200, 900]))
    what = walk.dice.choice([Condition.What.EXEMPT, Condition.What.SUSPENDED])
    set_condition(
        act=act(walk.officer), membership=row, what=what, from_on=on, until_on=until,
        basis=_basis(walk, on),
    )  # fmt: skip


def _visit(walk: Walk) -> None:
    on, row = _past(walk, 300), _member(walk)
    to = Destination(unit=_cell(walk).pk)
    until = on + dt.timedelta(days=walk.dice.choice([60, 500]))
    send_away(
        act=act(walk.officer), person=row.person, to=to, from_on=on, until_on=until,
        basis=_basis(walk, on),
    )  # fmt: skip
    transfer = Transfer.objects.open().get(person=row.person)
    cell = Unit.objects.get(pk=to.unit)
    receive_member(act=act(walk.officer), transfer=transfer, cell=cell, on=on)
    if walk.dice.random() < 0.3:
        back = min(on + dt.timedelta(days=20), today())
        come_back(act=act(walk.officer), person=row.person, on=back)


def _admit(walk: Walk) -> None:
    cell, on = _cell(walk), _past(walk, 500)
    person = NewPerson(uuid.uuid4(), _name(walk, "Sùng A"), (1995, None, None), Sex.MALE)
    add_prospective(
        act=act(walk.officer), cell=cell, new=person, agreed_on=on - dt.timedelta(days=400),
        class_on=on - dt.timedelta(days=90),
    )  # fmt: skip
    prospective = Prospective.objects.get(person=person.id)
    admit(act=act(walk.officer), prospective=prospective, basis=_basis(walk, on), count=Count(9, 9))
    hold_ceremony(act=act(walk.officer), person=prospective.person, on=on)


def _recognise(walk: Walk) -> None:
    rows = Membership.objects.on(today()).filter(place="home", official_on=None).order_by("pk")
    found = list(rows.exclude(ceremony_on=None).select_related("person"))
    if not found:
        raise Refused("")
    row = walk.dice.choice(found)
    recognise(
        act=act(walk.officer), person=row.person, basis=_basis(walk, today()), count=Count(9, 9)
    )


def _withdraw(walk: Walk) -> None:
    events = list(Event.objects.filter(undo__isnull=False).order_by("-on", "pk")[:6])
    if not events:
        raise Refused("")
    withdraw_event(act=act(walk.officer), event=walk.dice.choice(events), why="Ghi nhầm")


def _lead(walk: Walk) -> None:
    """Give a cell a secretary, or end one's office."""
    posts = list(Post.objects.on(today()).filter(role=Role.SECRETARY).order_by("pk"))
    if posts and walk.dice.random() < 0.4:
        end_post(act=act(walk.officer), post=walk.dice.choice(posts), until_on=today())
        return
    row = _member(walk)
    give_post(
        act=act(walk.officer), person=row.person, unit=row.cell, role=Role.SECRETARY,
        from_on=max(row.from_on, _past(walk, 400)),
    )  # fmt: skip


def _turn(walk: Walk) -> None:
    """Merge, divide or move cells of late, when few of them have met since."""
    on = today() - dt.timedelta(days=walk.dice.randrange(40))
    _weight, make = ACTS[walk.dice.choice(["merge", "split", "split", "move"])]
    carry_out(act=act(walk.officer), turn=make(walk, on), decision=walk.decision(on))


def _turn_kind(walk: Walk) -> None:
    """Make a cell a party committee, under which others may come."""
    unit = walk.some("cell")[0]
    on = walk.day()
    turn = turns.retype(unit.pk, Kind.SECTION, "")
    carry_out(act=act(walk.officer), turn=turn, decision=walk.decision(on))
    walk.kinds[unit.pk] = "commune"


STEPS: dict[str, tuple[int, Step]] = {
    "units": (8, step), "meet": (24, _meet), "correct minutes": (5, _correct),
    "go on": (1, _go_on), "settle": (3, _settle), "copy": (5, _copy), "take back": (1, _take_back),
    "explain": (4, _explain), "swap": (2, _swap), "enter": (2, _enter), "come": (2, _come),
    "send": (4, _send),
    "leave": (3, _leave), "pause": (3, _pause), "visit": (2, _visit), "admit": (2, _admit),
    "recognise": (2, _recognise), "withdraw": (2, _withdraw), "lead": (4, _lead),
    "kind": (1, _turn_kind), "turn": (6, _turn),
}  # fmt: skip


def live(walk: Walk, steps: int) -> None:
    """Take steps of chance; those that are refused are counted and do nothing."""
    names, weights = list(STEPS), [weight for weight, _step in STEPS.values()]
    taken = 0
    while taken < steps:
        what = walk.dice.choices(names, weights)[0]
        try:
            with transaction.atomic(), all_rights(), keys_of(walk.dice):
                STEPS[what][1](walk)
        except (Refused, Http404, PermissionDenied) as refusal:
            walk.refused[f"{what}: {type(refusal).__name__} {refusal}"[:80]] += 1
            continue
        walk.done[what] += 1
        taken += 1


def lived(seed: int, steps: int) -> Walk:
    """Return a province after so many steps; the same seed makes the same one."""
    dice = random.Random(seed)  # noqa: S311 - chance, not a secret
    with keys_of(dice):
        walk = laid(seed)
    live(walk, steps)
    return walk
