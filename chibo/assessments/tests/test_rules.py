"""The arithmetic of a score sheet, by worked cases."""

import tomllib
from fractions import Fraction
from typing import Any

import pytest

from chibo.assessments.commands import FRAMES
from chibo.assessments.criteria import Frame
from chibo.assessments.framing import frame_of, written
from chibo.assessments.rules import Answer, Score, faults, score, settled

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
    [(95, 5, 0, 100, "good"), (95, 0, 0, 95, "weak"), (95, 5, 3, 100, "good"),
     (95, 4, 3, 100, "good"), (87, 0, 3, 90, "weak"), (87, 2, 1, 90, "good"),
     (87, 2, 0, 89, "fair")],
)  # fmt: skip
def test_veto_holds_the_grade_back_and_bonus_fills_up_to_the_total(
    first: int, second: int, third: int, points: int, grade: str
) -> None:
    said = {
        key: Answer(points=Fraction(p)) for key, p in (("1", first), ("2", second), ("3", third))
    }

    found = score(frame_of("x", veto_frame()), {}, said, is_thematic=False)

    assert faults(frame_of("x", veto_frame())) == []
    assert (found.points, found.grade) == (points, grade)
    assert bool(found.held_back_by) == (second == 0)


def test_bonus_lifts_above_the_total_when_the_frame_says_so() -> None:
    own = frame_of("x", {**veto_frame(), "may_exceed": True})
    said = {key: Answer(points=Fraction(p)) for key, p in (("1", 95), ("2", 5), ("3", 3))}

    found = score(own, {}, said, is_thematic=False)

    assert (found.points, found.grade) == (103, "good")
    data = {**veto_frame(), "may_exceed": True}
    assert frame_of("x", tomllib.loads(written(data))) == own


@pytest.mark.parametrize(
    ("present", "counted", "unexcused", "running", "grade"),
    [(17, 20, 0, True, "not_passed"), (18, 20, 0, True, "passed"),
     (851, 1000, 0, True, "passed"), (850, 1000, 0, True, "not_passed"),
     (19, 20, 1, True, "not_passed"), (20, 20, 0, False, "not_passed")],
)  # fmt: skip
def test_frame_of_2018_passes_only_above_85_percent_and_without_points(
    present: int, counted: int, unexcused: int, running: bool, grade: str
) -> None:
    said = {key: Answer(points=Fraction(1)) for key in ("3", "5", "6", "7")}
    measures = {
        **FULL, "attendance": Fraction(100 * present, counted), "unexcused": Fraction(unexcused),
        "none_absent_running": running,
    }  # fmt: skip

    found = score(frame("1-hd-12-2018.toml"), measures, said, is_thematic=False)

    assert (found.grade, found.of) == (grade, 0)


@pytest.mark.parametrize("key", ["3", "5", "6", "7"])
def test_frame_of_2018_fails_when_one_criterion_fails_and_is_open_while_one_is_unsaid(
    key: str,
) -> None:
    own = frame("1-hd-12-2018.toml")
    said = {each: Answer(points=Fraction(1)) for each in ("3", "5", "6", "7")}

    failed = score(own, FULL, {**said, key: Answer(points=Fraction(0))}, is_thematic=False)
    unsaid = score(own, FULL, {k: v for k, v in said.items() if k != key}, is_thematic=False)

    assert (failed.grade, unsaid.grade) == ("not_passed", "")
    assert [line.item.key for line in unsaid.asked] == [key]


@pytest.mark.parametrize("minutes", [90, 89])
def test_frame_of_2018_wants_the_whole_length(minutes: int) -> None:
    said = {key: Answer(points=Fraction(1)) for key in ("3", "5", "6", "7")}

    found = score(frame("1-hd-12-2018.toml"), {**FULL, **length(minutes)}, said, is_thematic=False)

    assert found.grade == ("passed" if minutes == 90 else "not_passed")


def full(own: Frame, *, is_thematic: bool = False, **measures: Any) -> Score:
    """Score everything that people judge by its full points."""
    said = {i.key: Answer(points=i.most) for i in own.items if not i.bands and not i.measure}
    return score(own, {**FULL, **measures}, said, is_thematic=is_thematic)


BORDERS = [
    ("attendance", Fraction(90), 4, 5), ("attendance", Fraction(8999, 100), 3, 0),
    ("attendance", Fraction(75), 3, 0), ("attendance", Fraction(7499, 100), 2, 0),
    ("attendance", Fraction(65), 2, 0), ("attendance", Fraction(6499, 100), 1, 0),
    ("promises", Fraction(100), 30, 30), ("promises", Fraction(90), 30, 30),
    ("promises", Fraction(8999, 100), 27, 27), ("promises", Fraction(80), 27, 27),
    ("promises", Fraction(7999, 100), 24, 24), ("promises", Fraction(70), 24, 24),
    ("promises", Fraction(6999, 100), 20, 20), ("promises", Fraction(60), 20, 20),
    ("promises", Fraction(5999, 100), 15, 15), ("promises", Fraction(50), 15, 15),
    ("promises", Fraction(4999, 100), 10, 10), ("promises", Fraction(0), 10, 10),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "value", "in_b", "in_c"), BORDERS)
