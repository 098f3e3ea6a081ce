"""Who stood over whom, from the dated placements."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Span:
    """From a day (inclusive) to a day (exclusive)."""

    from_on: dt.date
    until_on: dt.date

    def within(self, other: "Span") -> "Span | None":
        """Return the days that both have, or None."""
        start, end = max(self.from_on, other.from_on), min(self.until_on, other.until_on)
        return Span(start, end) if start < end else None


@dataclass(frozen=True)
class Step:
    """An ancestor, how many steps up, and when."""

    ancestor: UUID
    depth: int
    span: Span


def ancestry(
    unit: UUID,
    life: Span,
    placements: Callable[[UUID], Iterable[tuple[UUID, Span]]],
) -> list[Step]:
    """Return every ancestor of the unit over its life, itself at depth 0, joined where they touch.

    placements: the parents of a unit with their spans.
    Rule: house (a unit's place is the chain of its dated placements).
    """
    steps = [Step(unit, 0, life)]
    level: list[tuple[UUID, Span]] = [(unit, life)]
    depth = 0
    while level:
        depth += 1
        above = [
            (parent, common)
            for child, span in level
            for parent, placed in placements(child)
            if (common := span.within(placed)) is not None
        ]
        steps += [Step(parent, depth, span) for parent, span in above]
        level = above
        if depth > 20:
            raise ValueError("the tree has a circle")
    return _joined(steps)


def _joined(steps: list[Step]) -> list[Step]:
    """Join steps of one ancestor and depth whose spans touch."""
    joined: list[Step] = []
    for step in sorted(steps, key=lambda s: (s.ancestor.int, s.depth, s.span.from_on)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.ancestor, last.depth) == (step.ancestor, step.depth)
            and last.span.until_on == step.span.from_on
        ):
            joined[-1] = Step(
                last.ancestor, last.depth, Span(last.span.from_on, step.span.until_on)
            )
        else:
            joined.append(step)
    return joined
