"""What is inside a file, whatever it is: one function, run behind the wall of `sandbox.py`."""

import io
from collections.abc import Callable

import python_calamine as calamine

from chibo.spreadsheets.archives import kind_of, pack, unpack
from chibo.spreadsheets.deciding import Decider
from chibo.spreadsheets.fonts import Fonts, fonts_of_xlsx
from chibo.spreadsheets.gathering import Gathered, Gatherer
from chibo.spreadsheets.limits import Limits, Stop
from chibo.spreadsheets.other_fonts import fonts_of_ods, fonts_of_xls
from chibo.spreadsheets.plain import rows_of

TEXTS = ("csv", "tsv", "txt")
BOOKS = ("xlsx", "xls", "ods")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
FontsOf = Callable[[], dict[str, Fonts]]


Found = tuple[Gatherer, list[Gathered]]
"""The values of a file, and its tables."""


def read(content: bytes, name: str, limits: Limits) -> Found:
    """Return what is in a file, hidden tables left out. Raises: Stop."""
    suffix = name.rpartition(".")[2].lower()
    if suffix not in (*TEXTS, *BOOKS):
        raise Stop("name")
    if not content.strip():
        raise Stop("empty")
    if len(content) > limits.bytes:
        raise Stop("bytes", most=limits.bytes // 1_000_000)
    if suffix in TEXTS:
        rows, decider = rows_of(content, suffix, limits)
        gatherer = Gatherer(decider)
        table = gatherer.take(rows, {})
        decider.finish()
        return gatherer, [table]
    if content.startswith(b"PK\x03\x04"):
        return _read_archive(content, suffix, limits)
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise Stop("password")
        _agree(suffix, "xls")
        return _tables(content, lambda: fonts_of_xls(content), limits)
    raise Stop("no_table")


def _read_archive(content: bytes, suffix: str, limits: Limits) -> Found:
    parts = unpack(content, limits)
    kind = kind_of(parts)
    _agree(suffix, kind)
    if kind == "xlsx":
        return _tables(pack(parts), lambda: fonts_of_xlsx(parts), limits)
    return _tables(pack(parts), lambda: fonts_of_ods(parts, limits), limits)


def _agree(suffix: str, kind: str) -> None:
    """Raise Stop when a file is called by the name of another kind."""
    if suffix != kind:
        raise Stop("other_kind", named=suffix, found=kind)


def _tables(content: bytes, fonts_of: FontsOf, limits: Limits) -> Found:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            book.get_sheet_by_name(each.name)
            for each in book.sheets_metadata
            if each.visible == calamine.SheetVisibleEnum.Visible
            and each.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        raise Stop("password") from None
    except (calamine.CalamineError, OSError):
        raise Stop("no_table") from None
    _check_sizes(sheets, limits)
    fonts, gatherer = fonts_of(), Gatherer(Decider())
    tables = [
        gatherer.take(
            sheet.to_python(skip_empty_area=False), fonts.get(sheet.name, {}), sheet.name,
            [(*first, *last) for first, last in sheet.merged_cell_ranges or []],
        )
        for sheet in sheets
    ]  # fmt: skip
    gatherer.decider.finish()
    return gatherer, tables


def _check_sizes(sheets: list[calamine.CalamineSheet], limits: Limits) -> None:
    """Raises: Stop."""
    ends = [sheet.end or (-1, -1) for sheet in sheets]
    rows, columns = sum(row + 1 for row, _column in ends), max((c for _r, c in ends), default=-1)
    if rows > limits.rows:
        raise Stop("rows", count=rows, most=limits.rows)
    if columns >= limits.columns:
        raise Stop("columns", count=columns + 1, most=limits.columns)
