import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.core import viet
from chibo.core.errors import Refused
from chibo.core.rows import insert_rows
from chibo.people.models import Person, Sex, keys_of


class CannotNamePerson(Refused):
    """The name is not one that papers could write."""


@dataclass(frozen=True)
class NewPerson:
    """A person to be added. birth: year, month or None, day or None."""

    id: uuid.UUID
    name: str
    birth: tuple[int, int | None, int | None]
    sex: Sex
    user: User | None = None


def add_people(*, province: uuid.UUID, new: Sequence[NewPerson]) -> list[Person]:
    """Add persons in one statement; the caller's command carries the right and the journal.

    Raises: CannotNamePerson.
    """
    return Person.objects.bulk_create([_person(province, each) for each in new], batch_size=2_000)


def add_people_of_list(*, province: uuid.UUID, new: Sequence[NewPerson]) -> None:
    """Add thousands of persons without logins, as `add_people`. Raises: CannotNamePerson."""
    names = (
        "id", "province", "name", "sort_key", "search_key", "birth_year", "birth_month",
        "birth_day", "sex", "user_id",
    )  # fmt: skip
    rows = []
    for each in new:
        name = _checked(each.name)
        keys = keys_of(name)
        rows.append(
            (each.id, province, name, keys["sort_key"], keys["search_key"], *each.birth,
             each.sex.value, None)
        )  # fmt: skip
    insert_rows(Person, names, rows)


def _checked(text: str) -> str:
    """Return a name in one spelling, or refuse it."""
    name = viet.tidy_line(text)
    if len(name.split()) < 2 or len(name) > 60 or any(sign.isdigit() for sign in name):
        raise CannotNamePerson(
            _("Ghi đủ họ và tên, ví dụ Giàng A Chống; nhiều nhất 60 chữ, không có số."), "name"
        )
    return name


def _person(province: uuid.UUID, new: NewPerson) -> Person:
    name = _checked(new.name)
    year, month, day = new.birth
    return Person(
        id=new.id, province=province, name=name, **keys_of(name), birth_year=year,
        birth_month=month, birth_day=day, sex=new.sex, user=new.user,
    )  # fmt: skip


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
    return add_people(province=province, new=[NewPerson(id, name, birth, sex, user)])[0]


def rename_person(*, person: Person, new: NewPerson) -> None:
    """Mend name, birth and sex as written; the caller carries the right and the journal.

    Raises: CannotNamePerson.
    """
    fixed = _person(person.province, new)
    Person.objects.filter(pk=person.pk).update(
        name=fixed.name, **keys_of(fixed.name), birth_year=fixed.birth_year,
        birth_month=fixed.birth_month, birth_day=fixed.birth_day, sex=fixed.sex,
    )  # fmt: skip


def forget_person(*, person: Person) -> None:
    """Take somebody out of the book whom nothing else names; the caller carries the rest.

    Raises: ProtectedError where something does.
    """
    Person.objects.filter(pk=person.pk).delete()


def give_login(*, person: Person, user: User) -> None:
    """Tie a login to a person; the caller carries the right and the journal."""
    Person.objects.filter(pk=person.pk).update(user=user)
