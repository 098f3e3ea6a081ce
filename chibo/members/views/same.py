"""The question whether a person is one whom the book knows."""

from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.members.forms.member import ELSEWHERE, PersonPart
from chibo.members.queries.same import same_as
from chibo.organizations.queries import named

F = TypeVar("F", bound=PersonPart)


def asked_same(form: F, cell: UUID) -> F:
    """Return the form with the question, where a posted name and year are in the book.

    Somebody of the same commune is shown by name, year and cell; of another place only that there
    is one.
    """
    today = timezone.localdate()
    typed = [str(form.data.get(name, "")) for name in ("name", "birth")]
    year = next((int(part) for part in typed[1].replace("/", " ").split()[::-1]
                 if part.isascii() and part.isdigit() and len(part) == 4), 0)  # fmt: skip
    if not form.is_bound or not viet.fold(typed[0]) or not year:
        return form
    same = same_as(cell, typed[0], year, on=today, besides=form.new_person_id())
    if not same.near and not same.is_elsewhere:
        return form
    choices = [
        (str(row.person_id), _("Là một người: {name}, sinh {year}, {cell}").format(
            name=row.person.name, year=row.person.birth_year,
            cell=named(row.cell_id, on=today).full))
        for row in same.near
    ]  # fmt: skip
    if same.is_elsewhere:
        choices.append((ELSEWHERE, _("Là người trong sổ của nơi khác")))
    form.ask_same(choices)
    return form
