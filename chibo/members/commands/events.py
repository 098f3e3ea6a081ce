"""The events that each step of a member's path leaves."""

import datetime as dt
import uuid
from dataclasses import dataclass

from chibo.members.models import Event, Membership


@dataclass(frozen=True)
class Basis:
    """By which paper a step is taken; all empty where none is known."""

    number: str = ""
    signed_on: dt.date | None = None
    issuer: str = ""


NO_BASIS = Basis()


def event_of(
    membership: Membership, what: str, on: dt.date, *, basis: Basis = NO_BASIS, id: uuid.UUID
) -> Event:
    """Return an unsaved event of the member's cell."""
    return Event(
        id=id, province=membership.province, person_id=membership.person_id,
        cell_id=membership.cell_id, what=what, on=on, number=basis.number,
        signed_on=basis.signed_on, issuer=basis.issuer,
    )  # fmt: skip