def test_examples_of_other_places_have_their_points_at_each_border(
    measure: str, value: Fraction, in_b: int, in_c: int
) -> None:
    keys = {"attendance": ("2.1", "2"), "promises": ("7", "6")}[measure]

    found = [
        next(x.points for x in full(frame(name), **{measure: value}).lines if x.item.key == key)
        for name, key in zip(
            ("8-example-an-phu.toml", "9-example-tan-tien.toml"), keys, strict=True
        )
    ]

    assert found == [in_b, in_c]


@pytest.mark.parametrize(
    ("measures", "key", "points"),
    [
        ({"short_minutes": Fraction(15)}, "1", 4), ({"short_minutes": Fraction(16)}, "1", 3),
        ({"short_minutes": Fraction(30)}, "1", 3),
        ({"short_minutes": Fraction(31), "length_percent": Fraction(65)}, "1", None),
        ({"short_minutes": Fraction(45), "length_percent": Fraction(50)}, "1", 2),
        ({"short_minutes": Fraction(46), "length_percent": Fraction(48)}, "1", 1),
        ({"spoke": Fraction(5001, 100)}, "4.5", 5), ({"spoke": Fraction(50)}, "4.5", None),
        ({"spoke": Fraction(4999, 100)}, "4.5", 4), ({"spoke": Fraction(40)}, "4.5", 4),
        ({"spoke": Fraction(3999, 100)}, "4.5", 3), ({"spoke": Fraction(30)}, "4.5", 3),
        ({"spoke": Fraction(2999, 100)}, "4.5", 2), ({"unexcused": Fraction(1)}, "2.1", 1),
    ],
)  # fmt: skip
def test_form_of_an_phu_has_its_points_at_each_border(
    measures: dict[str, Any], key: str, points: int | None
) -> None:
    found = full(frame("8-example-an-phu.toml"), **measures)

    assert next(x.points for x in found.lines if x.item.key == key) == points


def test_form_of_tan_tien_gives_attendance_nothing_when_one_is_absent_without_reason() -> None:
    found = full(frame("9-example-tan-tien.toml"), unexcused=Fraction(1))

    assert next(x.points for x in found.lines if x.item.key == "2") == 0


@pytest.mark.parametrize(("is_thematic", "keys"), [(True, {"4.2a", "4.3"}), (False, {"4.2b"})])
def test_thematic_points_count_only_in_months_that_hold_one(
    is_thematic: bool, keys: set[str]
) -> None:
    found = full(frame("8-example-an-phu.toml"), is_thematic=is_thematic)

    assert keys == {x.item.key for x in found.lines} & {"4.2a", "4.2b", "4.3"}
    assert (found.points, found.grade) == (100, "good")


def test_answer_to_an_item_of_another_month_does_not_count() -> None:
    own = frame("8-example-an-phu.toml")
    said = {i.key: Answer(points=i.most) for i in own.items if not i.bands and not i.measure}

    found = score(own, FULL, said, is_thematic=False)

    assert "4.3" in said
    assert found.points == 100


def test_does_not_apply_is_said_of_a_line_only_where_the_frame_allows_it() -> None:
    found = scored({}, **{"4_1": Answer(points=Fraction(5), does_not_apply=True)})

    line = next(x for x in found.lines if x.item.key == "4.1")
    assert (line.does_not_apply, line.points) == (False, 5)


def test_item_after_the_meeting_is_not_done_when_its_days_are_over() -> None:
    said = {key: Answer(points=Fraction(p)) for key, p in JUDGED.items() if key != "7.2"}

    found = score(frame(), FULL, said, is_thematic=False, is_over=True)

    line = next(x for x in found.lines if x.item.key == "7.2")
    assert (line.points, line.lapsed, line.waits) == (0, True, False)
    assert (found.points, found.grade, found.waiting) == (99, "good", ())


@pytest.mark.parametrize(
    ("points", "grade", "after", "found"),
    [
        (99, "good", {"7.2": 1}, (100, "good")), (99, "good", {"7.2": 0}, (99, "good")),
        (89, "fair", {"7.2": 1}, (90, "good")), (69, "average", {"7.2": 1}, (70, "fair")),
        (89, "weak", {"7.2": 1}, (90, "weak")), (100, "good", {"7.2": 1}, (100, "good")),
        (89, "fair", {}, (89, "fair")),
    ],
)  # fmt: skip
def test_closed_score_is_settled_without_losing_what_held_it_back(
    points: int, grade: str, after: dict[str, int], found: tuple[int, str]
) -> None:
    said = {key: Fraction(value) for key, value in after.items()}

    assert settled(frame(), Fraction(points), grade, said) == found


def test_veto_after_the_meeting_holds_the_grade_back_when_it_fails() -> None:
    own = frame_of("x", {**veto_frame(), "items": [
        {**item, "after": item["key"] == "2"} for item in veto_frame()["items"]
    ]})  # fmt: skip

    assert settled(own, Fraction(95), "good", {"2": Fraction(0)}) == (95, "weak")
    assert settled(own, Fraction(95), "good", {"2": Fraction(5)}) == (100, "good")


@pytest.mark.parametrize(
    ("grade", "after", "found"),
    [("passed", 0, "not_passed"), ("passed", 1, "passed"), ("not_passed", 1, "not_passed")],
)
def test_pass_or_fail_follows_what_came_after(grade: str, after: int, found: str) -> None:
    own = frame("1-hd-12-2018.toml")

    assert settled(own, Fraction(0), grade, {"5": Fraction(after)}) == (0, found)


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
