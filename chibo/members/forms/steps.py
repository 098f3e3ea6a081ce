"""What each step of a person's path asks."""

from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Day, Pick, VietText
from chibo.members.forms.parts import Asks, PaperPart, PlacePart, StepForm, VotePart


class DayForm(StepForm):
    """Only the day."""

    on = Day(label=gettext_lazy("Ngày nào?"))


class DecisionForm(VotePart, PaperPart):
    """A decision after a vote of the cell."""

    field_order: tuple[str, ...] = (
        "act", "number", "signed_on", "issuer", "consent", "base", "votes_for",
    )  # fmt: skip


class AdmissionForm(DecisionForm):
    """The decision of admission; the consent is asked above the age."""

    consent = VietText(
        label=gettext_lazy("Số văn bản đồng ý, nếu quá tuổi"),
        longest=40,
        required=False,
    )


class ReadmissionForm(DecisionForm):
    """The decision of a second admission."""

    consent = VietText(label=gettext_lazy("Số văn bản đồng ý của cấp trên"), longest=40)
    cleared = Pick(
        label=gettext_lazy("Trước đây ra khỏi Đảng vì sao?"),
        choices=(
            ("no", gettext_lazy("Không phải vì án")), ("yes", gettext_lazy("Có án, nay đã xóa án")),
        ),
    )  # fmt: skip
    cell = Pick(label=gettext_lazy("Vào chi bộ nào?"))
    field_order = (
        "act", "cell", "cleared", "number", "signed_on", "issuer", "consent", "base", "votes_for",
    )  # fmt: skip

    def prepare(self, asks: Asks) -> None:
        super().prepare(asks)
        self.fields["cell"].choices = asks.cells  # type: ignore[attr-defined]


class TransferForm(PlacePart, PaperPart):
    """The letter by which a member is sent, and where to."""

    field_order = ("act", "to", "outside", "number", "signed_on", "issuer")


class AwayForm(PlacePart, PaperPart):
    """The letter by which a member meets elsewhere for a time."""

    from_on = Day(label=gettext_lazy("Từ ngày nào?"))
    until_on = Day(
        label=gettext_lazy("Đến ngày nào?"),
        required=False,
        help_text=gettext_lazy("Chưa biết thì để trống."),
    )
    field_order = (
        "act", "to", "outside", "number", "signed_on", "issuer", "from_on", "until_on",
    )  # fmt: skip


class PauseForm(PaperPart, StepForm):
    """A decision from a day to a day."""

    from_on = Day(label=gettext_lazy("Từ ngày nào?"))
    until_on = Day(
        label=gettext_lazy("Đến ngày nào?"),
        required=False,
        help_text=gettext_lazy("Không định hạn thì để trống."),
    )


class PauseEndForm(PaperPart, StepForm):
    """The decision that ends it, and the day."""

    on = Day(label=gettext_lazy("Từ ngày nào?"))


class LeavingForm(VotePart, PaperPart):
    """The decision by which somebody leaves the Party, and the day."""

    on = Day(label=gettext_lazy("Có hiệu lực từ ngày nào?"))
    field_order = ("act", "number", "signed_on", "issuer", "on", "base", "votes_for")


class ReceiptForm(DayForm):
    """The cell that takes somebody in, and the day."""

    cell = Pick(label=gettext_lazy("Về chi bộ nào?"))
    field_order = ("act", "cell", "on")

    def prepare(self, asks: Asks) -> None:
        super().prepare(asks)
        self.fields["cell"].choices = asks.cells  # type: ignore[attr-defined]
        if len(asks.cells) == 1:
            self.fields["cell"].initial = asks.cells[0][0]


class WhyForm(ActForm):
    """A reason in a few words."""

    why = VietText(label=gettext_lazy("Vì sao?"), longest=120)
