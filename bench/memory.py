"""What one web worker holds in memory after many pages, and after it has made a PDF."""

from django.core.management import call_command
from django.db import connections
from django.urls import reverse

from bench.asked import Found, note, said
from bench.base import session
from bench.evening import Browser
from bench.served import Served
from tests.sittings import held, last_month_3rd
from tests.world import make_world

GOAL = 160.0  # MB


def measure(*, rounds: int = 25) -> Found:
    """Serve a small base with one process, read its pages again and again, then a PDF."""
    call_command("migrate", verbosity=0)
    world = make_world()
    closure = held(world, last_month_3rd(), absent=2)
    cookie = session(world.user("secretary"))
    connections.close_all()
    cell, meeting = world.cell.pk, closure.meeting_id
    paths = (
        "/", f"/units/{cell}/", f"/units/{cell}/meetings/", f"/units/{cell}/members/",
        f"/meetings/{meeting}/", f"/units/{cell}/year/{closure.held_on.year}/",
    )  # fmt: skip
    with Served(1) as served:
        browser = Browser(served.ports[0], cookie, [])
        good = [path for path in paths if _given(browser, path)]
        for _ in range(rounds):
            for path in good:
                browser.get(path)
        pages = served.resident()
        _given(browser, reverse("minutes:paper-pdf", args=[meeting, "minutes"]))
        paper = served.resident()
    note(
        f"one web worker after {rounds * len(good)} pages: {pages:.0f} MB; after it made a PDF"
        f" itself: {paper:.0f} MB"
    )
    return {
        "web_worker_memory_mb": said(pages, GOAL, digits=0),
        "web_worker_memory_after_a_pdf_mb": said(paper, GOAL, digits=0),
    }


def _given(browser: Browser, path: str) -> bool:
    try:
        browser.get(path)
    except RuntimeError as error:
        note(f"not read: {error}")
        return False
    return True
