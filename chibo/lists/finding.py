"""Where the table stands in what was brought: its title rows, its lines, and what is none."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chibo.core import viet
from chibo.lists import titles
from chibo.lists.guessing import guessed_fields, has_figure
from chibo.lists.letters import old_letters
from chibo.lists.titles import LEFT_OUT, NEEDED, meaning, settle
from chibo.spreadsheets.reading import Cell, Table

HEADER_ROWS = 40  # a title page may stand above the names of the columns
EMPTY = Cell("", "empty", None, "", "", False)
_TOTAL = re.compile(
    r"^(tong (so|cong)\b|(tong|cong)( *:| *$| +\d)|danh sach (nay )?(co|gom)\b|an dinh danh sach)"
)
_SIGNED = re.compile(
    r"^(nguoi lap|lap bieu|t/ ?m|tm\b|k/ ?t|kt\b|\(?ky\b|xac nhan|noi nhan|thu truong|"
    r"bi thu$|pho bi thu$|.*, ngay .*thang .*nam)"
)
_NUMBERED = re.compile(r"^[ivxlcd]+[.)]?$|^[a-z][.)]?$")
_COMMUNE = re.compile(r"^(dang bo|dang uy|xa|phuong)\b")
_LONG = re.compile(r"\d{8,14}")
_YEAR = re.compile(r"\b(19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. group, commune: what stood above it as a line of its own."""

    line: int
    group: str
    commune: str
    cells: list[Cell]


@dataclass
class Found:
    """The table of one sheet. titles, fields: one a column; skipped: lines that are no data."""

    sheet: str
    titles: list[str]
    fields: list[str]
    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    has_titles: bool = True


def find_tables(tables: Sequence[Table], kind: str, is_cell: Callable[[str], bool]) -> list[Found]:
    """Return the table of each sheet that has one, the sheets' order kept.

    What is left out is emptied here, before anything is kept.
    """
    found = [each for table in tables if (each := _find(table, kind, is_cell)) is not None]
    titled = [each for each in found if each.has_titles]
    for each in titled or found:
        _empty_left_out(each)
    return titled or found


def _find(table: Table, kind: str, is_cell: Callable[[str], bool]) -> Found | None:
    head = _header(table, kind)
    if head is None:
        fields = guessed_fields(table, is_cell) if kind == titles.MEMBERS else []
        if not fields:
            return None
        found = Found(table.name, [""] * len(fields), fields, has_titles=False)
        _gather(found, table.rows, 0, is_cell)
        return found
    start, height, names, fields = head
    found = Found(table.name, names, fields)
    found.skipped = [
        (line, text) for line, row in enumerate(table.rows[:start], 1) if (text := _text(row))
    ]
    _fill_down(table, start + height)
    _gather(found, table.rows, start + height, is_cell)
    return found


def _fill_down(table: Table, start: int) -> None:
    """Let what is merged over several lines of one column stand in each of them."""
    for top, left, bottom, right in table.merged:
        if left == right and start <= top < bottom < len(table.rows):
            whole = table.rows[top][left] if left < len(table.rows[top]) else EMPTY
            for row in table.rows[top + 1 : bottom + 1]:
                row += [EMPTY] * (left + 1 - len(row))
                row[left] = whole


def _header(table: Table, kind: str) -> tuple[int, int, list[str], list[str]] | None:
    """Return first row, number of rows, titles and fields of the title rows, or None."""
    best: tuple[int, int, int, list[str], list[str]] | None = None
    last = min(HEADER_ROWS, len(table.rows))
    for start in range(last):
        for height in (1, 2, 3):
            if start + height > last:
                break
            names = _titles(table, start, height)
            fields = settle(names, [meaning(name, kind) if name else "" for name in names])
            score = _score(fields, kind)
            if score and (best is None or score > best[0]):
                best = (score, start, height, names, fields)
    return best[1:] if best else None


def _score(fields: list[str], kind: str) -> int:
    """Return how many columns are known, 0 where those needed are not among them."""
    known = {field for field in fields if field}
    wholes = known | {titles.PARTS.get(field, field) for field in known}
    if not all(need in wholes for need in NEEDED[kind]):
        return 0
    least = 1 if kind == titles.UNITS else 2
    return len(known) if len(known) >= least else 0


def _titles(table: Table, start: int, height: int) -> list[str]:
    """Return the title of each column, from rows below each other; merged cells are spread."""
    rows = [_spread(table, start + n, is_last=n == height - 1) for n in range(height)]
    if any(_is_numbers(row) for row in rows[1:]):
        return []
    if height > 1 and not all(_may_be_titles(row) for row in rows):
        return []
    width = max((len(row) for row in rows), default=0)
    names = []
    for place in range(width):
        parts = [row[place] for row in rows if place < len(row) and row[place]]
        names.append(" ".join(dict.fromkeys(parts)))
    return names


def _may_be_titles(row: list[str]) -> bool:
    """Say whether a row under the first can be titles: it holds no day and few figures."""
    return not any(len(re.findall(r"\d", text)) > 3 for text in row) and any(row)


def _spread(table: Table, at: int, *, is_last: bool) -> list[str]:
    row = [_title(cell) for cell in table.rows[at]]
    for top, left, bottom, right in table.merged:
        if top <= at <= bottom and left < len(row):
            row += [""] * (min(right + 1, left + 60) - len(row))
            text = _title(table.rows[top][left]) if left < len(table.rows[top]) else ""
            for place in range(left, min(right + 1, len(row))):
                row[place] = text
    if not table.merged and not is_last:  # what was merged comes as empty cells to the right
        for place in range(1, len(row)):
            below = table.rows[at + 1] if at + 1 < len(table.rows) else []
            if not row[place] and place < len(below) and below[place].text:
                row[place] = row[place - 1]
    return row


