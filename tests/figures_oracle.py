"""Every figure of the catalogue again, slowly, from the raw rows and the meaning of its words.

Nothing here is taken from `figures`, `reports`, `registers`, nor from the derived `Ancestry`: units
are followed by walking the rows of places and successions, meetings are counted from their roll
call. It is slow, and meant to be read: what a figure counts stands in words where it is counted.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any
from uuid import UUID

import holidays

from chibo.assessments.models import LateAnswer, ScoreSheet
from chibo.copies.models import TakenBack
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.meetings.models import Attendance, Meeting, Seal
from chibo.members.models import Membership
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Designation, Placement, Post, Succession
from chibo.plans.models import MissedMonth, Move, SwappedDay
from chibo.resolutions.models import Task, TaskAnswer
from chibo.rulebook.models import Rule, RulePack

Path = tuple[UUID, ...]
Row = dict[str, Any]
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Met:
    """One meeting that counts: its newest closed minutes, counted from what was recorded."""

    closure: UUID
    cell: UUID  # the cell that it counts for
    month: int
    held_on: dt.date
    kind: str
    is_copied: bool
    on_time: bool | None
    sums: Counter[str]
    spoke: int | None
    length: int | None
    delegate: bool
    grade: str

    @property
    def is_regular(self) -> bool:
        return self.kind in {"regular", "both"}

    @property
    def under_half(self) -> bool:
        """Fewer came than half of those who had to."""
        return self.sums["present"] < Fraction(self.sums["counted"], 2)


class Oracle:
    """All raw rows, read once, and what they say of units, cells and meetings."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.this = Month.of(today).index
        self.lives = _by(Designation.objects.order_by("from_on").values(), "unit_id")
        self.places = _by(Placement.objects.values(), "unit_id")
        self.gifts = _by(Succession.objects.order_by("pk").values(), "predecessor_id")
        self.homes = list(Membership.objects.filter(place="home").values(
            "person_id", "cell_id", "from_on", "until_on", "official_on", "began__what",
            "ended__what",
        ))  # fmt: skip
        self.packs = list(RulePack.objects.filter(subject="meetings", is_example=False)
                          .order_by("from_on", "entered_at").values())  # fmt: skip
        self.swaps = list(SwappedDay.objects.values())
        missed = MissedMonth.objects.values_list("cell", "month")
        self.explained = {(cell, Month.of(month).index) for cell, month in missed}
        self.cells = {
            unit for unit, rows in self.lives.items() if any(r["kind"] == "cell" for r in rows)
        }

    # Units

    def exists(self, unit: UUID, day: dt.date) -> bool:
        return any(_holds(row, day) for row in self.lives.get(unit, ()))

    def is_cell(self, unit: UUID, day: dt.date) -> bool:
        return any(_holds(r, day) and r["kind"] == "cell" for r in self.lives.get(unit, ()))

    def end(self, unit: UUID) -> dt.date:
        """The day on which a unit ends."""
        return max(row["until_on"] for row in self.lives[unit])

    @cache  # noqa: B019 - an oracle lives as long as one comparison
    def above(self, unit: UUID, day: dt.date) -> Path:
        """The unit and those above it on a day, or on the nearest day on which it existed."""
        rows = self.lives.get(unit, ())
        if rows:
            day = max(day, rows[0]["from_on"])
            day = min(day, self.end(unit) - DAY)
        path = [unit]
        while parents := [
            r["parent_id"] for r in self.places.get(path[-1], ()) if _holds(r, day)
        ]:  # fmt: skip
            path.append(parents[0])
        return tuple(path)

    @cache  # noqa: B019
    def heirs(self, unit: UUID, day: dt.date) -> list[UUID]:
        """Who stands for a unit on a day: itself; once it has ended, whom it gave itself to on its
        last day, or who stands for those."""
        if self.exists(unit, day):
            return [unit]
        gifts = self.gifts.get(unit, ()) if unit in self.lives else ()
        found = [
            heir
            for gift in gifts
            if gift["on"] == self.end(unit) and gift["on"] <= day
            for heir in self.heirs(gift["successor_id"], day)
        ]
        return list(dict.fromkeys(found))

    @cache  # noqa: B019
    def path(self, cell: UUID, day: dt.date, view: str) -> Path:
        """Under whom what a cell did on a day is counted.

        then: the units above it that day. today: those above the one that stands for it today;
        where that is nobody, or several, it stands alone under the province. What a unit did as a
        cell stands apart below it, if it was or is ever something else.
        """
        if view == "then":
            return self._own(self.above(cell, day))
        found = self.heirs(cell, self.today)
        if len(found) == 1:
            return self._own(self.above(found[0], self.today))
        return (cell, self.above(cell, self.today)[-1])

    def _own(self, path: Path) -> Path:
        changed = any(row["kind"] != "cell" for row in self.lives.get(path[0], ()))
        return (path[0], *path) if changed else path

    # Which months a cell owes

    def spans(self, cell: UUID) -> list[tuple[dt.date, dt.date]]:
        """From when until when (exclusive) a unit is a cell, without a break."""
        found: list[tuple[dt.date, dt.date]] = []
        for row in self.lives.get(cell, ()):
            if row["kind"] != "cell":
                continue
            if found and found[-1][1] == row["from_on"]:
                found[-1] = (found[-1][0], row["until_on"])
            else:
                found.append((row["from_on"], row["until_on"]))
        return found

    def rule(self, unit: UUID, key: str, day: dt.date) -> Any:
        """What the rules say at a unit on a day: the Centre's, over them those of each level."""
        found = None
        for level in (None, *reversed(self.above(unit, day))):
            for pack in self.packs:
                if pack["issuer_id"] == level and _holds(pack, day):
                    found = self._rules.get((pack["id"], key), found)
        return found

    @cached_property
    def _rules(self) -> dict[tuple[UUID, str], Any]:
        rows = Rule.objects.values_list("pack", "key", "value")
        return {(pack, key): value for pack, key, value in rows}

    def is_off(self, unit: UUID, day: dt.date, on: dt.date) -> bool:
        """Whether a day is off at a unit: declared so, else a holiday, else the week's end."""
        for level in self.above(unit, on):
            for row in self.swaps:
                if (row["unit_id"], row["day"]) == (level, day):
                    return bool(row["is_off"])
        known, worked = _public(day.year)
        if day in known:
            return True
        week_end = day.weekday() == 6 or (
            day.weekday() == 5 and self.rule(unit, "saturday.off", on) == "yes"
        )
        return week_end and day not in worked

    def wanted_day(self, unit: UUID, month: Month, on: dt.date) -> dt.date:
        """The day of the regular meeting: the fixed one; if off, the next in the week, else the
        last before it, else the first after the week."""
        week = [d for d in _days(month.first, 31) if d <= self.week_end(unit, month, on)]
        fixed = self.fixed(unit, month, on)
        order = [
            fixed, *(d for d in week if d > fixed), *(d for d in reversed(week) if d < fixed),
            *_days(week[-1] + DAY, 15),
        ]  # fmt: skip
        return next((d for d in order if not self.is_off(unit, d, on)), fixed)

    def fixed(self, unit: UUID, month: Month, on: dt.date) -> dt.date:
        day = int(self.rule(unit, "regular.day", on))
        return month.first.replace(day=min(max(day, 1), month.last.day))

    def week_end(self, unit: UUID, month: Month, on: dt.date) -> dt.date:
        """The last day of the first week."""
        if self.rule(unit, "regular.week", on) == "full_week":
            monday = next(d for d in _days(month.first, 7) if d.weekday() == 0)
            return monday + 6 * DAY
        return month.first.replace(day=int(self.rule(unit, "regular.last_day", on)))

    @cache  # noqa: B019
    def owes(self, cell: UUID, month: int) -> dt.date | None:
        """The last day of a month on which a cell stood that owed it a regular meeting.

        A cell that is there the whole month owes it. One that begins or ends within it owes it if
        it was there from the day of the meeting to the end of the first week (or, where the rules
        say so, never). None: it owes nothing.
        """
        span = Month.at(month)
        for since, until in self.spans(cell):
            if since > min(span.last, self.today) or until <= span.first:
                continue
            on = max(span.first, since)
            place = (*self.above(cell, on)[1:2], cell)[0]
            whole = since <= span.first and until > span.last
            early = since <= self.wanted_day(place, span, on)
            late = until > self.week_end(place, span, on)
            days = self.rule(place, "month.due", on) != "whole_month"
            if whole or (days and early and late):
                return min(span.last, self.today, until - DAY)
        return None

    # Meetings

    @cached_property
    def met(self) -> list[Met]:
        """The meetings that count: the newest closed version of each, what was taken back left out;
        those of the committee never."""
        newest: dict[UUID, Row] = {}
        taken = set(TakenBack.objects.values_list("closure", flat=True))
        for row in MinutesClosure.objects.order_by("version").values():
            if row["id"] not in taken and row["kind"] != "committee":
                newest[row["meeting_id"] or row["id"]] = row
        return [self._met(row) for row in newest.values()]

    def _met(self, row: Row) -> Met:
        meeting = Meeting.objects.filter(pk=row["meeting_id"]).values().first()
        reopened = Seal.objects.filter(pk=row["meeting_id"], lifted_at__isnull=False).exists()
        raw = None if reopened else meeting  # while it is corrected, the closed version counts
        book = meeting["cell_id"] if meeting else row["kept_by_id"] or row["cell_id"]
        held_on = raw["held_on"] if raw else row["held_on"]
        kind = raw["kind"] if raw else row["kind"]
        month = Month.of(raw["month"] if raw else row["month"])
        return Met(
            closure=row["id"],
            cell=next(iter(self.heirs(book, held_on)), book),
            month=month.index,
            held_on=held_on,
            kind=kind,
            is_copied=meeting is None,
            on_time=self._on_time(book, kind, month, held_on),
            sums=_counted(raw) if raw else _frozen(row),
            spoke=raw["spoke"] if raw else row["spoke"],
            length=_minutes(raw["starts_at"], raw["ends_at"]) if raw else row["length_minutes"],
            delegate=raw["delegate"] != "" if raw else row["delegate_present"],
            grade=self._grade(row),
        )

    def _on_time(self, cell: UUID, kind: str, month: Month, held_on: dt.date) -> bool | None:
        """A regular meeting is in time until the end of the first week; where the rules are strict
        and no reason was noted for another day, until the fixed day, if that was worked."""
        if kind not in {"regular", "both"}:
            return None
        on = max(month.first, self.lives[cell][0]["from_on"]) if cell in self.lives else month.first
        heir = next(iter(self.heirs(cell, held_on)), cell)
        place = (*self.above(heir, held_on)[1:2], heir)[0]
        if held_on > self.week_end(place, month, on):
            return False
        strict = self.rule(place, "regular.after_day", on) == "late"
        fixed = self.fixed(place, month, on)
        has_day = int(self.rule(place, "regular.day", on)) > 0
        moved = Move.objects.filter(
            planned__cell=cell, planned__month=month.first, planned__kind__in=["regular", "both"]
        ).exists()
        after = held_on > fixed and not self.is_off(place, fixed, on)
        return not (strict and has_day and after and not moved)

    def _grade(self, row: Row) -> str:
        """The grade of the closing; then what fell after the meeting: as it was answered last, or
        nothing once its days are over. A grade held back at the closing is held back still."""
        sheet = ScoreSheet.objects.filter(meeting=row["meeting_id"], side="cell").first()
        grade: str = row["grade"]
        if not grade or sheet is None or row["meeting_id"] is None:
            return grade
        over = self.today > row["held_on"] + int(row["rules"].get("papers.days_after", 0)) * DAY
        said: dict[str, Fraction] = dict.fromkeys(row["after_items"], Fraction(0)) if over else {}
        for each in LateAnswer.objects.filter(meeting=row["meeting_id"]).order_by("entered_at"):
            if each.item in row["after_items"]:
                said[each.item] = Fraction(str(each.points))
        if not said:
            return grade
        frame = sheet.frame.content
        order = [name for name, _least in frame["grades"]]
        if not frame["total"]:
            return grade if all(said.values()) else str(order[-1])
        before, whole = Fraction(str(row["points"])), Fraction(str(frame["total"]))
        points = before + sum(said.values(), Fraction(0))
        if not frame.get("may_exceed"):
            points = min(points, whole)

        def by(points: Fraction) -> str:
            return next(name for name, least in frame["grades"] if points >= Fraction(str(least)))

        found = [by(points)] + ([grade] if grade != by(before) else [])
        found += [i["veto"] for i in frame["items"] if i.get("veto") and said.get(i["key"]) == 0]
        return max(found, key=order.index)

    @cached_property
    def met_in(self) -> dict[tuple[UUID, int], list[Met]]:
        """The regular meetings by cell and month that they count for."""
        found = defaultdict(list)
        for each in self.met:
            if each.is_regular:
                found[each.cell, each.month].append(each)
        return found

    @cache  # noqa: B019
    def turns(self, cell: UUID, month: int) -> list[tuple[dt.date, bool]]:
        """The times that a cell had to meet in a month: on which day each stands, and if it met.

        Each regular meeting that it held is one; if it held none and owed one: one.
        """
        held = [(each.held_on, True) for each in self.met_in.get((cell, month), ())]
        owed = None if held else self.owes(cell, month)
        return held if owed is None else [(owed, False)]

    def is_missed(self, cell: UUID, month: int) -> bool:
        """A month that is over was owed, and no regular meeting of it was closed."""
        return month < self.this and any(not met for _day, met in self.turns(cell, month))

    # Today

    def open_promises(self, cell: UUID) -> list[dt.date]:
        """By which days the promises are due that a cell still has to answer.

        Given by a meeting of the cell, not of its committee; neither withdrawn nor in the bin; not
        done and not dropped. Of a cell that ended: its heir's. Among several heirs: of another than
        the first where the responsible member is now, else of the first. The newest day counts.
        """
        found = []
        tasks = Task.objects.filter(
            is_withdrawn=False, item__is_withdrawn=False, meeting__binned_at__isnull=True
        ).exclude(meeting__kind="committee")
        for task in tasks.select_related("responsible"):
            answers = TaskAnswer.objects.filter(task=task, meeting__binned_at__isnull=True)
            heard = list(answers.order_by("meeting__held_on", "meeting__starts_at", "meeting"))
            if any(each.outcome in {"done", "dropped"} for each in heard):
                continue
            if self.hears(task.cell_id, task.responsible.person_id) == cell:
                days = [each.new_due_on for each in heard if each.new_due_on]
                found.append(days[-1] if days else task.due_on)
        return found

    def hears(self, cell: UUID, responsible: UUID) -> UUID | None:
        found = self.heirs(cell, self.today)
        rows = Membership.objects.filter(person=responsible).values()
        now = [row["cell_id"] for row in rows if _holds(row, self.today)]
        return next((heir for heir in found[1:] if heir in now), next(iter(found), None))

    @cache  # noqa: B019
    def reasons(self, cell: UUID) -> Counter[str]:
        """Why a cell of today needs help, each reason a fact."""
        sums: Counter[str] = Counter()
        days = self.open_promises(cell)
        sums["open_tasks"] = len(days)
        sums["overdue_tasks"] = sum(day < self.today for day in days)
        sums["help_promises"] = sums["overdue_tasks"] > 0
        # the months before this one, so many, were owed, and in none a meeting was held, nor since
        mine = [m for m in self.met if m.cell == cell and m.is_regular and m.month > self.this - 13]
        back = not any(m.month == self.this for m in mine)
        count = int(self.rule(cell, "help.missed_months", self.today))
        missed = [self.is_missed(cell, self.this - n - 1) for n in range(count)]
        sums["help_missed"] = back and all(missed)
        # the last regular meetings of a year, so many, all had less than a share of who had to come
        running = int(self.rule(cell, "help.running_meetings", self.today))
        share = Fraction(int(self.rule(cell, "help.low_percent", self.today)), 100)
        last = sorted(mine, key=lambda each: each.held_on)[-running:]
        low = [each.sums["present"] < share * each.sums["counted"] for each in last]
        sums["help_low"] = len(low) == running and all(low)
        # nobody holds the office of secretary
        posts = Post.objects.filter(unit=cell, role="secretary")
        sums["help_vacant"] = not any(_holds(row, self.today) for row in posts.values())
        sums["help"] = any(value for key, value in sums.items() if key.startswith("help_"))
        return sums


