"""Each measure of the bench once, at a size that is nearly nothing, so that it cannot rot."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as main
from bench import page, parts, sums, writers
from bench.asked import in_turn, note, notes, p95, said
from bench.base import load_province, officer, secretaries, session, today
from bench.generate import SIZES, Branch, first_month, spread
from bench.load import Loader
from bench.page import measure_province, measure_top
from chibo.core.days import Month
from chibo.figures.commands import fold_all
from chibo.figures.models import UnitMonth
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Unit

SIZE = SIZES["hamlet"]


@pytest.fixture
def branch(db: None) -> Branch:
    loader = Loader(SIZE, today())
    loader.prepare()
    return load_province(loader, 0)


def test_a_page_is_measured_and_writers_leave_no_wrong_row(branch: Branch) -> None:
    province = branch.province.id
    found = measure_province(province, 1)
    assert len(found) == 3
    assert all(each["value"] > 0 for each in found.values())
    queries = next(each for name, each in found.items() if "queries" in name)
    assert queries["value"] <= queries["goal"]
    top = measure_top(province, 1)
    assert top["rows"] > 10
    assert top["closures"] == MinutesClosure.objects.count()
    cells = [cell for cell in branch.cells if cell.members > 5][:2]
    users = secretaries(cells)
    closed = [writers.hold(cell, users[cell.node.id], today()) for cell in cells]
    assert MinutesClosure.objects.filter(pk__in=closed, month=Month.of(today()).first).count() == 2
    fold_all(today=today())
    assert writers.differing() == 0
    UnitMonth.objects.filter(seat__unit=province, regular__gt=0).update(regular=1)
    assert writers.differing() > 0
    assert session(officer(province))


def test_a_size_is_the_same_each_time_and_uneven() -> None:
    first = first_month(SIZE, today())
    one, two = (Branch(SIZE, 0, first) for _ in range(2))
    assert one.nodes == two.nodes
    assert list(one.held(5)) == list(two.held(5))
    assert sum(cell.members for cell in one.cells) == SIZE.members
    assert len(one.cells) == SIZE.cells
    sizes = sorted(cell.members for cell in one.cells)
    assert sizes[-1] > 2 * sizes[0]
    assert sum(spread(one.chance, 7, 100, 0.5, 2)) == 100
    shares = [Branch(SIZES["nation"], n, first).share for n in range(34)]
    assert sum(shares) == pytest.approx(1)


@pytest.mark.once
def test_what_was_measured_is_kept_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state = parts.State(tmp_path)
    names = [part.name for part in parts.parts_of("nation", state)]
    assert names.count("nation-load-34") == 1
    assert names.index("nation-page-10") == names.index("nation-load-10") + 1
    assert {part.on for part in parts.parts_of("province", state)} >= {"test", "pg"}
    notes()
    note("so and so")
    state.done("pages", {"some_ratio": said(1.23456, 2)}, 3.0, (1.0, 1.0, 1.0))
    monkeypatch.setattr(main, "OUT", tmp_path)
    again = parts.State(tmp_path)
    assert again.is_done("pages")
    main.write(again, parts.machine(), "province")
    found: Any = json.loads((tmp_path / "bench.json").read_text())
    assert found == {"some_ratio": {"value": 1.235, "goal": 2, "better": "lower"}}
    about = json.loads((tmp_path / "bench-about.json").read_text())["province"]
    assert about["parts"]["pages"]["notes"] == ["so and so"]
    assert {"cores", "load", "commit", "date"} <= set(about)
    assert "some_ratio" in capsys.readouterr().out
    assert notes() == []
    assert p95([]) == 0
    assert set(in_turn(1, a=lambda: None, b=lambda: None)) == {"a", "b"}


def test_the_nation_is_added_up_from_its_provinces(db: None) -> None:
    size = SIZES["three"]
    loader = Loader(size, today())
    loader.prepare()
    for number in (0, 1, 2, 1):  # one of them again, as after a load that was broken off
        load_province(loader, number)
    sums.top(parts.nation())
    found = parts._top(size, 1, parts.State(Path("/nonexistent-and-not-written")), name="cold")
    assert found["nation_page_first_time_ms"]["value"] > 0
    months = page.the_year(today())
    nation = page.queries.of_unit(parts.nation().id, months, view="then", today=today())
    below = page.queries.of_children(parts.nation().id, months, view="then", today=today())
    assert len(below) == 3
    assert nation["attendance"].whole == sum(each["attendance"].whole for each in below.values())
    assert Unit.objects.filter(pk=parts.nation().id).exists()
