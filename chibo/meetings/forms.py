import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Clock, Count, Day, Pick, VietText, asked
from chibo.meetings.commands import ItemSaid, MarkGiven, Setting
from chibo.meetings.models import Attendance
from chibo.meetings.queries import CallLine, RollCall
from chibo.members.queries import Member
from chibo.plans.models import Kind

MOST_ITEMS = 20
HELD = Kind.choices


def people(members: list[Member]) -> list[tuple[str, str]]:
    """Return the choices of a list of members, by name."""
    return [("", ""), *((str(member.id), member.shown) for member in members)]


class SettingForm(ActForm):
    """When, where, who chairs, who writes."""

    kind = Pick(label=gettext_lazy("Loại sinh hoạt"), choices=HELD)
    topic = VietText(
        label=gettext_lazy("Tên chuyên đề"),
        required=False,
        help_text=gettext_lazy("Ví dụ: Giữ rừng đầu nguồn"),
    )
    held_on = Day(label=gettext_lazy("Họp ngày nào?"))
    starts_at = Clock(label=gettext_lazy("Bắt đầu lúc mấy giờ?"))
    place = VietText(
        label=gettext_lazy("Họp ở đâu?"), help_text=gettext_lazy("Ví dụ: nhà văn hóa bản")
    )
    chair = Chosen(label=gettext_lazy("Ai chủ trì?"))
    writer = Chosen(label=gettext_lazy("Ai ghi biên bản?"))
    delegate = VietText(
        label=gettext_lazy("Đại biểu cấp trên"),
        required=False,
        help_text=gettext_lazy("Họ tên, chức vụ. Không có thì để trống."),
    )
    guests = VietText(label=gettext_lazy("Khách mời"), required=False, longest=500)
    dues = VietText(
        label=gettext_lazy("Đảng phí"),
        required=False,
        help_text=gettext_lazy("Một dòng. Ví dụ: đã thu đủ đến tháng 10"),
    )
    special_duty = Count(
        label=gettext_lazy("Số đảng viên làm nhiệm vụ đặc biệt"),
        empty_is_zero=True,
        most=999,
        help_text=gettext_lazy("Chỉ ghi số, không ghi tên. Không có thì để trống."),
    )

    def __init__(
        self, *args: Any, members: list[Member], committee: bool | None = None, **kwargs: Any
    ) -> None:
        """committee: what kind of sitting it stays, the committee's or the cell's; None: either."""
        super().__init__(*args, **kwargs)
        if committee is not None:
            kinds = [kind for kind in HELD if (kind[0] == Kind.COMMITTEE) == committee]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self._members = {str(member.id): member for member in members}
        for name in ("chair", "writer"):
            self.fields[name].choices = people(members)  # type: ignore[attr-defined]

    def setting(self) -> Setting:
        """Return what was settled."""
        data = self.cleaned_data
        return Setting(
            kind=Kind(data["kind"]),
            topic=data["topic"],
            held_on=data["held_on"],
            starts_at=data["starts_at"],
            place=data["place"],
            chair=self._members[data["chair"]].membership,
            writer=self._members[data["writer"]].membership,
            delegate=data["delegate"],
            guests=data["guests"],
            dues=data["dues"],
            special_duty=data["special_duty"],
        )


class NewMeetingForm(SettingForm):
    """The setting, and what will be talked about."""

    agenda = VietText(
        label=gettext_lazy("Nội dung sinh hoạt"),
        lines=6,
        help_text=gettext_lazy("Mỗi dòng một nội dung. Sửa, thêm, bớt tùy chi bộ."),
    )

    def items(self, prepared: Mapping[str, UUID]) -> list[ItemSaid]:
        """Return the points; each gets an identifier made from the act's.

        prepared: title to the prepared line it was.
        """
        lines = [line.strip(" -•–") for line in self.cleaned_data["agenda"].split("\n")]
        act: UUID = self.cleaned_data["act"]
        return [
            ItemSaid(uuid.uuid5(act, str(place)), line, prepared=prepared.get(line))
            for place, line in enumerate(line for line in lines if line)
        ]

    def clean_agenda(self) -> str:
        agenda: str = self.cleaned_data["agenda"]
        lines = [line for line in agenda.split("\n") if line.strip(" -•–")]
        if len(lines) > MOST_ITEMS or any(len(line) > 200 for line in lines):
            raise ValidationError(
                _("Nhiều nhất 20 nội dung, mỗi nội dung nhiều nhất 200 chữ: rút ngắn.")
            )
        return agenda


