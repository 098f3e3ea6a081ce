"""Every address × every role × every place × every method, from the URL resolver."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chibo.copies.testing import make_copied
from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.dues.models import HandedUp, Payment
from chibo.dues.testing import make_handed_up, make_paid
from chibo.elections.models import Line
from chibo.elections.testing import make_counted, make_election
from chibo.figures.commands import fold_all
from chibo.lists.testing import make_list
from chibo.meetings.models import Meeting
from chibo.members.models import Membership, Prospective, Transfer
from chibo.organizations.authority import BRANCH, OWN, RIGHTS, Can
from chibo.organizations.commands import rename_unit
from chibo.organizations.models import PartyGroup, Post, Role, Unit
from chibo.people.commands import NewPerson, add_people
from chibo.people.models import Sex
from chibo.plans.testing import make_planned
from chibo.preparations.models import PreparedPaper, Question, StandingDuty
from chibo.registers.rules import Period
from chibo.registers.testing import make_agreed
from chibo.registers.views.books import BOOKS
from chibo.reports.commands import issue_branch_report, issue_report
from chibo.resolutions.models import ResolutionItem
from tests.pages import without_tokens
from tests.sittings import called, decided, held, last_month_3rd, opened
from tests.world import World, act, decision, today

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ALLOWED = {"GET": {200, 302}, "POST": {200, 302, 400, 422}}
# Where each login of the world holds which posts, and what lies above each place.
POSTS = {
    "secretary": [(Role.SECRETARY, "cell"), (Role.MEMBER, "cell")],
    "deputy": [(Role.DEPUTY_SECRETARY, "cell"), (Role.MEMBER, "cell")],
    "member": [(Role.MEMBER, "cell")],
    "clerk": [(Role.PARTY_BUILDING_OFFICER, "commune")],
    "commune_secretary": [(Role.COMMUNE_SECRETARY, "commune")],
    "province_officer": [(Role.PROVINCE_OFFICER, "province")],
    "technical_administrator": [(Role.TECHNICAL_ADMINISTRATOR, "province")],
}
ABOVE = {
    "cell": ("commune", "province"),
    "sibling_cell": ("commune", "province"),
    "foreign_cell": ("other_commune", "province"),
    "commune": ("province",),
    "other_commune": ("province",),
    "province": (),
}
CELLS = {"cell": "secretary", "sibling_cell": "sibling", "foreign_cell": "stranger"}
COMMITTEES = {"commune": "clerk", "other_commune": "other_officer", "province": "province_officer"}


@dataclass(frozen=True)
class Page:
    """What an address demands at a unit or at a meeting's cell, and which methods it takes."""

    demands: Can
    methods: str = "GET"
    closed_only: bool = False
    cells_only: bool = False
    above: bool = False  # the right is asked for at the unit above


