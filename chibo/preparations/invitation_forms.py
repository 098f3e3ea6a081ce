import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Day, VietText
from chibo.core.fields import asked as mark_asked


class NoticeForm(ActForm):
    """The lines of the notice, asked only where the meeting has no agenda."""

    contents = VietText(
        label=gettext_lazy("Nội dung buổi họp"),
        lines=5,
        longest=2_000,
        required=False,
        help_text=gettext_lazy("Mỗi dòng một việc. Không ghi tên người."),
    )

    def __init__(self, *args: Any, has_agenda: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_agenda:
            del self.fields["contents"]
        else:
            mark_asked(self.fields["contents"])

    @property
    def typed(self) -> str:
        return str(self.cleaned_data.get("contents", ""))


class ToldForm(ActForm):
    """On which day members, and the follower, were told."""

    members_told_on = Day(label=gettext_lazy("Đã báo đảng viên ngày nào?"), required=False)
    follower_told_on = Day(label=gettext_lazy("Đã báo người theo dõi ngày nào?"), required=False)

    def __init__(self, *args: Any, has_follower: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_follower:
            del self.fields["follower_told_on"]
        for field in self.fields.values():
            mark_asked(field)

    def told(self) -> dict[str, dt.date | None]:
        """Return both days; None where it is not said."""
        names = ("members_told_on", "follower_told_on")
        return {name: self.cleaned_data.get(name) for name in names}
