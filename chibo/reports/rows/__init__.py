"""The rows that a figure counts: its parts and wholes add up to the figure, over all pages."""

from chibo.reports.rows.asking import KINDS, PER_PAGE, Asked, Opened
from chibo.reports.rows.opening import figure_of, opened

__all__ = ["KINDS", "PER_PAGE", "Asked", "Opened", "figure_of", "opened"]
