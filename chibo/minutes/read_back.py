"""The read-back: the very blocks of the minutes, each with the page where it is mended."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.minutes.facts import MeetingFacts
from chibo.minutes.sheets import minutes_sheet
from chibo.papers.sheets import Block, Heading, Lettered, Paragraph, lettered_lines


@dataclass(frozen=True)
class Part:
    """A part of the minutes as it will be printed, and where to mend it."""

    word: str
    lines: list[str]
    url: str


def read_back(facts: MeetingFacts) -> list[Part]:
    """Return the minutes part by part, from the sheet that will be printed."""
    meeting = facts.meeting.pk
    parts = [Part(_("Thời gian, địa điểm"), [], reverse("meetings:setting", args=[meeting]))]
    pages = {
        "Thành phần": "meetings:roll-call",
        "I.": "meetings:discussion",
        "II.": "meetings:discussion",
        "III.": "resolutions:decisions",
        "IV.": "resolutions:decisions",
        "V.": "petitions:petitions",
        "VI.": "assessments:score",
    }
    for block in minutes_sheet(facts, number="").body:
        if isinstance(block, Heading):
            page = pages[block.text.split(" ")[0] if "." in block.text else block.text]
            if block.text.endswith("CẤP TRÊN"):
                page = "petitions:petitions"
            if block.text.endswith("BUỔI SINH HOẠT"):
                page = "assessments:score"
            parts.append(Part(block.text, [], reverse(page, args=[meeting])))
        else:
            parts[-1].lines.extend(_lines(block))
    return parts


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Lettered):
        return lettered_lines(block)
    if isinstance(block, Heading):
        return [block.text]
    return [" · ".join(cell for cell in row if cell) for row in block.rows]
