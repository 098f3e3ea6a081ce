import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.assessments.queries import is_scored
from chibo.core.days import Month, minutes_between
from chibo.journal.models import Entry
from chibo.meetings.models import Meeting, Seal
from chibo.meetings.places import STEPS, page_of
from chibo.minutes.facts import MeetingFacts, Progress
from chibo.minutes.models import MinutesClosure, Reopening
from chibo.organizations.models import Decision, Placement, Post, Role
from chibo.organizations.queries import corrections_since, heirs
from chibo.plans.models import Kind


def closure_of(meeting: Meeting) -> MinutesClosure | None:
    """Return the newest closed version of a meeting's minutes, if any."""
    return (
        MinutesClosure.objects.newest()
        .filter(meeting=meeting)
        .select_related(
            "minutes_paper", "resolution_paper", "roll_call_paper", "task_list_paper", "score_paper"
        )
        .first()
    )


def open_reopening(meeting: Meeting) -> Reopening | None:
    """Return the reopening that is under way, if any: its version is not closed yet."""
    closed = MinutesClosure.objects.filter(meeting=OuterRef("meeting"), version=OuterRef("version"))
    return (
        Reopening.objects.filter(~Exists(closed), meeting=meeting, given_up_at__isnull=True)
        .select_related("begun_by__person")
        .first()
    )


def being_corrected(cell: UUID, month: Month) -> bool:
    """Say whether closed minutes that a cell's month counts are open again."""
    lifted = Seal.objects.filter(
        meeting__cell=cell, meeting__month=month.first, lifted_at__isnull=False
    )
    return lifted.exclude(meeting__kind=Kind.COMMITTEE).exists()


def changed_since(reopening: Reopening, *, but: UUID | None = None) -> bool:
    """Say whether anything of the meeting was written since it was opened again."""
    acts = Entry.objects.filter(
        subject=reopening.meeting_id, entered_at__gte=reopening.begun_at
    ).exclude(verb__startswith="read.")
    return acts.exclude(verb="visit.noted").exclude(pk__in=[reopening.pk, but]).exists()


@dataclass(frozen=True)
class Version:
    """One closed version of the minutes: the row, and who closed it, with the post of that day."""

    closure: MinutesClosure
    who: str
    post: str


def versions_of(meeting: Meeting) -> list[Version]:
    """Return all closed versions, newest first."""
    closures = list(
        MinutesClosure.objects.filter(meeting=meeting)
        .select_related("closed_by__person", "minutes_paper", "resolution_paper")
        .order_by("-version")
    )
    posts = Post.objects.filter(
        unit=meeting.cell_id, person__user__in=[c.closed_by_id for c in closures],
        role__in=[Role.SECRETARY, Role.DEPUTY_SECRETARY],
    ).select_related("person")  # fmt: skip

    def post(closure: MinutesClosure) -> str:
        on = timezone.localdate(closure.closed_at)
        held = (
            row for row in posts
            if row.person.user_id == closure.closed_by_id and row.from_on <= on < row.until_on
        )  # fmt: skip
        found = next(held, None)
        return str(Role(found.role).label) if found else ""

    return [Version(c, _name(c.closed_by), post(c)) for c in closures]


def version_of(meeting: Meeting, version: int) -> MinutesClosure | None:
    """Return one closed version with its papers, if it is there."""
    return (
        MinutesClosure.objects.filter(meeting=meeting, version=version)
        .select_related(
            "minutes_paper", "resolution_paper", "roll_call_paper", "task_list_paper", "score_paper"
        )
        .first()
    )


@dataclass(frozen=True)
class Step:
    """One row of a meeting's task list. state: todo, doing, done; `may_wait`: may stay undone."""

    slug: str
    state: str
    url: str
    may_wait: bool = False


def steps_of(progress: Progress) -> list[Step]:
    """Return how far each step of the sitting is, in order."""
    heard = len(progress.promises) - progress.unanswered

    def state(done: bool, begun: bool = False) -> str:
        return "done" if done else "doing" if begun else "todo"

    meeting = progress.meeting
    spoke = meeting.spoke is not None or (meeting.is_committee and progress.said > 0)
    states = {
        "setting": "done",
        "roll-call": state(progress.counted > 0),
        "promises": state(not progress.unanswered, heard > 0),
        "discussion": state(spoke, progress.said > 0),
        "decisions": state(progress.decisions > 0),
        "score": state(progress.scored > 0),
        "minutes": "todo",
    }
    page = page_of(meeting.pk)
    left_out = {"score"} if not is_scored(meeting) else set()
    left_out |= {"promises"} if meeting.is_committee else set()
    may_wait = {"decisions"} if meeting.is_committee else {"promises"}
    return [
        Step(slug, states[slug], f"{page}{slug}/", slug in may_wait and not meeting.must_hear)
        for slug in STEPS
        if slug not in left_out
    ]


