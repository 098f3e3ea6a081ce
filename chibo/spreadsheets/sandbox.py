"""The process in which a file from outside is opened; it can read one pipe and write another.

`reading.py` starts it with an empty environment, hands it the file and reads its answer. Neither
Django nor settings nor the database are ever imported here.

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
_CHUNK = 10_000  # values a line
_CODES = (
    "ascii", "latin-1", "cp437", "cp1252", "cp1258", "mac-roman", "utf-8-sig", "utf-16",
    "utf-16-le", "utf-16-be",
)  # fmt: skip
for _code in _CODES:
    codecs.lookup(_code)  # later no module can be opened


def leave_network() -> None:
    """Go where no network is and no right is gained, as far as the kernel lets us."""
    system = ctypes.CDLL(None)
    system.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    system.unshare(_NEW_NETWORK_AND_USER)


def close_doors(limits: Limits) -> None:
    """Take from this process what reading a table does not need; nothing gives it back."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds), (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def answer(content: bytes, name: str, limits: Limits) -> Iterator[bytes]:
    """Yield what a file says, in lines of JSON: values, the tables, `end`; or `no` and why not.

    The line of a table tells how many rows and cells it has; their numbers follow, four bytes each.
    """
    try:
        gatherer, tables = read(content, name, limits)
        for first in range(0, len(gatherer.packed), _CHUNK):
            yield _line("values", gatherer.packed[first : first + _CHUNK])
        for table in tables:
            yield _line("table", table.name, table.merged, len(table.lengths), len(table.places))
            yield table.lengths.tobytes()
            yield table.places.tobytes()
        yield _line("end")
    except Stop as stop:
        yield _line("no", stop.code, stop.values)
    except MemoryError:
        yield _line("no", "heavy", {})


def _line(*values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def main() -> None:
    """Read a line (name, limits) and the file from stdin; write the answer to stdout."""
    name, most = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**most)
    leave_network()
    close_doors(limits)
    gc.disable()  # nothing here goes in circles, and the process ends with its answer
    for part in answer(sys.stdin.buffer.read(), name, limits):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
