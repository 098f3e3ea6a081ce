import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from chibo.accounts.models import User
from chibo.ballots.models import Vote
from chibo.elections import rules
from chibo.elections.models import Election, Line, Term
from chibo.elections.rules import Figures, Marks, Outcome
from chibo.members.models import Membership
from chibo.members.queries import Member, counting, members_of
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Post, Role
from chibo.organizations.queries import COMMITTEE, Named, cells_under, posts_at
from chibo.people.models import Person, PersonQuerySet
from chibo.rulebook.models import Subject
from chibo.rulebook.queries import InForce, in_force


def election_for(user: User, capability: Can, election: UUID, *, on: dt.date) -> Election:
    """Return a round of ballots if this user may, at its cell. Raises: as `demand`."""
    found = Election.objects.select_related("cell", "ratification").filter(pk=election).first()
    if found is None:
        raise Http404
    demand(user, capability, at=found.cell_id, on=on)
    return found


def term_rules(unit: UUID, *, on: dt.date) -> InForce:
    """Return the rules on terms, committees and ballots."""
    return in_force(unit, on=on, subject=Subject.MEMBERS)


def people_of(cell: UUID, *, on: dt.date) -> list[Member]:
    """Return the members of a cell on a day, by name, as the rules on counting have them."""
    return members_of(cell, on=on, settings=counting(in_force(cell, on=on)))


def official_members(members: Iterable[Member]) -> int:
    """Return how many official members are at home in the cell, exempt ones too."""
    home = Membership.Place.HOME
    return sum(member.official and member.membership.place == home for member in members)


def may_have_committee(cell: UUID, members: Iterable[Member], *, on: dt.date) -> bool:
    """Say whether the cell elects a committee."""
    least = term_rules(cell, on=on).number("committee.from_members")
    return rules.has_committee(official_members(members), least=least)


@dataclass(frozen=True)
class ShownLine:
    """A line of the ballot as pages and papers show it. `name` has the year where two share it."""

    line: Line
    name: str

    @property
    def vote(self) -> Vote | None:
        return self.line.vote

    @property
    def blank(self) -> int:
        return self.line.vote.votes_other if self.line.vote else 0


def lines_of(election: Election) -> list[ShownLine]:
    """Return the lines of the ballot in their order."""
    rows = Line.objects.filter(election=election).select_related("candidate__person", "vote")
    members = {
        member.id: member.shown for member in people_of(election.cell_id, on=election.held_on)
    }
    return [
        ShownLine(row, members.get(row.candidate.pk, row.candidate.person.name))
        if row.candidate else ShownLine(row, row.text)
        for row in rows.order_by("position")
    ]  # fmt: skip


def tellers_for(election: Election, lines: Iterable[ShownLine]) -> list[Member]:
    """Return who may count: members of the cell whose name is not on the ballot."""
    on_ballot = {each.line.candidate_id for each in lines}
    members = people_of(election.cell_id, on=election.held_on)
    return [member for member in members if member.id not in on_ballot]


def marks_of(lines: Iterable[ShownLine]) -> list[Marks]:
    """Return the agreed marks at each line."""
    return [
        Marks(each.vote.votes_for, each.vote.votes_against, each.vote.votes_other)
        for each in lines if each.vote
    ]  # fmt: skip


def outcome_of(election: Election, lines: list[ShownLine]) -> Outcome:
    """Return who is elected and who stands level at the last seat, from agreed totals."""
    votes = [each.vote for each in lines if each.vote]
    return rules.outcome(
        [vote.votes_for for vote in votes], [vote.is_adopted for vote in votes],
        seats=election.seats or len(lines),
    )  # fmt: skip


def tells_votes(election: Election, lines: list[ShownLine]) -> bool:
    """Say whether the agreed totals tell how single members voted."""
    few = term_rules(election.cell_id, on=election.held_on).number("ballot.few")
    return rules.tells_votes(election.valid or 0, marks_of(lines), few=few)


def elections_of(cell: UUID) -> QuerySet[Election]:
    """Return the rounds of a cell that were not withdrawn, the newest first."""
    rows = Election.objects.filter(cell=cell, is_withdrawn=False).select_related("ratification")
    return rows.order_by("-held_on", "what", "seat", "pk")


def together(election: Election) -> QuerySet[Election]:
    """Return the agreed rounds of this day and occasion that wait: they are ratified at once."""
    return (
        Election.objects.filter(
            cell=election.cell_id, held_on=election.held_on, what=election.what,
            issued__isnull=False, is_withdrawn=False, ratification=None,
        )
        .exclude(seat="")
        .order_by("pk")
    )  # fmt: skip


def is_confirmed(election: Election) -> bool:
    """Say whether a round of the same day and occasion was ratified already."""
    return Election.objects.filter(
        cell=election.cell_id, held_on=election.held_on, what=election.what,
        ratification__isnull=False,
    ).exists()  # fmt: skip