ASK = "GET POST"
LAST_YEAR = Period(dt.date(today().year - 1, 10, 1), dt.date(today().year - 1, 12, 31))
UNIT_PAGES = {
    "organizations:unit": Page(Can.SEE_UNIT),
    "organizations:history": Page(Can.SEE_UNIT),
    "reorganisations:choose": Page(Can.REORGANISE),
    "reorganisations:act": Page(Can.REORGANISE, ASK, above=True),
    "reorganisations:groups": Page(Can.HOLD_MEETING, ASK),
    "reorganisations:group": Page(Can.HOLD_MEETING, ASK, cells_only=True),
    "members:register": Page(Can.READ_REGISTER),
    "members:new": Page(Can.KEEP_REGISTER, ASK),
    "members:transfers": Page(Can.READ_REGISTER),
    "members:arrival": Page(Can.KEEP_REGISTER, ASK),
    "members:prospective": Page(Can.READ_REGISTER),
    "members:new-prospective": Page(Can.KEEP_REGISTER, ASK),
    "members:party-badges": Page(Can.READ_REGISTER),
    "rulebook:rules": Page(Can.READ_RULES),
    "rulebook:rule": Page(Can.CHANGE_RULES, ASK),
    "statforms:forms": Page(Can.READ_COUNTS),
    "statforms:text": Page(Can.CHANGE_RULES, ASK),
    "statforms:typed": Page(Can.TYPE_TOTALS, ASK),
    "statforms:form": Page(Can.READ_COUNTS),
    **{f"statforms:form-{form}": Page(Can.READ_COUNTS) for form in ("pdf", "docx", "xlsx")},
    "jobs:ask": Page(Can.READ_COUNTS, ASK),  # the year's workbook; others: tests/test_work.py
    "reports:this-month": Page(Can.READ_COUNTS),
    "reports:month": Page(Can.READ_COUNTS),
    "reports:choose-figures": Page(Can.READ_COUNTS),
    "reports:figures": Page(Can.READ_COUNTS),
    "reports:rows": Page(Can.READ_COUNTS),
    "reports:help": Page(Can.READ_COUNTS),
    "reports:month-papers": Page(Can.READ_MINUTES, cells_only=True),
    "reports:month-papers-pdf": Page(Can.READ_MINUTES, cells_only=True),
    "reports:report": Page(Can.CLOSE_MINUTES, ASK, cells_only=True),
    "reports:report-paper": Page(Can.READ_PAPERS, cells_only=True),
    "reports:report-pdf": Page(Can.READ_PAPERS, cells_only=True),
    "reports:report-foot": Page(Can.READ_PAPERS, cells_only=True),
    "reports:report-docx": Page(Can.READ_PAPERS, cells_only=True),
    "reports:reports": Page(Can.READ_PAPERS),
    "reports:draft": Page(Can.ISSUE_REPORTS, ASK),
    "reports:issued": Page(Can.READ_PAPERS),
    **{f"reports:issued-{form}": Page(Can.READ_PAPERS)
       for form in ("html", "pdf", "css", "docx", "xlsx")},
    "reports:year": Page(Can.READ_COUNTS, cells_only=True),
    "reports:memory": Page(Can.READ_CELL_ONLY, cells_only=True),
    "reports:lay": Page(Can.HOLD_MEETING, ASK, cells_only=True),
    "assessments:frames": Page(Can.READ_RULES),
    "assessments:own-frame": Page(Can.CHANGE_RULES, ASK),
    "plans:add": Page(Can.HOLD_MEETING, ASK),
    "plans:issue": Page(Can.CLOSE_MINUTES, "POST"),
    "plans:paper": Page(Can.READ_PAPERS, cells_only=True),
    "plans:paper-pdf": Page(Can.READ_PAPERS, cells_only=True),
    "plans:paper-foot": Page(Can.READ_PAPERS, cells_only=True),
    "plans:paper-docx": Page(Can.READ_PAPERS, cells_only=True),
    "preparations:duties": Page(Can.HOLD_MEETING, ASK, cells_only=True),
    "preparations:duty-end": Page(Can.HOLD_MEETING, "POST", cells_only=True),
    "preparations:own-agenda": Page(Can.CHANGE_RULES, ASK),
    "plans:missed": Page(Can.HOLD_MEETING, ASK),
    "deadlines:deadlines": Page(Can.READ_REGISTER),
    "deadlines:counts": Page(Can.READ_COUNTS),
    "deadlines:check": Page(Can.NOTE_CHECKS, ASK),
    "deadlines:digest": Page(Can.READ_REGISTER),
    "deadlines:digest-pdf": Page(Can.READ_REGISTER),
    "deadlines:digest-foot": Page(Can.READ_REGISTER),
    "deadlines:digest-docx": Page(Can.READ_REGISTER),
    "preparations:rota": Page(Can.SEND_DELEGATES),
    "preparations:rota-pdf": Page(Can.SEND_DELEGATES),
    "preparations:rota-docx": Page(Can.SEND_DELEGATES),
    "plans:days-off": Page(Can.CHANGE_RULES, ASK),
    "minutes:numbers": Page(Can.READ_PAPERS),
    "copies:copied": Page(Can.READ_COUNTS),
    "copies:table": Page(Can.COPY_PAST_MONTHS, ASK),
    "copies:year": Page(Can.COPY_PAST_MONTHS, ASK, cells_only=True),
    "copies:template": Page(Can.COPY_PAST_MONTHS),
    "lists:members": Page(Can.KEEP_REGISTER, ASK),
    "lists:units": Page(Can.REORGANISE, ASK),
    "lists:posts": Page(Can.GIVE_POSTS, ASK),
    "lists:export": Page(Can.KEEP_REGISTER, ASK),
    "lists:list": Page(Can.KEEP_REGISTER, ASK),
    "lists:columns": Page(Can.KEEP_REGISTER, ASK),
    "lists:undo": Page(Can.KEEP_REGISTER, ASK),
    "lists:doubts": Page(Can.KEEP_REGISTER),
    "lists:doubts-book": Page(Can.KEEP_REGISTER),
    "meetings:list": Page(Can.READ_COUNTS),
    "elections:elections": Page(Can.READ_ELECTIONS),
    "elections:new": Page(Can.HOLD_MEETING, ASK),
    "elections:posts": Page(Can.GIVE_POSTS, ASK),
    "elections:post": Page(Can.GIVE_POSTS, ASK, cells_only=True),
    "elections:login": Page(Can.GIVE_POSTS, ASK, cells_only=True),
    "meetings:new": Page(Can.HOLD_MEETING, ASK),
    "meetings:new-committee": Page(Can.HOLD_MEETING, ASK),
    "meetings:visits": Page(Can.READ_CELL_ONLY),
    "meetings:visit-choice": Page(Can.HOLD_MEETING, "POST"),
    "dues:sums": Page(Can.READ_DUES),
    "dues:rates": Page(Can.KEEP_DUES, ASK, cells_only=True),
    "dues:month": Page(Can.KEEP_DUES, ASK, cells_only=True),
    "dues:hand-up": Page(Can.KEEP_DUES, ASK, cells_only=True),
    "dues:payment": Page(Can.KEEP_DUES, ASK, cells_only=True),
    "dues:handed": Page(Can.KEEP_DUES, ASK, cells_only=True),
    "dues:paper": Page(Can.KEEP_DUES, cells_only=True),
    "dues:paper-pdf": Page(Can.KEEP_DUES, cells_only=True),
    "dues:paper-foot": Page(Can.KEEP_DUES, cells_only=True),
    "dues:paper-docx": Page(Can.KEEP_DUES, cells_only=True),
    "registers:books": Page(Can.READ_COUNTS),
    "registers:reconciliations": Page(Can.READ_COUNTS),
    "registers:reconciliation": Page(Can.READ_COUNTS),
    "registers:people": Page(Can.READ_REGISTER),
    "registers:agreement": Page(Can.KEEP_REGISTER, ASK),
    **{f"registers:reconciliation-{form}": Page(Can.READ_COUNTS)
       for form in ("html", "pdf", "css", "docx")},
    **{f"registers:{what}-{form}": Page(kind.demands, cells_only=not kind.of_others)
       for what, kind in BOOKS.items() for form in ("html", "pdf", "css", "docx", "xlsx")},
}  # fmt: skip
MEETING_PAGES = {
    "meetings:setting": Page(Can.HOLD_MEETING, ASK),
    "meetings:roll-call": Page(Can.READ_ROLL_CALL, ASK),
    "meetings:discussion": Page(Can.READ_MINUTES, ASK),
    "meetings:bin": Page(Can.HOLD_MEETING, ASK),
    "meetings:visit": Page(Can.READ_CELL_ONLY, "POST"),
    "resolutions:promises": Page(Can.READ_MINUTES, ASK),
    "resolutions:decisions": Page(Can.READ_MINUTES),
    "resolutions:new-decision": Page(Can.READ_MINUTES, ASK),
    "resolutions:decision": Page(Can.READ_MINUTES, ASK),
    "resolutions:withdrawal": Page(Can.HOLD_MEETING, ASK),
    "resolutions:corrections": Page(Can.READ_CELL_ONLY, ASK),
    "assessments:score": Page(Can.HOLD_MEETING, ASK),
    "assessments:after": Page(Can.HOLD_MEETING, ASK),
    "assessments:from-above": Page(Can.ASSESS_FROM_ABOVE, ASK),
    "petitions:petitions": Page(Can.HOLD_MEETING, ASK),
    "chairing:chairing": Page(Can.HOLD_MEETING),
    "minutes:meeting": Page(Can.READ_COUNTS),
    "minutes:minutes": Page(Can.READ_MINUTES, ASK),
    "minutes:closure": Page(Can.READ_PAPERS, closed_only=True),
    "minutes:reopening": Page(Can.CLOSE_MINUTES, ASK, closed_only=True),
    "minutes:give-up": Page(Can.CLOSE_MINUTES, "POST", closed_only=True),
    "minutes:history": Page(Can.READ_MINUTES),
}
PLANNED_PAGES = {
    "chairing:preparation": Page(Can.READ_MINUTES),
    "chairing:paper": Page(Can.READ_MINUTES),
    "chairing:paper-pdf": Page(Can.READ_MINUTES),
    "chairing:paper-foot": Page(Can.READ_MINUTES),
    "chairing:paper-docx": Page(Can.READ_MINUTES),
    "preparations:agenda": Page(Can.HOLD_MEETING, ASK),
    "preparations:draft": Page(Can.HOLD_MEETING, ASK),
    "preparations:papers": Page(Can.HOLD_MEETING, ASK),
    "preparations:paper": Page(Can.HOLD_MEETING, ASK),
    "preparations:file": Page(Can.READ_MINUTES),
    "preparations:paper-removal": Page(Can.HOLD_MEETING, "POST"),
    "preparations:questions": Page(Can.HOLD_MEETING, ASK),
    "preparations:question-removal": Page(Can.HOLD_MEETING, "POST"),
    "preparations:calendar": Page(Can.READ_COUNTS),
    "preparations:notice": Page(Can.READ_MINUTES),  # before it is issued; then READ_PAPERS
    "preparations:notice-pdf": Page(Can.READ_MINUTES),
    "preparations:notice-foot": Page(Can.READ_MINUTES),
    "preparations:notice-docx": Page(Can.READ_MINUTES),
    "preparations:issue-notice": Page(Can.CLOSE_MINUTES, "POST"),
    "preparations:told": Page(Can.HOLD_MEETING, ASK),
    "preparations:delegates": Page(Can.SEND_DELEGATES, ASK),
    "preparations:recall": Page(Can.SEND_DELEGATES, "POST"),
    "plans:change": Page(Can.HOLD_MEETING, ASK),
    "plans:move": Page(Can.HOLD_MEETING, ASK),
    "plans:removal": Page(Can.HOLD_MEETING, "POST"),
}
ELECTION_PAGES = {
    "elections:election": Page(Can.READ_ELECTIONS),
    "elections:order": Page(Can.HOLD_MEETING, "POST"),
    "elections:withdrawal": Page(Can.HOLD_MEETING, "POST"),
    "elections:ratification": Page(Can.GIVE_POSTS, ASK, closed_only=True),
    "elections:count": Page(Can.COUNT_BALLOTS, ASK),
    "elections:ballots": Page(Can.HOLD_MEETING),
    **{f"elections:tally{form}": Page(Can.HOLD_MEETING) for form in ("", "-pdf", "-foot", "-docx")},
    **{
        f"elections:minutes{form}": Page(Can.READ_ELECTIONS, closed_only=True)
        for form in ("", "-pdf", "-foot", "-docx")
    },
}
DECISION_PAGES = {
    "reorganisations:correct": Page(Can.REORGANISE, ASK, above=True),
}
COPIED_PAGES = {
    "copies:take-back": Page(Can.COPY_PAST_MONTHS, ASK),
}
OF_A_LIST = {"list", "columns", "undo", "doubts", "doubts-book"}
PERSON_PAGES = {
    "members:person": Page(Can.READ_REGISTER),
    "members:correction": Page(Can.KEEP_REGISTER, ASK),
    "members:withdrawal": Page(Can.KEEP_REGISTER, ASK),
    "members:step": Page(Can.KEEP_REGISTER, ASK),
}
TRANSFER_PAGES = {  # at the place sent to, or at the place of the sender
    "members:receipt": Page(Can.KEEP_REGISTER, ASK),
    "members:refusal": Page(Can.KEEP_REGISTER, ASK),
    "members:cancellation": Page(Can.KEEP_REGISTER, ASK),
    "members:handover": Page(Can.KEEP_REGISTER, ASK),
}
PROSPECTIVE_PAGES = {
    f"members:{name}": Page(Can.KEEP_REGISTER, ASK)
    for name in ("admission", "class", "stop", "forgetting")
}
PAPERS = {
    "roll-call": Page(Can.READ_ROLL_CALL),
    "blank-roll-call": Page(Can.HOLD_MEETING),
    "minutes": Page(Can.READ_MINUTES),
    "resolution": Page(Can.READ_PAPERS, closed_only=True),
    "task-list": Page(Can.READ_MINUTES),
}
PAPER_PAGES = {"minutes:paper", "minutes:paper-pdf", "minutes:paper-foot", "minutes:paper-docx"}
VERSION_PAGES = {f"minutes:version{form}" for form in ("", "-pdf", "-foot", "-docx")}
# Pages of nobody's unit: the answers to each method for anybody signed in.
OPEN_PAGES = {
    "desk:home": {"GET": 200},
    "desk:more": {"GET": 200},
    "jobs:jobs": {"GET": 200},
    "organizations:rights": {"GET": 200},
    "accounts:drafts": {"POST": 400},
    "minutes:together": {"POST": 400},  # each act by its page: tests/test_together.py
    "deadlines:calendar": {"GET": 200, "POST": 422},
    "deadlines:calendar-end": {"POST": 422},
    "accounts:sign-out": {"POST": 302},
    "accounts:sign-in": {"GET": 302, "POST": 302, "PUT": 302, "PATCH": 302, "DELETE": 302},
    "accounts:enrol": {"GET": 200, "POST": 422},
    "accounts:language": {"GET": 302, "POST": 302, "PUT": 302, "PATCH": 302, "DELETE": 302},
}
WITHOUT_SIGN_IN = {"accounts:sign-in", "accounts:enrol", "accounts:language"}
BY_WHO_ASKED = {"jobs:job", "jobs:stop", "jobs:go-on", "jobs:file"}  # see chibo/jobs/tests
BY_PRIVATE_ADDRESS = {"deadlines:feed"}  # who has it reads; see tests/test_deadlines.py


