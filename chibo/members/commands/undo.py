"""A step remembers the rows as they stood before it, so that it can be taken back."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.core import serializers
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from chibo.journal.commands import hash_of
from chibo.members.commands.events import CannotTakeStep
from chibo.members.commands.recounting import Span, recount_spans
from chibo.members.models import Condition, Event, Membership, Prospective, Transfer
from chibo.organizations.commands import recount_led
from chibo.organizations.models import Post
from chibo.people.models import Person

Rows = dict[str, dict[str, Any]]
_POST = "organizations.post"


def _rows(person: uuid.UUID) -> Rows:
    """Return every row that a step may touch, written out: its model and key, and its values."""
    found: list[Model] = [
        *Membership.objects.filter(person=person),
        *Condition.objects.filter(membership__person=person),
        *Transfer.objects.filter(person=person),
        *Prospective.objects.filter(person=person),
        *Post.objects.filter(person=person),
    ]
    written = json.loads(serializers.serialize("json", found))
    return {f"{each['model']} {each['pk']}": each for each in written}


def _mark(rows: Rows, touched: Sequence[str]) -> str:
    """Return a hash of the person's rows that the step touched, and of all that rest on a step.

    Posts are given by other acts; a transfer that was given up rests on nothing.
    """
    known = {
        key: row for key, row in rows.items()
        if key in touched or not (key.startswith(_POST) or row["fields"].get("ended_on"))
    }  # fmt: skip
    return hash_of(known)


class Undo:
    """Taken before a step writes; kept with the step's first event afterwards."""

    def __init__(self, person: uuid.UUID) -> None:
        self.person = person
        self.before = _rows(person)

    def keep(self, *events: Event) -> None:
        """Write down with the first event how to put the rows back; the others go with it."""
        after = _rows(self.person)
        touched = {
            key: self.before.get(key)
            for key in sorted(self.before.keys() | after.keys())
            if self.before.get(key) != after.get(key)
        }
        undo = {
            "rows": touched, "after": _mark(after, list(touched)),
            "with": [str(event.pk) for event in events[1:]],
        }  # fmt: skip
        Event.objects.filter(pk=events[0].pk).update(undo=undo)
        _recount(self.before, after)


def _recount(before: Rows, after: Rows) -> None:
    """Have added up again what the rows of a person count for that are otherwise than before."""
    changed = [
        row for key in before.keys() | after.keys() if before.get(key) != after.get(key)
        for row in (before.get(key), after.get(key)) if row is not None
    ]  # fmt: skip
    recount_spans(
        _span(row["fields"]) for row in changed
        if row["model"] == Membership._meta.label_lower
        and row["fields"]["place"] == Membership.Place.HOME
    )  # fmt: skip


def _span(fields: dict[str, Any]) -> Span:
    official = fields["official_on"]
    return Span(
        uuid.UUID(fields["cell"]), dt.date.fromisoformat(fields["from_on"]),
        dt.date.fromisoformat(fields["until_on"]), official and dt.date.fromisoformat(official),
    )  # fmt: skip


def _stands(undo: dict[str, Any], rows: Rows) -> bool:
    """Say whether nothing that rests on a step was written after it."""
    return bool(_mark(rows, list(undo["rows"])) == undo["after"])


def withdrawable(person: Person) -> set[uuid.UUID]:
    """Return the steps of a person that can be taken back now: nothing later rests on them."""
    rows = _rows(person.pk)
    taken = Event.objects.filter(person=person, withdrawn_by=None)
    steps = list(taken.exclude(what=Event.What.WITHDRAWN))
    found = {each.pk for each in steps if each.undo is not None and _stands(each.undo, rows)}
    if [each.what for each in steps] == [Event.What.LISTED]:
        found.add(steps[0].pk)
    return found


def put_back(event: Event) -> None:
    """Put the rows back as they stood before the event.

    Raises: CannotTakeStep where later steps rest on it, or minutes already name the member.
    """
    undo = event.undo or {}
    touched: dict[str, Any] = undo["rows"]
    before = _rows(event.person_id)
    if not _stands(undo, before):
        raise CannotTakeStep(_("Sau bước này đã ghi việc khác: rút các việc sau trước."))
    made = [key.split() for key, row in touched.items() if row is None]
    for model in (Condition, Transfer, Post, Prospective, Membership):
        label = model._meta.label_lower
        keys = [key for name, key in made if name == label]
        try:
            model._default_manager.filter(pk__in=keys).delete()
        except ProtectedError:
            raise CannotTakeStep(
                _("Biên bản họp đã ghi tên người này: không rút được bước này nữa.")
            ) from None
    old = [row for row in touched.values() if row is not None]
    old.sort(key=lambda row: row["model"] != Membership._meta.label_lower)
    for each in serializers.deserialize("python", old):
        each.save()
    _recount(before, _rows(event.person_id))
    recount_led(Post.objects.filter(person=event.person_id))


def entry_of(event: Event) -> dict[str, Any]:
    """Return how to take back the entry of a member who has taken no step since."""
    others = Event.objects.filter(person=event.person_id, withdrawn_by__isnull=True)
    if others.exclude(pk=event.pk).exclude(what=Event.What.WITHDRAWN).exists():
        raise CannotTakeStep(_("Sau bước này đã ghi việc khác: rút các việc sau trước."))
    rows = _rows(event.person_id)
    made = [f"{Membership._meta.label_lower} {row.pk}" for row in event.begun_rows.all()]
    return {"rows": dict.fromkeys(made), "after": _mark(rows, made), "with": []}
