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
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from chibo.core import viet
from chibo.core.errors import Refused
from chibo.spreadsheets.deciding import Decider
from chibo.spreadsheets.gathering import MARKED, Packed, gather, trim
from chibo.spreadsheets.limits import COMMAND_LINE, UPLOAD, Limits, Stop
from chibo.spreadsheets.plain import rows_of_text

__all__ = [
    "COMMAND_LINE", "UPLOAD", "Cell", "Limits", "Table", "Unreadable", "read_file", "read_pasted",
]  # fmt: skip
_START = (
    "import sys; sys.path[:0] = sys.argv[1:]; from chibo.spreadsheets.sandbox import main; main()"
)
_NEW, _SET = object.__new__, object.__setattr__
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
    tables: list[Table] = []
    known = _Known()
    try:
        if len(content) > limits.bytes:
            raise Stop("bytes", most=limits.bytes // 1_000_000)
        for word, *values in _answer(content, name, limits):
            if word == "table":
                tables.append(Table(values[0], [], [tuple(area) for area in values[1]]))
            elif word == "rows":
                tables[-1].rows.extend(map(known.cells, values[0]))
            elif word == "no":
                raise Stop(values[0], **values[1])
    except Stop as stop:
        raise Unreadable(_sentence(stop)) from None
    except (ValueError, TypeError, LookupError, AttributeError):
        raise Unreadable(_sentence(Stop("no_table"))) from None
    return tables


def read_pasted(text: str, *, limits: Limits = UPLOAD) -> list[Table]:
    """Return the table of a text pasted from a spreadsheet, columns parted by tabs.

    Raises: Unreadable.
    """
    try:
        if len(text.encode(errors="replace")) > limits.bytes:
            raise Stop("bytes", most=limits.bytes // 1_000_000)
        decider = Decider()
        rows = gather(rows_of_text(text.strip("\r\n"), limits, "\t"), {}, decider)
    except Stop as stop:
        raise Unreadable(_sentence(stop)) from None
    decider.finish()
    trim(rows)
    return [Table("", list(map(_Known().cells, rows)))]


def _answer(content: bytes, name: str, limits: Limits) -> Iterator[list[Any]]:
    """Yield what the sandbox says of a file, `end` last. Raises: Stop when it died instead."""
    word = ""
    with _started(limits) as process:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):
            head = json.dumps([name, asdict(limits)]).encode()
            process.stdin.write(head + b"\n" + content)
            process.stdin.close()
        room = 8 * limits.unpacked
        while line := process.stdout.readline(room + 1):
            room -= len(line)
            if room < 0:
                raise Stop("heavy")
            value = json.loads(line)
            word = value[0]
            yield value
    if word not in {"end", "no"}:
        raise Stop("heavy" if process.returncode < 0 else "no_table")


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


class _Known(dict[Any, Cell]):
    """The cell of each packed value, made once: tables repeat themselves."""

    def __missing__(self, value: Any) -> Cell:
        if type(value) is str and value[:1] != MARKED and value:
            cell = _NEW(Cell)  # Cell(value) in a third of the time
            _SET(cell, "text", value)
        else:
            cell = _told(value)
        self[value] = cell
        return cell

    def cells(self, row: Packed) -> list[Cell]:
        """Return the cells of a packed row. Raises: ValueError and the like."""
        return list(map(self.__getitem__, row))


def _told(value: Any) -> Cell:
    """Return the cell of a number, a date, or a text that was stored in another way."""
    if isinstance(value, int | float):
        return Cell(_number(value), "number")
    if not value:
        return Cell("", "empty")
    text, *more = json.loads(value.removeprefix(MARKED))
    if len(more) < 2:
        on = dt.date.fromisoformat(text)
        return Cell(" ".join([f"{on:%d/%m/}{on.year:04d}", *more]), "date", on)
    was, encoding, doubtful = more
    return Cell(text, "text" if text else "empty", None, was, encoding, doubtful is True)


def _number(value: int | float) -> str:
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
    said = {
        key: viet.figure(value) if isinstance(value, int) else str(value)
        for key, value in stop.values.items()
    }
    return sentences[stop.code].format(**said)
