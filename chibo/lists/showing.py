"""A list as its page shows it: questions with answers, lines with boxes, pairs side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chibo.core import viet
from chibo.lists import titles, words
from chibo.lists.finding import Found
from chibo.lists.items import STATES, Double, Item
from chibo.lists.looking import Preview, Question
from chibo.lists.matching import said_birth
from chibo.lists.queries import Cells, CellSeat
from chibo.lists.values import Setting, chosen_sheets, fields_of
from chibo.people.models import Sex

MOST_PAIRS = 60
_WITH = {  # which other value may be the wrong one
    ("admitted_on", "impossible_days"): ("birth",),
    ("official_on", "impossible_days"): ("admitted_on",),
    ("birth", "which"): ("birth",),
}
TEXT, CHOICE = "text", "choice"


@dataclass(frozen=True)
class Asked:
    """One question with its answers. wide: too many to stand as tiles."""

    name: str
    text: str
    count: int
    samples: list[str]
    choices: list[tuple[str, str]]
    chosen: str
    wide: bool = False


@dataclass(frozen=True)
class Box:
    """One value of a line that can be typed anew."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """One line as a list shows it."""

    item: Item
    state: str
    word: str
    about: str
    changes: list[tuple[str, str, str]]
    reasons: list[str]
    notes: list[str]
    boxes: list[Box]


@dataclass(frozen=True)
class Pair:
    """Two that may be one, value beside value."""

    name: str
    answer: str
    left: str
    right: str
    lines: list[tuple[str, str, str]]


def asked(preview: Preview, setting: Setting) -> list[Asked]:
    """Return the questions that wait, those that most lines wait for first."""
    return [_asked(each, setting) for each in preview.questions if each.key != "two_units"]


def _asked(question: Question, setting: Setting) -> Asked:
    issue, cells = question.issue, setting.cells
    is_cell = question.key.startswith("cell:")
    if is_cell:
        text = str(issue.values["text"])
        options = _cell_choices(cells, question.key.removeprefix("cell:"))
        chosen = setting.answers.cells.get(text, "")
        return Asked(f"q-{question.key}", words.question(issue), question.count, [], options,
                     chosen, wide=True)  # fmt: skip
    samples = [words.sentence(each) for each in question.samples]
    return Asked(
        f"q-{question.key}", words.question(issue), question.count, samples,
        words.choices(issue), setting.answers.asked.get(question.key, ""),
    )  # fmt: skip


def _cell_choices(cells: Cells, text: str) -> list[tuple[str, str]]:
    """Return the cells to choose from: those that look alike first."""
    found = [cells.all[each] for each in sorted(cells.find(text))] or cells.near(text)
    first = list(dict.fromkeys(each.id for each in found))
    rest = [each for each in cells.all if each not in first]
    return [(str(each), _called(cells.all[each], cells)) for each in (*first, *rest)]


def _called(seat: CellSeat, cells: Cells) -> str:
    many = len({each.commune for each in cells.all.values()}) > 1
    return f"{viet.capital(seat.name)} ({seat.commune})" if many else viet.capital(seat.name)


def shown(items: Sequence[Item], cells: Cells, kind: str) -> list[Shown]:
    """Return lines as the page shows them."""
    return [
        Shown(
            item, item.state, str(words.STATE_WORDS[item.state]), about(item, cells, kind),
            [words.said(change) for change in item.changes], words.reasons(item),
            words.notes(item), _boxes(item),
        )
        for item in items
    ]  # fmt: skip


def about(item: Item, cells: Cells, kind: str) -> str:
    """Return what a line says, in one line: birth, sex, cell, days."""
    if kind == titles.UNITS:
        names = ("cell_type", "party_code", "statistics_code")
        types = dict(words.OPTIONS["cell_type"])
        return ", ".join(str(types.get(item.codes[n], item.codes[n]))
                         for n in names if item.codes.get(n))  # fmt: skip
    parts = [f"sinh {said_birth(item.birth)}" if item.birth else ""]
    parts.append(str(Sex(item.sex).label).lower() if item.sex else "")
    parts.append(_cell(item.cell, cells))
    parts += [
        f"{words.title(name).lower()} {item.days[name]:%d/%m/%Y}"
        for name in ("admitted_on", "official_on") if name in item.days
    ]  # fmt: skip
    parts += [item.raw.get("office", ""), item.phone]
    return ", ".join(part for part in parts if part)


def _cell(cell: UUID | None, cells: Cells) -> str:
    return cells.all[cell].name if cell in cells.all else ""


def _boxes(item: Item) -> list[Box]:
    """Return a box for each value that keeps the line from the book."""
    names = dict.fromkeys(issue.field for issue in item.issues if words.is_asked(issue))
    for issue in item.issues:
        names |= dict.fromkeys(_WITH.get((issue.field, issue.code), ()))
    return [
        Box(f"{item.key}|{name}", words.title(name), item.raw.get(name, ""),
            [(value, str(word)) for value, word in words.OPTIONS.get(name, [])])
        for name in names
    ]  # fmt: skip


def pairs(doubles: Sequence[Double], cells: Cells) -> list[Pair]:
    """Return the pairs that wait, value beside value, of equal ones too."""
    return [_pair(double, cells) for double in doubles[:MOST_PAIRS]]


def _pair(double: Double, cells: Cells) -> Pair:
    item, other, known = double.item, double.other, double.known
    mine = _values(item, cells)
    theirs = _values(other, cells) if other else {}
    if known is not None:
        theirs = {
            "name": known.name, "birth": said_birth(known.birth), "sex": str(Sex(known.sex).label),
            "cell": _cell(known.cell, cells), "admitted_on": f"{known.admitted_on:%d/%m/%Y}",
            "official_on": f"{known.official_on:%d/%m/%Y}" if known.official_on else "",
        }  # fmt: skip
    return Pair(
        f"d-{double.key}", double.answer, str(item.row.line), str(other.row.line) if other else "",
        [(words.title(name), mine[name], theirs.get(name, "")) for name in mine],
    )  # fmt: skip


def _values(item: Item, cells: Cells) -> dict[str, str]:
    days = item.days
    return {
        "name": item.name, "birth": said_birth(item.birth) if item.birth else "",
        "sex": str(Sex(item.sex).label) if item.sex else "", "cell": _cell(item.cell, cells),
        **{name: f"{days[name]:%d/%m/%Y}" if name in days else ""
           for name in ("admitted_on", "official_on")},
    }  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of the list: its title, what it is taken for, the values it begins with."""

    name: str
    title: str
    taken: str
    why_not: str
    samples: list[str]


