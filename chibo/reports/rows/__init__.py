"""The rows that a figure counts: its parts and wholes add up to the figure, over all pages."""

from chibo.reports.rows.asking import PER_PAGE, Asked, Opened
from chibo.reports.rows.opening import figure_of, is_by_name, opened

__all__ = ["PER_PAGE", "Asked", "Opened", "figure_of", "is_by_name", "opened"]
