"""A table as text: which code its bytes are in, which sign parts its columns."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from chibo.spreadsheets.deciding import Decider, by_letters, fit_of_unicode
from chibo.spreadsheets.limits import Limits, Stop

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")
)  # fmt: skip
_OTHER = re.compile(  # what other kinds of file begin with
    rb"%PDF|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|MZ|"
    rb"\x7fELF|\{\\rtf|\s*<(?:\?xml|!DOCTYPE|html|table|svg|Workbook)",
    re.IGNORECASE,
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no table as text holds."""

_STARTS = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠|]|'")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,]*")
_SIGNS = "\t;,|"
_LOOKED_AT = 200  # lines by which code and sign are told
Rows = list[list[str]]


def rows_of(content: bytes, suffix: str, limits: Limits) -> tuple[Rows, Decider]:
    """Return the rows of a text file, and who decides its texts. Raises: Stop."""
    if _OTHER.match(content):
        raise Stop("no_table")
    text, is_bytes = _decoded(content)
    if CONTROL.search(text):
        raise Stop("no_table")
    sign = "\t" if suffix == "tsv" else ""
    return rows_of_text(text, limits, sign), Decider(is_bytes=is_bytes)


def rows_of_text(text: str, limits: Limits, sign: str = "") -> Rows:
    """Return the rows of a text; sign: what parts the columns, "" to find out. Raises: Stop."""
    match = re.match(r"sep=(.)\r?\n", text)
    if match:
        text, sign = text[match.end() :], match[1]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign or _sign_of(text))
    rows: Rows = []
    try:
        for row in reader:
            rows.append(list(map(_unguarded, row)))
            if len(rows) > limits.rows:
                raise Stop("rows", count=text.count("\n"), most=limits.rows)
            if len(row) > limits.columns:
                raise Stop("columns", count=len(row), most=limits.columns)
    except csv.Error:
        raise Stop("no_table") from None
    return rows


def guarded(text: str) -> str:
    """Return a text for a .csv: an apostrophe in front where it would be taken for a formula.

    Numbers, and telephone numbers like +84 912 …, stay as they are.
    """
    starts = _STARTS.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if starts else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and _STARTS.match(text[1:]) else text


def _sign_of(text: str) -> str:
    """Return the sign that parts most of the first lines into equally many cells."""
    lines = [line for line in text[:50_000].splitlines() if line.strip()][:_LOOKED_AT]

    def weight(sign: str) -> int:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        return max(counts.values(), default=0)

    return max(_SIGNS, key=weight)  # the first of those that weigh the same


def _decoded(content: bytes) -> tuple[str, bool]:
    """Return the text, and whether it was read byte by byte. Raises: Stop."""
    code = next((code for mark, code in _MARKS if content.startswith(mark)), _utf16(content))
    try:
        return content.decode(code or "utf-8"), False
    except UnicodeDecodeError:
        if code or b"\0" in content:
            raise Stop("no_table") from None
    lines = content.splitlines(keepends=True)
    is_1258 = _is_1258(line for line in lines if not _is_utf8(line))
    return "".join(_line(line, is_1258=is_1258) for line in lines), True


def _line(line: bytes, *, is_1258: bool) -> str:
    if _is_utf8(line):
        return line.decode()
    return line.decode("cp1258", "replace") if is_1258 else _western(line)


def _western(line: bytes) -> str:
    """Return the bytes as Western signs: what an old spreadsheet hands on of TCVN3 and VNI."""
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _utf16(content: bytes) -> str:
    """Return utf-16-le or utf-16-be where every second byte of many is zero, else ""."""
    start = content[:4000]
    if len(content) % 2 or not start:
        return ""
    low, high = start[::2].count(0), start[1::2].count(0)
    if low == high or min(low, high) > 0 or max(low, high) < len(start) / 10:
        return ""
    return "utf-16-be" if low else "utf-16-le"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_1258(lines: Iterable[bytes]) -> bool:
    """Say whether lines are Vietnamese in cp1258, and less so in other ways.

    TCVN3 and VNI are told later, cell by cell, from their Western signs.
    """
    as_1258 = as_other = 0.0
    for line, _place in zip(lines, range(_LOOKED_AT), strict=False):
        as_1258 += fit_of_unicode(line.decode("cp1258", "replace"))
        as_other += max(by_letters(_western(line)).values())
    return as_1258 > as_other
