"""Who is on the way to another place, as both sides see it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from chibo.accounts.models import User
from chibo.core.worked_days import usually_off
from chibo.members import rules
from chibo.members.models import Membership, Transfer
from chibo.members.queries.path import members_rules
from chibo.organizations.authority import Can, demand, may
from chibo.organizations.queries import named
from chibo.rulebook.models import Rule

HOME = Membership.Place.HOME


@dataclass(frozen=True)
class OnTheWay:
    """A transfer as a list shows it: from where, to where, until when by the rule of that day.

    `rule` gives the working days; `present_by`: the last day to hand the letter in.
    """

    transfer: Transfer
    came_from: str
    goes_to: str
    present_by: dt.date
    due_on: dt.date
    rule: Rule
    is_overdue: bool


def transfers_of(units: Iterable[UUID], *, on: dt.date) -> tuple[list[OnTheWay], list[OnTheWay]]:
    """Return the open transfers out of these units and into them, the oldest first."""
    units = list(units)
    rows = Transfer.objects.all().open().select_related("person", "sent").order_by("sent_on")
    home = Membership.objects.on(on).filter(place=HOME, cell__in=units)
    out = rows.filter(Q(from_cell__in=units) | Q(person__in=home.values("person")))
    return ([_line(row, on) for row in out.distinct()],
            [_line(row, on) for row in rows.filter(to_unit__in=units)])  # fmt: skip


def ended_transfers(units: Iterable[UUID], *, on: dt.date, days: int = 90) -> list[OnTheWay]:
    """Return the transfers of these units that were declined or done lately, the newest first."""
    units = list(units)
    since = on - dt.timedelta(days=days)
    rows = (
        Transfer.objects.filter(Q(from_cell__in=units) | Q(to_unit__in=units))
        .filter(Q(received_on__gte=since) | Q(ended_on__gte=since))
        .select_related("person", "sent", "received")
        .order_by("-sent_on")
    )
    return [_line(row, on) for row in rows]


def _line(transfer: Transfer, on: dt.date) -> OnTheWay:
    unit = transfer.from_cell_id or transfer.to_unit_id
    assert unit is not None  # noqa: S101
    settings = members_rules(unit, on=transfer.sent_on)
    days, present = (
        settings.rules["transfer.working_days"],
        settings.number("transfer.present_days"),
    )
    due_on = rules.after_working_days(transfer.sent_on, int(days.value), usually_off)
    open_ = transfer.received_on is None and transfer.ended_on is None
    return OnTheWay(
        transfer=transfer,
        came_from=_place(transfer.from_cell_id, transfer.outside, on),
        goes_to=_place(transfer.to_unit_id, transfer.outside, on),
        present_by=rules.after_working_days(transfer.sent_on, present, usually_off),
        due_on=due_on, rule=days, is_overdue=open_ and due_on < on,
    )  # fmt: skip


def _place(unit: UUID | None, outside: str, on: dt.date) -> str:
    return named(unit, on=on).full if unit is not None else outside


def moving(cells: Iterable[UUID], *, on: dt.date) -> set[UUID]:
    """Return the persons at home in these cells who are on the way to another one for good."""
    home = Membership.objects.on(on).filter(place=HOME, cell__in=list(cells)).values("person")
    rows = Transfer.objects.all().open().filter(kind=Transfer.Kind.OFFICIAL, person__in=home)
    return set(rows.values_list("person", flat=True))


def transfer_for(user: User, transfer: UUID, *, is_receiver: bool, on: dt.date) -> Transfer:
    """Return a transfer that this user may answer, or end as the sender.

    Raises: PermissionDenied; Http404.
    """
    row = Transfer.objects.select_related("person", "sent").filter(pk=transfer).first()
    unit = None
    if row is not None and is_receiver:
        unit = row.to_unit_id
    elif row is not None:
        home = Membership.objects.filter(person=row.person_id, place=HOME).order_by("-from_on")
        unit = home.values_list("cell", flat=True).first()
    demand(user, Can.KEEP_REGISTER, at=unit or transfer, on=on)
    assert row is not None  # noqa: S101
    return row


def may_answer(user: User, transfer: Transfer, *, on: dt.date) -> bool:
    """Say whether this user may receive or decline: the clerk of the place sent to."""
    unit = transfer.to_unit_id
    return unit is not None and may(user, Can.KEEP_REGISTER, at=unit, on=on)
