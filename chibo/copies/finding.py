"""Whose line it is: cells found by the book's own mark, or by name and commune."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from chibo.accounts.models import User
from chibo.copies.queries import allowed_cells, wrong_rows
from chibo.copies.reading import read
from chibo.copies.rules import PaperMonth, Wrong
from chibo.copies.tables import Typed
from chibo.copies.words import sentence
from chibo.core import viet
from chibo.organizations.models import Designation, Kind, Placement
from chibo.plans.models import Kind as MeetingKind

_TITLES = ("chi bo ", "dang bo ", "dang uy ")
fold = lru_cache(maxsize=20_000)(viet.fold)


def _bare(name: str) -> str:
    """Return a name for comparison, without the word for the organisation."""
    text = fold(name)
    return next((text.removeprefix(t) for t in _TITLES if text.startswith(t)), text)


@dataclass(frozen=True)
class _Called:
    """A cell under one of its names. until: exclusive."""

    cell: UUID
    begun: dt.date
    until: dt.date


class Cells:
    """The cells under a unit, of today and before, for which a user may copy months.

    under: a cell itself, or any unit above cells; None: wherever the user may.
    """

    def __init__(self, user: User, under: UUID | None, *, on: dt.date) -> None:
        self._by_name: dict[str, list[_Called]] = defaultdict(list)
        self.names: dict[UUID, str] = {}
        rows = Designation.objects.filter(kind=Kind.CELL).order_by("from_on")
        if under is not None:
            rows = rows.filter(unit__ancestry__ancestor=under).distinct()
        for cell, name, begun, until in rows.values_list("unit", "name", "from_on", "until_on"):
            self._by_name[_bare(name)].append(_Called(cell, begun, until))
            self.names[cell] = name
        for cell in set(self.names) - allowed_cells(user, self.names, on=on):
            del self.names[cell]
        self._only = under if under in self.names else None
        self._above = _names_above(under)

    def of(self, typed: Typed, day: dt.date | None) -> UUID | Wrong:
        """Return whose line it is, or why that is not known."""
        mark, name = typed.values.get("id", ""), typed.values.get("cell", "")
        if mark:
            return self._marked(mark)
        if not name:
            return self._only or Wrong("cell", "empty")
        found = self._named(_bare(name), _bare(typed.values.get("commune", "")), day)
        if len(found) == 1:
            return found.pop()
        if found:
            return Wrong("cell", "two_cells", {"count": len(found), "text": name[:60]})
        return Wrong("cell", "unknown_cell", {"text": name[:60]})

    def _marked(self, mark: str) -> UUID | Wrong:
        try:
            cell = UUID(mark)
        except ValueError:
            cell = None
        if cell in self.names:
            return cell
        return Wrong("id", "unknown_cell", {"text": mark[:36]})

    def _named(self, name: str, commune: str, day: dt.date | None) -> set[UUID]:
        called = [each for each in self._by_name.get(name, ()) if each.cell in self.names]
        if commune:
            called = [each for each in called if commune in self._above[each.cell]]
        then = {each.cell for each in called if day and each.begun <= day < each.until}
        return then or {each.cell for each in called}


def _names_above(under: UUID | None) -> dict[UUID, set[str]]:
    """Return the names of the units that each cell stood directly under."""
    seats = Placement.objects.all()
    if under is not None:
        seats = seats.filter(unit__ancestry__ancestor=under)
    called: dict[UUID, set[str]] = defaultdict(set)
    above = Designation.objects.filter(unit__in=seats.values("parent"))
    for unit, name in above.values_list("unit", "name"):
        called[unit].add(_bare(name))
    found: dict[UUID, set[str]] = defaultdict(set)
    for unit, parent in seats.values_list("unit", "parent").distinct():
        found[unit] |= called[parent]
    return found


@dataclass(frozen=True)
class Line:
    """A line of the table as it will be copied (month), or what is wrong with it."""

    typed: Typed
    cell: str
    month: PaperMonth | None
    wrong: list[Wrong]

    @property
    def kind_word(self) -> str:
        return str(MeetingKind(self.month.kind).label) if self.month else ""

    @property
    def sentences(self) -> list[str]:
        return [sentence(self.typed.line, wrong) for wrong in self.wrong]


@dataclass(frozen=True)
class Preview:
    """What a table would become. Nothing of it is saved."""

    lines: list[Line]

    @property
    def good(self) -> list[PaperMonth]:
        return [line.month for line in self.lines if line.month and not line.wrong]

    @property
    def read(self) -> list[PaperMonth]:
        return [line.month for line in self.lines if line.month]

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.wrong]


def look(cells: Cells, table: Iterable[Typed], *, today: dt.date) -> Preview:
    """Return what each line of a table would become, or what is wrong with it."""
    read_ = [(typed, *read(typed, cells.of)) for typed in table]
    rows = [row for _typed, row, _wrong in read_ if row]
    against = dict(zip(map(id, rows), wrong_rows(rows, today=today), strict=True))
    return Preview([
        Line(typed, cells.names.get(row.cell, "") if row else typed.values.get("cell", ""), row,
             wrong or against.get(id(row), []))
        for typed, row, wrong in read_
    ])  # fmt: skip
