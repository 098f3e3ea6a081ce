"""What decisions did to units, in order."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chibo.organizations.models import CellType, Change, Decision, Kind, Mark, Succession
from chibo.organizations.queries.tree import named
from chibo.organizations.rules import Fact


def facts_of(units: Iterable[UUID]) -> dict[UUID, list[Fact]]:
    """Return the changes of these units that stand, by day of effect, then in order of entry."""
    rows = (
        Change.objects.standing()
        .filter(unit__in=list(units))
        .order_by("decision__effective_on", "pk")
        .values_list("unit", "decision__effective_on", "what", "decision", "other", "values")
    )
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for unit, *fact in rows:
        found[unit].append(Fact(*fact))
    return found


@dataclass(frozen=True)
class Chapter:
    """One change in a unit's history, as values for a sentence.

    what: as `Change`; `followed` where another unit gave itself to this one, `lost` where one was
    founded below it by a decision since corrected. name, other: as they were called that day.
    corrected_by: the decision that took it back.
    """

    on: dt.date
    what: str
    name: str
    other: str
    decision: Decision
    corrected_by: Decision | None
    values: dict[str, Any]

    @property
    def is_whole(self) -> bool:
        """Whether the unit gave all of itself."""
        return self.values.get("extent") == Succession.Extent.WHOLE

    @property
    def kind_words(self) -> str:
        cell_type = self.values.get("cell_type")
        return str(CellType(cell_type).label if cell_type else Kind(self.values["kind"]).label)

    @property
    def mark_words(self) -> str:
        return str(Mark.What(self.values["mark"]).label)

    @property
    def code(self) -> str:
        return ", ".join(self.values.values())

    @property
    def may_be_corrected(self) -> bool:
        """Whether a decision may still take this one back."""
        is_first = self.what == Change.What.FOUNDED and not self.other
        return self.corrected_by is None and not is_first


def history(unit: UUID) -> list[Chapter]:
    """Return all that decisions did to a unit, oldest first; what was corrected stays."""
    rows = Change.objects.select_related("decision__corrected_by")
    own = list(rows.filter(unit=unit))
    taken = list(rows.filter(other=unit, what=Change.What.GAVE))
    lost = list(
        rows.filter(
            other=unit, what=Change.What.FOUNDED, decision__corrected_by__isnull=False
        )  # fmt: skip
    )
    found = [(c.decision.effective_on, c.pk, _chapter(c, unit)) for c in own + taken + lost]
    return [chapter for _on, _pk, chapter in sorted(found, key=lambda each: each[:2])]


def _chapter(change: Change, unit: UUID) -> Chapter:
    decision = change.decision
    on = decision.effective_on
    what = change.what
    if change.unit_id != unit:
        what = "followed" if what == Change.What.GAVE else "lost"
    other = change.unit_id if what in {"followed", "lost"} else change.other_id
    return Chapter(
        on=on,
        what=what,
        name=change.values.get("name") or named(unit, on=on).name,
        other=named(other, on=on).full if other else "",
        decision=decision,
        corrected_by=getattr(decision, "corrected_by", None),
        values=change.values,
    )


def corrections_since(unit: UUID, *, held_on: dt.date, since: dt.datetime) -> list[Decision]:
    """Return the decisions entered after a moment that moved a unit's place on an earlier day.

    Newest first: papers made before then still show the place of their time.
    """
    rows = Decision.objects.filter(
        changes__unit=unit, changes__entered_at__gt=since, effective_on__lte=held_on,
        changes__what__in=[Change.What.MOVED, Change.What.ENDED], corrected_by__isnull=True,
    )  # fmt: skip
    return list(rows.distinct().order_by("-effective_on"))


def same_number(decision: Decision) -> Decision | None:
    """Return a decision of the same number and issuer already here, of which this may be an act."""
    rows = Decision.objects.filter(
        province=decision.province, number__iexact=decision.number,
        issuer__iexact=decision.issuer, corrects__isnull=True, corrected_by__isnull=True,
    )  # fmt: skip
    rows = rows.exclude(pk=decision.pk)
    same = rows.filter(signed_on=decision.signed_on, effective_on=decision.effective_on).first()
    return same or rows.first() if decision.number else None
