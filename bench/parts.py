"""The named parts of the bench: each leaves its figures in the state, so that it can go on later.

python -m bench                          commune's pages, province on SQLite and PostgreSQL
python -m bench --size nation            34 provinces on PostgreSQL; goes on where it stopped
python -m bench --size nation --part nation-load-07
python -m bench --size nation --list
python -m bench --size nation --drop     takes the base away
"""

import json
import math
import os
import platform
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.asked import Found, note, notes, said
from bench.generate import SIZES, Branch, Node, Size, first_month

ASKED_BY_TOP = (1, 10, 34)


@dataclass(frozen=True)
class Part:
    """A piece of the bench. on: where: `test` (a base of tests), `sqlite:NAME` (a file), `pg`."""

    name: str
    on: str
    do: Callable[[], Any]


def parts_of(name: str, state: "State") -> list[Part]:
    """Return the parts of a size, in order."""
    size = SIZES[name]
    if size.provinces == 1:
        return _of_province(name, size)
    return _of_nation(size, state)


def _branch(size: Size, number: int = 0) -> Branch:
    from bench.base import today

    return Branch(size, number, first_month(size, today()))


def _loaded(size: Size) -> None:
    from bench.base import analyze, load_province, prepared

    load_province(prepared(size), 0)
    analyze()


def _page(size: Size) -> Found:
    from bench.page import measure_province

    return measure_province(_branch(size).province.id, rounds=9)


def _of_province(name: str, size: Size) -> list[Part]:
    def small() -> Found:
        from bench.measures import measure

        return measure(rounds=5)

    def memory() -> Found:
        from bench.memory import measure

        return measure()

    def writers() -> Found:
        from bench.writers import measure

        return measure(_branch(size))

    def evening() -> Found:
        from bench.evening import measure

        return measure(_branch(size))

    def top() -> Found:
        from bench.page import measure_top

        found = measure_top(_branch(size).province.id, 9)
        return {
            "province_page_over_reads_by_key_postgresql": said(
                found["page_ms"] / found["key_ms"], 5.0
            )
        }

    lite = f"sqlite:{name}"
    return [
        Part("pages", "test", small),
        Part("memory", "sqlite:memory", memory),
        Part("sqlite-load", lite, lambda: _loaded(size)),
        Part("sqlite-page", lite, lambda: _page(size)),
        Part("pg-load", "pg", lambda: _loaded(size)),
        Part("pg-page", "pg", lambda: _page(size)),
        Part("pg-top", "pg", top),
        Part("pg-evening", "pg", evening),
        Part("pg-writers", "pg", writers),
    ]


def _of_nation(size: Size, state: "State") -> list[Part]:
    def prepare() -> None:
        from bench.base import prepared

        prepared(size)

    def load(number: int) -> None:
        from bench.base import load_province, today
        from bench.load import Loader

        load_province(Loader(size, today()), number)

    def top(count: int) -> Found:
        return _top(size, count, state)

    def cold() -> Found:
        return _top(size, size.provinces, state, name="cold")

    def lists() -> None:
        from bench import lists

        lists.main()

    parts = [Part("nation-prepare", "pg", prepare)]
    for number in range(size.provinces):
        parts.append(Part(f"nation-load-{number + 1:02}", "pg", lambda n=number: load(n)))  # type: ignore[misc]
        if number + 1 in ASKED_BY_TOP or number + 1 == size.provinces:
            count = number + 1
            parts.append(Part(f"nation-page-{count:02}", "pg", lambda n=count: top(n)))  # type: ignore[misc]
    return [
        *parts,
        Part("nation-page-cold", "pg", cold),
        Part("import-45000", "sqlite:lists", lists),
    ]


def nation() -> Node:
    """Return the unit above all provinces."""
    return Node(0, "other", "", "Cả nước", ())


def _top(size: Size, count: int, state: "State", name: str = "") -> Found:
    """Measure the nation's page with so many provinces; with several measures, how it grows."""
    from bench import sums
    from bench.base import analyze, today
    from bench.page import measure_top
    from bench.put import unchecked

    if name != "cold":
        with unchecked():
            sums.top(nation())
            sums.fresh(today())
        analyze()
    found = measure_top(nation().id, 9)
    measured = state.kept("top")
    if name == "cold":
        return {"nation_page_first_time_ms": said(found["first_ms"], 1000, digits=0)}
    measured[str(count)] = found
    state.keep("top", measured)
    result = {
        "nation_page_over_reads_by_key": said(found["page_ms"] / found["key_ms"], 5.0),
        "nation_page_queries": said(found["queries"], 15),
    }
    if "1" in measured and count > 1:
        first = measured["1"]
        grown = math.log(found["page_ms"] / first["page_ms"])
        by_rows = grown / math.log(found["closures"] / first["closures"])
        note(f"growth of the nation's page over the stored meetings: exponent {by_rows:.3f}")
        exponent = grown / math.log(count)
        result["nation_page_growth_exponent"] = said(exponent, 0.15)
    return result


class State:
    """What the parts of one size found, in a file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "state.json"
        self.known: dict[str, Any] = (
            json.loads(self.path.read_text()) if self.path.exists() else {"parts": {}, "kept": {}}
        )

    def kept(self, name: str) -> dict[str, Any]:
        """Return what a part left for another."""
        return dict(self.known["kept"].get(name, {}))

    def keep(self, name: str, value: dict[str, Any]) -> None:
        """Leave something for another part."""
        self.known["kept"][name] = value
        self.save()

    def is_done(self, name: str) -> bool:
        """Say whether a part was done."""
        return name in self.known["parts"]

    def done(self, name: str, found: Found | None, seconds: float, load: tuple[float, ...]) -> None:
        """Note that a part is done, what it found and how busy the machine was."""
        self.known["parts"][name] = {
            "found": found or {}, "seconds": round(seconds, 1), "notes": notes(),
            "load_before": [round(x, 2) for x in load],
            "load_after": [round(x, 2) for x in os.getloadavg()],
            "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "commit": commit(),
        }  # fmt: skip
        self.save()

    def save(self) -> None:
        """Write the file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.known, indent=1))

    def found(self) -> Found:
        """Return all figures of all parts."""
        return {k: v for part in self.known["parts"].values() for k, v in part["found"].items()}


def commit() -> str:
    """Return the commit that is measured; a plus where files differ from it."""

    def said_by(*words: str) -> str:
        done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = said_by("status", "--porcelain", "--untracked-files=no")
    return said_by("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def machine() -> dict[str, Any]:
    """Return on what it was measured."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    names = [
        x for x in Path("/proc/cpuinfo").read_text().splitlines() if x.startswith("model name")
    ]
    return {
        "cores": os.cpu_count(), "processor": names[0].split(": ")[1] if names else "",
        "memory_gb": round(int(lines[0].split()[1]) / 1e6, 1), "system": platform.platform(),
        "python": platform.python_version(), "commit": commit(),
        "date": time.strftime("%Y-%m-%d"), "load": [round(x, 2) for x in os.getloadavg()],
    }  # fmt: skip
