"""The score sheet: every point can be explained from the page alone.

What screens say too goes through gettext; the paper is made under Vietnamese.
"""

from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext as _

from chibo.assessments.models import FramePack, Grade
from chibo.assessments.queries import Scored, Shown, points_words
from chibo.papers.sheets import Block, Column, Heading, Paragraph, Table

UNCHECKED = {
    "house": "cách làm của sổ, chưa có văn bản",
    "unverified": "chưa đối chiếu với văn bản",
    "second_hand": "theo nguồn dẫn lại",
}


def frame_words(pack: FramePack) -> str:
    """Return which frame a sheet follows: number, day, issuer."""
    said = pack.title
    if pack.number:
        said = _("{title} số {number}").format(title=said, number=pack.number)
    if pack.signed_on:
        said = _("{title} ngày {day}").format(title=said, day=f"{pack.signed_on:%d/%m/%Y}")
    return _("{title} của {issuer}, dùng từ {day}").format(
        title=said, issuer=pack.issuer_name, day=f"{pack.from_on:%d/%m/%Y}"
    )


def grade_words(grade: str) -> str:
    return str(Grade(grade).label) if grade else _("chưa xếp")


@translation.override("vi")
def sheet_body(own: Scored, above: Scored | None) -> list[Block]:
    """Return the body of the score sheet. above: what the follower says, beside it."""
    beside = {s.line.item.key: s for s in above.shown} if above and above.is_saved else {}
    columns = [
        Column("Mục", 8, centred=True), Column("Tiêu chí", 27), Column("Tối đa", 10, centred=True),
        Column("Điểm", 10, centred=True), Column("Vì sao được điểm này", 45 if not beside else 33),
    ]  # fmt: skip
    if beside:
        columns.append(Column("Người theo dõi", 12, centred=True))
    blocks: list[Block] = [Paragraph(f"Theo {frame_words(own.pack)}.")]
    rows, block = [], ""
    for each in own.shown:
        if each.line.item.block != block:
            block = each.line.item.block
            rows.append(("", block, "", _block_points(own, block), "", *([""] if beside else [])))
        rows.append(_row(each, beside))
    blocks += [Table(tuple(columns), tuple(rows)), *_totals(own, above if beside else None)]
    marks = sorted({each.line.item.status for each in own.shown} & set(UNCHECKED))
    if marks:
        said = "; ".join(
            f"{UNCHECKED[mark]}: mục "
            + ", ".join(s.line.item.key for s in own.shown if s.line.item.status == mark)
            for mark in marks
        )
        blocks.append(Paragraph(f"Đã đối chiếu đến đâu: {said}."))
    return blocks


def _row(each: Shown, beside: dict[str, Shown]) -> tuple[str, ...]:
    line = each.line
    why = each.why
    if line.waits:
        why = "Còn chờ: việc sau buổi họp, ghi sau"
    elif line.points is None:
        why = f"{why}. Chưa chấm".lstrip(". ")
    detail = "\n".join(part for part in (line.item.guidance, line.item.source) if part)
    row = (
        line.item.key, line.item.title, points_words(line.item.most),
        "…" if line.points is None else points_words(line.points),
        f"{why}\n{detail}".strip(),
    )  # fmt: skip
    if not beside:
        return row
    other = beside.get(line.item.key)
    known = other is not None and other.line.points is not None
    return (*row, points_words(other.line.points) if known and other else "…")  # type: ignore[arg-type]


def _block_points(own: Scored, block: str) -> str:
    got = [s.line.points for s in own.shown if s.line.item.block == block]
    return points_words(sum(p for p in got if p is not None)) if own.score.of else ""  # type: ignore[arg-type]


def _totals(own: Scored, above: Scored | None) -> list[Block]:
    lines: list[Block] = [Heading("KẾT QUẢ"), Paragraph(f"Chi bộ tự chấm: {total_words(own)}.")]
    if above is not None:
        lines.append(Paragraph(f"Cấp ủy viên theo dõi chấm: {total_words(above)}."))
        lines.append(Paragraph("Hai bên giữ nguyên điểm của mình, không lấy trung bình."))
    if own.score.held_back_by:
        lines.append(Paragraph(f"Bị khống chế bởi: {'; '.join(own.score.held_back_by)}."))
    if own.score.waiting:
        keys = ", ".join(line.item.key for line in own.score.waiting)
        lines.append(Paragraph(f"Mục {keys} rơi vào sau buổi họp, chưa tính vào tổng."))
    return lines


def total_words(scored: Scored) -> str:
    """Return `86/100 điểm, xếp loại Khá`."""
    score = scored.score
    if not score.is_complete:
        return _("còn {count} mục chưa chấm").format(count=len(score.asked))
    return points_and_grade(score.points, score.of, score.grade)


def points_and_grade(points: Fraction, of: Fraction, grade: str) -> str:
    """Return `86/100 điểm, xếp loại Khá`; the grade alone where a frame has no points."""
    if not of:
        return _("xếp loại {grade}").format(grade=grade_words(grade))
    return _("{points}/{of} điểm, xếp loại {grade}").format(
        points=points_words(points), of=points_words(of), grade=grade_words(grade)
    )
