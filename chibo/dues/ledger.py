"""The dues of some cells over some months, read at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from chibo.core.days import Month
from chibo.dues import rules
from chibo.dues.models import HandedUp, Payment, Rate
from chibo.dues.rules import Owing, Since
from chibo.members.models import Membership
from chibo.members.rules import Standing
from chibo.members.rules import standing as standing_of
from chibo.organizations.models import CellType, Designation, Placement
from chibo.people.queries import told_apart
from chibo.rulebook.models import RulePack, Subject
from chibo.rulebook.queries import InForce, in_force


@dataclass(frozen=True)
class Line:
    """One member's month in a cell, in đồng. owed: None where no rate is known; 0 if none is due.

    why: of the rate, or empty. payments: those that stand, oldest first.
    """

    membership: Membership
    shown: str
    standing: Standing
    owed: int | None
    why: str
    payments: tuple[Payment, ...]

    @property
    def id(self) -> UUID:
        return self.membership.pk

    @property
    def paid(self) -> int:
        return sum(payment.amount for payment in self.payments)

    @property
    def left(self) -> int:
        """What is still to come in."""
        return max((self.owed or 0) - self.paid, 0)


@dataclass(frozen=True)
class Sums:
    """A cell's month in đồng, without names. unknown: members whose rate the book lacks."""

    month: Month
    owed: int = 0
    paid: int = 0
    kept: int = 0
    handed_up: int = 0
    unknown: int = 0

    @property
    def to_hand_up(self) -> int:
        """What the cell hands up of what came in for this month."""
        return self.paid - self.kept


def rules_of(cell: UUID, *, on: dt.date) -> InForce:
    """Return the rules about members and dues that hold for a cell on a day."""
    return in_force(cell, on=on, subject=Subject.MEMBERS)


def owing(found: InForce) -> Owing:
    """Return the settings about who owes dues."""
    return Owing(
        exempt_owe=found.yes("dues.exempt_owe"),
        suspended_owe=found.yes("dues.suspended_owe"),
        where_met=found.yes("dues.where_met"),
        on_first_day=found.yes("dues.on_first_day"),
    )


