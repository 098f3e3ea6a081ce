"""The arithmetic of a score sheet, by worked cases."""

import tomllib
from fractions import Fraction
from typing import Any

import pytest

from chibo.assessments.commands import FRAMES
from chibo.assessments.framing import frame_of, written
from chibo.assessments.rules import Answer, Frame, Score, faults, score

FULL = {
    "short_minutes": Fraction(0), "length_percent": Fraction(110), "attendance": Fraction(95),
    "unexcused": Fraction(0), "none_absent_running": True, "committee_met": True, "told": True,
    "papers_before": True, "spoke": Fraction(60), "promises": Fraction(100),
}  # fmt: skip
JUDGED = {"3.1": 5, "4.1": 5, "4.2": 20, "4.4": 10, "5": 5, "7.1": 4, "7.2": 1}


def data_of(name: str) -> dict[str, Any]:
    return tomllib.loads((FRAMES / name).read_text(encoding="utf-8"))


def frame(name: str = "2-hd-42-2025.toml") -> Frame:
    data = data_of(name)
    return frame_of(data["code"], data)


def scored(measures: dict[str, Any] | None = None, **answers: Any) -> Score:
    """Score by the Centre's frame: everything full but what is changed."""
    said = {key: Answer(points=Fraction(points)) for key, points in JUDGED.items()}
    said |= {key.replace("_", "."): each for key, each in answers.items()}
    return score(frame(), {**FULL, **(measures or {})}, said, is_thematic=False)


def points(key: str, measures: dict[str, Any]) -> Fraction | None:
    return next(x.points for x in scored(measures).lines if x.item.key == key)


@pytest.mark.parametrize("path", sorted(FRAMES.glob("*.toml")), ids=lambda path: path.stem)
def test_frames_that_come_with_the_product_are_sound(path: Any) -> None:
    data = data_of(path.name)

    assert faults(frame_of(data["code"], data)) == []
    assert frame_of("x", tomllib.loads(written(data))) == frame_of("x", data)


def test_meeting_has_all_points_when_everything_is_full() -> None:
    found = scored()

    assert (found.points, found.of, found.grade, found.is_complete) == (100, 100, "good", True)


def length(minutes: int, least: int = 90) -> dict[str, Any]:
    return {
        "short_minutes": Fraction(max(least - minutes, 0)),
        "length_percent": Fraction(100 * minutes, least),
    }


@pytest.mark.parametrize(
    ("minutes", "least", "found"),
    [
        (90, 90, 5), (89, 90, 4), (75, 90, 4), (74, 90, 3), (60, 90, 3), (59, 90, None),
        (46, 90, None), (45, 90, 2), (44, 90, 1), (0, 90, 1), (120, 120, 5), (105, 120, 4),
        (90, 120, 3), (89, 120, None), (60, 120, 2), (59, 120, 1),
    ],
)  # fmt: skip
def test_length_has_its_points_and_is_asked_in_the_gap(
    minutes: int, least: int, found: int | None
) -> None:
    assert points("1", length(minutes, least)) == found


@pytest.mark.parametrize(
    ("present", "counted", "unexcused", "found"),
    [
        (9, 10, 0, 4), (899, 1000, 0, 3), (3, 4, 0, 3), (749, 1000, 0, 2), (13, 20, 0, 2),
        (649, 1000, 0, 1), (20, 20, 0, 4), (19, 20, 1, 1), (0, 20, 0, 1),
    ],
)  # fmt: skip
def test_attendance_is_compared_exactly_and_an_unexcused_absence_decides(
    present: int, counted: int, unexcused: int, found: int
) -> None:
    rate = {"attendance": Fraction(100 * present, counted), "unexcused": Fraction(unexcused)}

    assert points("2.1", rate) == found


@pytest.mark.parametrize(
    ("spoke", "present", "found"),
    [(11, 20, 5), (10, 20, None), (8, 20, 4), (7, 20, 3), (6, 20, 3), (5, 20, 2), (0, 20, 2)],
)
def test_exactly_half_who_spoke_is_asked_about(spoke: int, present: int, found: int | None) -> None:
    assert points("4.3", {"spoke": Fraction(100 * spoke, present)}) == found


@pytest.mark.parametrize(
    ("done", "all_", "found"),
    [(9, 10, 30), (899, 1000, 27), (4, 5, 27), (7, 10, 24), (2, 3, 20), (3, 5, 20), (1, 2, 15),
     (49, 100, 10), (0, 3, 10), (3, 3, 30)],
)  # fmt: skip
def test_promises_have_their_points_at_each_border(done: int, all_: int, found: int) -> None:
    assert points("6", {"promises": Fraction(100 * done, all_)}) == found


@pytest.mark.parametrize(
    ("lost", "grade"), [(10, "good"), (11, "fair"), (30, "fair"), (31, "average"),
                        (50, "average"), (51, "weak")],
)  # fmt: skip
def test_grade_changes_exactly_at_its_lowest_points(lost: int, grade: str) -> None:
    plain = frame_of("x", {
        "total": 100, "grades": [["good", 90], ["fair", 70], ["average", 50], ["weak", 0]],
        "items": [{"key": "1", "block": "", "title": "", "most": 100, "how": "yes_no"}],
    })  # fmt: skip

    found = score(plain, {}, {"1": Answer(points=Fraction(100 - lost))}, is_thematic=False)

    assert found.grade == grade


