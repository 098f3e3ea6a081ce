"""Every page × three people × two screens: accessible, wide enough, big enough to touch."""

import re

import pytest

from tests.journeys.places import pages_of
from tests.journeys.site import OFFICE, PHONE, People, Site, Someone

pytestmark = pytest.mark.browser
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
WHO = ("bithu", "canbo-xa", "tinh")
FORBIDDEN = (
    "submit", "sync", "đồng bộ", "offline", "server", "cache", "token", "validation", "session",
    "upload", "error", "none", "null", "undefined", "true", "false", "invalid", "required",
)  # fmt: skip
WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden])")]
  .filter((target) => target.checkVisibility({ visibilityProperty: true }))
  .filter((target) => !target.matches(".skip") && !target.closest(".paper"))
  .filter((target) => {
    // a link inside a sentence is as high as its line; so is one in a row of running text
    const inside = target.parentElement;
    const own = target.textContent.trim();
    return !(target.matches("a") && inside.matches("p, small, span.figure__of, span, li")
      && getComputedStyle(target).display === "inline" && inside.textContent.trim() !== own);
  })
  .map((target) => {
    const label = target.matches("input[type=radio], input[type=checkbox]") && target.labels[0];
    const box = (label || target).getBoundingClientRect();
    return [target.outerHTML.slice(0, 120), Math.round(box.width), Math.round(box.height)];
  })
  .filter(([, width, height]) => height < 44 || width < 44)"""


def _each(someone: Someone, site: Site, half_held: str, login: str) -> list[str]:
    paths = pages_of(site, half_held, login)
    assert len(paths) >= 8
    return paths


@pytest.mark.parametrize("size", [PHONE, OFFICE], ids=["phone", "office"])
@pytest.mark.parametrize("login", WHO)
def test_axe_finds_nothing(
    site: Site, people: People, half_held: str, login: str, size: dict[str, int]
) -> None:
    someone = people.of(site, login, size=size)
    found = {}
    paths = _each(someone, site, half_held, login)
    for path in paths if size is PHONE else paths[::3]:  # the same marks on both screens
        page = someone.go(path)
        page.set_viewport_size({**size, "height": 6000})  # nothing under the sticky bar
        bad = axe.Axe().run(page).response["violations"]
        page.set_viewport_size(size)
        if bad:
            found[path] = [(each["id"], each["nodes"][0]["html"][:200]) for each in bad]
    assert not found


@pytest.mark.parametrize("login", WHO)
def test_one_heading_village_words_and_targets_for_a_thumb(
    site: Site, people: People, half_held: str, login: str
) -> None:
    someone = people.of(site, login)
    wrong = []
    for path in _each(someone, site, half_held, login):
        page = someone.go(path)
        if page.locator("h1").count() != 1:
            wrong.append((path, "h1", page.locator("h1").count()))
        said = page.inner_text("body").lower()
        words = [word for word in FORBIDDEN if re.search(rf"(?<!\w){word}(?!\w)", said)]
        if words:
            wrong.append((path, "words", words))
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        if small := page.evaluate(SMALL_TARGETS):
            wrong.append((path, "small", small[:4]))
    assert not wrong


@pytest.mark.parametrize("login", WHO)
def test_no_sideways_scrolling_on_320_px_and_with_big_text(
    site: Site, people: People, half_held: str, login: str
) -> None:
    narrow = people.of(site, login, size={"width": 320, "height": 640})
    wide = {}
    for path in _each(narrow, site, half_held, login):
        page = narrow.go(path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        for how, change in (
            ("320 px", ""),
            ("chữ to", "document.documentElement.classList.add('chu-to')"),
            ("200 %", "document.documentElement.classList.remove('chu-to');"
             "document.documentElement.style.fontSize = '200%'"),
        ):  # fmt: skip
            if change:
                page.evaluate(change)
            over = page.evaluate(WIDE)
            if over > 0:
                wide[path, how] = over
    assert not wide


def test_papers_fit_the_phone(site: Site, people: People, half_held: str) -> None:
    someone = people.of(site, "bithu")
    for kind in ("roll-call", "minutes", "task-list", "blank-roll-call"):
        page = someone.go(f"/meetings/{half_held}/papers/{kind}/")
        out = page.evaluate(
            """() => { const sheet = document.querySelector(".paper").getBoundingClientRect();
            return [...document.querySelectorAll(".paper *")].filter((part) => {
              const box = part.getBoundingClientRect();
              return box.right > sheet.right + 1 && !part.closest(".scroll, .pp-scroll");
            }).map((part) => part.outerHTML.slice(0, 100)).slice(0, 3); }"""
        )
        assert not out, (kind, out)
