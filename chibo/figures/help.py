"""Where help is wanted today: each reason is a fact of the cell, never of a person."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import Month
from chibo.figures.paths import Paths
from chibo.figures.truth import Sums, Truth, Turnout, turnouts
from chibo.organizations.models import Post, Role
from chibo.resolutions.queries import days_owed
from chibo.rulebook.queries import InForce, in_force_each

REASONS = ("help_missed", "help_low", "help_promises", "help_vacant")
RULES = ("help.missed_months", "help.running_meetings", "help.low_percent")
OWN = dict(zip(RULES, (2, 3, 50), strict=True))  # as in our pack, which an older base may lack
LOOK_BACK = 12  # months in which a cell's last meetings are looked for


@dataclass(frozen=True)
class Limits:
    """From when help is wanted: months missed running; meetings running below a share, in %."""

    missed: int
    running: int
    percent: int

    @classmethod
    def of(cls, settings: InForce | None) -> "Limits":
        """Return what the rules in force say; where none speaks of it yet, our own."""
        said = settings.rules if settings else {}
        return cls(*(int(said[key].value) if key in said else own for key, own in OWN.items()))


def looked_back(limits: Mapping[UUID, Limits], today: dt.date) -> int:
    """Return the month since which meetings must be known to say whether cells need help."""
    return Month.of(today).index - max([LOOK_BACK, *(each.missed for each in limits.values())])


def help_of(limits: Mapping[UUID, Limits], truth: Truth) -> dict[UUID, Sums]:
    """Return what holds today of cells: open promises, reasons for help.

    limits: of those that are cells today. truth: of them, since `looked_back`.
    """
    if not limits:
        return {}
    today = truth.today
    this = Month.of(today).index
    secretaries = Post.objects.on(today).filter(unit__in=list(limits), role=Role.SECRETARY)
    led = set(secretaries.values_list("unit", flat=True))
    owed = days_owed(limits, on=today)
    found = {}
    for cell, limit in limits.items():
        late = sum(day < today for day in owed.get(cell, ()))
        sums: Sums = Counter(open_tasks=len(owed.get(cell, ())), overdue_tasks=late)
        sums["help_missed"] = not truth.is_held(cell, this) and all(
            truth.is_missed(cell, month) for month in range(this - limit.missed, this)
        )
        came = _last(truth.regular.get(cell, []), limit.running, today)
        sums["help_low"] = _is_low(came, limit)
        sums["help_promises"] = late > 0
        sums["help_vacant"] = cell not in led
        sums["help"] = any(sums[reason] for reason in REASONS)
        found[cell] = sums
    return found


def limits_of(cells: Iterable[UUID], paths: Paths) -> dict[UUID, Limits]:
    """Return by which rules each cell is looked at today."""
    above = {cell: paths.then(cell, paths.today) for cell in cells}
    rules = in_force_each(above, on=paths.today)
    return {cell: Limits.of(rules.get(cell)) for cell in above}


def _is_low(came: list[Turnout], limit: Limits) -> bool:
    low = [100 * each.present < limit.percent * each.counted for each in came]
    return len(low) == limit.running and all(low)


def _last(rows: list[Turnout], running: int, today: dt.date) -> list[Turnout]:
    since = Month.of(today).index - LOOK_BACK
    near = [row for row in rows if row.month >= since]
    return near[-running:][::-1] if running else []


def last_turnouts(running: Mapping[UUID, int], *, today: dt.date) -> dict[UUID, list[Turnout]]:
    """Return who came to the last regular meetings of cells, newest first. running: how many."""
    rows = turnouts(running, Month.of(today).index - LOOK_BACK)
    return {cell: _last(found, running[cell], today) for cell, found in rows.items()}