def _title(cell: Cell) -> str:
    """Return a title on one line, in the letters in which it means a column."""
    text = " ".join(cell.text.split())
    if cell.doubtful and not any(meaning(text, kind) for kind in titles.KINDS):
        return " ".join(old_letters(cell, "tcvn3").split())
    return text


def _is_numbers(row: list[str]) -> bool:
    """Say whether a row only numbers the columns: 1 2 3, (1) (2) (3), A B 1 2."""
    figures = [text.strip("() ") for text in row if text.strip()]
    digits = [text for text in figures if text.isdigit()]
    return len(digits) >= 2 and all(text.isdigit() or len(text) == 1 for text in figures) and (
        [int(text) for text in digits]
        == list(range(int(digits[0]), int(digits[0]) + len(digits)))
    )  # fmt: skip


def _text(row: Sequence[Cell]) -> str:
    return " ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row if cell.text))[:200]


def _gather(
    found: Found, rows: Sequence[list[Cell]], start: int, is_cell: Callable[[str], bool]
) -> None:
    """Put the lines below the titles where they belong."""
    places = _Places(found.fields)
    group = commune = ""
    is_over = False
    for line, row in enumerate(rows[start:], start + 1):
        if places.is_data(row):
            found.rows.append(Row(line, group, commune, row))
            continue
        text = _text(row)
        if not text:
            continue
        folded = viet.fold(text)
        is_over = is_over or _SIGNED.match(folded) is not None
        if is_over or _TOTAL.match(folded) or places.is_no_data(row, found):
            found.skipped.append((line, text))
        elif named := _group(row, is_cell):
            if _COMMUNE.match(viet.fold(named)) and not is_cell(named):
                commune = named
            else:
                group = named
            found.skipped.append((line, text))
        elif places.name_of(row) or places.lacks_name(row):
            found.rows.append(Row(line, group, commune, row))
        else:
            found.skipped.append((line, text))


class _Places:
    """Which columns tell a line of data from a title, a total or a signature."""

    def __init__(self, fields: Sequence[str]) -> None:
        names = {"name", "given", "family", "unit"}
        self._names = [n for n, field in enumerate(fields) if field in names]
        sure = {"birth", "birth_male", "birth_female", "admitted_on", "official_on", "office"}
        self._sure = [n for n, field in enumerate(fields) if field in sure]
        self._are_units = "unit" in fields

    def is_data(self, row: Sequence[Cell]) -> bool:
        """Say at once that a line is one of data: a name and something of the person."""
        size = len(row)
        name = next((row[n].text for n in self._names if n < size and row[n].text), "")
        if not name or name[0].isdigit() or (name[0] in "TtCc" and _TOTAL.match(viet.fold(name))):
            return False
        if self._are_units:
            return len([cell for cell in row if cell.text]) > 1
        return any(n < size and has_figure(row[n]) for n in self._sure)

    def lacks_name(self, row: Sequence[Cell]) -> bool:
        """Say whether a line has days of a person and no name: it is shown, never passed by."""
        if any(_TOTAL.match(viet.fold(cell.text)) for cell in row):
            return False
        days = [row[n] for n in self._sure if n < len(row)]
        return sum(cell.kind == "date" or bool(_YEAR.search(cell.text)) for cell in days) > 1

    def name_of(self, row: Sequence[Cell]) -> str:
        return " ".join(row[n].text for n in self._names if n < len(row)).strip()

    def is_no_data(self, row: Sequence[Cell], found: Found) -> bool:
        """Say whether a line numbers the columns or says their titles again."""
        texts = [cell.text for cell in row]
        if _is_numbers(texts):
            return True
        said = [titles.plain(text) for text in texts if text]
        known = {titles.plain(title) for title in found.titles if title}
        return len(said) > 1 and sum(text in known for text in said) * 2 >= len(said)


def _group(row: Sequence[Cell], is_cell: Callable[[str], bool]) -> str:
    """Return the name of a cell that stands as a line of its own, else empty."""
    texts = [" ".join(cell.text.split()) for cell in row if cell.text]
    words = [
        t for t in dict.fromkeys(texts) if not _NUMBERED.match(viet.fold(t)) and not t.isdigit()
    ]
    if len(words) != 1:
        return ""
    text = re.split(r"[:(]|\s[-–]\s", re.sub(r"^[IVXLC\d]+[.)]\s*", "", words[0]))[0].strip(" .")
    folded = viet.fold(text)
    if re.match(r"(chi bo|dang bo|dang uy|ban|thon|tdp|to dan pho|khoi|xom)\b", folded):
        return text
    return text if is_cell(text) else ""


def _empty_left_out(found: Found) -> None:
    """Empty what is not taken: columns by their title, and numbers nobody asked for."""
    for place, name in enumerate(found.fields):
        if not name and _is_numbers_of_persons(found, place):
            found.fields[place] = "identity"
    out = [n for n, name in enumerate(found.fields) if name in LEFT_OUT]
    if not out:
        return
    for row in found.rows:
        size = len(row.cells)
        for place in out:
            if place < size:
                row.cells[place] = EMPTY


def _is_numbers_of_persons(found: Found, place: int) -> bool:
    values = [row.cells[place].text for row in found.rows[:400] if place < len(row.cells)]
    filled = [re.sub(r"[\s.]", "", value) for value in values if value]
    return bool(filled) and sum(bool(_LONG.fullmatch(v)) for v in filled) * 2 >= len(filled)
