"""Small files of every kind, made here, with names that nobody bears."""

import io
import subprocess
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
import xlwt

Line = Sequence[object]
"""Cells of a row; a pair is a text and its font."""
NAME = "Lò Văn Chơ"
PEOPLE = (
    "Lò Văn Chơ", "Quàng Thị Hặc", "Giàng A Chựa", "Cà Văn Đoan", "Vàng Thị Panh", "Moong Văn Sơn",
    "Lèo Thị Thanh", "Lường Văn Nghĩa", "Tòng Thị Ượng", "Sùng A Pà", "Mùa A Bun", "Hạng A Dế",
    "Nguyễn Thị Thuý", "Trần Quốc Khánh", "Phạm Minh Đức", "Hoàng Thị Huyền", "Đèo Văn Thương",
    "Pờ Xè Chừ", "Lý Mỹ Ly", "Hà Hóa", "Lê Hoà", "Bạc Cầm Ẳng", "Vì Thị Ỷ", "Khoàng Sé Lòng",
    "Chi bộ bản Huổi Lếch 2", "Đảng bộ xã Nà Hỳ", "bản Púng Giắt 1", "xã Mường Mươn", "Bí thư",
    "Phó Bí thư Chi bộ", "Trung học phổ thông", "Đại học Sư phạm", "Dự bị", "Chính thức", "Nữ",
    "Nghỉ hưu", "Trưởng bản", "nhân viên y tế", "kết nạp ngày", "Giáy", "Tủa Chùa", "Na Ư",
)  # fmt: skip


def xlsx(*rows: Line, **more: Sequence[Line]) -> bytes:
    """Return a workbook of one sheet, and one more for each other name."""
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        for name, lines in {"A": rows, **more}.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(lines):
                for place, value in enumerate(row):
                    if isinstance(value, tuple):
                        text, font = value
                        sheet.write_string(line, place, text, book.add_format({"font_name": font}))
                    elif isinstance(value, str):
                        sheet.write_string(line, place, value)
                    else:
                        sheet.write(line, place, value)
    return room.getvalue()


def xls(*rows: Line) -> bytes:
    """Return an old workbook of one sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("A")
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            style = xlwt.XFStyle()
            if isinstance(value, tuple):
                value, style.font.name = value
            sheet.write(line, place, value, style)
    room = io.BytesIO()
    book.save(room)
    return room.getvalue()


ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
    for short, name in {
        "office": "office:1.0", "table": "table:1.0", "text": "text:1.0", "style": "style:1.0",
        "svg": "svg-compatible:1.0",
    }.items()
)  # fmt: skip


def ods(rows: str, head: str = "", **parts: str) -> bytes:
    """Return an .ods whose one table holds these rows as XML. parts: others, by name."""
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
        f'office:version="1.2">{head}<office:body><office:spreadsheet><table:table table:name="A">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
        "</manifest:manifest>"
    )
    return packed({
        "mimetype": ODS.encode(), "content.xml": body.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        **{name: text.encode() for name, text in parts.items()},
    })  # fmt: skip


def ods_row(*texts: str, again: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{again}">{cells}</table:table-row>'


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return room.getvalue()


def changed(content: bytes, **parts: bytes) -> bytes:
    """Return the archive with parts put in or put in place of others; `__` is a slash."""
    new = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    return packed(parts_of(content) | new)


def in_1258(text: str) -> bytes:
    """Return the text as Windows wrote Vietnamese: a letter, then its tone."""

    found = b""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    for sign in text:
        apart = unicodedata.normalize("NFD", sign)
        base = unicodedata.normalize("NFC", "".join(s for s in apart if s not in tones))
        found += (base + "".join(s for s in apart if s in tones)).encode("cp1258")
    return found


def by_libreoffice(path: Path, kind: str) -> bytes:
    """Return the file as LibreOffice saves it when told another kind."""
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(path.parent / 'office').as_uri()}",
         "--convert-to", kind, "--outdir", str(path.parent / "out"), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (path.parent / "out" / path.with_suffix(f".{kind.partition(':')[0]}").name).read_bytes()
