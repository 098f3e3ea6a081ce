"""What a member's standing means for counting and voting."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a member stands in a cell on a day. One at a time; the stronger word wins."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"
    SUSPENDED = "suspended"
    AWAY = "away"
    HERE = "here"  # from elsewhere, for a time


@dataclass(frozen=True)
class Counting:
    """What the rules in force leave to a setting: who counts and votes besides the usual ones."""

    away_counted: bool
    away_votes: bool
    here_counted: bool
    here_votes: bool
    suspended_counted: bool


def age_on(birth: tuple[int, int | None, int | None], day: dt.date) -> int:
    """Return the whole years of age on a day, counted in months; an unknown month counts as first.

    birth: year, month or None, day or None.
    Rule: age at admission is counted in months (domain notes §2.1); house for an unknown month.
    """
    year, month, _day = birth
    return day.year - year - (day.month < (month or 1))


def standing(
    *, official: bool, visiting: bool, exempt: bool, suspended: bool, away: bool
) -> Standing:
    """Return the one word for a member's standing.

    Rule: 24-QĐ/TW and later, states of a member (domain notes §2.1).
    """
    if exempt:
        return Standing.EXEMPT
    if suspended:
        return Standing.SUSPENDED
    if visiting:
        return Standing.HERE
    if away:
        return Standing.AWAY
    return Standing.OFFICIAL if official else Standing.PROBATIONARY


def is_counted(who: Standing, counting: Counting) -> bool:
    """Say whether a member is in the denominator of attendance.

    Rule: 12-HD/BTCTW: total members less the exempt and those on special duty; the rest of it is
    a setting (house).
    """
    return {
        Standing.OFFICIAL: True,
        Standing.PROBATIONARY: True,
        Standing.EXEMPT: False,
        Standing.SUSPENDED: counting.suspended_counted,
        Standing.AWAY: counting.away_counted,
        Standing.HERE: counting.here_counted,
    }[who]


def may_vote(who: Standing, *, official: bool, counting: Counting) -> bool:
    """Say whether a member votes: official members only; exempt and suspended ones do not.

    Rule: Điều lệ Đảng: a probationary member speaks and does not vote.
    """
    if not official or who in {Standing.EXEMPT, Standing.SUSPENDED, Standing.PROBATIONARY}:
        return False
    if who is Standing.AWAY:
        return counting.away_votes
    if who is Standing.HERE:
        return counting.here_votes
    return True
