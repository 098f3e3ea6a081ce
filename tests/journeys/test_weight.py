"""How heavy the pages are on the wire, and that an office clerk needs no mouse."""

from typing import Any

import pytest

from tests.journeys.places import pages_of
from tests.journeys.site import OFFICE, People, Site, Someone

pytestmark = pytest.mark.browser
FIRST, LATER = 60 * 1024, 20 * 1024  # bytes compressed: ux.md §8
FIRST_REQUESTS = 8
FOCUS = """() => {
  const now = document.activeElement, style = getComputedStyle(now);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = now.getBoundingClientRect();
  const on = box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return { tag: now.tagName, href: now.getAttribute("href") || "", text: now.textContent.trim(),
           seen: ringed && on };
}"""


def _weigh(someone: Someone) -> list[tuple[str, int, str]]:
    """Listen to the wire of a page: kind, bytes with heads, compression of each answer."""
    heard: dict[str, dict[str, Any]] = {}
    wire = someone.context.new_cdp_session(someone.page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.responseReceived", lambda e: heard.update({e["requestId"]: e}))
    done: list[tuple[str, int, str]] = []

    def finished(event: dict[str, Any]) -> None:
        answer = heard.get(event["requestId"])
        if answer and answer["response"]["url"].startswith("http"):
            heads = {k.lower(): v for k, v in answer["response"]["headers"].items()}
            packed = heads.get("content-encoding", "")
            done.append((answer["type"], int(event["encodedDataLength"]), packed))

    wire.on("Network.loadingFinished", finished)
    return done


@pytest.mark.parametrize("login", ["", "bithu", "canbo-xa", "tinh"])
def test_the_first_page_is_light(site: Site, people: People, login: str) -> None:
    someone = people.of(site, login)
    if not login:
        someone.open("/sign-in/")
    done = _weigh(someone)
    someone.go("/" if login else "/sign-in/")
    someone.page.wait_for_load_state("networkidle")
    total = sum(size for _kind, size, _packed in done)
    print(f"first page of {login or 'nobody'}: {total} bytes, {len(done)} requests")
    assert {"Document", "Stylesheet", "Script"} <= {kind for kind, _size, _packed in done}
    assert total <= FIRST
    assert len(done) <= FIRST_REQUESTS
    for kind, _size, packed in done:
        assert packed in {"gzip", "br"} or kind == "Other", (kind, packed)


@pytest.mark.parametrize("login", ["bithu", "canbo-xa", "tinh"])
def test_later_pages_are_light(site: Site, people: People, half_held: str, login: str) -> None:
    someone = people.of(site, login)
    done = _weigh(someone)
    sizes = {}
    for path in pages_of(site, half_held, login):
        del done[:]
        someone.go(path)
        sizes[path] = max(size for kind, size, _packed in done if kind == "Document")
    print(f"heaviest page of {login}: {max(sizes.values())} bytes")
    assert not {path: size for path, size in sizes.items() if size > LATER}


def _press_to(page: Any, wanted: str) -> dict[str, Any]:
    """Press Tab until a link or button with this word or address has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        now: dict[str, Any] = page.evaluate(FOCUS)
        assert now["seen"], now
        if wanted in now["text"] or wanted in now["href"]:
            return now
    raise AssertionError(f"no way to {wanted} by keyboard")


def test_from_signing_in_to_a_telephone_by_keyboard_alone(site: Site, people: People) -> None:
    clerk = people.of(site, size=OFFICE)
    page = clerk.open("/sign-in/")
    from chibo.demo.make import PASSWORD  # noqa: PLC0415 - needs the settings

    for _press in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_username":
            break
    page.keyboard.type("canbo-xa")
    for _press in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_password":
            break
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(site.address + "/")
    _press_to(page, "Bỏ qua, tới nội dung")
    page.keyboard.press("Enter")
    _press_to(page, "Xem tháng")
    page.keyboard.press("Enter")
    page.wait_for_url("**/months/**")
    assert _press_to(page, "tel:0900")["href"].startswith("tel:0900")
