"""When a figure may be shown."""

from chibo.core.indicators import FEWEST


def is_small(people: int, *, whole: int | None = None) -> bool:
    """Say whether a group is too few to be broken down: who was what would be seen.

    people: how many the unit has; whole: of how many turns the figure is a part, if of any.

    Rule: house, the ethics notes (E09); unverified
    """
    return people < FEWEST or (whole is not None and 0 < whole < FEWEST)


def has_rate(whole: int | None) -> bool:
    """Say whether a base is large enough for a rate.

    Rule: house; unverified
    """
    return whole is not None and whole >= FEWEST
