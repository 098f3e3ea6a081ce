"""What a branch of some size looks like: a fixed seed, as uneven as branches are."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from chibo.core.days import Month

SEED = 20250101
UNIT, MEMBER, EVENT, PERSON, MEETING, CLOSURE, SETTING, POST = range(1, 9)  # kinds of keys
CELL_TYPES = ("village", "village", "village", "village", "agency", "school", "enterprise")


@dataclass(frozen=True)
class Size:
    """How much there is. months: of closed minutes; attended: the last of them, with roll calls.

    The months before those are copied from paper. extras: grades, promises, growth, unled cells.
    """

    provinces: int
    communes: int
    sections: int
    cells: int
    members: int
    months: int
    attended: int
    extras: bool = True


SIZES = {
    "tiny": Size(1, 2, 1, 4, 22, 3, 2, extras=False),
    "hamlet": Size(1, 3, 4, 30, 300, 14, 3),
    "three": Size(3, 6, 6, 60, 600, 5, 2),
    "commune": Size(1, 1, 9, 58, 1_000, 24, 12),
    "province": Size(1, 45, 436, 2_600, 45_000, 36, 12),
    "ten": Size(10, 970, 15_300, 91_200, 1_676_000, 24, 12),
    "nation": Size(34, 3_300, 52_000, 310_000, 5_700_000, 24, 12),
}


def key(kind: int, number: int) -> UUID:
    """Return the key of a numbered row."""
    return UUID(int=(kind << 96) + number)


def spread(chance: random.Random, parts: int, total: int, sigma: float, least: int) -> list[int]:
    """Divide a total into uneven parts (lognormal), each of at least so many."""
    weights = [chance.lognormvariate(0, sigma) for _ in range(parts)]
    free = max(total - least * parts, 0)
    found = [least + int(weight / sum(weights) * free) for weight in weights]
    for place in chance.choices(range(parts), weights, k=max(total - sum(found), 0)):
        found[place] += 1
    return found


@dataclass(frozen=True)
class Node:
    """A unit. above: its superiors, the nearest first. n: its number in the whole tree."""

    n: int
    kind: str
    cell_type: str
    name: str
    above: tuple[UUID, ...]

    @property
    def id(self) -> UUID:
        return key(UNIT, self.n)


@dataclass(frozen=True)
class Cell:
    """A cell: how many members there are today, how many of them came while the book ran."""

    node: Node
    members: int
    grown: int
    attends: float
    in_time: float
    thematic: float

    def joins(self, which: int, months: int) -> int:
        """Return the number of the month in which one of those who came, came."""
        half = max(months // 2, 1)
        return 1 + self.node.n % half + which * half

    def came(self, month: int, months: int) -> list[int]:
        """Return in which months those came who were there in a month."""
        days = [self.joins(which, months) for which in range(self.grown)]
        return [joined for joined in days if joined <= month]


@dataclass(frozen=True)
class Held:
    """The counts of one closed meeting. month: its number from the first."""

    cell: Cell
    month: int
    day: int
    kind: str
    official: int
    probationary: int
    present: int
    late: int
    excused: int
    unexcused: int
    spoke: int
    length: int
    delegate: bool
    grade: str
    tasks: tuple[int, int, int, int, int]  # new, done, partly, not done, dropped

    @property
    def counted(self) -> int:
        return self.official + self.probationary


class Branch:
    """One province of a size: the same on every machine, whichever others are made."""

    def __init__(self, size: Size, number: int, first: Month) -> None:
        self.size, self.number, self.first = size, number, first
        whole = random.Random(SEED)
        shares = [whole.lognormvariate(0, 0.45) for _ in range(size.provinces)]
        self.share = shares[number] / sum(shares)
        self.chance = random.Random(f"{SEED}-{number}")
        self.top = (key(UNIT, 0),) if size.provinces > 1 else ()

    def _part(self, total: int) -> int:
        return max(1, round(total * self.share))

    @cached_property
    def province(self) -> Node:
        n = (self.number + 1) * 1_000_000
        return Node(n, "province", "", f"tỉnh Thử {self.number + 1}", self.top)

    @cached_property
    def nodes(self) -> list[Node]:
        """All units, each after its superior."""
        found = [self.province]

        def add(kind: str, name: str, above: Node, cell_type: str = "") -> Node:
            n = self.province.n + len(found)
            node = Node(n, kind, cell_type, f"{name} {len(found)}", (above.id, *above.above))
            found.append(node)
            return node

        size, chance = self.size, self.chance
        communes = [
            add("commune", "xã Nậm", self.province) for _ in range(self._part(size.communes))
        ]
        counts = spread(chance, len(communes), self._part(size.sections), 0.6, 0)
        parents = list(communes)
        for commune, count in zip(communes, counts, strict=True):
            parents += [add("section", "đảng bộ bộ phận", commune) for _ in range(count)]
        cells = spread(chance, len(parents), self._part(size.cells), 0.7, 1)
        for parent, count in zip(parents, cells, strict=True):
            for _ in range(count):
                add("cell", "bản Huổi", parent, chance.choice(CELL_TYPES))
        return found

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells with their sizes, and how good their communes are at meeting."""
        nodes = [node for node in self.nodes if node.kind == "cell"]
        chance, depth = random.Random(f"{SEED}-{self.number}-cells"), len(self.top) + 2
        members = spread(chance, len(nodes), self._part(self.size.members), 0.45, 4)
        quality: dict[UUID, tuple[float, float, float]] = {}
        found = []
        for node, count in zip(nodes, members, strict=True):
            commune = node.above[-depth]
            if commune not in quality:
                quality[commune] = (
                    chance.betavariate(30, 4), chance.betavariate(8, 2), chance.betavariate(3, 8)
                )  # fmt: skip
            attends, in_time, thematic = quality[commune]
            attends = min(max(attends + chance.gauss(0, 0.06), 0.25), 0.99)
            grown = chance.choice((0, 0, 1, 2)) if self.size.extras else 0
            found.append(Cell(node, count, grown, attends, in_time, thematic))
        return found

    def held(self, month: int) -> Iterator[Held]:
        """Yield the meetings of a month, by its number: 97 of 100 cells met."""
        chance = random.Random(f"{SEED}-{self.number}-{month}")
        for cell in self.cells:
            if chance.random() < 0.97:
                yield self._meeting(chance, cell, month)

    def _meeting(self, chance: random.Random, cell: Cell, month: int) -> Held:
        came = cell.came(month, self.size.months)
        official = cell.members - cell.grown + sum(joined + 12 <= month for joined in came)
        probationary = cell.members - cell.grown + len(came) - official
        counted = official + probationary
        present = round(counted * min(max(chance.gauss(cell.attends, 0.07), 0.1), 1))
        present = min(max(present, 3), counted)
        excused = round((counted - present) * 0.8)
        day = chance.randrange(1, 6) if chance.random() < cell.in_time else chance.randrange(8, 28)
        extras = self.size.extras
        new = chance.randrange(4) if extras else 0
        kept = chance.randrange(3) if extras else 0
        left = int(extras and chance.random() < 0.2)
        grades = ("good", "good", "fair", "fair", "average", "weak", "")
        return Held(
            cell, month, day, "both" if chance.random() < cell.thematic else "regular",
            official, probationary, present, round(present * 0.04), excused,
            counted - present - excused, min(chance.randrange(2, 9), present),
            chance.randrange(60, 150, 5), extras and chance.random() < 0.1,
            chance.choice(grades) if extras else "", (new, kept, left, left, 0),
        )  # fmt: skip


def first_month(size: Size, today: dt.date) -> Month:
    """Return the first month of the book: the last one is the month before today's."""
    return Month.of(today).after(-size.months)


def meeting_number(row: Held) -> int:
    """Return the number from which a meeting's keys are made."""
    return (row.cell.node.n // 1_000_000 * 1_000 + row.month) * 1_000_000 + (
        row.cell.node.n % 1_000_000
    )


def ends_at(row: Held) -> dt.time:
    """Return when a meeting ended."""
    start = dt.datetime(2000, 1, 1, 19, 30)  # noqa: DTZ001 - only its time is wanted
    return (start + dt.timedelta(minutes=row.length)).time()
