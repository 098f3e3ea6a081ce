"""Who is who: lines against the members of the book, and against each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from chibo.core import viet
from chibo.lists.answers import Answers
from chibo.lists.items import DOUBT, Change, Double, Item
from chibo.lists.queries import Known
from chibo.lists.rules import is_near

Key = tuple[str, int]


def match(items: Sequence[Item], known: Sequence[Known], answers: Answers) -> list[Double]:
    """Let each line find its member, and return the pairs that may be one, asked or answered.

    Never merges by itself: only the same name in the same cell, with a birth that agrees, is one.
    """
    finder = _Finder(items, known, answers)
    finder.by_mark()
    finder.by_name()
    finder.doubles()
    return finder.found


class _Finder:
    def __init__(self, items: Sequence[Item], known: Sequence[Known], answers: Answers) -> None:
        self.items = [item for item in items if item.name and item.birth and not item.has("name")]
        self.known, self.answers = known, answers
        self.taken: dict[UUID, Item] = {}
        self.found: list[Double] = []
        self.groups: dict[Key, list[Item]] = defaultdict(list)
        self.people: dict[Key, list[Known]] = defaultdict(list)
        for each in known:
            self.people[each.folded, each.birth[0]].append(each)

    def _take(self, item: Item, known: Known) -> None:
        item.match = known
        self.taken[known.id] = item

    def by_mark(self) -> None:
        """Match the lines that carry the book's own mark."""
        marks = {str(each.id): each for each in self.known}
        for item in self.items:
            if item.mark:
                known = marks.get(item.mark.strip().lower())
                if known is None or known.id in self.taken:
                    item.say("id", "unknown_mark", text=item.mark[:36])
                else:
                    self._take(item, known)
            elif item.birth:
                self.groups[item.folded, item.birth[0]].append(item)

    def by_name(self) -> None:
        """Match a line to the one member of its name, birth and cell; the best fit first."""
        for key, items in self.groups.items():
            people = [each for each in self.people.get(key, ()) if each.id not in self.taken]
            fits = sorted(
                (
                    (-_fit(item, each), a, b)
                    for a, item in enumerate(items)
                    for b, each in enumerate(people)
                    if _agree(item, each)
                ),
            )
            done: dict[int, int] = {}
            for fit, a, b in fits:
                if people[b].id in self.taken:
                    continue
                if a not in done:
                    done[a] = fit
                    self._take(items[a], people[b])
                elif done[a] == fit:  # another member fits as well, and no line claims that one
                    items[a].say("birth", "which", DOUBT, "which")

    def doubles(self) -> None:
        """Gather the pairs that may be one person, each line once, and take what was answered."""
        for group in self.groups.values():
            for place, item in enumerate(group):
                if item.match is None:
                    self._ask(item, group[:place])
        self._nearly()

    def _ask(self, item: Item, before: Sequence[Item]) -> None:
        """Ask of one line whether it is another line or a member of nearly that name and birth."""
        key = (item.folded, item.birth[0] if item.birth else 0)
        for other in before:
            if other.one_with is None and self._pair(item, other, None):
                return
        for each in self.people.get(key, ()):
            if self._pair(item, None, each):
                return

    def _nearly(self) -> None:
        """Ask of lines that share the whole birth, or cell and admission, under a near name."""
        whole: dict[object, list[Item | Known]] = defaultdict(list)
        for each in self.known:
            for key in _keys(each.birth, each.cell, each.folded, each.admitted_on):
                whole[key].append(each)
        for item in self.items:
            if item.birth is None:
                continue
            keys = list(_keys(item.birth, item.cell, item.folded, item.days.get("admitted_on")))
            if item.match is None and item.double is None:
                self._near_one(item, (each for key in keys for each in whole.get(key, ())))
            for key in keys:
                whole[key].append(item)

    def _near_one(self, item: Item, others: Iterable[Item | Known]) -> None:
        for each in others:
            if is_near(item.folded, each.folded) and each is not item:
                other, known = (each, None) if isinstance(each, Item) else (None, each)
                if known and known.id in self.taken and not _same_day(item, known):
                    continue
                if self._pair(item, other, known):
                    return

    def _pair(self, item: Item, other: Item | None, known: Known | None) -> bool:
        """Note a pair; say whether the line is settled by it or waits for its answer."""
        key = f"{item.key}~{other.key if other else known.id if known else ''}"
        double = Double(key, item, other, known, self.answers.doubles.get(key, ""))
        self.found.append(double)
        if double.answer == "two":
            return False
        item.double = double
        if double.answer != "one":
            item.say("name", "double", DOUBT, "double")
        elif known is not None and known.id not in self.taken:
            self._take(item, known)
        else:
            item.one_with = other or self.taken.get(known.id if known else UUID(int=0))
        return True


def _keys(
    birth: tuple[int, int | None, int | None], cell: UUID | None, folded: str, admitted: object
) -> Iterator[object]:
    if birth[1] and birth[2]:
        yield birth
    if cell and admitted:
        yield folded, cell, admitted


def _same_day(item: Item, known: Known) -> bool:
    return item.birth == known.birth


def _same_name(item: Item, known: Known) -> bool:
    return item.name == known.name or viet.name_key(item.name) == viet.name_key(known.name)


def _agree(item: Item, known: Known) -> bool:
    """Say whether a line can be nobody but this member, or one of the same name in this cell."""
    if item.birth is None or not _same_name(item, known):
        return False
    pairs = zip(item.birth, known.birth, strict=True)
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return False
    return item.cell is None or item.cell == known.cell


def _fit(item: Item, known: Known) -> int:
    return (
        4 * (item.birth == known.birth)
        + 2 * (item.days.get("admitted_on") == known.admitted_on)
        + (item.days.get("official_on") == known.official_on)
    )


def compare(item: Item, known: Known, wanted: Iterable[str]) -> None:
    """Note what a line says otherwise than the book. Silence of the list changes nothing."""
    if item.cell is not None and item.cell != known.cell:
        item.say("cell", "other_cell", DOUBT, "other_cell")
    if not _same_name(item, known):
        item.changes.append(Change("name", known.name, item.name))
    birth = _fuller(item.birth, known.birth)
    if birth != known.birth:
        item.changes.append(Change("birth", said_birth(known.birth), said_birth(birth)))
    if item.sex and item.sex != known.sex:
        item.changes.append(Change("sex", known.sex, item.sex))
    for name in wanted:
        day, old = item.days.get(name), getattr(known, name)
        if day is not None and day != old:
            old_text = f"{old:%d/%m/%Y}" if old else ""
            item.changes.append(Change(name, old_text, f"{day:%d/%m/%Y}"))


def _fuller(
    said: tuple[int, int | None, int | None] | None, kept: tuple[int, int | None, int | None]
) -> tuple[int, int | None, int | None]:
    """Return the birth of the list, where it says as much as the book or something else."""
    if said is None:
        return kept
    agrees = all(a is None or a == b for a, b in zip(said, kept, strict=True))
    return kept if agrees else said


def said_birth(birth: tuple[int, int | None, int | None]) -> str:
    """Return a birth as papers write it: 12/05/1975, 05/1975 or 1975."""
    year, month, day = birth
    if day and month:
        return f"{day:02d}/{month:02d}/{year}"
    return f"{month:02d}/{year}" if month else str(year)
