"""The ballots to print and cut: all alike, without number or mark that tells one from another."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from chibo.elections import queries
from chibo.elections.models import Election
from chibo.elections.rules import sheets_needed
from chibo.elections.sheets import occasion_of, title_of
from chibo.papers.issuers import issuer_of
from chibo.papers.rendering import page_as_pdf
from chibo.papers.sheets import DEMO, PARTY


def ballots_pdf(election: Election, *, per_page: int, voters: int) -> bytes:
    """Return sheets of A4 with as many equal ballots as voters or a few more, in PDF.

    per_page: 1, 2, 4 or 8. No foot, no page number, no code: a sheet is cut into ballots.
    """
    sheets = sheets_needed(voters, per_page=per_page)
    context = {
        "issuer": issuer_of(election.cell_id, on=election.held_on), "party": PARTY,
        "title": "PHIẾU BẦU" if election.is_personnel else "PHIẾU BIỂU QUYẾT",
        "about": title_of(election), "occasion": occasion_of(election),
        "seats": election.seats, "lines": queries.lines_of(election), "per_page": per_page,
        "sheets": range(sheets), "ballots": range(per_page),
        "demo": DEMO if settings.DEMO else "",
    }  # fmt: skip
    return page_as_pdf(render_to_string("elections/ballots.html", context), _css())


@cache
def _css() -> str:
    path = Path(__file__).parent / "static" / "elections" / "ballots.css"
    return path.read_text(encoding="utf-8")
