"""How often a name may be tried, and the code with which somebody sets their own password.

Tries are counted by name, not by address: forty people of a commune share one address. Our own
few lines, since the libraries for this lock by address unless told otherwise, and bring tables
and settings for what is one rule.
"""

import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.accounts.models import Enrolment, SignInTry, User
from chibo.core.errors import Refused

TRIES = 10  # wrong passwords or codes for a name
WITHIN = dt.timedelta(hours=1)
CODE_HOLDS = dt.timedelta(minutes=15)
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read as something else
CODE_LENGTH = 8
TOO_MANY = gettext_lazy(
    "Đã gõ sai 10 lần trong một giờ. Đợi một giờ, hoặc xin người quản lý cấp mã mới."
)


class CannotEnrol(Refused):
    """The code is wrong, used or too old; or the name was tried too often."""


def begin_try(*, name: str, now: dt.datetime) -> SignInTry | None:
    """Note that a name is tried; None where it was tried too often within the hour.

    The row is committed before it is counted, so that many tries at once cannot all pass. A name
    nobody bears counts alike.
    """
    key = name.casefold()[:60]
    SignInTry.objects.filter(tried_at__lt=now - WITHIN).delete()
    attempt = SignInTry.objects.create(name=key, tried_at=now)
    if SignInTry.objects.filter(name=key).count() > TRIES:
        attempt.delete()
        return None
    return attempt


def end_try(attempt: SignInTry) -> None:
    """Forget a try that proved right."""
    attempt.delete()


def issue_code(*, user: User, now: dt.datetime) -> str:
    """Return a new code for a login, in place of an earlier one; the old password ends at once.

    So nobody takes a login over unnoticed. Only the hash of the code is kept. The caller carries
    the right and the journal.
    """
    code = "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Enrolment.objects.update_or_create(
        user=user, defaults={"code_hash": make_password(code), "expires_at": now + CODE_HOLDS}
    )
    SignInTry.objects.filter(name=user.username.casefold()).delete()
    return code


def enrol(*, name: str, code: str, password: str, now: dt.datetime) -> None:
    """Set a password with the code from a slip, which then holds no more. Raises: CannotEnrol."""
    attempt = begin_try(name=name, now=now)
    if attempt is None:
        raise CannotEnrol(str(TOO_MANY))
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    with transaction.atomic():
        held = Enrolment.objects.select_for_update().select_related("user")
        found = held.filter(user__username=name, expires_at__gt=now).first()
        known = found.code_hash if found else make_password(None)
        if not check_password(typed, known) or found is None:
            raise CannotEnrol(
                _("Mã chưa đúng, đã dùng hoặc quá 15 phút. Xem lại, hoặc xin mã mới."), "code"
            )
        found.user.set_password(password)
        found.user.save(update_fields=["password"])
        found.delete()
    end_try(attempt)
