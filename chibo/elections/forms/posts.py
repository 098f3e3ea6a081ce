from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Count, Day, Pick, VietText, asked
from chibo.elections.commands import NewHolder
from chibo.organizations.models import Role
from chibo.people.models import Person, Sex
from chibo.people.queries import told_apart


class PostForm(ActForm):
    """Which office, who, from when, by which decision."""

    role = Pick(label=gettext_lazy("Chức vụ gì?"))
    person = Chosen(
        label=gettext_lazy("Ai giữ chức?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Người này không có ở đây: tìm lại.")},
    )
    name = VietText(label=gettext_lazy("Họ và tên"), longest=60, required=False)
    birth_year = Count(label=gettext_lazy("Năm sinh"), most=2_100, required=False)
    sex = Pick(label=gettext_lazy("Giới tính"), choices=Sex.choices, required=False)
    from_on = Day(label=gettext_lazy("Giữ chức từ ngày nào?"))
    number = VietText(
        label=gettext_lazy("Số quyết định"),
        longest=40,
        required=False,
        help_text=gettext_lazy("Ví dụ: 15-QĐ/ĐU"),
    )
    signed_on = Day(label=gettext_lazy("Ký ngày nào?"), required=False)
    phone = VietText(
        label=gettext_lazy("Điện thoại"),
        longest=15,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(
        self, *args: Any, roles: tuple[Role, ...], people: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        shown = told_apart(people)
        offices = [(role.value, role.label) for role in roles]
        self.fields["role"].choices = offices  # type: ignore[attr-defined]
        person = asked(self.fields["person"])
        person.widget.template_name = "core/choice_list.html"
        person.choices = [  # type: ignore[attr-defined]
            *((str(each.pk), shown[str(each.pk)]) for each in people),
            ("", _("Người chưa có trong sổ: ghi ở dưới")),
        ]

    def clean_birth_year(self) -> int:
        year: int = self.cleaned_data["birth_year"] or 0
        if year and not 1900 <= year <= 2010:
            raise forms.ValidationError(_("Ghi năm sinh đủ bốn số. Ví dụ: 1985."))
        return year

    def holder(self) -> NewHolder:
        data = self.cleaned_data
        person = UUID(data["person"]) if data["person"] else None
        return NewHolder(person, data["name"], data["birth_year"], data["sex"])


class EndForm(ActForm):
    """From which day somebody holds a post no more, by which decision."""

    until_on = Day(label=gettext_lazy("Thôi giữ chức từ ngày nào?"))
    number = VietText(label=gettext_lazy("Số quyết định"), longest=40, required=False)


class LoginForm(ActForm):
    """The name by which somebody will sign in; none is asked where there is one already."""

    username = VietText(
        label=gettext_lazy("Tên đăng nhập"),
        longest=30,
        help_text=gettext_lazy("Chữ thường không dấu, số. Ví dụ: chong.pg1"),
    )

    def __init__(self, *args: Any, known: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            del self.fields["username"]

    def name(self) -> str:
        return self.known or str(self.cleaned_data["username"])
