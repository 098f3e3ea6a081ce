"""When, where and under whom the cell sits; from opening to the seal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.journal.commands import Act, OtherContent, record
from chibo.meetings.commands.begin import CannotHoldMeeting, begin, recorded
from chibo.meetings.models import Attendance, Item, Meeting, Seal
from chibo.meetings.rules import PRESENT_MARKS
from chibo.members.models import Membership
from chibo.members.queries import was_member
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import committee_of, existed
from chibo.plans.models import Kind, PlannedMeeting
from chibo.recounts.commands import recount_now


@dataclass(frozen=True)
class Setting:
    """What is settled before the roll call."""

    kind: Kind
    topic: str
    held_on: dt.date
    starts_at: dt.time
    place: str
    chair: Membership
    writer: Membership
    delegate: str = ""
    guests: str = ""
    dues: str = ""
    special_duty: int = 0


@dataclass(frozen=True)
class ItemSaid:
    """A point of the agenda as it was discussed."""

    id: UUID
    title: str
    raised: str = ""
    concluded: str = ""
    prepared: UUID | None = None


@transaction.atomic
def open_meeting(
    *, act: Act, cell: Unit, setting: Setting, agenda: Sequence[ItemSaid],
    planned: PlannedMeeting | None = None,
) -> Meeting:  # fmt: skip
    """Begin the record of a sitting; a past one is entered the same way, at any time.

    The act's identifier becomes the meeting's. planned: the meeting of the plan that this is, left
    out where another kind is held or the month is another. Raises: PermissionDenied; Http404;
    CannotHoldMeeting; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    if planned is not None and not _fits(planned, cell, setting):
        planned = None
    content = {
        **_content(setting), "agenda": [[item.id, item.title] for item in agenda],
        "planned": planned and planned.pk,
    }  # fmt: skip
    if not record(
        act, verb="meeting.opened", unit=cell.pk, province=cell.province, subject=act.id,
        content=content, said={"held_on": str(setting.held_on)},
    ):  # fmt: skip
        return Meeting.objects.get(pk=act.id)
    _check_setting(cell.pk, setting, act.today)
    month = Month.of(setting.held_on)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                id=act.id, province=cell.province, cell=cell, month=month.first,
                entered_at=act.entered_at, planned=planned, **_fields(setting),
            )  # fmt: skip
    except IntegrityError:
        raise CannotHoldMeeting(
            _("Tháng này chi bộ đã có buổi định kỳ: mở buổi ấy, hoặc chọn loại khác."), "kind"
        ) from None
    _put_items(meeting, agenda)
    return meeting


@transaction.atomic
def change_setting(*, act: Act, meeting: Meeting, setting: Setting) -> None:
    """Change what was settled before the roll call. Raises: as `open_meeting`; MeetingIsClosed."""
    opened = begin(act=act, meeting=meeting, verb="meeting.changed", content=_content(setting))
    if opened is None:
        return
    meeting = opened
    if (setting.kind == Kind.COMMITTEE) != meeting.is_committee:
        raise CannotHoldMeeting(
            _("Họp chi ủy, họp chi bộ không đổi cho nhau: mở buổi khác."), "kind"
        )
    _check_setting(meeting.cell_id, setting, act.today)
    if meeting.ends_at is not None and meeting.ends_at <= setting.starts_at:
        raise CannotHoldMeeting(_("Giờ bắt đầu sau giờ kết thúc: xem lại giờ."), "starts_at")
    fields = {**_fields(setting), "month": Month.of(setting.held_on).first}
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**fields)
    except IntegrityError:
        raise CannotHoldMeeting(
            _("Tháng này chi bộ đã có buổi định kỳ: chọn ngày hoặc loại khác."), "kind"
        ) from None
    if setting.held_on != meeting.held_on:
        Attendance.objects.filter(meeting=meeting).delete()
    if (setting.held_on, setting.starts_at) != (meeting.held_on, meeting.starts_at):
        recount_now([meeting.cell_id])  # which answer is the last


@transaction.atomic
def record_discussion(
    *,
    act: Act,
    meeting: Meeting,
    items: Sequence[ItemSaid],
    spoke: int | None,
    criticism_held: bool | None,
) -> None:
    """Record what was discussed, point by point, and how many people spoke in all.

    Points that are left out are withdrawn. Raises: PermissionDenied; Http404; MeetingIsClosed;
    CannotHoldMeeting; OtherContent.
    """
    content = {"items": [asdict(item) for item in items], "spoke": spoke, "crit": criticism_held}
    said = {"items": len(items)}
    opened = begin(act=act, meeting=meeting, verb="discussion.recorded", content=content, said=said)
    if opened is None:
        return
    meeting = opened
    present = Attendance.objects.filter(meeting=meeting, mark__in=PRESENT_MARKS).count()
    if spoke is not None and present and spoke > present:
        raise CannotHoldMeeting(
            _("Số người phát biểu ({spoke}) nhiều hơn số có mặt ({present}): đếm lại.").format(
                spoke=spoke, present=present
            ),
            "spoke",
        )
    Item.objects.filter(meeting=meeting).update(is_withdrawn=True)
    _put_items(meeting, items)
    Meeting.objects.filter(pk=meeting.pk).update(spoke=spoke, criticism_held=criticism_held)


