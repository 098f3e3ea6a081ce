"""One base for all journeys; a server for each module, or for one test that writes much."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.site import CHROMIUM, QUIET, People, Site, make_base, serving
from tests.journeys.walk import Finger, answer, begin, call_roll, discuss, meeting_of

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base(tmp_path_factory.mktemp("base") / "var")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(base, tmp_path_factory.mktemp("site") / "var") as site:
        yield site


@pytest.fixture
def fresh(base: Path, tmp_path: Path) -> Iterator[Site]:
    with serving(base, tmp_path / "var") as site:
        yield site


@pytest.fixture(autouse=True)
def people(browser: Any) -> Iterator[People]:
    """Everybody's pages: an error, a breach of the policy or an unexpected answer fails."""
    people = People(browser)
    yield people
    wrong = people.close()
    assert not wrong, wrong


@pytest.fixture(scope="module")
def half_held(site: Site, browser: Any) -> str:
    """Hold this month's meeting up to the decisions, so that every page has something to show."""
    people = People(browser)
    finger = Finger(people.of(site, "bithu"))
    for step in (begin, call_roll, answer, discuss):
        step(finger)
    meeting = meeting_of(finger.page)
    assert not people.close()
    return meeting
