"""The writes of an agenda: its lines, the draft resolution, the order that a unit sets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.members.queries import was_member
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.papers.secrecy import mark_in
from chibo.plans.models import PlannedMeeting
from chibo.preparations import rules
from chibo.preparations.models import AgendaItem, AgendaTemplate, DraftResolution

MOST_LINES = 40


class CannotPrepare(Refused):
    """What was prepared does not fit the meeting, its day or its cell."""


class IsSecret(CannotPrepare):
    """What was typed bears a mark of secrecy; it is not kept, in a draft neither."""


@dataclass(frozen=True)
class LineSaid:
    """A line of the agenda as it stands on the page; minutes may be unknown."""

    id: UUID
    title: str
    duty: str = ""
    step: str = ""
    minutes: int | None = None
    presenter: Membership | None = None
    question: str = ""
    in_groups: bool = False
    is_dropped: bool = False


def begin(
    act: Act, planned: PlannedMeeting, verb: str, content: Mapping[str, object]
) -> PlannedMeeting | None:
    """Ask for the right, lock, write the journal; None where this act is here already."""
    demand(act.actor, Can.HOLD_MEETING, at=planned.cell_id, on=act.today)
    locked = PlannedMeeting.objects.select_for_update().get(pk=planned.pk)
    if not record(
        act, verb=verb, unit=locked.cell_id, province=locked.province, subject=locked.pk,
        content=content,
    ):  # fmt: skip
        return None
    if locked.is_withdrawn:
        raise CannotPrepare(_("Buổi này đã bỏ khỏi lịch: thêm buổi mới."))
    return locked


def refuse_mark(text: str, field: str) -> None:
    """Raise where a typed text bears a mark of secrecy. Raises: IsSecret."""
    grade = next((mark for line in text.split("\n") if (mark := mark_in(line))), "")
    if grade:
        raise IsSecret(
            _("Chỗ này có dấu {grade}. Sổ không giữ nội dung mật: xóa đi.").format(grade=grade),
            field,
        )


@transaction.atomic
def settle_agenda(*, act: Act, planned: PlannedMeeting, lines: Sequence[LineSaid]) -> None:
    """Write the agenda as it shall be; a line left out stays, dropped.

    Raises: PermissionDenied; Http404; CannotPrepare; IsSecret; OtherContent.
    """
    content = {"lines": [_content(line) for line in lines]}
    locked = begin(act, planned, "agenda.settled", content)
    if locked is None:
        return
    if not 1 <= len(lines) <= MOST_LINES:
        raise CannotPrepare(_("Chương trình có từ 1 đến 40 nội dung: xem lại."))
    ids = [line.id for line in lines]
    if AgendaItem.objects.filter(pk__in=ids).exclude(planned=locked).exists():
        raise CannotPrepare(_("Nội dung này thuộc buổi họp khác: mở lại trang."))
    for line in lines:
        _check(locked, line)
    AgendaItem.objects.filter(planned=locked).exclude(pk__in=ids).update(is_dropped=True)
    AgendaItem.objects.bulk_create(
        [
            AgendaItem(province=locked.province, planned=locked, position=place, **_fields(line))
            for place, line in enumerate(lines, start=1)
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["position", *(set(_fields(lines[0])) - {"id"})],
    )


def _fields(line: LineSaid) -> dict[str, Any]:
    return {name: getattr(line, name) for name in LineSaid.__dataclass_fields__}


def _content(line: LineSaid) -> dict[str, object]:
    return {**_fields(line), "presenter": line.presenter and line.presenter.pk}


def _check(planned: PlannedMeeting, line: LineSaid) -> None:
    refuse_mark(line.title, f"title-{line.id}")
    refuse_mark(line.question, f"question-{line.id}")
    presenter = line.presenter
    if presenter and not was_member(presenter, cell=planned.cell_id, on=planned.planned_on):
        raise CannotPrepare(
            _("Người trình bày không phải đảng viên của chi bộ vào ngày ấy: chọn lại."),
            f"presenter-{line.id}",
        )


@transaction.atomic
def write_draft(*, act: Act, planned: PlannedMeeting, text: str) -> None:
    """Keep the draft resolution, one decision a line, in place of the earlier one.

    Raises: PermissionDenied; Http404; CannotPrepare; IsSecret; OtherContent.
    """
    locked = begin(act, planned, "draft.written", {"text": text})
    if locked is None:
        return
    refuse_mark(text, "text")
    DraftResolution.objects.update_or_create(
        planned=locked, defaults={"province": locked.province, "text": text}
    )


@transaction.atomic
def adopt_template(
    *, act: Act, unit: Unit, title: str, number: str, from_on: dt.date,
    content: Sequence[dict[str, Any]],
) -> AgendaTemplate:  # fmt: skip
    """Set the order of sittings for a unit and all below it from a day.

    Raises: PermissionDenied; Http404; CannotPrepare; OtherContent.
    """
    demand(act.actor, Can.CHANGE_RULES, at=unit.pk, on=act.today)
    said = {"title": title, "number": number, "from_on": from_on, "lines": list(content)}
    if not record(
        act, verb="agenda.adopted", unit=unit.pk, province=unit.province, subject=act.id,
        content=said, said={"title": title},
    ):  # fmt: skip
        return AgendaTemplate.objects.get(pk=act.id)
    wrong = rules.faults(content)
    if wrong or not content:
        raise CannotPrepare(
            _("Dòng {key} thiếu hoặc sai: so với mẫu rồi sửa.").format(key=", ".join(wrong) or "1"),
            "content",
        )
    return AgendaTemplate.objects.create(
        id=act.id, province=unit.province, issuer=unit, number=number, title=title,
        from_on=from_on, content=list(content), entered_at=act.entered_at,
    )  # fmt: skip
