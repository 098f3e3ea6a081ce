"""Every file of a paper passes here: a web process has it made in a process beside, stays small.

The engine of PDFs takes some 80 MB and two seconds to load. The process beside is started
with the server, not waited for; it makes one file after another, and ends with its owner; one that
fell or hangs is replaced, at the latest with the next paper that is looked at.
"""

import multiprocessing
import os
import threading
from collections.abc import Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import django
from django.utils import translation

from chibo.papers.sheets import Sheet

LIMIT = 120  # seconds for one file; the longest book of a commune takes a tenth of it
MOST = 200  # files until the process beside is replaced, with the memory that it gathered


class CannotRender(Exception):
    """The process beside fell or hung, twice."""


def as_docx(sheet: Sheet) -> bytes:
    """Return `docx.as_docx`. Raises: CannotRender."""
    return _made("as_docx", sheet)


def as_pdf(sheet: Sheet) -> bytes:
    """Return `pdf.as_pdf`. Raises: CannotRender."""
    return _made("as_pdf", sheet)


def as_one_pdf(papers: Sequence[Sheet]) -> bytes:
    """Return `pdf.as_one_pdf`. Raises: CannotRender."""
    return _made("as_one_pdf", papers)


def page_as_pdf(page: str, css: str) -> bytes:
    """Return `pdf.page_as_pdf`. Raises: CannotRender."""
    return _made("page_as_pdf", str(page), css)


def go_apart() -> None:
    """Have files made in a process beside from now on: for a process that serves pages."""
    global _beside
    _beside = _beside or Beside()


def get_ready() -> None:
    """Start the process beside: who looks at a paper may soon want a file."""
    if _beside is not None:
        _beside.get_ready()


def _made(name: str, *values: Any) -> bytes:
    return _call(name, *values) if _beside is None else _beside.ask(name, *values)


def _call(name: str, *values: Any) -> bytes:
    # the engine takes two seconds to load: who prints nothing does not wait for it
    maker = import_module(f"chibo.papers.{'docx' if name == 'as_docx' else 'pdf'}")
    made: bytes = getattr(maker, name)(*values)
    return made


class Beside:
    """The process beside; threads wait for each other."""

    def __init__(self, *, limit: float = LIMIT, most: int = MOST) -> None:
        self.limit, self.most, self.count = limit, most, 0
        self.lock = threading.Lock()
        self.owner = os.getpid()
        self.process: Any = None
        self.pipe: Connection | None = None

    def get_ready(self) -> None:
        """Start the process, without waiting for it."""
        if self.process is None and self.lock.acquire(blocking=False):
            try:
                self._start()
            finally:
                self.lock.release()

    def ask(self, name: str, *values: Any) -> bytes:
        """Return what a function of `pdf` or `docx` makes. Raises: what it raises; CannotRender."""
        with self.lock:
            for _time in range(2):
                made = self._asked((name, values, translation.get_language()))
                if made is not None:
                    break
                self.end()
            else:
                raise CannotRender(name)
            self.count += 1
            if self.count >= self.most:
                self.end()
        if isinstance(made, Exception):
            raise made
        return made

    def _asked(self, wanted: tuple[str, tuple[Any, ...], str]) -> bytes | Exception | None:
        """Return what was made or raised; None where the process fell or hung."""
        if self.owner != os.getpid():  # a web server that divided itself: theirs is not ours
            self.owner, self.process, self.pipe = os.getpid(), None, None
        if self.process is None or not self.process.is_alive():
            self._start()
        assert self.pipe is not None  # noqa: S101 - for the types
        try:
            self.pipe.send(wanted)
            found: bytes | Exception | None = (
                self.pipe.recv() if self.pipe.poll(self.limit) else None
            )
        except (EOFError, OSError):
            return None
        return found

    def _start(self) -> None:
        self.end()
        way = multiprocessing.get_context("spawn")
        self.pipe, there = way.Pipe()
        self.process = way.Process(target=_answer, args=(there,), daemon=True, name="papers")
        self.process.start()
        there.close()

    def end(self) -> None:
        """End the process, whatever it does; the next question starts another."""
        self.count = 0
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None
        if self.pipe is not None:
            self.pipe.close()
            self.pipe = None


_beside: Beside | None = None


def _answer(pipe: Connection) -> None:
    """Make what is asked for until the owner is gone: what the process beside does."""
    django.setup()
    for name in ("docx", "pdf"):
        import_module(f"chibo.papers.{name}")
    while True:
        try:
            name, values, language = pipe.recv()
        except (EOFError, OSError):
            return
        with translation.override(language):
            try:
                made: bytes | Exception = _call(name, *values)
            except Exception as error:  # noqa: BLE001 - the owner raises it
                made = error
        pipe.send(made)