class RollCallForm(ActForm):
    """A mark for each member, and the time for those who came late."""

    def __init__(self, *args: Any, call: RollCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        marks = [("present", ""), ("late", ""), ("unexcused", "")]
        marks += [(f"excused:{reason}", "") for reason in Attendance.Reason.values]
        for line in call.lines:
            key = line.member.id
            kept = line.attendance
            mark = f"excused:{kept.reason}" if kept and kept.reason else kept.mark if kept else ""
            self.fields[f"mark-{key}"] = forms.ChoiceField(
                required=False, choices=[("", ""), *marks], initial=mark, widget=forms.RadioSelect
            )
            self.fields[f"late_at-{key}"] = Clock(
                required=False,
                initial=kept.late_at if kept else None,
                label=gettext_lazy("Đến lúc"),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each line with its two fields and its present value, for the page."""
        return [self._row(line) for line in self.call.lines]

    def _row(self, line: CallLine) -> dict[str, Any]:
        mark = self[f"mark-{line.member.id}"]
        late_at = self[f"late_at-{line.member.id}"]
        state, _colon, reason = str(mark.value() or "").partition(":")
        at = late_at.value()
        return {
            "member": line.member,
            "mark": mark,
            "value": mark.value() or "",
            "state": "" if state == Attendance.Mark.NOT_EXPECTED else state,
            "reason": dict(Attendance.Reason.choices).get(reason, ""),
            "late_at": late_at,
            "late_text": f"{at:%H:%M}" if isinstance(at, dt.time) else at or "",
        }

    def everyone_present(self) -> None:
        """Mark present all counted members who are not marked yet."""
        names = [f"mark-{line.member.id}" for line in self.call.lines if line.member.counted]
        self.put({name: "present" for name in names if not self.data.get(name)})
        self._errors: ErrorDict | None = ErrorDict()

    def marks(self) -> dict[UUID, MarkGiven]:
        """Return the marks by membership."""
        return {line.member.id: self._given(line.member.id) for line in self.call.lines}

    def _given(self, key: UUID) -> MarkGiven:
        mark, _colon, reason = self.cleaned_data[f"mark-{key}"].partition(":")
        late_at = self.cleaned_data[f"late_at-{key}"] if mark == "late" else None
        return MarkGiven(mark, reason, late_at)


class DiscussionForm(ActForm):
    """Each point: what was raised, what was concluded; how many people spoke in all."""

    spoke = Count(
        label=gettext_lazy("Bao nhiêu người đã phát biểu?"),
        help_text=gettext_lazy("Một số cho cả buổi, không ghi tên."),
        most=999,
    )
    criticism = Pick(
        label=gettext_lazy("Chi bộ có tự phê bình và phê bình không?"),
        required=False,
        choices=[("yes", gettext_lazy("Có")), ("no", gettext_lazy("Không"))],
    )

    def __init__(
        self, *args: Any, items: list[ItemSaid], committee: bool = False, **kwargs: Any
    ) -> None:
        """committee: its meeting counts no speakers and holds no criticism."""
        super().__init__(*args, **kwargs)
        given = [*items, ItemSaid(uuid.uuid4(), "")]
        count = len(given)
        if self.is_bound and str(self.data.get("items", "")).isdigit():
            count = min(int(self.data["items"]), MOST_ITEMS + 1)
        for place in range(count):
            item = given[place] if place < len(given) else ItemSaid(uuid.uuid4(), "")
            self._add(place, item, is_new=place >= len(items))
        self.count = count
        if committee:
            del self.fields["spoke"], self.fields["criticism"]
        else:
            asked(self.fields["criticism"])

    def _add(self, place: int, item: ItemSaid, *, is_new: bool) -> None:
        name = f"item-{place}"
        self.fields[f"{name}-id"] = forms.UUIDField(widget=forms.HiddenInput, initial=item.id)
        self.fields[f"{name}-title"] = VietText(
            label=gettext_lazy("Nội dung"), initial=item.title, required=not is_new
        )
        self.fields[f"{name}-raised"] = VietText(
            label=gettext_lazy("Ý kiến nêu ra"), lines=2, required=False, initial=item.raised
        )
        self.fields[f"{name}-concluded"] = VietText(
            label=gettext_lazy("Kết luận"), lines=2, required=False, initial=item.concluded
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields of each point, for the page; the last is an empty one."""
        parts = ("id", "title", "raised", "concluded")
        return [
            {part: self[f"item-{place}-{part}"] for part in parts} for place in range(self.count)
        ]

    def said(self) -> list[ItemSaid]:
        """Return the points that have a title."""
        data = self.cleaned_data
        return [
            ItemSaid(
                id=data[f"item-{place}-id"],
                title=data[f"item-{place}-title"],
                raised=data[f"item-{place}-raised"],
                concluded=data[f"item-{place}-concluded"],
            )
            for place in range(self.count)
            if data[f"item-{place}-title"]
        ]

    def criticism_held(self) -> bool | None:
        answer: str = self.cleaned_data.get("criticism", "")
        return None if not answer else answer == "yes"
