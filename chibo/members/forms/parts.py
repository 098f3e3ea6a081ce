"""What several steps ask alike: the paper, the totals of a vote, another place."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Count, Day, VietText, asked
from chibo.members import commands
from chibo.members.commands import Basis, Destination
from chibo.rulebook.catalogue import BASES
from chibo.rulebook.rules import VoteRule

Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Asks:
    """What a step's page knows: the rule of its vote, the official members, places to choose."""

    vote: VoteRule | None = None
    official: int = 0
    places: Choices = field(default_factory=list)
    cells: Choices = field(default_factory=list)


class PaperPart(ActForm):
    """The decision, or the letter, by which a step is taken."""

    number = VietText(
        label=gettext_lazy("Số quyết định hoặc giấy giới thiệu"),
        longest=40,
        help_text=gettext_lazy("Ví dụ: 15-QĐ/ĐU"),
    )
    signed_on = Day(label=gettext_lazy("Ngày ghi trong văn bản đó"))
    issuer = VietText(
        label=gettext_lazy("Nơi ban hành"),
        longest=120,
        help_text=gettext_lazy("Ví dụ: Ban Thường vụ Đảng ủy xã"),
    )

    def basis(self) -> Basis:
        data: dict[str, Any] = self.cleaned_data
        return Basis(data["number"], data["signed_on"], data["issuer"], data.get("consent") or "")


class StepForm(ActForm):
    """A step of a person's path. asks: what the page knows."""

    def __init__(self, *args: Any, asks: Asks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(asks)

    def prepare(self, asks: Asks) -> None:
        """Fill choices and labels."""


class VotePart(StepForm):
    """The totals of the cell's vote: checked, and not kept with the person."""

    method = forms.CharField(widget=forms.HiddenInput, required=False)
    base = Count(label="")
    votes_for = Count(label=gettext_lazy("Số phiếu tán thành"))

    def prepare(self, asks: Asks) -> None:
        super().prepare(asks)
        if asks.vote is None:
            for name in ("method", "base", "votes_for"):
                del self.fields[name]
            return
        self.fields["method"].initial = "secret" if asks.vote.secret else "open"
        self.fields["base"].label = _("Số để tính: {base}").format(base=dict(BASES)[asks.vote.base])
        self.fields["base"].help_text = _("Sổ hôm nay có {count} đảng viên chính thức.").format(
            count=asks.official
        )

    def count(self) -> commands.Count | None:
        if "base" not in self.fields:
            return None
        return commands.Count(self.cleaned_data["votes_for"], self.cleaned_data["base"])


class PlacePart(StepForm):
    """Another place: one of this book, or the name of one outside."""

    to = asked(
        Chosen(
            label=gettext_lazy("Chuyển đến đâu?"),
            required=False,
            error_messages={
                "invalid_choice": gettext_lazy("Nơi này không có trong sổ: chọn lại."),
            },
        )
    )
    outside = asked(
        VietText(label=gettext_lazy("Tên nơi đến, nếu ngoài sổ"), longest=120, required=False)
    )

    def prepare(self, asks: Asks) -> None:
        super().prepare(asks)
        none = ("", _("Nơi ngoài sổ, ghi tên ở ô dưới"))
        self.fields["to"].choices = [none, *asks.places]  # type: ignore[attr-defined]

    def destination(self) -> Destination:
        data: dict[str, Any] = self.cleaned_data
        return Destination(UUID(data["to"]) if data["to"] else None, data["outside"])
