"""The acts of a meeting in one request: all are carried out, in turn, or none."""

import copy
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chibo.accounts.drafting import NotTaken
from chibo.accounts.requests import AuthedRequest
from chibo.journal.queries import hashes_of

MOST = 100  # acts at once: a meeting of forty decisions
ACTS = {
    "meetings:new", "meetings:new-committee", "meetings:setting", "meetings:roll-call",
    "meetings:discussion", "resolutions:promises", "resolutions:new-decision",
    "resolutions:decision", "resolutions:withdrawal", "petitions:petitions", "assessments:score",
    "minutes:minutes",
}  # fmt: skip


class _Stopped(Exception):
    """An act could not be carried out; what is answered, and with which status."""

    def __init__(self, status: int, **said: object) -> None:
        super().__init__()
        self.status, self.said = status, said


@require_POST
def together(request: AuthedRequest) -> HttpResponse:
    """Carry out acts as their pages would, in one transaction.

    The body is `{"acts": [{"at": "/meetings/…/roll-call/", "fields": {name: text or texts}}]}`:
    `at` is the page of a form, `fields` what is typed there, with its `act`. The answer, after all
    is kept, names each act with the hash of its content in the journal: who gets no such answer
    sends the same again. One that is refused leaves nothing of all, and is named by its `place`
    with the sentences for each field (`__all__`: for the whole form).
    """
    try:
        acts = _read(request.body)
        with transaction.atomic():
            for place, (at, fields) in enumerate(acts):
                _carry_out(request, place, at, fields)
            ids = [UUID(str(fields["act"])) for _at, fields in acts]
            known = hashes_of(ids)
            _check_all_known(acts, ids, known)
    except _Stopped as stopped:
        return JsonResponse(stopped.said, status=stopped.status)
    return JsonResponse({"acts": [{"act": str(id), "hash": known[id]} for id in ids]})


def _read(body: bytes) -> list[tuple[str, QueryDict]]:
    """Return the acts of a body. Raises: _Stopped."""
    try:
        acts = [(str(each["at"]), _fields(each["fields"])) for each in json.loads(body)["acts"]]
        for _at, fields in acts:
            UUID(str(fields["act"]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise _Stopped(
            400, error=_("Không đọc được gói gửi lên: cập nhật chương trình rồi gửi lại.")
        ) from None
    if not 0 < len(acts) <= MOST:
        sentence = _("Một gói có từ 1 đến {most} việc: chia nhỏ rồi gửi lại.")
        raise _Stopped(400, error=sentence.format(most=MOST))
    return acts


def _fields(given: Mapping[str, Any]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in given.items():
        found.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    return found


def _carry_out(request: AuthedRequest, place: int, at: str, fields: QueryDict) -> None:
    """Carry out one act by the view of its page. Raises: _Stopped."""
    path, _mark, asked = at.partition("?")
    one: Any = copy.copy(request)
    one.is_together, one.path, one.path_info = True, path, path
    one.GET, one.POST = QueryDict(asked), fields
    try:
        one.resolver_match = match = resolve(path)
        if match.view_name not in ACTS:
            raise Http404
        match.func(one, *match.args, **match.kwargs)
    except NotTaken as refused:
        errors = {name: [str(each) for each in said] for name, said in refused.form.errors.items()}
        raise _Stopped(422, place=place, at=at, errors=errors) from None
    except (Http404, Resolver404):
        raise _Stopped(404, place=place, at=at, error=_("Chưa tìm thấy trang này")) from None
    except PermissionDenied:
        sentence = _("Chức vụ của đồng chí không mở được trang này")
        raise _Stopped(403, place=place, at=at, error=sentence) from None


def _check_all_known(
    acts: list[tuple[str, QueryDict]], ids: list[UUID], known: Mapping[UUID, str]
) -> None:
    """Refuse where a page did something else than an act. Raises: _Stopped."""
    for place, (at, _fields) in enumerate(acts):
        if ids[place] not in known:
            sentence = _("Trang này không nhận việc ấy: cập nhật chương trình rồi gửi lại.")
            raise _Stopped(422, place=place, at=at, errors={"__all__": [sentence]})
