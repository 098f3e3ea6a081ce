"""E2: each bomb and trick is refused in words, or leaves the table alone, and soon."""

import time

import pytest

from chibo.spreadsheets.reading import Cell, Unreadable, read_file
from chibo.spreadsheets.tests.samples import NAME
from chibo.spreadsheets.tests.tricks import CLEAN, TRICKS

pytestmark = pytest.mark.once


@pytest.mark.parametrize("trick", TRICKS, ids=str)
def test_trick_is_refused_or_cleaned_when_read(trick: str) -> None:
    made, name, wanted = TRICKS[trick]
    content = made()
    begun = time.monotonic()

    if wanted == CLEAN:
        (table,) = read_file(content, name)
        assert [[cell.text for cell in row] for row in table.rows] == [[NAME, "7"]]
        assert table.rows[0][0] == Cell(NAME)
    else:
        with pytest.raises(Unreadable, match=wanted):
            read_file(content, name)

    assert time.monotonic() - begun < 6  # alone on the machine each takes at most 2
