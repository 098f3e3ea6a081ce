"""After every kind of act the sums are what the truth amounts to: no command forgets to ask."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest

from chibo.copies.commands import copy_months, take_back
from chibo.copies.rules import PaperMonth
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.commands import every_cell, fold_all, rebuild
from chibo.figures.comparing import Compared, differences
from chibo.figures.models import UnitMonth, View
from chibo.figures.queries import now_of, of_unit
from chibo.meetings.commands import bin_meeting, change_setting
from chibo.meetings.models import Meeting
from chibo.members.commands import (
    Basis,
    Destination,
    Plain,
    correct_member,
    enter_members,
    leave_party,
    plain_of,
    receive_member,
    send_member,
    withdraw_event,
)
from chibo.members.models import Event
from chibo.minutes.commands import close_minutes, reopen
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import (
    NewUnit,
    Predecessor,
    end_post,
    found_units,
    give_post,
    merge_units,
    move_units,
)
from chibo.organizations.models import Kind, Post, Role
from chibo.plans.commands import explain_missed
from chibo.resolutions.commands import withdraw_decision
from chibo.resolutions.models import ResolutionItem
from chibo.rulebook.commands import NewRule, load_packs, set_rule
from chibo.rulebook.models import Rule, RulePack
from tests.sittings import called, decided, held, last_month_3rd, opened, setting
from tests.world import START, World, act, decision, new_member, today


def compared() -> Compared:
    """Fold what is asked for, as a worker does, and compare."""
    fold_all(today=today())
    return differences(every_cell(), today=today())


def _meetings(world: World) -> Iterator[str]:
    closed = held(world, last_month_3rd(), absent=3, unexcused=1)
    yield "closed"
    assert closed.meeting is not None
    secretary = world.user("secretary")
    reopen(act=act(secretary), meeting=closed.meeting, version=1, reason="đếm lại")
    called(closed.meeting, secretary, absent=1)
    again = dt.time(21, 10)
    close_minutes(act=act(secretary), meeting=closed.meeting, ends_at=again)
    yield "corrected"
    reopen(act=act(secretary), meeting=closed.meeting, version=2, reason="ghi nhầm ngày")
    earlier = setting(world, last_month_3rd() - dt.timedelta(days=62), kind="both", topic="Học")
    change_setting(act=act(secretary), meeting=closed.meeting, setting=earlier)
    called(Meeting.objects.get(pk=closed.meeting_id), secretary, absent=2)
    close_minutes(act=act(secretary), meeting=closed.meeting, ends_at=again)
    yield "of another month"
    first = Month.of(today()).first
    meeting = opened(world, first)
    called(meeting, secretary)
    decided(meeting, secretary, world.members[4])
    yield "promised"
    item = ResolutionItem.objects.get(meeting=meeting)
    for taken in (True, False):
        withdraw_decision(act=act(secretary), meeting=meeting, item=item, withdrawn=taken)
        yield f"withdrawn {taken}"
    bin_meeting(act=act(secretary), meeting=Meeting.objects.get(pk=meeting.pk))
    yield "binned"
    month = Month.of(last_month_3rd()).after(-1)
    explain_missed(act=act(secretary), cell=world.cell, month=month, reason="lũ quét")
    yield "explained"
    line = PaperMonth(1, world.sibling_cell.pk, month.first, "regular", 5, 4, 0, 1, 0)
    copy_months(act=act(world.user("clerk")), unit=world.commune, rows=[line])
    copied = MinutesClosure.objects.get(is_from_paper=True)
    assert copied.on_time is True
    yield "copied"
    take_back(act=act(world.user("clerk")), closure=copied, reason="chép nhầm")
    yield "taken back"


def _members(world: World) -> Iterator[str]:
    clerk = act(world.user("clerk"))
    row = world.members[9]
    paper = Basis("5-GGT", today())
    to = Destination(unit=world.sibling_cell.pk)
    transfer = send_member(act=clerk, person=row.person, to=to, on=today(), basis=paper)
    there = receive_member(
        act=act(world.user("clerk")), transfer=transfer, cell=world.sibling_cell, on=today()
    )
    yield "received"
    withdraw_event(
        act=act(world.user("clerk")), event=Event.objects.get(pk=there.began_id), why="nhầm người"
    )
    yield "withdrawn"
    died = dt.date(2026, 3, 9)
    leave_party(
        act=act(world.user("clerk")), person=world.members[8].person, what=Event.What.DIED, on=died
    )
    yield "died"
    person = world.members[7].person
    plain = plain_of(person, on=today())
    fields = {**vars(plain), "official_on": dt.date(2021, 5, 4)}
    correct_member(act=act(world.user("clerk")), person=person, plain=Plain(**fields), why="sai")
    yield "corrected"
    new = [new_member("Vàng A Dơ", 1980, from_on=dt.date(2024, 2, 5))]
    enter_members(act=act(world.user("clerk")), cell=world.sibling_cell, new=new)
    yield "entered"


def _posts(world: World) -> Iterator[str]:
    clerk = world.user("clerk")
    post = Post.objects.get(unit=world.cell, role=Role.SECRETARY)
    end_post(act=act(clerk), post=post, until_on=today())
    yield "ended"
    assert now_of([world.cell.pk])[world.cell.pk]["help_vacant"].part == 1
    give_post(
        act=act(clerk), person=world.members[1].person, unit=world.cell, role=Role.SECRETARY,
        from_on=today(),
    )  # fmt: skip
    yield "given"
    assert world.cell.pk not in now_of([world.cell.pk]) or (
        now_of([world.cell.pk])[world.cell.pk]["help_vacant"].part == 0
    )


def _units(world: World) -> Iterator[str]:
    officer, root = world.user("province_officer"), world.province
    held(world, last_month_3rd())
    on = Month.of(last_month_3rd()).first
    move_units(
        act=act(officer), units=[world.cell], to=world.other_commune,
        decision=decision(root.pk, on),
    )  # fmt: skip
    yield "moved"
    found = found_units(
        act=act(officer), new=[NewUnit(uuid.uuid4(), Kind.CELL, "bản Mới", "village")],
        parent=world.commune, decision=decision(root.pk, dt.date(2026, 5, 9)),
    )  # fmt: skip
    yield "founded"
    one = merge_units(
        act=act(officer), predecessors=[Predecessor(world.sibling_cell), Predecessor(found[0])],
        into=NewUnit(uuid.uuid4(), Kind.CELL, "bản Huổi Ho Mới", "village"), parent=world.commune,
        decision=decision(root.pk, on),
    )  # fmt: skip
    yield "merged"
    all_ = of_unit(one.pk, _since(START), view=View.TODAY, today=today())
    assert all_["due"].part > 60
    merge_units(
        act=act(officer), predecessors=[Predecessor(world.commune)],
        into=NewUnit(uuid.uuid4(), Kind.COMMUNE, "xã Mới"), parent=root,
        decision=decision(root.pk, today() + dt.timedelta(days=40)),
    )  # fmt: skip
    yield "to come"


def _rules(world: World) -> Iterator[str]:
    held(world, last_month_3rd(), absent=1)
    new = [NewUnit(uuid.uuid4(), Kind.CELL, "bản Mới", "village")]
    found_units(
        act=act(world.user("province_officer")), new=new, parent=world.commune,
        decision=decision(world.province.pk, dt.date(2026, 5, 3)),
    )  # fmt: skip
    yield "founded on the day of the meeting"
    for key, value in (("help.running_meetings", "1"), ("help.low_percent", "99")):
        rule = NewRule(key, value, "", None, dt.date(2026, 5, 1))
        set_rule(act=act(world.user("clerk")), unit=world.commune, new=rule)
        yield key
    assert now_of([world.cell.pk])[world.cell.pk]["help_low"].part == 1
    house = RulePack.objects.get(rules__key="month.due", issuer=None)
    Rule.objects.filter(pack=house, key="month.due").update(value="whole_month")
    list(rebuild(today=today()))
    house.rules.filter(key="month.due").delete()
    load_packs(now=act(world.user("clerk")).entered_at)
    yield "learnt again"


def _since(day: dt.date) -> Months:
    return Months(Month.of(day), Month.of(today()))


@pytest.mark.parametrize(
    "acts", [_meetings, _members, _posts, _units, _rules], ids=lambda f: f.__name__
)
def test_no_kind_of_act_leaves_the_sums_behind(
    world: World, acts: Callable[[World], Iterator[str]]
) -> None:
    assert UnitMonth.objects.exists() or compared().rows == 0
    for what in acts(world):
        found = compared()
        assert (what, found.rows, found.differing[:5]) == (what, 0, [])
