"""The writes of the calendar: lay a year, move, add, withdraw, say why a month was missed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.members.queries import was_member
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import recount_turning
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed
from chibo.plans.models import (
    Kind,
    MissedMonth,
    Move,
    PlannedMeeting,
    SwappedDay,
    YearPlan,
)
from chibo.recounts.commands import recount
from chibo.rulebook.queries import in_force

MONTHLY = (Kind.REGULAR, Kind.BOTH)
WITH_TOPIC = (Kind.THEMATIC, Kind.BOTH)


class CannotPlan(Refused):
    """The calendar cannot be so: the day, the month, the kind or the year does not fit."""


@dataclass(frozen=True)
class Planned:
    """A meeting to be planned; `presenter` prepares and presents the topic."""

    month: Month
    kind: str
    planned_on: dt.date
    starts_at: dt.time | None = None
    place: str = ""
    topic: str = ""
    presenter: Membership | None = None


@transaction.atomic
def lay_year(*, act: Act, cell: Unit, year: int, meetings: Sequence[Planned]) -> YearPlan:
    """Lay a cell's meetings of a year at once, each month's regular one among them.

    Raises: PermissionDenied; Http404; CannotPlan; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    content = {"year": year, "meetings": [_content(each) for each in meetings]}
    if not record(
        act, verb="plan.laid", unit=cell.pk, province=cell.province, subject=act.id,
        content=content, said={"year": year, "meetings": len(meetings)},
    ):  # fmt: skip
        return YearPlan.objects.get(pk=act.id)
    if year < act.today.year:
        raise CannotPlan(
            _("Năm {year} đã hết: xem các buổi đã họp, hoặc lập lịch năm nay.").format(year=year)
        )
    if year > act.today.year + 1:
        raise CannotPlan(_("Chỉ lập lịch năm nay và năm sau: chọn lại năm."))
    if not meetings:
        raise CannotPlan(_("Năm này không còn tháng nào để lập lịch: lập cho năm sau."))
    try:
        with transaction.atomic():
            plan = YearPlan.objects.create(
                id=act.id, province=cell.province, cell=cell, year=year, laid_on=act.today,
                rule_pack=in_force(cell.pk, on=act.today).pack,
            )  # fmt: skip
    except IntegrityError:
        raise CannotPlan(
            _("Lịch năm {year} đã lập: mở lịch để dời, thêm hoặc bỏ từng buổi.").format(year=year)
        ) from None
    for place, each in enumerate(meetings):
        if each.month.year != year:
            raise CannotPlan(_("Có tháng không thuộc năm này: mở lại trang rồi lập lịch."))
        _plan(act, cell, uuid.uuid5(act.id, str(place)), each)
    return plan


@transaction.atomic
def plan_meeting(*, act: Act, cell: Unit, new: Planned) -> PlannedMeeting:
    """Plan one more meeting. Raises: PermissionDenied; Http404; CannotPlan; OtherContent."""
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    if not record(
        act, verb="meeting.planned", unit=cell.pk, province=cell.province, subject=act.id,
        content=_content(new), said={"on": str(new.planned_on)},
    ):  # fmt: skip
        return PlannedMeeting.objects.get(pk=act.id)
    _not_before_today(new.planned_on, act.today)
    return _plan(act, cell, act.id, new)


@transaction.atomic
def change_planned(*, act: Act, planned: PlannedMeeting, new: Planned) -> None:
    """Change kind, hour, place, topic or presenter; the day is moved by `move`.

    Raises: PermissionDenied; Http404; CannotPlan; OtherContent.
    """
    locked = _begin(act, planned, "planned.changed", _content(new))
    if locked is None:
        return
    if locked.kind in MONTHLY and new.kind not in MONTHLY:
        raise CannotPlan(
            _("Chuyên đề không thay được buổi định kỳ: chọn Định kỳ, nối tiếp chuyên đề."), "kind"
        )
    _check(locked.cell, new)
    fields = {**_fields(new), "month": locked.month, "planned_on": locked.planned_on}
    _written(locked, fields)


@transaction.atomic
def move(*, act: Act, planned: PlannedMeeting, to_day: dt.date, reason: str) -> None:
    """Put a planned meeting on another day of the month that it answers for.

    Raises: PermissionDenied; Http404; CannotPlan; OtherContent.
    """
    content = {"to_day": to_day, "reason": reason}
    locked = _begin(act, planned, "planned.moved", content)
    if locked is None:
        return
    if to_day == locked.planned_on:
        raise CannotPlan(_("Buổi họp đã ở ngày này: chọn ngày khác."), "to_day")
    if locked.kind in MONTHLY and Month.of(to_day) != Month.of(locked.month):
        raise CannotPlan(
            _("Buổi định kỳ tháng {number} phải ở trong tháng ấy: chọn ngày khác.").format(
                number=locked.month.month
            ),
            "to_day",
        )
    _not_before_today(to_day, act.today, "to_day")
    _there(locked.cell, to_day, "to_day")
    Move.objects.create(
        id=act.id, province=locked.province, planned=locked, from_day=locked.planned_on,
        to_day=to_day, reason=reason, entered_at=act.entered_at,
    )  # fmt: skip
    month = locked.month if locked.kind in MONTHLY else Month.of(to_day).first
    PlannedMeeting.objects.filter(pk=locked.pk).update(planned_on=to_day, month=month)


