import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.db.models import Q

from chibo.core.remembering import remembered
from chibo.organizations.models import Ancestry
from chibo.organizations.queries import chain
from chibo.rulebook.catalogue import BY_KEY
from chibo.rulebook.models import Rule, RulePack, Subject
from chibo.rulebook.rules import Base, VoteRule


@dataclass(frozen=True)
class InForce:
    """The rules in force for a unit on a day: each key with its row, and the packs they come from.

    `pack` is the newest pack of the nearest issuer that says anything: the key that facts keep.
    """

    pack: RulePack
    rules: dict[str, Rule]

    def number(self, key: str) -> int:
        return int(self.rules[key].value)

    def yes(self, key: str) -> bool:
        return bool(self.rules[key].value == "yes")

    def choice(self, key: str) -> str:
        return str(self.rules[key].value)

    def vote(self, kind: str) -> VoteRule:
        """Return how one kind of decision (`ordinary`, `admission` …) is voted."""
        strict, share = self.choice(f"vote.{kind}.share").rsplit(" ", 1)
        numerator, denominator = share.split("/")
        return VoteRule(
            base=cast(Base, self.choice(f"vote.{kind}.base")),
            share=(int(numerator), int(denominator)),
            strictly=strict == "more than",
            secret=self.choice(f"vote.{kind}.way") == "secret",
        )

    def values(self) -> dict[str, Any]:
        """Return key to value, to freeze with a fact."""
        return {key: rule.value for key, rule in sorted(self.rules.items())}


@lru_cache(maxsize=256)
def _rules_of(pack: UUID) -> dict[str, Rule]:
    """Return a pack's rules; kept in memory, since a pack never changes once entered."""
    return {rule.key: rule for rule in Rule.objects.filter(pack=pack).select_related("pack")}


def in_force(unit: UUID, *, on: dt.date, subject: str = Subject.MEETINGS) -> InForce:
    """Return the rules for a unit on a day: the Centre's, overridden by each level down to it.

    Within one issuer a newer pack overrides an older one; a pack may end without replacement.
    """
    packs = _packs_on(on, subject)
    has_local = any(pack.issuer_id for pack in packs)
    return _joined(_of_levels(packs, chain(unit, on=on) if has_local else ()))


def in_force_each(
    above: Mapping[UUID, Sequence[UUID]], *, on: dt.date, subject: str = Subject.MEETINGS
) -> dict[UUID, InForce]:
    """Return `in_force` for each of these units that has any, in one query. above: its `chain`."""
    packs = _packs_on(on, subject)
    same: dict[tuple[UUID, ...], InForce] = {}
    found = {}
    for unit, levels in above.items():
        mine = _of_levels(packs, levels)
        key = tuple(pack.pk for pack in mine)
        if mine and key not in same:
            same[key] = _joined(mine)
        if mine:
            found[unit] = same[key]
    return found


@remembered
def _packs_on(on: dt.date, subject: str) -> list[RulePack]:
    """Return the packs in force, the newest last."""
    rows = RulePack.objects.on(on).filter(subject=subject, is_example=False)
    return list(rows.order_by("from_on", "entered_at"))


def _of_levels(packs: Iterable[RulePack], above: Sequence[UUID]) -> list[RulePack]:
    """Return the packs that reach a unit, the last to decide last. above: nearest first."""
    by_issuer: dict[UUID | None, list[RulePack]] = defaultdict(list)
    for pack in packs:
        by_issuer[pack.issuer_id].append(pack)
    return [pack for level in (None, *reversed(above)) for pack in by_issuer[level]]


def _joined(mine: Sequence[RulePack]) -> InForce:
    rules: dict[str, Rule] = {}
    for pack in mine:
        rules.update(_rules_of(pack.pk))
    return InForce(pack=mine[-1], rules={key: rules[key] for key in BY_KEY if key in rules})


def packs_between(
    unit: UUID, first: dt.date, last: dt.date, *, subject: str = Subject.MEETINGS
) -> list[RulePack]:
    """Return the packs that were in force for a unit on some day of these, the oldest first."""
    levels = Ancestry.objects.filter(unit=unit, from_on__lte=last, until_on__gt=first)
    rows = RulePack.objects.filter(
        Q(issuer=None) | Q(issuer__in=levels.values("ancestor")), subject=subject,
        is_example=False, from_on__lte=last, until_on__gt=first,
    )  # fmt: skip
    return list(rows.order_by("from_on", "entered_at"))


def everything_in_force(unit: UUID, *, on: dt.date) -> dict[str, Rule]:
    """Return each key of every subject with its row, in the order of the catalogue."""
    found: dict[str, Rule] = {}
    for subject in Subject:
        found.update(in_force(unit, on=on, subject=subject).rules)
    return found


def numbering_period(rules: InForce, *, on: dt.date) -> str:
    """Return the period within which papers are numbered: `2026`, or a term `2025-2030`."""
    if rules.choice("numbering.restart") == "year":
        return str(on.year)
    years, first = rules.number("numbering.term_years"), rules.number("numbering.term_first_year")
    start = first + (on.year - first) // years * years
    return f"{start}-{start + years}"


def packs_of(unit: UUID, *, on: dt.date) -> list[RulePack]:
    """Return all packs that a unit may read: the Centre's, those of its levels, examples."""
    levels = chain(unit, on=on)
    return [
        pack
        for pack in RulePack.objects.order_by("is_example", "from_on", "entered_at")
        if pack.issuer_id is None or pack.issuer_id in levels
    ]
