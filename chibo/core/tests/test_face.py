"""What each page must be: small, without inline script or style, each box labelled."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from chibo.core import days
from chibo.core.tests.samples import all_pages

STATIC = Path(days.__file__).parent / "static" / "core"
LONGEST_SENTENCE = 15


class Page(HTMLParser):
    """Tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def having(self, name: str) -> dict[str | None, str]:
        return {attrs[name]: tag for tag, attrs in self.tags if name in attrs}


@pytest.fixture(autouse=True, scope="module")
def plain_static() -> Iterator[None]:
    """Name static files plainly: nothing has been collected here."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": backend}}):
        yield


@pytest.fixture(scope="module")
def pages(plain_static: None) -> dict[str, Page]:
    return {name: Page(text) for name, text in all_pages().items()}


@pytest.mark.parametrize(
    ("name", "most"), [("chibo.css", 14_000), ("chibo.js", 4_096), ("first.js", 500)]
)
def test_what_every_page_loads_is_small(name: str, most: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most


def test_nothing_is_inline(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for tag, attrs in page.tags:
            assert tag != "style", name
            assert tag != "script" or attrs.get("src"), name
            assert not [key for key in attrs if key == "style" or key.startswith("on")], name


def test_every_id_is_alone_and_every_reference_leads_somewhere(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), name
        for tag, attrs in page.tags:
            pointed = " ".join(
                attrs.get(f"aria-{by}") or "" for by in ("describedby", "labelledby")
            ).split()
            if tag in {"a", "use"} and (attrs.get("href") or "").startswith("#"):
                pointed.append((attrs["href"] or "")[1:])
            assert set(pointed) <= set(ids), (name, pointed)


def test_every_box_has_a_label(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        labelled = page.having("for")
        for tag, attrs in page.tags:
            if tag in {"input", "select", "textarea"} and attrs.get("type") != "hidden":
                assert attrs.get("id") in labelled, (name, attrs)


def test_an_error_is_told_at_its_box_and_on_top(pages: dict[str, Page]) -> None:
    page = pages["form-wrong"]
    wrong = [attrs for _tag, attrs in page.tags if attrs.get("aria-invalid") == "true"]
    assert wrong
    for attrs in wrong:
        assert "_error" in (attrs.get("aria-describedby") or ""), attrs
    text = all_pages()["form-wrong"]
    summary = text[text.index('class="errors"') : text.index("<h1>")]
    links = re.findall(r'href="#([^"]+)"', summary)
    links.remove("i-alert")
    assert re.search(rf"Có {len(links)} chỗ cần xem lại", summary)
    assert set(links) <= set(page.having("id"))


def test_a_page_without_errors_has_no_summary() -> None:
    for name, text in all_pages().items():
        assert ('class="errors"' in text) == (name == "form-wrong")


def test_sentences_are_short() -> None:
    folder = STATIC.parent.parent / "templates"
    said = [
        re.sub(r"\{\{?[^}]*\}", "x", found)
        for path in folder.rglob("*.html")
        for found in re.findall(r'translate "([^"]+)"', path.read_text())
    ]
    assert said
    for text in said:
        for sentence in re.split(r"[.!?:|](?:\s|$)|\|", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.django_db
def test_the_sign_in_page_says_what_is_wrong() -> None:
    answer = Client().post("/sign-in/", {"username": "", "password": ""})
    text = answer.content.decode()
    assert "Có 2 chỗ cần xem lại" in text
    assert text.count("Ghi tên đăng nhập.") == 2
    assert "style" not in {key for _tag, attrs in Page(text).tags for key in attrs}
