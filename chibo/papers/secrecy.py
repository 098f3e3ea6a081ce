"""The secrecy gate: it reads stamps, not syllables.

*MẬT, TỐI MẬT, TUYỆT MẬT* as a mark stops a paper; *mật ong, mật độ, bảo mật, thân mật, bỏ phiếu
kín* pass, and so does a text that speaks of secret papers. Source: Luật 117/2025/QH15: secrets are
not kept on a machine that is linked to the Internet.
"""

import io
import re
import unicodedata
import zipfile

from docx import Document
from pypdf import PdfReader

GRADES = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
READABLE = (".pdf", ".docx")
MOST_PAGES = 400
MOST_UNPACKED = 50_000_000  # bytes; a small file can unpack to one that fills the memory
HEAD_LINES = 15
# how lines of a paper's head begin, where a stamp may come out beside them
OF_THE_HEAD = (
    "ĐẢNG ", "CHI BỘ", "CHI ỦY", "BAN ", "CỘNG HÒA", "CỘNG HOÀ", "ỦY BAN", "UBND", "HĐND", "TỈNH",
    "HUYỆN", "XÃ ", "Số ", "Số:", "Số :", "Bản số", "HỎA TỐC", "KHẨN", "THƯỢNG KHẨN", "Độc lập",
)  # fmt: skip
_EDGE = " \t|*-–—_.,:;()[]{}<>«»\"'“”/\\="
_PLAIN = {"TUYET MAT": "TUYỆT MẬT", "TOI MAT": "TỐI MẬT"}
_GRADE = r"(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)"
_NAMED = re.compile(rf"\b(?:độ|mức)\s+(?:độ\s+)?mật\s*[:=–-]\s*{_GRADE}(?!\s*[\w])", re.IGNORECASE)
_SET_OFF = re.compile(
    r"[(\[]\s*((?:[Tt]uyệt |[Tt]ối )?[Mm]ật)\s*[)\]]|[-–—]\s*((?:Tuyệt |Tối )?[Mm]ật)$"
    r"|^((?:Tuyệt m|Tối m|M)ật)\s*[-–—:]",
)  # fmt: skip
_APART = re.compile(r"\s{2,}|\t|\||…|\.{3,}")
_WORDS = re.compile(r"\w+|[^\w\s]")
# what makes an ordinary word of the syllable, before it and after it
_BEFORE = frozenset(_WORDS.findall(
    "bảo bí thân cơ nội trăng đường rỉ gỉ ngọt lấy hút làm ong túi sỏi ống dịch chân quay vắt thu "
    "giá bán lít nước sữa gan viêm hoa vị chế lượng nuôi cân chai rót nếm pha men trữ giọt khai "
    "thác sáp hũ kiệt ẩn huyền"
))  # fmt: skip
_AFTER = frozenset(_WORDS.findall(
    "ong ngọt độ khẩu mã thiết vụ nghị thám danh lệnh thư đàm ước mía hoa gấu lợn nhân tông tịch "
    "hiệu báo kế điện phục đạo dịch tín trái rừng ngữ bài cật hàm và sáp"
))  # fmt: skip


class CannotRead(Exception):
    """The file has no text that can be read: a photograph, a scan, or another kind of file."""


def stamp_in(text: str) -> str:
    """Return the mark that stands in a paper's text as a stamp, or an empty string.

    A stamp stands alone on its line or apart at an edge of it, or is named as the grade.
    """
    lines = unicodedata.normalize("NFC", text).splitlines()
    for place, line in enumerate(lines):
        in_head = place < HEAD_LINES
        found = _named(line) or next(
            (mark for part in _apart(line) if (mark := _alone(part, in_head=in_head))), ""
        )
        if not found and in_head:
            found = _beside(line)
        if found:
            return found
    return ""


