"""Random reorganisations of a small province; after each everything is derived again by hand."""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from chibo.accounts.models import User
from chibo.copies.testing import make_copied
from chibo.core.days import FOREVER, Month
from chibo.core.errors import Refused
from chibo.core.periods import Months
from chibo.figures.commands import rebuild
from chibo.figures.models import View
from chibo.figures.queries import of_children_in_both, of_unit
from chibo.members.commands import enter_members
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.organizations.authority import BRANCH, RIGHTS, Can, reach
from chibo.organizations.commands import NewUnit, give_post, rebuild_ancestry
from chibo.organizations.commands.acts import Heir
from chibo.organizations.models import (
    Ancestry,
    Change,
    Decision,
    Designation,
    Kind,
    Placement,
    Post,
    Role,
    Succession,
    Unit,
)
from chibo.people.commands import add_person
from chibo.people.models import Person, Sex
from chibo.reorganisations import turns
from chibo.reorganisations.commands import carry_out, correct
from chibo.reorganisations.queries import newcomers
from tests.world import START, World, act, make_world, new_member, today

State = dict[str, Any]
DATED = {
    Designation: ("unit", "kind", "cell_type", "name", "from_on", "until_on"),
    Placement: ("unit", "parent", "from_on", "until_on"),
    Succession: ("predecessor", "successor", "extent", "on"),
    Ancestry: ("unit", "ancestor", "depth", "from_on", "until_on"),
}


@dataclass
class Walk:
    """A small province that chance reorganises."""

    world: World
    dice: random.Random
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    kinds: dict[UUID, str] = field(default_factory=dict)
    number: int = 0
    persons: set[UUID] = field(default_factory=set)  # who was there before the first step

    @property
    def officer(self) -> User:
        return self.world.user("province_officer")

    def day(self) -> dt.date:
        """Return a day of effect: mostly past, at times today or to come."""
        return today() + dt.timedelta(days=self.dice.choice([*range(-500, 200, 7), 0, 0, 0]))

    def decision(self, on: dt.date) -> Decision:
        self.number += 1
        return Decision(
            id=uuid.uuid4(), province=self.world.province.pk, number=f"{self.number}-QĐ/TU",
            issuer="Tỉnh ủy Điện Biên", about="Thử", signed_on=min(on, today()), effective_on=on,
        )  # fmt: skip

    def some(self, kind: str, count: int = 1) -> list[Unit]:
        """Return units of a kind, those that stand now rather than others."""
        there = set(Unit.objects.values_list("pk", flat=True))
        made = [unit for unit, of in self.kinds.items() if of == kind and unit in there]
        stand = set(Designation.objects.on(today()).values_list("unit", flat=True))
        likely = [unit for unit in made if unit in stand] or made
        pool = likely if self.dice.random() < 0.9 else made
        picked = self.dice.sample(pool, min(count, len(pool)))
        found = Unit.objects.in_bulk(picked)
        return [found[unit] for unit in picked]

    def new(self, kind: str) -> NewUnit:
        unit = NewUnit(
            uuid.uuid4(), Kind(kind), f"{kind} {self.number}", "village" if kind == "cell" else ""
        )
        self.kinds[unit.id] = kind
        return unit


def laid(seed: int) -> Walk:
    """Return the world of the tests with some more cells, and meetings copied from paper."""
    walk = Walk(make_world(), random.Random(seed))  # noqa: S311 - chance, not a secret
    world = walk.world
    walk.kinds = {world.commune.pk: "commune", world.other_commune.pk: "commune"}
    walk.kinds |= {c.pk: "cell" for c in (world.cell, world.sibling_cell, world.foreign_cell)}
    for parent in (world.commune, world.other_commune):
        for _each in range(2):
            new = walk.new("cell")
            by = walk.decision(START)
            turn = turns.found(parent.pk, new)
            carry_out(act=act(walk.officer), turn=turn, decision=by)
            people = [new_member(f"Cà Văn {name}", 1970) for name in ("An", "Bun", "Chựa", "Đoan")]
            clerk = world.user("clerk" if parent == world.commune else "other_officer")
            enter_members(act=act(clerk), cell=Unit.objects.get(pk=new.id), new=people)
    for cell in walk.some("cell", 7):
        for back in range(1, 500, 93):
            day = (today() - dt.timedelta(days=back)).replace(day=3)
            make_copied(cell, walk.officer, day)
    walk.persons = set(Person.objects.values_list("pk", flat=True))
    return walk


# Acts of chance


def _found(walk: Walk, on: dt.date) -> turns.Turn:
    kind = walk.dice.choice(["cell", "cell", "commune"])
    parent = walk.world.province if kind == "commune" else walk.some("commune")[0]
    return turns.found(parent.pk, walk.new(kind))


