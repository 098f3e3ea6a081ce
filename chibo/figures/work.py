"""Making all sums again, as a job in the background."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.accounts.models import User
from chibo.figures.commands import rebuild
from chibo.jobs import kinds
from chibo.jobs.kinds import Step
from chibo.jobs.models import Job
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.models import Kind
from chibo.organizations.queries import named


def _read(what: str) -> dict[str, Any]:
    if what != "all":
        raise ValueError(what)
    return {}


def _title(unit: UUID, arguments: Mapping[str, Any], on: dt.date) -> str:
    return _("Cộng lại mọi số liệu")


def _admit(user: User, unit: UUID, on: dt.date) -> UUID:
    """Let the province's own office pass, for the sums of all units are made again.

    Raises: PermissionDenied; Http404, at any other unit too.
    """
    found = unit_for(user, Can.REORGANISE, unit, on=on)
    if named(unit, on=on).kind != Kind.PROVINCE:
        raise Http404
    return found.province


def _steps(job: Job) -> Iterator[Step]:
    for done, of in rebuild():
        yield Step(done, of, cursor=done)


REBUILD = kinds.Kind(
    key="figures.rebuild",
    about=gettext_lazy(
        "Máy cộng lại từ biên bản và danh sách, sửa chỗ sai. Trong lúc đó vẫn xem được số liệu."
    ),
    read=_read, title=_title, admit=_admit, steps=_steps,
)  # fmt: skip
