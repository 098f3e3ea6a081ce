"""Bombs and tricks by name, made here: a file, its name, and what must come of it (E2).

What comes of it is words of the refusal, or CLEAN: the table that is left, nothing else.
"""

import io
import random
import stat
import struct
import zipfile
from collections.abc import Callable

from chibo.spreadsheets.tests.samples import NAME, ods, ods_row, packed, parts_of, xls, xlsx

CLEAN = "the table"
ODD, NO_TABLE = "không giống tệp Excel", "Không mở được tệp này"
UNPACKED, HEAVY, MACRO, LOCKED = "bung ra lớn quá", "nặng quá", "macro", "mật khẩu"
ROWS, COLUMNS = "dòng, nhiều nhất 20.000", "cột, nhiều nhất 60"
GOOD = xlsx([NAME, 7])
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (step, b"&l%d;" % (step - 1) * 10) for step in range(1, 9)
)
DECLARED = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">' + LAUGHS + b"]>"
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 50_000, 50_000)
LINK = f'<externalLink {MAIN}><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
Trick = tuple[Callable[[], bytes], str, str]


def with_parts(parts: dict[str, bytes], base: bytes = GOOD) -> bytes:
    return packed(parts_of(base) | parts)


def with_sheet(rows: str, strings: str = "") -> bytes:
    """Return a workbook whose sheet, and shared texts, are this XML."""
    parts = {SHEET: f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()}
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>".encode()
    return with_parts(parts)


def before(part: str, text: bytes, base: bytes = GOOD) -> bytes:
    """Return an archive with a declaration in front of one part."""
    return with_parts({part: text + parts_of(base)[part].partition(b"?>")[2]}, base)


def written(name: str, change: Callable[[zipfile.ZipInfo], None], data: bytes = b"x") -> bytes:
    """Return the good workbook with one more entry, changed before it is written."""
    room = io.BytesIO(GOOD)
    with zipfile.ZipFile(room, "a") as archive:
        info = zipfile.ZipInfo(name)
        change(info)
        archive.writestr(info, data)
    return room.getvalue()


def as_link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def poked(content: bytes, head: bytes, offset: int, value: bytes) -> bytes:
    """Return the content with bytes changed behind each such head of an archive's entry."""
    found = bytearray(content)
    at = content.find(head)
    while at >= 0:
        found[at + offset : at + offset + len(value)] = value
        at = content.find(head, at + 4)
    return bytes(found)


def twice() -> bytes:
    entries = parts_of(GOOD)
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name, part in [*entries.items(), (SHEET.upper(), b"<other/>")]:
            archive.writestr(name, part)
    return room.getvalue()