def _rename(walk: Walk, on: dt.date) -> turns.Turn:
    unit = walk.some(walk.dice.choice(["cell", "commune"]))[0]
    return turns.rename(unit.pk, f"tên {walk.number}")


def _retype(walk: Walk, on: dt.date) -> turns.Turn:
    unit = walk.some("cell")[0]
    return turns.retype(unit.pk, "cell", walk.dice.choice(["village", "agency", "school"]))


def _move(walk: Walk, on: dt.date) -> turns.Turn:
    units = walk.some("cell", walk.dice.choice([1, 1, 3]))
    return turns.move(units[0].pk, [unit.pk for unit in units], walk.some("commune")[0].pk)


def _merge(walk: Walk, on: dt.date) -> turns.Turn:
    kind = walk.dice.choice(["cell", "cell", "commune"])
    units = walk.some(kind, walk.dice.choice([2, 2, 3]))
    into: NewUnit | UUID = walk.dice.choice([units[0].pk, walk.new(kind)])
    parent = walk.world.province if kind == "commune" else walk.some("commune")[0]
    return turns.merge(units[0].pk, units, into, parent.pk, on)


def _split(walk: Walk, on: dt.date) -> turns.Turn:
    kind = walk.dice.choice(["cell", "cell", "commune"])
    unit, *others = walk.some(kind, 3)
    into: list[NewUnit | UUID] = [walk.new(kind), *(other.pk for other in others), walk.new(kind)]
    into = walk.dice.sample(into, min(len(into), walk.dice.choice([2, 2, 3])))
    below = Placement.objects.on(on).filter(parent=unit).values_list("unit", flat=True)
    shares: dict[int, list[UUID]] = {}
    for child in below:
        shares.setdefault(walk.dice.randrange(len(into)), []).append(child)
    heirs = [Heir(each, tuple(shares.get(n, []))) for n, each in enumerate(into)]
    rows = Membership.objects.filter(cell=unit).order_by("person__sort_key", "from_on", "pk")
    persons = dict.fromkeys(rows.values_list("person", flat=True))
    each = {person: walk.dice.choice(heirs).id for person in persons if walk.dice.random() < 0.7}
    parent = walk.world.province if kind == "commune" else walk.some("commune")[0]
    stays = walk.dice.random() < 0.4
    return turns.split(unit.pk, heirs, parent.pk, on, stays=stays, each=each)


def _end(walk: Walk, on: dt.date) -> turns.Turn:
    return turns.end(walk.some(walk.dice.choice(["cell", "commune"]))[0].pk)


ACTS: dict[str, tuple[int, Callable[[Walk, dt.date], turns.Turn]]] = {
    "found": (2, _found), "rename": (2, _rename), "retype": (1, _retype), "move": (4, _move),
    "merge": (4, _merge), "split": (4, _split), "end": (1, _end),
}  # fmt: skip


def step(walk: Walk) -> tuple[str, dt.date]:
    """Do one thing that chance picks; it may be refused. Return what, and its day of effect."""
    names = [*ACTS, "correct", "enter", "post"]
    weights = [*(weight for weight, _make in ACTS.values()), 3, 3, 1]
    what = walk.dice.choices(names, weights)[0]
    on = walk.day()
    if what == "correct":
        return what, _correct_some(walk)
    if what == "enter":
        _enter(walk)
    elif what == "post":
        _post(walk)
    else:
        turn = ACTS[what][1](walk, on)
        carry_out(act=act(walk.officer), turn=turn, decision=walk.decision(on))
    return what, on


def _enter(walk: Walk) -> None:
    """Enter a member late, into a cell of that day."""
    cell = walk.some("cell")[0]
    new = new_member("Lèo Thị Mai", 1990, from_on=min(walk.day(), today()))
    with as_clerk(walk, cell):
        enter_members(act=act(walk.officer), cell=cell, new=[new])


@contextmanager
def as_clerk(walk: Walk, cell: Unit) -> Iterator[None]:
    """Let the province's officer keep the register for once."""
    rights = RIGHTS[Role.PROVINCE_OFFICER]
    rights[Can.KEEP_REGISTER] = BRANCH
    try:
        yield
    finally:
        del rights[Can.KEEP_REGISTER]


def _post(walk: Walk) -> None:
    unit = walk.some(walk.dice.choice(["cell", "commune"]))[0]
    user = User.objects.create_user(f"login {uuid.uuid4()}")
    person = add_person(
        id=uuid.uuid4(), province=walk.world.province.pk, name="Vũ Thị Hạnh",
        birth=(1980, None, None), sex=Sex.FEMALE, user=user,
    )  # fmt: skip
    role = Role.SECRETARY if walk.kinds[unit.pk] == "cell" else Role.COMMUNE_SECRETARY
    give_post(act=act(walk.officer), person=person, unit=unit, role=role, from_on=today())


