"""The score sheet of a meeting, as it was when the minutes were closed."""

from chibo.assessments.sheets import sheet_body
from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets.parts import month_words, sheet
from chibo.papers.sheets import Sheet, Signatory


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
