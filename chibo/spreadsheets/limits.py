"""How much one file may ask of the machine, and the word by which reading stops."""

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """bytes: of the file; unpacked: bytes; entries: parts of an archive; ratio: unpacked to packed;
    memory: bytes of address space.
    """

    bytes: int
    unpacked: int
    entries: int
    ratio: int
    rows: int
    columns: int
    cpu_seconds: int
    memory: int


UPLOAD = Limits(
    bytes=10 * MB, unpacked=50 * MB, entries=2000, ratio=100, rows=20_000, columns=60,
    cpu_seconds=20, memory=512 * 2**20,
)  # fmt: skip
COMMAND_LINE = Limits(
    bytes=50 * MB, unpacked=400 * MB, entries=2000, ratio=100, rows=101_000, columns=60,
    cpu_seconds=120, memory=4 * 2**30,
)  # fmt: skip
"""A hundred thousand lines, and what stands above them."""


class Stop(Exception):
    """A file is not read; `code` says why, `values` go into the sentence of `reading.py`."""

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