def test_nothing_is_guessed_when_last_month_promised_nothing() -> None:
    found = scored({"promises": None})

    assert ([x.item.key for x in found.asked], found.grade) == (["6"], "")


def test_what_does_not_apply_counts_full_and_only_where_the_frame_says_so() -> None:
    applied = scored({"committee_met": None}, **{"3_2": Answer(does_not_apply=True)})
    elsewhere = scored({}, **{"4_1": Answer(does_not_apply=True)})

    assert applied.points == 100
    assert [x.item.key for x in elsewhere.asked] == ["4.1"]


def test_what_falls_after_the_meeting_waits_and_is_not_counted() -> None:
    said = {key: Answer(points=Fraction(p)) for key, p in JUDGED.items() if key != "7.2"}

    found = score(frame(), FULL, said, is_thematic=False)

    assert (found.points, found.grade) == (99, "good")
    assert [x.item.key for x in found.waiting] == ["7.2"]


def test_correction_counts_and_the_computed_points_stay_beside_it() -> None:
    found = scored({}, **{"6": Answer(points=Fraction(20), reason="Một việc ghi nhầm")})

    line = next(x for x in found.lines if x.item.key == "6")
    assert (line.computed, line.points, line.reason) == (30, 20, "Một việc ghi nhầm")
    assert found.points == 90


def test_thematic_items_belong_to_thematic_months_only_and_both_add_up() -> None:
    an_phu = frame("8-example-an-phu.toml")
    said = {i.key: Answer(points=i.most) for i in an_phu.items if i.how == "yes_no"}

    with_topic = score(an_phu, FULL, said, is_thematic=True)
    without = score(an_phu, FULL, said, is_thematic=False)

    assert (with_topic.points, without.points) == (100, 100)
    assert {"4.2b"} == {x.item.key for x in without.lines} - {x.item.key for x in with_topic.lines}


def veto_frame() -> dict[str, Any]:
    return {
        "total": 100, "grades": [["good", 90], ["fair", 70], ["weak", 0]],
        "items": [
            {"key": "1", "block": "", "title": "Việc", "most": 95, "how": "yes_no"},
            {"key": "2", "block": "", "title": "Kỷ luật", "most": 5, "how": "yes_no",
             "veto": "weak"},
            {"key": "3", "block": "", "title": "Thưởng", "most": 3, "how": "yes_no",
             "bonus": True},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "third", "points", "grade"),
    [(95, 5, 0, 100, "good"), (95, 0, 0, 95, "weak"), (95, 5, 3, 103, "good"),
     (87, 0, 3, 90, "weak"), (87, 2, 1, 90, "good")],
)  # fmt: skip
def test_veto_holds_the_grade_back_and_bonus_comes_on_top(
    first: int, second: int, third: int, points: int, grade: str
) -> None:
    said = {
        key: Answer(points=Fraction(p)) for key, p in (("1", first), ("2", second), ("3", third))
    }

    found = score(frame_of("x", veto_frame()), {}, said, is_thematic=False)

    assert faults(frame_of("x", veto_frame())) == []
    assert (found.points, found.grade) == (points, grade)
    assert bool(found.held_back_by) == (second == 0)


@pytest.mark.parametrize(
    ("attendance", "unexcused", "grade"),
    [(86, 0, "passed"), (85, 0, "not_passed"), (95, 1, "not_passed")],
)
def test_frame_of_2018_passes_or_fails_without_points(
    attendance: int, unexcused: int, grade: str
) -> None:
    said = {key: Answer(points=Fraction(1)) for key in ("3", "5", "6", "7")}
    measures = {**FULL, "attendance": Fraction(attendance), "unexcused": Fraction(unexcused)}

    found = score(frame("1-hd-12-2018.toml"), measures, said, is_thematic=False)

    assert found.grade == grade


def changed(item_key: str, values: dict[str, Any]) -> Frame:
    data = data_of("2-hd-42-2025.toml")
    items = [{**item, **(values if item["key"] == item_key else {})} for item in data["items"]]
    return frame_of("x", {**data, "items": items})


BAND = {"measure": "promises"}


@pytest.mark.parametrize(
    ("key", "values", "fault"),
    [
        ("4.1", {"most": 6}, "sum"),
        ("6", {"bands": [{**BAND, "least": 90, "points": 30}, {**BAND, "below": 80, "points": 9}]},
         "hole"),
        ("6", {"bands": [{**BAND, "above": 90, "points": 30}, {**BAND, "below": 90, "points": 9}]},
         "hole"),
        ("6", {"bands": [{**BAND, "least": 80, "points": 30}, {**BAND, "below": 90, "points": 9}]},
         "overlap"),
        ("6", {"bands": [{**BAND, "least": 80, "points": 30}]}, "hole"),
        ("6", {"bands": [{**BAND, "least": 80, "points": 31}, {**BAND, "below": 80, "points": 9}]},
         "above_most"),
        ("6", {"bands": []}, "no_bands"),
        ("5", {"steps": []}, "no_steps"),
        ("5", {"veto": "terrible"}, "veto"),
        ("5", {"key": "6"}, "double"),
    ],
)  # fmt: skip
def test_frame_is_faulty_when_it_does_not_add_up_or_has_a_hole(
    key: str, values: dict[str, Any], fault: str
) -> None:
    assert fault in {name for name, _key in faults(changed(key, values))}
