"""A tab killed in the middle of a step, the Back button, a form sent twice, texts that bite."""

import contextlib
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Error

from tests.journeys.base import OWN
from tests.journeys.site import People, Site, Someone
from tests.journeys.walk import Finger, answer, begin, call_roll, decide, discuss, meeting_of

pytestmark = pytest.mark.browser
BITES = '<script>document.title="bitten"</script>"\'&lt;{{ 7|add:7 }}<img src=x onerror=alert(1)>'


def _saved(someone: Someone) -> None:
    """Wait until what was typed is kept: 300 ms after the last key, and the page says so."""
    someone.page.wait_for_timeout(700)
    someone.page.wait_for_selector("[data-saved] .notice--saved:visible")


def _killed(someone: Someone) -> Any:
    """Kill the tab, as a phone does that runs short of memory, and open the address anew."""
    _saved(someone)
    path = someone.page.url.removeprefix(someone.site.address)
    with contextlib.suppress(Error), someone.page.expect_event("crash", timeout=5_000):
        someone.page.goto("chrome://crash", timeout=1_000)
    someone.page.close()
    return someone.open(path)


def test_a_tab_killed_in_each_step_gives_everything_back(fresh: Site, people: People) -> None:
    secretary = people.of(fresh, "bithu")
    page = secretary.page
    page.click(".card .btn--main")
    page.wait_for_load_state()
    page.fill("[name=place]", "nhà ông Tòng Văn Inh")
    page.fill("[name=starts_at]", "20:05")
    page = _killed(secretary)
    assert page.input_value("[name=place]") == "nhà ông Tòng Văn Inh"
    assert page.input_value("[name=starts_at]") == "20:05"
    page.tap(".bar .btn--main")

    page.wait_for_url("**/roll-call/")
    page.tap("[data-all-present]")
    row = page.locator("details.person").nth(2)
    row.locator("summary").tap()
    row.get_by_text("Sức khỏe", exact=True).tap()
    page = _killed(secretary)
    assert "20/21" in page.inner_text("[data-here]")
    assert "Có lý do" in page.locator("details.person").nth(2).inner_text()
    page.tap(".bar .btn--main")

    page.wait_for_url("**/promises/")
    page.get_by_text("Làm được một phần", exact=True).first.tap()
    page.fill("[name^=reason] >> visible=true", "mưa nhiều")
    page = _killed(secretary)
    assert page.input_value("[name^=reason] >> visible=true") == "mưa nhiều"
    finger = Finger(secretary)
    for place in range(3):
        finger.tap(page.locator("ol.ledger > li").nth(place).get_by_text("Đã xong", exact=True))
    finger.move(".bar .btn--main")

    page.fill("[name=item-1-raised]", "Bà con mong có nước sạch\nvà đường")
    page.fill("[name=spoke]", "7")
    page = _killed(secretary)
    assert page.input_value("[name=item-1-raised]") == "Bà con mong có nước sạch\nvà đường"
    assert page.input_value("[name=spoke]") == "7"
    finger = Finger(secretary)
    finger.move(".bar .btn--main")

    page.fill("[name=text]", "Góp 2 ngày công")
    page.tap("button[data-fill]")
    page.fill("[name=task-0-what]", "Lập danh sách")
    page.select_option("[name=task-0-responsible]", index=3)
    page.tap('[data-for="task-0-due_on"]')
    whom = page.input_value("[name=task-0-responsible]")
    page = _killed(secretary)
    assert page.input_value("[name=text]") == "Góp 2 ngày công"
    assert page.input_value("[name=votes_for]") == "18"
    assert page.input_value("[name=task-0-what]") == "Lập danh sách"
    assert page.input_value("[name=task-0-responsible]") == whom
    assert page.input_value("[name=task-0-due_on_month]")
    page.fill("[name=task-0-known_by]", "có danh sách")
    Finger(secretary).move(".bar .btn--main")
    assert fresh.number("select count(*) from resolutions_task where what = 'Lập danh sách'") == 1


