"""The rounds of ballots of a cell, its terms, and what the level above confirms."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.elections import commands, forms, queries
from chibo.elections.commands.counting import voters_of
from chibo.elections.models import Count, Election
from chibo.elections.rules import layouts_for
from chibo.elections.sheets import title_of
from chibo.journal.commands import act_of, note_reading
from chibo.organizations.authority import Can, demanded, rights_at, unit_for
from chibo.organizations.queries import named, superior
from chibo.rulebook.catalogue import SHARES
from chibo.rulebook.queries import in_force

ask = require_http_methods(["GET", "POST"])


@require_GET
def elections(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show a cell's rounds, committee and term; of another unit its cells' terms and what waits."""
    today = timezone.localdate()
    rights = demanded(request.user, Can.READ_ELECTIONS, at=unit_id, on=today)
    unit = named(unit_id, on=today)
    common = {"unit": unit, "rights": rights, "may_ratify": Can.GIVE_POSTS in rights}
    if not unit.is_cell:
        terms = queries.terms_under(unit_id, on=today)
        context = {**common, "terms": terms, "waiting": [each for each in terms if each.waiting]}
        return render(request, "elections/terms.html", context)
    members = queries.people_of(unit_id, on=today)
    term = queries.term_of(unit_id, on=today)
    settings = queries.term_rules(unit_id, on=today)
    rounds = list(queries.elections_of(unit_id))
    context = {
        **common, "may_hold": Can.HOLD_MEETING in rights,
        "posts": queries.committee_now(unit_id, on=today), "term": term,
        "due_on": queries.term_due(term, on=today) if term else None,
        "official": queries.official_members(members),
        "committee": queries.may_have_committee(unit_id, members, on=today),
        "rule": settings.rules["committee.from_members"],
        "rounds": [(each, title_of(each)) for each in rounds], "whats": Election.What.choices,
    }  # fmt: skip
    return render(request, "elections/elections.html", context)


@ask
def new(request: AuthedRequest, unit_id: UUID, what: str) -> HttpResponse:
    """Prepare a round of ballots."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.HOLD_MEETING, unit_id, on=today)
    if what not in Election.What.values:
        raise Http404
    members = queries.people_of(cell.pk, on=today)
    committee = queries.may_have_committee(cell.pk, members, on=today)
    make = forms.FORMS[Election.What(what)]
    form = asked(request, lambda data: make(data, what=what, members=members, committee=committee))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.hold_election(act=act, cell=cell, new=form.new())

    if carried_out(request, form, save):
        return redirect("elections:election", form.cleaned_data["act"])
    rule = queries.term_rules(cell.pk, on=today).rules["committee.from_members"]
    context = {
        "form": form, "unit": named(cell.pk, on=today), "what": what,
        "title": Election.What(what).label, "rule": rule,
        "official": queries.official_members(members), "committee": committee,
        "chips": [{"day": today, "word": _("Hôm nay")}],
    }  # fmt: skip
    return render(request, "elections/new.html", context, status=form.status)


@require_GET
@transaction.atomic
def election(request: AuthedRequest, election_id: UUID) -> HttpResponse:
    """Show a round: its ballot, how far the counting is, the result."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.READ_ELECTIONS, election_id, on=today)
    if found.is_agreed:
        note_reading(
            reader=request.user, what="election", unit=found.cell_id, province=found.province,
            at=timezone.now(), subject=found.pk,
        )  # fmt: skip
    return _page(request, found, ActForm())


def _page(request: AuthedRequest, found: Election, form: ActForm) -> HttpResponse:
    today = timezone.localdate()
    rights = rights_at(request.user, at=found.cell_id, on=today)
    lines = queries.lines_of(found)
    outcome = queries.outcome_of(found, lines) if found.is_agreed else None
    first = Count.objects.filter(election=found).select_related("counter__person").first()
    rule = in_force(found.cell_id, on=found.held_on).rules[f"vote.{found.kind}.share"]
    closed = found.is_agreed or found.is_withdrawn
    context = {
        "election": found, "title": title_of(found), "form": form,
        "unit": named(found.cell_id, on=found.held_on), "lines": lines, "first": first,
        "level": [lines[place].name for place in sorted(outcome.level)] if outcome else [],
        "unmatched": _places(found, lines),
        "layouts": layouts_for([each.name for each in lines], title_of(found)),
        "voters": voters_of(found), "is_due": found.held_on <= today,
        "may_hold": Can.HOLD_MEETING in rights and not closed,
        "may_order": Can.HOLD_MEETING in rights and not closed and first is None,
        "may_count": Can.COUNT_BALLOTS in rights and not closed,
        "may_ratify": Can.GIVE_POSTS in rights and found.is_personnel and found.is_agreed
        and found.ratification is None,
        "rule": rule, "share": dict(SHARES)[rule.value],
        "tells": found.is_agreed and queries.tells_votes(found, lines),
    }  # fmt: skip
    return render(request, "elections/election.html", context, status=form.status)


def _places(found: Election, lines: list[queries.ShownLine]) -> list[str]:
    """Return in words where the last two counts differed."""
    words = {
        "issued": _("phiếu phát ra"), "returned": _("phiếu thu về"), "valid": _("phiếu hợp lệ"),
        "invalid": _("phiếu không hợp lệ"),
    }  # fmt: skip
    return [words.get(place) or lines[int(place)].name for place in found.unmatched]


@require_POST
def order(request: AuthedRequest, election_id: UUID, line_id: UUID, way: str) -> HttpResponse:
    """Move a name up or down on the ballot."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.HOLD_MEETING, election_id, on=today)
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.move_line(act=act, election=found, line=line_id, up=way == "up")

    if carried_out(request, form, save):
        return redirect("elections:election", found.pk)
    return _page(request, found, form)


@require_POST
def withdrawal(request: AuthedRequest, election_id: UUID) -> HttpResponse:
    """Take back a round that has no result."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.HOLD_MEETING, election_id, on=today)
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.withdraw_election(act=act, election=found)

    if carried_out(request, form, save):
        return redirect("elections:elections", found.cell_id)
    return _page(request, found, form)


@ask
def ratification(request: AuthedRequest, election_id: UUID) -> HttpResponse:
    """Confirm who was elected at a congress or by-election."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.GIVE_POSTS, election_id, on=today)
    if not found.is_personnel or not found.is_agreed:
        raise Http404
    cell = named(found.cell_id, on=found.held_on)
    above = superior(found.cell_id, on=today)
    issuer = named(above, on=today).full.replace("Đảng bộ", "Đảng ủy", 1) if above else ""
    initial = {"issuer": issuer, "from_on": today}
    form = asked(request, lambda data: forms.RatificationForm(data, initial=initial))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.ratify(act=act, election=found, confirmed=form.confirmed())

    if carried_out(request, form, save):
        messages.success(request, _("Đã ghi chuẩn y. Chức vụ có hiệu lực từ ngày đã ghi."))
        return redirect("elections:elections", found.cell_id)
    elected = queries.elected_to(queries.together(found)).values()
    context = {
        "form": form, "election": found, "unit": cell,
        "elected": [(membership.person.name, role.label) for membership, role in elected],
        "is_congress": found.what == Election.What.CONGRESS,
    }  # fmt: skip
    return render(request, "elections/ratification.html", context, status=form.status)