@dataclass(frozen=True)
class Asked:
    """A question: a unit (as it stands below `under`, if that is given), months, a view."""

    oracle: Oracle
    unit: UUID
    months: Months
    view: str
    under: UUID | None = None

    def is_here(self, cell: UUID, day: dt.date) -> bool:
        """Whether what a cell did on a day counts for the unit."""
        path = self.oracle.path(cell, day, self.view)
        if self.under is None:
            return self.unit in path
        return (self.unit, self.under) in zip(path, path[1:], strict=False)

    @property
    def indexes(self) -> list[int]:
        """The months that have begun."""
        return [month.index for month in self.months if month.index <= self.oracle.this]

    @cached_property
    def met(self) -> list[Met]:
        """The meetings that answer for these months."""
        return [
            each for each in self.oracle.met
            if each.month in self.indexes and self.is_here(each.cell, each.held_on)
        ]  # fmt: skip

    @cached_property
    def regular(self) -> list[Met]:
        return [each for each in self.met if each.is_regular]

    @cached_property
    def turns(self) -> list[tuple[UUID, int, dt.date, bool]]:
        """The times that cells had to meet: cell, month, day, whether it met."""
        cells = {*self.oracle.cells, *(each.cell for each in self.oracle.met)}
        return [
            (cell, month, day, met)
            for cell in cells
            for month in self.indexes
            for day, met in self.oracle.turns(cell, month)
            if self.is_here(cell, day)
        ]

    @property
    def end(self) -> dt.date:
        """The last day of the period, or today."""
        return min(self.months.last_day, self.oracle.today)

    @property
    def start(self) -> dt.date:
        """The day before the period, or today."""
        return min(self.months.first_day - DAY, self.oracle.today)

    def members(self, day: dt.date) -> list[Row]:
        """Who was at home in a cell at the end of a day."""
        rows = self.oracle.homes
        return [r for r in rows if _holds(r, day) and self.is_here(r["cell_id"], day)]

    def sum(self, key: str) -> int:
        """What the regular meetings add up to."""
        return sum(each.sums[key] for each in self.regular)

    def tasks(self, *keys: str) -> int:
        """What the meetings of all kinds add up to; the committee's are not among them."""
        return sum(each.sums[key] for each in self.met for key in keys)

    def kinds(self, *kinds: str) -> int:
        return sum(each.kind in kinds for each in self.met)

    @cached_property
    def up(self) -> Counter[str]:
        """Who came onto a list, on the day, by reason: entered by a step of that name. Who came by
        a decision on units did not come, the list did."""
        whys = {"admitted", "readmitted", "received", "listed"}
        return Counter(
            row["began__what"] if row["began__what"] in whys else "other"
            for row in self.oracle.homes
            if row["began__what"] != "reorganised"
            and self._is_inside(row["from_on"])
            and self.is_here(row["cell_id"], row["from_on"])
        )

    @cached_property
    def down(self) -> Counter[str]:
        """Who went from a list, by reason, as of the first day without them; they count for the
        units of the day before. Received elsewhere or gone outside: sent from here."""
        names = {"received": "sent", "gone": "sent"}
        whys = {"sent", "struck_off", "expelled", "left", "died"}
        found: Counter[str] = Counter()
        for row in self.oracle.homes:
            what = names.get(row["ended__what"], row["ended__what"])
            if row["ended__what"] != "reorganised" and self._is_inside(row["until_on"]):
                here = self.is_here(row["cell_id"], row["until_on"] - DAY)
                found[what if what in whys else "other"] += here
        return found

    def recognised(self) -> int:
        """Who was on a list as probationary the day before, and as official that day."""
        found = 0
        for row in self.oracle.homes:
            turn = row["official_on"]
            if turn is None or not self._is_inside(turn) or not _holds(row, turn):
                continue
            was_there = any(
                other["person_id"] == row["person_id"] and _holds(other, turn - DAY)
                for other in self.oracle.homes
            )
            found += was_there and self.is_here(row["cell_id"], turn)
        return found

    def _is_inside(self, day: dt.date) -> bool:
        return self.months.first_day <= day <= self.end

    def now(self, key: str) -> int:
        """What holds today below the unit as it stands today."""
        oracle, today = self.oracle, self.oracle.today
        here = [c for c in oracle.cells if oracle.is_cell(c, today) and self.is_here(c, today)]
        return sum(oracle.reasons(cell)[key] for cell in here)


