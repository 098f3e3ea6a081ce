"""The base of every form that ends in a command."""

import uuid
from typing import Any

from django import forms

from chibo.core.errors import Refused


class ActForm(forms.Form):
    """A form that carries the identifier of the act it will become.

    The page makes the identifier, so that a form sent twice is one act. A new record takes it
    as its own key.
    """

    act = forms.UUIDField(widget=forms.HiddenInput)
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].initial = uuid.uuid4
        self.label_suffix = ""

    def refuse(self, refusal: Refused) -> None:
        """Show the refusal at its field; the form gets a new identifier, for it was changed."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        self.data = self.data.copy()
        self.data[self.add_prefix("act")] = str(uuid.uuid4())
