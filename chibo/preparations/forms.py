import tomllib
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Count, Day, Pick, VietText
from chibo.members.models import Membership
from chibo.members.queries import Member
from chibo.preparations.commands import LineSaid, PaperSaid
from chibo.preparations.models import AgendaItem
from chibo.preparations.queries import Agenda
from chibo.preparations.rules import CLOSING, moved


def _people(members: list[Member], nobody: str) -> list[tuple[str, str]]:
    return [("", nobody), *((str(member.id), member.shown) for member in members)]


class AgendaForm(ActForm):
    """All lines of an agenda, each with its fields, and an empty one to add.

    `do`: `up:<id>`, `down:<id>`, `drop:<id>` or `keep:<id>`, the button that sent it.
    """

    def __init__(
        self, *args: Any, agenda: Agenda, members: list[Member], may_split: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agenda = agenda
        self.may_split = may_split
        self._members = {str(member.id): member.membership for member in members}
        people = _people(members, _("Chưa giao"))
        for item in agenda.items:
            self._add(item, people)
        self.fields["new_id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
        self.fields["new_title"] = VietText(
            label=_("Thêm nội dung"), required=False, help_text=_("Ví dụ: Bàn việc làm đường bản")
        )

    def _add(self, item: AgendaItem, people: list[tuple[str, str]]) -> None:
        self.fields[f"title-{item.pk}"] = VietText(label=_("Nội dung"), initial=item.title)
        self.fields[f"minutes-{item.pk}"] = Count(
            label=_("Số phút"), required=False, initial=item.minutes, most=240
        )
        self.fields[f"presenter-{item.pk}"] = Chosen(
            label=_("Ai trình bày?"), required=False, choices=people, initial=item.presenter_id
        )
        self.fields[f"question-{item.pk}"] = VietText(
            label=_("Câu hỏi gợi ý"), required=False, longest=300, lines=2, initial=item.question
        )
        if self.may_split:
            self.fields[f"in_groups-{item.pk}"] = forms.BooleanField(
                label=_("Bàn ở tổ đảng, điểm danh một lần"), required=False, initial=item.in_groups
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each standing line with its fields, for the page."""
        parts = ("title", "minutes", "presenter", "question", "in_groups")
        found = []
        for item in self.agenda.items:
            names = {part: f"{part}-{item.pk}" for part in parts}
            fields = {part: self[name] for part, name in names.items() if name in self.fields}
            wrong = any(field.errors for field in fields.values())
            found.append({"item": item, "duty": self.agenda.duty(item), "wrong": wrong, **fields})
        return found

    def said(self, do: str) -> list[LineSaid]:
        """Return the lines as they shall be, after what the button asks."""
        what, _colon, which = do.partition(":")
        standing = [self._line(item) for item in self.agenda.items]
        gone = [_kept(item) for item in self.agenda.dropped]
        offered = [_kept(item) for item in self.agenda.due]
        places = [str(line.id) for line in standing]
        if what == "drop" and which in places:
            gone.append(standing.pop(places.index(which)))
        elif what in {"up", "down"} and which in places:
            standing = moved(standing, places.index(which), what)
        elif what == "keep":
            back = [line for line in (*gone, *offered) if str(line.id) == which]
            gone = [line for line in gone if line not in back]
            place = _before_closing(standing)
            standing[place:place] = back
        if self.cleaned_data["new_title"]:
            new = LineSaid(self.cleaned_data["new_id"], self.cleaned_data["new_title"])
            standing.insert(_before_closing(standing), new)
        return [*standing, *(replace(line, is_dropped=True) for line in gone)]

    def _line(self, item: AgendaItem) -> LineSaid:
        data = self.cleaned_data
        return LineSaid(
            id=item.pk,
            title=data[f"title-{item.pk}"],
            duty=item.duty,
            step=item.step,
            minutes=data[f"minutes-{item.pk}"],
            presenter=self._members.get(data[f"presenter-{item.pk}"]),
            question=" ".join(data[f"question-{item.pk}"].split("\n")),
            in_groups=bool(data.get(f"in_groups-{item.pk}")),
        )


def _kept(item: AgendaItem) -> LineSaid:
    """Return a dropped line as its row has it."""
    names = [name for name in LineSaid.__dataclass_fields__ if name != "is_dropped"]
    return LineSaid(**{name: getattr(item, name) for name in names})


def _before_closing(lines: list[LineSaid]) -> int:
    """Return where a new line goes: before the lines that close the sitting."""
    return next((place for place, line in enumerate(lines) if line.step in CLOSING), len(lines))


class DraftForm(ActForm):
    """The draft resolution, one decision a line."""

    text = VietText(
        label=gettext_lazy("Dự thảo nghị quyết"),
        lines=8,
        required=False,
        help_text=gettext_lazy("Mỗi dòng một điều để biểu quyết. Khi họp chạm là có sẵn."),
    )


class PaperForm(ActForm):
    """A paper for the meeting; the question about the stamp comes first."""

    stamp = Pick(
        label=gettext_lazy("Trên văn bản có dấu mật không?"),
        choices=[("no", gettext_lazy("Không có")), ("yes", gettext_lazy("Có dấu mật"))],
        help_text=gettext_lazy("MẬT, TỐI MẬT, TUYỆT MẬT: không đưa nội dung vào sổ."),
    )
    title = VietText(
        label=gettext_lazy("Tên văn bản"),
        required=False,
        longest=300,
        help_text=gettext_lazy("Ví dụ: Báo cáo kết quả lãnh đạo tháng 10"),
    )
    number = VietText(label=gettext_lazy("Số, ký hiệu"), required=False, longest=40)
    issuer = VietText(label=gettext_lazy("Nơi ban hành"), required=False, longest=120)
    dated_on = Day(label=gettext_lazy("Văn bản đề ngày nào?"), required=False)
    kept_at = VietText(
        label=gettext_lazy("Bản giấy để ở đâu?"),
        required=False,
        help_text=gettext_lazy("Ví dụ: tủ hồ sơ chi bộ"),
    )
    content = forms.FileField(
        label=gettext_lazy("Đính kèm tệp .pdf hoặc .docx"), required=False, allow_empty_file=True
    )
    sent_on = Day(label=gettext_lazy("Gửi cho đảng viên ngày nào?"), required=False)
    posted_on = Day(label=gettext_lazy("Đăng trên ứng dụng của Đảng ngày nào?"), required=False)

    def paper(self) -> PaperSaid:
        """Return the paper; the file's content is read here."""
        data = self.cleaned_data
        file = data["content"]
        fields = ("title", "number", "issuer", "dated_on", "kept_at", "sent_on", "posted_on")
        return PaperSaid(
            **{name: data[name] for name in fields},
            is_secret=data["stamp"] == "yes",
            file_name=file.name[-200:] if file else "",
            content=file.read() if file else None,
        )


class PaperDaysForm(ActForm):
    """When a paper was sent and posted."""

    sent_on = Day(label=gettext_lazy("Gửi cho đảng viên ngày nào?"), required=False)
    posted_on = Day(label=gettext_lazy("Đăng trên ứng dụng của Đảng ngày nào?"), required=False)


class QuestionForm(ActForm):
    """What somebody asks before the meeting."""

    text = VietText(label=gettext_lazy("Câu hỏi, việc cần chi bộ trả lời"), longest=500, lines=3)
    asked_by = Chosen(
        label=gettext_lazy("Ai hỏi?"),
        required=False,
        help_text=gettext_lazy("Không muốn ghi tên thì để trống."),
    )

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(member.id): member.membership for member in members}
        self.fields["asked_by"].choices = _people(members, _("Không ghi tên"))  # type: ignore[attr-defined]

    def asker(self) -> Membership | None:
        return self._members.get(self.cleaned_data["asked_by"])


class DutyForm(ActForm):
    """What a member gets in charge, and when the cell decided it."""

    member = Chosen(label=gettext_lazy("Giao cho ai?"))
    what = VietText(
        label=gettext_lazy("Phụ trách việc gì?"),
        longest=300,
        help_text=gettext_lazy("Ví dụ: nhóm hộ số 3 (12 hộ); công tác thanh niên"),
    )
    decided_on = Day(label=gettext_lazy("Chi bộ quyết định ngày nào?"))

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(member.id): member.membership for member in members}
        self.fields["member"].choices = _people(members, "")  # type: ignore[attr-defined]

    def membership(self) -> Membership:
        return self._members[self.cleaned_data["member"]]


class TemplateForm(ActForm):
    """The order of a sitting as data, and from which day it holds."""

    from_on = Day(label=gettext_lazy("Dùng từ ngày nào?"))
    number = VietText(
        label=gettext_lazy("Theo văn bản số"),
        required=False,
        longest=40,
        help_text=gettext_lazy("Để trống thì ghi là cách làm của đơn vị, chưa có văn bản."),
    )
    title = VietText(label=gettext_lazy("Tên mẫu"))
    content = VietText(
        label=gettext_lazy("Các dòng của mẫu"),
        lines=16,
        longest=30_000,
        help_text=gettext_lazy("Giữ cách viết của mẫu: mỗi dòng một đoạn [[lines]]."),
    )

    def clean_content(self) -> list[dict[str, Any]]:
        try:
            found = tomllib.loads(self.cleaned_data["content"])
        except tomllib.TOMLDecodeError as problem:
            raise ValidationError(
                _("Chưa đọc được nội dung mẫu ({where}): so với mẫu có sẵn.").format(where=problem)
            ) from None
        lines = found.get("lines")
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise ValidationError(_("Mẫu chưa có dòng nào: mỗi dòng một đoạn [[lines]]."))
        return lines
