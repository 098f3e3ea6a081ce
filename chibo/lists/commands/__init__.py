"""The only writes of this room: a list is brought, answered, taken, taken back."""

from chibo.lists.commands.keeping import CannotTakeList, answer_list, bring_list, drop_old_lists
from chibo.lists.commands.taking import take_list
from chibo.lists.commands.undoing import CannotUndo, undo_list

__all__ = [
    "CannotTakeList",
    "CannotUndo",
    "answer_list",
    "bring_list",
    "drop_old_lists",
    "take_list",
    "undo_list",
]
