"""bản Púng Giắt 1 meets: on the phone in 60 taps, without script, seen from above."""

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from tests.journeys.base import OWN
from tests.journeys.site import OFFICE, People, Site, Someone
from tests.journeys.walk import Finger, hold, hold_plainly

pytestmark = pytest.mark.browser
MOST_TAPS = 60
MOST_SCORE_TAPS = 12
PAPERS = ("minutes", "resolution", "roll-call", "task-list")
COUNTS = {
    "counted": 21, "present": 16, "late": 1, "excused": 4, "unexcused": 1, "spoke": 9,
    "tasks_done": 2, "tasks_partly": 1, "tasks_not_done": 0, "tasks_new": 2, "is_newest": 1,
}  # fmt: skip


def test_a_whole_meeting_in_sixty_taps(fresh: Site, people: People) -> None:
    secretary = people.of(fresh, "bithu")
    finger = Finger(secretary)
    meeting = hold(finger)
    print(f"taps: {finger.taps}")
    assert finger.taps - finger.score_taps <= MOST_TAPS
    assert finger.score_taps <= MOST_SCORE_TAPS
    _closed_as_counted(fresh, meeting)
    said = secretary.go(f"/meetings/{meeting}/minutes/closure/").inner_text("main")
    assert re.search(r"Số \d+-BB/CB", said)
    for kind in PAPERS:
        _same_text(secretary, meeting, kind)
    _commune_sees(fresh, people)
    _province_counts(fresh, people)


def _closed_as_counted(site: Site, meeting: str) -> None:
    query = f"select {', '.join(COUNTS)} from minutes_minutesclosure where meeting_id = ?"  # noqa: S608
    assert site.rows(query, meeting.replace("-", "")) == [tuple(COUNTS.values())]


def _words(text: str) -> list[str]:
    """Return the words of a paper without what only pages have: page numbers, broken lines."""
    return re.findall(r"[^\W_]+", text)


def _same_text(someone: Someone, meeting: str, kind: str) -> None:
    def get(form: str) -> bytes:
        url = f"{someone.site.address}/meetings/{meeting}/papers/{kind}.{form}"
        answer = someone.context.request.get(url)
        assert answer.status == 200, url
        return bytes(answer.body())

    pdf, word = PdfReader(io.BytesIO(get("pdf"))), Document(io.BytesIO(get("docx")))
    assert len(pdf.pages) <= 2, kind
    printed = _words(" ".join(page.extract_text() for page in pdf.pages))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    written = _words(" ".join([*(p.text for p in word.paragraphs), *cells]))
    assert len(written) > 40, kind
    assert set(written) - set(printed) == set(), kind
    foot = _words(" ".join(p.text for s in word.sections for p in s.footer.paragraphs))
    assert set(printed) - set(written) - set(foot) <= {str(n) for n in range(1, 3)}, kind


def _commune_sees(site: Site, people: People) -> None:
    clerk = people.of(site, "canbo-xa", size=OFFICE)
    page = clerk.page
    assert "2/4 đã họp" in page.inner_text("main .card")
    page.click("main .card .btn--main")
    row = page.locator("#da-hop tr", has_text=OWN)
    assert re.search(r"16/21.*76,2 %.*2/3", row.inner_text().replace("\n", " "))
    row.get_by_text("16/21").click()
    assert "Đã chốt biên bản số" in page.inner_text("main")


def _province_counts(site: Site, people: People) -> None:
    page = people.of(site, "tinh", size=OFFICE).page
    page.click(".cover__nav a:nth-child(2)")
    row = page.locator("main table tr", has_text="Mường Pồn").first
    assert re.search(r"\b2/4\b", row.inner_text()), row.inner_text()


def test_the_telephone_of_a_cell_that_has_not_met_in_three_taps(site: Site, people: People) -> None:
    clerk = people.of(site, "canbo-xa")
    finger = Finger(clerk)
    finger.move("main .card .btn--main")
    row = clerk.page.locator("#qua-han tr, #cho tr", has_text="bản Huổi Ho")
    link = row.locator('a[href^="tel:"]')
    assert re.fullmatch(r"tel:0900\d{6}", link.get_attribute("href"))
    link.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    finger.tap(link)
    assert finger.taps <= 3


def test_the_same_meeting_without_script(fresh: Site, people: People) -> None:
    secretary = people.of(fresh, "bithu", java_script_enabled=False)
    meeting = hold_plainly(secretary.page)
    _closed_as_counted(fresh, meeting)


def test_what_goes_wrong_on_a_page_is_heard(site: Site, people: People) -> None:
    someone = people.of(site, "bithu")
    someone.go("/units/00000000-0000-0000-0000-000000000000/")
    someone.page.evaluate(
        """const image = document.createElement("img");
        image.src = "http://192.0.2.1/a.png"; document.body.append(image);
        setTimeout(() => { throw new Error("thrown") })"""
    )
    someone.page.wait_for_timeout(200)
    heard = " ".join(someone.wrong)
    assert all(word in heard for word in ("404 GET", "policy img-src", "pageerror thrown"))
    someone.wrong.clear()
