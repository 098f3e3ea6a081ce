from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.core.errors import Refused
from chibo.jobs import commands, queries
from chibo.jobs.kinds import KINDS
from chibo.jobs.models import Job
from chibo.journal.commands import act_of, note_reading

AGAIN = 5  # seconds until the page of a job that runs looks again


@require_http_methods(["GET", "POST"])
def ask(request: AuthedRequest, unit_id: UUID, kind: str, what: str) -> HttpResponse:
    """Say what the long work makes, and have it done."""
    today = timezone.localdate()
    if kind not in KINDS:
        raise Http404
    wanted = KINDS[kind]
    wanted.admit(request.user, unit_id, today)
    try:
        arguments = wanted.read(what)
    except ValueError:
        raise Http404 from None
    form = asked(request, ActForm)
    made: list[Job] = []

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        made.append(commands.ask_job(act=act, kind=kind, unit=unit_id, arguments=arguments))

    if carried_out(request, form, save):
        return redirect("jobs:job", made[0].pk)
    context = {
        "form": form, "about": wanted.about, "unit_id": unit_id,
        "title": wanted.title(unit_id, arguments, today),
        "earlier": [
            each for each in queries.jobs_of(request.user, on=today)
            if (each.job.kind, each.job.unit, each.job.arguments) == (kind, unit_id, arguments)
        ],
    }  # fmt: skip
    return render(request, "jobs/ask.html", context, status=form.status)


@require_GET
def jobs(request: AuthedRequest) -> HttpResponse:
    """List the long work that this user asked for."""
    today = timezone.localdate()
    context = {"jobs": queries.jobs_of(request.user, on=today)}
    return render(request, "jobs/jobs.html", context)


@require_GET
def job(request: AuthedRequest, job_id: UUID) -> HttpResponse:
    """Show how far a job is; the page looks again by itself while it runs."""
    today = timezone.localdate()
    found = queries.job_for(request.user, job_id, on=today)
    context = {"asked": queries.asked_for(found, on=today), "job": found, "form": ActForm()}
    answer = render(request, "jobs/job.html", context)
    if found.is_alive:
        answer.headers["Refresh"] = str(AGAIN)
    return answer


@require_POST
def stop(request: AuthedRequest, job_id: UUID) -> HttpResponse:
    """Have a job stopped."""
    return _told(request, job_id, commands.stop_job)


@require_POST
def go_on(request: AuthedRequest, job_id: UUID) -> HttpResponse:
    """Have a job gone on with."""
    return _told(request, job_id, commands.go_on_with)


def _told(request: AuthedRequest, job_id: UUID, command: Callable[..., None]) -> HttpResponse:
    now = timezone.now()
    found = queries.job_for(request.user, job_id, on=timezone.localdate(now))
    form = ActForm(request.POST)
    if form.is_valid():
        try:
            command(act=act_of(request.user, form.cleaned_data["act"], now), job=found)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect("jobs:job", job_id)


@require_GET
@transaction.atomic
def file(request: AuthedRequest, job_id: UUID) -> HttpResponse:
    """Give what came of a job."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = queries.job_for(request.user, job_id, on=today)
    made = queries.file_of(found, on=today)
    note_reading(
        reader=request.user, what="job_file", unit=found.unit, province=found.province, at=now,
        subject=found.pk,
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HttpResponse(bytes(made.content), content_type=made.media, headers=headers)
