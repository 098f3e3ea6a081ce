"""HTTP in, one call, HTTP out."""

from chibo.lists.views.bringing import bring
from chibo.lists.views.leaving import doubts, doubts_book, export
from chibo.lists.views.looking import brought, columns, undo

__all__ = ["bring", "brought", "columns", "doubts", "doubts_book", "export", "undo"]
