from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import VietText

MOST = 20


class PetitionsForm(ActForm):
    """What the meeting asks of the levels above, one a line."""

    lines = VietText(
        label=gettext_lazy("Chi bộ kiến nghị điều gì?"),
        lines=5,
        required=False,
        help_text=gettext_lazy("Mỗi dòng một kiến nghị. Không có thì để trống."),
    )

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        lines = [line for line in text.split("\n") if line.strip(" -•–")]
        if len(lines) > MOST or any(len(line) > 1_000 for line in lines):
            raise ValidationError(
                _("Nhiều nhất 20 kiến nghị, mỗi kiến nghị nhiều nhất 1.000 chữ: rút ngắn.")
            )
        return text

    def texts(self) -> list[str]:
        lines = self.cleaned_data["lines"].split("\n")
        return [line.strip(" -•–") for line in lines if line.strip(" -•–")]
