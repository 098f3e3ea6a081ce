"""A sheet as PDF: A4, only the given fonts in it, nothing fetched from anywhere."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from chibo.papers import html
from chibo.papers.measures import (
    ALOUD,
    FULL,
    LARGE,
    REGISTER,
    SMALLEST,
    TIGHT_REGISTER,
    TIGHTER,
    WIDE,
    Measure,
)
from chibo.papers.sheets import Sheet

FAMILY = "Tinos"
FACES = {
    "Tinos-Regular.ttf": (400, "normal"),
    "Tinos-Bold.ttf": (700, "normal"),
    "Tinos-Italic.ttf": (400, "italic"),
    "Tinos-BoldItalic.ttf": (700, "italic"),
}
ORDINARY_PAGES = 2
ONE_PAGE = {
    "roll_call",
    "task_list",
    "report",
    "wall",
    "notice",
    "agenda",
    "programme",
    "rota",
    "tally_sheet",
    "count_minutes",
}  # on one sheet where they fit
LISTS = {
    "agenda",
    "roll_call",
    "task_list",
    "wall",
    "score",
    "rota",
}  # ticked or followed, not read out: their letters may be smaller still


def as_pdf(sheet: Sheet) -> bytes:
    """Return the paper as PDF/UA; a text a little over its usual pages is set tighter."""
    pdf: bytes = _fitting(sheet)[1].write_pdf(**_OPTIONS)
    return pdf


def as_one_pdf(papers: Sequence[Sheet]) -> bytes:
    """Return several papers as one file to print at once; each keeps its own page numbers."""
    documents = [_fitting(sheet)[1] for sheet in papers]
    pages = [page for document in documents for page in document.pages]
    pdf: bytes = documents[0].copy(pages).write_pdf(**_OPTIONS)
    return pdf


def page_as_pdf(page: str, css: str) -> bytes:
    """Return a whole HTML page as PDF, set by this CSS: for what is no paper of the form, ballots.

    The family of its letters is `FAMILY`; nothing is fetched but the four font files.
    """
    fonts, fetcher = FontConfiguration(), FontsOnly()
    styles = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in (_faces(), css)]
    document = HTML(string=page, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(stylesheets=styles, font_config=fonts, **_OPTIONS)
    return pdf


def measure_of(sheet: Sheet) -> Measure:
    """Return the sizes that the PDF is set in, so that a Word file can be set alike."""
    return _fitting(sheet)[0]


_OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "presentational_hints": True}


class FontsOnly(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Open the four font files and refuse every other address, of this machine or another."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the font file. Raises: FatalURLFetchingError."""
        fonts = {path.as_uri(): path for path in _font_files().values()}
        if url not in fonts:
            raise FatalURLFetchingError(f"A paper does not fetch {url}.")
        return URLFetcherResponse(url, fonts[url].read_bytes(), {"Content-Type": "font/ttf"})


def _fitting(sheet: Sheet) -> tuple[Measure, Any]:
    """Return the measure chosen and the laid-out document."""
    if sheet.kind in ALOUD:
        return LARGE, _laid_out(sheet, LARGE)
    if sheet.kind in WIDE:  # the tighter one where it saves a page
        choices = [(each, _laid_out(sheet, each)) for each in (REGISTER, TIGHT_REGISTER)]
        return min(choices, key=lambda choice: len(choice[1].pages))
    full = _laid_out(sheet, FULL)
    wanted = 1 if sheet.kind in ONE_PAGE else ORDINARY_PAGES
    if len(full.pages) == wanted + 1:
        for measure in (*TIGHTER, *SMALLEST) if sheet.kind in LISTS else TIGHTER:
            document = _laid_out(sheet, measure)
            if len(document.pages) <= wanted:
                return measure, document
    return FULL, full


def _laid_out(sheet: Sheet, measure: Measure) -> Any:
    fonts, fetcher = FontConfiguration(), FontsOnly()
    styles = [
        CSS(string=text, font_config=fonts, url_fetcher=fetcher)
        for text in (_paper_css(), _page_css(sheet, measure))
    ]
    page = HTML(string=html.as_html(sheet), url_fetcher=fetcher)
    return page.render(stylesheets=styles, font_config=fonts, **_OPTIONS)


def _faces() -> str:
    return "".join(
        f"@font-face {{ font-family: {FAMILY}; font-weight: {FACES[name][0]}; "
        f"font-style: {FACES[name][1]}; src: url({path.as_uri()}); }}"
        for name, path in _font_files().items()
    )


def _page_css(sheet: Sheet, measure: Measure) -> str:
    """Return fonts, sizes and margin boxes; margin boxes inherit nothing from the text."""
    sizes = (
        f"--paper-font: {FAMILY}; --size: {measure.size}pt; --line: {measure.line}pt; "
        f"--table-size: {measure.table_size}pt; --table-line: {measure.table_line}pt; "
        f"--pen-room: {measure.pen}pt; --part-gap: {measure.part_gap}pt;"
    )
    number = f"@page {{ font-family: {FAMILY}; @top-center {{ font: 13pt {FAMILY}; }} }}"
    body = f"html, body {{ margin: 0; font-family: {FAMILY}; }} .paper {{ {sizes} }}"
    return f"{_faces()} {number} {html.foot_css(sheet, font=FAMILY)} {body}"


@functools.cache
def _paper_css() -> str:
    path = Path(__file__).parent / "static" / "papers" / "paper.css"
    return path.read_text(encoding="utf-8")


def _font_files() -> dict[str, Path]:
    """Return the font files by name. Raises: ImproperlyConfigured, if one is missing."""
    found = {name: Path(settings.PAPER_FONT_DIR).resolve() / name for name in FACES}
    missing = [name for name, path in found.items() if not path.is_file()]
    if missing:
        raise ImproperlyConfigured(
            f"CHIBO_PAPER_FONT_DIR ({settings.PAPER_FONT_DIR}) lacks {', '.join(missing)}."
        )
    return found
