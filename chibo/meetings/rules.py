"""The arithmetic of a roll call."""

from dataclasses import dataclass

PRESENT_MARKS = frozenset({"present", "late"})


@dataclass(frozen=True)
class Marked:
    """One member in a roll call. mark: empty while unmarked."""

    mark: str
    standing: str
    official: bool
    counted: bool
    votes: bool


@dataclass(frozen=True)
class Turnout:
    """A roll call in figures. Rates are present / counted; late ones are present.

    official and probationary count the cell's own members whatever their standing that day.
    """

    official: int
    probationary: int
    exempt: int
    suspended: int
    away: int
    here: int
    special_duty: int
    counted: int
    present: int
    present_official: int
    present_probationary: int
    late: int
    excused: int
    unexcused: int
    unmarked: int
    voters: int
    present_voters: int

    @property
    def strength(self) -> int:
        """All members of the cell at home there."""
        return self.official + self.probationary + self.special_duty


def turnout(rows: list[Marked], *, special_duty: int) -> Turnout:
    """Count a roll call.

    special_duty: armed-force members on duty, numbers only, outside the rows and the denominator.
    Rule: 12-HD/BTCTW: the denominator leaves out the exempt and those on special duty.
    """

    def count(standing: str) -> int:
        return sum(row.standing == standing for row in rows)

    home = [row for row in rows if row.standing != "here"]
    counted = [row for row in rows if row.counted]
    present = [row for row in counted if row.mark in PRESENT_MARKS]
    return Turnout(
        official=sum(row.official for row in home),
        probationary=sum(not row.official for row in home),
        exempt=count("exempt"),
        suspended=count("suspended"),
        away=count("away"),
        here=count("here"),
        special_duty=special_duty,
        counted=len(counted),
        present=len(present),
        present_official=sum(row.official for row in present),
        present_probationary=sum(not row.official for row in present),
        late=sum(row.mark == "late" for row in counted),
        excused=sum(row.mark == "excused" for row in counted),
        unexcused=sum(row.mark == "unexcused" for row in counted),
        unmarked=sum(not row.mark for row in counted),
        voters=sum(row.votes for row in rows),
        present_voters=sum(row.votes and row.mark in PRESENT_MARKS for row in rows),
    )
