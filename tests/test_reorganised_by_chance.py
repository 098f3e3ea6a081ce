"""Random reorganisations in short; the long run is `make proof PART=units`."""

import pytest

from proof.units import laid, state, undo_all, walk_and_check


@pytest.mark.once
@pytest.mark.django_db
def test_everything_follows_when_units_are_reorganised_by_chance() -> None:
    walk = laid(7)

    walk_and_check(walk, 60)

    assert walk.faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 4])
def test_first_state_comes_back_when_every_decision_is_corrected(seed: int) -> None:
    walk = laid(seed)
    before = state(walk)
    walk_and_check(walk, 15)

    undo_all(walk)

    assert walk.faults == []
    assert state(walk) == before
