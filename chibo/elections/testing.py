"""Rounds of ballots for the tests of any room."""

import datetime as dt
import uuid

from chibo.accounts.models import User
from chibo.elections import queries
from chibo.elections.commands import NewElection, enter_count, hold_election
from chibo.elections.models import Election
from chibo.elections.rules import Figures, Marks
from chibo.journal.commands import HANOI, act_of
from chibo.members.models import Membership
from chibo.organizations.models import Unit


def make_election(
    cell: Unit, user: User, seat: str, *, names: int, what: str = Election.What.CONGRESS
) -> Election:
    """Prepare a round of today for one seat, with the last official members of the cell on it."""
    now = dt.datetime.now(tz=HANOI)
    able = Membership.objects.filter(cell=cell, official_on__isnull=False)
    chosen = able.order_by("-person__sort_key", "-person__birth_year")[:names]
    new = NewElection(
        what, now.date(), seat=seat, seats=1, candidates=tuple(each.pk for each in chosen)
    )
    return hold_election(act=act_of(user, uuid.uuid4(), now), cell=cell, new=new)


def make_counted(election: Election, user: User, *, voters: int = 5) -> Election:
    """Let two counters find that all ballots favour the first line and no other."""
    lines = queries.lines_of(election)
    marks = tuple(
        Marks(voters, 0, 0) if place == 0 else Marks(0, voters, 0) for place in range(len(lines))
    )
    for teller in queries.tellers_for(election, lines)[:2]:
        now = dt.datetime.now(tz=HANOI)
        enter_count(
            act=act_of(user, uuid.uuid4(), now), election=election, counter=teller.membership,
            figures=Figures(voters, voters, voters, 0, marks),
        )  # fmt: skip
    return Election.objects.get(pk=election.pk)
