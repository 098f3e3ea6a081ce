"""A vote by totals: what is possible, what is adopted, over which base."""

import pytest

from chibo.ballots.rules import Electorate, Totals, is_adopted, is_possible
from chibo.rulebook.rules import VoteRule, passes

ORDINARY = VoteRule("present_voters", (1, 2), strictly=True, secret=False)
ADMISSION = VoteRule("official_members", (2, 3), strictly=False, secret=False)
DISCIPLINE = VoteRule("official_members", (1, 2), strictly=True, secret=True)
CELL = Electorate(official_members=18, present_voters=13)


@pytest.mark.parametrize(
    ("totals", "possible"),
    [
        (Totals(13, 0, 0), True), (Totals(10, 2, 1), True), (Totals(0, 0, 0), True),
        (Totals(14, 0, 0), False), (Totals(12, 1, 1), False),
    ],
)  # fmt: skip
def test_totals_are_possible_when_within_the_room(totals: Totals, possible: bool) -> None:
    assert is_possible(totals, CELL) is possible


@pytest.mark.parametrize(
    ("rule", "votes_for", "adopted"),
    [
        (ORDINARY, 7, True), (ORDINARY, 6, False),
        (ADMISSION, 12, True), (ADMISSION, 11, False),
        (DISCIPLINE, 10, True), (DISCIPLINE, 9, False),
    ],
)  # fmt: skip
def test_decision_is_adopted_when_the_share_of_its_base_is_reached(
    rule: VoteRule, votes_for: int, adopted: bool
) -> None:
    assert is_adopted(Totals(votes_for, 13 - votes_for, 0), CELL, rule) is adopted


def test_base_is_of_the_cell_or_of_the_room_when_the_rule_says_so() -> None:
    assert [CELL.base_size(rule) for rule in (ORDINARY, ADMISSION, DISCIPLINE)] == [13, 18, 18]


@pytest.mark.parametrize(
    ("votes_for", "base", "strictly", "found"),
    [(6, 12, True, False), (6, 12, False, True), (7, 12, True, True), (0, 0, True, False)],
)
def test_share_is_passed_when_strictly_or_not(
    votes_for: int, base: int, strictly: bool, found: bool
) -> None:
    rule = VoteRule("present_voters", (1, 2), strictly=strictly, secret=False)

    assert passes(votes_for, base, rule) is found
