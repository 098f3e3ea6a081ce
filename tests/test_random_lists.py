"""Lists over random histories: opening + up - down = closing, in both views."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from chibo.core.days import FOREVER
from chibo.members.commands import Basis, Move, enter_members, move_members
from chibo.members.commands.events import event_of
from chibo.members.models import Event, Membership
from chibo.organizations.commands import (
    NewUnit,
    Predecessor,
    found_units,
    merge_units,
    move_units,
)
from chibo.organizations.models import Designation, Kind, Placement, Succession, Unit
from chibo.people.models import Sex
from chibo.registers.reconciling import Count, reconcile, reconcile_all
from chibo.registers.rules import Period
from tests.world import World, act, decision, make_world, new_member, today

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST = dt.date(2023, 1, 1)
STEPS = 70
DAY = dt.timedelta(days=1)
WAYS_OUT = ("struck_off", "expelled", "left", "died", "sent")


@dataclass
class History:
    """A world that random acts have changed, one after the other, and the days between them."""

    world: World
    dice: random.Random
    days: list[dt.date] = field(default_factory=list)

    def cells(self, on: dt.date) -> list[Unit]:
        rows = Designation.objects.on(on).filter(kind=Kind.CELL, until_on=FOREVER)
        return [row.unit for row in rows.select_related("unit").order_by("sort_key", "unit")]

    def members(self, on: dt.date) -> list[Membership]:
        rows = Membership.objects.on(on).filter(from_on__lt=on, until_on=FOREVER, place="home")
        return list(
            rows.select_related("cell").order_by("cell__designations__sort_key", "person__sort_key")
        )


def enter(h: History, on: dt.date) -> None:
    probation = h.dice.random() < 0.5
    first, second = divmod(len(h.days), 26)
    name = f"Lò {h.dice.choice(('Văn', 'Thị'))} {chr(65 + first)}{chr(97 + second)}"
    young = on + dt.timedelta(h.dice.randint(1, 300))
    new = new_member(
        name, 1990, from_on=on, admitted_on=on if probation else dt.date(2016, 1, 10),
        ceremony_on=on if probation else dt.date(2016, 1, 20),
        official_on=young if probation else dt.date(2017, 1, 20),
    )  # fmt: skip
    cell = h.dice.choice(h.cells(on))
    row = enter_members(act=act(h.world.user("province_clerk"), today()), cell=cell, new=[new])[0]
    if probation:
        Event.objects.filter(pk=row.began_id).update(what="admitted")


def leave(h: History, on: dt.date) -> None:
    if rows := h.members(on):
        row = h.dice.choice(rows)
        event = event_of(row, h.dice.choice(WAYS_OUT), on, id=uuid.uuid4())
        event.save(force_insert=True)
        Membership.objects.filter(pk=row.pk).update(until_on=on, ended=event)


def transfer(h: History, on: dt.date) -> None:
    rows = h.members(on)
    if rows:
        row = h.dice.choice(rows)
        to = h.dice.choice([cell for cell in h.cells(on) if cell != row.cell])
        move_members(
            moves=[Move(row, to.pk)], on=on, what="received", basis=Basis(), seed=uuid.uuid4()
        )


def move_cell(h: History, on: dt.date) -> None:
    cell = h.dice.choice(h.cells(on))
    seat = Placement.objects.open().get(unit=cell)
    to = h.dice.choice([u for u in (h.world.commune, h.world.other_commune) if u != seat.parent])
    if seat.from_on < on:
        user = h.world.user("province_officer")
        move_units(act=act(user, today()), units=[cell], to=to, decision=decision(to.province, on))


def merge_cells(h: History, on: dt.date) -> None:
    cells = [c for c in h.cells(on) if not Placement.objects.open().filter(unit=c, from_on__gte=on)]
    if len(cells) < 4:
        return
    gone = h.dice.sample(cells, 2)
    commune = h.dice.choice([h.world.commune, h.world.other_commune])
    user = h.world.user("province_officer")
    into = NewUnit(uuid.uuid4(), Kind.CELL, f"bản Gộp {len(h.days)}", "village")
    new = merge_units(
        act=act(user, today()), predecessors=[Predecessor(each) for each in gone], into=into,
        parent=commune, decision=decision(commune.province, on),
    )  # fmt: skip
    moves = [Move(row, new.pk) for row in h.members(on) if row.cell in gone]
    move_members(moves=moves, on=on, what="reorganised", basis=Basis(), seed=uuid.uuid4())


def divide_cell(h: History, on: dt.date) -> None:
    """Let a new cell begin and take half of another's members."""
    old = h.dice.choice(h.cells(on))
    commune = Placement.objects.open().get(unit=old).parent
    user = h.world.user("province_officer")
    new = found_units(
        act=act(user, today()), parent=commune, decision=decision(commune.province, on),
        new=[NewUnit(uuid.uuid4(), Kind.CELL, f"bản Mới {len(h.days)}", "village")],
    )[0]  # fmt: skip
    Succession.objects.create(
        predecessor=old, successor=new, extent="part", on=on, province=new.province,
        decision=Placement.objects.get(unit=new).decision,
    )  # fmt: skip
    moves = [Move(row, new.pk) for row in h.members(on) if row.cell == old][::2]
    move_members(moves=moves, on=on, what="reorganised", basis=Basis(), seed=uuid.uuid4())


