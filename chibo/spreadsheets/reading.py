"""Tables from a file or a pasted text, each cell in Unicode with what it was before.

A file is opened by another process (`sandbox.py`), which can do nothing but answer; the answer is
taken apart here as something a stranger wrote.
"""

import contextlib
import datetime as dt
import importlib.util
import json
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.core.errors import Refused
from chibo.spreadsheets.deciding import Decider
from chibo.spreadsheets.gathering import MARKED, NUMBERS, Gathered, Gatherer
from chibo.spreadsheets.limits import COMMAND_LINE, UPLOAD, Limits, Stop
from chibo.spreadsheets.plain import rows_of_text

__all__ = [
    "COMMAND_LINE", "UPLOAD", "Cell", "Limits", "Table", "Unreadable", "read_file", "read_pasted",
]  # fmt: skip
_START = (
    "import sys; sys.path[:0] = sys.argv[1:]; from chibo.spreadsheets.sandbox import main; main()"
)
_LIBRARIES = ("python_calamine", "xlrd")


class Unreadable(Refused):
    """A file or text is no table, or asks too much."""


@dataclass(frozen=True)
class Cell:
    """One cell. text: Unicode, tidied; a number as 1234,5, a date as 03/02/1930, maybe with hour.

    kind: text, number, date or empty. was: the text as stored, "" where only spaces were cut.
    encoding: "", tcvn3, tcvn3h (capitals drawn by the font) or vni. doubtful: neither font nor
    letters decide, so somebody has to look.
    """

    text: str
    kind: str = "text"
    day: dt.date | None = None
    was: str = ""
    encoding: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Table:
    """One sheet; empty ends of rows are cut.

    merged: first row, first column, last row, last column, from 0, inclusive; the value stands in
    the first cell. An .ods does not tell.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_file(content: bytes, name: str, *, limits: Limits = UPLOAD) -> list[Table]:
    """Return the tables of an .xlsx, .xls, .ods, .csv, .tsv or .txt, those hidden left out.

    Raises: Unreadable.
    """
    try:
        if len(content) > limits.bytes:
            raise Stop("bytes", most=limits.bytes // 1_000_000)
        return _answer(content, name, limits)
    except Stop as stop:
        raise Unreadable(_sentence(stop)) from None
    except (ValueError, TypeError, LookupError, AttributeError):
        raise Unreadable(_sentence(Stop("no_table"))) from None


def read_pasted(text: str, *, limits: Limits = UPLOAD) -> list[Table]:
    """Return the table of a text pasted from a spreadsheet, columns parted by tabs.

    Raises: Unreadable.
    """
    try:
        if len(text.encode(errors="replace")) > limits.bytes:
            raise Stop("bytes", most=limits.bytes // 1_000_000)
        rows = rows_of_text(text.strip("\r\n"), limits, "\t")
    except Stop as stop:
        raise Unreadable(_sentence(stop)) from None
    gatherer = Gatherer(Decider())
    table = gatherer.take(rows, {})
    gatherer.decider.finish()
    return [_table(table, list(map(_cell, gatherer.packed)))]


def _answer(content: bytes, name: str, limits: Limits) -> list[Table]:
    """Return what the sandbox says of a file. Raises: Stop; ValueError and the like."""
    with _started(limits) as process:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):
            head = json.dumps([name, asdict(limits)]).encode()
            process.stdin.write(head + b"\n" + content)
            process.stdin.close()
        tables = _told(process.stdout, limits)
    if tables is None:
        raise Stop("heavy" if process.returncode < 0 else "no_table")
    return tables


def _told(stream: IO[bytes], limits: Limits) -> list[Table] | None:
    """Return the tables that an answer tells, or None where it stops short of its end."""
    cells: list[Cell] = []
    tables: list[Table] = []
    room = 8 * limits.unpacked
    while line := stream.readline(room + 1):
        room -= len(line)
        if room < 0:
            raise Stop("heavy")
        word, *values = json.loads(line)
        if word == "end":
            return tables
        if word == "no":
            raise Stop(values[0], **values[1])
        if word == "values":
            cells.extend(map(_cell, values[0]))
        if word == "table":
            title, merged, rows, count = values
            lengths, places = _numbers(stream, rows, limits), _numbers(stream, count, limits)
            areas = [tuple(area) for area in merged]
            tables.append(_table(Gathered(title, lengths, places, areas), cells))
    return None


def _numbers(stream: IO[bytes], count: int, limits: Limits) -> "array[int]":
    """Return so many numbers. Raises: ValueError when they are not there, or too many."""
    if not 0 <= count <= limits.rows * limits.columns:
        raise ValueError(count)
    found = array(NUMBERS)
    found.frombytes(stream.read(count * found.itemsize))
    return found


def _table(table: Gathered, cells: list[Cell]) -> Table:
    """Return the table, a cell for each place, empty ends cut. Raises: LookupError."""
    rows: list[list[Cell]] = []
    end = 0
    for length in table.lengths:
        start, end = end, end + length
        row = list(map(cells.__getitem__, table.places[start:end]))
        while row and row[-1].kind == "empty":
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return Table(table.name, rows, table.merged)


@contextlib.contextmanager
def _started(limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """Give a new sandbox; it is gone afterwards, and when it takes twice its processor time."""
    command = [sys.executable, "-I", "-S", "-c", _START, *_paths()]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={}, cwd="/", start_new_session=True,
    ) as process:  # fmt: skip
        timer = threading.Timer(2 * limits.cpu_seconds, process.kill)
        timer.start()
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            timer.cancel()


def _paths() -> list[str]:
    """Return where the sandbox finds this package and its libraries."""
    found = [Path(__file__).parents[2]]
    for library in _LIBRARIES:
        spec = importlib.util.find_spec(library)
        assert spec is not None  # noqa: S101 - a requirement
        assert spec.origin is not None  # noqa: S101
        found.append(Path(spec.origin).parents[1])
    return list(dict.fromkeys(map(str, found)))


def _cell(value: Any) -> Cell:
    """Return the cell of a packed value, see `gathering.py`. Raises: ValueError and the like."""
    if not isinstance(value, str):
        return _simple(_number(value), "number")
    if not value.startswith(MARKED):
        return _simple(value, "text" if value else "empty")
    if value[1:2] != "[":
        day, *hour = value[1:].split(" ")
        on = dt.date.fromisoformat(day)
        return Cell(" ".join([f"{on:%d/%m/}{on.year:04d}", *hour]), "date", on)
    text, was, encoding, doubtful = json.loads(value[1:])
    return Cell(text, "text" if text else "empty", None, was, encoding, doubtful is True)


def _simple(text: str, kind: str) -> Cell:
    """Return Cell(text, kind) in a third of the time: a large table has many."""
    cell = object.__new__(Cell)
    object.__setattr__(cell, "text", text)
    object.__setattr__(cell, "kind", kind)
    return cell


def _number(value: float) -> str:
    """Return 12, 1234,5: at most 15 figures, as a spreadsheet shows them."""
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.15g}".replace(".", ",")


def _sentence(stop: Stop) -> str:
    """Return why a file is not read and what to do."""
    sentences = {
        "name": _("Chỉ đọc được .xlsx, .xls, .ods, .csv, .tsv, .txt: lưu lại rồi chọn tệp ấy."),
        "empty": _("Tệp này trống: chọn tệp khác."),
        "bytes": _("Tệp này nặng hơn {most} MB: chia thành nhiều tệp."),
        "rows": _("Bảng có {count} dòng, nhiều nhất {most}: chia thành nhiều tệp."),
        "columns": _("Bảng có {count} cột, nhiều nhất {most}: bỏ cột thừa rồi lưu lại."),
        "unpacked": _("Tệp này bung ra lớn quá: chép bảng cần dùng sang tệp mới."),
        "heavy": _("Tệp này nặng quá: chép bảng cần dùng sang tệp mới, hoặc chia nhỏ."),
        "password": _("Tệp này có mật khẩu: bỏ mật khẩu, lưu lại rồi chọn lại."),
        "macro": _("Tệp này có macro: lưu lại thành .xlsx không có macro."),
        "odd": _("Tệp này không giống tệp Excel lưu ra: mở bằng Excel, lưu lại thành .xlsx."),
        "other_kind": _(
            "Tên tệp là .{named} nhưng bên trong là .{found}: lưu lại bằng Excel rồi chọn lại."
        ),
        "no_table": _("Không mở được tệp này: lưu lại thành .xlsx rồi chọn lại."),
    }
    said = dict.fromkeys(("count", "most", "named", "found"), "") | {
        key: viet.figure(value) if isinstance(value, int) else str(value)
        for key, value in stop.values.items()
    }
    return sentences.get(stop.code, sentences["no_table"]).format(**said)