Pair = tuple[int, int | None]
Count = Callable[[Asked], Pair]
MARKS = ("tasks_done", "tasks_partly", "tasks_not_done", "tasks_dropped")


def _over(asked: Asked, *, is_over: bool) -> list[bool]:
    """Whether each turn was met, of the months that are over, or of the running one."""
    turns = asked.turns
    return [met for _c, month, _d, met in turns if (month < asked.oracle.this) == is_over]


def _held(asked: Asked) -> Pair:
    """Closed regular meetings, of the times that cells had to meet."""
    return len(asked.regular), len(asked.turns)


def _on_time(answer: bool | None) -> Count:
    """Regular meetings judged to be in time (late, not judged), of all regular ones."""
    return lambda a: (sum(each.on_time is answer for each in a.regular), len(a.regular))


def _not_held(asked: Asked) -> Pair:
    """Times in months that are over that no meeting was held, of all such times."""
    over = _over(asked, is_over=True)
    return over.count(False), len(over)


def _explained(asked: Asked) -> Pair:
    """Those of them for which the cell said why."""
    oracle = asked.oracle
    return sum(
        not met and month < oracle.this and (cell, month) in oracle.explained
        for cell, month, _day, met in asked.turns
    ), None  # fmt: skip


def _spoke(asked: Asked) -> Pair:
    """How many spoke, of all who were present, at meetings of which it was noted."""
    noted = [each for each in asked.regular if each.spoke is not None]
    return sum(each.spoke or 0 for each in noted), sum(each.sums["present"] for each in noted)


