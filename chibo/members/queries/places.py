"""Where somebody can be sent: the cells around, and the committees of other places."""

import datetime as dt
from uuid import UUID

from chibo.accounts.models import User
from chibo.organizations.authority import Can, may
from chibo.organizations.queries import cells_under, chain, children, superior

Choices = list[tuple[str, str]]


def places_around(cell: UUID, *, on: dt.date) -> Choices:
    """Return the other cells of the commune, then the other units under the province.

    Another place is named as a whole: its own clerk chooses the cell.
    """
    above = superior(cell, on=on)
    if above is None:
        return []
    cells = [each for each in cells_under(above, on=on) if each.id != cell]
    others = [each for each in children(chain(cell, on=on)[-1], on=on) if each.id != above]
    return [(str(each.id), each.full) for each in [*cells, *others]]


def cells_kept(user: User, unit: UUID, *, on: dt.date) -> Choices:
    """Return the cells under a unit whose register this user keeps; of a cell, itself alone."""
    return [
        (str(each.id), each.full)
        for each in cells_under(unit, on=on)
        if may(user, Can.KEEP_REGISTER, at=each.id, on=on)
    ]


def cells_beside(user: User, cell: UUID, *, on: dt.date) -> Choices:
    """Return the cells of a cell's commune whose register this user keeps."""
    return cells_kept(user, superior(cell, on=on) or cell, on=on)
