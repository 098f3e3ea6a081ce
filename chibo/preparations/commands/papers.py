"""The papers of a meeting: named, attached, sent, posted, taken out, wiped."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.journal.commands import Act
from chibo.papers.secrecy import READABLE, CannotRead, mark_in, stamp_in, text_of
from chibo.plans.models import PlannedMeeting
from chibo.preparations import rules
from chibo.preparations.commands.agenda import CannotPrepare, IsSecret, begin
from chibo.preparations.models import PreparedPaper, PurgedPaper

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class PaperSaid:
    """A paper for a meeting. Of a secret one only number, date, issuer and where it lies."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    dated_on: dt.date | None = None
    kept_at: str = ""
    is_secret: bool = False
    sent_on: dt.date | None = None
    posted_on: dt.date | None = None
    file_name: str = ""
    content: bytes | None = None


@transaction.atomic
def bring_paper(*, act: Act, planned: PlannedMeeting, paper: PaperSaid) -> PreparedPaper | None:
    """Name or attach a paper; it goes through the secrecy gate first.

    Raises: PermissionDenied; Http404; CannotPrepare; IsSecret; OtherContent.
    """
    fields = {name: getattr(paper, name) for name in PaperSaid.__dataclass_fields__}
    file = hashlib.sha256(paper.content or b"").hexdigest()
    locked = begin(act, planned, "paper.brought", {**fields, "content": file})
    if locked is None:
        return PreparedPaper.objects.filter(pk=act.id).first()
    _gate(paper)
    _check_days(locked, paper, act.today)
    return PreparedPaper.objects.create(
        id=act.id, province=locked.province, planned=locked, **fields
    )


def _gate(paper: PaperSaid) -> None:
    """Let an ordinary paper pass. Raises: IsSecret; CannotPrepare."""
    if paper.is_secret:
        if paper.title or paper.file_name or paper.content or paper.posted_on:
            raise IsSecret(
                _("Văn bản mật chỉ ghi số, ngày, nơi ban hành, nơi để: xóa tên và tệp."), "title"
            )
        if not (paper.number and paper.dated_on and paper.issuer):
            raise CannotPrepare(
                _("Văn bản mật: ghi số, ngày và nơi ban hành để tìm được bản giấy."), "number"
            )
        return
    for field in ("title", "number", "issuer", "kept_at", "file_name"):
        grade = mark_in(getattr(paper, field))
        if grade:
            raise _secret(grade, "content" if field == "file_name" else field)
    if not paper.title:
        raise CannotPrepare(_("Chưa có tên văn bản: ghi tên."), "title")
    if paper.content is not None:
        _gate_file(paper.content, paper.file_name)


def _gate_file(content: bytes, name: str) -> None:
    if not name.lower().endswith(READABLE):
        raise CannotPrepare(
            _("Chỉ đính kèm tệp .pdf hoặc .docx. Loại khác: ghi tên văn bản, không đính kèm."),
            "content",
        )
    if len(content) > MOST_BYTES:
        raise CannotPrepare(
            _("Tệp nặng {size} MB, nhiều nhất 5 MB: chia nhỏ, hoặc chỉ ghi tên.").format(
                size=viet.figure(len(content) / 1_000_000, 1)
            ),
            "content",
        )
    try:
        text = text_of(content, name)
    except CannotRead:
        raise CannotPrepare(
            _("Không đọc được chữ trong tệp nên không biết có dấu mật: chỉ ghi tên văn bản."),
            "content",
        ) from None
    grade = stamp_in(text)
    if grade:
        raise _secret(grade, "content")


def _secret(grade: str, field: str) -> IsSecret:
    return IsSecret(
        _("Có dấu {grade}: không đưa vào sổ. Chọn “Có dấu mật”, chỉ ghi số, ngày, nơi để.").format(
            grade=grade
        ),
        field,
    )


def _check_days(planned: PlannedMeeting, paper: PaperSaid, today: dt.date) -> None:
    fault = rules.paper_fault(
        dated_on=paper.dated_on, sent_on=paper.sent_on, posted_on=paper.posted_on,
        meets_on=planned.planned_on, today=today,
    )  # fmt: skip
    meets = f"{planned.planned_on:%d/%m/%Y}"
    sentences = {
        "dated_after": (
            _("Văn bản đề ngày sau buổi họp {day}: xem lại ngày văn bản.").format(day=meets),
            "dated_on",
        ),
        "sent_late": (
            _("Ngày gửi, ngày đăng sau buổi họp {day}: xem lại.").format(day=meets), "sent_on",
        ),
        "future": (_("Ngày gửi, ngày đăng chưa đến: ghi khi đã gửi."), "sent_on"),
        "sent_before_dated": (_("Gửi trước ngày của văn bản: xem lại hai ngày."), "sent_on"),
    }  # fmt: skip
    if fault in sentences:
        raise CannotPrepare(*sentences[fault])


@transaction.atomic
def note_days(
    *, act: Act, paper: PreparedPaper, sent_on: dt.date | None, posted_on: dt.date | None
) -> None:
    """Note when a paper was sent to members, and when it was posted on the national app.

    Raises: PermissionDenied; Http404; CannotPrepare; OtherContent.
    """
    content = {"paper": paper.pk, "sent_on": sent_on, "posted_on": posted_on}
    locked = begin(act, paper.planned, "paper.sent", content)
    if locked is None:
        return
    if paper.is_secret and posted_on:
        raise CannotPrepare(_("Văn bản mật không đăng lên ứng dụng: để trống."), "posted_on")
    said = PaperSaid(dated_on=paper.dated_on, sent_on=sent_on, posted_on=posted_on)
    _check_days(locked, said, act.today)
    PreparedPaper.objects.filter(pk=paper.pk).update(sent_on=sent_on, posted_on=posted_on)


@transaction.atomic
def withdraw_paper(*, act: Act, paper: PreparedPaper) -> None:
    """Take a paper off the list; its row stays. Raises: as `note_days`."""
    if begin(act, paper.planned, "paper.withdrawn", {"paper": paper.pk}) is not None:
        PreparedPaper.objects.filter(pk=paper.pk).update(is_withdrawn=True)


@transaction.atomic
def purge_paper(*, act: Act, planned: PlannedMeeting, paper: UUID) -> None:
    """Wipe what should never have been entered: title, numbers, file; only that it was, stays.

    Raises: PermissionDenied; Http404; CannotPrepare; OtherContent.
    """
    locked = begin(act, planned, "paper.purged", {"paper": paper})
    if locked is None:
        return
    gone, _each = PreparedPaper.objects.filter(pk=paper, planned=locked).delete()
    if gone:
        PurgedPaper.objects.create(
            id=act.id, province=locked.province, planned=locked, purged_by=act.actor,
            purged_at=act.entered_at,
        )  # fmt: skip
