"""Random paths, always the same ones: one home cell a day, Party age, standing and events agree."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field

import pytest

from chibo.accounts.models import User
from chibo.journal.commands import Act
from chibo.members import commands, rules
from chibo.members.commands import Basis, Count, Destination
from chibo.members.models import Condition, Event, Membership
from chibo.members.queries import counting, member_of
from chibo.members.queries.path import Step, path_of, possible
from chibo.members.rules import Standing
from chibo.organizations.models import Unit
from chibo.people.commands import NewPerson
from chibo.people.models import Person, Sex
from chibo.rulebook.queries import in_force
from tests.world import World, act, today

pytestmark = pytest.mark.once

WALKS, DAY = 10, dt.timedelta(days=1)
LEAVES = {
    Step.STRIKE_OFF: Event.What.STRUCK_OFF, Step.LEAVE: Event.What.LEFT,
    Step.EXPULSION: Event.What.EXPELLED, Step.DEATH: Event.What.DIED,
}  # fmt: skip
PAUSES = {Step.EXEMPTION: Condition.What.EXEMPT, Step.SUSPENSION: Condition.What.SUSPENDED}
ENDS = {Step.EXEMPTION_END: Condition.What.EXEMPT, Step.SUSPENSION_END: Condition.What.SUSPENDED}
COUNT = Count(9, 9)


@dataclass
class Walk:
    """One person on the way, and what was seen on each day: cell and standing."""

    world: World
    person: Person
    dice: random.Random
    day: dt.date
    cell: Unit | None
    words: set[str] = field(default_factory=set)
    spans: list[tuple[dt.date, dt.date | None]] = field(default_factory=list)
    seen: dict[dt.date, tuple[uuid.UUID | None, Standing | None]] = field(default_factory=dict)

    def clerk(self) -> User:
        foreign = self.cell == self.world.foreign_cell
        return self.world.user("other_officer" if foreign else "clerk")

    def act(self) -> Act:
        return act(self.clerk(), self.day)

    def basis(self) -> Basis:
        return Basis("1-QĐ/ĐU", self.day, "Đảng ủy", consent="7-CV/TU")

    def standing(self) -> Standing | None:
        if self.cell is None:
            return None
        return rules.standing(
            official="official" in self.words, visiting=False, exempt="exempt" in self.words,
            suspended="suspended" in self.words, away="away" in self.words,
        )  # fmt: skip


def begun(world: World, number: int) -> Walk:
    """Admit a new person in the cell."""
    walk_day = dt.date(2020, 9, 1)
    clerk = world.user("clerk")
    new = NewPerson(uuid.uuid4(), f"Mùa A {'Abcdefghijkl'[number]}", (1990, 1, 1), Sex.MALE)
    helped = commands.add_prospective(
        act=act(clerk, walk_day), cell=world.cell, new=new, agreed_on=dt.date(2020, 8, 1)
    )
    walk = Walk(world, helped.person, random.Random(number), walk_day, world.cell)
    commands.admit(act=walk.act(), prospective=helped, basis=walk.basis(), count=COUNT)
    walk.spans.append((walk.day, None))
    return walk


def moved(walk: Walk) -> None:
    """Send the person to the other cell, which takes them in a week later, or sends them back."""
    world = walk.world
    there = world.foreign_cell if walk.cell == world.cell else world.cell
    to = Destination(world.other_commune.pk if there == world.foreign_cell else there.pk)
    sent = commands.send_member(
        act=walk.act(), person=walk.person, to=to, on=walk.day, basis=walk.basis()
    )
    walk.seen[walk.day] = (walk.cell.pk if walk.cell else None, walk.standing())
    walk.day += 7 * DAY
    before, walk.cell = walk.cell, there
    if walk.dice.random() < 0.3:
        commands.decline_member(act=walk.act(), transfer=sent, why="Thiếu giấy")
        walk.cell = before
    else:
        commands.receive_member(act=walk.act(), transfer=sent, cell=there, on=walk.day)


def paused(walk: Walk, step: Step) -> None:
    """Let a condition begin or end."""
    person, day, basis = walk.person, walk.day, walk.basis()
    if step == Step.AWAY:
        to = Destination(outside="Nơi khác")
        commands.send_away(
            act=walk.act(), person=person, to=to, from_on=day, until_on=dt.date(9999, 12, 31),
            basis=basis,
        )  # fmt: skip
        walk.words.add("away")
    elif step == Step.BACK:
        commands.come_back(act=walk.act(), person=person, on=day)
        walk.words.discard("away")
    elif step in PAUSES:
        row = path_of(person, on=day).last
        commands.set_condition(
            act=walk.act(), membership=row, what=PAUSES[step], from_on=day, basis=basis
        )
        walk.words.add(str(PAUSES[step]))
    else:
        what = ENDS[step]
        commands.end_condition(act=walk.act(), person=person, what=what, on=day, basis=basis)
        walk.words.discard(str(what))


def taken(walk: Walk, step: Step) -> None:
    """Take one step on the walk's day."""
    person, basis = walk.person, walk.basis()
    if step == Step.CEREMONY:
        commands.hold_ceremony(act=walk.act(), person=person, on=walk.day)
    elif step == Step.RECOGNITION:
        on = commands.recognise(act=walk.act(), person=person, basis=basis, count=COUNT)
        walk.words.add("official")
        walk.seen = {day: (cell, Standing.OFFICIAL if day >= on and word == Standing.PROBATIONARY
                           else word) for day, (cell, word) in walk.seen.items()}  # fmt: skip
    elif step == Step.TRANSFER:
        moved(walk)
    elif step in LEAVES:
        what = LEAVES[step]
        paper = Basis() if step == Step.DEATH else basis
        commands.leave_party(
            act=walk.act(), person=person, what=what, on=walk.day, basis=paper, count=COUNT
        )
        walk.cell, walk.words = None, set()
        walk.spans[-1] = (walk.spans[-1][0], walk.day)
    elif step == Step.READMISSION:
        walk.cell = walk.world.sibling_cell
        commands.readmit(
            act=walk.act(), person=person, cell=walk.cell, basis=basis, is_cleared=False,
            count=COUNT,
        )  # fmt: skip
        walk.spans.append((walk.day, None))
    else:
        paused(walk, step)


