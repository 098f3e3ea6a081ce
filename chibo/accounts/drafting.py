"""Give a page back as it was left."""

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from chibo.accounts.commands import drop_draft, keep_draft
from chibo.accounts.models import Draft, User


def restored(request: HttpRequest) -> tuple[QueryDict, Draft] | None:
    """Return what this user typed into this page and did not save, newest, or None."""
    assert isinstance(request.user, User)  # noqa: S101 - every page but sign-in needs a login
    draft = Draft.objects.filter(user=request.user, page=request.path).first()
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data, draft


def keep(request: HttpRequest, user: User) -> None:
    """Keep the posted form of this page."""
    fields = {name: request.POST.getlist(name) for name in request.POST}
    keep_draft(user=user, page=request.path, fields=fields, now=timezone.now())


def forget(request: HttpRequest, user: User) -> None:
    """Forget this page's draft: it has been saved."""
    drop_draft(user=user, page=request.path)
