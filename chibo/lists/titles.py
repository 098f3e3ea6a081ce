"""What a column holds, by the meaning of its title."""

import re

from chibo.core import viet

MEMBERS, UNITS, POSTS = "members", "units", "posts"
KINDS = (MEMBERS, UNITS, POSTS)
FIELDS = {
    MEMBERS: (
        "name", "birth", "sex", "admitted_on", "ceremony_on", "official_on", "commune", "cell",
        "from_on", "office", "id",
    ),
    UNITS: ("unit", "cell_type", "party_code", "statistics_code"),
    POSTS: ("name", "birth", "commune", "cell", "office", "from_on", "phone", "id"),
}  # fmt: skip
# Columns that one value is made of, and columns that only help to read the table.
PARTS = {
    "family": "name", "given": "name", "birth_male": "birth", "birth_female": "birth",
    "sex_male": "sex", "sex_female": "sex",
}  # fmt: skip
HELPERS = ("number", "row_key", "standing", "note")
NEEDED = {MEMBERS: ("name",), UNITS: ("unit",), POSTS: ("name", "office")}
LEFT_OUT = (
    "ethnicity", "religion", "identity", "phones", "home", "schooling", "card", "work", "judgement",
)  # fmt: skip
DAYS = ("birth", "admitted_on", "ceremony_on", "official_on", "from_on")
FIX = "fix:"  # before a field: the column that corrects it, on the sheet of doubts

_MEANINGS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("row_key", r"^ma dong$"),
        ("id", r"^ma trong so$"),
        ("number", r"^(stt|tt|so tt|so thu tu|thu tu|no|so t t)$"),
        ("identity", r"\b(cccd|cmnd|cmtnd|cmt|cccd cmnd|can cuoc|chung minh|dinh danh|ho chieu)\b"),
        ("card", r"\b(so )?the\b( dang| dv|$)|^so the|so ly lich|so ho so|huy hieu"),
        ("phones", r"dien thoai|\bsdt\b|\bdtdd\b|so dt\b|^d t$|zalo|email|thu dien tu|lien he"),
        ("ethnicity", r"dan toc"),
        ("religion", r"ton giao"),
        (
            "home",
            r"que quan|noi sinh(?! hoat)|dia chi|thuong tru|tam tru|noi o|cho o|ho khau|tru quan",
        ),
        (
            "schooling",
            r"trinh do|hoc van|chuyen mon|ly luan|llct|ngoai ngu|tin hoc|van hoa|hoc vi|bang cap",
        ),
        (
            "judgement",
            r"xep loai|danh gia|khen thuong|ky luat|suc khoe|hoan canh|thanh phan|gia dinh",
        ),
        ("office", r"chuc vu|chuc danh|chuc trach|cap uy$|nhiem vu trong"),
        ("work", r"nghe nghiep|cong tac|cong viec|nghe$|^nghe |bo doi|huu tri"),
        ("party_code", r"ma (so )?(to chuc dang|chi bo|dang bo|tcd|td)\b"),
        ("statistics_code", r"ma (so )?(don vi hanh chinh|hanh chinh|dvhc|xa|thong ke|ban|thon)\b"),
        ("birth_male", r"sinh.* nam$"),
        ("birth_female", r"sinh.* nu$"),
        ("sex_female", r"^nu$|\bgioi( tinh)? nu\b|^la nu$|^nu (x|danh)"),
        ("sex_male", r"^nam$|\bgioi( tinh)? nam$"),
        ("sex", r"gioi tinh|^gioi$|nam nu$|^phai$"),
        (
            "from_on",
            r"(ve|den|vao|chuyen den) chi bo|chuyen den|tu ngay|giu chuc|bo nhiem|nham chuc",
        ),
        ("official_on", r"chinh thuc|cong nhan"),
        ("ceremony_on", r"\ble\b.*ket nap|ngay le|to chuc ket nap|ket nap le$"),
        ("admitted_on", r"vao dang|\bvd\b|(quyet dinh|qd).*ket nap|ket nap"),
        ("standing", r"trang thai|tinh trang|loai dang vien|du bi"),
        ("cell_type", r"loai (hinh )?(chi bo|to chuc)|^loai( hinh)?$"),
        ("family", r"^ho( va)?( chu| ten)? (dem|lot)$|^ho$|^ho dem$|\bho va ten ho( va)?( dem)?$"),
        ("given", r"^ten$|\bho va ten ten$"),
        ("name", r"ho (va |va chu dem va |dem va )?ten|^ten (dang vien|khai sinh|goi)|^dong chi"),
        ("birth", r"\bsinh\b(?! hoat)|ntns"),
        ("name", r"^dang vien$|danh sach dang vien|^ho ten|^nguoi giu|^ten nguoi"),
        ("commune", r"^(ten )?(xa|xa phuong|phuong)( |$)|^dang (bo|uy)( xa| phuong| co so)?$"),
        (
            "cell",
            r"chi bo|sinh hoat tai|noi sinh hoat|to chuc dang|don vi|^(ban|thon|xom|to|tdp)\b"
            r"|to dan pho",
        ),
        ("note", r"ghi chu|chu thich"),
    )
)  # fmt: skip


def plain(title: str) -> str:
    """Return a title for comparison: folded, words only; năm (year) kept apart from nam (male)."""
    text = viet.tidy_line(title).lower().replace("năm", "nawm")
    return " ".join(re.findall(r"[a-z0-9]+", viet.fold(text)))


def meaning(title: str, kind: str) -> str:
    """Return the field of a column for a kind of list; empty where the title says nothing known."""
    words = plain(title)
    if words.startswith("sua "):
        field = meaning(title.split(":", 1)[-1], kind) if ":" in title else ""
        return f"{FIX}{field}" if field in FIELDS[kind] else ""
    for field, pattern in _MEANINGS:
        if pattern.search(words):
            found = _for_kind(field, kind)
            if found:
                return found
    return ""


def _for_kind(field: str, kind: str) -> str:
    """Return the field as this kind of list knows it, or empty."""
    if kind == UNITS and field in {"cell", "name"}:
        return "unit"
    if field == "phones" and kind == POSTS:
        return "phone"
    known = {*FIELDS[kind], *HELPERS, *LEFT_OUT}
    whole = PARTS.get(field, field)
    return field if whole in known else ""


def settle(titles: list[str], fields: list[str]) -> list[str]:
    """Return the fields with what only the whole row of titles tells.

    Each field stands once. A second column under one title `Họ và tên` is the given name. A plain
    day of `kết nạp` is the ceremony where another column holds the decision.
    """
    settled = list(fields)
    names = [n for n, field in enumerate(settled) if field == "name"]
    if len(names) > 1 and "given" not in settled:
        if names[1] == names[0] + 1 and plain(titles[names[0]]) == plain(titles[names[1]]):
            settled[names[0]], settled[names[1]] = "family", "given"
        elif "dang dung" in plain(titles[names[1]]):
            settled[names[0]] = ""
    admitted = [n for n, field in enumerate(settled) if field == "admitted_on"]
    if len(admitted) > 1 and "ceremony_on" not in settled:
        second = next(
            (n for n in admitted[::-1] if plain(titles[n]).endswith("ket nap")), admitted[-1]
        )
        settled[second] = "ceremony_on"
    taken: set[str] = set()
    for place, field in enumerate(settled):
        if field in taken and field not in LEFT_OUT and field not in HELPERS:
            settled[place] = ""
        taken.add(field)
    return settled
