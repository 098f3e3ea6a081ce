"""The papers of a meeting, as content: always in Vietnamese, whatever the screen speaks."""

from chibo.minutes.sheets.minutes import minutes_sheet
from chibo.minutes.sheets.resolution import resolution_sheet
from chibo.minutes.sheets.roll_call import roll_call_sheet
from chibo.minutes.sheets.score import score_sheet, with_late_items
from chibo.minutes.sheets.task_list import task_list_sheet
from chibo.minutes.sheets.versions import as_version, in_place_of, replaces

__all__ = [
    "as_version",
    "in_place_of",
    "minutes_sheet",
    "replaces",
    "resolution_sheet",
    "roll_call_sheet",
    "score_sheet",
    "task_list_sheet",
    "with_late_items",
]
