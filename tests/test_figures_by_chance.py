"""Every figure against a slow count after random lives; in full: `make proof PART=figures`."""

import pytest
from django.test import Client

from chibo.assessments.catalogue import indicators
from proof.figures import Comparison, compare
from proof.lives import live, lived
from proof.shown import judged
from tests.figures_oracle import COUNTS, COUNTS_NOW


def test_slow_count_knows_every_indicator() -> None:
    assert set(indicators()) - {*COUNTS, *COUNTS_NOW} == set()


@pytest.mark.once
@pytest.mark.django_db
def test_every_figure_and_page_equals_a_slow_count_after_a_life_of_chance() -> None:
    found = Comparison()
    walk = lived(5, 40)

    compare(walk, found, most=4)
    live(walk, 30)
    compare(walk, found, most=7)

    client = Client()
    client.force_login(walk.officer)
    shown = judged(walk, client, pages=4, rows=12)

    assert found.faults == []
    assert shown.faults == []
    assert (shown.looked > 200, shown.rows) == (True, 12)
    assert found.looked > 5_000
