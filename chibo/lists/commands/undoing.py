"""A list is taken back out of the book: what it wrote goes, what it changed returns."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ForeignObjectRel, Model
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.lists.digests import kept_digests
from chibo.lists.models import ListImport
from chibo.lists.queries import RIGHT_OF, UNDO_DAYS, may_undo
from chibo.members.commands import Correction, correct_many, take_away
from chibo.members.models import Event, Membership
from chibo.organizations.authority import demand
from chibo.organizations.commands.codes import unfound
from chibo.organizations.commands.posts import take_posts, telephone
from chibo.organizations.models import (
    Ancestry,
    Change,
    Code,
    Decision,
    Designation,
    Placement,
    Post,
    Unit,
)
from chibo.people.models import Person
from chibo.recounts.commands import later

NAMED = 5  # how many a refusal names
CHUNK = 500


class CannotUndo(Refused):
    """The list is too old, or something was built on what it wrote."""


@transaction.atomic
@later()
def undo_list(*, act: Act, made: ListImport) -> None:
    """Restore exactly what was before a list was taken, within seven days.

    Raises: PermissionDenied; Http404; CannotUndo; OtherContent.
    """
    demand(act.actor, RIGHT_OF[made.kind], at=made.unit_id, on=act.today)
    made = ListImport.objects.select_for_update().get(pk=made.pk)
    if not record(
        act, verb="list.undone", unit=made.unit_id, province=made.province, subject=made.pk,
        content={"list": made.pk}, said={"kind": made.kind},
    ):  # fmt: skip
        return
    if made.undone_at is not None:
        raise CannotUndo(_("Danh sách này đã rút lại: không cần rút nữa."))
    if not may_undo(made, now=act.entered_at):
        raise CannotUndo(
            _("Chỉ rút lại được trong {days} ngày: nay sửa từng người.").format(days=UNDO_DAYS)
        )
    undo = made.undo
    created = {uuid.uuid5(made.pk, key): mark for key, mark in undo.get("created", {}).items()}
    _refuse_built_on(undo, list(created))
    _refuse_changed(created, undo.get("changed", {}))
    for post, (old, _new) in undo.get("phones", {}).items():
        telephone(Post.objects.get(pk=post), old)
    take_posts(undo.get("posts", []))
    _restore(undo.get("changed", {}))
    events = [each["event"] for each in undo.get("changed", {}).values() if each["event"]]
    take_away(memberships=list(created), recognised=[UUID(event) for event in events])
    if "decision" in undo:
        unfound(undo["units"], undo["decision"])
    made.undo, made.left, made.undone_at = {}, [], act.entered_at
    made.save(update_fields=["undo", "left", "undone_at"])


def _refuse_built_on(undo: Mapping[str, Any], created: Sequence[UUID]) -> None:
    """Raise CannotUndo where another row of any room rests on one that would go."""
    people = [uuid.uuid5(key, "person") for key in created]
    units = [UUID(unit) for unit in undo.get("units", [])]
    going: dict[type[Model], list[Any]] = {
        Membership: list(created),
        Person: people,
        Event: [uuid.uuid5(key, "began") for key in created],
        Post: [UUID(post) for post in undo.get("posts", [])],
        Unit: units,
        Decision: [UUID(undo["decision"])] if "decision" in undo else [],
    }
    names: list[str] = []
    for model, keys in going.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not (isinstance(relation, ForeignObjectRel) and keys):
                continue
            if not getattr(relation.field, "db_constraint", True):
                continue  # derived sums, which follow
            other: Any = relation.related_model
            for some in _chunks(keys):
                rows = other._base_manager.filter(**{f"{relation.field.name}__in": some})
                names += _names(model, _without_own(rows, other, going, undo)[:NAMED], relation)
    if names:
        raise CannotUndo(
            _("Đã có việc ghi tiếp sau danh sách này ở: {names}. Sửa từng chỗ ấy.").format(
                names=", ".join(dict.fromkeys(names[:NAMED]))
            )
        )


def _without_own(
    rows: Any, other: Any, going: Mapping[Any, list[Any]], undo: Mapping[str, Any]
) -> list[Any]:
    """Leave out rows that the list itself wrote and that go with it."""
    if other in {Designation, Placement, Ancestry, Code, Change}:
        units, decisions = set(going[Unit]), set(going[Decision])
        return [
            row for row in rows
            if row.unit_id not in units and getattr(row, "decision_id", None) not in decisions
        ]  # fmt: skip
    own = set(going.get(other, ()))
    return [row for row in rows if row.pk not in own]


def _names(model: type[Model], rows: Iterable[Any], relation: Any) -> list[str]:
    """Return whose rows these are: the names of persons or of cells."""
    keys = [getattr(row, relation.field.attname) for row in rows]
    if model is Membership:
        return list(Membership.objects.filter(pk__in=keys).values_list("person__name", flat=True))
    if model is Person:
        return list(Person.objects.filter(pk__in=keys).values_list("name", flat=True))
    if model is Unit:
        return list(Designation.objects.filter(unit__in=keys).values_list("name", flat=True))
    return [str(row) for row in rows]


def _refuse_changed(created: Mapping[UUID, str], changed: Mapping[str, Any]) -> None:
    """Raise CannotUndo where a member that the list wrote was written to since."""
    now = kept_digests(list(created))
    other = [key for key, mark in created.items() if now.get(key) != mark]
    for key, values in changed.items():
        row = Membership.objects.select_related("person").get(pk=key)
        pairs = [(row.person, values["person"]), (row, values["membership"])]
        if any(
            _plain(getattr(thing, name)) != new
            for thing, fields in pairs for name, (_old, new) in fields.items()
        ):  # fmt: skip
            other.append(row.pk)
    if other:
        rows = Membership.objects.filter(pk__in=other[:NAMED])
        names = ", ".join(rows.values_list("person__name", flat=True))
        raise CannotUndo(
            _("Đã sửa sau khi ghi danh sách: {names}. Sửa từng người ấy.").format(names=names)
        )


def _restore(changed: Mapping[str, Any]) -> None:
    people = dict(
        Membership.objects.filter(pk__in=list(changed)).values_list("pk", "person")
    )  # fmt: skip
    correct_many([
        Correction(
            UUID(key), people[UUID(key)],
            {name: old for name, (old, _new) in values["person"].items()},
            {name: old for name, (old, _new) in values["membership"].items()},
        )
        for key, values in changed.items()
    ])  # fmt: skip


def _chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[place : place + CHUNK] for place in range(0, len(keys), CHUNK))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
