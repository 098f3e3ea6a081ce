"""What a list is compared with: the cells and members below a unit, and earlier lists."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from uuid import UUID

from chibo.accounts.models import User
from chibo.core import viet
from chibo.lists.models import ListImport
from chibo.members.models import Membership
from chibo.organizations.authority import Can, may, reach
from chibo.organizations.models import Ancestry, Code, Designation, Kind, Post, Unit
from chibo.organizations.queries import COMMITTEE, Named, cells_under, named, names

CHUNK = 500  # ids in one question
UNDO_DAYS = 7
_TITLES = re.compile(r"^(chi bo|cb|dang bo|dang uy)\b[ .:]*")
_PLACES = re.compile(
    r"^(ban|thon|tdp|to dan pho|to|khoi|pho|xom|tieu khu|khu|xa|phuong|so)\b[ .:]*"
)


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """Return a unit's name for comparison: folded, without `chi bộ`, zeros before figures."""
    return re.sub(r"\b0+(?=\d)", "", _TITLES.sub("", _TITLES.sub("", viet.fold(text)))).strip(" .,")


def _place(text: str) -> str:
    """Return a bare name without the word for the place: bản, thôn, tổ dân phố."""
    return _PLACES.sub("", text)


@dataclass(frozen=True)
class CellSeat:
    """A cell as lists name it. since: the day on which it became a cell."""

    id: UUID
    name: str
    commune: str
    since: dt.date
    province: UUID


class Cells:
    """The cells below a unit (or the cell itself) on a day for which a user has a right."""

    def __init__(self, user: User, unit: UUID, right: Can, *, on: dt.date) -> None:
        called = named(unit, on=on)
        found = [called] if called.is_cell else cells_under(unit, on=on)
        allowed = set(reach(user, right, on=on).filter(unit__ancestry__ancestor=unit))
        found = [each for each in found if each.id in allowed]
        self.only = found[0].id if called.is_cell and found else None
        self.all = {each.id: each for each in self._seats(found, on)}
        self._exact: dict[str, set[UUID]] = defaultdict(set)
        self._loose: dict[str, set[UUID]] = defaultdict(set)
        for seat in self.all.values():
            self._exact[bare(seat.name)].add(seat.id)
            self._loose[_place(bare(seat.name))].add(seat.id)

    @staticmethod
    def _seats(found: list[Named], on: dt.date) -> Iterable[CellSeat]:
        ids = [each.id for each in found]
        since: dict[UUID, dt.date] = {}
        above: dict[UUID, UUID] = {}
        provinces: dict[UUID, UUID] = {}
        for place in range(0, len(ids), CHUNK):
            some = ids[place : place + CHUNK]
            rows = Designation.objects.filter(unit__in=some, kind=Kind.CELL).order_by("-from_on")
            since.update(rows.values_list("unit", "from_on"))
            up = Ancestry.objects.on(on).filter(unit__in=some, depth=1)
            above.update(up.values_list("unit", "ancestor"))
            provinces.update(Unit.objects.filter(pk__in=some).values_list("pk", "province"))
        communes = names(above.values(), on=on)
        for each in found:
            over = communes.get(above[each.id]) if each.id in above else None
            yield CellSeat(
                each.id, each.name, bare(over.name) if over else "", since[each.id],
                provinces[each.id],
            )  # fmt: skip

    def find(self, text: str, commune: str = "") -> set[UUID]:
        """Return the cells that a name can mean; more than one where nothing tells them apart."""
        name = bare(text)
        found = self._exact.get(name) or self._loose.get(_place(name)) or set()
        if commune and len(found) > 1:
            there = bare(commune)
            close = {cell for cell in found if _place(self.all[cell].commune) == _place(there)}
            return close or found
        return found

    def is_cell(self, text: str) -> bool:
        """Say whether a text names a cell here."""
        return bool(text) and len(text) < 120 and bool(self.find(text))

    def near(self, text: str) -> list[CellSeat]:
        """Return cells whose names look like a text, the nearest first."""
        close = get_close_matches(_place(bare(text)), list(self._loose), n=3, cutoff=0.6)
        return [self.all[cell] for name in close for cell in sorted(self._loose[name])][:4]


