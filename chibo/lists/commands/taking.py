"""A list enters the book: in one transaction, with what it takes to undo it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.lists import titles
from chibo.lists.commands.keeping import CannotTakeList
from chibo.lists.commands.offices import found_cells, give_offices
from chibo.lists.digests import of_new
from chibo.lists.items import CHANGED, DOUBTFUL, NEW, REFUSED, SAME, Item
from chibo.lists.looking import Preview, fingerprint, look
from chibo.lists.models import ListImport
from chibo.lists.queries import RIGHT_OF, Known
from chibo.lists.setting import setting_of
from chibo.lists.storing import unpacked
from chibo.lists.words import left_line
from chibo.members.commands import Correction, NewMember, correct_many, enter_many
from chibo.organizations.authority import demand
from chibo.organizations.models import Unit
from chibo.people.models import Sex
from chibo.recounts.commands import later

Undo = dict[str, Any]


@transaction.atomic
@later()
def take_list(
    *, act: Act, made: ListImport, shown: str, preview: Preview | None = None
) -> ListImport:
    """Write the new and changed lines of a list into the book; the others stay for later.

    shown: the fingerprint of the preview that was seen. preview: where it was made in this very
    transaction. Raises: PermissionDenied; Http404; CannotTakeList; CannotNamePerson; OtherContent.
    """
    demand(act.actor, RIGHT_OF[made.kind], at=made.unit_id, on=act.today)
    unit = Unit.objects.select_for_update().get(pk=made.unit_id)
    made = ListImport.objects.select_for_update().get(pk=made.pk)
    content = {"list": made.pk, "shown": shown}
    if made.done_at is not None and made.counts.get("act") == str(act.id):
        return made
    if made.done_at is not None:
        raise CannotTakeList(_("Danh sách này đã ghi vào sổ: không cần ghi nữa."))
    if preview is None:
        setting = setting_of(act.actor, made, today=act.today)
        preview = look(act.actor, unit.pk, unpacked(made.table), setting)
    if fingerprint(preview) != shown:
        raise CannotTakeList(_("Sổ vừa có thay đổi: xem lại các dòng rồi ghi."))
    counts = preview.counts
    if not counts[NEW] + counts[CHANGED]:
        raise CannotTakeList(_("Không có dòng nào để ghi: sổ giữ nguyên."))
    record(
        act, verb="list.taken", unit=unit.pk, province=unit.province, content=content,
        subject=made.pk, said={"kind": made.kind, **counts},
    )  # fmt: skip
    made.undo = _write(act, made, unit, preview)
    made.left = [left_line(item) for item in preview.of(DOUBTFUL, REFUSED)]
    made.counts = {**counts, "act": str(act.id)}
    _settle_earlier(preview)
    made.table, made.done_at = [], act.entered_at
    made.save(update_fields=["undo", "left", "counts", "table", "done_at"])
    return made


def _settle_earlier(preview: Preview) -> None:
    """Take the lines that came back on a sheet of doubts off the lists they were left on."""
    done: dict[str, set[str]] = defaultdict(set)
    for item in preview.of(NEW, CHANGED, SAME):
        key, _mark, line = item.raw.get("row_key", "").partition("/")
        if line:
            done[key].add(line)
    for key, lines in done.items():
        for earlier in ListImport.objects.select_for_update().filter(pk__in=_ids([key])):
            earlier.left = [line for line in earlier.left if line["key"] not in lines]
            earlier.save(update_fields=["left"])


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _write(act: Act, made: ListImport, unit: Unit, preview: Preview) -> Undo:
    new, changed = preview.of(NEW), preview.of(CHANGED)
    if made.kind == titles.UNITS:
        return found_cells(act, made, unit, new, changed)
    if made.kind == titles.POSTS:
        return give_offices(act, made, new, changed)
    undo: Undo = {"created": _enter(made, unit, new), "changed": _correct(made, changed)}
    with_office = [item for item in (*new, *changed) if item.office]
    return undo | give_offices(act, made, with_office, [])


def _enter(made: ListImport, unit: Unit, items: Sequence[Item]) -> dict[str, str]:
    """Write new members; return the digest of each under its line's key."""
    new = [(item.key, item.cell, _member(made, item)) for item in items]
    rows = [(key, cell, member) for key, cell, member in new if cell is not None]
    enter_many(province=unit.province, new=[(cell, member) for _key, cell, member in rows])
    return {key: of_new(cell, member) for key, cell, member in rows}


def membership_id(made: ListImport, key: str) -> UUID:
    """Return the id of the member that a line became."""
    return uuid.uuid5(made.pk, key)


def _member(made: ListImport, item: Item) -> NewMember:
    assert item.birth is not None  # noqa: S101 - no line without a birth is new
    days = item.days
    return NewMember(
        id=membership_id(made, item.key), name=item.name, birth=item.birth, sex=Sex(item.sex),
        admitted_on=days["admitted_on"], ceremony_on=days["ceremony_on"],
        official_on=days.get("official_on"), from_on=days["from_on"],
    )  # fmt: skip


def _correct(made: ListImport, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Write what is said otherwise; return old and new values under each membership."""
    undo, corrections = {}, []
    for item in items:
        known = item.match
        if known is None or all(change.field == "office" for change in item.changes):
            continue
        of_person, of_membership = _values(item)
        first = known.official_on is None and "official_on" in of_membership
        event = uuid.uuid5(made.pk, f"{item.key} recognised") if first else None
        corrections.append(Correction(known.id, known.person, of_person, of_membership, event))
        undo[str(known.id)] = {
            "person": _pairs(_old_person(known), of_person),
            "membership": _pairs(vars_of(known), of_membership),
            "event": str(event) if event else "",
        }
    correct_many(corrections)
    return undo


def _values(item: Item) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the new values of person and membership that a line changes."""
    fields = {change.field for change in item.changes}
    of_person: dict[str, Any] = {}
    if "name" in fields:
        of_person["name"] = item.name
    if "birth" in fields and item.birth:
        names = ("birth_year", "birth_month", "birth_day")
        of_person |= dict(zip(names, item.birth, strict=True))
    if "sex" in fields:
        of_person["sex"] = item.sex
    days = ("admitted_on", "ceremony_on", "official_on", "from_on")
    return of_person, {name: item.days[name] for name in days if name in fields}


def vars_of(known: Known) -> dict[str, Any]:
    """Return the days of a member by field."""
    return {name: getattr(known, name) for name in Known.__slots__}


def _old_person(known: Known) -> dict[str, Any]:
    year, month, day = known.birth
    return {
        "name": known.name, "birth_year": year, "birth_month": month, "birth_day": day,
        "sex": known.sex,
    }  # fmt: skip


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return field to its old and new value, days as text."""
    return {name: [_plain(old[name]), _plain(value)] for name, value in new.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
