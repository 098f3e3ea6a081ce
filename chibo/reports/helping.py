"""Where help is wanted today: cells with their reasons, in the order of names; nobody is ranked."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from chibo.core.days import Month
from chibo.figures.below import wanting_help
from chibo.figures.help import REASONS, RULES, Limits, last_turnouts
from chibo.figures.truth import Turnout
from chibo.organizations.models import Ancestry, Post, Role
from chibo.organizations.queries import Named, named, names, posts_at
from chibo.reports.rows.asking import Page, page_of
from chibo.resolutions.queries import open_of
from chibo.rulebook.models import Rule
from chibo.rulebook.queries import InForce, in_force_each

OF_THE_CELL = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.FOLLOWER)
ABOVE = (
    Role.COMMUNE_SECRETARY, Role.STANDING_MEMBER, Role.PARTY_BUILDING_OFFICER,
    Role.PROVINCE_OFFICER,
)  # fmt: skip


@dataclass(frozen=True)
class Wanting:
    """A cell and why help is wanted, with the facts: of the cell, never of a person.

    missed: the months; came: the last meetings, oldest first; overdue: by which days promises were
    due. post: who can be rung, if anybody's number is known.
    """

    cell: Named
    reasons: tuple[str, ...]
    missed: list[Month]
    came: list[Turnout]
    overdue: list[dt.date]
    post: Post | None


@dataclass(frozen=True)
class Help:
    """A page of cells that want help, by the unit above.

    counts: how many cells by reason. rules: from when, in the order of RULES.
    """

    unit: Named
    page: Page
    groups: list[tuple[Named, list[Wanting]]]
    counts: dict[str, int]
    rules: list[Rule]


def help_below(unit: UUID, *, why: str, number: str, today: dt.date) -> Help:
    """Return the cells below a unit, or it itself, that want help; why: for one reason only."""
    rows = wanting_help(unit)
    counts = Counter(reason for _cell, _above, reasons in rows for reason in reasons)
    shown = [row for row in rows if not why or why in row[2]]
    every = {each for cell, above, _why in shown for each in (cell, above)}
    called = names(every | {unit}, on=today)
    shown = [row for row in shown if row[0] in called and row[1] in called]
    shown.sort(key=lambda row: (called[row[1]].sort_key, row[1], called[row[0]].sort_key, row[0]))
    page = page_of(shown, number)
    chains = _chains([unit, *(row[0] for row in page.rows)], today)
    rules = in_force_each(chains, on=today)
    found = _told(page.rows, called, rules, today)
    groups = [
        (called[above], [found[cell] for cell, _above, _why in each])
        for above, each in groupby(page.rows, key=lambda row: row[1])
    ]
    return Help(
        called.get(unit) or named(unit, on=today), page, groups,
        {reason: counts[reason] for reason in REASONS if counts[reason]},
        [rules[unit].rules[key] for key in RULES],
    )  # fmt: skip


def _chains(units: Iterable[UUID], today: dt.date) -> dict[UUID, list[UUID]]:
    """Return those units with all above them, nearest first."""
    rows = Ancestry.objects.on(today).filter(unit__in=list(units)).order_by("depth")
    found: dict[UUID, list[UUID]] = {unit: [] for unit in units}
    for unit, above in rows.values_list("unit", "ancestor"):
        found[unit].append(above)
    return found


def _told(
    rows: list[tuple[UUID, UUID, tuple[str, ...]]],
    called: dict[UUID, Named],
    rules: dict[UUID, InForce],
    today: dt.date,
) -> dict[UUID, Wanting]:
    cells = {cell: above for cell, above, _why in rows}
    limits = {cell: Limits.of(rules.get(cell)) for cell in cells}
    came = last_turnouts({cell: limits[cell].running for cell in cells}, today=today)
    promises = open_of(cells, on=today)
    posts = _phones(cells, today)
    this = Month.of(today)
    return {
        cell: Wanting(
            cell=called[cell], reasons=why,
            missed=[this.after(-n) for n in range(limits[cell].missed, 0, -1)]
            if "help_missed" in why else [],
            came=came.get(cell, [])[::-1] if "help_low" in why else [],
            overdue=[p.due_on for p in promises.get(cell, []) if p.due_on < today],
            post=posts.get(cell),
        )
        for cell, _above, why in rows
    }  # fmt: skip


def _phones(cells: dict[UUID, UUID], today: dt.date) -> dict[UUID, Post]:
    """Return whose number to ring: the cell's own, who follows it, or who heads the unit above."""
    known: dict[UUID, dict[str, Post]] = defaultdict(dict)
    for post in posts_at({*cells, *cells.values()}, (*OF_THE_CELL, *ABOVE), on=today):
        if post.phone:
            known[post.unit_id][post.role] = post
    return {
        cell: found for cell, above in cells.items()
        if (found := _first(known[cell], OF_THE_CELL) or _first(known[above], ABOVE))
    }  # fmt: skip


def _first(posts: dict[str, Post], roles: Iterable[str]) -> Post | None:
    return next((posts[role] for role in roles if role in posts), None)