@transaction.atomic
def withdraw(*, act: Act, planned: PlannedMeeting) -> None:
    """Take a planned meeting out of the calendar; the regular one of a month stays.

    Raises: PermissionDenied; Http404; CannotPlan; OtherContent.
    """
    locked = _begin(act, planned, "planned.withdrawn", {})
    if locked is None:
        return
    if locked.kind in MONTHLY:
        raise CannotPlan(
            _("Mỗi tháng có một buổi định kỳ: dời ngày; không họp được thì ghi lý do.")
        )
    PlannedMeeting.objects.filter(pk=locked.pk).update(is_withdrawn=True)


@transaction.atomic
def explain_missed(*, act: Act, cell: Unit, month: Month, reason: str) -> None:
    """Say why a month had no regular meeting; said again it is the newer sentence.

    Raises: PermissionDenied; Http404; CannotPlan; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=cell.pk, on=act.today)
    content = {"month": str(month), "reason": reason}
    if not record(
        act, verb="month.explained", unit=cell.pk, province=cell.province, subject=cell.pk,
        content=content, said={"month": str(month)},
    ):  # fmt: skip
        return
    if month.first > act.today:
        raise CannotPlan(_("Tháng này chưa đến: chưa cần ghi lý do."), "reason")
    if not existed(cell.pk, on=min(month.last, act.today)):
        raise CannotPlan(_("Chi bộ không có trong tháng này: xem lại tháng."), "reason")
    MissedMonth.objects.update_or_create(
        cell=cell, month=month.first,
        defaults={"reason": reason}, create_defaults={
            "id": act.id, "province": cell.province, "reason": reason,
        },
    )  # fmt: skip
    recount([cell.pk], [month.first], not_before=max(month.until, act.today))


@transaction.atomic
def swap_day(*, act: Act, unit: Unit, day: dt.date, is_off: bool, source: str) -> None:
    """Declare a day off, or a day that is worked, for a unit and all below it.

    Raises: PermissionDenied; Http404; OtherContent.
    """
    demand(act.actor, Can.CHANGE_RULES, at=unit.pk, on=act.today)
    content = {"day": day, "is_off": is_off, "source": source}
    if not record(
        act, verb="day.swapped", unit=unit.pk, province=unit.province, subject=act.id,
        content=content, said={"day": str(day), "is_off": is_off},
    ):  # fmt: skip
        return
    SwappedDay.objects.update_or_create(
        unit=unit, day=day, defaults={"is_off": is_off, "source": source},
        create_defaults={
            "id": act.id, "province": unit.province, "is_off": is_off, "source": source,
        },
    )  # fmt: skip
    month = Month.of(day)
    recount_turning(unit.pk, since=month.first, until=month.until)


def _begin(
    act: Act, planned: PlannedMeeting, verb: str, content: dict[str, object]
) -> PlannedMeeting | None:
    """Ask for the right, lock the row, write the journal; None where the act is here already."""
    demand(act.actor, Can.HOLD_MEETING, at=planned.cell_id, on=act.today)
    locked = PlannedMeeting.objects.select_for_update().get(pk=planned.pk)
    if not record(
        act, verb=verb, unit=locked.cell_id, province=locked.province, subject=locked.pk,
        content=content,
    ):  # fmt: skip
        return None
    if locked.is_withdrawn:
        raise CannotPlan(_("Buổi này đã bỏ khỏi lịch: thêm buổi mới."))
    return locked


def _fields(new: Planned) -> dict[str, object]:
    return {**{name: getattr(new, name) for name in Planned.__dataclass_fields__},
            "month": new.month.first}  # fmt: skip


def _content(new: Planned) -> dict[str, object]:
    fields = asdict(new) | {"month": str(new.month)}
    return fields | {"presenter": new.presenter and new.presenter.pk}


def _plan(act: Act, cell: Unit, id: UUID, new: Planned) -> PlannedMeeting:
    _check(cell, new)
    if new.kind in MONTHLY and Month.of(new.planned_on) != new.month:
        raise CannotPlan(
            _("Buổi định kỳ tháng {number} phải ở trong tháng ấy: chọn ngày khác.").format(
                number=new.month.number
            ),
            "planned_on",
        )
    _there(cell, new.planned_on, "planned_on")
    planned = PlannedMeeting(id=id, province=cell.province, cell=cell)
    return _written(planned, _fields(new))


def _written(planned: PlannedMeeting, fields: dict[str, object]) -> PlannedMeeting:
    for name, value in fields.items():
        setattr(planned, name, value)
    try:
        with transaction.atomic():
            planned.save()
    except IntegrityError:
        raise CannotPlan(
            _("Tháng {number} đã có buổi định kỳ trong lịch: chọn loại khác.").format(
                number=planned.month.month
            ),
            "kind",
        ) from None
    return planned


def _check(cell: Unit, new: Planned) -> None:
    if new.kind in WITH_TOPIC and not new.topic:
        raise CannotPlan(_("Chuyên đề chưa có tên: ghi tên chuyên đề."), "topic")
    presenter = new.presenter
    if presenter and not was_member(presenter, cell=cell.pk, on=new.planned_on):
        raise CannotPlan(
            _("Người trình bày không phải đảng viên của chi bộ vào ngày ấy: chọn lại."), "presenter"
        )


def _there(cell: Unit, day: dt.date, field: str) -> None:
    if not existed(cell.pk, on=day):
        raise CannotPlan(_("Vào ngày này chi bộ chưa có hoặc đã kết thúc: xem lại ngày."), field)


def _not_before_today(day: dt.date, today: dt.date, field: str = "planned_on") -> None:
    if day < today:
        raise CannotPlan(
            _("Ngày này đã qua: buổi đã họp thì ghi thẳng vào sổ, không cần lịch."), field
        )
