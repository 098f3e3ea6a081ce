"""The closed minutes that a report of a unit and some months counts."""

import datetime as dt
from uuid import UUID

from chibo.core.periods import Months
from chibo.figures.below import Below
from chibo.meetings.models import Seal
from chibo.minutes.models import ClosureQuerySet, MinutesClosure
from chibo.organizations.models import Ancestry
from chibo.plans.models import Kind
from chibo.recounts.models import Recount
from chibo.rulebook.queries import in_force


def closures_of(unit: UUID, months: Months, *, view: str, today: dt.date) -> ClosureQuerySet:
    """Return the newest closed minutes of these months below a unit, the committees' left out."""
    rows = MinutesClosure.objects.newest().filter(
        month__gte=months.first.first, month__lte=months.last.first
    )
    below = Below.of(unit, view=view, today=today)
    found: ClosureQuerySet = below.rows(rows.exclude(kind=Kind.COMMITTEE), "held_on")  # type: ignore[assignment]
    return found


def packs_of(closures: ClosureQuerySet, unit: UUID, *, on: dt.date) -> tuple[str, ...]:
    """Return the rules that judged these minutes; where there are none, those in force."""
    found = closures.values_list("rule_pack__number", "rule_pack__title").distinct()
    words = sorted({number or title for number, title in found})
    if not words:
        pack = in_force(unit, on=on).pack
        words = [pack.number or pack.title]
    return tuple(words)


def correcting(closures: ClosureQuerySet) -> int:
    """Return how many of these minutes are open again to be corrected."""
    rows = Seal.objects.filter(meeting__in=closures.values("meeting"), lifted_at__isnull=False)
    return rows.count()


def waiting_below(unit: UUID, *, today: dt.date) -> int:
    """Return how many changes below a unit are not yet added up."""
    below = Ancestry.objects.filter(ancestor=unit).values("unit")
    return Recount.objects.filter(not_before__lte=today, unit__in=below).count()
