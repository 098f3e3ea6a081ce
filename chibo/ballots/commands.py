import uuid

from django.utils.translation import gettext as _

from chibo.ballots.models import Vote
from chibo.ballots.rules import Electorate, Totals, is_adopted, is_possible
from chibo.core.errors import Refused
from chibo.rulebook.rules import VoteRule


class ImpossibleVote(Refused):
    """The totals cannot be."""


def put_vote(
    *,
    id: uuid.UUID,
    province: uuid.UUID,
    method: str,
    totals: Totals,
    electorate: Electorate,
    rule: VoteRule,
) -> Vote:
    """Write the totals of a vote, in place of earlier ones; the caller carries right and journal.

    Raises: ImpossibleVote.
    """
    if rule.secret and method != Vote.Method.SECRET:
        raise ImpossibleVote(
            _("Việc về con người bỏ phiếu kín trên giấy: chọn Phiếu kín trên giấy."), "method"
        )
    if not is_possible(totals, electorate):
        raise ImpossibleVote(
            _(
                "Tổng số phiếu ({sum}) nhiều hơn số người biểu quyết ({voters}). "
                "Đếm lại, rồi sửa một trong ba ô."
            ).format(sum=totals.sum, voters=electorate.present_voters),
            "votes_for",
        )
    if not totals.sum:
        raise ImpossibleVote(_("Chưa có phiếu nào: ghi số người tán thành."), "votes_for")
    vote = Vote(
        id=id,
        province=province,
        method=method,
        base=rule.base,
        base_size=electorate.base_size(rule),
        voters=electorate.present_voters,
        votes_for=totals.votes_for,
        votes_against=totals.votes_against,
        votes_other=totals.votes_other,
        is_adopted=is_adopted(totals, electorate, rule),
    )
    written = [field.name for field in Vote._meta.fields if not field.primary_key]
    Vote.objects.bulk_create(
        [vote], update_conflicts=True, unique_fields=["id"], update_fields=written
    )
    return vote