def _length(asked: Asked) -> Pair:
    """Minutes in all, and the meetings whose length is known."""
    known = [each.length for each in asked.regular if each.length is not None]
    return sum(known), len(known)


def _delegates(asked: Asked) -> Pair:
    """Meetings where somebody of the level above was, of those with minutes in the book."""
    ours = [each for each in asked.regular if not each.is_copied]
    return sum(each.delegate for each in ours), len(ours)


def _members(asked: Asked) -> Pair:
    """Who is at home at the end of the last day."""
    return len(asked.members(asked.end)), None


def _probationary(asked: Asked) -> Pair:
    """Those of them who are not official members yet."""
    there = asked.members(asked.end)
    young = [r for r in there if r["official_on"] is None or r["official_on"] > asked.end]
    return len(young), len(there)


def _carried(asked: Asked) -> Pair:
    """What the list grew by that nobody came or went for: cells came and went with their own."""
    grown = len(asked.members(asked.end)) - len(asked.members(asked.start))
    return grown - asked.up.total() + asked.down.total(), None


def _cells(asked: Asked) -> Pair:
    """The cells of the last day."""
    oracle, day = asked.oracle, asked.end
    return sum(oracle.is_cell(c, day) and asked.is_here(c, day) for c in oracle.cells), None


UP = ("admitted", "readmitted", "received", "listed", "other")
DOWN = ("sent", "struck_off", "expelled", "left", "died", "other")
GRADES = ("good", "fair", "average", "weak", "passed", "not_passed")


