"""Close the minutes: the one act after which every level may count."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chibo.core.days import Month, minutes_between
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.meetings.commands import seal
from chibo.meetings.models import Meeting
from chibo.minutes.commands.filing import Edition, file_papers
from chibo.minutes.commands.recounting import recount_closed
from chibo.minutes.facts import MeetingFacts, facts_of, missing
from chibo.minutes.models import MinutesClosure
from chibo.minutes.queries import open_reopening, place_of
from chibo.organizations.authority import Can, demand
from chibo.plans.models import Kind
from chibo.plans.queries import in_time, lifetimes, moved_months
from chibo.resolutions.models import TaskAnswer
from chibo.resolutions.queries import out_of_order


class CannotCloseMinutes(Refused):
    """The minutes are closed already, or something is missing."""


@transaction.atomic
def close_minutes(
    *, act: Act, meeting: Meeting, ends_at: dt.time, as_conclusion: bool = False
) -> MinutesClosure:
    """Make the minutes final, number the papers, and freeze what reports will count.

    ends_at: when the sitting ended. The papers are a resolution where something was adopted, or a
    conclusion where the cell says so; the committee's meeting has neither. Raises:
    PermissionDenied; Http404; CannotCloseMinutes; OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=meeting.cell_id, on=act.today)
    meeting = Meeting.objects.select_for_update().select_related(
        "cell", "chair__person", "writer__person"
    ).get(pk=meeting.pk)  # fmt: skip
    content = {"ends_at": ends_at, "as_conclusion": as_conclusion}
    if not record(
        act, verb="minutes.closed", unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, content=content,
    ):  # fmt: skip
        return MinutesClosure.objects.get(pk=act.id)
    edition = _edition(meeting)
    if meeting.binned_at is not None:
        raise CannotCloseMinutes(_("Buổi họp này ở trong thùng rác: lấy lại trước khi chốt."))
    if ends_at <= meeting.starts_at:
        raise CannotCloseMinutes(
            _("Giờ kết thúc phải sau giờ bắt đầu ({start}): xem lại giờ.").format(
                start=f"{meeting.starts_at:%H:%M}"
            ),
            "ends_at",
        )
    meeting.ends_at = ends_at
    facts = facts_of(meeting, on=act.today)
    _check_complete(facts)
    _check_order(meeting)
    _check_copied(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=ends_at)
    if edition.earlier is not None:
        MinutesClosure.objects.filter(pk=edition.earlier.pk).update(is_newest=False)
    closure = _freeze(act, facts, edition, as_conclusion)
    seal(meeting=meeting, at=act.entered_at)
    recount_closed(closure)
    if edition.earlier is not None:  # it may have been of another month, or of another cell
        recount_closed(edition.earlier)
    return closure


def _edition(meeting: Meeting) -> Edition:
    """Return which version may be closed now. Raises: CannotCloseMinutes."""
    newest = (
        MinutesClosure.objects.newest()
        .select_related("minutes_paper", "resolution_paper")
        .filter(meeting=meeting)
        .first()
    )
    if newest is None:
        return Edition()
    reopening = open_reopening(meeting)
    if reopening is None:
        raise CannotCloseMinutes(
            _("Biên bản này đã có người chốt trước. Mở trang buổi họp để xem và in.")
        )
    return Edition(reopening.version, reopening.reason, newest)


def _check_order(meeting: Meeting) -> None:
    """Refuse a day that would put an answer before its promise."""
    answer = out_of_order(meeting)
    if answer is not None:
        raise CannotCloseMinutes(
            _("Với ngày họp này, việc “{what}” được trả lời trước khi giao: xem lại ngày.").format(
                what=answer.task.what
            )
        )


def _check_copied(meeting: Meeting) -> None:
    """Refuse a second regular meeting of a month of which one was copied from paper."""
    monthly = (Kind.REGULAR, Kind.BOTH)
    copied = MinutesClosure.objects.newest().filter(
        cell=meeting.cell_id, month=meeting.month, is_from_paper=True, kind__in=monthly
    )
    if meeting.kind in monthly and copied.exists():
        raise CannotCloseMinutes(_("Tháng này đã chép từ giấy: rút lại dòng ấy rồi chốt."))


