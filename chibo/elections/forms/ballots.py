from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Count, Day, Pick, VietText
from chibo.elections.commands import NewElection
from chibo.elections.models import Election
from chibo.members.queries import Member
from chibo.organizations.models import Role
from chibo.rulebook.catalogue import KINDS_OF_DECISION


def _names(members: list[Member], label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(each.id), each.shown) for each in members],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tiles--row"}),
        error_messages={
            "required": gettext_lazy("Chọn ít nhất một người."),
            "invalid_choice": gettext_lazy("Người này không còn trong danh sách: chọn lại."),
        },
    )


class BallotForm(ActForm):
    """What every round of ballots needs; `new` returns it whole."""

    held_on = Day(label=gettext_lazy("Bầu, bỏ phiếu ngày nào?"))

    def __init__(
        self, *args: Any, what: str, members: list[Member], committee: bool, **kwargs: Any
    ) -> None:
        """committee: whether the cell elects one; members: of the cell, by name."""
        super().__init__(*args, **kwargs)
        self.what = what
        self.ask(members, committee)

    def ask(self, members: list[Member], committee: bool) -> None:
        """Fill in the choices."""

    def new(self) -> NewElection:
        raise NotImplementedError


class SeatForm(BallotForm):
    """Which seat is filled, by how many, from whom."""

    seat = Pick(label=gettext_lazy("Bầu chức vụ gì?"))
    seats = Count(label=gettext_lazy("Bầu mấy người?"), most=30)

    def ask(self, members: list[Member], committee: bool) -> None:
        seats = [role for role in Election.SEATS if committee or role != Role.COMMITTEE_MEMBER]
        self.fields["seat"].choices = [  # type: ignore[attr-defined]
            (role.value, _("Chi ủy") if role == Role.COMMITTEE_MEMBER else role.label)
            for role in seats
        ]
        able = [each for each in members if each.official]
        self.fields["candidates"] = _names(able, gettext_lazy("Danh sách bầu gồm những ai?"))

    def new(self) -> NewElection:
        data = self.cleaned_data
        return NewElection(
            self.what, data["held_on"], seat=data["seat"], seats=data["seats"],
            candidates=tuple(map(UUID, data["candidates"])),
        )  # fmt: skip


class RecognitionForm(BallotForm):
    """Which probationary members the cell votes on."""

    def ask(self, members: list[Member], committee: bool) -> None:
        able = [each for each in members if not each.official]
        self.fields["candidates"] = _names(able, gettext_lazy("Xét công nhận ai?"))

    def new(self) -> NewElection:
        data = self.cleaned_data
        candidates = tuple(map(UUID, data["candidates"]))
        return NewElection(Election.What.RECOGNITION, data["held_on"], candidates=candidates)


class QuestionForm(BallotForm):
    """Another matter for paper ballots: its kind, what it is called, the lines."""

    kind = Pick(
        label=gettext_lazy("Loại việc"),
        choices=[item for item in KINDS_OF_DECISION.items() if item[0] != "personnel"],
    )
    title = VietText(
        label=gettext_lazy("Bỏ phiếu về việc gì?"),
        help_text=gettext_lazy("In trên phiếu. Ví dụ: Xét kết nạp đảng viên"),
    )
    texts = VietText(
        label=gettext_lazy("Các dòng trên phiếu"),
        lines=4,
        longest=2_000,
        help_text=gettext_lazy("Mỗi dòng một tên hoặc một ý để đồng ý, không đồng ý."),
    )

    def clean_texts(self) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in self.cleaned_data["texts"].split("\n"))
        kept = tuple(line for line in lines if line)
        if any(len(line) > 300 for line in kept):
            raise forms.ValidationError(_("Mỗi dòng nhiều nhất 300 chữ: rút ngắn."))
        return kept

    def new(self) -> NewElection:
        data = self.cleaned_data
        return NewElection(
            Election.What.OTHER, data["held_on"], kind=data["kind"], title=data["title"],
            texts=data["texts"],
        )  # fmt: skip


FORMS: dict[str, type[BallotForm]] = {
    Election.What.CONGRESS: SeatForm,
    Election.What.VACANCY: SeatForm,
    Election.What.RECOGNITION: RecognitionForm,
    Election.What.OTHER: QuestionForm,
}
