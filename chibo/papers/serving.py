"""Serve a sheet as a page, a PDF, a Word file, or the foot of its printed pages."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chibo.core import viet
from chibo.papers.html import article, foot_css
from chibo.papers.rendering import as_docx, as_pdf, get_ready
from chibo.papers.sheets import Sheet

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def serve(
    request: HttpRequest, sheet: Sheet, *, form: str, name: str, back: str, back_word: str,
    template: str = "papers/page.html", more: Mapping[str, object] | None = None,
    base: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Return the sheet in one form. form: html, pdf, docx or css; name: of the file, ASCII.

    back, back_word: where the page leads back to. The address ends in `/` for the page and in
    `.pdf`, `.docx`, `.css` for the others. template: one that extends the page, more: what it
    knows besides; base: the page's address without `/` where another address shows it.
    """
    if form == "pdf":
        return sent(as_pdf(sheet), PDF, f"{name}.pdf", inline=True)
    if form == "css":
        return HttpResponse(foot_css(sheet), content_type="text/css")
    if form == "docx":
        return sent(as_docx(sheet), WORD, f"{name}.docx")
    get_ready()
    context = {
        "article": article(sheet), "title": viet.capital(sheet.title.lower()), "back": back,
        "back_word": back_word, "base": base or request.path.rstrip("/"), **(more or {}),
    }  # fmt: skip
    return render(request, template, context, status=status)


def sent(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    """Return a file to keep, or to look at in the browser."""
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