@dataclass(frozen=True)
class Case:
    """One address at one place, and the methods it is asked by."""

    name: str
    url: str
    page: Page
    place: str
    is_closed: bool = True
    methods: tuple[str, ...] = METHODS


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """Thousands of refusals are meant here."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the full name of every URL pattern."""
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield f"{prefix}{part.name}"
        else:
            yield from _names(part, f"{prefix}{part.namespace}:" if part.namespace else prefix)


def _sat(world: World) -> dict[tuple[str, bool], Meeting]:
    """Hold a closed and an open meeting in each cell: by place and whether closed."""
    meetings = {}
    for place, chief in CELLS.items():
        cell, user = getattr(world, place), world.user(chief)
        people = list(Membership.objects.filter(cell=cell).order_by("person__birth_year"))
        there = replace(world, cell=cell, members=people, users={**world.users, "secretary": user})
        meetings[place, True] = held(there, last_month_3rd()).meeting
        issue_report(act=act(user), cell=cell, month=Month.of(last_month_3rd()))
        meetings[place, False] = meeting = opened(there, today())
        called(meeting, user)
        decided(meeting, user, people[3])
    fold_all()
    for place, chief in COMMITTEES.items():
        issue_branch_report(
            act=act(world.user(chief)), unit=getattr(world, place),
            months=Months.of(Month.of(last_month_3rd())),
        )  # fmt: skip
    return meetings


