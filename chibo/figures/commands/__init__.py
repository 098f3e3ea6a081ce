"""Keep the sums: fold what was asked for, rebuild all."""

from chibo.figures.commands.keeping import AT_ONCE, fold, fold_all, rebuild

__all__ = ["AT_ONCE", "fold", "fold_all", "rebuild"]