def _of_roll(key: str, whole: str = "") -> Count:
    """Marks of the roll calls of regular meetings, of a whole of them."""
    return lambda a: (a.sum(key), a.sum(whole) if whole else None)


def _kinds(*kinds: str) -> Count:
    """Closed meetings of these kinds."""
    return lambda a: (a.kinds(*kinds), None)


def _answers(*keys: str) -> Count:
    """Answers to promises of these kinds, of all answers."""
    return lambda a: (a.tasks(*keys), a.tasks(*MARKS))


def _graded(grade: str) -> Count:
    """Regular meetings of this grade, of those that have one."""
    return lambda a: (
        sum(each.grade == grade for each in a.regular),
        sum(each.grade != "" for each in a.regular),
    )


def _now(key: str, whole: str = "") -> Count:
    return lambda a: (a.now(key), a.now(whole) if whole else None)


def _why(side: str, why: str) -> Count:
    return lambda a: ((a.up if side == "up" else a.down)[why], None)


COUNTS: dict[str, Count] = {
    "held": _held, "held_on_time": _on_time(True), "held_late": _on_time(False),
    "held_unjudged": _on_time(None),
    "regular_alone": _kinds("regular"), "both": _kinds("both"),
    "thematic": _kinds("both", "thematic"), "thematic_alone": _kinds("thematic"),
    "extraordinary": _kinds("extraordinary"),
    "from_paper": lambda a: (sum(each.is_copied for each in a.regular), None),
    "attendance": _of_roll("present", "counted"), "late": _of_roll("late", "present"),
    "excused": _of_roll("excused", "counted"), "unexcused": _of_roll("unexcused", "counted"),
    "exempt": _of_roll("exempt"), "special_duty": _of_roll("special_duty"),
    "suspended": _of_roll("suspended"), "away": _of_roll("away"), "here": _of_roll("here"),
    "spoke": _spoke, "length": _length, "delegates": _delegates,
    "under_half": lambda a: (sum(each.under_half for each in a.regular), len(a.regular)),
    "due": lambda a: (len(a.turns), None), "not_held": _not_held,
    "not_held_explained": _explained,
    "waiting": lambda a: (_over(a, is_over=False).count(False), None),
    "members_start": lambda a: (len(a.members(a.start)), None), "members": _members,
    "probationary": _probationary, "recognised": lambda a: (a.recognised(), None),
    **{f"up_{why}": _why("up", why) for why in UP},
    **{f"down_{why}": _why("down", why) for why in DOWN},
    "up": lambda a: (a.up.total(), None), "down": lambda a: (a.down.total(), None),
    "carried": _carried, "cells": _cells,
    "promises_made": lambda a: (a.tasks("tasks_new"), None),
    "promises_kept": _answers("tasks_done"),
    "promises_late": _answers("tasks_partly", "tasks_not_done"),
    "promises_dropped": _answers("tasks_dropped"),
    **{f"grade_{grade}": _graded(grade) for grade in GRADES},
}  # fmt: skip
COUNTS_NOW: dict[str, Count] = {
    "help": _now("help"), "help_missed": _now("help_missed"), "help_low": _now("help_low"),
    "help_promises": _now("help_promises"), "help_vacant": _now("help_vacant"),
    "promises_overdue": _now("overdue_tasks", "open_tasks"),
}  # fmt: skip


