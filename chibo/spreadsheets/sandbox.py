"""The process in which a file from outside is opened; it can read one pipe and write another.

`reading.py` starts it with an empty environment, hands it the file and reads its answer, one JSON
value a line. Neither Django nor settings nor the database are ever imported here.

What holds: no descriptor beyond stdin, stdout and stderr can be opened, so neither file nor socket;
a user other than root cannot start a process; processor time and memory end at the limits. Where
the kernel lets us, the network is gone too, and no right can be gained. The process keeps its
user: broken into, it could still send signals to that user's processes.
"""

import codecs
import ctypes
import gc
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

from chibo.spreadsheets.books import read
from chibo.spreadsheets.limits import Limits, Stop

_NEW_NETWORK_AND_USER = 0x40000000 | 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER of sched.h
_NO_NEW_RIGHTS = 38  # PR_SET_NO_NEW_PRIVS of prctl.h
_CHUNK = 500  # rows a line
_CODES = (
    "ascii", "latin-1", "cp437", "cp1252", "cp1258", "mac-roman", "utf-8-sig", "utf-16",
    "utf-16-le", "utf-16-be",
)  # fmt: skip
for _code in _CODES:
    codecs.lookup(_code)  # later no module can be opened


def close_doors(limits: Limits) -> None:
    """Take from this process what reading a table does not need; nothing gives it back."""
    system = ctypes.CDLL(None)
    system.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    system.unshare(_NEW_NETWORK_AND_USER)
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds), (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def answer(content: bytes, name: str, limits: Limits) -> Iterator[list[Any]]:
    """Yield what a file says: a table, its rows by the chunk, … `end`; or `no` and why not."""
    try:
        for table in read(content, name, limits):
            yield ["table", table.name, table.merged]
            for first in range(0, len(table.rows), _CHUNK):
                yield ["rows", table.rows[first : first + _CHUNK]]
        yield ["end"]
    except Stop as stop:
        yield ["no", stop.code, stop.values]
    except MemoryError:
        yield ["no", "heavy", {}]


def main() -> None:
    """Read a line (name, limits) and the file from stdin; write the answer to stdout."""
    name, most = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**most)
    close_doors(limits)
    gc.disable()  # nothing here goes in circles, and the process ends with its answer
    for value in answer(sys.stdin.buffer.read(), name, limits):
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
