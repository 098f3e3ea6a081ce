"""The events that each step of a member's path leaves."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.members.models import Event, Membership


class CannotTakeStep(Refused):
    """The step does not fit the person's path, its day or its paper."""


@dataclass(frozen=True)
class Basis:
    """By which paper a step is taken; all empty where none is known.

    consent: the number of the written consent of a level above, where the rules ask for one.
    """

    number: str = ""
    signed_on: dt.date | None = None
    issuer: str = ""
    consent: str = ""


NO_BASIS = Basis()


def event_of(
    membership: Membership, what: str, on: dt.date, *, basis: Basis = NO_BASIS, id: uuid.UUID
) -> Event:
    """Return an unsaved event of the member's cell."""
    return Event(
        id=id, province=membership.province, person_id=membership.person_id,
        cell_id=membership.cell_id, what=what, on=on, number=basis.number,
        signed_on=basis.signed_on, issuer=basis.issuer, consent=basis.consent,
    )  # fmt: skip


def refuse_future(on: dt.date, today: dt.date, field: str = "on") -> None:
    """Raise CannotTakeStep where the day is still to come."""
    if on > today:
        raise CannotTakeStep(_("Ngày này chưa tới: xem lại ngày."), field)


def refuse_paper(basis: Basis, today: dt.date, *, on: dt.date | None = None) -> None:
    """Raise CannotTakeStep where the paper is not signed yet, or only after the day of effect."""
    if basis.signed_on is None:
        return
    refuse_future(basis.signed_on, today, "signed_on")
    if on is not None and basis.signed_on > on:
        raise CannotTakeStep(_("Văn bản phải ký trước hoặc đúng ngày có hiệu lực."), "on")
