"""Out of the Party: strike-off, expulsion, leave on request, death."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act
from chibo.members.commands.events import (
    NO_BASIS,
    Basis,
    CannotTakeStep,
    event_of,
    refuse_future,
    refuse_paper,
)
from chibo.members.commands.taking import (
    Count,
    content_of,
    end_all,
    home_of,
    refuse_before_last,
    refuse_vote,
    started,
)
from chibo.members.commands.undo import Undo
from chibo.members.models import Event, Membership
from chibo.members.queries.path import LEAVING, path_of
from chibo.people.models import Person
from chibo.recounts.commands import later


def vote_on_leaving(what: str, row: Membership) -> str:
    """Return the kind of vote that a way out needs, or empty where the rules name none."""
    if what == Event.What.EXPELLED:
        return "discipline"
    if what == Event.What.STRUCK_OFF and row.official_on is None:
        return "probationer_strike_off"
    return ""


@transaction.atomic
@later()
def leave_party(
    *,
    act: Act,
    person: Person,
    what: Event.What,
    on: dt.date,
    basis: Basis = NO_BASIS,
    count: Count | None = None,
) -> None:
    """End a membership for good: struck off, expelled, left on request, died.

    Conditions, visits, posts and an open transfer end on the same day. Raises: PermissionDenied;
    Http404; CannotTakeStep; OtherContent.
    """
    path = path_of(person, on=act.today)
    content = content_of(basis, on=on, votes=[count.votes_for, count.base] if count else None)
    verb = f"member.{what}"
    if what not in LEAVING:
        raise ValueError(what)
    if not started(act, verb=verb, person=person, cell=path.cell, content=content):
        return
    row = home_of(path, on)
    refuse_future(on, act.today)
    refuse_paper(basis, act.today, on=on)
    if on == row.from_on:
        raise CannotTakeStep(_("Ngày ra phải sau ngày về chi bộ."), "on")
    refuse_before_last(row, on)
    kind = vote_on_leaving(what, row)
    if kind:
        if count is None:
            raise CannotTakeStep(_("Ghi tổng số phiếu của chi bộ."), "votes_for")
        refuse_vote(kind, count, cell=row.cell_id, on=on)
    undo = Undo(person.pk)
    event = event_of(row, what, on, basis=basis, id=uuid.uuid5(act.id, "event"))
    event.save(force_insert=True)
    end_all(path, row, on=on, ended=event.pk)
    undo.keep(event)
