"""Broken spreadsheets, five thousand of them, each read behind the doors of the sandbox."""

import json
import subprocess
import sys
from typing import Any

COUNT = 5000


def five_thousand_mutants(seed: int = 1) -> dict[str, Any]:
    """Return how many came out as neither table nor refusal, or hung; and the slowest in seconds.

    A reader that ended counts as a refusal: `read_file` says so in words.
    """
    said = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-m", "chibo.spreadsheets.tests.mutants", str(seed), str(COUNT)],
        capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(said.stdout)
    outcomes = found["outcomes"]
    expected = sum(outcomes.get(word, 0) for word in ("tables", "refused", "ended"))
    return {
        "neither_table_nor_refusal": {
            "value": COUNT - expected, "goal": 0, "better": "lower", "of": COUNT,
            "which": outcomes,
        },
        "slowest_seconds": {"value": found["slowest"], "goal": 20, "better": "lower"},
    }  # fmt: skip
