"""Issue the printed notice of a planned meeting; write down when members and follower were told."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.core.templatetags.words import day as day_words
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.papers.commands import file_paper, next_number
from chibo.papers.issuers import issuer_of
from chibo.papers.rules import symbol
from chibo.papers.secrecy import mark_in
from chibo.papers.sheets import Sheet
from chibo.plans.models import PlannedMeeting
from chibo.preparations.invitations import Said, followers_of, newest_notice, said_of
from chibo.preparations.models import IssuedNotice, Notice
from chibo.preparations.notice_sheet import notice_sheet, same_notice
from chibo.rulebook.queries import in_force, numbering_period

KIND = "notice"


class CannotInvite(Refused):
    """The notice cannot be issued, or the day on which somebody was told cannot be."""


@transaction.atomic
def issue_notice(*, act: Act, planned: PlannedMeeting, contents: str = "") -> IssuedNotice:
    """Number and keep the notice; again, after a change: a new version under the same number.

    contents: lines typed for it, used where the meeting has no agenda.
    Raises: PermissionDenied; Http404; CannotInvite; OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=planned.cell_id, on=act.today)
    locked = _locked(planned)
    if not record(
        act, verb="notice.issued", unit=locked.cell_id, province=locked.province,
        subject=locked.pk, content={"contents": contents},
    ):  # fmt: skip
        return IssuedNotice.objects.get(pk=act.id)
    said = said_of(locked, typed=contents)
    _complete(locked, said, act.today)
    earlier = newest_notice(locked.pk)
    settings = in_force(locked.cell_id, on=act.today)
    period = earlier.paper.period if earlier else numbering_period(settings, on=act.today)
    number = earlier.paper.number if earlier else None
    if number is None:
        number = next_number(unit=locked.cell_id, kind=KIND, period=period)
    before: Sheet | None = earlier.paper.sheet if earlier else None
    sheet = notice_sheet(
        issuer_of(locked.cell_id, on=act.today), locked, said, number=symbol(KIND, number),
        day=act.today, replaces=before,
    )  # fmt: skip
    if before and same_notice(sheet, before):
        raise CannotInvite(_("Giấy mời này vẫn đúng với lịch: in bản đang có."))
    paper = file_paper(
        id=uuid.uuid5(act.id, KIND), province=locked.province, unit=locked.cell_id, kind=KIND,
        number=number, period=period, signed_on=act.today, sheet=sheet, entered_at=act.entered_at,
    )  # fmt: skip
    return IssuedNotice.objects.create(
        id=act.id, province=locked.province, planned=locked, version=sheet.version,
        contents=contents, paper=paper, issued_at=act.entered_at,
    )  # fmt: skip


@transaction.atomic
def note_notice(
    *, act: Act, planned: PlannedMeeting, members_told_on: dt.date | None,
    follower_told_on: dt.date | None,
) -> None:  # fmt: skip
    """Write on which days the members and the follower were told; again it is the newer word.

    Raises: PermissionDenied; Http404; CannotInvite; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=planned.cell_id, on=act.today)
    locked = _locked(planned)
    told = {"members_told_on": members_told_on, "follower_told_on": follower_told_on}
    if not record(
        act, verb="notice.noted", unit=locked.cell_id, province=locked.province,
        subject=locked.pk, content=told,
    ):  # fmt: skip
        return
    _standing(locked)
    if not any(told.values()):
        raise CannotInvite(_("Chưa có ngày nào: ghi ít nhất một ngày."), "members_told_on")
    for field, day in told.items():
        if day is not None:
            _could_tell(locked, day, field, act.today)
    if follower_told_on and not _followed(locked, follower_told_on):
        raise CannotInvite(
            _("Chưa có ai theo dõi chi bộ: Đảng ủy phân công, rồi báo."), "follower_told_on"
        )
    Notice.objects.update_or_create(
        planned=locked, defaults=told, create_defaults={**told, "province": locked.province}
    )


def _locked(planned: PlannedMeeting) -> PlannedMeeting:
    return PlannedMeeting.objects.select_for_update().get(pk=planned.pk)


def _standing(planned: PlannedMeeting) -> None:
    if planned.is_withdrawn:
        raise CannotInvite(_("Buổi này đã bỏ khỏi lịch: thêm buổi mới."))


def _complete(planned: PlannedMeeting, said: Said, today: dt.date) -> None:
    _standing(planned)
    if planned.planned_on < today:
        raise CannotInvite(_("Buổi này đã qua ngày: không cần giấy mời nữa."))
    if planned.starts_at is None or not planned.place:
        raise CannotInvite(_("Lịch chưa có giờ hoặc nơi họp: ghi vào lịch rồi ra giấy."))
    if any(mark_in(line) for line in said.contents):
        raise CannotInvite(
            _("Có dòng mang dấu mật: bỏ dòng ấy, nêu trực tiếp tại buổi họp."), "contents"
        )


def _could_tell(planned: PlannedMeeting, day: dt.date, field: str, today: dt.date) -> None:
    if day > planned.planned_on:
        raise CannotInvite(
            _("Ngày báo sau ngày họp {day}: ghi ngày đã báo trước khi họp.").format(
                day=day_words(planned.planned_on)
            ),
            field,
        )
    if day > today:
        raise CannotInvite(_("Ngày này chưa đến: báo xong rồi ghi ngày."), field)


def _followed(planned: PlannedMeeting, told_on: dt.date) -> bool:
    """Say whether somebody followed the cell when told, or will on the day of the meeting."""
    return any(followers_of(planned.cell_id, on=day) for day in (told_on, planned.planned_on))