@dataclass(frozen=True, slots=True)
class Known:
    """A member as the book holds one today."""

    id: UUID  # of the membership
    person: UUID
    name: str
    folded: str
    birth: tuple[int, int | None, int | None]
    sex: str
    admitted_on: dt.date
    ceremony_on: dt.date | None
    official_on: dt.date | None
    from_on: dt.date
    cell: UUID


_KNOWN = (
    "id", "person", "person__name", "person__search_key", "person__birth_year",
    "person__birth_month", "person__birth_day", "person__sex", "admitted_on", "ceremony_on",
    "official_on", "from_on", "cell",
)  # fmt: skip


def _known(row: Any) -> Known:
    key, person, name, folded, year, month, day, sex, admitted, ceremony, official, begun, cell = (
        row
    )
    return Known(key, person, name, folded, (year, month, day), sex, admitted, ceremony, official,
                 begun, cell)  # fmt: skip


def known_members(cells: Iterable[UUID], *, on: dt.date) -> list[Known]:
    """Return the members at home in these cells on the day."""
    ids, found = list(cells), []
    for place in range(0, len(ids), CHUNK):
        rows = Membership.objects.on(on).filter(
            cell__in=ids[place : place + CHUNK], place=Membership.Place.HOME
        )
        found += [_known(row) for row in rows.values_list(*_KNOWN)]
    return found


def known_posts(cells: Iterable[UUID], *, on: dt.date) -> list[Post]:
    """Return who holds an office of the committee in these cells on the day."""
    ids, found = list(cells), []
    for place in range(0, len(ids), CHUNK):
        rows = Post.objects.on(on).filter(unit__in=ids[place : place + CHUNK], role__in=COMMITTEE)
        found += list(rows.select_related("person").order_by("from_on"))
    return found


def codes_of(units: Iterable[UUID], *, on: dt.date) -> dict[tuple[UUID, str], str]:
    """Return the codes lent to these units on the day, by unit and system."""
    ids = list(units)
    rows = Code.objects.on(on).filter(unit__in=ids)
    return {
        (unit, system): text for unit, system, text in rows.values_list("unit", "system", "text")
    }


def lists_of(unit: UUID, kind: str) -> list[ListImport]:
    """Return the lists brought at a unit, the newest first."""
    rows = ListImport.objects.filter(unit=unit, kind=kind).select_related("by__person")
    return list(rows.defer("table", "undo").order_by("-brought_at")[:30])


def earlier_answers(
    unit: UUID, kind: str, titles_key: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what this office answered before: columns of these titles, and names of cells."""
    rows = ListImport.objects.filter(unit=unit, kind=kind).order_by("-brought_at")
    columns: dict[str, str] = {}
    cells: dict[str, str] = {}
    for key, answers in rows.values_list("titles_key", "answers")[:20]:
        if key == titles_key and not columns:
            columns = answers.get("columns", {})
        cells = {**answers.get("cells", {}), **cells}
    return columns, cells


def may_undo(made: ListImport, *, now: dt.datetime) -> bool:
    """Say whether an import can still be taken back."""
    return (
        made.done_at is not None
        and made.undone_at is None
        and now - made.done_at < dt.timedelta(days=UNDO_DAYS)
    )


def kinds_for(user: User, unit: UUID, *, on: dt.date) -> list[str]:
    """Return the kinds of list that this user may bring at the unit."""
    return [kind for kind, right in RIGHT_OF.items() if may(user, right, at=unit, on=on)]


RIGHT_OF = {"members": Can.KEEP_REGISTER, "units": Can.REORGANISE, "posts": Can.GIVE_POSTS}
