"""The loader of the bench writes what the commands write, and its sums are those of `rebuild`."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import models, transaction

from bench import sums
from bench.generate import (
    MEETING,
    MEMBER,
    SIZES,
    Branch,
    Held,
    Node,
    ends_at,
    first_month,
    key,
    meeting_number,
)
from bench.load import PLACE, Loader
from bench.names import names
from chibo.accounts.models import User
from chibo.assessments.commands import load_frames
from chibo.copies.commands import copy_months
from chibo.copies.rules import PaperMonth
from chibo.figures.commands import rebuild
from chibo.figures.models import Seat, UnitMonth
from chibo.journal.commands import HANOI
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    Setting,
    call_roll,
    open_meeting,
    record_discussion,
)
from chibo.meetings.models import Attendance, Meeting, Seal
from chibo.members.commands import NewMember, enter_members
from chibo.members.models import Event, Membership
from chibo.minutes.commands import close_minutes
from chibo.minutes.models import MinutesClosure
from chibo.organizations import models as org
from chibo.organizations.commands import NewUnit, found_units, give_post, install
from chibo.people.commands import add_person
from chibo.people.models import Person
from chibo.rulebook.commands import load_packs
from tests.world import act, today

TINY = SIZES["tiny"]
TABLES: dict[type[models.Model], str] = {  # and what of them is left out of the comparison
    org.Unit: "", org.Change: "id decision entered_at", org.Designation: "id decision",
    org.Placement: "id decision", org.Ancestry: "id", Person: "id user",
    Event: "id person", Membership: "person began", org.Post: "id person",
    Meeting: "entered_at", Seal: "sealed_at", Attendance: "",
    MinutesClosure: "id closed_by closed_at days_to_entry minutes_paper resolution_paper"
    " score_paper roll_call_paper task_list_paper rule_pack",
}  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


def _rows() -> Rows:
    found = {}
    for model, left_out in TABLES.items():
        fields = [
            field.attname for field in model._meta.concrete_fields
            if field.name not in left_out.split()
        ]  # fmt: skip
        query = model._default_manager.all()
        if model is Person:
            query = query.exclude(name__startswith="Cán bộ")
        if model is org.Post:
            query = query.filter(role="secretary")
        found[model.__name__] = sorted(
            (tuple(str(value) for value in row) for row in query.values_list(*fields)),
        )
    return found


def _sums() -> set[tuple[Any, ...]]:
    columns = [field.attname for field in UnitMonth._meta.concrete_fields]
    return {row for row in UnitMonth.objects.values_list(*columns) if any(row[4:])}


def _load(size: Any = TINY) -> Branch:
    loader = Loader(size, today())
    loader.prepare()
    branch = Branch(size, 0, loader.first)
    loader.province(branch)
    for month in range(size.months):
        loader.closures(branch, month)
        loader.attendance(branch, month)
    sums.seats(branch.nodes)
    sums.cells(branch, today())
    sums.above(branch.province.id, range(1, 4))
    return branch


class _ByHand:
    """The same little history, by the commands that people's pages call."""

    def __init__(self) -> None:
        self.first = first_month(TINY, today())
        self.branch = Branch(TINY, 0, self.first)
        self.start = self.first.first
        for load in (load_packs, load_frames):
            load(now=dt.datetime.now(tz=HANOI))
        self.officer = User.objects.create_user("officer")
        self.found()
        for cell in self.branch.cells:
            self.enter(cell)
        for month in range(TINY.months):
            for held in self.branch.held(month):
                self.hold(held) if month else self.copy(held)

    def person(self, name: str, user: User | None) -> Person:
        return add_person(
            id=uuid.uuid4(), province=self.branch.province.id, name=f"Cán bộ {name}",
            birth=(1980, None, None), sex="male", user=user,
        )  # fmt: skip

    def decision(self) -> org.Decision:
        return org.Decision(
            id=uuid.uuid4(), province=self.branch.province.id, issuer="Thử", about="Thử",
            effective_on=self.start, is_house=True,
        )  # fmt: skip

    def found(self) -> None:
        top, *rest = self.branch.nodes
        install(
            act=act(self.officer, self.start), new=_new(top), decision=self.decision(),
            officer=self.person("Một", self.officer),
        )  # fmt: skip
        give_post(
            act=act(self.officer, self.start), unit=org.Unit.objects.get(pk=top.id),
            role="party_building_officer", from_on=self.start, phone="",
            person=Person.objects.get(user=self.officer),
        )  # fmt: skip
        for node in rest:
            found_units(
                act=act(self.officer, self.start), new=[_new(node)], decision=self.decision(),
                parent=org.Unit.objects.get(pk=node.above[0]),
            )  # fmt: skip

    def enter(self, cell: Any) -> None:
        n = cell.node.n
        people = list(Person.objects.none())
        unit = org.Unit.objects.get(pk=cell.node.id)
        old = self.start.replace(year=self.start.year - 4)
        known = list(names())
        new = []
        for rank in range(cell.members):
            name = known[(n * 37 + rank * 101) % len(known)]
            new.append(NewMember(
                id=key(MEMBER, n * 10_000 + rank), name=name[1], sex=name[4],
                birth=(1950 + (n * 7 + rank * 11) % 45, None, None), admitted_on=old,
                ceremony_on=old + dt.timedelta(days=10), from_on=self.start,
                official_on=old + dt.timedelta(days=380),
            ))  # fmt: skip
        people = enter_members(act=act(self.officer), cell=unit, new=new)
        give_post(
            act=act(self.officer), person=people[0].person, unit=unit, role="secretary",
            from_on=self.start, phone="0900000111",
        )  # fmt: skip
        user = User.objects.create_user(f"secretary-{n}")
        Person.objects.filter(pk=people[0].person_id).update(user=user)

    def copy(self, held: Held) -> None:
        on = self.first.after(held.month).first.replace(day=held.day)
        unit = org.Unit.objects.get(pk=held.cell.node.id)
        row = PaperMonth(
            line=1, cell=unit.pk, kind=held.kind, held_on=on,
            members=held.counted, present=held.present, late=held.late, excused=held.excused,
            unexcused=held.unexcused, spoke=held.spoke,
        )  # fmt: skip
        copy_months(act=act(self.officer), unit=unit, rows=[row])

    def hold(self, held: Held) -> None:
        n, month = held.cell.node.n, self.first.after(held.month)
        on = month.first.replace(day=held.day)
        user = User.objects.get(username=f"secretary-{n}")
        members = {m.pk: m for m in Membership.objects.filter(cell=held.cell.node.id)}
        ids = [key(MEMBER, n * 10_000 + rank) for rank in range(held.counted)]
        opening = act(user, on)
        opening = type(opening)(
            key(MEETING, meeting_number(held)), user, opening.claimed_at, opening.entered_at
        )
        meeting = open_meeting(
            act=opening, cell=org.Unit.objects.get(pk=held.cell.node.id),
            setting=Setting(
                kind=held.kind, topic="", held_on=on, starts_at=dt.time(19, 30), place=PLACE,
                chair=members[ids[0]], writer=members[ids[1]],
            ),
            agenda=[ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới")],
        )  # fmt: skip
        call_roll(act=act(user, on), meeting=meeting, marks={
            ids[rank]: _mark((rank + held.month * 3) % held.counted, held)
            for rank in range(held.counted)
        })  # fmt: skip
        record_discussion(
            act=act(user, on), meeting=meeting, spoke=held.spoke, criticism_held=True,
            items=[ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới")],
        )  # fmt: skip
        close_minutes(act=act(user, on, dt.time(22, 30)), meeting=meeting, ends_at=ends_at(held))


def _mark(place: int, held: Held) -> MarkGiven:
    if place < held.present - held.late:
        return MarkGiven("present")
    if place < held.present:
        return MarkGiven("late")
    if place < held.present + held.excused:
        return MarkGiven("excused", "far_work")
    return MarkGiven("unexcused")


def _new(node: Node) -> NewUnit:
    return NewUnit(node.id, org.Kind(node.kind), node.name, node.cell_type)


@pytest.mark.django_db
def test_loaded_rows_equal_those_of_the_commands() -> None:
    with transaction.atomic():
        _ByHand()
        by_hand = _rows()
        list(rebuild(today=today()))
        told = _sums()
        transaction.set_rollback(True)
    _load()
    loaded = _rows()
    for name in by_hand:
        assert loaded[name] == by_hand[name], name
        assert loaded[name], name
    assert _sums() == told


@pytest.mark.django_db
def test_loaded_sums_equal_a_rebuild() -> None:
    _load(SIZES["hamlet"])
    loaded, seats = _sums(), set(Seat.objects.values_list())
    list(rebuild(today=today()))
    assert loaded == _sums()
    assert seats == set(Seat.objects.values_list())
