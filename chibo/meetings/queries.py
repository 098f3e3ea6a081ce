import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from chibo.accounts.models import User
from chibo.ballots.rules import Electorate
from chibo.core.days import Month
from chibo.meetings import rules
from chibo.meetings.models import Attendance, Item, Meeting, Seal, Visit, VisitChoice
from chibo.meetings.rules import Turnout
from chibo.members.queries import Member, counting, members_of
from chibo.organizations.authority import Can, demand, demanded
from chibo.organizations.queries import committee_of
from chibo.plans.models import Kind
from chibo.rulebook.queries import InForce, in_force


def meeting_for(user: User, capability: Can, meeting: UUID, *, on: dt.date) -> Meeting:
    """Return the meeting if this user may at its cell. Raises: Http404; PermissionDenied."""
    found = _found(meeting)
    demand(user, capability, at=found.cell_id, on=on)
    return found


def meeting_and_rights(
    user: User, capability: Can, meeting: UUID, *, on: dt.date
) -> tuple[Meeting, set[Can]]:
    """Return the meeting as `meeting_for`, and all that this user may do at its cell."""
    found = _found(meeting)
    return found, demanded(user, capability, at=found.cell_id, on=on)


def _found(meeting: UUID) -> Meeting:
    people = ("chair__person", "writer__person")
    found = Meeting.objects.select_related("cell", *people).filter(pk=meeting).first()
    if found is None:
        raise Http404
    return found


def rules_of(meeting: Meeting) -> InForce:
    """Return the rules in force for the cell on the day of the meeting."""
    return in_force(meeting.cell_id, on=meeting.held_on)


def is_sealed(meeting: Meeting) -> bool:
    """Say whether the record of this sitting is final."""
    return Seal.objects.filter(pk=meeting.pk, lifted_at__isnull=True).exists()


@dataclass(frozen=True)
class CallLine:
    """One member in a roll call: who, and how marked (None while the call is not recorded)."""

    member: Member
    attendance: Attendance | None


@dataclass(frozen=True)
class RollCall:
    """The members of the cell on the day of a meeting with their marks, and the figures."""

    lines: list[CallLine]
    turnout: Turnout

    @property
    def is_recorded(self) -> bool:
        return bool(self.lines) and not self.turnout.unmarked

    def marked(self, *marks: str) -> list[CallLine]:
        """Return the counted members with one of these marks."""
        return [
            line
            for line in self.lines
            if line.member.counted and line.attendance and line.attendance.mark in marks
        ]

    @property
    def electorate(self) -> Electorate:
        """Who may vote at this meeting."""
        return Electorate(self.turnout.voters, self.turnout.present_voters)


def electorate_of(meeting: Meeting) -> Electorate | None:
    """Return who may vote at a meeting, from its recorded roll call; None before that."""
    here = Q(mark__in=rules.PRESENT_MARKS)
    row = Attendance.objects.filter(meeting=meeting).aggregate(
        rows=Count("membership"),
        voters=Count("membership", filter=Q(votes=True)),
        present=Count("membership", filter=here & Q(votes=True)),
    )
    return Electorate(row["voters"], row["present"]) if row["rows"] else None


def roll_call(meeting: Meeting, *, in_force: InForce) -> RollCall:
    """Return the roll call of a meeting, members by name; of the committee's, only its own."""
    members = members_of(meeting.cell_id, on=meeting.held_on, settings=counting(in_force))
    if meeting.is_committee:
        own = committee_of(meeting.cell_id, on=meeting.held_on)
        members = [member for member in members if member.person.pk in own]
    kept = {row.membership_id: row for row in Attendance.objects.filter(meeting=meeting)}
    lines = [CallLine(member, kept.get(member.id)) for member in members]
    marked = [
        rules.Marked(
            mark=line.attendance.mark if line.attendance else "",
            standing=line.member.standing,
            official=line.member.official,
            counted=line.member.counted,
            votes=line.member.votes,
        )
        for line in lines
    ]
    duty = 0 if meeting.is_committee else meeting.special_duty
    return RollCall(lines, rules.turnout(marked, special_duty=duty))


