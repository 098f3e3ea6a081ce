"""Who stands over whom, when: from the dated places alone."""

import datetime as dt
import uuid

import pytest

from chibo.organizations.rules import Span, Step, ancestry

A, B, C, D = (uuid.UUID(int=number) for number in (1, 2, 3, 4))
START, MOVE, LATER = dt.date(2020, 7, 1), dt.date(2025, 7, 1), dt.date(2026, 1, 1)
END = dt.date(9999, 12, 31)
Places = dict[uuid.UUID, list[tuple[uuid.UUID, Span]]]


def of(unit: uuid.UUID, places: Places, life: Span | None = None) -> list[Step]:
    return ancestry(unit, life or Span(START, END), lambda each: places.get(each, []))


@pytest.mark.parametrize(
    ("one", "two", "common"),
    [
        (Span(START, MOVE), Span(MOVE, END), None),
        (Span(START, LATER), Span(MOVE, END), Span(MOVE, LATER)),
        (Span(START, END), Span(MOVE, LATER), Span(MOVE, LATER)),
    ],
)
def test_spans_have_common_days_when_they_overlap(one: Span, two: Span, common: Span) -> None:
    assert (one.within(two), two.within(one)) == (common, common)


def test_unit_stands_over_itself_when_alone() -> None:
    assert of(A, {}) == [Step(A, 0, Span(START, END))]


def test_cell_has_two_chains_when_it_moved() -> None:
    always = Span(START, END)
    places = {
        D: [(C, Span(START, MOVE)), (B, Span(MOVE, END))],
        C: [(A, Span(START, MOVE))], B: [(A, always)],
    }  # fmt: skip

    assert of(D, places) == [
        Step(A, 2, always),
        Step(B, 1, Span(MOVE, END)),
        Step(C, 1, Span(START, MOVE)),
        Step(D, 0, always),
    ]


def test_cell_follows_when_its_commune_moves() -> None:
    places = {
        D: [(C, Span(START, END))],
        C: [(B, Span(START, MOVE)), (A, Span(MOVE, END))], B: [(A, Span(START, MOVE))],
    }  # fmt: skip

    assert of(D, places) == [
        Step(A, 2, Span(MOVE, END)),
        Step(A, 3, Span(START, MOVE)),
        Step(B, 2, Span(START, MOVE)),
        Step(C, 1, Span(START, END)),
        Step(D, 0, Span(START, END)),
    ]


def test_tree_is_refused_when_it_runs_in_a_circle() -> None:
    always = Span(START, END)

    with pytest.raises(ValueError, match="circle"):
        of(A, {A: [(B, always)], B: [(A, always)]})
