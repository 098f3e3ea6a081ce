"""The real server on a copy of the base, and the people who use it in a browser."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from chibo.demo.make import PASSWORD

CHROMIUM = os.environ.get("CHIBO_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 640}
OFFICE = {"width": 1366, "height": 768}
TELL = """addEventListener("securitypolicyviolation", (event) =>
  console.error("policy", event.violatedDirective, event.blockedURI, event.sample))"""


def run_base(var: Path, *what: str, **more: Any) -> subprocess.Popen[str]:
    """Start one of the two commands of tests.journeys.base on its own folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("CHIBO_")}
    env |= {"CHIBO_VAR": str(var), "CHIBO_DEMO": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "tests.journeys.base", *what]
    return subprocess.Popen(command, env=env, text=True, cwd=Path(__file__).parents[2], **more)


def make_base(var: Path) -> Path:
    """Make the base once; every site gets a copy."""
    assert run_base(var, "make").wait(timeout=300) == 0
    return var


@dataclass
class Site:
    """A running server: its address, and its database to look into."""

    address: str
    var: Path

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        with sqlite3.connect(f"file:{self.var / 'chibo.sqlite3'}?mode=ro", uri=True) as base:
            return base.execute(query, values).fetchall()

    def number(self, query: str, *values: object) -> int:
        """Return the one number that the database answers."""
        return int(self.rows(query, *values)[0][0])

    def unit(self, name: str) -> str:
        """Return the identifier of a unit, as it stands in addresses."""
        rows = self.rows("select unit_id from organizations_designation where name = ?", name)
        return str(UUID(rows[0][0]))


@contextmanager
def serving(base: Path, var: Path, *, at: str = "") -> Iterator[Site]:
    """Serve a copy of the base, the one that is there already or a fresh one; at: another hour."""
    if not var.exists():
        shutil.copytree(base, var)
    server = run_base(var, "serve", *([at] if at else []), stdout=subprocess.PIPE)
    assert server.stdout is not None
    address = next(line.strip() for line in server.stdout if line.startswith("http://"))
    try:
        yield Site(address, var)
    finally:
        server.terminate()
        server.wait(timeout=20)


@dataclass
class Someone:
    """A person at a browser: pages are watched, what goes wrong is kept."""

    site: Site
    context: Any
    wrong: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)  # answers from 400 that are part of the test
    page: Any = None

    def open(self, path: str = "/") -> Any:
        """Open a new page at an address."""
        self.page = page = self.context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: self.wrong.append(f"pageerror {error}"))
        page.on("console", self._heard)
        page.on("response", self._answered)
        page.on("dialog", lambda dialog: self._asked(dialog))
        page.goto(self.site.address + path)
        return page

    def _heard(self, line: Any) -> None:
        # the browser's own words about an answer from 400 are judged in _answered
        if line.type == "error" and "Failed to load resource" not in line.text:
            self.wrong.append(f"console {line.text}")

    def _answered(self, answer: Any) -> None:
        if answer.status >= 400 and answer.status not in self.expected:
            self.wrong.append(f"{answer.status} {answer.request.method} {answer.url}")

    def _asked(self, dialog: Any) -> None:
        self.wrong.append(f"dialog {dialog.type} {dialog.message}")
        dialog.dismiss()

    def go(self, path: str) -> Any:
        """Go to an address of the site in the same page."""
        self.page.goto(self.site.address + path)
        return self.page


class People:
    """Opens the browser for signed-in people, each in a context of their own."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.all: list[Someone] = []

    def of(self, site: Site, login: str = "", *, size: Any = PHONE, **more: Any) -> Someone:
        """Return somebody at a phone (or another size), signed in and at home; not without login.

        more: settings of the browser's context.
        """
        small = size["width"] < 600
        context = self.browser.new_context(
            viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
            has_touch=small, is_mobile=small, **more,
        )  # fmt: skip
        if more.get("java_script_enabled", True):
            context.add_init_script(TELL)
        someone = Someone(site, context)
        self.all.append(someone)
        if login:
            page = someone.open("/sign-in/")
            page.fill("#id_username", login)
            page.fill("#id_password", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(site.address + "/")
        return someone

    def close(self) -> list[str]:
        """Send everybody home; return what went wrong."""
        wrong = [line for someone in self.all for line in someone.wrong]
        for someone in self.all:
            someone.context.close()
        self.all.clear()
        return wrong
