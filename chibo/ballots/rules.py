"""The arithmetic of a vote by totals."""

from dataclasses import dataclass

from chibo.rulebook.rules import VoteRule, passes


@dataclass(frozen=True)
class Electorate:
    """Who may vote: official members of the cell with a vote, and those of them in the room."""

    official_members: int
    present_voters: int

    def base_size(self, rule: VoteRule) -> int:
        """Return what the votes are counted against."""
        if rule.base == "official_members":
            return self.official_members
        return self.present_voters


@dataclass(frozen=True)
class Totals:
    """Votes counted: in favour, against, other."""

    votes_for: int
    votes_against: int
    votes_other: int

    @property
    def sum(self) -> int:
        return self.votes_for + self.votes_against + self.votes_other


def is_possible(totals: Totals, electorate: Electorate) -> bool:
    """Say whether no more votes were counted than there are voters in the room.

    Rule: house (a vote is cast by an official member who is present).
    """
    return totals.sum <= electorate.present_voters


def is_adopted(totals: Totals, electorate: Electorate, rule: VoteRule) -> bool:
    """Say whether the votes in favour reach the share that the rule pack asks.

    Rule: Điều lệ Đảng and the rule pack in force (base and share by kind of decision).
    """
    return passes(totals.votes_for, electorate.base_size(rule), rule)
