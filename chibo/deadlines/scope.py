"""What every source asks of: the units of a branch on a day, their rules and their days off."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.deadlines.kinds import KINDS, Kind, Side
from chibo.deadlines.rules import Place, is_seen, place_of
from chibo.members.rules import after_working_days, months_after
from chibo.organizations.models import Ancestry
from chibo.organizations.queries import Named, branch_names, chains
from chibo.people.models import Person
from chibo.plans.days_off import off_days_each
from chibo.rulebook.models import Rule, Subject
from chibo.rulebook.queries import InForce, in_force_each


@dataclass(frozen=True)
class Deadline:
    """A dated duty. on: the last day, None for what is to be done at once.

    since: the day from which it is seen. note: what a list adds, without the person's name.
    """

    kind: Kind
    unit: Named
    on: dt.date | None
    since: dt.date
    rule: Rule
    link: str
    person: Person | None = None
    note: str = ""
    done_on: dt.date | None = None

    def acts(self, side: Side) -> bool:
        """Say whether this side is to act; what is a committee's own, only the committee."""
        return side in self.kind.acts if self.unit.is_cell else side is Side.OFFICE

    def place(self, today: dt.date) -> Place:
        return place_of(self.on, today)

    @property
    def by(self) -> str:
        """By which rule: its document, where it stands, from which day this version holds."""
        number, source = self.rule.pack.number, self.rule.source
        paper = source if source.startswith(number) else f"{number}: {source}" if source else number
        version = _("bản từ {day}").format(day=f"{self.rule.pack.from_on:%d/%m/%Y}")
        where = f"{self.rule.get_status_display()}, {version}"
        return f"{paper} ({where})" if paper else viet.capital(where)


@dataclass(frozen=True)
class Scope:
    """The branch of a unit on a day. until: what falls due later is not asked for.

    above: each unit with those above it, nearest first.
    """

    root: UUID
    on: dt.date
    names: dict[UUID, Named]
    above: dict[UUID, list[UUID]]
    settings: dict[UUID, InForce]
    is_off: dict[UUID, Any]
    until: dt.date | None = None

    @property
    def branch(self) -> Any:
        """The ids of the units, to ask within."""
        return Ancestry.objects.on(self.on).filter(ancestor=self.root).values("unit")

    @cached_property
    def cells(self) -> list[Named]:
        return [unit for unit in self.names.values() if unit.is_cell]

    def number(self, unit: UUID, key: str) -> int:
        return self.settings[unit].number(key)

    def to_march(self, unit: UUID) -> bool:
        return self.settings[unit].choice("months.short") == "1/3"

    def later(self, unit: UUID, day: dt.date, months: int) -> dt.date:
        """Return the day so many months later, as the rulebook ends short months."""
        return months_after(day, months, to_march=self.to_march(unit))

    def worked(self, unit: UUID, day: dt.date, key: str) -> dt.date:
        """Return the last day of a term of working days; key: the rule that says how many."""
        return after_working_days(day, self.number(unit, key), self.is_off[unit])

    def is_near(self, unit: UUID, on: dt.date) -> bool:
        """Say whether the day is to be shown already."""
        ahead = self.number(unit, "deadlines.ahead_days")
        near = is_seen(on, self.on, days_ahead=ahead)
        return near or (self.until is not None and on <= self.until)

    def ahead(self, unit: UUID, on: dt.date) -> dt.date:
        """Return the day from which a deadline is shown."""
        return on - dt.timedelta(days=self.number(unit, "deadlines.ahead_days"))

    def deadline(
        self, kind: str, unit: UUID, key: str, *, on: dt.date | None, since: dt.date | None = None,
        link: str = "", person: Person | None = None, **more: Any,
    ) -> Deadline:  # fmt: skip
        """Return a deadline of a unit by the rule of this key; its page is that of the person."""
        begun = since or (self.ahead(unit, on) if on else self.on)
        name = ("members:person", person.pk) if person else ("members:register", unit)
        page = link or reverse(name[0], args=[name[1]])
        rule = self.settings[unit].rules[key]
        return Deadline(KINDS[kind], self.names[unit], on, begun, rule, page, person, **more)


def scope_of(root: UUID, *, on: dt.date, until: dt.date | None = None) -> Scope:
    """Return the branch of a unit with its rules and days off, in five queries."""
    names = branch_names(root, on=on)
    above = chains(root, on=on)
    meetings = in_force_each(above, on=on)
    saturday = {unit: found.yes("saturday.off") for unit, found in meetings.items()}
    return Scope(
        root=root, on=on, names=names, above=above, until=until,
        settings=in_force_each(above, on=on, subject=Subject.MEMBERS),
        is_off=off_days_each(above, saturday_is_off=saturday),
    )  # fmt: skip
