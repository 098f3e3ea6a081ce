"""Two counters enter what they found, each without seeing the other's; what is printed for it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.commands import drop_draft
from chibo.accounts.requests import AuthedRequest
from chibo.core.errors import Refused
from chibo.elections import commands, queries, sheets
from chibo.elections.commands.counting import voters_of
from chibo.elections.forms import CountForm
from chibo.elections.models import Count, Election
from chibo.elections.paper_ballots import ballots_pdf
from chibo.elections.rules import layouts_for
from chibo.journal.commands import act_of, note_reading
from chibo.organizations.authority import Can, may
from chibo.organizations.queries import named
from chibo.papers.serving import PDF, sent, serve
from chibo.papers.sheets import Sheet


@require_http_methods(["GET", "POST"])
def count(request: AuthedRequest, election_id: UUID) -> HttpResponse:
    """Ask one counter for the totals. Nothing typed here is ever a draft."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.COUNT_BALLOTS, election_id, on=today)
    lines = queries.lines_of(found)
    tellers = queries.tellers_for(found, lines)
    if not may(request.user, Can.HOLD_MEETING, at=found.cell_id, on=today):
        tellers = [each for each in tellers if each.person.user_id == request.user.pk]
    form = CountForm(request.POST or None, lines=lines, tellers=tellers)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.enter_count(act=act, election=found, counter=form.who(), figures=form.figures())

    if _done(request, form, save):
        drop_draft(user=request.user, page=request.path)
        _say(request, found)
        return redirect("elections:election", found.pk)
    first = Count.objects.filter(election=found).select_related("counter__person").first()
    context = {
        "form": form, "election": found, "title": sheets.title_of(found), "tellers": tellers,
        "unit": named(found.cell_id, on=found.held_on), "first": first, "voters": voters_of(found),
        "is_open": not found.is_agreed and not found.is_withdrawn and found.held_on <= today,
    }  # fmt: skip
    return render(request, "elections/count.html", context, status=form.status)


def _done(request: AuthedRequest, form: CountForm, command: Callable[[], None]) -> bool:
    """Run the command; as `carried_out`, but what was typed is in the answer alone."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        command()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _say(request: AuthedRequest, election: Election) -> None:
    now = Election.objects.get(pk=election.pk)
    if now.is_agreed:
        messages.success(request, _("Hai người đếm khớp nhau: đã có kết quả."))
    elif not now.unmatched:
        messages.success(request, _("Đã nhận số của người thứ nhất. Đưa máy cho người thứ hai."))


@require_GET
def ballots(request: AuthedRequest, election_id: UUID, per_page: int) -> HttpResponse:
    """Print the ballots."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.HOLD_MEETING, election_id, on=today)
    names = [each.name for each in queries.lines_of(found)]
    if per_page not in layouts_for(names, sheets.title_of(found)):
        raise Http404
    pdf = ballots_pdf(found, per_page=per_page, voters=voters_of(found))
    return sent(pdf, PDF, f"phieu-{found.held_on}.pdf", inline=True)


@require_GET
def tally(request: AuthedRequest, election_id: UUID, form: str) -> HttpResponse:
    """Show or print the sheet on which a counter makes strokes."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.HOLD_MEETING, election_id, on=today)
    return _served(request, found, sheets.tally_sheet(found), form, "kiem-phieu")


@require_GET
@transaction.atomic
def minutes(request: AuthedRequest, election_id: UUID, form: str) -> HttpResponse:
    """Show or print the minutes of counting, once two counters agree."""
    today = timezone.localdate()
    found = queries.election_for(request.user, Can.READ_ELECTIONS, election_id, on=today)
    if not found.is_agreed:
        raise Http404
    if form != "css":
        note_reading(
            reader=request.user, what="election", unit=found.cell_id, province=found.province,
            at=timezone.now(), subject=found.pk,
        )  # fmt: skip
    return _served(request, found, sheets.minutes_sheet(found), form, "bien-ban-kiem-phieu")


def _served(
    request: AuthedRequest, found: Election, sheet: Sheet, form: str, name: str
) -> HttpResponse:
    return serve(
        request, sheet, form=form, name=f"{name}-{found.held_on}",
        back=f"/elections/{found.pk}/", back_word=sheets.title_of(found),
    )  # fmt: skip
