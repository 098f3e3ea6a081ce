"""When a figure may be shown."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from chibo.core.indicators import FEWEST

K = TypeVar("K")


def is_small(people: int, *, whole: int | None = None) -> bool:
    """Say whether a group is too few to be broken down: who was what would be seen.

    people: how many the unit has; whole: of how many turns the figure is a part, if of any.

    Rule: house, the ethics notes (E09); unverified
    """
    return people < FEWEST or (whole is not None and 0 < whole < FEWEST)


def hidden_too(few: Iterable[int], others: Mapping[K, int]) -> set[K]:
    """Return which other parts of a sum are hidden, lest a hidden one be the sum less the rest.

    The smallest ones, until those hidden are two at least, of five turns at least. few: of how many
    turns each part that is hidden is; others: the same of those that are shown.

    Rule: house, the ethics notes (E09); unverified
    """
    hidden = [turns for turns in few if turns]
    found: set[K] = set()
    for key in sorted((key for key in others if others[key]), key=lambda key: others[key]):
        if not hidden or (len(hidden) > 1 and sum(hidden) >= FEWEST):
            break
        hidden.append(others[key])
        found.add(key)
    return found


def has_rate(whole: int | None) -> bool:
    """Say whether a base is large enough for a rate.

    Rule: house; unverified
    """
    return whole is not None and whole >= FEWEST
