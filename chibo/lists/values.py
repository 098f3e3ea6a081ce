"""The values of each line: text becomes names, days, sexes, cells and offices, or a reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chibo.core import viet
from chibo.lists import rules, titles
from chibo.lists.answers import Answers
from chibo.lists.finding import Found, Row
from chibo.lists.items import DOUBT, NOTE, Item
from chibo.lists.letters import old_letters, way_of_most, with_capitals
from chibo.lists.queries import Cells
from chibo.lists.rules import When, read_when
from chibo.lists.settling import settle_days
from chibo.spreadsheets.reading import Cell

YOUNGEST = 15  # years; a birth year of two figures is the last one that leaves this age
PERSONS = (titles.MEMBERS, titles.POSTS)


@dataclass(frozen=True)
class Setting:
    """What values are read against."""

    kind: str
    answers: Answers
    cells: Cells
    today: dt.date
    list_on: dt.date


def read_items(found: Sequence[Found], setting: Setting) -> list[Item]:
    """Return every line of the chosen sheets with its values and what stands against them."""
    items: list[Item] = []
    for place in chosen_sheets(found, setting):
        items += _Sheet(place, found[place], setting).items()
    if setting.kind in PERSONS:
        settle_days(items, setting.answers)
    return items


def chosen_sheets(found: Sequence[Found], setting: Setting) -> list[int]:
    """Return the places of the sheets to read: as chosen, else all named after cells, else the
    longest."""
    chosen = [n for n in setting.answers.sheets if n < len(found)]
    if chosen or not found:
        return chosen
    if len(found) > 1 and all(setting.cells.is_cell(each.sheet) for each in found):
        return list(range(len(found)))
    return [max(range(len(found)), key=lambda n: _fullness(found[n], setting))]


def _fullness(found: Found, setting: Setting) -> tuple[int, int]:
    """Return how many lines of a sheet say what is needed, and how many columns are known."""
    needed = titles.NEEDED[setting.kind]
    fields = fields_of(found, setting.answers)
    at = [n for n, name in enumerate(fields) if titles.PARTS.get(name, name) in needed]
    full = sum(all(n < len(row.cells) and row.cells[n].text for n in at) for row in found.rows)
    return full, sum(name in titles.FIELDS[setting.kind] for name in fields)


def fields_of(found: Found, answers: Answers) -> list[str]:
    """Return the field of each column: as answered, else as guessed. A field stands once."""
    fields: list[str] = []
    for place, guess in enumerate(found.fields):
        name = guess
        if guess not in titles.LEFT_OUT:
            name = answers.columns.get(column_key(found, place), guess)
        alone = name not in titles.LEFT_OUT and name not in titles.HELPERS
        fields.append("" if alone and name in fields else name)
    return fields


def column_key(found: Found, place: int) -> str:
    """Return by what a column is known from list to list: its title, else its place."""
    return titles.plain(found.titles[place]) or f"cot {place + 1}"


class _Sheet:
    """Reads the lines of one sheet."""

    def __init__(self, place: int, found: Found, setting: Setting) -> None:
        self.place, self.found, self.setting = place, found, setting
        self.answers, self.cells = setting.answers, setting.cells
        fields = fields_of(found, self.answers)
        self.at = {name: n for n, name in enumerate(fields) if name and name not in titles.LEFT_OUT}
        self.wanted = [
            (name, n) for name, n in self.at.items() if name not in {"number", "standing", "note"}
        ]
        self.fixing = [(name.removeprefix(titles.FIX), n) for name, n in self.wanted if ":" in name]
        self.wanted = [(name, n) for name, n in self.wanted if ":" not in name]
        self.in_sheet = found.sheet if self.cells.is_cell(found.sheet) else ""
        self.goes_down = self._goes_down()
        self.way = way_of_most(found.rows)
        self.called: dict[tuple[str, str], set[UUID]] = {}
        self.keeps_letters = self.answers.asked.get("letters") == "was"
        self.newest = {
            name: setting.today.year - (YOUNGEST if name == "birth" else 0) for name in titles.DAYS
        }

    def _goes_down(self) -> bool:
        """Say whether a cell stands only in the first line of its members."""
        at = self.at.get("cell")
        if at is None or not self.found.rows:
            return False
        filled = sum(at < len(row.cells) and bool(row.cells[at].text) for row in self.found.rows)
        return 0 < filled * 2 < len(self.found.rows)

    def items(self) -> list[Item]:
        read = self._unit if self.setting.kind == titles.UNITS else self._person
        last, found = "", []
        for row in self.found.rows:
            item = Item(f"{self.place}:{row.line}", self.place, row, {})
            cells = self._cells_of(row, item)
            if self.goes_down and item.raw.get("cell", "") == "":
                item.raw["cell"] = last
            last = item.raw.get("cell", "")
            read(item, cells)
            found.append(item)
        return found

    def _cells_of(self, row: Row, item: Item) -> dict[str, Cell]:
        """Return the cells of a line by field, corrected ones in place of those brought."""
        size, cells, raw = len(row.cells), {}, item.raw
        for name, place in self.wanted:
            if place < size:
                cell = row.cells[place]
                if cell.text:
                    if cell.doubtful or (cell.encoding and self.keeps_letters):
                        cell = self._letters(item, name, cell)
                    cells[name] = cell
                    raw[name] = cell.text
        for name, place in self.fixing:
            if place < size and row.cells[place].text:
                cells[name] = row.cells[place]
                raw[name] = cells[name].text
        for name, text in self.answers.fixes.get(item.key, {}).items():
            cells[name] = Cell(text, "text", None, "", "", False)
            raw[name] = text
        return cells

    def _letters(self, item: Item, name: str, cell: Cell) -> Cell:
        """Return a cell as its letters are to be read; ask where nobody knows."""
        was = cell.was or cell.text
        read = cell.text if cell.encoding else old_letters(cell, self.way)
        if self.keeps_letters or read == was:
            return Cell(was, cell.kind, cell.day)
        if not self.answers.yes("letters"):
            item.say(name, "letters", DOUBT, "letters", text=read, was=was)
        return Cell(read, cell.kind, cell.day)

    def _person(self, item: Item, cells: dict[str, Cell]) -> None:
        self._name(item, cells)
        self._days(item, cells)
        self._sex(item, cells)
        self._cell(item)
        if "office" in cells:
            item.office = rules.read_office(cells["office"].text)
        if "phone" in cells:
            item.phone = rules.phone_of(cells["phone"].text)
            if not item.phone:
                item.say("phone", "no_phone", text=cells["phone"].text[:20])
        item.mark = item.raw.get("id", "")

    def _name(self, item: Item, cells: dict[str, Cell]) -> None:
        parts = [cells[name].text for name in ("family", "given", "name") if name in cells]
        if "name" in cells and "name" in item.raw and item.key in self.answers.fixes:
            parts = [cells["name"].text]
        name = rules.without_address(" ".join(" ".join(parts).split()))
        if not rules.is_name(name) and rules.is_name(made := with_capitals(name)):
            if not self.answers.yes("letters"):
                item.say("name", "letters", DOUBT, "letters", text=made, was=name)
            name = made
        item.raw["name"] = name
        if rules.is_capitals(name) and self.answers.asked.get("capitals") != "no":
            made = rules.proper(name)
            item.say("name", "capitals", NOTE, text=name, made=made)
            name = made
        if not rules.is_name(name):
            item.say("name", "no_name" if name else "empty", text=name[:60])
        item.name, item.folded = name, viet.fold(name)

    def _days(self, item: Item, cells: dict[str, Cell]) -> None:
        """Read each day; which of day and month is which is settled for the whole column."""
        if "birth" not in cells:
            self._birth_by_sex(item, cells)
        for name in titles.DAYS:
            if name not in cells:
                continue
            cell = cells[name]
            if cell.day is not None:
                item.whens[name] = (rules.when_of(cell.day), True)
                continue
            when = read_when(cell.text, self.newest[name])
            if isinstance(when, When):
                item.whens[name] = (when, False)
            elif when != "empty":
                item.say(name, when, text=cell.text[:30])

    @staticmethod
    def _birth_by_sex(item: Item, cells: dict[str, Cell]) -> None:
        """Take the birth from the column of men or of women, which says the sex too."""
        for name, sex in (("birth_male", "male"), ("birth_female", "female")):
            if name in cells and viet.fold(cells[name].text) not in rules.EMPTY:
                cells["birth"], item.sex = cells[name], sex
                item.raw["birth"] = cells[name].text

    def _sex(self, item: Item, cells: dict[str, Cell]) -> None:
        if self.setting.kind != titles.MEMBERS or item.sex:
            return
        if "sex" in cells:
            item.sex = rules.read_sex(cells["sex"].text)
        elif "sex_female" in self.at:
            marked = "sex_female" in cells and viet.fold(cells["sex_female"].text) not in {"0", "-"}
            item.sex = "female" if marked else "male"
        elif "sex_male" in self.at:
            item.sex = "male" if "sex_male" in cells else "female"
        elif "sex" not in self.at and "birth_female" not in self.at:
            item.sex = "female" if " thi " in f" {item.folded} " else "male"
            if not self.answers.yes("sex_by_name"):
                item.say("sex", "sex_by_name", DOUBT, "sex_by_name", text=item.name)
        if not item.sex:
            item.say("sex", "no_sex", text=item.raw.get("sex", "")[:20])

    def _cell(self, item: Item) -> None:
        text = item.raw.get("cell", "") or item.row.group or self.in_sheet
        commune = item.raw.get("commune", "") or item.row.commune
        if not text:
            item.cell = self.cells.only
            if item.cell is None:
                item.say("cell", "no_cell")
            return
        item.raw["cell"] = text
        found = self._found(text, commune)
        if len(found) == 1:
            item.cell = next(iter(found))
        else:
            code = "two_cells" if found else "unknown_cell"
            item.say("cell", code, DOUBT, f"cell:{text}", text=text[:60])

    def _found(self, text: str, commune: str) -> set[UUID]:
        """Return the cells that a name means: the one answered, else those so called."""
        key = (text, commune)
        if key not in self.called:
            answer = self.answers.cells.get(text, "")
            chosen = {cell for cell in self.cells.all if str(cell) == answer} if answer else set()
            self.called[key] = chosen or self.cells.find(text, commune)
        return self.called[key]

    def _unit(self, item: Item, cells: dict[str, Cell]) -> None:
        """Read a cell to be founded: its name, type and codes with their lost zeros."""
        item.name = " ".join(item.raw.get("unit", "").split())
        item.folded = viet.fold(item.name)
        for name, read in (
            ("party_code", rules.party_code), ("statistics_code", rules.statistics_code),
        ):  # fmt: skip
            if name in cells:
                code = read(cells[name].text)
                item.codes[name] = code
                if not code:
                    item.say(name, "no_code", text=cells[name].text[:30])
                elif code != cells[name].text:
                    item.say(name, "zeros", NOTE, text=cells[name].text[:30], made=code)
