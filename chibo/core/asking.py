"""The base of every form that ends in a command."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from chibo.core.errors import Refused


class ActForm(forms.Form):
    """A form that carries the identifier of the act it will become.

    The page makes the identifier, so that a form sent twice is one act. A new record takes it
    as its own key.
    """

    act = forms.UUIDField(widget=forms.HiddenInput)
    draft: Any = None  # what is shown was typed earlier and not saved; its .saved_at says when

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].initial = uuid.uuid4
        self.label_suffix = ""

    def refuse(self, refusal: Refused) -> None:
        """Show the refusal at its field; the form gets a new identifier, for it was changed."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        self.put({"act": str(uuid.uuid4())})

    def put(self, values: dict[str, str]) -> None:
        """Write over posted values, which Django keeps unchangeable."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form: 422 where something is to be mended."""
        return 422 if self.is_bound and self.draft is None and self.errors else 200
