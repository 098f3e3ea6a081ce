"""Keep the sums: fold what was asked for, rebuild all, do what a worker does each second."""

from chibo.figures.commands.keeping import fold, fold_all, fold_at_once, keep_up, tick
from chibo.figures.commands.rebuilding import add_up_again, every_cell, rebuild

__all__ = [
    "add_up_again",
    "every_cell",
    "fold",
    "fold_all",
    "fold_at_once",
    "keep_up",
    "rebuild",
    "tick",
]
