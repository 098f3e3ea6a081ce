"""What falls due: recognition, the Party's badge of honour; whom a cell helps towards admission."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.core.worked_days import usually_off
from chibo.members import rules
from chibo.members.models import Membership, Prospective
from chibo.members.queries.path import members_rules, probation_end, spans_of, to_march
from chibo.members.rules import Span
from chibo.organizations.queries import Named
from chibo.people.models import Person
from chibo.people.queries import told_apart
from chibo.rulebook.models import Rule
from chibo.rulebook.queries import InForce

HOME = Membership.Place.HOME
AWARDS = ("honours.award_1", "honours.award_2", "honours.award_3", "honours.award_4")


@dataclass(frozen=True)
class Recognition:
    """A probationary member whose probation ends: when, and by when the cell must consider it."""

    membership: Membership
    ends_on: dt.date
    due_on: dt.date
    rule: Rule
    is_overdue: bool


def recognitions(
    unit: UUID, cells: Iterable[UUID], *, on: dt.date, days: int = 0
) -> list[Recognition]:
    """Return whose probation is over, or ends within so many days; the longest waiting first.

    unit: whose rules say how long a probation is, to leave out at once who is far from its end.
    """
    settings, until = members_rules(unit, on=on), on + dt.timedelta(days=days)
    months = settings.number("probation.months")
    rows = Membership.objects.open().filter(
        cell__in=list(cells), place=HOME, official_on__isnull=True,
        ceremony_on__lte=rules.months_after(until, -months, to_march=True),
    )  # fmt: skip
    found = [recognition_of(row, on=on) for row in rows.select_related("person")]
    soon = [each for each in found if each.ends_on <= until]
    return sorted(soon, key=lambda each: (each.ends_on, each.membership.person.sort_key))


def recognition_of(row: Membership, *, on: dt.date) -> Recognition:
    """Return when a probationary member's probation ends, and when the cell must consider it."""
    ends_on = probation_end(row, on=on)
    rule = members_rules(row.cell_id, on=max(ends_on, row.from_on)).rules[
        "recognition.working_days"
    ]
    due_on = rules.after_working_days(ends_on, int(rule.value), usually_off)
    return Recognition(row, ends_on, due_on, rule, is_overdue=due_on < on)


@dataclass(frozen=True)
class Honour:
    """A member who comes to a badge of so many years on an award day."""

    award_on: dt.date
    years: int
    reached_on: dt.date
    person: Person
    shown: str
    cell: Named


def next_honour(spans: list[Span], settings: InForce, *, on: dt.date) -> tuple[int, dt.date] | None:
    """Return the years of the next badge and the day they are full; None past the last one."""
    march = to_march(settings)
    years = rules.party_years(spans, on, to_march=march)
    number = settings.number
    marks = range(number("honours.first"), number("honours.last") + 1, number("honours.step"))
    nxt = next((mark for mark in marks if mark > years), None)
    if nxt is None:
        return None
    return nxt, rules.months_after(rules.party_start(spans), nxt * 12, to_march=march)


def honours(unit: UUID, cells: list[Named], *, on: dt.date) -> tuple[list[dt.date], list[Honour]]:
    """Return the award days of the months ahead, and who comes to a badge on each, by name."""
    settings = members_rules(unit, on=on)
    march, number = to_march(settings), settings.number
    until = rules.months_after(on, number("honours.ahead_months"), to_march=march)
    marks = [number(key) for key in AWARDS]
    year = dt.timedelta(days=366)
    days = rules.award_days(marks, since=on - year, until=until)
    coming = [day for day in days if day >= on]
    steps = {key: number(f"honours.{key}") for key in ("first", "step", "last")}
    by_id = {cell.id: cell for cell in cells}
    people = _spans_at_home(list(by_id), on)
    shown = told_apart(row.person for row, _spans in people)
    found = []
    for row, spans in people:
        for before, award_on in zip(days, days[1:], strict=False):
            ages = [rules.party_years(spans, day, to_march=march) for day in (award_on, before)]
            due = rules.honour_due(*ages, **steps) if award_on in coming else None
            if due is not None:
                start = rules.party_start(spans)
                full = rules.months_after(start, due * 12, to_march=march)
                name = shown[str(row.person_id)]
                found.append(Honour(award_on, due, full, row.person, name, by_id[row.cell_id]))
    return coming, sorted(found, key=lambda each: (each.award_on, each.person.sort_key))


def _spans_at_home(cells: list[UUID], on: dt.date) -> list[tuple[Membership, list[Span]]]:
    """Return who is at home in these cells with the days in the Party, by name; two queries."""
    home = list(
        Membership.objects.on(on).filter(cell__in=cells, place=HOME).select_related("person")
        .order_by("person__sort_key", "person__birth_year")
    )  # fmt: skip
    rows: dict[UUID, list[Membership]] = defaultdict(list)
    everything = Membership.objects.filter(person__in=[row.person_id for row in home])
    for row in everything.select_related("ended"):
        rows[row.person_id].append(row)
    return [(row, spans_of(rows[row.person_id])) for row in home]


@dataclass(frozen=True)
class Helped:
    """Somebody whom a cell helps towards admission. `class_until`: how long the class counts."""

    row: Prospective
    shown: str
    class_until: dt.date | None


def prospective_of(cells: Iterable[UUID], *, on: dt.date) -> list[Helped]:
    """Return whom these cells help towards admission on a day, by name."""
    rows = list(
        Prospective.objects.filter(cell__in=list(cells), until_on=FOREVER)
        .select_related("person").order_by("person__sort_key", "person__birth_year")
    )  # fmt: skip
    shown = told_apart(row.person for row in rows)
    return [Helped(row, shown[str(row.person_id)], _class_until(row, on)) for row in rows]


def _class_until(row: Prospective, on: dt.date) -> dt.date | None:
    if row.class_on is None:
        return None
    settings = members_rules(row.cell_id, on=on)
    march = to_march(settings)
    return rules.months_after(row.class_on, settings.number("class.months"), to_march=march)
