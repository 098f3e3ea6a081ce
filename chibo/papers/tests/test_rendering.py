"""Files made in the process beside are the same, and its end ends nothing else."""

import multiprocessing
from collections.abc import Iterator

import pytest

from chibo.papers import rendering
from chibo.papers.pdf import as_pdf
from chibo.papers.rendering import Beside, CannotRender
from chibo.papers.testing import make_minutes

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def beside() -> Iterator[Beside]:
    made = Beside()
    yield made
    made.end()


def test_the_process_beside_makes_the_same_and_is_replaced_when_it_fell(beside: Beside) -> None:
    sheet = make_minutes()
    beside.get_ready()
    first = beside.process

    assert beside.ask("as_pdf", sheet) == as_pdf(sheet)
    assert beside.ask("as_docx", sheet)[:2] == b"PK"
    assert beside.process is first
    first.kill()
    first.join()

    assert beside.ask("page_as_pdf", "<p>Phiếu bầu</p>", "").startswith(b"%PDF")
    assert beside.process is not first


def test_what_goes_wrong_beside_is_raised_here(beside: Beside) -> None:
    with pytest.raises(AttributeError):
        beside.ask("as_picture", make_minutes())


def test_a_process_that_hangs_is_ended_and_said(beside: Beside) -> None:
    beside.end()
    hanging = Beside(limit=0)

    with pytest.raises(CannotRender):
        hanging.ask("as_pdf", make_minutes())

    assert hanging.process is None
    assert not [each for each in multiprocessing.active_children() if each.name == "papers"]


def test_many_files_have_the_process_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Beside(most=1)
    monkeypatch.setattr(fresh, "_asked", lambda wanted: b"%PDF")
    monkeypatch.setattr(rendering, "_beside", fresh)

    assert rendering.as_pdf(make_minutes()) == b"%PDF"
    assert fresh.count == 0