def _check_complete(facts: MeetingFacts) -> None:
    sentences = {
        "roll_call": _("Chưa điểm danh xong: điểm danh rồi chốt."),
        "promises": _("Còn {count} việc đã hứa chưa trả lời: trả lời rồi chốt.").format(
            count=len(facts.unanswered)
        ),
        "discussion": _("Chưa ghi số người phát biểu: ghi ở phần Nội dung, ý kiến rồi chốt."),
    }
    for lack in missing(facts, facts.meeting.ends_at):
        raise CannotCloseMinutes(sentences[lack])


def _freeze(act: Act, facts: MeetingFacts, edition: Edition, as_conclusion: bool) -> MinutesClosure:
    meeting, turnout = facts.meeting, facts.call.turnout
    papers = file_papers(act, facts, edition, as_conclusion=as_conclusion)
    own = facts.own_score.score if facts.own_score else None
    heard = [promise.state for promise in facts.promises]
    counts_for, above = place_of(meeting.cell_id, meeting.held_on)
    assert meeting.ends_at is not None  # noqa: S101 - set by the caller
    return MinutesClosure.objects.create(
        id=act.id,
        province=meeting.province,
        meeting=meeting,
        version=edition.version,
        reason=edition.reason,
        closed_by=act.actor,
        closed_at=act.entered_at,
        cell_id=counts_for,
        kept_by=None if counts_for == meeting.cell_id else meeting.cell,
        superior_id=above,
        rule_pack=facts.in_force.pack,
        rules=facts.in_force.values(),
        kind=meeting.kind,
        topic=meeting.topic,
        month=meeting.month,
        held_on=meeting.held_on,
        length_minutes=minutes_between(meeting.starts_at, meeting.ends_at),
        on_time=_on_time(meeting, above),
        days_to_entry=_days_to_entry(act, meeting, edition.earlier),
        delegate_present=bool(meeting.delegate),
        official=turnout.official,
        probationary=turnout.probationary,
        exempt=turnout.exempt,
        suspended=turnout.suspended,
        away=turnout.away,
        here=turnout.here,
        special_duty=turnout.special_duty,
        counted=turnout.counted,
        present=turnout.present,
        late=turnout.late,
        excused=turnout.excused,
        unexcused=turnout.unexcused,
        spoke=None if meeting.is_committee else meeting.spoke or 0,
        points=float(own.points) if own and own.of else None,
        points_of=float(own.of) if own and own.of else None,
        grade=own.grade if own else "",
        after_items=[line.item.key for line in own.waiting] if own else [],
        tasks_done=heard.count(TaskAnswer.Outcome.DONE),
        tasks_partly=heard.count(TaskAnswer.Outcome.PARTLY),
        tasks_not_done=heard.count(TaskAnswer.Outcome.NOT_DONE),
        tasks_dropped=heard.count(TaskAnswer.Outcome.DROPPED),
        tasks_new=sum(len(decision.tasks.all()) for decision in facts.adopted),
        petitions=len(facts.petitions),
        **papers,
    )


def _on_time(meeting: Meeting, superior: UUID) -> bool | None:
    """Say whether a regular meeting was held in time; of any other, nothing."""
    if not meeting.must_hear:
        return None
    month = Month.of(meeting.month)
    begun = lifetimes([meeting.cell_id])[meeting.cell_id][0]
    moved = bool(moved_months([meeting.cell_id], [month]))
    on = max(month.first, begun)
    return in_time(superior, month, meeting.held_on, on=on, has_reason=moved)


def _days_to_entry(act: Act, meeting: Meeting, earlier: MinutesClosure | None) -> int:
    """Return how long after the meeting its first version was entered."""
    entered_on = timezone.localdate(act.entered_at)
    if earlier is not None:
        entered_on = earlier.held_on + dt.timedelta(days=earlier.days_to_entry)
    return max((entered_on - meeting.held_on).days, 0)