def overlapping() -> bytes:
    """Return many entries that all unpack the same 1 MB: big only when added up."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.xml", b"<a>" + bytes(range(32, 60)) * 36_000 + b"</a>")
        (info,) = archive.infolist()
        for number in range(1000):
            other = zipfile.ZipInfo(f"xl/b{number}.xml")
            for key in ("header_offset", "CRC", "compress_size", "compress_type"):
                setattr(other, key, getattr(info, key))
            other.file_size = 10
            archive.filelist.append(other)
    return room.getvalue()


def in_itself() -> bytes:
    content = GOOD
    for _step in range(20):
        content = packed({"r.zip": content})
    return content


def far_away() -> bytes:
    return with_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                      '<row r="1"><c r="A1"><v>1</v></c></row>')  # fmt: skip


def shared() -> bytes:
    cells = '<c t="s"><v>0</v></c>' * 50
    base = with_sheet(f"<row>{cells}</row>" * 15_000, f"<si><t>{'dài ' * 250_000}</t></si>")
    return with_parts({"xl/media/a.bin": random.Random(1).randbytes(10**6)}, base)


def formulas() -> bytes:
    cells = (
        f'<c t="str"><f>HYPERLINK("http://x.example","a")</f><v>{NAME}</v></c>'
        '<c><f>cmd|"/c calc"!A0</f><v>7</v></c>'
    )
    return with_sheet(f"<row>{cells}</row>")


FACE = (
    '<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'.VnTime\'"/>'
    "</office:font-face-decls>"
)
DDE = ods(ods_row(NAME, "7").replace("<table:table-cell", '<table:table-cell table:formula="'
          'of:=DDE(&quot;cmd&quot;;&quot;/c calc&quot;;&quot;x&quot;)"', 1))  # fmt: skip
WIDE = '<table:table-cell table:number-columns-repeated="1000000" office:value-type="string">' \
       "<text:p>x</text:p></table:table-cell>"  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

TRICKS: dict[str, Trick] = {
    "a million rows": (lambda: with_sheet("<row><c><v>1</v></c></row>" * 10**6), "a.xlsx",
                       UNPACKED),
    "a million rows of eight cells": (
        lambda: with_sheet(f"<row>{'<c><v>1</v></c>' * 8}</row>" * 10**6), "a.xlsx", UNPACKED),
    "too many rows in little room": (
        lambda: with_sheet("<row><c><v>123456789</v></c></row>" * 20_001), "a.xlsx", ROWS),
    "too many columns": (lambda: xlsx(list(range(61))), "a.xlsx", COLUMNS),
    "a cell at the far end": (far_away, "a.xlsx", HEAVY),
    "one text in every cell": (shared, "a.xlsx", UNPACKED),
    "zeros packed": (lambda: with_parts({"xl/styles.xml": bytes(60 * 10**6)}), "a.xlsx", UNPACKED),
    "archive in an archive": (lambda: packed({"a.xlsx": GOOD}), "a.xlsx", NO_TABLE),
    "archive in itself": (in_itself, "a.xlsx", NO_TABLE),
    "archive inside the workbook": (lambda: with_parts({"xl/embeddings/a.zip": in_itself()}),
                                    "a.xlsx", CLEAN),
    "size told too small": (lambda: poked(GOOD, b"PK\x01\x02", 24, b"\x05\0\0\0"), "a.xlsx",
                            NO_TABLE),
    "size told huge": (lambda: poked(GOOD, b"PK\x01\x02", 24, b"\xfe\xff\xff\xff"), "a.xlsx",
                       UNPACKED),
    "zip64 that is none": (lambda: poked(GOOD, b"PK\x01\x02", 24, b"\xff\xff\xff\xff"), "a.xlsx",
                           UNPACKED),
    "entries over each other": (overlapping, "a.xlsx", "nặng quá|bung ra|Không mở"),
    "two thousand and one entries": (
        lambda: with_parts({f"xl/{n}.xml": b"<a/>" for n in range(2001)}), "a.xlsx", UNPACKED),
    "a name twice": (twice, "a.xlsx", ODD),
    "a name that climbs": (lambda: with_parts({"../../etc/cron.d/a": b"x"}), "a.xlsx", ODD),
    "a name from the root": (lambda: with_parts({"/etc/a": b"x"}), "a.xlsx", ODD),
    "a name of a drive": (lambda: with_parts({"C:\\a.xml": b"x"}), "a.xlsx", ODD),
    "a link to a file": (lambda: written("xl/a.xml", as_link, b"/etc/passwd"), "a.xlsx", ODD),
    "names of devices": (lambda: with_parts({"xl/CON": b"x", "NUL": b"x"}), "AUX.xlsx", CLEAN),
    "a way of packing nobody knows": (lambda: poked(poked(GOOD, b"PK\x01\x02", 10, b"\x63"),
                                      b"PK\x03\x04", 8, b"\x63"), "a.xlsx", NO_TABLE),
    "a password on the archive": (lambda: poked(GOOD, b"PK\x01\x02", 8, b"\x01"), "a.xlsx", LOCKED),
    "a password of Excel": (lambda: OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
                            "a.xlsx", LOCKED),
    "a password of LibreOffice": (
        lambda: ods(ods_row(NAME), **{"META-INF/manifest.xml": "<a><encryption-data/></a>"}),
        "a.ods", LOCKED),
    "entities that grow": (lambda: before("xl/sharedStrings.xml", DECLARED), "a.xlsx", ODD),
    "an entity from a file": (lambda: before("xl/workbook.xml", OUTSIDE), "a.xlsx", ODD),
    "an entity from a file, in an .ods": (lambda: before("content.xml", OUTSIDE, ods(ods_row("a"))),
                                          "a.ods", ODD),
    "an entity in UTF-16": (
        lambda: with_parts({"xl/styles.xml": DECLARED.decode().encode("utf-16")}), "a.xlsx", ODD),
    "elements without end": (lambda: with_sheet("<row>" * 2 * 10**6), "a.xlsx", "Không|nặng|bung"),
    "links to other files": (lambda: with_parts({"xl/externalLinks/externalLink1.xml":
                                                 LINK.encode()}), "a.xlsx", CLEAN),
    "orders to other programs": (formulas, "a.xlsx", CLEAN),
    "orders to other programs, in an .ods": (lambda: DDE, "a.ods", CLEAN),
    "a macro by name": (lambda: GOOD, "a.xlsm", "Chỉ đọc được"),
    "a macro inside": (lambda: with_parts({"xl/vbaProject.bin": OLE}), "a.xlsx", MACRO),
    "a macro by kind": (
        lambda: with_parts({"[Content_Types].xml": b"<a>sheet.macroEnabled.main+xml</a>"}),
        "a.xlsx", MACRO),
    "an object inside": (lambda: with_parts({"xl/embeddings/oleObject1.bin": OLE}), "a.xlsx",
                         CLEAN),
    "an old file that is no workbook": (lambda: OLE + bytes(4096), "a.xls", NO_TABLE),
    "a huge picture": (lambda: with_parts({"xl/media/image1.png": PICTURE}), "a.xlsx", CLEAN),
    "a picture that tells the place": (
        lambda: with_parts({"xl/media/image1.jpg": b"\xff\xd8\xff\xe1Exif\0\0GPS"}), "a.xlsx",
        CLEAN),
    "a PDF with a script": (lambda: b"%PDF-1.7\n/JS (app.alert(1))", "a.csv", NO_TABLE),
    "a PDF in front of a workbook": (lambda: b"%PDF-1.7\n" + GOOD, "a.xlsx", NO_TABLE),
    "a workbook behind a table": (lambda: b"a;b\n" + GOOD, "a.csv", NO_TABLE),
    "two workbooks in one file": (lambda: xlsx(["the other"]) + GOOD, "a.xlsx", CLEAN),
    "a page called a workbook": (lambda: b"<html><table><tr><td>1</table>", "a.xls", NO_TABLE),
    "a page called a table": (lambda: b"<html><script>1</script>", "a.csv", NO_TABLE),
    "a new workbook by an old name": (lambda: GOOD, "a.xls", "bên trong là .xlsx"),
    "an old workbook by a new name": (lambda: xls([NAME]), "a.xlsx", "bên trong là .xls:"),
    "a program": (lambda: b"MZ\x90\0" + bytes(99), "a.csv", NO_TABLE),
    "a name written backwards": (lambda: GOOD, "bang\u202excod.xlsx", CLEAN),
    "a program written backwards": (lambda: GOOD, "bang\u202exslx.exe", "Chỉ đọc được"),
    "a row told a million times": (lambda: ods(ods_row("a", "b", again=1_048_576)), "a.ods",
                                   f"{ROWS}|{HEAVY}"),
    "a cell told a million times": (lambda: ods(f"<table:table-row>{WIDE}</table:table-row>", FACE),
                                    "a.ods", f"{COLUMNS}|{HEAVY}"),
    "a table of a million lines": (lambda: b"a;b\n" * 10**6, "a.csv", ROWS),
    "a line of a million columns": (lambda: b";" * 10**6, "a.csv", COLUMNS),
    "a quote without end": (lambda: b'"' + b"a;b\n" * 10**6, "a.csv", NO_TABLE),
    "bytes that are no text": (lambda: bytes(range(256)) * 9, "a.csv", NO_TABLE),
    "eleven million bytes": (lambda: b"a" * 11 * 10**6, "a.csv", "nặng hơn 10 MB"),
    "nothing": (lambda: b"", "a.csv", "trống"),
    "a workbook cut off": (lambda: GOOD[: len(GOOD) // 2], "a.xlsx", NO_TABLE),
}  # fmt: skip
