import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.days import Month
from chibo.core.fields import Chosen, Clock, Day, Pick, VietText
from chibo.core.fields import asked as mark_asked
from chibo.core.templatetags.words import day as day_words
from chibo.core.templatetags.words import weekday
from chibo.members.queries import Member
from chibo.plans.commands import Planned
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.queries import Proposed

REASONS = (
    gettext_lazy("Trùng ngày mùa"),
    gettext_lazy("Mưa lũ, đường không đi được"),
    gettext_lazy("Theo lịch của cấp trên"),
    gettext_lazy("Chi bộ có việc tang, việc lớn"),
)


class LayForm(ActForm):
    """Hour and place of a year's meetings, and the topic of each quarter's thematic part."""

    starts_at = Clock(label=gettext_lazy("Họp lúc mấy giờ?"))
    place = VietText(
        label=gettext_lazy("Họp ở đâu?"), help_text=gettext_lazy("Ví dụ: nhà văn hóa bản")
    )

    def __init__(self, *args: Any, months: list[Proposed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for each in months:
            if each.thematic:
                self.fields[f"topic-{each.month.number}"] = VietText(
                    label=_("Chuyên đề tháng {number}").format(number=each.month.number),
                    required=False,
                )

    def meetings(self) -> list[Planned]:
        """Return the regular meeting of each month; with a topic both follow in one sitting."""
        data = self.cleaned_data
        return [
            Planned(
                month=each.month,
                kind=Kind.BOTH if data.get(f"topic-{each.month.number}") else Kind.REGULAR,
                planned_on=each.day,
                starts_at=data["starts_at"],
                place=data["place"],
                topic=data.get(f"topic-{each.month.number}", ""),
            )
            for each in self.months
        ]


class PlannedForm(ActForm):
    """What a planned meeting is, without its day."""

    kind = Pick(label=gettext_lazy("Loại sinh hoạt"), choices=Kind.choices)
    topic = VietText(
        label=gettext_lazy("Tên chuyên đề"),
        required=False,
        help_text=gettext_lazy("Ví dụ: Giữ rừng đầu nguồn"),
    )
    presenter = Chosen(label=gettext_lazy("Ai chuẩn bị, trình bày chuyên đề?"), required=False)
    starts_at = Clock(label=gettext_lazy("Họp lúc mấy giờ?"), required=False)
    place = VietText(label=gettext_lazy("Họp ở đâu?"), required=False)

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(member.id): member.membership for member in members}
        people = [(str(member.id), member.shown) for member in members]
        self.fields["presenter"].choices = [("", _("Chưa giao")), *people]  # type: ignore[attr-defined]

    def planned(self, month: Month, planned_on: dt.date) -> Planned:
        """Return the meeting as filled in, for a month and a day."""
        data = self.cleaned_data
        return Planned(
            month=month,
            kind=data["kind"],
            planned_on=planned_on,
            starts_at=data["starts_at"],
            place=data["place"],
            topic=data["topic"],
            presenter=self._members.get(data["presenter"]),
        )


class NewPlannedForm(PlannedForm):
    """One more meeting, with its day."""

    planned_on = Day(label=gettext_lazy("Họp ngày nào?"))
    field_order = ("planned_on", "kind")

    def new(self) -> Planned:
        day: dt.date = self.cleaned_data["planned_on"]
        return self.planned(Month.of(day), day)


class MoveForm(ActForm):
    """Another day, from those offered or another one, and why."""

    to = Pick(label=gettext_lazy("Dời sang ngày nào?"), required=False)
    to_day = Day(label=gettext_lazy("Hoặc ngày khác"), required=False)
    reason = Pick(label=gettext_lazy("Vì sao dời?"), required=False)
    other = VietText(label=gettext_lazy("Hoặc lý do khác"), required=False)

    def __init__(self, *args: Any, days: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(day.isoformat(), f"{weekday(day)} {day_words(day)}") for day in days]
        self.fields["to"].choices = offered  # type: ignore[attr-defined]
        reasons = [(str(reason), reason) for reason in REASONS]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        mark_asked(self.fields["to"])
        mark_asked(self.fields["reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("to") or data.get("to_day")):
            self.add_error("to", _("Chưa có ngày mới: chọn một ngày."))
        if not self.errors and not (data.get("reason") or data.get("other")):
            self.add_error("reason", _("Chưa có lý do: chọn hoặc ghi một lý do."))
        return data

    def day(self) -> dt.date:
        """Return the new day; a typed one before one of those offered."""
        typed: dt.date | None = self.cleaned_data["to_day"]
        return typed or dt.date.fromisoformat(self.cleaned_data["to"])

    def why(self) -> str:
        return str(self.cleaned_data["other"] or self.cleaned_data["reason"])


class MissedForm(ActForm):
    """Why a month had no meeting."""

    reason = VietText(
        label=gettext_lazy("Vì sao tháng này không họp được?"),
        help_text=gettext_lazy("Một câu, cấp trên đọc được. Không ghi tên người."),
    )


class SwappedDayForm(ActForm):
    """A day that is off, or worked, against the calendar."""

    day = Day(label=gettext_lazy("Ngày nào?"))
    is_off = Pick(
        label=gettext_lazy("Ngày này"),
        choices=[("yes", gettext_lazy("nghỉ")), ("no", gettext_lazy("làm việc"))],
    )
    source = VietText(
        label=gettext_lazy("Theo văn bản nào?"),
        required=False,
        help_text=gettext_lazy("Ví dụ: thông báo nghỉ Tết của Chính phủ"),
    )


def initial_of(planned: PlannedMeeting) -> dict[str, Any]:
    """Return a planned meeting as the form shows it."""
    return {
        "kind": planned.kind, "topic": planned.topic, "starts_at": planned.starts_at,
        "place": planned.place, "presenter": planned.presenter_id or "",
    }  # fmt: skip
