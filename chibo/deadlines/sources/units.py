"""What falls due for a unit: members and posts that a cell needs, checks that return."""

import datetime as dt
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from chibo.deadlines.models import Check
from chibo.deadlines.rules import first_check_by
from chibo.deadlines.scope import Deadline, Scope
from chibo.elections.models import Term
from chibo.elections.rules import term_ends
from chibo.members.models import Membership
from chibo.organizations.models import Kind, Post, Role
from chibo.organizations.queries import COMMITTEE, Named

LEAST, MANY = "cell.least_official", "committee.from_members"
CHECKED = (Kind.CELL, Kind.COMMUNE, Kind.OTHER)
MONTHS = {
    Check.What.CARDS: "cards.months",
    Check.What.FILES: "files.months",
    Check.What.LISTS: "lists.months",
}


def strength_and_posts(scope: Scope) -> list[Deadline]:
    """Return the cells with too few official members, without a committee or a secretary."""
    rows = Membership.objects.on(scope.on).filter(
        cell__in=scope.branch, place=Membership.Place.HOME, official_on__lte=scope.on
    )
    counted = rows.values("cell").annotate(n=Count("pk")).values_list("cell", "n")
    posts = Post.objects.filter(unit__in=scope.branch, role__in=COMMITTEE, from_on__lte=scope.on)
    ends: dict[tuple[UUID, str], dt.date] = {}
    for unit, role, until_on in posts.values_list("unit", "role", "until_on"):
        ends[unit, role] = max(until_on, ends.get((unit, role), until_on))
    official = dict(counted)
    return [
        found
        for cell in scope.cells
        for found in (
            *_too_few(scope, cell.id, official.get(cell.id, 0), ends),
            *_vacancy(scope, cell.id, ends.get((cell.id, Role.SECRETARY))),
        )
    ]


def _too_few(
    scope: Scope, cell: UUID, official: int, ends: dict[tuple[UUID, str], dt.date]
) -> list[Deadline]:
    found = []
    least, many = (scope.number(cell, key) for key in (LEAST, MANY))
    if official < least:
        words = _("có {n} đảng viên chính thức, cần ít nhất {least}")
        note = words.format(n=official, least=least)
        found.append(scope.deadline("few_official", cell, LEAST, on=None, note=note))
    has_committee = ends.get((cell, Role.COMMITTEE_MEMBER), scope.on) > scope.on
    if official >= many and not has_committee:
        words = _("có {n} đảng viên chính thức, từ {least} thì bầu chi ủy")
        note, link = words.format(n=official, least=many), _committee_page(cell)
        found.append(scope.deadline("no_committee", cell, MANY, on=None, note=note, link=link))
    return found


def _vacancy(scope: Scope, cell: UUID, ended_on: dt.date | None) -> list[Deadline]:
    """Return that a cell has no secretary. ended_on: when the last one's post ends, if any."""
    if ended_on is not None and ended_on > scope.on:
        return []
    key = "deadlines.vacancy_days"
    on = scope.worked(cell, ended_on, key) if ended_on else None
    return [
        scope.deadline("no_secretary", cell, key, on=on, since=ended_on, link=_committee_page(cell))
    ]


def _committee_page(cell: UUID) -> str:
    return reverse("elections:elections", args=[cell])


def terms(scope: Scope) -> list[Deadline]:
    """Return the cells whose term ends within so many months, or has ended without a congress."""
    found = []
    for row in Term.objects.on(scope.on).filter(unit__in=scope.branch):
        cell = row.unit_id
        ends = term_ends(row.congress_on, years=scope.number(cell, "term.years"))
        seen_on = scope.later(cell, ends, -scope.number(cell, "deadlines.term_months"))
        if seen_on <= scope.on and scope.names[cell].is_cell:
            found.append(
                scope.deadline(
                    "term", cell, "term.years", on=ends, since=seen_on, link=_committee_page(cell)
                )
            )
    return found


def is_kept(unit: Named, what: str) -> bool:
    """Say whether a unit does this check: cells the cards, committees the files, both the lists."""
    return what == Check.What.LISTS or unit.is_cell == (what == Check.What.CARDS)


def checks(scope: Scope) -> list[Deadline]:
    """Return the checks that return: of the cells, and of the unit itself."""
    rows = Check.objects.newest().filter(unit__in=scope.branch)
    done = {(row.unit_id, row.what): row.done_on for row in rows}
    units = [unit for unit in scope.names.values() if unit.kind in CHECKED]
    found = []
    for unit in units:
        for what, key in MONTHS.items():
            if not is_kept(unit, what):
                continue
            months, last = scope.number(unit.id, key), done.get((unit.id, what))
            on = scope.later(unit.id, last, months) if last else None
            due = on or first_check_by(scope.on, months=months)
            if scope.is_near(unit.id, due):
                words = _("lần trước {day}").format(day=f"{last:%d/%m/%Y}") if last else ""
                found.append(
                    scope.deadline(
                        what, unit.id, key, on=due, done_on=last,
                        link=reverse("deadlines:check", args=[unit.id, what]),
                        note=words or _("chưa ghi lần nào"),
                    )
                )  # fmt: skip
    return found
