"""Run one part in this process: `python -m bench.run SIZE PART`; the environment names the base."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


def main() -> None:
    """Set Django up, do the part, leave what it found in the state."""
    size, name = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    django.setup()
    from django.test.utils import setup_test_environment

    from bench.parts import State, parts_of

    setup_test_environment()
    state = State(folder(size))
    part = next(each for each in parts_of(size, state) if each.name == name)
    load, start = os.getloadavg(), time.perf_counter()
    with _test_base() if part.on == "test" else _as_it_is():
        found = part.do()
    state.done(name, found, time.perf_counter() - start, load)


def folder(size: str) -> Path:
    """Return where the bases and the state of a size are kept."""
    return Path(os.environ.get("CHIBO_BENCH", "build")) / f"bench-{size}"


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _test_base() -> Iterator[None]:
    """Give a test base, in a file as in life; in memory it would be too fast."""
    from django.db import connection

    old = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{os.environ['CHIBO_VAR']}/bench.sqlite3"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)


if __name__ == "__main__":
    main()
