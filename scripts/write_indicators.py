#!/usr/bin/env python3
"""Write docs/indicators.md: every figure of the catalogue, as the rooms hand it up."""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "indicators.md"
HEAD = """# Indicators

Every figure that a page, a paper, a target or the API may show, room by room: one definition each,
in the `indicators.py` of its room, asked for by its key from `assessments/catalogue.py`. The words
are those of the product.

- *Of*: the denominator. Rates add up over nothing: their two numbers do.
- *Units*: over the units below, those that were or are there, in each view of history. `sum`: they
  add up to the unit, without a rest. What a unit did as a cell, before or after it was something
  else, stands beside the units below it, under its own name.
- *Time*: over the months of a period. `sum`: they add up. `first`, `last`: the first, the last
  moment counts. `now`: known of today alone, in today's view.
- *Opens*: the rows behind it. No figure opens to one person's speeches, marks or grade.
- *Source*: the document; `house`: none is known, the choice is ours.

Two views: `then` counts for the units of the day on which something happened, `today` for today's
units, where a unit that ended counts with the one that took it over; one that was divided among
several, or left nothing, stands directly under the province. A meeting answers for its month, and
counts for the units of its day; what a decision on units reached back to, counts as that decision
says. Who left counts for the units of the last day. Members at home count, not visitors. Meetings
of a cell's committee count nowhere.

Made by `scripts/write_indicators.py`; a test compares. That the figures are what these words say is
shown by a slow count over the raw rows (`tests/figures_oracle.py`, `make proof PART=figures`).
"""
COLUMNS = (
    "Key", "Name", "Counts", "Of", "Left out", "Unit", "Units", "Time", "Opens", "Source",
)  # fmt: skip


def rows() -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield each room that hands up indicators, with a line of cells for each."""
    from chibo import ROOMS  # noqa: PLC0415 - needs the path

    for room in ROOMS:
        name = f"chibo.{room}.indicators"
        if room != "core" and find_spec(name) is not None:
            found = import_module(name).INDICATORS
            yield room, [
                (
                    f"`{each.key}`", str(each.name), str(each.counts), str(each.whole_counts),
                    str(each.left_out), str(each.unit), each.over_units, each.over_time,
                    each.opens, each.source,
                )
                for each in found
            ]  # fmt: skip


def page() -> str:
    """Return the page as it should be."""
    from django.utils import translation  # noqa: PLC0415 - of the settings

    with translation.override("vi"):
        tables = [f"\n## {room}\n\n{_table(lines)}" for room, lines in rows()]
    return HEAD + "".join(tables)


def _table(lines: list[tuple[str, ...]]) -> str:
    rule = tuple("---" for _column in COLUMNS)
    return "".join(f"| {' | '.join(line)} |\n" for line in (COLUMNS, rule, *lines))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