THIS_YEAR = {"year": today().year}
NEXT_YEAR = {"year": today().year + 1}
LAST_MONTH = {"month_text": f"{last_month_3rd():%Y-%m}"}
PERIOD = {"period_text": str(LAST_YEAR)}
# What an address takes besides its unit, by the beginning of its name; the longest one decides.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "rulebook:rule": {"key": "attendance.aim_percent"},
    "rulebook:rules": {},
    "plans:issue": {**NEXT_YEAR, "what": "wall"},
    "plans:paper": {**NEXT_YEAR, "what": "wall"},
    "plans:add": NEXT_YEAR,
    "plans:missed": LAST_MONTH,
    "copies:year": THIS_YEAR,
    **{f"registers:{what}-": THIS_YEAR for what in BOOKS},
    "registers:people": {**PERIOD, "side": "closing"},
    "registers:agreement": PERIOD,
    "registers:reconciliation": PERIOD,
    "registers:reconciliations": {},
    "dues:month": LAST_MONTH,
    "dues:hand-up": LAST_MONTH,
    "dues:paper": LAST_MONTH,
    "statforms:": {"number": "1-BTCTW", "period_text": f"{today().year}"},
    "statforms:forms": {},
    "statforms:text": {"number": "1-BTCTW"},
    "jobs:ask": {"kind": "reports.yearly", "what": f"{today().year}"},
    "reports:": LAST_MONTH,
    "reports:year": NEXT_YEAR,
    "reports:lay": NEXT_YEAR,
    "reports:this-month": {},
    "reports:choose-figures": {},
    "reports:figures": {"months_text": str(Month.of(last_month_3rd()))},
    "reports:rows": {"months_text": str(Month.of(last_month_3rd())), "indicator": "held"},
    "reports:help": {},
    "reports:memory": {},
    "reports:reports": {},
    "reports:draft": {"months_text": LAST_MONTH["month_text"]},
    "reports:issued": {"months_text": LAST_MONTH["month_text"], "version": 1},
    "preparations:rota": LAST_MONTH,
    "elections:new": {"what": "recognition"},
    "deadlines:check": {"what": "lists"},
    "deadlines:digest": {"month_text": f"{today():%Y-%m}"},
}