def next_of(steps: list[Step]) -> Step:
    """Return the first step that is still to do; the last one leads to the closing."""
    return next((s for s in steps if s.state != "done" and not s.may_wait), steps[-1])


@dataclass(frozen=True)
class Hint:
    """Something that the rules want and the meeting lacks: a hint with its source, no refusal."""

    sentence: str
    source: str
    status: str


def hints(facts: MeetingFacts, ends_at: dt.time | None) -> list[Hint]:
    """Return what the rules in force want of this meeting that it does not meet."""
    found = []
    key = "length.both" if facts.meeting.kind == Kind.BOTH else "length.regular"
    rule = facts.in_force.rules[key]
    if facts.is_regular and ends_at is not None and ends_at > facts.meeting.starts_at:
        length = minutes_between(facts.meeting.starts_at, ends_at)
        if length < int(rule.value):
            say = _("Buổi họp dài {length} phút, quy định ít nhất {least} phút.")
            found.append(
                Hint(say.format(length=length, least=rule.value), rule.source, rule.status)
            )
    return found


@dataclass(frozen=True)
class Told:
    """One line of a record's history: who, when, what, as a sentence without contents."""

    at: dt.datetime
    who: str
    what: str


def history_of(meeting: UUID) -> list[Told]:
    """Return who did what to a meeting, newest first; who read it stands there too."""
    rows = (
        Entry.objects.filter(subject=meeting)
        .select_related("actor__person")
        .order_by("-entered_at")[:200]
    )
    return [Told(row.entered_at, _name(row.actor), _what(row.verb, row.said)) for row in rows]


def _name(user: User | None) -> str:
    person = getattr(user, "person", None)
    return person.name if person is not None else str(user)


def _what(verb: str, said: dict[str, object]) -> str:
    sentences = {
        "meeting.opened": _("mở sổ buổi họp"),
        "meeting.changed": _("sửa ngày, giờ, nơi họp hoặc người chủ trì"),
        "meeting.ended": _("ghi giờ kết thúc"),
        "meeting.binned": _("cho buổi họp vào thùng rác"),
        "meeting.unbinned": _("lấy buổi họp ra khỏi thùng rác"),
        "roll_call.recorded": _("ghi điểm danh: {present} người có mặt"),
        "discussion.recorded": _("ghi nội dung, ý kiến"),
        "decision.recorded": _("ghi một quyết nghị"),
        "decision.withdrawn": _("bỏ hoặc khôi phục một quyết nghị"),
        "tasks.answered": _("ghi kết quả việc đã hứa: {answered} việc"),
        "correction.agreed": _("ghi một điều nhận sửa"),
        "meeting.scored": _("chấm điểm buổi họp"),
        "meeting.scored_above": _("người theo dõi chấm điểm buổi họp"),
        "meeting.settled": _("ghi mục chấm sau buổi họp"),
        "petitions.put": _("ghi kiến nghị với cấp trên"),
        "visit.noted": _("ghi việc thăm hỏi"),
        "minutes.closed": _("chốt biên bản"),
        "minutes.reopened": _("mở để sửa thành bản {version}"),
        "minutes.kept": _("thôi sửa, giữ bản đã chốt"),
        "read.roll_call": _("xem điểm danh"),
        "read.minutes": _("xem nội dung biên bản"),
        "read.corrections": _("xem điều nhận sửa"),
        "read.papers": _("xem văn bản"),
    }
    if verb == "decision.recorded" and said.get("method") == "secret":
        return _("ghi tổng số phiếu kín")
    return sentences.get(verb, verb).format(**said)


def places_of(cells: Iterable[UUID], *, on: dt.date) -> dict[UUID, tuple[UUID, UUID]]:
    """Return for each cell which one counts what it does on a day, and the unit above that one.

    Where the cell has ended, the first of those that took it over stands for it.
    """
    found = {cell: next(iter(new), cell) for cell, new in heirs(cells, on=on).items()}
    seats = Placement.objects.on(on).filter(unit__in=set(found.values()))
    above = dict(seats.values_list("unit", "parent"))
    return {cell: (heir, above.get(heir, heir)) for cell, heir in found.items()}


def place_of(cell: UUID, on: dt.date) -> tuple[UUID, UUID]:
    """Return `places_of` one cell."""
    return places_of([cell], on=on)[cell]


def placed_since(closure: MinutesClosure) -> list[Decision]:
    """Return the decisions that gave closed minutes another place than their papers say."""
    return corrections_since(closure.book, held_on=closure.held_on, since=closure.closed_at)
