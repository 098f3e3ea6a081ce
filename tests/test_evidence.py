"""The table of evidence names tests that exist."""

import re
from pathlib import Path

import chibo

ROOT = Path(chibo.__file__).parent.parent
NAMED = re.compile(r"`((?:tests|chibo|bench)/[\w/]+\.py)(?:::(\w+))?`")


def test_evidence_names_tests_that_exist_when_read() -> None:
    table = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    named = NAMED.findall(table)

    missing = [
        f"{path} {test}"
        for path, test in named
        if not (ROOT / path).is_file()
        or f"def {test}" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert len(named) > 10
    assert missing == []


def test_evidence_has_five_cells_a_line_when_read() -> None:
    table = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line.startswith("|")]

    assert [line for line in lines if len(line.strip("|").split("|")) != 5] == []
    assert [
        line for line in lines[2:] if not re.search(r"\| (\d{4}-\d\d-\d\d|–) \|$", line)
    ] == []  # fmt: skip
