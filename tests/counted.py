"""What the levels count, made again from the truth: by unit directly below."""

from uuid import UUID

from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.commands import rebuild
from chibo.figures.models import View
from chibo.figures.queries import Figures, of_children
from chibo.organizations.queries import named
from tests.world import today


def below(unit: UUID, month: Month, *, then: bool) -> dict[str, Figures]:
    """Return the figures of each unit directly below in a month, by name in Vietnamese order."""
    list(rebuild(today=today()))
    view = View.THEN if then else View.TODAY
    found = of_children(unit, Months.of(month), view=view, today=today())
    units = {named(child, on=min(month.last, today()) if then else today()): figures
             for child, figures in found.items()}  # fmt: skip
    return {unit.name: units[unit] for unit in sorted(units, key=lambda each: each.sort_key)}


def held_below(unit: UUID, month: Month, *, then: bool) -> list[tuple[str, int, int, int]]:
    """Return name, regular meetings held, present and counted of each unit that held any."""
    return [
        (name, figures["held"].part, figures["attendance"].part, figures["attendance"].whole or 0)
        for name, figures in below(unit, month, then=then).items()
        if figures["held"].part
    ]