def test_back_at_each_step_loses_nothing(fresh: Site, people: People) -> None:
    secretary = people.of(fresh, "bithu")
    finger = Finger(secretary)
    page = secretary.page
    begin(finger)
    call_roll(finger)
    page.go_back()
    assert "16/21" in page.inner_text("[data-here]")
    page.go_forward()
    page.locator("input[value=not_done] + label").first.tap()
    page.fill("[name^=reason] >> visible=true", "chưa đủ người")
    page.go_back()
    page.go_forward()
    page.wait_for_load_state()
    assert page.input_value("[name^=reason] >> visible=true") == "chưa đủ người"
    answer(finger)
    page.fill("[name=item-0-raised]", "Đang gõ dở")
    with page.expect_navigation():
        page.tap("main .back >> nth=0")
    page.go_back()
    page.wait_for_load_state()
    assert page.input_value("[name=item-0-raised]") == "Đang gõ dở"
    page.fill("[name=item-0-raised]", "")
    discuss(finger)
    decide(finger)
    page.go_back()
    page.wait_for_load_state()
    assert page.input_value("[name=text]")


def test_two_quick_taps_are_one_act(fresh: Site, people: People) -> None:
    secretary = people.of(fresh, "bithu")
    finger = Finger(secretary)
    page = secretary.page
    twice = "button => { button.click(); button.click() }"
    page.click(".card .btn--main")
    page.wait_for_load_state()
    opened = "select count(*) from journal_entry where verb = 'meeting.opened'"
    before = fresh.number(opened)
    with page.expect_navigation():
        page.locator(".bar .btn--main").evaluate(twice)
    page.wait_for_timeout(500)
    assert fresh.number(opened) == before + 1
    cell = fresh.unit(OWN)
    here = "cell_id = ? and held_on = '2026-11-23'"
    query = f"select count(*) from meetings_meeting where {here}"  # noqa: S608
    assert fresh.number(query, UUID(cell).hex) == 1
    call_roll(finger)
    answer(finger)
    page.goto(f"{fresh.address}/meetings/{meeting_of(page)}/decisions/new/")
    page.fill("[name=text]", "Góp 2 ngày công")
    page.fill("[name=votes_for]", "14")
    page.fill("[name=task-0-what]", "Lập danh sách")
    page.select_option("[name=task-0-responsible]", index=3)
    page.fill("[name=task-0-due_on_day]", "7/12/2026")
    page.fill("[name=task-0-known_by]", "có danh sách")
    body = page.evaluate(
        "() => [...new FormData(document.querySelector('form#decision'))].map((pair) => [...pair])"
    )
    form = dict(body)
    send = secretary.context.request.post
    for _time in range(2):  # without the page's script: the server alone
        answered = send(page.url, form=form, headers={"Referer": page.url}, max_redirects=0)
        said = answered.text()
        assert answered.status == 302, said[said.find('class="errors"') :][:900]
    query = "select count(*) from resolutions_resolutionitem where text = 'Góp 2 ngày công'"
    assert fresh.number(query) == 1


def test_texts_that_bite_and_200_kb_in_every_box(fresh: Site, people: People) -> None:
    secretary = people.of(fresh, "bithu")
    finger = Finger(secretary)
    secretary.expected.add(422)
    begin(finger)
    meeting = meeting_of(secretary.page)
    call_roll(finger)
    answer(finger)
    cell = fresh.unit(OWN)
    paths = [
        f"/units/{cell}/meetings/new/", f"/units/{cell}/members/",
        *(f"/meetings/{meeting}/{step}/" for step in (
            "setting", "roll-call", "promises", "discussion", "decisions/new", "petitions",
            "corrections", "minutes",
        )),
    ]  # fmt: skip
    seen = 0
    for path in paths:
        for text in (BITES, "a" * 200_000):
            seen += _fill_and_send(secretary, path, text)
    assert seen > 60


def _fill_and_send(someone: Someone, path: str, text: str) -> int:
    """Put a text into each box of each form of a page, send it, and look at what comes back."""
    page = someone.go(path)
    forms = page.locator("main form[method=post]").count()
    count = 0
    for place in range(forms):
        page = someone.go(path)
        form = page.locator("main form[method=post]").nth(place)
        count += form.evaluate(
            """(form, text) => {
              const boxes = [...form.elements].filter((box) =>
                box.matches("textarea, input[type=text], input:not([type])"));
              boxes.forEach((box) => { box.value = text; });
              form.dispatchEvent(new Event("input", { bubbles: true }));
              return boxes.length;
            }""",
            text,
        )
        with page.expect_navigation():
            form.evaluate("form => { setTimeout(() => form.requestSubmit(), 50) }")
        page.wait_for_load_state()
        assert page.locator("h1").count() == 1, path
        _harmless(page, path)
        _harmless(someone.go(path), path)  # from the draft
    return count


def _harmless(page: Any, path: str) -> None:
    assert "bitten" not in page.title(), path
    assert page.locator('img[src="x"]').count() == 0, path
    said = page.inner_text("main")
    assert "&lt;script" not in said, path
