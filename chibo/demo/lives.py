"""What happens around the meetings of Mường Pồn: a congress, dues, transfers, checks."""

import datetime as dt
import uuid
from collections.abc import Sequence

from chibo.accounts.models import User
from chibo.core.days import Month
from chibo.deadlines.commands import note_check
from chibo.deadlines.models import Check
from chibo.demo.acts import act_on
from chibo.demo.cells import Cell
from chibo.dues.commands import Handing, NewRate, Paid, hand_up, set_rate, take_payments
from chibo.dues.ledger import Ledger
from chibo.dues.models import Rate
from chibo.elections import queries as elections
from chibo.elections.commands import (
    Confirmed,
    NewElection,
    enter_count,
    hold_election,
    ratify,
)
from chibo.elections.models import Election
from chibo.elections.rules import Figures, Marks
from chibo.members.commands import Basis, Destination, add_prospective, send_member
from chibo.members.models import Membership
from chibo.organizations.commands import give_post
from chibo.organizations.models import Role, Unit
from chibo.organizations.queries import COMMITTEE, holders
from chibo.people.commands import NewPerson
from chibo.people.models import Sex
from chibo.reorganisations.commands import found_group, seat_in_group

ISSUER = "Ban Thường vụ Đảng ủy xã Mường Pồn"
CONGRESS_ON, RATIFIED_ON = dt.date(2025, 8, 15), dt.date(2025, 8, 25)
MANY = 9  # official members: from here a cell has a committee
DUE = 10_000  # đồng a month: invented
GROUPS = ("Tổ đảng 1", "Tổ đảng 2")


def live(cells: Sequence[Cell], clerk: User, elsewhere: Unit, today: dt.date) -> None:
    """Let the first of these cells live what an ordinary cell lives; others only some of it."""
    own, second, third = cells[:3]
    congress(own, clerk)
    dues(own, today)
    groups(own, today)
    official = [each for each in second.members[3:] if each.official_on]
    sent = today - dt.timedelta(days=20)
    paper = Basis("31-GT/ĐU", sent, ISSUER)
    send_member(
        act=act_on(clerk, sent), person=official[0].person, on=sent, basis=paper,
        to=Destination(elsewhere.pk),
    )  # fmt: skip
    long_ago = today - dt.timedelta(days=110)
    paper = Basis("07-GT/ĐU", long_ago, ISSUER)
    official = [each for each in third.members[3:] if each.official_on]
    send_member(
        act=act_on(clerk, long_ago), person=official[0].person, on=long_ago, basis=paper,
        to=Destination(outside="Đảng bộ phường Tô Hiệu, tỉnh Sơn La"),
    )  # fmt: skip
    for name, born, sex in (("Lò Thị Xuyến", 2001, Sex.FEMALE), ("Vàng A Páo", 1999, Sex.MALE)):
        agreed = today - dt.timedelta(days=90)
        add_prospective(
            act=act_on(clerk, agreed), cell=own.unit, agreed_on=agreed,
            new=NewPerson(uuid.uuid4(), name, (born, None, None), sex), ask_same=False,
        )  # fmt: skip
    for number, cell in enumerate(cells):
        if number and sum(bool(each.official_on) for each in cell.members) >= MANY:
            third_seat(cell, clerk)
        for what in Check.What.values:
            done = today - dt.timedelta(days=20 + number if number else 400)
            note_check(act=act_on(clerk, done), unit=cell.unit, what=what, done_on=done)


def third_seat(cell: Cell, clerk: User) -> None:
    """Give a cell with many members its committee of three."""
    held = holders([cell.unit.pk], COMMITTEE, on=CONGRESS_ON)
    heads = {post.person_id for post in held.values()}
    third = next(
        each for each in cell.members
        if each.official_on and each.pk not in cell.outside and each.person_id not in heads
    )  # fmt: skip
    give_post(
        act=act_on(clerk, RATIFIED_ON), person=third.person, unit=cell.unit,
        role=Role.COMMITTEE_MEMBER, from_on=RATIFIED_ON, number="12-QĐ/ĐU", signed_on=RATIFIED_ON,
    )  # fmt: skip


