"""The settings that rules may set, in their types. Values come from packs, never from here."""

from dataclasses import dataclass
from typing import Literal

Base = Literal["official_members", "present_voters"]


@dataclass(frozen=True)
class VoteRule:
    """How one kind of decision is voted.

    base: who the votes are counted against. share: numerator and denominator that votes in
    favour must reach. strictly: more than that share, not just as much. secret: by paper ballot.
    """

    base: Base
    share: tuple[int, int]
    strictly: bool
    secret: bool


def passes(votes_for: int, base: int, rule: VoteRule) -> bool:
    """Say whether so many votes in favour of such a base adopt a decision.

    Rule: house (arithmetic of the share that the rule pack names).
    """
    numerator, denominator = rule.share
    left, right = votes_for * denominator, base * numerator
    return left > right if rule.strictly else left >= right
