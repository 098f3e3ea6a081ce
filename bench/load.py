"""Write the rows of a branch past the commands, as the commands would have (a test compares).

Rows made here: units with all that hangs on them, persons, memberships, their first events,
secretaries, closed minutes, meetings and roll calls, and the sums of `figures` (bench/sums.py).
Not made: the journal, papers (all closures of a province name one), agendas, decisions of meetings.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from bench.generate import (
    CLOSURE,
    EVENT,
    MEETING,
    MEMBER,
    PERSON,
    POST,
    SETTING,
    Branch,
    Held,
    Node,
    Size,
    ends_at,
    first_month,
    key,
    meeting_number,
)
from bench.names import names
from bench.put import keyed, put, put_rows, run, table, unchecked
from chibo.accounts.models import User
from chibo.assessments.commands import load_frames
from chibo.core import viet
from chibo.core.days import FOREVER
from chibo.figures.models import Seat, UnitMonth
from chibo.journal.commands import HANOI
from chibo.meetings.models import Attendance, Meeting, Seal
from chibo.members.models import Event, Membership
from chibo.minutes.models import MinutesClosure
from chibo.organizations import models as org
from chibo.papers.models import Paper
from chibo.people.models import Person
from chibo.plans.queries import in_time
from chibo.rulebook.commands import load_packs
from chibo.rulebook.queries import in_force

MOST = 500  # members of a cell
START, PLACE = "19:30:00", "nhà văn hóa bản"


class Loader:
    """Loads the branches of a size, one province at a time, in any order."""

    def __init__(self, size: Size, today: dt.date) -> None:
        self.size, self.today = size, today
        self.first = first_month(size, today)
        self.start = self.first.first
        self.at = f"{self.start} 05:00:00"

    def prepare(self) -> None:
        """Make what all provinces share: packs, a user, the nation, tables to count with."""
        now = dt.datetime.now(tz=HANOI)
        load_packs(now=now)
        load_frames(now=now)
        User.objects.create_user("bench")
        with unchecked():
            if self.size.provinces > 1:
                self._units([Node(0, "other", "", "Cả nước", ())], key(SETTING, 0))
            self._helpers()

    def _helpers(self) -> None:
        ref, text = {"postgresql": ("uuid", "text")}.get(connection.vendor, ("char(32)", "text"))
        run("create table bench_rank (k int primary key)")
        put("bench_rank", ["k"], ((n,) for n in range(MOST)))
        run("create table bench_month (k int primary key, day date, number int)")
        months = [self.first.after(n) for n in range(self.size.months)]
        put(
            "bench_month", ["k", "day", "number"],
            ((n, month.first, month.index) for n, month in enumerate(months)),
        )  # fmt: skip
        run(f"create table bench_name (k int primary key, name {text}, sort_key {text}, "
            f"search_key {text}, sex {text})")  # fmt: skip
        put("bench_name", ["k", "name", "sort_key", "search_key", "sex"], names())
        run(f"create table bench_cell (id {ref} primary key, n bigint, province {ref}, "
            "members int, grown int, joined int, later int, is_led int)")  # fmt: skip

    def province(self, branch: Branch) -> None:
        """Load units and people of a province."""
        with unchecked():
            self._units(branch.nodes, key(SETTING, branch.number + 1))
            self._cells(branch)
            self._people(branch.province.id)
            self._paper(branch.province.id)

    def forget(self, province: uuid.UUID) -> None:
        """Take away what a load that was broken off left of a province."""
        made = (
            UnitMonth, Seat, Attendance, Seal, MinutesClosure, Meeting, org.Post, Membership, Event,
            Person, Paper, org.Ancestry, org.Placement, org.Designation, org.Change, org.Decision,
            org.Unit,
        )  # fmt: skip
        with unchecked():
            for name in (*map(table, made), "bench_cell"):
                run(f"delete from {name} where province = %s", [province])

    def _units(self, nodes: Sequence[Node], decision: uuid.UUID) -> None:
        top = nodes[0].id
        put_rows(org.Unit, ({"id": node.id, "province": top} for node in nodes))
        put_rows(org.Decision, [{
            "id": decision, "province": top, "number": "", "issuer": "Thử", "about": "Thử",
            "signed_on": None, "effective_on": self.start, "is_house": True, "corrects_id": None,
        }])  # fmt: skip
        put_rows(org.Change, (self._change(node, top, decision) for node in nodes))
        common = {
            "province": top, "decision_id": decision, "from_on": self.start, "until_on": FOREVER
        }  # fmt: skip
        put_rows(org.Designation, ({
            "unit_id": node.id, "kind": node.kind, "cell_type": node.cell_type, "name": node.name,
            "sort_key": viet.text_key(node.name), **common,
        } for node in nodes))  # fmt: skip
        put_rows(org.Placement, (
            {"unit_id": node.id, "parent_id": node.above[0], **common}
            for node in nodes if node.above
        ))  # fmt: skip
        del common["decision_id"]
        put_rows(org.Ancestry, (
            {"unit_id": node.id, "ancestor_id": above, "depth": depth, **common}
            for node in nodes for depth, above in enumerate((node.id, *node.above))
        ))  # fmt: skip

    def _change(self, node: Node, top: uuid.UUID, decision: uuid.UUID) -> dict[str, Any]:
        values = {"kind": node.kind, "cell_type": node.cell_type, "name": node.name}
        return {
            "province": top, "decision_id": decision, "unit_id": node.id, "what": "founded",
            "other_id": node.above[0] if node.above else None,
            "values": json.dumps(values), "entered_at": self.at,
        }  # fmt: skip

    def _cells(self, branch: Branch) -> None:
        months, province = self.size.months, branch.province.id
        led = (lambda n: n % 40 != 7) if self.size.extras else (lambda n: True)
        put(
            "bench_cell",
            ["id", "n", "province", "members", "grown", "joined", "later", "is_led"],
            (
                (cell.node.id, cell.node.n, province, cell.members, cell.grown,
                 cell.joins(0, months), cell.joins(1, months), int(led(cell.node.n)))
                for cell in branch.cells
            ),
        )  # fmt: skip

    def _people(self, province: uuid.UUID) -> None:
        """Write the members of all cells of a province; the last of a cell came later."""
        number, source = "c.n * 10000 + k.k", (
            " from bench_cell c join bench_rank k on k.k < c.members"
            " left join bench_month j on k.k >= c.members - c.grown"
            " and j.k = case when k.k = c.members - c.grown then c.joined else c.later end"
            " left join bench_month o on o.k = j.k + 12 where c.province = %s order by c.n, k.k"
        )  # fmt: skip
        year = "1950 + (c.n * 7 + k.k * 11) %% 45"
        run(
            f"insert into {table(Person)} (id, province, name, sort_key, search_key, birth_year,"
            f" birth_month, birth_day, sex, user_id) select {keyed(PERSON, number)}, c.province,"
            f" n.name, n.sort_key, n.search_key, {year}, null, null, n.sex, null"
            + source.replace(
                " where", " join bench_name n on n.k ="
                " (c.n * 37 + k.k * 101) %% (select count(*) from bench_name) where"
            ),
            [province],
        )  # fmt: skip
        day = "coalesce(j.day, %s)"
        run(
            f"insert into {table(Event)} (id, province, person_id, cell_id, what, {_on()}, number,"
            f" issuer, outside, consent) select {keyed(EVENT, number)}, c.province,"
            f" {keyed(PERSON, number)}, c.id, 'listed', {day}, '', '', '', ''" + source,
            [self.start, province],
        )  # fmt: skip
        old = self.start.replace(year=self.start.year - 4), self.start.replace(day=2)
        old = (old[0], old[0] + dt.timedelta(days=10), old[0] + dt.timedelta(days=380))
        run(
            f"insert into {table(Membership)} (id, province, person_id, cell_id, place, from_on,"
            " until_on, admitted_on, ceremony_on, official_on, began_id, ended_id)"
            f" select {keyed(MEMBER, number)}, c.province, {keyed(PERSON, number)}, c.id, 'home',"
            f" {day}, %s, coalesce(j.day, %s), coalesce(j.day, %s),"
            f" case when j.k is null then %s else o.day end, {keyed(EVENT, number)}, null" + source,
            [self.start, FOREVER, *old, province],
        )  # fmt: skip
        run(
            f"insert into {table(org.Post)} (id, province, person_id, unit_id, role, phone, number,"
            f" ended_by, from_on, until_on) select {keyed(POST, 'c.n')}, c.province,"
            f" {keyed(PERSON, 'c.n * 10000')}, c.id, 'secretary', '0900000111', '', '', %s, %s"
            " from bench_cell c where c.province = %s and c.is_led = 1",
            [self.start, FOREVER, province],
        )  # fmt: skip

    def _paper(self, province: uuid.UUID) -> None:
        put_rows(Paper, [{
            "id": province, "province": province, "unit": province, "kind": "minutes",
            "number": None, "period": "0", "symbol": "", "signed_on": self.start, "version": 1,
            "content": "{}", "content_hash": "", "entered_at": self.at,
        }])  # fmt: skip

    def closures(self, branch: Branch, month: int) -> None:
        """Load the closed minutes of a month, by its number, with their meetings."""
        with unchecked():
            rows = list(branch.held(month))
            attended = month >= self.size.months - self.size.attended
            put_rows(MinutesClosure, self._closures(branch, rows, month, attended=attended))
            if attended:
                self._meetings(branch, month, rows)

    def _closures(
        self, branch: Branch, rows: Iterable[Held], month: int, *, attended: bool
    ) -> Iterator[dict[str, Any]]:
        this, province = self.first.after(month), branch.province.id
        user = User.objects.get(username="bench").pk
        commune = next(node.id for node in branch.nodes if node.kind == "commune")
        force = in_force(commune, on=this.first)
        rules = json.dumps(force.values()) if attended else "{}"
        timely = {
            day: in_time(commune, this, this.first.replace(day=day), on=this.first,
                         has_reason=False)
            for day in range(1, 29)
        }  # fmt: skip
        for row in rows:
            n, held_on = meeting_number(row), this.first.replace(day=row.day)
            new, done, partly, not_done, dropped = row.tasks if attended else (0,) * 5
            yield {
                "id": key(CLOSURE, n), "province": province,
                "meeting_id": key(MEETING, n) if attended else None,
                "is_from_paper": not attended, "version": 1, "is_newest": True, "reason": "",
                "closed_by_id": user, "closed_at": f"{held_on} 15:00:00",
                "cell_id": row.cell.node.id, "kept_by_id": None,
                "superior_id": row.cell.node.above[0], "rule_pack_id": force.pack.pk,
                "rules": rules, "kind": row.kind, "topic": "", "month": this.first,
                "held_on": held_on, "length_minutes": row.length if attended else None,
                "on_time": timely[row.day], "days_to_entry": 0,
                "delegate_present": row.delegate and attended,
                "official": row.official if attended else row.counted,
                "probationary": row.probationary if attended else 0, "exempt": 0, "suspended": 0,
                "away": 0, "here": 0, "special_duty": 0, "counted": row.counted,
                "present": row.present, "late": row.late, "excused": row.excused,
                "unexcused": row.unexcused, "spoke": row.spoke, "points": None,
                "points_of": None, "grade": row.grade if attended else "", "after_items": "[]",
                "tasks_done": done, "tasks_partly": partly, "tasks_not_done": not_done,
                "tasks_dropped": dropped, "tasks_new": new, "petitions": 0,
                "minutes_paper_id": province if attended else None,
            }  # fmt: skip

    def _meetings(self, branch: Branch, month: int, rows: Iterable[Held]) -> None:
        """Write the meetings of a month, sealed; chair and writer are the first two members."""
        this, province = self.first.after(month), branch.province.id
        put_rows(Meeting, ({
            "id": key(MEETING, meeting_number(row)), "province": province,
            "cell_id": row.cell.node.id, "planned_id": None, "kind": row.kind, "topic": "",
            "month": this.first, "held_on": this.first.replace(day=row.day), "starts_at": START,
            "ends_at": ends_at(row), "place": PLACE,
            "chair_id": key(MEMBER, row.cell.node.n * 10_000),
            "writer_id": key(MEMBER, row.cell.node.n * 10_000 + 1),
            "delegate": "Ban Xây dựng Đảng" if row.delegate else "", "guests": "", "dues": "",
            "special_duty": 0, "spoke": row.spoke, "criticism_held": True,
            "entered_at": f"{this.first.replace(day=row.day)} 12:00:00", "binned_at": None,
        } for row in rows))  # fmt: skip
        put_rows(Seal, ({
            "meeting_id": key(MEETING, meeting_number(row)), "province": province,
            "sealed_at": f"{this.first.replace(day=row.day)} 15:00:00", "lifted_at": None,
        } for row in rows))  # fmt: skip

    def attendance(self, branch: Branch, month: int) -> int:
        """Mark every member of a month's meetings so that the closures' counts hold."""
        place = f"(k.k + {month} * 3) %% c.counted"
        with unchecked():
            return run(
                f"insert into {table(Attendance)} (meeting_id, membership_id, province, mark,"
                " reason, late_at, standing, is_official, is_counted, votes)"
                f" select c.meeting_id, {keyed(MEMBER, 'b.n * 10000 + k.k')}, c.province,"
                f" case when {place} < c.present - c.late then 'present'"
                f" when {place} < c.present then 'late'"
                f" when {place} < c.present + c.excused then 'excused' else 'unexcused' end,"
                f" case when {place} >= c.present and {place} < c.present + c.excused"
                " then 'far_work' else '' end, null,"
                " case when k.k < c.official then 'official' else 'probationary' end,"
                " k.k < c.official, true, k.k < c.official"
                f" from {table(MinutesClosure)} c join bench_cell b on b.id = c.cell_id"
                " join bench_rank k on k.k < c.counted"
                " where c.month = %s and c.province = %s and c.meeting_id is not null"
                " order by c.meeting_id, k.k",
                [self.first.after(month).first, branch.province.id],
            )


def _on() -> str:
    return connection.ops.quote_name("on")
