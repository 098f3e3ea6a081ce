"""A whole meeting, read once: what the read-back, the papers and the closing are made of."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from chibo.assessments.models import ScoreSheet
from chibo.assessments.queries import Scored, scored_already
from chibo.core.days import Month
from chibo.meetings.models import Item, Meeting
from chibo.meetings.queries import RollCall, items_of, roll_call, rules_of
from chibo.meetings.rules import PRESENT_MARKS
from chibo.members.models import Membership
from chibo.organizations.models import Role
from chibo.organizations.queries import Named, holders, named, superior
from chibo.petitions.models import Petition
from chibo.petitions.queries import petitions_of
from chibo.plans.models import Kind
from chibo.resolutions.models import ResolutionItem
from chibo.resolutions.queries import OpenTask, open_before
from chibo.resolutions.queries import items_of as decisions_of
from chibo.rulebook.queries import InForce


@dataclass(frozen=True)
class MeetingFacts:
    """One meeting with all that was recorded of it."""

    meeting: Meeting
    in_force: InForce
    cell: Named
    superior: Named
    call: RollCall
    promises: list[OpenTask]
    items: list[Item]
    decisions: list[ResolutionItem]
    petitions: list[Petition]
    secretary: str
    chair_office: str
    scores: dict[str, Scored]

    @property
    def month(self) -> Month:
        return Month.of(self.meeting.month)

    @property
    def month_before(self) -> Month:
        """The month of the newest promise that its papers name, else the month before."""
        return _made_in(self.heard, self.month)

    @property
    def is_regular(self) -> bool:
        return self.meeting.kind in {Kind.REGULAR, Kind.BOTH}

    @property
    def own_score(self) -> Scored | None:
        """What the cell says of the meeting, once every item is answered."""
        own = self.scores.get(ScoreSheet.Side.CELL)
        return own if own and own.score.is_complete else None

    @property
    def score_from_above(self) -> Scored | None:
        return self.scores.get(ScoreSheet.Side.ABOVE)

    @property
    def heard(self) -> list[OpenTask]:
        """The promises that its papers name: all where each must be heard, else those that were."""
        return [p for p in self.promises if p.answer or self.meeting.must_hear]

    @property
    def unanswered(self) -> list[OpenTask]:
        return [promise for promise in self.promises if promise.answer is None]

    @property
    def adopted(self) -> list[ResolutionItem]:
        return [decision for decision in self.decisions if decision.vote.is_adopted]

    def shown(self, membership: Membership) -> str:
        """Return a member's name as it stands in this meeting's papers."""
        for line in self.call.lines:
            if line.member.id == membership.pk:
                return line.member.shown
        return membership.person.name


@dataclass(frozen=True)
class Progress:
    """How far the record of a meeting is: what its page shows, in fewer questions than facts."""

    meeting: Meeting
    promises: list[OpenTask]
    counted: int
    present: int
    items: int
    said: int
    decisions: int
    petitions: int
    corrections: int
    scored: int

    @property
    def month_before(self) -> Month:
        """The month of the newest promise that this meeting hears, else the month before."""
        return _made_in(self.promises, Month.of(self.meeting.month))

    @property
    def unanswered(self) -> int:
        return sum(promise.answer is None for promise in self.promises)


def _made_in(promises: list[OpenTask], month: Month) -> Month:
    """Return the month in which the newest of these promises was made, else the one before."""
    made = [Month.of(promise.task.meeting.month) for promise in promises]
    return max(made, default=month.after(-1))


def progress_of(meeting: Meeting) -> Progress:
    """Read how far a meeting is, in a number of queries that does not grow with its members."""
    called = Q(attendances__is_counted=True)
    here = called & Q(attendances__mark__in=PRESENT_MARKS)
    standing = Q(items__is_withdrawn=False)
    spoken = standing & (Q(items__raised__gt="") | Q(items__concluded__gt=""))
    counts = Meeting.objects.filter(pk=meeting.pk).aggregate(
        n_counted=Count("attendances__membership", filter=called, distinct=True),
        n_present=Count("attendances__membership", filter=here, distinct=True),
        n_items=Count("items", filter=standing, distinct=True),
        n_said=Count("items", filter=spoken, distinct=True),
        n_decisions=Count(
            "resolution_items", filter=Q(resolution_items__is_withdrawn=False), distinct=True
        ),
        n_petitions=Count("petitions", distinct=True),
        n_corrections=Count("corrections", distinct=True),
        n_scored=Count("score_sheets", filter=Q(score_sheets__side="cell"), distinct=True),
    )
    return Progress(
        meeting=meeting,
        promises=open_before(meeting),
        **{name.removeprefix("n_"): count for name, count in counts.items()},
    )


def facts_of(meeting: Meeting, *, on: dt.date | None = None) -> MeetingFacts:
    """Read a meeting whole, in a number of queries that does not grow with its members.

    on: the day one asks, for the items of the score that fall after the meeting.
    """
    asked_on, on = on, meeting.held_on
    in_force = rules_of(meeting)
    call = roll_call(meeting, in_force=in_force)
    promises = open_before(meeting)
    above = superior(meeting.cell_id, on=on)
    posts = holders([meeting.cell_id], [Role.SECRETARY, Role.DEPUTY_SECRETARY], on=on)
    secretary = posts.get((meeting.cell_id, Role.SECRETARY))
    chair = meeting.chair
    office = next((p.role for p in posts.values() if p.person_id == chair.person_id), "")
    return MeetingFacts(
        meeting=meeting,
        in_force=in_force,
        cell=named(meeting.cell_id, on=on),
        superior=named(above or meeting.cell_id, on=on),
        call=call,
        promises=promises,
        items=items_of(meeting),
        decisions=decisions_of(meeting),
        petitions=petitions_of(meeting),
        secretary=secretary.person.name if secretary else chair.person.name,
        chair_office={"secretary": "Bí thư Chi bộ", "deputy_secretary": "Phó Bí thư Chi bộ"}.get(
            office, ""
        ),
        scores=scored_already(meeting, in_force, call, promises, asked_on),
    )


def missing(facts: MeetingFacts, ends_at: dt.time | None) -> list[str]:
    """Return the steps that still forbid closing: roll_call, promises, discussion, ends_at.

    Promises must be heard at the regular meeting; at any other they may wait for it. The
    committee's meeting counts no speakers.
    """
    lacks = []
    if not facts.call.is_recorded:
        lacks.append("roll_call")
    if facts.unanswered and facts.meeting.must_hear:
        lacks.append("promises")
    if facts.meeting.spoke is None and not facts.meeting.is_committee:
        lacks.append("discussion")
    if ends_at is None:
        lacks.append("ends_at")
    return lacks