def elected_to(elections: Iterable[Election]) -> dict[UUID, tuple[Membership, Role]]:
    """Return each person elected in these rounds with the highest seat."""
    rows = Line.objects.filter(election__in=list(elections), is_elected=True)
    found: dict[UUID, tuple[Membership, Role]] = {}
    for row in rows.select_related("candidate__person", "election").order_by("position"):
        if row.candidate is None:
            continue
        role, person = Role(row.election.seat), row.candidate.person_id
        known = found.get(person)
        if known is None or COMMITTEE.index(role) < COMMITTEE.index(known[1]):
            found[person] = (row.candidate, role)
    return found


def term_of(cell: UUID, *, on: dt.date) -> Term | None:
    """Return the term that runs on the day, if the book knows it."""
    found: Term | None = (
        Term.objects.on(on).filter(unit=cell).select_related("ratification").first()
    )
    return found


def term_due(term: Term, *, on: dt.date) -> dt.date:
    """Return the day by which the next congress is due."""
    years = term_rules(term.unit_id, on=on).number("term.years")
    return rules.term_ends(term.congress_on, years=years)


def committee_now(cell: UUID, *, on: dt.date) -> list[Post]:
    """Return the posts of secretary, deputy and committee on the day, highest first."""
    posts = posts_at([cell], COMMITTEE, on=on)
    return sorted(posts, key=lambda each: (COMMITTEE.index(Role(each.role)), each.person.sort_key))


@dataclass(frozen=True)
class CellTerm:
    """A cell as the level above sees it: its term, and rounds that wait for ratification."""

    cell: Named
    term: Term | None
    due_on: dt.date | None
    waiting: tuple[Election, ...]


def terms_under(unit: UUID, *, on: dt.date) -> list[CellTerm]:
    """Return the cells under a unit in Vietnamese order, each with its term and what waits."""
    cells = cells_under(unit, on=on)
    ids = [cell.id for cell in cells]
    terms = {term.unit_id: term for term in Term.objects.on(on).filter(unit__in=ids)}
    years = term_rules(unit, on=on).number("term.years")
    waiting: dict[UUID, dict[tuple[dt.date, str], Election]] = {}
    open_rounds = Election.objects.filter(
        cell__in=ids, issued__isnull=False, ratification=None, is_withdrawn=False
    )
    for each in open_rounds.exclude(seat="").order_by("held_on", "pk"):
        waiting.setdefault(each.cell_id, {}).setdefault((each.held_on, each.what), each)
    return [
        CellTerm(
            cell, term := terms.get(cell.id),
            rules.term_ends(term.congress_on, years=years) if term else None,
            tuple(waiting.get(cell.id, {}).values()),
        )
        for cell in cells
    ]  # fmt: skip


def _known(unit: Named, superior: UUID | None, *, on: dt.date) -> PersonQuerySet:
    """Return who may hold a post at the unit.

    At a cell: its members, and the office holders there and in the level above. Elsewhere:
    whoever belongs to a cell below, or holds a post there or below.
    """
    now = {"from_on__lte": on, "until_on__gt": on}
    if unit.is_cell:
        cells, units = [unit.id], [unit.id, *([superior] if superior else [])]
    else:
        cells = [cell.id for cell in cells_under(unit.id, on=on)]
        units = [*cells, unit.id]
    members = Membership.objects.filter(cell__in=cells, **now).values("person")
    holders = Post.objects.filter(unit__in=units, **now).values("person")
    return Person.objects.filter(Q(pk__in=members) | Q(pk__in=holders))


def people_for_posts(unit: Named, superior: UUID | None, *, on: dt.date, text: str) -> list[Person]:
    """Return up to 60 persons to whom a post may be given, with each typed word in the name.

    Of a unit above the cells nobody is listed before a name is typed.
    """
    if not text and not unit.is_cell:
        return []
    found = _known(unit, superior, on=on).matching(text)
    return list(found.order_by("sort_key", "birth_year")[:60])


def may_hold_post(
    unit: Named, superior: UUID | None, person: UUID, *, on: dt.date
) -> Person | None:
    """Return the person where a post at the unit may be given to them."""
    return _known(unit, superior, on=on).filter(pk=person).first()


def posts_now(unit: UUID, *, on: dt.date) -> list[Post]:
    """Return the offices held at the unit on the day and later, in the order of offices."""
    rows = Post.objects.filter(unit=unit, until_on__gt=on).exclude(role=Role.MEMBER)
    order = list(Role.values)
    return sorted(
        rows.select_related("person"),
        key=lambda each: (order.index(each.role), each.from_on, each.person.sort_key),
    )


def posts_before(unit: UUID, *, on: dt.date) -> list[Post]:
    """Return the last 50 offices at the unit that had ended by the day."""
    rows = Post.objects.filter(unit=unit, until_on__lte=on).exclude(role=Role.MEMBER)
    return list(rows.select_related("person").order_by("-until_on", "role")[:50])


def figures_of(election: Election) -> Figures | None:
    """Return what the first counter found, to compare with the second; None before that."""
    count = getattr(election, "count", None)
    if count is None:
        return None
    lines = tuple(Marks(*marks) for marks in count.figures)
    return Figures(count.issued, count.returned, count.valid, count.invalid, lines)