def _correct_some(walk: Walk) -> dt.date:
    standing = standing_decisions(walk)
    if not standing:
        raise Refused("")
    wrong = walk.dice.choice(standing[-8:])
    _undo(walk, wrong)
    return wrong.effective_on


def standing_decisions(walk: Walk) -> list[Decision]:
    """Return the decisions of this walk that stand, in the order of entry."""
    rows = Decision.objects.filter(
        number__gt="", corrects__isnull=True, corrected_by__isnull=True, changes__isnull=False
    ).exclude(effective_on=START)
    return sorted(rows.distinct(), key=lambda each: int(each.number.split("-")[0]))


def _undo(walk: Walk, wrong: Decision) -> None:
    others = Designation.objects.filter(kind="cell", until_on=FOREVER).exclude(
        unit__changes__in=Change.objects.filter(decision=wrong)
    )
    home = others.order_by("from_on", "pk").values_list("unit", flat=True).first()
    goes = {row.pk: home for row in newcomers(wrong) if home}
    by = walk.decision(wrong.effective_on)
    correct(act=act(walk.officer), wrong=wrong, correction=by, goes=goes)


# What must hold


def days(walk: Walk) -> list[dt.date]:
    """Return days around everything that ever changed, and some others."""
    found = {on + dt.timedelta(days=n) for on in _ends() for n in (-1, 0)}
    found |= {today(), today() + dt.timedelta(days=400)}
    return sorted(day for day in found if START <= day < FOREVER)


def _ends() -> set[dt.date]:
    return set(Designation.objects.values_list("from_on", flat=True).distinct()) | set(
        Placement.objects.values_list("from_on", flat=True).distinct()
    )


def by_hand(on: dt.date) -> dict[UUID, tuple[str, UUID | None]]:
    """Return the name and superior of each unit on a day, from the changes alone."""
    found: dict[UUID, dict[str, Any]] = {}
    rows = Change.objects.filter(
        decision__corrected_by__isnull=True, decision__effective_on__lte=on
    )
    for row in rows.order_by("decision__effective_on", "pk"):
        if row.what == "ended":
            found.pop(row.unit_id, None)
            continue
        if row.what == "founded":
            found[row.unit_id] = {"parent": row.other_id}
        if row.unit_id in found:
            found[row.unit_id] |= row.values
            if row.what == "moved":
                found[row.unit_id]["parent"] = row.other_id
    return {unit: (each["name"], each["parent"]) for unit, each in found.items()}


def check_days(walk: Walk) -> None:
    """Compare names, places and chains of several days with those worked out by hand."""
    sample = days(walk)
    for on in walk.dice.sample(sample, min(3, len(sample))):
        hand = by_hand(on)
        names = dict(Designation.objects.on(on).values_list("unit", "name"))
        seats = dict(Placement.objects.on(on).values_list("unit", "parent"))
        if hand != {unit: (name, seats.get(unit)) for unit, name in names.items()}:
            walk.faults.append(f"rows of {on}")
        chains = {(unit, up) for unit in hand for up in _chain(unit, hand)}
        if chains != set(Ancestry.objects.on(on).values_list("unit", "ancestor")):
            walk.faults.append(f"closure of {on}")
        _check_members(walk, on, hand)


def _chain(unit: UUID | None, hand: dict[UUID, tuple[str, UUID | None]]) -> Iterator[UUID]:
    while unit is not None:
        yield unit
        unit = hand[unit][1]


def _check_members(walk: Walk, on: dt.date, hand: dict[UUID, tuple[str, UUID | None]]) -> None:
    first: dict[UUID, dt.date] = {}
    cells: dict[UUID, list[UUID]] = {}
    for person, cell, from_on, until_on in Membership.objects.values_list(
        "person", "cell", "from_on", "until_on"
    ):
        first[person] = min(first.get(person, FOREVER), from_on)
        cells.setdefault(person, [])
        if from_on <= on < until_on:
            cells[person].append(cell)
    for person, found in cells.items():
        wanted = 1 if first[person] <= on else 0
        if len(found) != wanted or any(cell not in hand for cell in found):
            walk.faults.append(f"member {person} on {on}: {found}")


def check_closure(walk: Walk) -> None:
    """Compare the derived closure with one rebuilt from scratch."""
    kept = _rows(Ancestry)
    rebuild_ancestry()
    if kept != _rows(Ancestry):
        walk.faults.append("closure")


