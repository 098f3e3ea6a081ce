"""The roll call: one act for all."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act
from chibo.meetings import queries
from chibo.meetings.commands.begin import begin
from chibo.meetings.models import Attendance, Meeting
from chibo.meetings.rules import PRESENT_MARKS


class CannotCallRoll(Refused):
    """Somebody is unmarked, or marked who was no member."""


@dataclass(frozen=True)
class MarkGiven:
    """How a member is marked; reason for `excused`, time for `late`."""

    mark: str
    reason: str = ""
    late_at: dt.time | None = None


@transaction.atomic
def call_roll(*, act: Act, meeting: Meeting, marks: Mapping[UUID, MarkGiven]) -> None:
    """Record a whole roll call, in place of an earlier one; one act.

    marks: membership to mark, for every member of the cell that day who is counted. Raises:
    PermissionDenied; Http404; CannotCallRoll; MeetingIsClosed; OtherContent.
    """
    present = sum(given.mark in PRESENT_MARKS for given in marks.values())
    content = {"marks": {str(key): asdict(given) for key, given in marks.items()}}
    said = {"present": present}
    opened = begin(act=act, meeting=meeting, verb="roll_call.recorded", content=content, said=said)
    if opened is None:
        return
    meeting = opened
    call = queries.roll_call(meeting, in_force=queries.rules_of(meeting))
    strangers = set(marks) - {line.member.id for line in call.lines}
    if strangers:
        raise CannotCallRoll(
            _("Có người không phải đảng viên của chi bộ vào ngày họp: mở lại trang điểm danh.")
        )
    rows = [_attendance(meeting, line, marks.get(line.member.id)) for line in call.lines]
    left = sum(row.is_counted and not row.mark for row in rows)
    if left:
        raise CannotCallRoll(
            _("Còn {count} người chưa điểm danh: chạm vào tên từng người.").format(count=left)
        )
    here = sum(row.mark in PRESENT_MARKS for row in rows)
    if meeting.spoke is not None and meeting.spoke > here:
        raise CannotCallRoll(
            _("Số người phát biểu ({spoke}) nhiều hơn số có mặt ({present}): sửa một số.").format(
                spoke=meeting.spoke, present=here
            )
        )
    Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(rows)


def _attendance(meeting: Meeting, line: queries.CallLine, given: MarkGiven | None) -> Attendance:
    mark = given or MarkGiven("")
    if not line.member.counted and mark.mark not in PRESENT_MARKS:
        mark = MarkGiven(Attendance.Mark.NOT_EXPECTED)
    if mark.mark and mark.mark not in Attendance.Mark.values:
        raise CannotCallRoll(_("Có dấu điểm danh không hiểu được: mở lại trang điểm danh."))
    late = mark.mark == Attendance.Mark.LATE
    if late and mark.late_at and mark.late_at < meeting.starts_at:
        raise CannotCallRoll(
            _("{name} đến trước giờ họp thì không phải đến muộn: xem lại giờ đến.").format(
                name=line.member.shown
            )
        )
    if mark.mark == Attendance.Mark.EXCUSED and mark.reason not in Attendance.Reason.values:
        raise CannotCallRoll(_("{name} vắng có lý do: chọn lý do.").format(name=line.member.shown))
    return Attendance(
        meeting=meeting, membership_id=line.member.id, province=meeting.province, mark=mark.mark,
        reason=mark.reason if mark.mark == Attendance.Mark.EXCUSED else "",
        late_at=mark.late_at if late else None,
        standing=line.member.standing, is_official=line.member.official,
        is_counted=line.member.counted, votes=line.member.votes,
    )  # fmt: skip
