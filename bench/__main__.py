"""Measure, and write build/bench.json: see bench/parts.py."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cluster import Cluster
from bench.generate import SIZES
from bench.run import folder

if TYPE_CHECKING:
    from bench.parts import Part, State

OUT = Path("build")


def main() -> int:
    """Run the parts that are wanted, each in a process of its own; return how many failed."""
    asked = _arguments()
    home = folder(asked.size)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    os.environ["CHIBO_VAR"] = str(home.resolve())
    os.environ["CHIBO_PLAIN_STATIC"] = "1"
    import django

    django.setup()
    from bench.parts import State, machine, parts_of

    if asked.drop or not (asked.resume or asked.part or asked.list):
        shutil.rmtree(home, ignore_errors=True)
        if asked.drop:
            return 0
    home.mkdir(parents=True, exist_ok=True)
    parts = parts_of(asked.size, State(home))
    if asked.list:
        for each in parts:
            print(f"{'done' if State(home).is_done(each.name) else '    '} {each.name}")
        return 0
    failed = _run_all([each for each in parts if _is_wanted(each, State(home), asked)], asked, home)
    write(State(home), machine(), asked.size)
    if SIZES[asked.size].provinces == 1 and not asked.part and not asked.keep:
        shutil.rmtree(home, ignore_errors=True)
    return failed


def _is_wanted(part: "Part", state: "State", asked: argparse.Namespace) -> bool:
    return part.name in asked.part if asked.part else not state.is_done(part.name)


def _run_all(parts: Sequence["Part"], asked: argparse.Namespace, home: Path) -> int:
    """Run parts in turn, with a PostgreSQL from the first that needs it; return how many failed."""
    failed = 0
    with ExitStack() as stack:
        is_up = False
        for each in parts:
            if each.on == "pg" and not is_up:
                stack.enter_context(Cluster(home / "pg"))
                is_up = True
            failed += _ran(asked.size, each.name, each.on, home)
    return failed


def _arguments() -> argparse.Namespace:
    found = argparse.ArgumentParser(prog="python -m bench")
    found.add_argument("--size", choices=sorted(SIZES), default="province")
    found.add_argument("--part", action="append", help="only this part; may be given again")
    found.add_argument("--list", action="store_true", help="name the parts and which are done")
    found.add_argument("--resume", action="store_true", help="leave out the parts that are done")
    found.add_argument("--keep", action="store_true", help="keep the bases")
    found.add_argument("--drop", action="store_true", help="take the bases away, measure nothing")
    asked = found.parse_args()
    asked.resume = asked.resume or SIZES[asked.size].provinces > 1
    return asked


def _ran(size: str, name: str, on: str, home: Path) -> int:
    """Run a part; return 1 where it failed."""
    print(f"{name} ...", flush=True)
    environment = dict(os.environ)
    if on != "pg":
        base = on.partition(":")[2] or "test"
        environment |= {"CHIBO_DATABASE": "sqlite", "CHIBO_SQLITE_PATH": str(home / f"{base}.db")}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.run", size, name], env=environment, check=False
    )
    took = time.perf_counter() - start
    print(f"{name}: {'FAILED' if done.returncode else 'done'} in {took:.0f} s", flush=True)
    return int(done.returncode != 0)


def write(state: "State", machine: dict[str, object], size: str) -> None:
    """Write the figures, and what they were measured on; a nation's beside a province's."""
    OUT.mkdir(exist_ok=True)
    path, beside = OUT / "bench.json", OUT / "bench-about.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    told = json.loads(beside.read_text()) if beside.exists() else {}
    found = state.found()
    parts = {
        name: {key: value for key, value in part.items() if key != "found"}
        for name, part in state.known["parts"].items()
    }
    path.write_text(json.dumps({**known, **found}, indent=2) + "\n")
    about = {**told, size: {**machine, "parts": parts}}
    beside.write_text(json.dumps(about, indent=2) + "\n")
    for name, each in found.items():
        sign = "at most" if each["better"] == "lower" else "at least"
        print(f"{name:<52} {each['value']:>12} goal: {sign} {each['goal']}")


if __name__ == "__main__":
    raise SystemExit(main())
