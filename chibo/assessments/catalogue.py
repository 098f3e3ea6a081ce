"""Every indicator of the product, as the rooms hand them up: the one place to look one up.

Pages, papers, targets and pilots ask for an indicator by its key; none counts for itself.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from chibo import ROOMS
from chibo.core.indicators import Counter, Indicator


@cache
def indicators() -> dict[str, Indicator]:
    """Return all indicators by key, in the order of the rooms."""
    return {each.key: each for module in _modules() for each in module.INDICATORS}


@cache
def counters() -> dict[str, Counter]:
    """Return all counters that are kept for each unit and month, by key."""
    return {each.key: each for module in _modules() for each in module.COUNTERS}


def _modules() -> list[Any]:
    names = [f"chibo.{room}.indicators" for room in ROOMS if room != "core"]
    return [import_module(name) for name in names if find_spec(name) is not None]
