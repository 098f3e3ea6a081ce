"""Cells are founded and offices given from a list, through the commands of `organizations`."""

import uuid
from collections.abc import Sequence
from typing import Any

from chibo.journal.commands import Act
from chibo.lists.items import Item
from chibo.lists.models import ListImport
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import NewUnit, found_units
from chibo.organizations.commands.codes import lend_codes
from chibo.organizations.commands.posts import hold, telephone
from chibo.organizations.models import Decision, Kind, Post, Role, Unit
from chibo.people.models import Person


def found_cells(
    act: Act, made: ListImport, unit: Unit, new: Sequence[Item], changed: Sequence[Item]
) -> dict[str, Any]:
    """Found the cells of a list under the unit, and lend codes to those that had none."""
    decision = Decision(
        id=uuid.uuid5(made.pk, "decision"), province=unit.province, issuer="",
        about="Ghi theo danh sách của đơn vị", effective_on=made.list_on, is_house=True,
    )  # fmt: skip
    cells = [
        NewUnit(
            uuid.uuid5(made.pk, item.key), Kind.CELL, item.name, item.codes.get("cell_type", ""),
            item.codes.get("statistics_code", ""), item.codes.get("party_code", ""),
        )
        for item in new
    ]  # fmt: skip
    founding = Act(uuid.uuid5(act.id, "found"), act.actor, act.claimed_at, act.entered_at)
    found_units(act=founding, new=cells, parent=unit, decision=decision)
    lent = [
        (item.unit, change.field.removesuffix("_code"), change.new)
        for item in changed for change in item.changes if item.unit is not None
    ]  # fmt: skip
    lend_codes(lent, decision=decision, at=act.entered_at)
    return {"units": [str(cell.id) for cell in cells], "decision": str(decision.pk)}


def give_offices(
    act: Act, made: ListImport, new: Sequence[Item], changed: Sequence[Item]
) -> dict[str, Any]:
    """Give the offices of a list; note a telephone number that changed."""
    posts: list[str] = []
    phones: dict[str, list[str]] = {}
    if not new and not changed:
        return {"posts": posts, "phones": phones}
    demand(act.actor, Can.GIVE_POSTS, at=made.unit_id, on=act.today)
    people = Person.objects.in_bulk([_person(made, item) for item in new])
    cells = Unit.objects.in_bulk([item.cell for item in new])
    for item in new:
        since = item.days["from_on"]
        if made.kind == ListImport.Kind.MEMBERS:
            since = max(made.list_on, since)
        post = hold(
            uuid.uuid5(made.pk, f"{item.key} post"), people[_person(made, item)],
            cells[item.cell], Role(item.office), since, item.phone,
        )  # fmt: skip
        posts.append(str(post.pk))
    for item in changed:
        post = Post.objects.on(act.today).get(
            person_id=_person(made, item), unit=item.cell, role=item.office
        )
        phones[str(post.pk)] = [post.phone, item.phone]
        telephone(post, item.phone)
    return {"posts": posts, "phones": phones}


def _person(made: ListImport, item: Item) -> uuid.UUID:
    """Return the person of a line: known before, or entered by this list."""
    if item.match is not None:
        return item.match.person
    return uuid.uuid5(uuid.uuid5(made.pk, item.key), "person")