def columns(found: Found, place: int, setting: Setting) -> list[Column]:
    """Return the columns of a sheet as they are taken."""
    fields = fields_of(found, setting.answers)
    return [
        Column(
            f"c-{place}-{n}", title, fields[n] if n < len(fields) else "",
            str(words.WHY_LEFT_OUT.get(found.fields[n], "")),
            [row.cells[n].text for row in found.rows[:40] if n < len(row.cells)
             and row.cells[n].text][:3],
        )
        for n, title in enumerate(found.titles)
    ]  # fmt: skip


def left_out(found: Sequence[Found], setting: Setting) -> list[tuple[str, str]]:
    """Return the titles of the columns that are not taken, each with the reason."""
    out: dict[str, str] = {}
    for place in chosen_sheets(found, setting):
        for title, name in zip(found[place].titles, found[place].fields, strict=True):
            if name in titles.LEFT_OUT:
                out.setdefault(title or words.title("number"), str(words.WHY_LEFT_OUT[name]))
    return list(out.items())


def taken_columns(found: Sequence[Found], setting: Setting) -> list[tuple[str, str]]:
    """Return each title of the first sheet read with what it is taken for; empty: not taken."""
    for place in chosen_sheets(found, setting)[:1]:
        fields = fields_of(found[place], setting.answers)
        named = zip(found[place].titles, fields, strict=True)
        return [
            (title, "" if name in titles.LEFT_OUT else words.title(name))
            for title, name in named
            if title
        ]
    return []


def tallies(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return each state with its word and how many lines it has."""
    return [(state, str(words.STATE_WORDS[state]), counts.get(state, 0)) for state in STATES]


def issue_words(notes: Sequence[Question]) -> list[tuple[str, int]]:
    """Return what was understood, one sentence a kind, with how many lines it concerns."""
    return [(words.sentence(each.issue), each.count) for each in notes]
