"""The script in a browser, under the policy the pages are sent with."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.test import override_settings

from chibo.core import days
from chibo.core.tests.samples import all_pages

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

STATIC = Path(days.__file__).parent / "static" / "core"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
CHROMIUM = os.environ.get("CHIBO_CHROMIUM", "/usr/bin/chromium")


class Site:
    """The sample pages on a local port; keeps what was posted."""

    def __init__(self) -> None:
        plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": plain}}):
            self.pages = all_pages()
        self.drafts: list[dict[str, list[str]]] = []
        self.sent: list[dict[str, list[str]]] = []
        rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in rules)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def _handler(site) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def answer(self, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Security-Policy", site.policy)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                name = Path(self.path).name
                if self.path.startswith("/static/"):
                    self.answer((STATIC / name).read_bytes(), KINDS[Path(name).suffix])
                else:
                    self.answer(site.pages.get(name, "").encode())

            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                posted = parse_qs(text, keep_blank_values=True)
                if self.path == "/drafts/":
                    site.drafts.append(posted)
                    self.answer(b'{"saved_at": "20:14"}', "application/json")
                else:
                    site.sent.append(posted)
                    self.answer(site.pages["ledger"].encode())

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.server.shutdown()


@pytest.fixture(scope="module")
def phone() -> Iterator[Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser.new_context(
            viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
        )
        browser.close()


@pytest.fixture
def page(phone: Any) -> Iterator[Any]:
    page = phone.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: line.type == "error" and wrong.append(line.text))
    yield page
    page.close()
    assert not wrong


def test_every_sample_page_is_accessible_and_not_wider_than_the_phone(
    site: Site, page: Any
) -> None:
    for name in site.pages:
        page.goto(f"{site.address}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        page.set_viewport_size({"width": 360, "height": 4000})  # nothing under the sticky bar
        found = axe.Axe().run(page).response["violations"]
        page.set_viewport_size({"width": 360, "height": 640})
        assert not found, (name, [(one["id"], one["nodes"][0]["html"]) for one in found])


def test_roll_call_by_exception_with_undo(site: Site, page: Any) -> None:
    page.goto(f"{site.address}/roll")
    page.tap("[data-all-present]")
    assert page.inner_text("[data-here]") == "10/10 có mặt (100 %)"
    row = page.locator("details.person").nth(2)
    row.locator("summary").tap()
    row.get_by_text("Sức khỏe").tap()
    assert not row.evaluate("row => row.open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert "Có lý do" in row.locator("summary").inner_text()
    assert page.inner_text(".snack span") == "Đã ghi vắng: Giàng A Chống"
    assert page.inner_text("[data-here]") == "9/10 có mặt (90,0 %)"
    page.tap(".snack button")
    assert page.inner_text("[data-here]") == "10/10 có mặt (100 %)"
    row.locator("summary").tap()
    row.get_by_text("Đến muộn").tap()
    assert row.locator("input[type=text]").is_visible()
    assert "Muộn 19:50" in row.locator("summary").inner_text()
    page.wait_for_function("document.querySelector('[data-saved]').innerText.includes('20:14')")
    assert site.drafts[-1]["page"] == ["/roll"]
    assert site.drafts[-1]["mark-3"] == ["late"]
    assert "csrfmiddlewaretoken" not in site.drafts[-1]


def test_chips_sums_and_parts_that_follow(site: Site, page: Any) -> None:
    page.goto(f"{site.address}/form-full")
    assert "13/14 tán thành (92,9 %)" in page.inner_text(".sum")
    assert not page.get_by_label("Vì sao bỏ phiếu kín?").is_visible()
    page.locator("#id_way_1").check()
    assert page.get_by_label("Vì sao bỏ phiếu kín?").is_visible()
    page.fill("#id_votes_against", "3")
    assert "chỉ có 14 người" in page.inner_text(".sum")
    page.tap("[data-day]")
    assert page.inner_text("[data-weekday]") == "thứ Năm"
    assert page.input_value("#id_due_0") == "03"


def test_a_form_is_sent_once_and_leaves_no_draft_behind(site: Site, page: Any) -> None:
    page.goto(f"{site.address}/form-full")
    site.drafts.clear()
    page.fill("#id_words", "Góp 3 ngày công")
    page.evaluate(
        "const b = document.querySelector('.bar button'); b.click(); b.click(); b.click()"
    )
    page.wait_for_load_state()
    page.wait_for_timeout(600)
    assert len(site.sent) == 1
    assert not site.drafts


def test_what_was_typed_is_kept_when_one_walks_away(site: Site, page: Any) -> None:
    page.goto(f"{site.address}/form-empty")
    page.fill("#id_words", "Đang gõ dở")
    page.goto(f"{site.address}/ledger")
    page.wait_for_timeout(300)
    assert any(draft.get("words") == ["Đang gõ dở"] for draft in site.drafts)


def test_the_error_summary_leads_to_the_box(site: Site, page: Any) -> None:
    page.goto(f"{site.address}/form-wrong")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.tap('.errors a[href="#id_due_0"]')
    assert page.evaluate("document.activeElement.id") == "id_due_0"
