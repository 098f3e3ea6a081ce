"""Two counters enter totals, each without the other's; only what both found is a result."""

import uuid
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from chibo.ballots.commands import put_vote
from chibo.ballots.models import Vote
from chibo.ballots.rules import Electorate, Totals
from chibo.core.errors import Refused
from chibo.elections import queries, rules
from chibo.elections.commands.holding import open_round
from chibo.elections.models import Count, Election, Line
from chibo.elections.queries import ShownLine
from chibo.elections.rules import Fault, Figures
from chibo.journal.commands import Act, record
from chibo.members.models import Membership
from chibo.organizations.authority import Can, demand, may
from chibo.rulebook.queries import in_force


class CannotCount(Refused):
    """The totals cannot be, or this counter cannot enter them."""


@transaction.atomic
def enter_count(*, act: Act, election: Election, counter: Membership, figures: Figures) -> None:
    """Enter what one counter found; with the second count the round has a result, or none.

    The second count is compared in memory and never written. Where both differ the first goes
    too, and only the places where they differ are kept, until both agree. The journal says that
    totals were entered, to the hour; figures are in no content, not even as a hash, which a few
    thousand tries would open.
    Raises: PermissionDenied; Http404; CannotCount; CannotHold; OtherContent.
    """
    demand(act.actor, Can.COUNT_BALLOTS, at=election.cell_id, on=act.today)
    helps = may(act.actor, Can.HOLD_MEETING, at=election.cell_id, on=act.today)
    if not helps and counter.person.user_id != act.actor.pk:
        raise PermissionDenied
    if not record(
        _to_the_hour(act), verb="election.counted", unit=election.cell_id,
        province=election.province, subject=election.pk, content={"counter": counter.pk},
    ):  # fmt: skip
        return
    found = open_round(election)
    lines = queries.lines_of(found)
    _check(act, found, counter, figures, lines)
    first = Count.objects.filter(election=found).first()
    if first is None or first.counter_id == counter.pk:
        _put_count(found, counter, figures)
        return
    earlier = queries.figures_of(found)
    unmatched = rules.differences(earlier, figures) if earlier else []
    Count.objects.filter(election=found).delete()
    if unmatched:
        Election.objects.filter(pk=found.pk).update(unmatched=unmatched)
    else:
        _agree(found, (first.counter, counter), figures, lines)


def _to_the_hour(act: Act) -> Act:
    """Return the act with the hour alone as its time."""
    claimed, entered = (
        time.replace(minute=0, second=0, microsecond=0) for time in (act.claimed_at, act.entered_at)
    )
    return replace(act, claimed_at=claimed, entered_at=entered)


def _check(
    act: Act, election: Election, counter: Membership, figures: Figures, lines: list[ShownLine]
) -> None:
    if election.held_on > act.today:
        raise CannotCount(_("Chưa đến ngày bỏ phiếu."))
    if counter.pk not in {each.id for each in queries.tellers_for(election, lines)}:
        raise CannotCount(_("Người có tên trên phiếu không kiểm phiếu: chọn người khác."),
                          "counter")  # fmt: skip
    voters = voters_of(election)
    fault = rules.fault_in(figures, voters=voters, seats=election.seats)
    if fault is not None:
        sentence, field = _words(fault, figures, lines, voters, election.seats)
        raise CannotCount(sentence, field)


def voters_of(election: Election) -> int:
    """Return how many members of the cell may vote on the day."""
    return sum(each.votes for each in queries.people_of(election.cell_id, on=election.held_on))


def _words(
    fault: Fault, figures: Figures, lines: list[ShownLine], voters: int, seats: int
) -> tuple[str, str]:
    """Return the sentence that names the broken rule, and the field it stands at."""
    if fault.what == "line":
        place = fault.line or 0
        shown = lines[place]
        return _(
            "{name}: đồng ý + không đồng ý + để trống = {sum}, phải bằng {valid} phiếu hợp lệ."
        ).format(
            name=shown.name, sum=figures.lines[place].sum, valid=figures.valid
        ), f"secret_for-{shown.line.pk}"  # fmt: skip
    values: dict[str, Any] = {
        "issued": figures.issued, "returned": figures.returned, "valid": figures.valid,
        "invalid": figures.invalid, "voters": voters, "seats": seats,
    }  # fmt: skip
    return {
        "issued": _("Phát ra {issued} phiếu, chi bộ chỉ có {voters} người được bỏ phiếu."),
        "returned": _("Thu về {returned} phiếu, nhiều hơn {issued} phiếu phát ra."),
        "valid": _("Phiếu hợp lệ {valid} + không hợp lệ {invalid} phải bằng {returned} thu về."),
        "seats": _("Số lượt đồng ý nhiều hơn {valid} phiếu × {seats} người được bầu."),
        "none_valid": _("Không có phiếu hợp lệ nào: bỏ lần này, lập lần bỏ phiếu khác."),
    }[fault.what].format(**values), {
        "issued": "secret_issued", "returned": "secret_returned",
    }.get(fault.what, "secret_valid")  # fmt: skip


def _put_count(election: Election, counter: Membership, figures: Figures) -> None:
    Count.objects.filter(election=election).delete()
    Count.objects.create(
        id=uuid.uuid4(), province=election.province, election=election, counter=counter,
        issued=figures.issued, returned=figures.returned, valid=figures.valid,
        invalid=figures.invalid,
        figures=[[each.votes_for, each.votes_against, each.votes_blank] for each in figures.lines],
    )  # fmt: skip


def _agree(
    election: Election,
    counters: tuple[Membership, Membership],
    figures: Figures,
    lines: list[ShownLine],
) -> None:
    """Write the result: the totals of the ballots, a vote for each line, who is elected."""
    rule = in_force(election.cell_id, on=election.held_on).vote(election.kind)
    electorate = Electorate(voters_of(election), figures.issued)
    for shown, marks in zip(lines, figures.lines, strict=True):
        shown.line.vote = put_vote(
            id=shown.line.pk, province=election.province, method=Vote.Method.SECRET,
            totals=Totals(marks.votes_for, marks.votes_against, marks.votes_blank),
            electorate=electorate, rule=rule,
        )  # fmt: skip
    elected = queries.outcome_of(election, lines).elected
    for place, shown in enumerate(lines):
        shown.line.is_elected = place in elected
    Line.objects.bulk_update([each.line for each in lines], ["vote", "is_elected"])
    Election.objects.filter(pk=election.pk).update(
        first_counter=counters[0], second_counter=counters[1], issued=figures.issued,
        returned=figures.returned, valid=figures.valid, invalid=figures.invalid, unmatched=[],
    )  # fmt: skip