def items_of(meeting: Meeting) -> list[Item]:
    """Return the points of the agenda in order, each with its prepared line where it had one."""
    rows = Item.objects.filter(meeting=meeting, is_withdrawn=False).select_related("prepared")
    return list(rows.order_by("position"))


def regular_of(cell: UUID, month: Month) -> Meeting | None:
    """Return the regular meeting of a cell for a month, open or closed."""
    return (
        Meeting.objects.standing()
        .filter(cell=cell, month=month.first, kind__in=[Kind.REGULAR, Kind.BOTH])
        .first()
    )


def last_before(cell: UUID, day: dt.date, *, committee: bool = False) -> Meeting | None:
    """Return the newest sitting before the day: what the next one of its sort takes over.

    committee: of the cell's committee; otherwise of the cell, whatever its kind.
    """
    held = Meeting.objects.standing().filter(cell=cell, held_on__lt=day)
    of_sort = Q(kind=Kind.COMMITTEE) if committee else ~Q(kind=Kind.COMMITTEE)
    return held.filter(of_sort).order_by("-held_on", "-starts_at").first()


@dataclass(frozen=True)
class ToVisit:
    """Somebody who missed a meeting; visited on, or None."""

    meeting: Meeting
    member: Member
    visited_on: dt.date | None


def to_visit(cell: UUID, *, on: dt.date, settings: InForce) -> list[ToVisit]:
    """Return who missed meetings of the cell in the last 60 days; empty without opt-in."""
    if not VisitChoice.objects.filter(pk=cell).exists():
        return []
    members = {m.id: m for m in members_of(cell, on=on, settings=counting(settings))}
    missed = (
        Attendance.objects.filter(
            meeting__cell=cell,
            meeting__held_on__gt=on - dt.timedelta(days=60),
            meeting__binned_at__isnull=True,
            mark__in=["excused", "unexcused"],
        )
        .exclude(meeting__kind=Kind.COMMITTEE)
        .select_related("meeting")
        .order_by("-meeting__held_on")
    )
    visited = {
        (visit.meeting_id, visit.membership_id): visit.visited_on
        for visit in Visit.objects.filter(meeting__cell=cell)
    }
    return [
        ToVisit(row.meeting, members[row.membership_id], visited.get(row.pk))
        for row in missed
        if row.membership_id in members
    ]


def keeps_visits(cell: UUID) -> bool:
    """Say whether the cell chose to keep a list of whom to visit."""
    return VisitChoice.objects.filter(pk=cell).exists()


@dataclass(frozen=True)
class Listed:
    """A meeting in a list: whether its record is final, and its attendance as counted."""

    meeting: Meeting
    is_sealed: bool
    is_reopened: bool
    present: int
    counted: int


def listed(cell: UUID, *, most: int = 24) -> list[Listed]:
    """Return the newest meetings of a cell with their counts, in one query."""
    counted = Q(attendances__is_counted=True)
    here = Q(attendances__mark__in=rules.PRESENT_MARKS)
    rows: Any = (
        Meeting.objects.standing()
        .filter(cell=cell)
        .annotate(
            present=Count("attendances__membership", filter=counted & here),
            counted=Count("attendances__membership", filter=counted),
            sealed=Exists(Seal.objects.filter(pk=OuterRef("pk"), lifted_at__isnull=True)),
            reopened=Exists(Seal.objects.filter(pk=OuterRef("pk"), lifted_at__isnull=False)),
        )
        .order_by("-held_on", "-starts_at")[:most]
    )
    return [Listed(row, row.sealed, row.reopened, row.present, row.counted) for row in rows]


def binned_of(cell: UUID, *, since: dt.datetime) -> list[Meeting]:
    """Return the meetings that lie in the bin for less than 30 days."""
    day = since - dt.timedelta(days=30)
    return list(Meeting.objects.filter(cell=cell, binned_at__gte=day).order_by("-held_on"))
