import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from chibo.core.days import Month
from chibo.dues import rules
from chibo.dues.ledger import Ledger, Line, rules_of
from chibo.dues.models import HandedUp, Payment
from chibo.dues.rules import Since
from chibo.members.models import Membership
from chibo.people.models import Person
from chibo.people.queries import told_apart


@dataclass(frozen=True)
class Balance:
    """What a cell collected until a day and what became of it, in đồng."""

    collected: int
    kept: int
    handed_up: int

    @property
    def in_hand(self) -> int:
        return self.collected - self.handed_up

    @property
    def to_hand_up(self) -> int:
        return self.collected - self.kept - self.handed_up


def balance(cell: UUID, *, on: dt.date) -> Balance:
    """Return what a cell collected, may keep and handed up until a day, over all months."""
    paid = Payment.objects.standing().filter(membership__cell=cell, paid_on__lte=on)
    by_month = {
        Month.of(month): amount
        for month, amount in paid.values_list("month").annotate(amount=Sum("amount"))
    }
    months = sorted(by_month)
    ledger = Ledger([cell], months)
    kept = (rules.retained(by_month[month], ledger.percent(cell, month)) for month in months)
    handed = HandedUp.objects.standing().filter(cell=cell, handed_on__lte=on)
    return Balance(
        collected=sum(by_month.values()), kept=sum(kept),
        handed_up=handed.aggregate(amount=Sum("amount"))["amount"] or 0,
    )  # fmt: skip


@dataclass(frozen=True)
class Unpaid:
    """A member with months of this year not paid in full: whom to meet and ask."""

    membership: Membership
    shown: str
    months: tuple[Month, ...]


def unpaid_three_months(cell: UUID, *, on: dt.date) -> list[Unpaid]:
    """Return members of a cell with as many unpaid months as the rule says, by given name.

    Only whole months of the year of `on` are looked at, and only months with a known rate.
    """
    months = [Month(on.year, number) for number in range(1, on.month)]
    least = rules_of(cell, on=on).number("dues.unpaid_months")
    if len(months) < least:
        return []
    ledger = Ledger([cell], months)
    owed: dict[UUID, list[tuple[Month, int, int]]] = defaultdict(list)
    last: dict[UUID, Line] = {}
    for month in months:
        for line in ledger.lines(cell, month):
            if line.owed:
                owed[line.id].append((month, line.owed, line.paid))
                last[line.id] = line
    found = {key: rules.months_unpaid(rows) for key, rows in owed.items()}
    lines = [
        Unpaid(line.membership, line.shown, tuple(found[key]))
        for key, line in last.items()
        if len(found[key]) >= least and line.membership.until_on > on
    ]
    return sorted(lines, key=lambda each: each.membership.person.sort_key)


def handed_up_of(cell: UUID, first: Month, last: Month) -> list[HandedUp]:
    """Return what a cell handed up for these months, oldest first."""
    rows = HandedUp.objects.standing().filter(cell=cell, last_month__gte=first.first)
    return list(rows.filter(month__lte=last.first).order_by("last_month", "handed_on"))


@dataclass(frozen=True)
class RateLine:
    """The rate of a member, or of the whole cell (person None), in a month."""

    person: Person | None
    shown: str
    rate: Since | None
    is_own: bool


def rates_of(cell: UUID, month: Month) -> list[RateLine]:
    """Return the cell's rate, then that of each who is a member at the month's end, by name."""
    ledger = Ledger([cell], [month])
    own, of_cell = ledger.rates
    rows = [row for row in ledger.memberships[cell] if row.until_on > month.last]
    shown = told_apart(row.person for row in rows)
    lines = [RateLine(None, "", rules.rate_for(month, (), of_cell[cell]), is_own=False)]
    for row in rows:
        mine = rules.rate_for(month, own[row.person_id], ())
        rate = mine or lines[0].rate
        lines.append(RateLine(row.person, shown[str(row.person_id)], rate, mine is not None))
    return lines
