"""The arithmetic of a roll call."""

from dataclasses import asdict

from chibo.meetings.rules import Marked, turnout

NOBODY = dict.fromkeys(
    ["official", "probationary", "exempt", "suspended", "away", "here", "special_duty", "counted",
     "present", "present_official", "present_probationary", "late", "excused", "unexcused",
     "unmarked", "voters", "present_voters"], 0,
)  # fmt: skip


def official(mark: str) -> Marked:
    return Marked(mark, "official", official=True, counted=True, votes=True)


def probationary(mark: str) -> Marked:
    return Marked(mark, "probationary", official=False, counted=True, votes=False)


def outside(standing: str, mark: str = "not_expected") -> Marked:
    return Marked(mark, standing, official=True, counted=False, votes=False)


def test_turnout_adds_up_when_the_whole_cell_is_marked() -> None:
    rows = [official("present")] * 12 + [official("late")] + [official("excused")] * 3
    rows += [official("unexcused"), probationary("present"), probationary("excused")]
    rows += [outside("exempt"), outside("away"), outside("suspended"), outside("here", "present")]

    found = turnout(rows, special_duty=2)

    assert asdict(found) == NOBODY | {
        "official": 20, "probationary": 2, "exempt": 1, "suspended": 1, "away": 1, "here": 1,
        "special_duty": 2, "counted": 19, "present": 14, "present_official": 13,
        "present_probationary": 1, "late": 1, "excused": 4, "unexcused": 1, "voters": 17,
        "present_voters": 13,
    }  # fmt: skip
    assert found.strength == 24
    assert found.counted == found.present + found.excused + found.unexcused


def test_turnout_is_zero_when_nobody_is_there() -> None:
    assert asdict(turnout([], special_duty=0)) == NOBODY


def test_unmarked_are_told_when_the_call_goes_on() -> None:
    found = turnout([official("present"), official(""), outside("exempt", "")], special_duty=0)

    assert (found.counted, found.present, found.unmarked) == (2, 1, 1)


def test_guest_votes_without_being_counted_when_the_rules_say_so() -> None:
    guest = Marked("present", "here", official=True, counted=False, votes=True)

    found = turnout([official("present"), guest], special_duty=0)

    assert (found.counted, found.present, found.voters, found.present_voters) == (1, 1, 2, 2)
    assert found.strength == 1
