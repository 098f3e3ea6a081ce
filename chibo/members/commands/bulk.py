"""Many members at once, of many cells: entered, corrected, taken away again."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.core.rows import insert_rows
from chibo.members.commands.entering import NewMember
from chibo.members.commands.events import event_of
from chibo.members.commands.recounting import Span, recount_spans, spans_of
from chibo.members.models import Event, Membership
from chibo.people.commands import NewPerson, add_people_of_list
from chibo.people.models import Person, keys_of


@dataclass(frozen=True)
class Correction:
    """What of a member is written otherwise. person, membership: field to its new value."""

    membership: UUID
    person: UUID
    of_person: Mapping[str, Any]
    of_membership: Mapping[str, Any]
    recognised: UUID | None = None  # the event of an official day that was not known before


def enter_many(*, province: UUID, new: Sequence[tuple[UUID, NewMember]]) -> None:
    """Write members of many cells, each with its person and first event, in three statements.

    new: the cell of each; nobody here has a login. The caller carries the right, the journal and
    the checks. Raises: CannotNamePerson.
    """
    people = [uuid.uuid5(each.id, "person") for _cell, each in new]
    events = [uuid.uuid5(each.id, "began") for _cell, each in new]
    add_people_of_list(
        province=province,
        new=[
            NewPerson(key, each.name, each.birth, each.sex)
            for key, (_cell, each) in zip(people, new, strict=True)
        ],
    )
    rows = list(zip(people, events, new, strict=True))
    listed = Event.What.LISTED.value
    insert_rows(
        Event, _EVENT,
        (
            (event, province, person, cell, listed, each.from_on, "", None, "", "", None, None,
             "", None)
            for person, event, (cell, each) in rows
        ),
    )  # fmt: skip
    insert_rows(
        Membership, _MEMBERSHIP,
        (
            (each.from_on, FOREVER, each.id, province, person, cell, str(each.place),
             each.admitted_on, each.ceremony_on, each.official_on, event, None)
            for person, event, (cell, each) in rows
        ),
    )  # fmt: skip
    recount_spans(
        Span(cell, each.from_on, FOREVER, each.official_on) for cell, each in new
        if each.place == Membership.Place.HOME
    )  # fmt: skip


_EVENT = (
    "id", "province", "person_id", "cell_id", "what", "on", "number", "signed_on", "issuer",
    "outside", "until_on", "withdraws_id", "consent", "undo",
)  # fmt: skip
_MEMBERSHIP = (
    "from_on", "until_on", "id", "province", "person_id", "cell_id", "place", "admitted_on",
    "ceremony_on", "official_on", "began_id", "ended_id",
)  # fmt: skip


def correct_many(corrections: Sequence[Correction]) -> None:
    """Write what a list says otherwise of members; a first official day leaves its event.

    The caller carries the right, the journal and the checks.
    """
    spans = _spans(corrections)
    for each in corrections:
        of_person = dict(each.of_person)
        if "name" in of_person:
            of_person |= keys_of(of_person["name"])
        if of_person:
            Person.objects.filter(pk=each.person).update(**of_person)
        if each.of_membership:
            Membership.objects.filter(pk=each.membership).update(**each.of_membership)
    _recognise([each for each in corrections if each.recognised])
    recount_spans(spans + _spans(corrections))


def _spans(corrections: Sequence[Correction]) -> list[Span]:
    keys = [each.membership for each in corrections if each.of_membership]
    return [
        span for place in range(0, len(keys), 500) for span in spans_of(keys[place : place + 500])
    ]


def _recognise(corrections: Sequence[Correction]) -> None:
    rows = Membership.objects.in_bulk([each.membership for each in corrections])
    Event.objects.bulk_create(
        event_of(
            rows[each.membership], Event.What.RECOGNISED, _official(each), id=each.recognised
        )
        for each in corrections if each.recognised
    )  # fmt: skip


def _official(correction: Correction) -> dt.date:
    day: dt.date = correction.of_membership["official_on"]
    return day


def take_away(*, memberships: Sequence[UUID], recognised: Sequence[UUID]) -> None:
    """Take members entered by mistake out again, with persons and events, and recognitions.

    The caller carries the right and the journal, and knows that nothing rests on them.
    """
    spans: list[Span] = []
    for place in range(0, len(memberships), 500):
        some = memberships[place : place + 500]
        rows = Membership.objects.filter(pk__in=some)
        people, began = zip(*rows.values_list("person", "began"), strict=True)
        spans += spans_of(some)
        rows.delete()
        Event.objects.filter(pk__in=began).delete()
        Person.objects.filter(pk__in=people).delete()
    Event.objects.filter(pk__in=list(recognised)).delete()
    recount_spans(spans)