def _extra(name: str, meeting: uuid.UUID | None) -> dict[str, Any]:
    """Return the arguments besides unit or meeting."""
    if name in {"resolutions:decision", "resolutions:withdrawal"}:
        found = ResolutionItem.objects.filter(meeting=meeting).first()
        return {"item_id": found.pk if found else uuid.uuid4()}
    if name == "meetings:visit":
        there = Membership.objects.filter(cell__meetings=meeting).first()
        return {"membership_id": there.pk if there else uuid.uuid4()}
    fitting = [begin for begin in ARGUMENTS if name.startswith(begin)]
    return ARGUMENTS[max(fitting, key=len)] if fitting else {}


def _before(name: str, planned: uuid.UUID) -> dict[str, Any]:
    """Return the arguments besides the planned meeting."""
    if name == "preparations:recall":
        return {"person_id": uuid.UUID(int=0)}
    if name.startswith("chairing:paper"):
        return {"what": "agenda"}
    if name in {"preparations:paper", "preparations:file", "preparations:paper-removal"}:
        paper = PreparedPaper.objects.filter(planned=planned).first()
        return {"paper_id": paper.pk if paper else uuid.uuid4()}
    if name == "preparations:question-removal":
        question = Question.objects.filter(planned=planned).first()
        return {"question_id": question.pk if question else uuid.uuid4()}
    return {}


def _unit_cases(place: str, unit: uuid.UUID) -> Iterator[Case]:
    for name, page in UNIT_PAGES.items():
        extra = _extra(name, None)
        if name == "preparations:duty-end":
            duty = StandingDuty.objects.filter(cell=unit).first()
            extra = {"duty_id": duty.pk if duty else uuid.uuid4()}
        if name.startswith("lists:") and name.removeprefix("lists:") in OF_A_LIST:
            extra = {"list_id": _list_at(unit)}
        if name in {"elections:post", "elections:login"}:
            post = Post.objects.filter(unit=unit, role=Role.SECRETARY).first()
            extra = {"post_id": post.pk if post else uuid.uuid4()}
        if name in {"dues:payment", "dues:handed"}:
            paid = Payment.objects.filter(membership__cell=unit).first()
            handed = HandedUp.objects.filter(cell=unit).first()
            row = paid if name == "dues:payment" else handed
            extra = {"row_id": row.pk if row else uuid.uuid4()}
        if name == "reorganisations:act":
            extra = {"what": "rename"}
        if name == "reorganisations:group":
            group = PartyGroup.objects.filter(cell=unit).first()
            extra = {"group_id": group.pk if group else uuid.uuid4()}
        yield Case(name, reverse(name, kwargs={"unit_id": unit, **extra}), page, place)


def _list_at(unit: uuid.UUID) -> uuid.UUID:
    """Return a list brought at the unit, made at the first question."""
    if not Unit.objects.filter(pk=unit).exists():
        return uuid.uuid4()
    return make_list(Unit.objects.get(pk=unit), kind="members").pk


