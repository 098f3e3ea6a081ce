"""The arithmetic of ballots: what cannot be, where counts differ, who is elected."""

import datetime as dt

import pytest

from chibo.elections.rules import (
    Fault,
    Figures,
    Marks,
    Outcome,
    differences,
    fault_in,
    has_committee,
    layouts_for,
    outcome,
    sheets_needed,
    tells_votes,
    term_ends,
)

GOOD = Figures(10, 9, 8, 1, (Marks(6, 1, 1), Marks(5, 3, 0)))


@pytest.mark.parametrize(
    ("figures", "seats", "fault"),
    [
        (GOOD, 2, None),
        (Figures(13, 9, 8, 1, GOOD.lines), 2, Fault("issued")),
        (Figures(8, 9, 8, 1, GOOD.lines), 2, Fault("returned")),
        (Figures(10, 9, 8, 0, GOOD.lines), 2, Fault("valid")),
        (Figures(10, 9, 8, 2, GOOD.lines), 2, Fault("valid")),
        (Figures(10, 9, 8, 1, (GOOD.lines[0], Marks(5, 2, 0))), 2, Fault("line", 1)),
        (Figures(10, 9, 8, 1, (Marks(7, 1, 1), GOOD.lines[1])), 2, Fault("line", 0)),
        (GOOD, 1, Fault("seats")),
        (GOOD, 0, None),
        (Figures(10, 1, 0, 1, (Marks(0, 0, 0),)), 1, Fault("none_valid")),
    ],
    ids=str,
)
def test_broken_rule_is_named_when_totals_cannot_be(
    figures: Figures, seats: int, fault: Fault | None
) -> None:
    assert fault_in(figures, voters=12, seats=seats) == fault


def test_places_are_named_when_two_counts_differ() -> None:
    other = Figures(10, 10, 8, 2, (Marks(6, 1, 1), Marks(4, 4, 0)))

    assert differences(GOOD, GOOD) == []
    assert differences(GOOD, other) == ["returned", "invalid", "1"]


@pytest.mark.parametrize(
    ("votes", "passed", "seats", "elected", "level"),
    [
        ([9, 8, 7], [True, True, True], 3, {0, 1, 2}, set()),
        ([9, 3, 7], [True, False, True], 3, {0, 2}, set()),
        ([7, 9, 8, 6], [True] * 4, 3, {0, 1, 2}, set()),
        ([9, 7, 7, 6], [True] * 4, 2, {0}, {1, 2}),
        ([7, 7, 7], [True] * 3, 2, set(), {0, 1, 2}),
        ([7, 9, 8], [False, True, True], 1, {1}, set()),
        ([2, 3], [False, False], 1, set(), set()),
    ],
    ids=str,
)
def test_most_votes_come_first_when_more_pass_than_seats(
    votes: list[int], passed: list[bool], seats: int, elected: set[int], level: set[int]
) -> None:
    assert outcome(votes, passed, seats=seats) == Outcome(frozenset(elected), frozenset(level))


def test_totals_tell_votes_when_few_or_all_alike() -> None:
    split = [Marks(4, 1, 1), Marks(3, 3, 0)]

    assert [
        tells_votes(6, split, few=5), tells_votes(4, split, few=5),
        tells_votes(6, [Marks(6, 0, 0), split[1]], few=5), tells_votes(6, [Marks(0, 6, 0)], few=5),
    ] == [False, True, True, True]  # fmt: skip


def test_terms_and_committees_follow_the_numbers_when_asked() -> None:
    assert [has_committee(n, least=9) for n in (8, 9, 10)] == [False, True, True]
    assert term_ends(dt.date(2025, 4, 12), years=5) == dt.date(2030, 4, 12)
    assert term_ends(dt.date(2024, 2, 29), years=5) == dt.date(2029, 2, 28)


def test_sheets_hold_a_ballot_for_everybody_when_printed() -> None:
    found = [layouts_for(["Lò Văn Hòa"] * n, "Bầu chi ủy") for n in (1, 3, 4, 8, 9, 10, 11)]
    assert found == [[8, 4, 2], [8, 4, 2], [4, 2], [4, 2], [2], [2], [1]]
    assert layouts_for(["Lò Văn Hòa, sinh 1983"] * 5, "Bầu chi ủy") == [2]
    assert layouts_for(["Lò Văn Hòa"] * 3, "Xét kết nạp quần chúng vào Đảng, quý ba và tư") == [
        4,
        2,
    ]
    assert [sheets_needed(n, per_page=4) for n in (0, 1, 4, 5, 12)] == [1, 1, 1, 2, 3]
