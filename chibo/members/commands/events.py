"""The events that each step of a member's path leaves."""

import datetime as dt
import uuid
from dataclasses import dataclass

from chibo.members.models import Event, Membership


@dataclass(frozen=True)
class Paper:
    """By which paper a step is taken; all empty where none is known."""

    number: str = ""
    signed_on: dt.date | None = None
    issuer: str = ""


NO_PAPER = Paper()


def event_of(
    membership: Membership, what: str, on: dt.date, *, paper: Paper = NO_PAPER, id: uuid.UUID
) -> Event:
    """Return an unsaved event of the member's cell."""
    return Event(
        id=id, province=membership.province, person_id=membership.person_id,
        cell_id=membership.cell_id, what=what, on=on, number=paper.number,
        signed_on=paper.signed_on, issuer=paper.issuer,
    )  # fmt: skip
