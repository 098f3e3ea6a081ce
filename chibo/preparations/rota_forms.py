from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Pick
from chibo.preparations.rota import Candidate


class SendForm(ActForm):
    """Whom to send; beside a name stands where else the person is sent at this hour."""

    person = Pick(
        label=gettext_lazy("Cử ai dự buổi này?"),
        error_messages={
            "required": gettext_lazy("Chưa chọn người: chọn một người."),
            "invalid_choice": gettext_lazy(
                "Người này không ở cấp ủy, không theo dõi chi bộ: chọn lại."
            ),
        },
    )

    def __init__(self, *args: Any, people: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.person.pk), _shown(each)) for each in people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


def _shown(each: Candidate) -> str:
    words = f"{each.person.name}, {each.office}"
    if not each.elsewhere:
        return words
    return _("{who}. Cùng giờ đã cử đi: {cells}").format(who=words, cells=", ".join(each.elsewhere))