def _by(rows: Iterable[Row], key: str) -> dict[UUID, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)


def _holds(row: Row, day: dt.date) -> bool:
    return bool(row["from_on"] <= day < row["until_on"])


def _days(first: dt.date, count: int) -> Iterator[dt.date]:
    return (first + n * DAY for n in range(count))


@cache
def _public(year: int) -> tuple[Any, set[dt.date]]:
    found = holidays.country_holidays("VN", years=year)
    return found, set(getattr(found, "weekend_workdays", ()))


def _minutes(start: dt.time, end: dt.time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _counted(meeting: Row) -> Counter[str]:
    """Count a roll call and the promises of a meeting, row by row."""
    sums: Counter[str] = Counter(special_duty=meeting["special_duty"])
    for row in Attendance.objects.filter(meeting=meeting["id"]):
        if row.standing in {"exempt", "suspended", "away", "here"}:
            sums[row.standing] += 1
        if row.is_counted:
            sums["counted"] += 1
            sums["present" if row.mark in {"present", "late"} else row.mark] += 1
            sums["late"] += row.mark == "late"
    for task in Task.objects.filter(meeting=meeting["id"]).select_related("item__vote"):
        stands = not task.is_withdrawn and not task.item.is_withdrawn
        sums["tasks_new"] += stands and task.item.vote.is_adopted
    for answer in TaskAnswer.objects.filter(meeting=meeting["id"]):
        sums[f"tasks_{answer.outcome}"] += 1
    return sums


def _frozen(row: Row) -> Counter[str]:
    """What a paper says, or closed minutes that are being corrected."""
    keys = ("counted", "present", "late", "excused", "unexcused", "exempt", "suspended", "away",
            "here", "special_duty", "tasks_new", *MARKS)  # fmt: skip
    return Counter({key: row[key] for key in keys})


__all__ = ["COUNTS", "COUNTS_NOW", "Asked", "Oracle"]
