import uuid

from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.core import viet
from chibo.core.errors import Refused
from chibo.people.models import Person, Sex, keys_of


class CannotNamePerson(Refused):
    """The name is not one that papers could write."""


def add_person(
    *,
    id: uuid.UUID,
    province: uuid.UUID,
    name: str,
    birth: tuple[int, int | None, int | None],
    sex: Sex,
    user: User | None = None,
) -> Person:
    """Add a person; the caller's command carries the right and the journal.

    birth: year, month or None, day or None. Raises: CannotNamePerson.
    """
    name = viet.tidy_line(name)
    if len(name.split()) < 2 or len(name) > 60 or any(sign.isdigit() for sign in name):
        raise CannotNamePerson(
            _("Ghi đủ họ và tên, ví dụ Giàng A Chống; nhiều nhất 60 chữ, không có số."), "name"
        )
    year, month, day = birth
    return Person.objects.create(
        id=id,
        province=province,
        name=name,
        **keys_of(name),
        birth_year=year,
        birth_month=month,
        birth_day=day,
        sex=sex,
        user=user,
    )


def give_login(*, person: Person, user: User) -> None:
    """Tie a login to a person; the caller carries the right and the journal."""
    Person.objects.filter(pk=person.pk).update(user=user)
