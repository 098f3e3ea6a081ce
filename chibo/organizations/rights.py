"""The table of rights: what there is to do, and which post may do it where.

`OWN` reaches the unit of the post, `BRANCH` that unit and all below it today. `authority.py` asks.
"""

from enum import StrEnum

from chibo.organizations.models import Role


class Can(StrEnum):
    """What one can do. The first half reads, the second writes."""

    SEE_UNIT = "unit.see"
    READ_COUNTS = "counts.read"
    READ_PAPERS = "papers.read"  # adopted: resolution, conclusion
    READ_REGISTER = "register.read"
    READ_ROLL_CALL = "roll_call.read"  # by name
    READ_MINUTES = "minutes.read"  # raw
    READ_CELL_ONLY = "cell_only.read"  # corrections agreed, whom to visit
    READ_PHONES = "phones.read"
    READ_RULES = "rules.read"
    READ_ELECTIONS = "elections.read"  # results of ballots, terms
    HOLD_MEETING = "meeting.hold"
    COUNT_BALLOTS = "ballots.count"  # enter the totals that oneself counted
    CLOSE_MINUTES = "minutes.close"
    KEEP_REGISTER = "register.keep"
    GIVE_POSTS = "posts.give"
    CHANGE_RULES = "rules.change"
    ASSESS_FROM_ABOVE = "assessment.from_above"  # an own score beside the cell's
    COPY_PAST_MONTHS = "past_months.copy"  # from paper, before the book
    SEND_DELEGATES = "delegates.send"  # the rota of the committee's visits
    REORGANISE = "units.reorganise"  # what stands below; a unit itself from the one above
    NOTE_CHECKS = "checks.note"  # cards, files, lists were checked on a day
    READ_DUES = "dues.read"  # sums of a cell, no names
    KEEP_DUES = "dues.keep"  # who owes and paid what, by name
    ISSUE_REPORTS = "reports.issue"  # of the unit itself, to the level above
    TYPE_TOTALS = "totals.type"  # of a statistical form, what the book does not count


OWN, BRANCH = "own", "branch"
_READ_CELL = dict.fromkeys((Can.SEE_UNIT, Can.READ_COUNTS, Can.READ_PAPERS, Can.READ_RULES), OWN)
_IN_CELL = {**_READ_CELL, Can.READ_ELECTIONS: OWN, Can.COUNT_BALLOTS: OWN}
_IN_THE_ROOM = {
    Can.READ_REGISTER: OWN, Can.READ_ROLL_CALL: OWN, Can.READ_MINUTES: OWN,
    Can.READ_CELL_ONLY: OWN, Can.HOLD_MEETING: OWN, Can.NOTE_CHECKS: OWN,
}  # fmt: skip
_HEAD = {
    **_IN_CELL, **_IN_THE_ROOM, Can.CLOSE_MINUTES: OWN, Can.COPY_PAST_MONTHS: OWN,
    Can.READ_DUES: OWN, Can.KEEP_DUES: OWN, Can.ISSUE_REPORTS: OWN, Can.TYPE_TOTALS: OWN,
}  # fmt: skip
_ABOVE = dict.fromkeys((Can.SEE_UNIT, Can.READ_COUNTS, Can.READ_PAPERS, Can.READ_RULES), BRANCH)

RIGHTS: dict[Role, dict[Can, str]] = {
    Role.SECRETARY: _HEAD,
    Role.DEPUTY_SECRETARY: _HEAD,
    Role.COMMITTEE_MEMBER: {**_IN_CELL, **_IN_THE_ROOM, Can.READ_DUES: OWN},
    Role.MEMBER: _IN_CELL,
    Role.FOLLOWER: {**_READ_CELL, Can.READ_PHONES: OWN, Can.ASSESS_FROM_ABOVE: OWN},
    Role.COMMUNE_SECRETARY: {
        **_ABOVE, Can.READ_PHONES: BRANCH, Can.READ_REGISTER: BRANCH,
        Can.SEND_DELEGATES: BRANCH, Can.READ_ELECTIONS: BRANCH, Can.READ_DUES: BRANCH,
        Can.ISSUE_REPORTS: OWN,
    },
    Role.STANDING_MEMBER: {
        **_ABOVE, Can.READ_PHONES: BRANCH, Can.READ_ELECTIONS: BRANCH, Can.READ_DUES: BRANCH,
    },
    Role.PARTY_BUILDING_OFFICER: {
        **_ABOVE, Can.READ_PHONES: BRANCH, Can.READ_REGISTER: BRANCH,
        Can.KEEP_REGISTER: BRANCH, Can.GIVE_POSTS: BRANCH, Can.CHANGE_RULES: BRANCH,
        Can.SEND_DELEGATES: BRANCH, Can.COPY_PAST_MONTHS: BRANCH, Can.READ_ELECTIONS: BRANCH,
        Can.READ_DUES: BRANCH, Can.NOTE_CHECKS: BRANCH, Can.REORGANISE: BRANCH,
        Can.ISSUE_REPORTS: OWN, Can.TYPE_TOTALS: BRANCH,
    },
    Role.PROVINCE_OFFICER: {
        **_ABOVE, Can.GIVE_POSTS: BRANCH, Can.CHANGE_RULES: BRANCH, Can.REORGANISE: BRANCH,
        Can.COPY_PAST_MONTHS: BRANCH, Can.READ_ELECTIONS: BRANCH, Can.ISSUE_REPORTS: OWN,
        Can.TYPE_TOTALS: BRANCH,
    },
    Role.TECHNICAL_ADMINISTRATOR: {Can.READ_RULES: BRANCH},
}  # fmt: skip