def _planned_cases(place: str, planned: uuid.UUID) -> Iterator[Case]:
    for name, page in PLANNED_PAGES.items():
        kwargs = {"planned_id": planned, **_before(name, planned)}
        yield Case(name, reverse(name, kwargs=kwargs), page, place)


def _planned(world: World) -> dict[str, uuid.UUID]:
    """Plan a meeting of next year in each cell."""
    day = today().replace(year=today().year + 1, month=6, day=3)
    found = {}
    for place in CELLS:
        cell = getattr(world, place)
        planned = make_planned(cell, day)
        common = {"id": uuid.uuid4(), "province": planned.province}
        PreparedPaper.objects.create(
            **common, planned=planned, title="Báo cáo", file_name="b.pdf", content=b"%PDF"
        )
        Question.objects.create(**common, planned=planned, text="Đường bản bao giờ làm?")
        PartyGroup.objects.create(
            id=uuid.uuid4(), province=planned.province, cell=cell, name="Tổ 1", from_on=today()
        )
        someone = Membership.objects.filter(cell=cell).first()
        StandingDuty.objects.create(
            **common, cell=cell, membership=someone, what="nhóm hộ 1", decided_on=today(),
            from_on=today(),
        )  # fmt: skip
        found[place] = planned.pk
    return found


def _election_cases(place: str, election: uuid.UUID, *, agreed: bool) -> Iterator[Case]:
    line = Line.objects.filter(election=election).first()
    more: dict[str, dict[str, Any]] = {
        "elections:order": {"line_id": line.pk if line else uuid.uuid4(), "way": "up"},
        "elections:ballots": {"per_page": 4},
    }
    for name, page in ELECTION_PAGES.items():
        url = reverse(name, kwargs={"election_id": election, **more.get(name, {})})
        yield Case(name, url, page, place, agreed)


def _elections(world: World) -> dict[tuple[str, bool], uuid.UUID]:
    """Hold two rounds of ballots in each cell: one agreed, one not yet counted."""
    found = {}
    for place, chief in CELLS.items():
        cell, user = getattr(world, place), world.user(chief)
        found[place, False] = make_election(cell, user, "deputy_secretary", names=3).pk
        found[place, True] = make_counted(make_election(cell, user, "secretary", names=2), user).pk
    return found


def _booked(world: World) -> None:
    """Let each cell take and hand up dues, and each unit agree on its list of last year."""
    month = Month.of(last_month_3rd())
    for place in CELLS:
        cell = getattr(world, place)
        member = Membership.objects.filter(cell=cell, from_on__lt=month.first).first()
        assert member is not None
        make_paid(member, month)
        make_handed_up(cell, month, month.last)
    for place in ABOVE:
        make_agreed(getattr(world, place), LAST_YEAR)


def _copied_cases(place: str, closure: uuid.UUID) -> Iterator[Case]:
    for name, page in COPIED_PAGES.items():
        yield Case(name, reverse(name, kwargs={"closure_id": closure}), page, place)


def _copied(world: World) -> dict[str, uuid.UUID]:
    """Copy a meeting of two years ago in each cell."""
    day = today().replace(year=today().year - 2, month=6, day=3)
    return {
        place: make_copied(getattr(world, place), world.user(chief), day).pk
        for place, chief in CELLS.items()
    }


def _on_paths(world: World) -> dict[str, tuple[uuid.UUID, uuid.UUID, uuid.UUID, uuid.UUID]]:
    """Return for each cell a member, an event, a transfer within the cell's book, a prospective."""
    found = {}
    for place in CELLS:
        cell = getattr(world, place)
        row = Membership.objects.filter(cell=cell).exclude(person__user__isnull=False).first()
        assert row is not None
        assert row.began_id is not None
        common = {"id": uuid.uuid4(), "province": row.province}
        sent = Transfer.objects.create(
            **common, person=row.person, from_cell=cell, to_unit=cell, sent_on=today()
        )
        who = add_people(province=row.province, new=[NewPerson(
            uuid.uuid4(), "Sùng Thị Mỷ", (1999, None, None), Sex.FEMALE)])[0]  # fmt: skip
        helped = Prospective.objects.create(
            **common, person=who, cell=cell, agreed_on=today(), from_on=today()
        )
        found[place] = (row.person_id, row.began_id, sent.pk, helped.pk)
    return found


def _path_cases(place: str, keys: tuple[uuid.UUID, ...]) -> Iterator[Case]:
    person, event, transfer, helped = keys
    for name, page in PERSON_PAGES.items():
        extra = {"members:step": {"name": "death"}, "members:withdrawal": {"event_id": event}}
        kwargs = {"person_id": person, **extra.get(name, {})}
        yield Case(name, reverse(name, kwargs=kwargs), page, place)
    for name, page in TRANSFER_PAGES.items():
        yield Case(name, reverse(name, kwargs={"transfer_id": transfer}), page, place)
    for name, page in PROSPECTIVE_PAGES.items():
        yield Case(name, reverse(name, kwargs={"prospective_id": helped}), page, place)


