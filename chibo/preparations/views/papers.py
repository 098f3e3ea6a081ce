from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.commands import drop_draft
from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.viet import fold
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can
from chibo.papers.serving import PDF, WORD, sent
from chibo.plans.models import PlannedMeeting
from chibo.plans.queries import planned_for
from chibo.preparations import commands, forms, queries
from chibo.preparations.models import PreparedPaper
from chibo.preparations.places import page_of
from chibo.rulebook.queries import in_force

ask = require_http_methods(["GET", "POST"])


@ask
def papers(request: AuthedRequest, planned_id: UUID) -> HttpResponse:
    """List the papers of a planned meeting, and bring one more through the secrecy gate."""
    today = timezone.localdate()
    planned = planned_for(request.user, Can.HOLD_MEETING, planned_id, on=today)
    form = asked(request, lambda data: forms.PaperForm(data, request.FILES or None))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.bring_paper(act=act, planned=planned, paper=form.paper())

    if carried_out(request, form, save):
        return redirect("preparations:papers", planned.pk)
    drop_draft(user=request.user, page=request.path)  # nothing of a paper is kept unjudged
    settings = in_force(planned.cell_id, on=planned.planned_on)
    context = {
        "form": form, "planned": planned, "back": page_of(planned.pk), "removal": ActForm(),
        "chips": [{"day": today, "word": _("Hôm nay")}],
        "more": request.POST.get("stamp") == "yes"
        or {"number", "issuer", "dated_on", "kept_at"} & set(form.errors),
        "papers": queries.papers_of(planned), "rule": settings.rules["papers.days_before"],
    }  # fmt: skip
    return render(request, "preparations/papers.html", context, status=form.status)


def _paper(request: AuthedRequest, planned_id: UUID, paper_id: UUID, can: Can) -> PreparedPaper:
    planned = planned_for(request.user, can, planned_id, on=timezone.localdate())
    found: PreparedPaper = get_object_or_404(
        PreparedPaper.objects.select_related("planned").defer("content"),
        pk=paper_id, planned=planned, is_withdrawn=False,
    )  # fmt: skip
    return found


@ask
def paper(request: AuthedRequest, planned_id: UUID, paper_id: UUID) -> HttpResponse:
    """Note when a paper was sent and posted."""
    found = _paper(request, planned_id, paper_id, Can.HOLD_MEETING)
    today = timezone.localdate()
    initial = {"sent_on": found.sent_on or today, "posted_on": found.posted_on}
    form = asked(request, lambda data: forms.PaperDaysForm(data, initial=initial))

    def save() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.note_days(
            act=act, paper=found, sent_on=data["sent_on"], posted_on=data["posted_on"]
        )

    if carried_out(request, form, save):
        return redirect("preparations:papers", planned_id)
    context = {"form": form, "paper": found, "planned": found.planned, "removal": ActForm()}
    return render(request, "preparations/paper.html", context, status=form.status)


@require_POST
def paper_removal(request: AuthedRequest, planned_id: UUID, paper_id: UUID) -> HttpResponse:
    """Take a paper off the list, or wipe what should never have been entered."""
    found = _paper(request, planned_id, paper_id, Can.HOLD_MEETING)
    planned: PlannedMeeting = found.planned
    form = ActForm(request.POST)

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        if request.POST.get("wipe"):
            commands.purge_paper(act=act, planned=planned, paper=found.pk)
        else:
            commands.withdraw_paper(act=act, paper=found)

    carried_out(request, form, save)
    return redirect("preparations:papers", planned_id)


@require_GET
def file(request: AuthedRequest, planned_id: UUID, paper_id: UUID) -> HttpResponse:
    """Return the attached file, to be kept and not run."""
    found = _paper(request, planned_id, paper_id, Can.READ_MINUTES)
    if found.content is None:
        raise Http404
    stem, _dot, kind = found.file_name.rpartition(".")
    name = f"{slugify(fold(stem)) or 'tai-lieu'}.{kind.lower()}"
    return sent(bytes(found.content), PDF if kind.lower() == "pdf" else WORD, name)
