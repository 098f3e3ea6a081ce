"""How every act on a sitting begins."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.meetings.models import Meeting, Seal
from chibo.organizations.authority import Can, demand


class CannotHoldMeeting(Refused):
    """The day, the time or the people of the sitting do not fit."""


class MeetingIsClosed(Refused):
    """The minutes are closed: nothing of this sitting changes any more."""


def begin(
    *,
    act: Act,
    meeting: Meeting,
    verb: str,
    content: Mapping[str, object],
    said: Mapping[str, object] | None = None,
) -> Meeting | None:
    """Begin an act on a sitting: right, lock, journal, still open; return the locked meeting.

    None: this act is here already, also where the minutes were closed since. Raises:
    PermissionDenied; Http404; MeetingIsClosed; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=meeting.cell_id, on=act.today)
    sealed = Exists(Seal.objects.filter(pk=OuterRef("pk"), lifted_at__isnull=True))
    rows = Meeting.objects.select_for_update().annotate(is_final=sealed)
    locked = rows.get(pk=meeting.pk)
    if not recorded(act, verb, locked, content, said):
        return None
    if locked.binned_at is not None:
        raise MeetingIsClosed(_("Buổi họp này ở trong thùng rác: lấy lại trước khi ghi."))
    if locked.is_final:  # type: ignore[attr-defined]  # annotated above
        raise MeetingIsClosed(
            _("Biên bản đã chốt. Cần sửa: mở trang biên bản đã chốt, chọn Sửa bằng bản mới.")
        )
    return locked


def recorded(
    act: Act, verb: str, meeting: Meeting, content: Mapping[str, object],
    said: Mapping[str, object] | None = None,
) -> bool:  # fmt: skip
    """Write the act on a sitting into the journal; false where it is here already."""
    return record(
        act, verb=verb, unit=meeting.cell_id, province=meeting.province, subject=meeting.pk,
        content=content, said=said,
    )  # fmt: skip
