from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Count, Day, VietText
from chibo.elections.commands import Confirmed
from chibo.elections.queries import ShownLine
from chibo.elections.rules import Figures, Marks
from chibo.members.models import Membership
from chibo.members.queries import Member


class CountForm(ActForm):
    """What one counter found. Names of totals begin with `secret_`: no draft keeps them."""

    counter = Chosen(label=gettext_lazy("Ai đếm?"))
    secret_issued = Count(label=gettext_lazy("Phát ra"))
    secret_returned = Count(label=gettext_lazy("Thu về"))
    secret_valid = Count(label=gettext_lazy("Hợp lệ"))
    secret_invalid = Count(label=gettext_lazy("Không hợp lệ"), empty_is_zero=True)

    def __init__(
        self, *args: Any, lines: list[ShownLine], tellers: list[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self._tellers = {str(each.id): each for each in tellers}
        choices = [(key, each.shown) for key, each in self._tellers.items()]
        self.fields["counter"].choices = [("", "---------"), *choices]  # type: ignore[attr-defined]
        for shown in lines:
            key = shown.line.pk
            self.fields[f"secret_for-{key}"] = Count(label=_("Đồng ý"))
            self.fields[f"secret_against-{key}"] = Count(
                label=_("Không đồng ý"), empty_is_zero=True
            )
            self.fields[f"secret_blank-{key}"] = Count(label=_("Để trống"), empty_is_zero=True)

    def rows(self) -> list[dict[str, Any]]:
        """Return each line with its three boxes, for the page."""
        return [
            {
                "name": shown.name,
                **{part: self[f"secret_{part}-{shown.line.pk}"]
                   for part in ("for", "against", "blank")},
            }
            for shown in self.lines
        ]  # fmt: skip

    def who(self) -> Membership:
        return self._tellers[self.cleaned_data["counter"]].membership

    def figures(self) -> Figures:
        data = self.cleaned_data
        return Figures(
            data["secret_issued"], data["secret_returned"], data["secret_valid"],
            data["secret_invalid"],
            tuple(
                Marks(*(data[f"secret_{part}-{each.line.pk}"]
                        for part in ("for", "against", "blank")))
                for each in self.lines
            ),
        )  # fmt: skip


class RatificationForm(ActForm):
    """The decision by which the level above confirms who was elected."""

    number = VietText(
        label=gettext_lazy("Số quyết định"),
        longest=40,
        help_text=gettext_lazy("Ví dụ: 15-QĐ/ĐU"),
    )
    issuer = VietText(label=gettext_lazy("Nơi ban hành"), longest=120)
    signed_on = Day(label=gettext_lazy("Ký ngày nào?"))
    from_on = Day(label=gettext_lazy("Giữ chức từ ngày nào?"))

    def confirmed(self) -> Confirmed:
        names = ("number", "issuer", "signed_on", "from_on")
        return Confirmed(*(self.cleaned_data[name] for name in names))
