"""Workbooks that leave: what the book holds, and the lines that were not taken."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from chibo.lists import titles, words
from chibo.lists.matching import said_birth
from chibo.lists.models import ListImport
from chibo.lists.queries import codes_of, known_members, known_posts
from chibo.organizations.models import CellType, Role
from chibo.organizations.queries import Named, cells_under
from chibo.people.models import Sex
from chibo.spreadsheets.writing import Out, Value, workbook

WIDTHS = {"name": 26, "cell": 26, "unit": 30, "id": 38, "birth": 13, "sex": 8}
KEY = "row_key"


def export_book(
    unit: Named, *, on: dt.date, at: dt.datetime, who: str, why: str, with_phones: bool
) -> bytes:
    """Return members, cells and offices of a unit as they are held on the day.

    The first line of each sheet says who took it out, when and for what. Always in Vietnamese,
    so that it can be read in again.
    """
    with override("vi"):
        return _export(unit, on, at, who, why, with_phones)


def _export(
    unit: Named, on: dt.date, at: dt.datetime, who: str, why: str, with_phones: bool
) -> bytes:
    cells = [unit] if unit.is_cell else cells_under(unit.id, on=on)
    called = {cell.id: cell.name for cell in cells}
    head = _("{unit}. {who} xuất lúc {at} để: {why}").format(
        unit=unit.full, who=who, at=f"{at.astimezone():%H:%M %d/%m/%Y}", why=why
    )
    people = sorted(known_members(called, on=on), key=lambda each: (called[each.cell], each.folded))
    posts = known_posts(called, on=on)
    offices = {(post.unit_id, post.person_id): str(Role(post.role).label) for post in posts[::-1]}
    members = (
        {
            "name": each.name, "birth": said_birth(each.birth), "sex": str(Sex(each.sex).label),
            "admitted_on": each.admitted_on, "ceremony_on": each.ceremony_on,
            "official_on": each.official_on, "cell": called[each.cell], "from_on": each.from_on,
            "office": offices.get((each.cell, each.person), ""), "id": str(each.id),
        }
        for each in people
    )  # fmt: skip
    ids = {each.person: str(each.id) for each in people}
    held = (
        {
            "name": post.person.name, "birth": str(post.person.birth_year),
            "cell": called[post.unit_id], "office": str(Role(post.role).label),
            "from_on": post.from_on, "phone": post.phone if with_phones else "",
            "id": ids.get(post.person_id, ""),
        }
        for post in posts
    )  # fmt: skip
    return workbook([
        _out(_("Đảng viên"), head, titles.MEMBERS, members),
        _out(_("Chi bộ"), head, titles.UNITS, _cells(cells, on)),
        _out(_("Chức vụ"), head, titles.POSTS, held),
    ])  # fmt: skip


def _cells(cells: Sequence[Named], on: dt.date) -> Iterator[dict[str, Value]]:
    lent = codes_of([cell.id for cell in cells], on=on)
    types = dict(CellType.choices)
    for cell in cells:
        yield {
            "unit": cell.name, "cell_type": str(types.get(cell.cell_type, "")),
            "party_code": lent.get((cell.id, "party"), ""),
            "statistics_code": lent.get((cell.id, "statistics"), ""),
        }  # fmt: skip


def _out(name: str, head: str, kind: str, rows: Iterable[Mapping[str, Any]]) -> Out:
    fields = [field for field in titles.FIELDS[kind] if field != "commune"]
    return Out(
        name, head, [words.title(field) for field in fields],
        ([row[field] for field in fields] for row in rows),
        [WIDTHS.get(field, 16) for field in fields], True,
    )  # fmt: skip


def doubts_book(made: ListImport, fields: Sequence[str], unit: Named) -> bytes:
    """Return the lines that were not taken: the reason, and beside each value room to correct."""
    with override("vi"):
        return _doubts(made, fields, unit)


def _doubts(made: ListImport, fields: Sequence[str], unit: Named) -> bytes:
    header = [_("Dòng"), *(words.title(field) for field in fields), _("Vì sao chưa ghi")]
    header += [_("Sửa: {column}").format(column=words.title(field)) for field in fields]
    rows = (
        [
            line["line"], *(line["raw"].get(field, "") for field in fields),
            " ".join(line["why"]), *([""] * len(fields)), f"{made.pk}/{line['key']}",
        ]
        for line in made.left
    )  # fmt: skip
    widths = [7, *(WIDTHS.get(field, 14) for field in fields), 40, *([14] * len(fields)), 4]
    title = _("Các dòng chưa ghi vào sổ: {unit}").format(unit=unit.full)
    return workbook(
        [Out(_("Cần hỏi"), title, [*header, words.title(KEY)], rows, widths, landscape=True)]
    )
