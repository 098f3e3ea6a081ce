"""What becomes of each line of a list of members: new, changed, same, or why not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.lists import items as states
from chibo.lists.items import DOUBT, NOTE, Change, Item
from chibo.lists.matching import compare
from chibo.lists.values import Setting
from chibo.members.commands import NewMember
from chibo.members.commands.entering import refuse_impossible
from chibo.organizations.models import Post, Role
from chibo.people.models import Sex
from chibo.rulebook.models import Subject
from chibo.rulebook.queries import in_force

_NOBODY = UUID(int=0)
COMPARED = ("admitted_on", "ceremony_on", "official_on", "from_on")


@dataclass
class Settled:
    """What members are settled against. posts: the offices held in these cells."""

    unit: UUID
    setting: Setting
    posts: Sequence[Post]
    may_give: bool

    def __post_init__(self) -> None:
        rules = in_force(self.unit, on=self.setting.today, subject=Subject.MEMBERS)
        self.least_age = rules.number("admission.least_age")
        self.probation = rules.number("probation.months")
        working = rules.number("ceremony.working_days") + rules.number("recognition.working_days")
        self.slack = dt.timedelta(days=working * 7 // 5)
        self.offices = {(post.unit_id, post.role): post.person_id for post in self.posts}
        self.held = {(post.unit_id, post.person_id): post.role for post in self.posts}
        self.claimed: set[tuple[UUID, str]] = set()

    def is_long_ago(self, admitted: dt.date) -> bool:
        """Say whether probation and the days of its papers ended before today."""
        over = Month.of(admitted).after(self.probation).first + (admitted - admitted.replace(day=1))
        return over + self.slack < self.setting.today


def settle_members(items: Sequence[Item], against: Settled) -> None:
    """Set the state of each line."""
    for item in items:
        if item.one_with is not None:
            item.issues = [each for each in item.issues if each.weight == NOTE]
            item.say("name", "one_with", NOTE, line=item.one_with.row.line)
            item.state = states.SAME
            continue
        if item.match is not None:
            _known(item, against)
        else:
            _new(item, against)
        if item.office:
            _office(item, against)
        item.state = _state(item)


def _state(item: Item) -> str:
    if item.refused():
        return states.REFUSED
    if any(issue.weight == DOUBT for issue in item.issues):
        return states.DOUBTFUL
    if item.match is None:
        return states.NEW
    return states.CHANGED if item.changes else states.SAME


def _known(item: Item, against: Settled) -> None:
    """Compare a line with its member; what the list does not say stays as it is."""
    known = item.match
    assert known is not None  # noqa: S101 - asked by the caller
    guessed = [issue for issue in item.issues if issue.code in {"sex_by_name", "no_sex"}]
    if guessed:
        item.sex = ""
        item.issues = [issue for issue in item.issues if issue not in guessed]
    item.issues = [issue for issue in item.issues if issue.code not in {"no_cell"}]
    _future(item, against.setting.today)
    compare(item, known, COMPARED)
    if item.changes and not item.has("cell"):
        days = {name: item.days.get(name, getattr(known, name)) for name in COMPARED}
        birth, sex = item.birth or known.birth, item.sex or known.sex
        _impossible(item, _member(item, days, birth, sex), against)


def _new(item: Item, against: Settled) -> None:
    """Fill in what follows, and refuse what a new member lacks."""
    if item.birth is None and not item.has("birth"):
        item.say("birth", "empty")
    admitted = _admitted(item, against)
    if admitted is None:
        return
    if "ceremony_on" not in item.days:
        item.days["ceremony_on"] = admitted
        item.say("ceremony_on", "as_admitted", NOTE)
    _future(item, against.setting.today)
    _from(item, admitted, against)
    _official(item, admitted, against)
    if item.birth and item.sex and "from_on" in item.days:
        member = _member(item, item.days, item.birth, item.sex)
        _impossible(item, member, against)


def _admitted(item: Item, against: Settled) -> dt.date | None:
    """Return the day of admission; the ceremony's where only that is known, which is asked."""
    days = item.days
    if "admitted_on" not in days and not item.has("admitted_on"):
        if "ceremony_on" not in days:
            item.say("admitted_on", "empty")
            return None
        days["admitted_on"] = days["ceremony_on"]
        if not against.setting.answers.yes("only_ceremony"):
            item.say("admitted_on", "only_ceremony", DOUBT, "only_ceremony")
    return days.get("admitted_on")


def _from(item: Item, admitted: dt.date, against: Settled) -> None:
    """Fill in since when the member is in the cell, where the list is silent."""
    seat = against.setting.cells.all.get(item.cell or _NOBODY)
    if seat is None:
        return
    if "from_on" not in item.days:
        item.days["from_on"] = max(against.setting.list_on, admitted, seat.since)
    elif item.days["from_on"] < seat.since:
        item.say("from_on", "before_cell", since=f"{seat.since:%d/%m/%Y}")


def _official(item: Item, admitted: dt.date, against: Settled) -> None:
    """Ask whether a member admitted long ago is still on probation."""
    if "official_on" in item.days or item.has("official_on"):
        return
    if against.is_long_ago(admitted) and not against.setting.answers.yes("still_probationary"):
        item.say("official_on", "still_probationary", DOUBT, "still_probationary",
                 text=f"{admitted:%d/%m/%Y}")  # fmt: skip


def _future(item: Item, today: dt.date) -> None:
    for name, day in item.days.items():
        if day > today:
            item.say(name, "future", text=f"{day:%d/%m/%Y}")


def _member(
    item: Item, days: dict[str, dt.date], birth: tuple[int, int | None, int | None], sex: str
) -> NewMember:
    return NewMember(
        id=_NOBODY, name=item.name, birth=birth, sex=Sex(sex), admitted_on=days["admitted_on"],
        ceremony_on=days["ceremony_on"], official_on=days.get("official_on"),
        from_on=days["from_on"],
    )  # fmt: skip


def _impossible(item: Item, member: NewMember, against: Settled) -> None:
    try:
        refuse_impossible(member, against.setting.today, against.least_age)
    except Refused as refusal:
        if not item.has(refusal.field):
            item.say(refusal.field, "impossible_days", say=str(refusal))


def _office(item: Item, against: Settled) -> None:
    """Note the office to give, or why it is not given; the member is taken all the same."""
    role, item.office = item.office, ""
    if role == "other" or item.cell is None:
        return
    person = item.match.person if item.match else None
    held = against.held.get((item.cell, person)) if person else None
    if held == role:
        return
    holder = against.offices.get((item.cell, role))
    alone = role != Role.COMMITTEE_MEMBER
    said = str(Role(role).label)
    if not against.may_give:
        code = "office_no_right"
    elif held is not None:
        code = "office_other"
    elif alone and role == Role.SECRETARY and (holder or (item.cell, role) in against.claimed):
        code = "office_taken"
    else:
        item.office = role
        against.claimed.add((item.cell, role))
        item.changes.append(Change("office", "", said))
        return
    item.say("office", code, NOTE, text=said)
