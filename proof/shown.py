"""The figures that pages show, read from their HTML, against a slow count over the raw rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from uuid import UUID

from django.test import Client
from lxml import html

from chibo.assessments.catalogue import indicators
from chibo.core.periods import Months
from chibo.organizations.models import Designation
from chibo.reports.sections import KEYS, RARE, SECTIONS
from proof.figures import periods
from proof.lives import all_rights
from proof.units import Walk
from tests.figures_oracle import COUNTS, COUNTS_NOW, Asked, Oracle
from tests.world import today

FEW = 5
COLUMNS = ("held", "held_on_time", "attendance", "promises_kept", "members")
BESIDE = ("held", "attendance", "members")
_BESIDE = dict.fromkeys(COLUMNS, "") | {"attendance": "không tách"}  # with a small group's
_ROWS = re.compile(r"/units/([0-9a-f-]{36})/figures/([^/]+)/rows/([a-z_]+)/")
Cell = Any  # an element of a page


@dataclass
class Judge:
    """Opens pages as a reader, counts again what they show, keeps what differs."""

    client: Client
    rights: Callable[[], AbstractContextManager[None]]
    oracle: Oracle = field(default_factory=lambda: Oracle(today()))
    looked: int = 0
    rows: int = 0
    faults: list[str] = field(default_factory=list)

    def page(self, unit: UUID, months: Months, view: str) -> list["Link"]:
        """Judge one page of figures: each table, and each figure that is a link; return those."""
        url = f"/units/{unit}/figures/{months}/" + ("?view=then" if view == "then" else "")
        page = self._open(url)
        if page is None:
            return []
        if self.oracle.end(unit) <= today():
            view = "then"  # a unit that has ended has one view
        asked = Asked(self.oracle, unit, months, view)
        if page.xpath("//p[@class='card']") and not page.xpath("//table"):
            self._nothing(asked, url)
            return []
        links = list(_links(page, url))
        for link in links:
            self._judge(link.asked(self.oracle), link.key, link.words, url)
        self._sections(asked, page, url)
        if tables := page.xpath("//details[@id='cac-don-vi']/table"):
            self._below(asked, tables[0], url)
        self._beside(asked, page, url)
        return links

    def follow(self, link: "Link", *, whole: bool) -> None:
        """Judge the rows to which a link of a page leads."""
        url = link.url + ("&" if "?" in link.url else "?") + "all=1" * whole
        self._rows(link.asked(self.oracle), url, link.key, whole=whole)

    def _rows(self, asked: Asked, url: str, key: str, *, whole: bool) -> None:
        if self.oracle.end(asked.unit) <= today() and asked.under is None:
            asked = replace(asked, view="then")
        part, of = _counted(asked, key)
        page = self._open(url)
        if page is None:
            return
        self.rows += 1
        said = _words(page.xpath("//p/b")[0]).split()[1]
        if said != _figure(part, of):
            self.faults.append(f"rows of {key} say {said}, not {_figure(part, of)} at {url}")
        listed: Counter[str] = Counter()
        while page is not None:
            listed.update(_listed(page))
            following = page.xpath("//a[@rel='next']/@href")
            page = self._open(urljoin(url, following[0])) if following else None
        if listed["part"] != part or (whole and of is not None and listed["whole"] != of):
            self.faults.append(f"rows of {key} add up to {dict(listed)}, not {part}/{of} at {url}")
        wanted = {"met": "held", "unmet": "not_held"}
        for word, of_key in wanted.items():
            if key == of_key and listed["months"] and listed[word] != part:
                self.faults.append(f"{listed[word]} {word} of {part} at {url}")

    def _open(self, url: str) -> Any:
        with self.rights():
            response = self.client.get(url)
        if response.status_code != 200:
            self.faults.append(f"{response.status_code} at {url}")
            return None
        return html.fromstring(response.content.decode())

    def _judge(self, asked: Asked, key: str, words: str, url: str) -> None:
        """Compare one figure in words with the count; of too few people it is not shown."""
        self.looked += 1
        part, of = _counted(asked, key)
        if words in {"dưới 5 người", "nhóm dưới 5 người, không tách"}:
            if not is_few(asked, key):
                self.faults.append(f"{key} {asked.months} is hidden at {url}")
            return
        if words in {"–", "chưa có"}:
            right = (part, of) == (0, 0)
        else:
            right = words == _shown(key, part, of)
        if not right:
            where = f"{asked.unit} under {asked.under} {asked.months} {asked.view}"
            self.faults.append(f"{key} says {words}, not {part}/{of}, of {where} at {url}")
        if is_few(asked, key):
            self.faults.append(f"{key} of few people says {words} at {url}")

    def _nothing(self, asked: Asked, url: str) -> None:
        for key in ("held", "due", "promises_made", "up", "down"):
            if asked.months.first_day <= today() and any(_counted(asked, key)):
                self.faults.append(f"{key} is not shown at {url}")

    def _sections(self, asked: Asked, page: Any, url: str) -> None:
        """Judge the tables: every key is there, or was nothing in any of the periods."""
        spans = [asked.months, *self._others(asked)]
        for place, _title, groups in SECTIONS:
            keys = {str(indicators()[k].name): k for _word, keys in groups for k in keys}
            if place == "hop":
                keys[str(indicators()["waiting"].name)] = "waiting"
            seen = set()
            for row in page.xpath(f"//details[@id='{place}']/table//tr[th[@scope='row']]"):
                key = keys[_words(row.xpath("th")[0])]
                seen.add(key)
                cells = row.xpath("td")
                if len(cells) != len(spans):
                    self.faults.append(f"{len(cells)} columns of {key} at {url}")
                for cell, months in zip(cells, spans, strict=False):
                    self._judge(replace(asked, months=months), key, _value(cell), url)
            if page.xpath(f"//table[@id='{place}']//td[contains(., 'Nhóm dưới 5 người')]"):
                continue  # a whole group of lines is not broken down
            self._left_out(asked, {*keys.values()} - seen - {"waiting"}, spans, url)

    def _left_out(self, asked: Asked, keys: set[str], spans: list[Months], url: str) -> None:
        for key in keys:
            if is_few(asked, key):
                continue
            each = [replace(asked, months=months) for months in spans]
            told = any(_counted(one, key)[0] and not is_few(one, key) for one in each)
            if key not in RARE or told:
                self.faults.append(f"{key} is not there at {url}")

    def _others(self, asked: Asked) -> Iterator[Months]:
        since = self.oracle.lives[asked.unit][0]["from_on"]
        for each in dict.fromkeys([asked.months.before, asked.months.year_ago]):
            then = replace(asked, months=each)
            if each.last_day >= since or (
                asked.view == "today" and any(any(_counted(then, key)) for key in COUNTS)
            ):
                yield each

    def _below(self, asked: Asked, table: Any, url: str) -> None:
        """Judge the table of the units below: each that did anything, under its name; the sum."""
        children = self._children(asked)
        names: dict[str, list[UUID]] = {}
        day = today() if asked.view == "today" else asked.end
        for child in children:
            names.setdefault(_short(child, day), []).append(child)
        for row in table.xpath("tbody/tr"):
            self._line(asked, row, names, url)
        for name, left in names.items():
            for child in left:
                below = replace(asked, unit=child, under=asked.unit)
                if any(_counted(below, key)[0] for key in COLUMNS):
                    self.faults.append(f"{name} is not in the table at {url}")
        sums = [_value(cell) for cell in table.xpath("tfoot/tr/td")][: len(COLUMNS)]
        for key, words in zip(COLUMNS, sums, strict=True):
            self._judge(asked, key, words, url)

    def _line(self, asked: Asked, row: Any, names: dict[str, list[UUID]], url: str) -> None:
        """Judge a line, and strike the unit off the list of those that must have one."""
        name = _name(row.xpath("th")[0])
        words = [_value(cell) for cell in row.xpath("td")][: len(COLUMNS)]
        said = [each for each in names.get(name, []) if self._says(asked, each, words)]
        self.looked += len(COLUMNS)
        if said:
            names[name].remove(said[0])
        elif name in names or any(re.search(r"[1-9]", each) for each in words):
            below = [replace(asked, unit=each, under=asked.unit) for each in names.get(name, [])]
            right = [[_counted(each, key) for key in COLUMNS] for each in below]
            self.faults.append(f"{name} says {words}, not {right} at {url}")

    def _children(self, asked: Asked) -> list[UUID]:
        """Return the units directly below in a view at any time, the unit itself where its own
        life as a cell stands apart."""
        found = set()
        days = {r["from_on"] for rows in self.oracle.places.values() for r in rows}
        days |= {each.held_on for each in self.oracle.met} | {asked.start, asked.end, today()}
        for cell in {*self.oracle.cells, *(each.cell for each in self.oracle.met)}:
            for day in days if asked.view == "then" else [today()]:
                path = self.oracle.path(cell, day, asked.view)
                found |= {a for a, b in zip(path, path[1:], strict=False) if b == asked.unit}
        return sorted(found)

    def _says(self, asked: Asked, child: UUID, words: list[str]) -> bool:
        below = replace(asked, unit=child, under=asked.unit)
        return all(
            each == "dưới 5 người" if is_few(below, key)
            else each in [_BESIDE[key], *_ways(key, *_counted(below, key))]
            for key, each in zip(COLUMNS, words, strict=True)
        )  # fmt: skip

    def _beside(self, asked: Asked, page: Any, url: str) -> None:
        """Judge where the views are set side by side: what differs is there, and only that."""
        if self.oracle.end(asked.unit) <= today():
            return
        both = [replace(asked, view=view) for view in ("then", "today")]
        wanted = {
            str(indicators()[key].name): key for key in KEYS
            if _counted(both[0], key) != _counted(both[1], key)
        }  # fmt: skip
        inside = "//details[@id='hai-cach-nhin']/"
        rows = page.xpath(f"{inside}table[1][caption]//tbody/tr")
        seen = {_words(row.xpath("th")[0]): row.xpath("td") for row in rows}
        if set(seen) != set(wanted):
            self.faults.append(f"beside {set(seen) ^ set(wanted)} at {url}")
            return
        for name, cells in seen.items():
            for each, cell in zip(both, cells, strict=True):
                self._judge(each, wanted[name], _value(cell), url)
        self._beside_below(both, page.xpath(f"{inside}div[@class='scroll']//tbody/tr"), url)

    def _beside_below(self, both: list[Asked], rows: list[Any], url: str) -> None:
        wanted: Counter[tuple[str, ...]] = Counter()
        for child in {c for each in both for c in self._children(each)}:
            sides = [replace(each, unit=child, under=each.unit) for each in both]
            then, now = ([_counted(side, key) for key in BESIDE] for side in sides)
            if then != now:
                wanted[tuple(_side(sides[0], then) + _side(sides[1], now))] += 1
        seen = Counter(
            tuple(_value(cell) for cell in row.xpath("td")) for row in rows
        )  # fmt: skip
        self.looked += 6 * len(rows)
        if any("không tách" in each for each in seen):
            wanted, seen = (
                Counter({(*key[:1], *key[2:4], *key[5:]): n for key, n in each.items()})
                for each in (wanted, seen)
            )
        if seen != wanted:
            self.faults.append(f"beside: {seen - wanted} not {wanted - seen} at {url}")


def _side(asked: Asked, values: list[tuple[int, int | None]]) -> list[str]:
    """Return the cells of a unit in one view; one in which nothing ever stood has one."""
    hidden = [is_few(asked, key) for key in BESIDE]
    words = [
        "dưới 5 người" if few else _ways(key, *value)[-1]
        for few, key, value in zip(hidden, BESIDE, values, strict=True)
    ]  # fmt: skip
    every = (_counted(asked, key) for key in COUNTS)
    return words if any(part or of for part, of in every) else ["không có"]


@dataclass(frozen=True)
class Link:
    """A figure that is a link to its rows."""

    unit: UUID
    months: str
    key: str
    view: str
    under: str
    words: str
    url: str

    def asked(self, oracle: Oracle) -> Asked:
        under = UUID(self.under) if self.under else None
        return Asked(oracle, self.unit, Months.parse(self.months), self.view, under)


def _links(page: Any, url: str) -> Iterator[Link]:
    for link in page.xpath("//a[@href]"):
        at = urlsplit(urljoin(url, link.get("href")))
        if found := _ROWS.fullmatch(at.path):
            unit, months, key = found.groups()
            asks = parse_qs(at.query)
            view, under = asks.get("view", ["today"])[0], asks.get("under", [""])[0]
            yield Link(UUID(unit), months, key, view, under, _words(link), at.geturl())


def _counted(asked: Asked, key: str) -> tuple[int, int | None]:
    found: tuple[int, int | None] = ({**COUNTS, **COUNTS_NOW})[key](asked)
    return found


def is_few(asked: Asked, key: str) -> bool:
    """Say whether the figure would break down fewer than five people.

    People of a unit: as its list had at the start or the end, or as came to be counted a meeting.
    """
    listed = max(len(asked.members(asked.start)), len(asked.members(asked.end)))
    turns, held = asked.sum("counted"), len(asked.regular)
    people = max(listed, turns // held if held else 0)
    if key.startswith(("up_", "down_")) or key in {"probationary", "recognised"}:
        return 0 < people < FEW
    if key not in {
        "attendance", "late", "excused", "unexcused", "exempt", "special_duty", "suspended", "away",
        "here", "spoke",
    }:  # fmt: skip
        return False
    part, of = _counted(asked, key)
    whole = turns if of is None else of
    return bool(whole or part) and (people < FEW or 0 < whole < FEW)


def _figure(part: int, of: int | None) -> str:
    one = f"{part:,}".replace(",", ".")
    return one if of is None else f"{one}/{of:,}".replace(",", ".")


def _shown(key: str, part: int, of: int | None) -> str:
    return f"{round(part / of) if of else 0} phút" if key == "length" else _figure(part, of)


def _ways(key: str, part: int, of: int | None) -> list[str]:
    """Return how a figure may be shown."""
    return ["–"] if (part, of) == (0, 0) else [_shown(key, part, of)]


def _words(cell: Cell) -> str:
    return " ".join(cell.text_content().split())


def _value(cell: Cell) -> str:
    """Return the figure in a cell, without its rate and its change."""
    found = cell.xpath("a | span[@class='none']")
    text = _words(found[0]) if found else _words(cell)
    return re.sub(r" (100|0|\d+,\d) %$", "", text)


def _name(cell: Cell) -> str:
    found = cell.xpath("a")
    return _words(found[0]) if found else " ".join((cell.text or "").split())


def _short(unit: UUID, day: Any) -> str:
    rows = Designation.objects.filter(unit=unit).order_by("from_on")
    known = [row for row in rows if row.from_on <= day] or list(rows[:1])
    name = known[-1].name if known else ""
    return name[:1].upper() + name[1:]


def _listed(page: Any) -> Counter[str]:
    """Count the rows of a page, each with what it adds."""
    found: Counter[str] = Counter()
    for row in page.xpath("//table[contains(@class, 'grid--cards')]/tbody/tr"):
        cell = row.xpath("td[@data-word='Số được tính']")[0]
        part, _slash, of = _words(cell).replace(" ", "").replace(".", "").partition("/")
        if not part.lstrip("-").isdecimal():
            found["hidden"] += 1
            continue
        found.update(part=int(part), whole=int(of or 0), rows=1)
        for month in row.xpath("td[@data-word='Từng tháng']//li"):
            said = _words(month)
            found.update(months=1, met=len(re.findall(r"họp \d\d/\d\d", said)))
            found["unmet"] += "không họp" in said
    for row in page.xpath("//ol[@class='ledger']/li"):
        counts = "không tính vào tử số" not in _words(row)
        found.update(part=int(counts), whole=1, rows=1)
    return found


def judged(walk: Walk, client: Client, *, pages: int, rows: int) -> Judge:
    """Judge some pages of figures and of rows, of a province after a life of chance."""
    judge, dice = Judge(client, all_rights), walk.dice
    oracle, spans = judge.oracle, periods(walk)
    units = [
        unit for unit in sorted(oracle.lives)
        if oracle.exists(unit, today()) or oracle.end(unit) <= today()
    ]  # fmt: skip
    links: list[Link] = []
    for _page in range(pages):
        found = judge.page(dice.choice(units), dice.choice(spans), dice.choice(["then", "today"]))
        links += sorted(set(found), key=str)
    for link in dice.sample(links, min(rows, len(links))):
        judge.follow(link, whole=dice.random() < 0.5)
    return judge
