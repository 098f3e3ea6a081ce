"""Give a page back as it was left, and lose nothing that was typed."""

from collections.abc import Callable
from typing import TypeVar

from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone

from chibo.accounts.commands import drop_draft, keep_draft
from chibo.accounts.models import Draft
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.errors import Refused

F = TypeVar("F", bound=ActForm)


class NotTaken(Exception):
    """An act that came together with others was refused; its form says why."""

    def __init__(self, form: ActForm) -> None:
        super().__init__()
        self.form = form


def asked(request: AuthedRequest, make: Callable[[QueryDict | None], F]) -> F:
    """Return the page's form: as posted, else as this user left it, else new.

    A form given back from a draft shows what was typed and complains of nothing yet.
    """
    if request.method == "POST":
        return make(request.POST)
    draft = Draft.objects.filter(user=request.user, page=request.path).first()
    if draft is None:
        return make(None)
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    form = make(data)
    form._errors = ErrorDict()  # type: ignore[attr-defined]
    form.draft = draft
    return form


def carried_out(request: AuthedRequest, form: ActForm, command: Callable[[], object]) -> bool:
    """Run the command of a posted form; say whether it was done.

    Where the form or the command refuses, the form shows why and what was typed is kept; of acts
    that came together nothing is kept. Raises: NotTaken, of those alone.
    """
    if request.method != "POST":
        return False
    if form.is_valid():
        try:
            command()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            drop_draft(user=request.user, page=request.path)
            return True
    if getattr(request, "is_together", False):  # only a copy made for it has this
        raise NotTaken(form)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    fields["act"] = [str(form.data.get("act", ""))]  # a refused form has a new one
    keep_draft(user=request.user, page=request.path, fields=fields, now=timezone.now())
    return False
