"""The score sheet of a meeting, as it was when the minutes were closed, and what came after."""

from dataclasses import replace
from fractions import Fraction

from django.utils import translation

from chibo.assessments.queries import points_words
from chibo.assessments.sheets import points_and_grade, sheet_body
from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets.parts import day, month_words, sheet
from chibo.minutes.standing import LateItem, Standing
from chibo.papers.sheets import Block, Heading, Paragraph, Sheet, Signatory


def score_sheet(facts: MeetingFacts) -> Sheet:
    """Return the score sheet as content; every point with its arithmetic."""
    own = facts.own_score
    assert own is not None  # noqa: S101 - asked for only where there is one
    return sheet(
        facts,
        kind="score",
        number="",
        title="PHIẾU CHẤM ĐIỂM",
        about=f"Chất lượng buổi sinh hoạt {month_words(facts.meeting)}",
        body=sheet_body(own, facts.score_from_above),
        right=Signatory(("T/M CHI BỘ", "BÍ THƯ"), facts.secretary),
    )


@translation.override("vi")
def with_late_items(filed: Sheet, standing: Standing) -> Sheet:
    """Return the filed sheet as it was, and below it what was settled since, each with its day."""
    if not standing.after.settled and not standing.after.lapsed:
        return filed
    total = points_and_grade(
        standing.points or Fraction(0), standing.points_of or Fraction(0), standing.grade
    )
    more: list[Block] = [Heading("BỔ SUNG SAU KHI CHỐT BIÊN BẢN")]
    more += [Paragraph(_late_words(each, standing)) for each in standing.late]
    more.append(Paragraph(f"Tính cả phần bổ sung: {total}."))
    return replace(filed, body=(*filed.body, *more))


def _late_words(late: LateItem, standing: Standing) -> str:
    item, answer = late.item, late.answer
    head = f"Mục {item.key}, {item.title}: "
    if answer is None and standing.after.lapsed:
        return f"{head}0 điểm, hết ngày {day(standing.after.until_on)} chưa ghi."
    if answer is None:
        return f"{head}còn chờ, ghi đến hết ngày {day(standing.after.until_on)}."
    if answer.does_not_apply:
        return f"{head}không áp dụng, tính đủ {points_words(item.most)} điểm."
    points = points_words(Fraction(answer.points))
    done = f", làm xong ngày {day(answer.done_on)}" if answer.done_on else ""
    return f"{head}{points}/{points_words(item.most)} điểm{done}."
