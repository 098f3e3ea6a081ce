"""Every figure against a slow count after random lives; in full: `make proof PART=figures`."""

import pytest

from chibo.assessments.catalogue import indicators
from proof.figures import Comparison, compare
from proof.lives import live, lived
from tests.figures_oracle import COUNTS, COUNTS_NOW


def test_slow_count_knows_every_indicator() -> None:
    assert set(indicators()) - {*COUNTS, *COUNTS_NOW} == set()


@pytest.mark.once
@pytest.mark.django_db
def test_every_figure_equals_a_slow_count_after_a_life_of_chance() -> None:
    found = Comparison()
    walk = lived(5, 40)

    compare(walk, found, most=4)
    live(walk, 30)
    compare(walk, found, most=7)

    assert found.faults == []
    assert found.looked > 5_000
