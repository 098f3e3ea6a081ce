"""Where the pages of a meeting are, in the order of the sitting.

The page of the whole meeting is served by the room that sees all of it; the rooms below know its
address, not its code.
"""

from uuid import UUID

STEPS = ("setting", "roll-call", "promises", "discussion", "decisions", "score", "minutes")


def page_of(meeting: UUID) -> str:
    """Return the address of a meeting's page."""
    return f"/meetings/{meeting}/"


def step_page(meeting: UUID, step: str) -> str:
    """Return the address of a step; a point of the agenda is recorded in the discussion."""
    return f"/meetings/{meeting}/{step or 'discussion'}/"


def after(meeting: UUID, step: str) -> str:
    """Return the address of the step that follows."""
    return f"/meetings/{meeting}/{STEPS[STEPS.index(step) + 1]}/"
