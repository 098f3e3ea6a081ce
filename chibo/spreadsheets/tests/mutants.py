"""Broken files by the hundred: `python -m chibo.spreadsheets.tests.mutants SEED COUNT`.

Each is read by the sandbox's own function in a child of this process, behind the same doors. Prints
as JSON how many became tables, were refused, ended the child, or came out as anything else.
"""

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace

from chibo.spreadsheets.letters import to_tcvn3
from chibo.spreadsheets.limits import UPLOAD
from chibo.spreadsheets.sandbox import answer, close_doors
from chibo.spreadsheets.tests.samples import NAME, PEOPLE, ods, ods_row, packed, parts_of, xls, xlsx
from chibo.spreadsheets.tests.tricks import FACE

OLD = [(to_tcvn3(NAME), ".VnTime"), (to_tcvn3(NAME.lower()), ".VnTimeH"), NAME, 7, 8.5]
ROWS = [[name, place, place / 3] for place, name in enumerate(PEOPLE)]
SEEDS = {
    "xlsx": [xlsx(*ROWS), xlsx(OLD, *ROWS[:5]), xlsx(OLD, B=ROWS[:3])],
    "xls": [xls(*ROWS), xls(OLD, *ROWS[:5])],
    "ods": [ods(ods_row(*PEOPLE[:6]) + ods_row(*PEOPLE[6:9], again=3), FACE)],
    "csv": [
        "\n".join(f"{name};{place}" for name, place, _third in ROWS).encode(),
        "\n".join(f'"{name}","{place}"' for name, place, _third in ROWS).encode("utf-16"),
        to_tcvn3("\n".join(f"{NAME}\t{place}" for place in range(40))).encode("latin-1"),
    ],
}


def broken(content: bytes, dice: random.Random) -> bytes:
    """Return the bytes with a few of them changed, doubled, taken out or cut off."""
    found = bytearray(content)
    for _time in range(dice.choice((1, 1, 2, 5, 30))):
        at, length = dice.randrange(len(found) or 1), dice.choice((1, 1, 2, 4, 60))
        change = dice.randrange(5)
        if change == 0:
            found[at : at + length] = dice.randbytes(length)
        elif change == 1:
            del found[at : at + length]
        elif change == 2:
            found[at:at] = found[at : at + length] * dice.choice((1, 2, 50))
        elif change == 3:
            found[at : at + 4] = dice.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f")
            )
        elif dice.random() < 0.2:
            del found[at:]
    return bytes(found)


def mutant(dice: random.Random) -> tuple[str, bytes]:
    """Return a broken file and its name; an archive is broken outside, or in one of its parts."""
    kind = dice.choice(list(SEEDS))
    content = dice.choice(SEEDS[kind])
    if kind in {"xlsx", "ods"} and dice.random() < 0.7:
        parts = parts_of(content)
        name = dice.choice(list(parts))
        return f"a.{kind}", packed(parts | {name: broken(parts[name], dice)})
    return f"a.{kind}", broken(content, dice)


def outcome(name: str, content: bytes) -> str:
    """Return what a child makes of a file: tables, refused, ended, or what it said instead."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_sandbox(name, content, into)
    os.close(into)
    with open(out, "rb") as stream:
        lines = stream.read().splitlines()
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "hung"
    if status:
        return "ended"
    last = json.loads(lines[-1])
    return {"no": "refused", "end": "tables"}.get(last[0], repr(last))


def _be_the_sandbox(name: str, content: bytes, into: int) -> None:
    """Do what `sandbox.main` does, and be gone."""
    os.dup2(into, 1)
    os.closerange(3, 64)
    os.close(2)
    close_doors(replace(UPLOAD, cpu_seconds=10))
    for part in answer(content, name, UPLOAD):
        os.write(1, part)
    os._exit(0)


def main(seed: int, count: int) -> None:
    dice = random.Random(seed)
    found: dict[str, int] = {}
    slowest = 0.0
    for _number in range(count):
        name, content = mutant(dice)
        begun = time.monotonic()
        said = outcome(name, content)
        slowest = max(slowest, time.monotonic() - begun)
        found[said] = found.get(said, 0) + 1
    sys.stdout.write(json.dumps({"outcomes": found, "slowest": round(slowest, 2)}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
