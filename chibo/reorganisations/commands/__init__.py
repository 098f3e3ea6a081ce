"""The writes: carry out an act of a decision, correct a decision, keep the groups of a cell."""

from chibo.reorganisations.commands.carrying import carry_out, rehearse
from chibo.reorganisations.commands.correcting import correct, rehearse_correction
from chibo.reorganisations.commands.effects import Effects
from chibo.reorganisations.commands.groups import CannotGroup, end_group, found_group, seat_in_group

__all__ = [
    "CannotGroup",
    "Effects",
    "carry_out",
    "correct",
    "end_group",
    "found_group",
    "rehearse",
    "rehearse_correction",
    "seat_in_group",
]