@transaction.atomic
def end_meeting(*, act: Act, meeting: Meeting, ends_at: dt.time) -> None:
    """Note when the sitting ended. Raises: PermissionDenied; Http404; CannotHoldMeeting …"""
    content = {"ends_at": ends_at}
    opened = begin(act=act, meeting=meeting, verb="meeting.ended", content=content)
    if opened is None:
        return
    meeting = opened
    if ends_at <= meeting.starts_at:
        raise CannotHoldMeeting(
            _("Giờ kết thúc phải sau giờ bắt đầu ({start}): xem lại giờ.").format(
                start=f"{meeting.starts_at:%H:%M}"
            ),
            "ends_at",
        )
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=ends_at)


@transaction.atomic
def bin_meeting(*, act: Act, meeting: Meeting) -> None:
    """Put an open meeting into the bin; for 30 days it can be taken out. Raises: as above."""
    if begin(act=act, meeting=meeting, verb="meeting.binned", content={}) is not None:
        if Seal.objects.filter(pk=meeting.pk).exists():
            raise CannotHoldMeeting(
                _("Buổi họp này đã có biên bản chốt: sửa rồi chốt bản mới, không bỏ được.")
            )
        Meeting.objects.filter(pk=meeting.pk).update(binned_at=act.entered_at)
        recount_now([meeting.cell_id])


@transaction.atomic
def unbin_meeting(*, act: Act, meeting: Meeting) -> None:
    """Take a meeting out of the bin. Raises: as above; CannotHoldMeeting."""
    demand(act.actor, Can.HOLD_MEETING, at=meeting.cell_id, on=act.today)
    if not recorded(act, "meeting.unbinned", meeting, {}):
        return
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(binned_at=None)
    except IntegrityError:
        raise CannotHoldMeeting(
            _("Tháng ấy đã có buổi định kỳ khác: không lấy lại được buổi này.")
        ) from None
    recount_now([meeting.cell_id])


def seal(*, meeting: Meeting, at: dt.datetime) -> None:
    """Make the record of a sitting final; called by the closing of the minutes."""
    Seal.objects.bulk_create(
        [Seal(meeting=meeting, province=meeting.province, sealed_at=at)],
        update_conflicts=True, unique_fields=["meeting"], update_fields=["sealed_at", "lifted_at"],
    )  # fmt: skip


def lift_seal(*, meeting: Meeting, at: dt.datetime | None) -> None:
    """Open a sealed record for a new version; None: put the same seal back, unchanged."""
    Seal.objects.filter(meeting=meeting).update(lifted_at=at)


def _fields(setting: Setting) -> dict[str, object]:
    return {name: getattr(setting, name) for name in Setting.__dataclass_fields__}


def _content(setting: Setting) -> dict[str, object]:
    fields = _fields(setting)
    return {**fields, "chair": setting.chair.pk, "writer": setting.writer.pk}


def _fits(planned: PlannedMeeting, cell: Unit, setting: Setting) -> bool:
    """Say whether a sitting is the planned meeting: same cell, month and sort, not held yet."""
    monthly = (Kind.REGULAR, Kind.BOTH)
    same_sort = planned.kind == setting.kind or {planned.kind, setting.kind} <= set(monthly)
    same_month = Month.of(planned.month) == Month.of(setting.held_on)
    held = Meeting.objects.standing().filter(planned=planned).exists()
    standing = planned.cell_id == cell.pk and not planned.is_withdrawn
    return standing and same_sort and same_month and not held


def _put_items(meeting: Meeting, items: Sequence[ItemSaid]) -> None:
    ids = [item.id for item in items]
    if Item.objects.filter(pk__in=ids).exclude(meeting=meeting).exists():
        raise OtherContent(_("Nội dung này thuộc buổi họp khác: mở lại trang."))
    Item.objects.bulk_create(
        [
            Item(
                id=item.id, province=meeting.province, meeting=meeting, position=place,
                title=item.title, raised=item.raised, concluded=item.concluded, is_withdrawn=False,
                prepared_id=item.prepared,
            )
            for place, item in enumerate(items, start=1)
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["position", "title", "raised", "concluded", "is_withdrawn"],
    )  # fmt: skip


def _check_setting(cell: UUID, setting: Setting, today: dt.date) -> None:
    on = setting.held_on
    if on > today:
        raise CannotHoldMeeting(
            _("Ngày họp ở tương lai: ghi khi buổi họp bắt đầu, hoặc xem lại ngày."), "held_on"
        )
    if not existed(cell, on=on):
        raise CannotHoldMeeting(_("Chi bộ chưa có vào ngày này: xem lại ngày họp."), "held_on")
    if setting.kind in {Kind.THEMATIC, Kind.BOTH} and not setting.topic:
        raise CannotHoldMeeting(_("Sinh hoạt chuyên đề phải có tên chuyên đề."), "topic")
    for field in ("chair", "writer"):
        if not was_member(getattr(setting, field), cell=cell, on=on):
            raise CannotHoldMeeting(
                _("Người này không phải đảng viên của chi bộ vào ngày họp: chọn người khác."), field
            )
    if setting.kind == Kind.COMMITTEE:
        _check_committee(cell, setting)


def _check_committee(cell: UUID, setting: Setting) -> None:
    """Refuse a committee that nobody was on, or that somebody else leads or writes for."""
    own = committee_of(cell, on=setting.held_on)
    if not own:
        raise CannotHoldMeeting(
            _("Ngày này chưa có bí thư, chi ủy viên: xem lại ngày họp."), "held_on"
        )
    for field in ("chair", "writer"):
        if getattr(setting, field).person_id not in own:
            raise CannotHoldMeeting(
                _("Người này không trong chi ủy vào ngày họp: chọn người khác."), field
            )
