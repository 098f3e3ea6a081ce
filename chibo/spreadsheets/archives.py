"""The parts of an .xlsx or .ods that are read, unpacked under limits and packed anew.

Whatever the archive says of itself (sizes, names twice, two archives in one file) is settled here:
the reader of tables gets a new archive of the very bytes that were looked at.
"""

import io
import re
import stat
import zipfile
import zlib

from chibo.spreadsheets.limits import MB, Limits, Stop

_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|"
    r"xl/(?!externalLinks/|media/|embeddings/|drawings/|charts/|printerSettings/).+\.(?:xml|rels)|"
    r"mimetype|content\.xml|styles\.xml|META-INF/manifest\.xml",
    re.IGNORECASE,
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_TOO_LONG = re.compile(rb">[^<]{131072}")  # Excel's 32,767 signs of a cell, four bytes each
_STEP = 1 << 20
_SMALL = 1 * MB  # a small table of equal lines packs well without being a bomb

Parts = dict[str, bytes]


def unpack(content: bytes, limits: Limits) -> Parts:
    """Return the parts that are read, by name. Raises: Stop."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_list(archive.infolist(), limits)
            parts = _read(archive, len(content), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise Stop("no_table") from None
    for name, part in parts.items():
        if name != "mimetype" and (_DECLARES.search(part) or b"\0" in part[:200]):
            raise Stop("odd")
        if _TOO_LONG.search(part):
            raise Stop("unpacked")
    return parts


def kind_of(parts: Parts) -> str:
    """Return xlsx or ods. Raises: Stop when it is neither, has a password or a macro."""
    if "xl/workbook.xml" in parts:
        if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
            raise Stop("macro")
        return "xlsx"
    if parts.get("mimetype", b"").strip().startswith(_ODS) and "content.xml" in parts:
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise Stop("password")
        return "ods"
    raise Stop("no_table")


def pack(parts: Parts) -> bytes:
    """Return an archive of these parts and nothing else."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return room.getvalue()


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _check_list(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Look at names, flags and the sizes as told. Raises: Stop."""
    if len(infos) > limits.entries or sum(info.file_size for info in infos) > limits.unpacked:
        raise Stop("unpacked")
    names = [_name(info).lower() for info in infos]
    if len(set(names)) < len(names):
        raise Stop("odd")
    for info in infos:
        name = _name(info)
        if info.flag_bits & 0x1:
            raise Stop("password")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise Stop("odd")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Stop("odd")
        if name.lower().endswith("vbaproject.bin"):
            raise Stop("macro")


def _read(archive: zipfile.ZipFile, packed: int, limits: Limits) -> Parts:
    parts: Parts = {}
    room = min(limits.unpacked, max(limits.ratio * packed, _SMALL))
    for info in archive.infolist():
        if not _WANTED.fullmatch(_name(info)):
            continue
        chunks = []
        with archive.open(info) as stream:
            while chunk := stream.read(_STEP):
                room -= len(chunk)
                if room < 0:
                    raise Stop("unpacked")
                chunks.append(chunk)
        parts[_name(info)] = b"".join(chunks)
    return parts
