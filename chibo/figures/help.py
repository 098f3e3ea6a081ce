"""Where help is wanted today: each reason is a fact of the cell, never of a person."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import Month
from chibo.figures.paths import Paths
from chibo.figures.truth import REGULAR, Sums, Truth
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Role
from chibo.organizations.queries import holders
from chibo.resolutions.queries import open_of
from chibo.rulebook.queries import InForce, in_force_each

REASONS = ("help_missed", "help_low", "help_promises", "help_vacant")
RULES = ("help.missed_months", "help.running_meetings", "help.low_percent")
OWN = dict(zip(RULES, (2, 3, 50), strict=True))  # as in our pack, which an older base may lack
USUAL = 3  # months that are read in any case; an office may ask for more
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


@dataclass(frozen=True)
class Turnout:
    """How many came to a meeting, of how many that should."""

    held_on: dt.date
    present: int
    counted: int


def help_months(today: dt.date) -> range:
    """Return the months that must be known of a cell to say whether it needs help."""
    this = Month.of(today).index
    return range(this - USUAL, this)


def help_of(
    cells: Iterable[UUID], *, today: dt.date, known: Truth | None = None
) -> dict[UUID, Sums]:
    """Return what holds today of those that are cells today: open promises, reasons for help.

    known: what is read already of these cells and of `help_months`, if it is.
    """
    cells = set(cells)
    paths = known.paths if known else Paths(cells, today=today)
    alive = {cell for cell in cells if paths.is_cell(cell, today)}
    if not alive:
        return {}
    this = Month.of(today).index
    limits = limits_of(alive, paths)
    longest = max(each.missed for each in limits.values())
    truth = known if known and longest <= USUAL else None
    truth = truth or Truth(alive, range(this - longest, this), paths)
    led = {unit for unit, _role in holders(alive, [Role.SECRETARY], on=today)}
    came = turnouts({cell: limits[cell].running for cell in alive}, today=today)
    promises = open_of(alive, on=today)
    found = {}
    for cell in alive:
        mine, limit = promises.get(cell, []), limits[cell]
        late = sum(promise.due_on < today for promise in mine)
        sums: Sums = Counter(open_tasks=len(mine), overdue_tasks=late)
        sums["help_missed"] = all(
            truth.is_missed(cell, month) for month in range(this - limit.missed, this)
        )
        sums["help_low"] = _is_low(came.get(cell, []), limit)
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


def turnouts(running: Mapping[UUID, int], *, today: dt.date) -> dict[UUID, list[Turnout]]:
    """Return who came to the last regular meetings of cells, newest first. running: how many."""
    since = Month.of(today).after(-LOOK_BACK).first
    rows = (
        MinutesClosure.objects.newest()
        .filter(cell__in=list(running), kind__in=REGULAR, month__gte=since)
        .order_by("-held_on", "-closed_at")
    )
    last: dict[UUID, list[Turnout]] = defaultdict(list)
    for cell, on, present, counted in rows.values_list("cell", "held_on", "present", "counted"):
        if len(last[cell]) < running[cell]:
            last[cell].append(Turnout(on, present, counted))
    return dict(last)