def check_sight(walk: Walk) -> None:
    """Compare what users reach with the definition, from placements and posts of today."""
    hand = by_hand(today())
    posts = list(Post.objects.on(today()).exclude(person__user=None).select_related("person__user"))
    users = {post.person.user for post in posts}
    for user in walk.dice.sample(sorted(users, key=str), min(4, len(users))):
        for can in (Can.SEE_UNIT, Can.REORGANISE, Can.HOLD_MEETING):
            wanted = {
                unit
                for post in posts
                if post.person.user == user and (how := RIGHTS[Role(post.role)].get(can))
                for unit in hand
                if unit == post.unit_id or (how == BRANCH and post.unit_id in _chain(unit, hand))
            }
            if wanted != set(reach(user, can, on=today())):
                walk.faults.append(f"{user} {can}")
    if any(post.unit_id not in hand for post in posts):
        walk.faults.append("a post at a unit that ended")


def check_figures(walk: Walk) -> None:
    """Count each closed meeting of some months once in the province, in both views."""
    list(rebuild(today=today()))
    root = walk.world.province.pk
    months = sorted(set(MinutesClosure.objects.values_list("month", flat=True)))
    for first in walk.dice.sample(months, 2):
        month = Months.of(Month.of(first))
        wanted = MinutesClosure.objects.newest().filter(month=first).count()
        then, now = (
            sum(each["held"].part for each in found.values())
            for found in of_children_in_both(root, month, today=today(), keys=["held"]).values()
        )
        whole = of_unit(root, month, view=View.THEN, today=today())["held"].part
        if (then, now, whole) != (wanted, wanted, wanted):
            walk.faults.append(f"figures of {month}: {then} {now} {whole} of {wanted}")


def counts(on: list[dt.date]) -> dict[tuple[UUID, dt.date], tuple[int, int]]:
    """Return cells and members in the branch of each unit on these days."""
    found: dict[tuple[UUID, dt.date], tuple[int, int]] = {}
    for day in on:
        members = Counter(Membership.objects.on(day).values_list("cell", flat=True))
        cells = set(Designation.objects.on(day).filter(kind="cell").values_list("unit", flat=True))
        for unit, ancestor in Ancestry.objects.on(day).values_list("unit", "ancestor"):
            if unit in cells:
                one, two = found.get((ancestor, day), (0, 0))
                found[ancestor, day] = (one + 1, two + members[unit])
    return found


def _rows(model: Any) -> list[tuple[Any, ...]]:
    return sorted(model.objects.values_list(*DATED[model]), key=str)


def state(walk: Walk) -> State:
    """Return what a correction must give back, of those who were there from the first."""
    posts = Post.objects.filter(person__in=walk.persons).values_list(
        "person", "unit", "role", "from_on", "until_on"
    )
    closures = MinutesClosure.objects.values_list("pk", "cell", "superior", "kept_by")
    return {
        **{model.__name__: _rows(model) for model in DATED},
        "posts": sorted(posts, key=str), "closures": sorted(closures, key=str),
        "members": [each for each in _spells() if each[0] in walk.persons],
    }  # fmt: skip


def _spells() -> list[tuple[Any, ...]]:
    """Return who was where from when to when, spells in one cell joined where they touch."""
    found: list[list[Any]] = []
    rows = Membership.objects.order_by("person", "from_on")
    for person, cell, from_on, until_on in rows.values_list(
        "person", "cell", "from_on", "until_on"
    ):
        if found and found[-1][:2] == [person, cell] and found[-1][3] == from_on:
            found[-1][3] = until_on
        else:
            found.append([person, cell, from_on, until_on])
    return [tuple(each) for each in found]


def walk_and_check(walk: Walk, steps: int) -> None:
    """Take steps of chance; after each that was not refused, check what must hold."""
    while sum(walk.done.values()) < steps:
        past = walk.dice.sample(days(walk), 2)
        before = counts(past)
        try:
            with transaction.atomic():
                what, on = step(walk)
        except (Refused, Http404) as refusal:
            walk.refused[str(refusal)[:40]] += 1
            continue
        walk.done[what] += 1
        if what not in {"enter", "post"}:
            kept = [day for day in past if day < on]
            if counts(kept) != {key: each for key, each in before.items() if key[1] in kept}:
                walk.faults.append(f"counts before {on} by {what}")
        check_days(walk)
        check_sight(walk)
        check_figures(walk)
        check_closure(walk)


def undo_all(walk: Walk) -> None:
    """Correct every decision that stands, the newest first."""
    for wrong in reversed(standing_decisions(walk)):
        _undo(walk, wrong)


def reorganisations(steps: int = 1_000) -> dict[str, Any]:
    """Return how many reorganisations were made, and the faults found after them; goal: none."""
    walk = laid(1)
    walk_and_check(walk, steps)
    return {
        "reorganisations": {
            "value": sum(walk.done.values()), "goal": steps, "better": "higher",
            "of": steps, "which": [f"{what} {n}" for what, n in walk.done.most_common()],
        },
        "faults": {
            "value": len(walk.faults), "goal": 0, "better": "lower",
            "of": steps, "which": walk.faults[:5],
        },
    }  # fmt: skip