def mark_in(title: str) -> str:
    """Return the mark in one typed line (title, file name), or an empty string.

    There the mark may also stand in capitals at an edge, or in capitals amid small letters.
    """
    line = " ".join(re.sub(r"_|\.(?=\w)", " ", unicodedata.normalize("NFC", title)).split())
    found = stamp_in(line)
    if found:
        return found
    set_off = _SET_OFF.search(line)
    if set_off:
        return _tidy(next(filter(None, set_off.groups())).upper())
    words = _WORDS.findall(line)  # with each sign between words as one of its own
    places = [place for place, word in enumerate(words) if word == "MẬT"]
    graded = [_grade(words, place) for place in places]
    if len(set(graded)) > 1:  # a list of the grades: a text about them
        return ""
    rest = [w for w in words if w.isalpha() and w not in {"MẬT", "TỐI", "TUYỆT"}]
    amid_small = any(word != word.upper() for word in rest)
    for place, grade in zip(places, graded, strict=True):
        start = place - (grade != "MẬT")
        at_edge = not any(map(str.isalnum, words[:start])) or not any(
            map(str.isalnum, words[place + 1 :])
        )
        if (amid_small or at_edge) and not _ordinary(words, start, place):
            return grade
    return ""


def text_of(content: bytes, name: str) -> str:
    """Return the text of a .pdf or .docx file. Raises: CannotRead."""
    kind = name[name.rfind(".") :].lower()
    try:
        if kind == ".pdf":
            pages = PdfReader(io.BytesIO(content)).pages
            if len(pages) > MOST_PAGES:
                raise CannotRead
            found = [page.extract_text() for page in pages]
            if not all(text.strip() for text in found):
                raise CannotRead  # a page without text may be a scan with a stamp on it
            return "\n".join(found)
        if kind == ".docx":
            return _text_of_docx(content)
    except Exception as error:  # a broken file fails in many ways; none of them is read
        raise CannotRead from error
    raise CannotRead


def _text_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise CannotRead
    document = Document(io.BytesIO(content))
    lines = []
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer):
            lines += _paragraphs(part._element)
    lines += _paragraphs(document.element.body)
    has_picture = any(node.tag.endswith(("}pic", "}pict")) for node in document.element.iter())
    text = "\n".join(lines)
    if has_picture or not text.strip():
        raise CannotRead  # a picture may be a photographed stamp
    return text


def _paragraphs(element: object) -> list[str]:
    """Return the text of each paragraph, in tables and boxes too."""
    found = []
    for node in element.iter():  # type: ignore[attr-defined]
        if node.tag.endswith("}p"):
            found.append("".join(leaf.text or "" for leaf in node.iter() if _is_text(leaf.tag)))
    return found


def _is_text(tag: object) -> bool:
    return isinstance(tag, str) and tag.endswith("}t")


def _beside(line: str) -> str:
    """Return the mark at the edge of a line of the head: name of the Party, issuer, number, day."""
    words = _WORDS.findall(line)
    places = [place for place, word in enumerate(words) if word == "MẬT"]
    for place in places:
        grade = _grade(words, place)
        start = place - (grade != "MẬT")
        rest = " ".join(words[:start] if place == len(words) - 1 else words[place + 1 :])
        at_edge = start == 0 or place == len(words) - 1
        if at_edge and rest.startswith(OF_THE_HEAD) and not _ordinary(words, start, place):
            return grade
    return ""


def _named(line: str) -> str:
    found = _NAMED.search(line)
    return _tidy(found[1]) if found else ""


def _apart(line: str) -> list[str]:
    return [part for part in _APART.split(line) if part.strip(_EDGE)]


def _alone(part: str, *, in_head: bool) -> str:
    """Return the mark where a part of a line is nothing else; `Mật` only in a paper's head."""
    text = _tidy(part.strip(_EDGE))
    close = "".join(text.split())
    if " " in text and all(len(piece) == 1 for piece in text.split()):  # M Ậ T
        text = {"".join(grade.split()): grade for grade in GRADES}.get(close, text)
    if text in GRADES:
        return text
    if text in _PLAIN:
        return _PLAIN[text]
    small_too = text[:1].isupper() and text.upper() in GRADES
    return text.upper() if small_too and in_head and not part.strip().endswith(";") else ""


def _tidy(text: str) -> str:
    joined = " ".join(text.split())
    return joined.upper() if joined.upper() in GRADES and joined.isupper() else joined


def _grade(words: list[str], place: int) -> str:
    before = words[place - 1] if place else ""
    return f"{before} MẬT" if before in {"TUYỆT", "TỐI"} else "MẬT"


def _ordinary(words: list[str], start: int, place: int) -> bool:
    """Say whether the syllable is part of an ordinary word of two."""
    if start != place:  # TỐI MẬT, TUYỆT MẬT
        return False
    before = words[place - 1].lower() if place else ""
    after = words[place + 1].lower() if place + 1 < len(words) else ""
    return before in _BEFORE or after in _AFTER
