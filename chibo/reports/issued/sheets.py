"""A report of any unit and period as a paper, in the order that reports have (domain notes §9)."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from chibo.minutes.sheets.parts import lines_of, sentence
from chibo.organizations.models import Kind, Role
from chibo.organizations.queries import Named, holders, named, superior
from chibo.papers.issuers import PLACE_WORD
from chibo.papers.rules import KIND_CODES, issuer_code
from chibo.papers.sheets import Block, Heading, Lettered, Paragraph, Sheet, Signatory
from chibo.reports.issued import sentences, tables
from chibo.reports.issued.reading import Asked, Reading
from chibo.reports.issued.words import long_words, n

DOTS = "…" * 29  # a line to write on by hand
DOTTED_LINES = 2
MOST_ASKED = 60  # petitions that a paper lists; the others stand with their cells


@dataclass(frozen=True)
class Words:
    """What no figure says, typed by people; empty where nobody did."""

    limits: str = ""
    objective_causes: str = ""
    subjective_causes: str = ""
    lessons: str = ""
    tasks: str = ""
    proposals: str = ""


UNTYPED = Words()


def branch_sheet(r: Reading, *, words: Words, number: str, signed_on: dt.date) -> Sheet:
    """Return the report as content. number: `12-BC/ĐU`, or dots in a draft."""
    issuer = _issuer(r.unit)
    above = superior(r.unit.id, on=r.until)
    over = named(above, on=r.until) if above else None
    place = over if r.unit.is_cell and over else r.unit
    return Sheet(
        kind="branch_report", superior=over.full.upper() if over else "", issuer=issuer.upper(),
        number=f"Số {number}", place=PLACE_WORD.sub("", place.name), day=signed_on,
        title="BÁO CÁO", about=_about(r), body=tuple(_body(r, words)), closing="",
        right=_signatory(r.unit, signed_on), recipients=_recipients(r.unit, over),
        demo=settings.DEMO,
    )  # fmt: skip


def draft_number(unit: Named) -> str:
    """Return the number of a draft: dots, and the code that it will bear."""
    return f"……-{KIND_CODES['report']}/{issuer_code(unit.kind)}"


def _about(r: Reading) -> str:
    return f"Sinh hoạt chi bộ, công tác đảng viên {long_words(r.months)}"


def _issuer(unit: Named) -> str:
    """Return who issues: a cell, a commune's `Đảng ủy`, a province's `Tỉnh ủy`."""
    if unit.is_cell:
        return unit.full
    if unit.kind == Kind.PROVINCE:
        word = "Thành ủy" if unit.name.lower().startswith("thành phố") else "Tỉnh ủy"
        return f"{word} {PLACE_WORD.sub('', unit.name)}"
    return unit.full.replace("Đảng bộ", "Đảng ủy", 1)


def _signatory(unit: Named, on: dt.date) -> Signatory:
    role = Role.SECRETARY if unit.is_cell else Role.COMMUNE_SECRETARY
    body = {Kind.CELL: "CHI BỘ", Kind.PROVINCE: "BAN THƯỜNG VỤ"}.get(Kind(unit.kind), "ĐẢNG ỦY")
    post = holders([unit.id], [role], on=on).get((unit.id, role))
    return Signatory((f"T/M {body}", "BÍ THƯ"), post.person.name if post else "")


def _recipients(unit: Named, over: Named | None) -> tuple[str, ...]:
    to = (f"- {_issuer(over)} (báo cáo),",) if over else ()
    kept = "Chi bộ" if unit.is_cell else "Văn phòng"
    return (*to, f"- Lưu {kept}.")


def _body(r: Reading, words: Words) -> list[Block]:
    return [
        Heading("I. KẾT QUẢ"), *_results(r),
        Heading("II. HẠN CHẾ"), *_typed(words.limits),
        Heading("III. NGUYÊN NHÂN"),
        Heading("1. Nguyên nhân khách quan", level=2), *_typed(words.objective_causes),
        Heading("2. Nguyên nhân chủ quan", level=2), *_typed(words.subjective_causes),
        Heading("IV. BÀI HỌC KINH NGHIỆM"), *_typed(words.lessons),
        Heading("V. NHIỆM VỤ, GIẢI PHÁP"), *_typed(words.tasks),
        Heading("VI. KIẾN NGHỊ"), *_asked(r), *_typed(words.proposals, needed=not r.asked),
    ]  # fmt: skip


def _results(r: Reading) -> list[Block]:
    parts = (
        ("Sinh hoạt chi bộ", sentences.meetings, tables.meetings),
        ("Đảng viên dự sinh hoạt", sentences.attendance, tables.attendance),
        ("Thực hiện việc đã hứa", sentences.promises, tables.promises),
        ("Chất lượng buổi sinh hoạt", sentences.grades, tables.grades),
        ("Đảng viên", sentences.members, tables.members),
    )
    blocks: list[Block] = []
    for place, (title, say, table) in enumerate(parts, start=1):
        blocks += [Heading(f"{place}. {title}", level=2), Paragraph(" ".join(say(r)))]
        found = table(r)
        if r.lines:
            blocks.append(found.on_paper)
        blocks.append(Paragraph(found.note))
    if r.correcting:
        blocks.append(Paragraph(f"Lúc lập báo cáo có {n(r.correcting)} biên bản đang sửa."))
    return blocks


def _typed(text: str, *, needed: bool = True) -> list[Block]:
    """Return what people typed, or lines to write on."""
    found = [Paragraph(sentence(line)) for line in lines_of(text)]
    return [*found] or [Paragraph(DOTS)] * (DOTTED_LINES if needed else 0)


def _asked(r: Reading) -> list[Block]:
    """Return what the cells ask of the levels above, as they wrote it."""
    if not r.asked:
        return []
    who = "Chi bộ" if r.unit.is_cell else "Các chi bộ"
    shown = r.asked[:MOST_ASKED]
    blocks: list[Block] = [
        Paragraph(f"{who} kiến nghị cấp trên {n(len(r.asked))} việc:"),
        Lettered(tuple(_item(each, r.unit.is_cell) for each in shown)),
    ]
    if len(shown) < len(r.asked):
        rest = n(len(r.asked) - len(shown))
        blocks.append(Paragraph(f"Còn {rest} kiến nghị khác, có trong báo cáo của từng đơn vị."))
    return blocks


def _item(each: Asked, own: bool) -> str:
    held_on = dt.date.fromisoformat(each.held_on)
    where = "" if own or not each.cell else f"{each.cell}, "
    return f"{sentence(each.text)[:-1]} ({where}họp ngày {held_on:%d/%m/%Y})."
