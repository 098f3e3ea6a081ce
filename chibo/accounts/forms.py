from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chibo.accounts.commands import TOO_MANY, begin_try, end_try


class SignIn(AuthenticationForm):
    """Name and password; both may be pasted."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("Ghi tên đăng nhập.")},
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Ghi mật khẩu.")},
    )
    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Gõ lại, phân biệt chữ hoa, chữ thường."
        ),
        "inactive": _("Tên đăng nhập này đã ngừng dùng. Hỏi người quản lý máy."),
    }

    def clean(self) -> dict[str, Any]:
        """Check name and password, unless the name was tried too often within the hour."""
        if self.errors:
            return self.cleaned_data
        attempt = begin_try(name=self.cleaned_data["username"], now=timezone.now())
        if attempt is None:
            raise ValidationError(TOO_MANY)
        cleaned = super().clean()
        end_try(attempt)
        return cleaned


class Enrol(forms.Form):
    """The code from the slip, and the password that its owner chooses."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("Ghi tên đăng nhập.")},
    )
    code = forms.CharField(
        label=_("Mã trên phiếu"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "on"}),
        error_messages={"required": _("Ghi mã in trên phiếu.")},
    )
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        max_length=200,
        help_text=_("Từ 12 chữ trở lên. Một câu dễ nhớ là tốt nhất."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Ghi mật khẩu.")},
    )
    again = forms.CharField(
        label=_("Gõ lại mật khẩu"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Gõ lại mật khẩu.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            password_validation.validate_password(password)
        except ValidationError:
            raise ValidationError(_("Mật khẩu ngắn quá: từ 12 chữ trở lên.")) from None
        return password

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("Hai lần gõ chưa giống nhau: gõ lại."))
        return data
