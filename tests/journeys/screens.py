"""Save pictures of every page at both sizes, for people to look at.

python -m tests.journeys.screens OUTDIR
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.places import pages_of
from tests.journeys.site import CHROMIUM, OFFICE, PHONE, QUIET, People, Site, make_base, serving
from tests.journeys.walk import Finger, answer, begin, call_roll, discuss, meeting_of


def main() -> None:
    """Make a base, hold half a meeting on it, and go through the pages."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        base = make_base(Path(folder) / "base")
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with serving(base, Path(folder) / "site") as site:
            _take(site, People(browser), out)
        browser.close()


def _take(site: Site, people: People, out: Path) -> None:
    finger = Finger(people.of(site, "bithu"))
    for step in (begin, call_roll, answer, discuss):
        step(finger)
    meeting = meeting_of(finger.page)
    for login in ("bithu", "canbo-xa", "tinh"):
        for word, size in (("360", PHONE), ("1366", OFFICE)):
            someone = people.of(site, login, size=size)
            for number, path in enumerate(pages_of(site, meeting, login)):
                page = someone.go(path)
                name = path.rstrip("/").rsplit("/", 1)[-1][:30].replace("?", "-") or "home"
                target = out / f"{login}-{number:02d}-{name}-{word}.png"
                page.screenshot(path=target, full_page=True)
    for line in people.close():
        print(line)


if __name__ == "__main__":
    main()