NOBODY = tuple(uuid.UUID(int=number) for number in range(1, 5))


def _decision_cases(place: str, decision: uuid.UUID) -> Iterator[Case]:
    for name, page in DECISION_PAGES.items():
        yield Case(name, reverse(name, kwargs={"decision_id": decision}), page, place)


def _decided(world: World) -> dict[str, uuid.UUID]:
    """Rename each cell by a decision."""
    found = {}
    for place in CELLS:
        cell = getattr(world, place)
        by = decision(cell.province, today())
        officer = world.user("province_officer")
        rename_unit(act=act(officer), unit=cell, name=f"bản {place}", decision=by)
        found[place] = by.pk
    return found


def _meeting_cases(place: str, meeting: uuid.UUID, is_closed: bool) -> Iterator[Case]:
    for name, page in MEETING_PAGES.items():
        kwargs = {"meeting_id": meeting, **_extra(name, meeting)}
        yield Case(name, reverse(name, kwargs=kwargs), page, place, is_closed)
    for name in sorted(PAPER_PAGES):
        for kind, page in PAPERS.items():
            url = reverse(name, kwargs={"meeting_id": meeting, "kind": kind})
            methods = METHODS if kind == "minutes" else ("GET",)
            yield Case(name, url, page, place, is_closed, methods)
    for name in sorted(VERSION_PAGES):
        for kind, page in PAPERS.items():
            if kind != "blank-roll-call":
                url = reverse(name, kwargs={"meeting_id": meeting, "kind": kind, "version": 1})
                filed = replace(page, closed_only=True)
                yield Case(name, url, filed, place, is_closed, ("GET",))


def _cases(world: World, meetings: dict[tuple[str, bool], Meeting]) -> list[Case]:
    planned = _planned(world)
    _booked(world)
    return [
        *(case for place in ABOVE for case in _unit_cases(place, getattr(world, place).pk)),
        *(
            case
            for (place, is_closed), meeting in meetings.items()
            for case in _meeting_cases(place, meeting.pk, is_closed)
        ),
        *(case for place, one in planned.items() for case in _planned_cases(place, one)),
        *(case for place, one in _copied(world).items() for case in _copied_cases(place, one)),
        *(
            case
            for (place, agreed), one in _elections(world).items()
            for case in _election_cases(place, one, agreed=agreed)
        ),
        *(case for place, keys in _on_paths(world).items() for case in _path_cases(place, keys)),
        *(case for place, one in _decided(world).items() for case in _decision_cases(place, one)),
        *_unit_cases("nowhere", uuid.uuid4()),
        *_meeting_cases("nowhere", uuid.uuid4(), is_closed=True),
        *_planned_cases("nowhere", uuid.uuid4()),
        *_copied_cases("nowhere", uuid.uuid4()),
        *_election_cases("nowhere", uuid.uuid4(), agreed=True),
        *_path_cases("nowhere", NOBODY),
        *_decision_cases("nowhere", uuid.uuid4()),
    ]


def _rights(login: str, place: str) -> set[Can]:
    """Return what a login may do at a place, from the table of rights alone."""
    return {
        can
        for role, seat in POSTS[login]
        for can, how_far in RIGHTS[role].items()
        if (how_far in {OWN, BRANCH} and seat == place)
        or (how_far == BRANCH and seat in ABOVE.get(place, ()))
    }


def _expected(login: str, case: Case, method: str) -> set[int]:
    if method not in case.page.methods.split():
        return {405}
    rights = _rights(login, case.place)
    if not rights:
        return {404}
    place = next(iter(ABOVE.get(case.place, ())), case.place) if case.page.above else case.place
    if case.page.demands not in _rights(login, place):
        return {403}
    if case.page.cells_only and case.place not in CELLS:
        return {404}
    if case.page.closed_only and not case.is_closed:
        return {404}
    return ALLOWED[method]


def test_table_lists_every_address_when_built_from_the_resolver() -> None:
    names = set(_names(get_resolver()))

    assert names == {
        *UNIT_PAGES, *MEETING_PAGES, *PLANNED_PAGES, *COPIED_PAGES, *PAPER_PAGES, *VERSION_PAGES,
        *ELECTION_PAGES, *OPEN_PAGES, *PERSON_PAGES, *TRANSFER_PAGES, *PROSPECTIVE_PAGES,
        *BY_PRIVATE_ADDRESS, *BY_WHO_ASKED,
        *UNIT_PAGES, *MEETING_PAGES, *PLANNED_PAGES, *COPIED_PAGES, *DECISION_PAGES, *PAPER_PAGES,
        *VERSION_PAGES, *OPEN_PAGES,
    }  # fmt: skip