ACTS = [enter] * 6 + [leave] * 3 + [transfer] * 4 + [move_cell, merge_cells, divide_cell]


def make_history(seed: int) -> History:
    world = make_world()
    h = History(world, random.Random(seed))
    world.users["province_clerk"] = world.user("clerk")
    for post in world.user("clerk").person.posts.all():
        type(post).objects.filter(pk=post.pk).update(unit=world.province)
    on = FIRST
    for _step in range(STEPS):
        step = h.dice.choice(ACTS)
        on += dt.timedelta(h.dice.randint(int(step is merge_cells), 25))  # nobody came that day
        if on >= today() - dt.timedelta(days=130):
            break
        h.days.append(on)
        step(h, on)
    return h


@pytest.fixture(scope="module", params=[1, 2, 3])
def history(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> History:
    """Yield one random history, kept for all tests of it and rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_history(request.param)
        transaction.set_rollback(True)


def periods(h: History) -> list[Period]:
    """Return quarters, odd days, and single days on which something happened."""
    quarters = [Period(FIRST, FIRST + 89 * DAY), Period(dt.date(2024, 1, 1), dt.date(2024, 3, 31))]
    odd = [Period(a, b) for a, b in zip(h.days[::9], h.days[5::9], strict=False)]
    single = [Period(day, day) for day in h.days[3::11]]
    return [*quarters, *odd, *single, Period(FIRST, today() - 125 * DAY)]


def units(h: History) -> list[Unit]:
    w = h.world
    cells = [row.unit for row in Designation.objects.filter(kind=Kind.CELL).select_related("unit")]
    return [w.province, w.commune, w.other_commune, *cells]


class Raw:
    """The raw rows, and a count of them that walks one row after the other."""

    def __init__(self) -> None:
        columns = ("person", "person__sex", "cell", "from_on", "until_on", "official_on", "place")
        self.rows = list(Membership.objects.order_by("from_on").values_list(*columns))
        self.lives = list(Designation.objects.values_list("unit", "from_on", "until_on"))
        self.seats = list(Placement.objects.values_list("unit", "parent", "from_on", "until_on"))
        self.after = list(Succession.objects.values_list("predecessor", "successor"))

    def exists(self, unit: uuid.UUID, on: dt.date) -> bool:
        return any(each == unit and since <= on < until for each, since, until in self.lives)

    def heirs(self, cell: uuid.UUID) -> set[uuid.UUID]:
        if self.exists(cell, today()):
            return {cell}
        return {end for old, new in self.after if old == cell for end in self.heirs(new)}

    def above(self, here: uuid.UUID, on: dt.date) -> set[uuid.UUID]:
        """Climb from a cell by its places on a day; an ended cell stands nowhere."""
        found: set[uuid.UUID] = set()
        steps = [here] if self.exists(here, on) else []
        while steps:
            found.add(steps[-1])
            steps = [up for unit, up, since, until in self.seats
                     if unit == steps[-1] and since <= on < until]  # fmt: skip
        return found

    def count(self, unit: Unit, on: dt.date, *, then: bool) -> Count:
        people: dict[uuid.UUID, tuple[bool, bool]] = {}
        for person, sex, cell, since, until, official_on, place in self.rows:
            if place == "home" and since <= on < until:
                places = [(cell, on)] if then else [(end, today()) for end in self.heirs(cell)]
                seen = self.above(*places[0]) if len(places) == 1 else set()
                if unit.pk in seen:
                    people[person] = (official_on is not None and official_on <= on,
                                      sex == Sex.FEMALE)  # fmt: skip
        official = sum(is_official for is_official, _woman in people.values())
        women = sum(is_woman for _official, is_woman in people.values())
        return Count(len(people), official, len(people) - official, women)


def test_lists_balance_when_histories_are_random(history: History) -> None:
    wrong, seen = [], 0
    for then in (True, False):
        for period in periods(history):
            found = reconcile_all(
                [unit.pk for unit in units(history)], period, then=then, today=today()
            )
            for key, each in found.items():
                seen += each.up.total + each.down.total
                if each.opening + each.up - each.down != each.closing:
                    wrong.append((key, period, then))

    assert wrong == []
    assert seen > 200


def test_opening_and_closing_are_what_raw_rows_say_when_counted_slowly(history: History) -> None:
    raw, wrong = Raw(), []
    for period in periods(history)[1:6]:
        for then in (True, False):
            found = reconcile_all(
                [unit.pk for unit in units(history)], period, then=then, today=today()
            )
            for unit in units(history):
                slow = (raw.count(unit, period.first - DAY, then=then),
                        raw.count(unit, period.last, then=then))  # fmt: skip
                if (found[unit.pk].opening, found[unit.pk].closing) != slow:
                    wrong.append((unit, then, slow))

    assert wrong == []


def test_children_make_up_their_parent_on_each_day_when_the_tree_is_that_days(
    history: History,
) -> None:
    for period in periods(history):
        for parent in (history.world.province, history.world.commune):
            whole = reconcile(parent.pk, period, then=True, today=today())
            for day, side in ((period.first - DAY, "opening"), (period.last, "closing")):
                seats = Placement.objects.on(day).filter(parent=parent)
                below = list(seats.values_list("unit", flat=True))
                parts = reconcile_all(below, period, then=True, today=today())
                summed = sum((part.count(side) for part in parts.values()), Count())
                assert summed == whole.count(side)


def test_every_number_is_its_people_when_opened(history: History) -> None:
    period = periods(history)[-1]

    found = reconcile(history.world.commune.pk, period, then=True, today=today())

    for row in found.rows:
        for column in ("total", "official", "probationary", "women"):
            people = found.people(row.side, row.kind, column)
            assert len(people) == getattr(row.count, column)
    assert {row.kind for row in found.rows} > {None, "sent", "cell_went", "cell_came", "recognised"}


def test_two_views_differ_only_by_reorganisation_when_all_of_the_province_is_asked(
    history: History,
) -> None:
    """The province holds every cell in both views, save those divided since."""
    period, unit = periods(history)[-1], history.world.province.pk

    then, now = (reconcile(unit, period, then=view, today=today()) for view in (True, False))

    assert then.closing == now.closing
    assert not {row.kind for row in then.rows} & {"cell_came", "cell_went", "reorganised"}