def congress(cell: Cell, clerk: User) -> None:
    """Elect a committee of three, its secretary and deputy; the commune ratifies."""
    able = [each for each in cell.members if each.official_on and each.pk not in cell.outside]
    held = holders([cell.unit.pk], COMMITTEE, on=CONGRESS_ON)
    chief, vice = (
        next(each for each in able if each.person_id == held[cell.unit.pk, role].person_id)
        for role in (Role.SECRETARY, Role.DEPUTY_SECRETARY)
    )
    third, fourth = [each for each in able if each not in (chief, vice)][:2]
    for seat, seats, chosen in (
        (Role.COMMITTEE_MEMBER, 3, (chief, vice, third, fourth)),
        (Role.SECRETARY, 1, (chief,)),
        (Role.DEPUTY_SECRETARY, 1, (vice,)),
    ):
        new = NewElection(
            Election.What.CONGRESS, CONGRESS_ON, seat=seat, seats=seats,
            candidates=tuple(each.pk for each in chosen),
        )  # fmt: skip
        act = act_on(cell.secretary, CONGRESS_ON)
        election = hold_election(act=act, cell=cell.unit, new=new)
        _count(cell, election, last=fourth)
    confirmed = Confirmed("12-QĐ/ĐU", ISSUER, RATIFIED_ON, RATIFIED_ON)
    ratify(act=act_on(clerk, RATIFIED_ON), election=election, confirmed=confirmed)


def _count(cell: Cell, election: Election, *, last: Membership) -> None:
    """Let two counters find the same: everybody in favour but of one name."""
    lines = elections.lines_of(election)
    voters = 12
    marks = tuple(
        Marks(3, 9, 0) if each.line.candidate_id == last.pk else Marks(11, 1, 0) for each in lines
    )
    for teller in elections.tellers_for(election, lines)[:2]:
        enter_count(
            act=act_on(cell.secretary, CONGRESS_ON), election=election, counter=teller.membership,
            figures=Figures(voters, voters, voters, 0, marks),
        )  # fmt: skip


def dues(cell: Cell, today: dt.date) -> None:
    """Take dues of each month of the year but the last; hand them up by quarter."""
    first, this = Month(today.year, 1), Month.of(today)
    months = [first.after(n) for n in range(this.number - 1)]
    if not months:
        return
    start = first.first
    rate = NewRate(None, Rate.Why.FIXED, DUE, first)
    set_rate(act=act_on(cell.secretary, start), cell=cell.unit, new=rate)
    for month in months:
        day = month.first + dt.timedelta(days=9)
        lines = Ledger([cell.unit.pk], [month]).lines(cell.unit.pk, month)
        paid = [Paid(line.membership, line.left) for line in lines if line.left]
        late = month.number > this.number - 4  # one member is behind by some months
        take_payments(
            act=act_on(cell.secretary, day), cell=cell.unit, month=month, paid_on=day,
            paid=paid[:-1] if late else paid,
        )  # fmt: skip
        if month.number % 3 == 0:
            new = Handing(len(paid) * DUE * 9 // 10, month.after(-2), month, day, f"PT {month}")
            hand_up(act=act_on(cell.secretary, day), cell=cell.unit, new=new)


def groups(cell: Cell, today: dt.date) -> None:
    """Divide the cell into two party groups."""
    since = today - dt.timedelta(days=200)
    there = [each.person_id for each in cell.members if each.from_on <= since]
    for number, name in enumerate(GROUPS):
        act = act_on(cell.secretary, since)
        group = found_group(act=act, cell=cell.unit, name=name, from_on=since)
        act = act_on(cell.secretary, since)
        seat_in_group(act=act, group=group, persons=there[number::2], from_on=since)
