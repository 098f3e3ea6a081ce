"""E1: broken files become tables or a refusal, and nothing else."""

import json
import subprocess
import sys

import pytest

from chibo.spreadsheets.reading import Unreadable, read_file
from chibo.spreadsheets.tests.samples import xlsx

pytestmark = pytest.mark.once


def test_broken_files_are_read_or_refused_when_there_are_five_hundred() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "chibo.spreadsheets.tests.mutants", "20261126", "500"],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip

    found = json.loads(said.stdout)
    assert sum(found["outcomes"].values()) == 500
    assert set(found["outcomes"]) <= {"tables", "refused", "ended"}
    assert found["outcomes"]["tables"] > 50


@pytest.mark.parametrize("cut", [40, 400, 4000])
def test_file_is_refused_in_words_when_the_reader_ended(cut: int) -> None:
    with pytest.raises(Unreadable, match="Không mở được tệp này"):
        read_file(xlsx(["a"])[:cut], "a.xlsx")
