"""The four papers of a meeting, as content: always in Vietnamese, whatever the screen speaks."""

from chibo.minutes.sheets.minutes import minutes_sheet
from chibo.minutes.sheets.resolution import resolution_sheet
from chibo.minutes.sheets.roll_call import roll_call_sheet
from chibo.minutes.sheets.task_list import task_list_sheet

__all__ = ["minutes_sheet", "resolution_sheet", "roll_call_sheet", "task_list_sheet"]
