"""One meeting of bản Púng Giắt 1, tapped on a phone or sent by plain forms."""

import re
from typing import Any

from tests.journeys.site import Someone

RAISED = (
    "Đọc chậm, tóm tắt ý chính", "Bà con mong có nước sạch",
    "Chia ngày công theo hộ; hộ neo đơn làm việc nhẹ", "Giữ nước mương cho rau vụ đông",
)  # fmt: skip
CONCLUDED = (
    "Chi bộ nắm được văn bản mới", "Đảng viên và nhân dân yên tâm sản xuất",
    "Làm đường nội bản đoạn 350 m", "Trồng 3 ha rau vụ đông",
)  # fmt: skip
DECIDED = (
    ("Mỗi hộ góp 2 ngày công đổ bê tông 350 m đường nội bản, xong trước ngày 15/12/2026",
     "Lập danh sách ngày công của 64 hộ", "có danh sách 64 hộ, đọc tại buổi họp sau"),
    ("Trồng 3 ha rau vụ đông trên ruộng một vụ", "Đăng ký giống rau cho 22 hộ",
     "22 hộ nhận đủ giống"),
)  # fmt: skip
EXCUSED, UNEXCUSED, LATE = (2, 9, 15, 16), 7, 19


class Finger:
    """A finger on the screen. Each touch counts, also the one that opens the keyboard."""

    def __init__(self, someone: Someone) -> None:
        self.someone = someone
        self.page = someone.page
        self.taps = 0
        self.score_taps = 0

    def tap(self, what: Any) -> None:
        """Touch the first thing found, once."""
        found = self.page.locator(what) if isinstance(what, str) else what
        self.taps += 1
        found.first.tap()

    def move(self, what: Any) -> None:
        """Touch what leads to another page, and wait for it."""
        before = self.page.url
        with self.page.expect_navigation():
            self.tap(what)
        self.page.wait_for_load_state()
        errors = self.page.locator(".errors")
        said = errors.inner_text() if errors.count() else ""
        assert not said, (before, said)

    def write(self, what: Any, text: str) -> None:
        """Touch a box and type."""
        self.tap(what)
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, place: int) -> None:
        """Choose of a list that the phone opens: two touches."""
        self.taps += 2
        self.page.select_option(f"[name={name}]", index=place)


def begin(finger: Finger) -> None:
    """From the home page to the roll call."""
    finger.move(".card .btn--main")
    finger.move(".bar .btn--main")


def call_roll(finger: Finger) -> None:
    """21 members: 4 absent with leave, 1 without, 1 late."""
    page = finger.page
    finger.tap("[data-all-present]")
    rows = page.locator("details.person")
    for place in EXCUSED:
        finger.tap(rows.nth(place).locator("summary"))
        finger.tap(rows.nth(place).get_by_text("Đi làm xa", exact=True).last)
    finger.tap(rows.nth(UNEXCUSED).locator("summary"))
    finger.tap(rows.nth(UNEXCUSED).get_by_text("Không lý do", exact=True).last)
    finger.tap(rows.nth(LATE).locator("summary"))
    finger.tap(rows.nth(LATE).get_by_text("Đến muộn", exact=True).last)
    finger.write(rows.nth(LATE).locator("input[type=text]"), "20:50")
    finger.move(".bar .btn--main")


def answer(finger: Finger) -> None:
    """The promises of last month: all done but the third, of which a part was."""
    for place in range(finger.page.locator("ol.ledger > li").count()):
        row = finger.page.locator("ol.ledger > li").nth(place)
        if place != 2:
            finger.tap(row.get_by_text("Đã xong", exact=True))
            continue
        finger.tap(row.get_by_text("Làm được một phần", exact=True))
        finger.write(row.locator("[name^=result]"), "4/6 hộ")
        finger.write(row.locator("[name^=reason]"), "2 hộ chưa mua được xi măng")
        finger.tap(row.locator("button[data-day]").nth(1))
    finger.move(".bar .btn--main")


def discuss(finger: Finger) -> None:
    """Four points, nine speakers."""
    for place in range(4):
        finger.write(f"[name=item-{place}-raised]", RAISED[place])
        finger.write(f"[name=item-{place}-concluded]", CONCLUDED[place])
    finger.write("[name=spoke]", "9")
    finger.tap(finger.page.get_by_text("Có", exact=True))
    finger.move(".bar .btn--main")


