"""The long simulations in short."""

import pytest

from proof.papers import fifty_meetings


@pytest.mark.once
@pytest.mark.django_db
def test_printed_papers_keep_the_form_when_cells_are_small_and_large() -> None:
    found = fifty_meetings((5, 25, 60))

    assert {name: each["which"] for name, each in found.items() if each["value"]} == {}
