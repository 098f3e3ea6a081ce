"""What the pages of a reorganisation ask: the decision, and what each act needs besides."""

from chibo.reorganisations.forms.base import CorrectForm, DecisionForm, Scene
from chibo.reorganisations.forms.dividing import MergeForm, SplitForm
from chibo.reorganisations.forms.groups import GroupForm, SeatForm
from chibo.reorganisations.forms.simple import (
    EndForm,
    FoundForm,
    MarkForm,
    MoveForm,
    RenameForm,
    RetypeForm,
    TransferForm,
)

__all__ = [
    "CorrectForm",
    "DecisionForm",
    "EndForm",
    "FoundForm",
    "GroupForm",
    "MarkForm",
    "MergeForm",
    "MoveForm",
    "RenameForm",
    "RetypeForm",
    "Scene",
    "SeatForm",
    "SplitForm",
    "TransferForm",
]
