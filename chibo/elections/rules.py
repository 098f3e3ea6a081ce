"""The arithmetic of ballots on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

# ballots on a sheet of A4: lines of text that one holds, signs on a line of its names and title
LAYOUTS = {8: (3, 26, 40), 4: (8, 19, 38), 2: (10, 58, 80)}


@dataclass(frozen=True)
class Marks:
    """What was marked at one line: in favour, against, left blank."""

    votes_for: int
    votes_against: int
    votes_blank: int

    @property
    def sum(self) -> int:
        return self.votes_for + self.votes_against + self.votes_blank


@dataclass(frozen=True)
class Figures:
    """What a counter found: ballots given out, come back, valid, invalid, and marks by line."""

    issued: int
    returned: int
    valid: int
    invalid: int
    lines: tuple[Marks, ...]


@dataclass(frozen=True)
class Fault:
    """Why totals cannot be. what: the rule that they break; line: its place, or None."""

    what: str
    line: int | None = None


def fault_in(figures: Figures, *, voters: int, seats: int) -> Fault | None:
    """Return the first rule that these totals break, or None.

    voters: who may vote in the cell; seats: how many a ballot may favour, 0 for any number.

    Rule: house (issued within voters; returned within issued; returned = valid + invalid; the
    marks at each line = valid; marks in favour within valid x seats).
    """
    if figures.issued > voters:
        return Fault("issued")
    if figures.returned > figures.issued:
        return Fault("returned")
    if figures.returned != figures.valid + figures.invalid:
        return Fault("valid")
    for place, marks in enumerate(figures.lines):
        if marks.sum != figures.valid:
            return Fault("line", place)
    if seats and sum(marks.votes_for for marks in figures.lines) > figures.valid * seats:
        return Fault("seats")
    return None if figures.valid else Fault("none_valid")


def differences(one: Figures, other: Figures) -> list[str]:
    """Return where two counts differ: names of totals, and the places of lines as digits.

    Rule: house (two counters enter apart; where they differ both count again).
    """
    totals = ("issued", "returned", "valid", "invalid")
    found = [name for name in totals if getattr(one, name) != getattr(other, name)]
    pairs = enumerate(zip(one.lines, other.lines, strict=True))
    return found + [str(place) for place, (mine, theirs) in pairs if mine != theirs]


@dataclass(frozen=True)
class Outcome:
    """Who is elected, and who stands level at the last seat: places of lines."""

    elected: frozenset[int]
    level: frozenset[int]


def outcome(votes: Sequence[int], passed: Sequence[bool], *, seats: int) -> Outcome:
    """Return who fills the seats: of those who passed, the most votes first.

    Where the last seat is level, none of those who are level fills it: the cell votes again.

    Rule: Quy chế bầu cử 190-QĐ/TW (most votes first; unverified); level at the last seat: house.
    """
    through = [place for place, has_passed in enumerate(passed) if has_passed]
    if len(through) <= seats:
        return Outcome(frozenset(through), frozenset())
    in_order = sorted(through, key=lambda place: -votes[place])
    last, next_one = votes[in_order[seats - 1]], votes[in_order[seats]]
    if last != next_one:
        return Outcome(frozenset(in_order[:seats]), frozenset())
    return Outcome(
        frozenset(place for place in through if votes[place] > last),
        frozenset(place for place in through if votes[place] == last),
    )


def tells_votes(valid: int, lines: Sequence[Marks], *, few: int) -> bool:
    """Say whether totals tell how single members voted: few ballots, or all alike at a line.

    Rule: house (security notes I3: fewer than 5 voters, or a unanimous result).
    """
    return valid < few or any(
        valid in (marks.votes_for, marks.votes_against, marks.votes_blank) for marks in lines
    )


def has_committee(official_members: int, *, least: int) -> bool:
    """Say whether a cell of so many official members elects a committee.

    Rule: 208-QĐ/TW: a cell committee from 9 official members, else secretary and deputy
    (second-hand).
    """
    return official_members >= least


def term_ends(congress_on: dt.date, *, years: int) -> dt.date:
    """Return the day by which the next congress is due; after 29 February, 28 February.

    Rule: 208-QĐ/TW: cell congress every 5 years (second-hand); house for 29 February.
    """
    try:
        return congress_on.replace(year=congress_on.year + years)
    except ValueError:
        return congress_on.replace(year=congress_on.year + years, day=28)


def layouts_for(names: Sequence[str], title: str) -> list[int]:
    """Return how many ballots with these names one sheet of A4 may hold, most first; else 1.

    Rule: house (what stays readable in print).
    """
    found = []
    for per_page, (most, signs, of_title) in LAYOUTS.items():
        lines = sum(-(-len(name) // signs) for name in names) + (len(title) - 1) // of_title
        if lines <= most:
            found.append(per_page)
    return found or [1]


def sheets_needed(voters: int, *, per_page: int) -> int:
    """Return how many sheets of A4 give each voter a ballot; at least one.

    Rule: house.
    """
    return max(1, -(-voters // per_page))