@pytest.fixture
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may is asked here, not how a paper is set: that is shown where papers are tested."""
    monkeypatch.setattr("chibo.papers.pdf.as_pdf", lambda sheet: sheet.title.encode())
    monkeypatch.setattr("chibo.papers.pdf.as_one_pdf", lambda papers: b"")
    monkeypatch.setattr("chibo.papers.pdf.page_as_pdf", lambda page, css: page.encode())
    monkeypatch.setattr("chibo.papers.serving.as_docx", lambda sheet: sheet.title.encode())


@pytest.mark.once
@pytest.mark.parametrize(
    "logins",
    [
        ["secretary", "deputy", "member"],
        ["clerk", "commune_secretary"],
        ["province_officer", "technical_administrator"],
    ],
    ids=["in-cell", "commune", "province"],
)
@pytest.mark.usefixtures("_unset")
def test_answers_follow_the_rights_when_each_role_asks_everywhere(
    world: World, client_of: Callable[[str], Client], logins: list[str]
) -> None:
    cases = _cases(world, _sat(world))

    assert RIGHTS[Role.DEPUTY_SECRETARY] == RIGHTS[Role.SECRETARY]
    wrong = []
    for login in logins:
        client = client_of(login)
        for case in cases:
            if case.place == "nowhere" and login not in {"secretary", "province_officer"}:
                continue
            if login == "deputy" and case.place != "cell":
                continue  # the same rights as the secretary's
            for method in case.methods:
                asks_all = login == "secretary" and case.place == "cell"
                if not asks_all and method not in case.page.methods.split():
                    continue  # 405 comes before any question of rights
                status = client.generic(method, case.url).status_code
                if status not in _expected(login, case, method):
                    wrong.append((login, case.name, case.place, case.is_closed, method, status))

    assert wrong == []


@pytest.mark.once
def test_anybody_is_sent_to_sign_in_when_not_signed_in(world: World) -> None:
    cases = _cases(world, _sat(world))
    urls = [case.url for case in cases]
    urls += [reverse(name) for name in OPEN_PAGES if name not in WITHOUT_SIGN_IN]

    client = Client()

    wrong = []
    for url in urls:
        for method in METHODS:
            response = client.generic(method, url)
            if response.get("Location", "") != f"{reverse('accounts:sign-in')}?next={url}":
                wrong.append((url, method, response.status_code))

    assert wrong == []
    assert client.get(reverse("accounts:sign-in")).status_code == 200


def test_pages_of_no_unit_answer_everybody_when_signed_in(world: World) -> None:
    client = Client()

    wrong = []
    for login in POSTS:
        for name, answers in OPEN_PAGES.items():
            for method in METHODS:
                client.force_login(world.user(login))
                status = client.generic(method, reverse(name)).status_code
                if status != answers.get(method, 405):
                    wrong.append((login, name, method, status))

    assert wrong == []


@pytest.mark.once
def test_foreign_and_unknown_are_the_same_page_when_a_stranger_asks(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meetings = _sat(world)
    client = client_of("secretary")
    foreign = [
        *_unit_cases("foreign_cell", world.foreign_cell.pk),
        *_meeting_cases("foreign_cell", meetings["foreign_cell", True].pk, is_closed=True),
        *_planned_cases("foreign_cell", make_planned(world.foreign_cell, today()).pk),
        *_copied_cases("foreign_cell", _copied(world)["foreign_cell"]),
        *_election_cases("foreign_cell", _elections(world)["foreign_cell", True], agreed=True),
        *_path_cases("foreign_cell", _on_paths(world)["foreign_cell"]),
        *_decision_cases("foreign_cell", _decided(world)["foreign_cell"]),
    ]
    unknown = [
        *_unit_cases("nowhere", uuid.uuid4()),
        *_meeting_cases("nowhere", uuid.uuid4(), is_closed=True),
        *_planned_cases("nowhere", uuid.uuid4()),
        *_copied_cases("nowhere", uuid.uuid4()),
        *_election_cases("nowhere", uuid.uuid4(), agreed=True),
        *_path_cases("nowhere", NOBODY),
        *_decision_cases("nowhere", uuid.uuid4()),
    ]

    pages = [
        [client.generic(method, case.url) for method in case.page.methods.split()]
        for one, other in zip(foreign, unknown, strict=True)
        for case in (one, other)
    ]

    for one, other in zip(pages[::2], pages[1::2], strict=True):
        assert [page.status_code for page in one + other] == [404] * len(one + other)
        assert [without_tokens(page) for page in one] == [without_tokens(page) for page in other]


def test_parts_of_another_sitting_are_not_found_when_asked_under_an_own_one(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meetings = _sat(world)
    client = client_of("secretary")
    own = meetings["cell", False].pk

    answers = []
    for other in (("cell", True), ("sibling_cell", True), ("foreign_cell", False)):
        item = ResolutionItem.objects.filter(meeting=meetings[other]).first()
        assert item is not None
        for name in ("resolutions:decision", "resolutions:withdrawal"):
            answers.append(client.get(reverse(name, args=[own, item.pk])).status_code)
    stranger = Membership.objects.filter(cell=world.foreign_cell).first()
    assert stranger is not None
    answers.append(client.post(reverse("meetings:visit", args=[own, stranger.pk])).status_code)

    assert answers == [404] * 7