def decide(finger: Finger) -> None:
    """Two decisions carried by all, a task each."""
    for place, (text, what, known) in enumerate(DECIDED):
        finger.write("[name=text]", text)
        finger.tap("button[data-fill]")
        finger.write("[name=task-0-what]", what)
        finger.choose("task-0-responsible", 5 + place)
        finger.tap('[data-for="task-0-due_on"]')
        finger.write("[name=task-0-known_by]", known)
        finger.move("button[value=another]" if place == 0 else ".bar .btn--main")


def score(finger: Finger) -> None:
    """Judge what the record does not give: six items on their best step, then what was told."""
    page, before = finger.page, finger.taps
    for key in ("3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.4", "5", "7.1"):
        step = page.locator(f'input[name="pick-{key}"] + label')
        if step.count():  # what the record gives is not asked
            finger.tap(step.first)
    finger.move(".bar .btn--main")
    finger.score_taps = finger.taps - before


def close_and_print(finger: Finger) -> None:
    """Read back, close, print."""
    finger.tap("[data-clock]")
    finger.move(".bar .btn--main")
    finger.move("main > .btn--main")
    finger.page.evaluate("() => { window.print = () => document.body.classList.add('printed') }")
    finger.tap("[data-print]")
    finger.page.wait_for_selector("body.printed")


def hold(finger: Finger) -> str:
    """Hold the whole meeting from the home page; return the meeting's identifier."""
    for step in (begin, call_roll, answer, discuss, decide, score, close_and_print):
        step(finger)
    return meeting_of(finger.page)


def meeting_of(page: Any) -> str:
    """Return the identifier of the meeting whose page is open."""
    found = re.search(r"/meetings/([0-9a-f-]{36})/", page.url)
    assert found, page.url
    return found[1]


def submit(page: Any, selector: str = ".bar .btn--main") -> None:
    """Send a plain form."""
    with page.expect_navigation():
        page.click(selector)
    assert not page.locator(".errors").count(), page.locator(".errors").inner_text()


def hold_plainly(page: Any) -> str:
    """Hold the same meeting without any script."""
    with page.expect_navigation():
        page.click(".card .btn--main")
    submit(page)
    with page.expect_navigation():
        page.click("button[name=all]")
    rows = page.locator("details.person")
    for place, mark in [*((n, "excused:far_work") for n in EXCUSED), (UNEXCUSED, "unexcused")]:
        rows.nth(place).locator("summary").click()
        rows.nth(place).locator(f'input[value="{mark}"] + label').click()
    late = rows.nth(LATE)
    late.locator("summary").click()
    late.locator('input[value="late"] + label').click()
    late.locator("input[type=text]").fill("20:50")
    submit(page)
    for place in range(3):
        row = page.locator("ol.ledger > li").nth(place)
        row.locator(f'input[value="{"done" if place < 2 else "partly"}"] + label').click()
    row.locator("[name^=result]").fill("4/6 hộ")
    row.locator("[name^=reason]").fill("2 hộ chưa mua được xi măng")
    row.locator("[name^=new_due_on]").first.fill("30/11/2026")
    submit(page)
    for place in range(4):
        page.fill(f"[name=item-{place}-raised]", RAISED[place])
        page.fill(f"[name=item-{place}-concluded]", CONCLUDED[place])
    page.fill("[name=spoke]", "9")
    page.click("[name=criticism][value=yes] + label")
    submit(page)
    for place, (text, what, known) in enumerate(DECIDED):
        page.fill("[name=text]", text)
        page.fill("[name=votes_for]", "14")
        page.fill("[name=task-0-what]", what)
        page.select_option("[name=task-0-responsible]", index=5 + place)
        page.fill("[name=task-0-due_on_day]", "7/12/2026")
        page.fill("[name=task-0-known_by]", known)
        submit(page, "button[value=another]" if place == 0 else ".bar .btn--main")
    submit(page)  # the score is left for later: nothing of it is required
    page.fill("[name=ends_at]", "21:05")
    submit(page)
    return meeting_of(page)
