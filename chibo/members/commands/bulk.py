"""Many members at once, of many cells: entered, corrected, taken away again."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chibo.members.commands.entering import NewMember
from chibo.members.commands.events import event_of
from chibo.members.models import Event, Membership
from chibo.people.commands import NewPerson, add_people
from chibo.people.models import Person, keys_of

BATCH = 2_000  # rows in one statement


@dataclass(frozen=True)
class Correction:
    """What of a member is written otherwise. person, membership: field to its new value."""

    membership: UUID
    person: UUID
    of_person: Mapping[str, Any]
    of_membership: Mapping[str, Any]
    recognised: UUID | None = None  # the event of an official day that was not known before


def enter_many(*, province: UUID, new: Sequence[tuple[UUID, NewMember]]) -> list[Membership]:
    """Write members of many cells, each with its person and first event, in three statements.

    new: the cell of each. The caller carries the right, the journal and the checks.
    Raises: CannotNamePerson.
    """
    people = add_people(
        province=province,
        new=[
            NewPerson(uuid.uuid5(each.id, "person"), each.name, each.birth, each.sex, each.user)
            for _cell, each in new
        ],
    )
    rows, events = [], []
    for (cell, each), person in zip(new, people, strict=True):
        row = Membership(
            id=each.id, province=province, person_id=person.pk, cell_id=cell, place=each.place,
            admitted_on=each.admitted_on, ceremony_on=each.ceremony_on,
            official_on=each.official_on, from_on=each.from_on,
        )  # fmt: skip
        event = event_of(row, Event.What.LISTED, each.from_on, id=uuid.uuid5(each.id, "began"))
        row.began_id = event.pk
        rows.append(row)
        events.append(event)
    Event.objects.bulk_create(events, batch_size=BATCH)
    Membership.objects.bulk_create(rows, batch_size=BATCH)
    return rows


def correct_many(corrections: Sequence[Correction]) -> None:
    """Write what a list says otherwise of members; a first official day leaves its event.

    The caller carries the right, the journal and the checks.
    """
    for each in corrections:
        of_person = dict(each.of_person)
        if "name" in of_person:
            of_person |= keys_of(of_person["name"])
        if of_person:
            Person.objects.filter(pk=each.person).update(**of_person)
        if each.of_membership:
            Membership.objects.filter(pk=each.membership).update(**each.of_membership)
    _recognise([each for each in corrections if each.recognised])


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
    for place in range(0, len(memberships), 500):
        some = memberships[place : place + 500]
        rows = Membership.objects.filter(pk__in=some)
        people, began = zip(*rows.values_list("person", "began"), strict=True)
        rows.delete()
        Event.objects.filter(pk__in=began).delete()
        Person.objects.filter(pk__in=people).delete()
    Event.objects.filter(pk__in=list(recognised)).delete()