def chosen(walk: Walk) -> Step | None:
    """Choose among the steps that may come now; leaving is rare, returning takes years."""
    steps = possible(path_of(walk.person, on=walk.day), on=walk.day)
    if steps == [Step.READMISSION] and len(walk.spans) == 1:
        walk.day += 1_100 * DAY
        return Step.READMISSION if walk.day < today() else None
    stay = [step for step in steps if step not in {*LEAVES, Step.READMISSION}]
    if walk.dice.random() < 0.12:
        stay = [step for step in steps if step in LEAVES] or stay
    return walk.dice.choice(stay) if stay else None


def withdrawn(walk: Walk) -> None:
    """Take a step that changes only a condition, and take it back."""
    before = list(Membership.objects.filter(person=walk.person).order_by("pk").values())
    commands.leave_party(
        act=walk.act(), person=walk.person, what=Event.What.LEFT, on=walk.day, basis=walk.basis()
    )
    event = Event.objects.get(person=walk.person, on=walk.day, what="left")
    commands.withdraw_event(act=walk.act(), event=event, why="Nhầm")
    assert list(Membership.objects.filter(person=walk.person).order_by("pk").values()) == before


def walked(walk: Walk) -> None:
    for _each in range(12):
        walk.seen[walk.day] = (walk.cell.pk if walk.cell else None, walk.standing())
        walk.day += walk.dice.randrange(20, 220) * DAY
        if walk.day > today() - 10 * DAY:
            break
        if walk.cell is not None and walk.dice.random() < 0.2:
            withdrawn(walk)
        step = chosen(walk)
        if step is None:
            break
        taken(walk, step)
    walk.seen[walk.day] = (walk.cell.pk if walk.cell else None, walk.standing())


def test_every_day_agrees_when_random_paths_are_walked(world: World) -> None:
    settings = counting(in_force(world.cell.pk, on=today()))
    steps = 0
    for number in range(WALKS):
        walk = begun(world, number)
        walked(walk)
        rows = list(Membership.objects.filter(person=walk.person).order_by("from_on"))
        path = path_of(walk.person, on=walk.day)
        day = walk.spans[0][0]
        inside = 0
        while day <= walk.day:
            homes = [row for row in rows if row.from_on <= day < row.until_on]
            here = any(start <= day and (end is None or day < end) for start, end in walk.spans)
            assert len(homes) == here
            inside += here
            day += DAY
        assert rules.party_days(path.spans, walk.day + DAY) == inside
        for day, (cell, word) in walk.seen.items():
            found = [row for row in rows if row.from_on <= day < row.until_on]
            assert [row.cell_id for row in found] == ([] if cell is None else [cell])
            member = member_of(found[0], on=day, settings=settings) if found else None
            assert (member.standing if member else None) == word
        steps += Event.objects.filter(person=walk.person).count()
    assert steps > 8 * WALKS
