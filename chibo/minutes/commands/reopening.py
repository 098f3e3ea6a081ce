"""Open closed minutes again for a new version; the old one counts until the new one is closed."""

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.meetings.commands import lift_seal
from chibo.meetings.models import Meeting
from chibo.minutes.models import MinutesClosure, Reopening
from chibo.minutes.queries import changed_since, open_reopening
from chibo.organizations.authority import Can, demand


class CannotReopen(Refused):
    """There is a newer version, somebody opened this one already, or something was changed."""


@transaction.atomic
def reopen(*, act: Act, meeting: Meeting, version: int, reason: str) -> Reopening:
    """Open the record again as the version after `version`, which must be the newest.

    Raises: PermissionDenied; Http404; CannotReopen; OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=meeting.cell_id, on=act.today)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    content = {"version": version, "reason": reason}
    if not record(
        act, verb="minutes.reopened", unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, content=content, said={"version": version + 1},
    ):  # fmt: skip
        return Reopening.objects.get(pk=act.id)
    newest = MinutesClosure.objects.newest().filter(meeting=meeting).first()
    if newest is None:
        raise CannotReopen(_("Biên bản chưa chốt nên vẫn sửa được: mở trang buổi họp để sửa."))
    if newest.version != version:
        raise CannotReopen(
            _("Đã có bản {newest} mới hơn bản {version}: xem bản mới rồi sửa từ bản ấy.").format(
                newest=newest.version, version=version
            )
        )
    earlier = open_reopening(meeting)
    if earlier is not None:
        raise CannotReopen(
            _("Biên bản này đang được sửa thành bản {version}: mở trang buổi họp để ghi.").format(
                version=earlier.version
            )
        )
    lift_seal(meeting=meeting, at=act.entered_at)
    return Reopening.objects.create(
        id=act.id, province=meeting.province, meeting=meeting, version=version + 1, reason=reason,
        begun_by=act.actor, begun_at=act.entered_at,
    )  # fmt: skip


@transaction.atomic
def give_up(*, act: Act, meeting: Meeting) -> None:
    """Put the seal back: the version before stands as it was.

    Only while nothing was changed; afterwards the new version must be closed. Raises:
    PermissionDenied; Http404; CannotReopen; OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=meeting.cell_id, on=act.today)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not record(
        act, verb="minutes.kept", unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, content={},
    ):  # fmt: skip
        return
    reopening = open_reopening(meeting)
    if reopening is None:
        raise CannotReopen(_("Biên bản này không còn mở để sửa: xem lại trang biên bản."))
    if changed_since(reopening, but=act.id):
        raise CannotReopen(
            _("Buổi họp đã có chỗ sửa: xem lại rồi chốt thành bản {version}.").format(
                version=reopening.version
            )
        )
    Reopening.objects.filter(pk=reopening.pk).update(given_up_at=act.entered_at)
    lift_seal(meeting=meeting, at=None)