class Ledger:
    """The dues of some cells over some months, read in a few queries however many they are."""

    def __init__(self, cells: Iterable[UUID], months: Sequence[Month]) -> None:
        self.cells, self.months = list(cells), list(months)

    @cached_property
    def _rules(self) -> dict[UUID, dict[Month, InForce]]:
        """Return the rules of each cell and month, asked anew only where something changed."""
        packs = RulePack.objects.filter(subject=Subject.MEMBERS)
        own = set(packs.filter(issuer__in=self.cells).values_list("issuer", flat=True))
        turns = {day for span in packs.values_list("from_on", "until_on") for day in span}
        seats: dict[UUID, list[tuple[dt.date, dt.date, UUID]]] = defaultdict(list)
        for unit, since, until, parent in Placement.objects.filter(unit__in=self.cells).values_list(
            "unit", "from_on", "until_on", "parent"
        ):
            seats[unit].append((since, until, parent))
        known: dict[tuple[UUID, int], InForce] = {}
        found: dict[UUID, dict[Month, InForce]] = {}
        for cell in self.cells:
            found[cell] = {}
            for month in self.months:
                place = _seat(seats[cell], month.last)
                asked = cell if cell in own or place is None else place
                key = (asked, sum(day <= month.last for day in turns))
                if key not in known:
                    known[key] = rules_of(asked, on=month.last)
                found[cell][month] = known[key]
        return found

    @cached_property
    def memberships(self) -> dict[UUID, list[Membership]]:
        rows = (
            Membership.objects.filter(
                cell__in=self.cells, from_on__lte=self.months[-1].last,
                until_on__gt=self.months[0].first,
            )
            .select_related("person")
            .prefetch_related("conditions")
            .order_by("person__sort_key", "person__birth_year", "from_on")
        )  # fmt: skip
        found: dict[UUID, list[Membership]] = defaultdict(list)
        for row in rows:
            found[row.cell_id].append(row)
        return found

    @cached_property
    def rates(self) -> tuple[dict[UUID, list[Since]], dict[UUID, list[Since]]]:
        """Return the rates by person, and those of the cells by cell, as they were entered."""
        persons = {row.person_id for rows in self.memberships.values() for row in rows}
        own: dict[UUID, list[Since]] = defaultdict(list)
        of_cell: dict[UUID, list[Since]] = defaultdict(list)
        wanted = Q(person__in=persons) | Q(person__isnull=True, cell__in=self.cells)
        for rate in Rate.objects.filter(wanted).order_by("entered_at"):
            since = Since(rate.month, rate.last_month, rate.amount, rate.why)
            (own[rate.person_id] if rate.person_id else of_cell[rate.cell_id]).append(since)
        return own, of_cell

    @cached_property
    def _payments(self) -> Mapping[tuple[UUID, Month], list[Payment]]:
        rows = Payment.objects.standing().filter(
            membership__cell__in=self.cells, month__gte=self.months[0].first,
            month__lte=self.months[-1].first,
        )  # fmt: skip
        found: dict[tuple[UUID, Month], list[Payment]] = defaultdict(list)
        for row in rows.order_by("paid_on", "entered_at"):
            found[row.membership_id, Month.of(row.month)].append(row)
        return found

    @cached_property
    def _handed_up(self) -> Mapping[tuple[UUID, Month], int]:
        """Return what was handed up, by the last month that it was for."""
        rows = HandedUp.objects.standing().filter(
            cell__in=self.cells, last_month__gte=self.months[0].first,
            last_month__lte=self.months[-1].first,
        )  # fmt: skip
        found: dict[tuple[UUID, Month], int] = defaultdict(int)
        for cell, month, amount in rows.values_list("cell", "last_month", "amount"):
            found[cell, Month.of(month)] += amount
        return found

    @cached_property
    def _villages(self) -> set[UUID]:
        """Return the cells that are, or were last, cells of a village."""
        rows = Designation.objects.filter(unit__in=self.cells).order_by("from_on")
        last = dict(rows.values_list("unit", "cell_type"))
        return {cell for cell, what in last.items() if what == CellType.VILLAGE}

    def lines(self, cell: UUID, month: Month) -> list[Line]:
        """Return the members of a month, by given name, and who else paid for it there."""
        found = owing(self._rules[cell][month])
        day = rules.day_that_decides(month, found)
        rows = [
            row
            for row in self.memberships[cell]
            if row.from_on <= day < row.until_on or (row.pk, month) in self._payments
        ]
        shown = told_apart(row.person for row in rows)
        return [self._line(row, shown, month, day, found) for row in rows]

    def _line(
        self, row: Membership, shown: dict[str, str], month: Month, day: dt.date, found: Owing
    ) -> Line:
        now = {each.what for each in row.conditions.all() if each.from_on <= day < each.until_on}
        standing = standing_of(
            official=row.is_official(day), visiting=row.place == Membership.Place.VISITING,
            exempt="exempt" in now, suspended="suspended" in now, away="away" in now,
        )  # fmt: skip
        own, of_cell = self.rates
        rate = rules.rate_for(month, own[row.person_id], of_cell[row.cell_id])
        is_due = row.from_on <= day < row.until_on and rules.owes(standing, found)
        return Line(
            membership=row, shown=shown[str(row.person_id)], standing=standing,
            owed=(rate.amount if rate else None) if is_due else 0,
            why=rate.why if rate and is_due else "",
            payments=tuple(self._payments.get((row.pk, month), ())),
        )  # fmt: skip

    def percent(self, cell: UUID, month: Month) -> int:
        """Return what part of its dues the cell keeps for a month, in percent."""
        kind = "village" if cell in self._villages else "other"
        return int(self._rules[cell][month].number(f"dues.kept.{kind}_percent"))

    def sums(self, cell: UUID, month: Month) -> Sums:
        """Return a cell's month without names."""
        lines = self.lines(cell, month)
        paid = sum(line.paid for line in lines)
        return Sums(
            month=month, owed=sum(line.owed or 0 for line in lines), paid=paid,
            kept=rules.retained(paid, self.percent(cell, month)),
            handed_up=self._handed_up.get((cell, month), 0),
            unknown=sum(line.owed is None for line in lines),
        )  # fmt: skip


def _seat(seats: Sequence[tuple[dt.date, dt.date, UUID]], day: dt.date) -> UUID | None:
    return next((parent for since, until, parent in seats if since <= day < until), None)


def whole(sums: Iterable[Sums], month: Month) -> Sums:
    """Return the sum of sums; month: what stands for all."""
    rows = list(sums)
    return Sums(
        month, sum(r.owed for r in rows), sum(r.paid for r in rows), sum(r.kept for r in rows),
        sum(r.handed_up for r in rows), sum(r.unknown for r in rows),
    )  # fmt: skip
