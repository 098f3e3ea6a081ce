"""Whether somebody of a name and year of birth is in the book already."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from chibo.core import viet
from chibo.members.models import Membership
from chibo.organizations.models import Placement
from chibo.organizations.queries import superior


@dataclass(frozen=True)
class Same:
    """Who has the same name and year. `near`: their newest rows, in the same commune.

    Of somebody in another place nothing more is said: neither who nor where.
    """

    near: list[Membership]
    is_elsewhere: bool


def same_as(
    cell: UUID, name: str, birth_year: int, *, on: dt.date, besides: UUID | None = None
) -> Same:
    """Return who is or was a member under this name, however marked, and year of birth.

    besides: the person who is being entered, and may have come with an earlier sending.
    """
    rows = (
        Membership.objects.filter(
            person__search_key=viet.fold(name), person__birth_year=birth_year,
            province__in=Placement.objects.filter(unit=cell).values("province"),
        )
        .exclude(person=besides)
        .select_related("person")
        .order_by("-until_on", "place", "-from_on")
    )  # fmt: skip
    newest: dict[UUID, Membership] = {}
    for row in rows:
        newest.setdefault(row.person_id, row)
    under = Placement.objects.filter(parent=superior(cell, on=on))
    around = {cell, *under.values_list("unit", flat=True)} if newest else set()
    near = [row for row in newest.values() if row.cell_id in around]
    return Same(near=near, is_elsewhere=len(near) < len(newest))
