"""One page for each step of a person's path."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.days import FOREVER
from chibo.journal.commands import Act, act_of
from chibo.members import commands
from chibo.members.forms import steps as forms
from chibo.members.forms.parts import Asks, StepForm
from chibo.members.models import Condition, Event
from chibo.members.notes import notes_for
from chibo.members.queries import official_members
from chibo.members.queries.path import LEAVING, Path, Step, path_of, person_for, possible
from chibo.members.queries.places import cells_beside, places_around
from chibo.members.views.person import step_page
from chibo.members.words import LEAVING_HINT, STEP_WORDS
from chibo.organizations.authority import Can
from chibo.organizations.models import Unit
from chibo.people.models import Person
from chibo.rulebook.queries import in_force

What = Event.What
Run = Callable[[Act, Person, Any], object]
LEFT_BY = {
    Step.STRIKE_OFF: What.STRUCK_OFF, Step.EXPULSION: What.EXPELLED, Step.LEAVE: What.LEFT,
    Step.DEATH: What.DIED,
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A step's form and the command that it becomes."""

    form: type[StepForm]
    run: Run


def _span(form: Any) -> tuple[dt.date, dt.date]:
    return form.cleaned_data["from_on"], form.cleaned_data["until_on"] or FOREVER


def _send(act: Act, person: Person, form: forms.TransferForm) -> object:
    basis = form.basis()
    return commands.send_member(
        act=act, person=person, to=form.destination(), on=form.cleaned_data["signed_on"],
        basis=basis,
    )  # fmt: skip


def _away(act: Act, person: Person, form: forms.AwayForm) -> object:
    from_on, until_on = _span(form)
    return commands.send_away(
        act=act, person=person, to=form.destination(), from_on=from_on, until_on=until_on,
        basis=form.basis(),
    )  # fmt: skip


def _pause(what: Condition.What) -> Run:
    def run(act: Act, person: Person, form: forms.PauseForm) -> object:
        path = path_of(person, on=act.today)
        from_on, until_on = _span(form)
        return commands.set_condition(
            act=act, membership=path.last, what=what, from_on=from_on, until_on=until_on,
            basis=form.basis(),
        )  # fmt: skip

    return run


def _pause_end(what: Condition.What) -> Run:
    return lambda act, person, form: commands.end_condition(
        act=act, person=person, what=what, on=form.cleaned_data["on"], basis=form.basis()
    )


def _leave(step: Step) -> Run:
    return lambda act, person, form: commands.leave_party(
        act=act, person=person, what=LEFT_BY[step], on=form.cleaned_data["on"],
        basis=form.basis(), count=form.count(),
    )  # fmt: skip


def _readmit(act: Act, person: Person, form: forms.ReadmissionForm) -> object:
    data = form.cleaned_data
    count = form.count()
    assert count is not None  # noqa: S101
    return commands.readmit(
        act=act, person=person, cell=Unit.objects.get(pk=data["cell"]), basis=form.basis(),
        is_cleared=data["cleared"] == "yes", count=count,
    )  # fmt: skip


PAGES: dict[Step, Page] = {
    Step.CEREMONY: Page(forms.DayForm, lambda act, person, form: commands.hold_ceremony(
        act=act, person=person, on=form.cleaned_data["on"])),
    Step.RECOGNITION: Page(forms.DecisionForm, lambda act, person, form: commands.recognise(
        act=act, person=person, basis=form.basis(), count=form.count())),
    Step.TRANSFER: Page(forms.TransferForm, _send),
    Step.AWAY: Page(forms.AwayForm, _away),
    Step.BACK: Page(forms.DayForm, lambda act, person, form: commands.come_back(
        act=act, person=person, on=form.cleaned_data["on"])),
    Step.VISIT_END: Page(forms.DayForm, lambda act, person, form: commands.end_visit(
        act=act, person=person, on=form.cleaned_data["on"])),
    Step.EXEMPTION: Page(forms.PauseForm, _pause(Condition.What.EXEMPT)),
    Step.EXEMPTION_END: Page(forms.PauseEndForm, _pause_end(Condition.What.EXEMPT)),
    Step.SUSPENSION: Page(forms.PauseForm, _pause(Condition.What.SUSPENDED)),
    Step.SUSPENSION_END: Page(forms.PauseEndForm, _pause_end(Condition.What.SUSPENDED)),
    **{step: Page(forms.LeavingForm, _leave(step)) for step in LEFT_BY if step != Step.DEATH},
    Step.DEATH: Page(forms.DayForm, lambda act, person, form: commands.leave_party(
        act=act, person=person, what=What.DIED, on=form.cleaned_data["on"])),
    Step.READMISSION: Page(forms.ReadmissionForm, _readmit),
}  # fmt: skip


def asks_of(request: AuthedRequest, step: Step, path: Path) -> Asks:
    """Return what a step's page knows before it is filled in."""
    today = timezone.localdate()
    kind = {Step.RECOGNITION: "recognition", Step.READMISSION: "admission"}.get(step, "")
    if step in LEFT_BY:
        kind = commands.vote_on_leaving(LEFT_BY[step], path.last)
    settings = in_force(path.cell, on=today)
    return Asks(
        vote=settings.vote(kind) if kind else None,
        official=official_members(path.cell, on=today, settings=settings) if kind else 0,
        places=places_around(path.cell, on=today) if step in {Step.TRANSFER, Step.AWAY} else [],
        cells=cells_beside(request.user, path.cell, on=today) if step == Step.READMISSION else [],
    )


@require_http_methods(["GET", "POST"])
def step(request: AuthedRequest, person_id: UUID, name: str) -> HttpResponse:
    """Take one step of a person's path; one that cannot come now leads back to the person."""
    today = timezone.localdate()
    someone = person_for(request.user, Can.KEEP_REGISTER, person_id, on=today)
    if name not in set(Step):
        raise Http404
    step, path = Step(name), path_of(someone, on=today)
    if step not in possible(path, on=today):
        return redirect("members:person", someone.pk)
    page, asks = PAGES[step], asks_of(request, step, path)
    form = asked(request, lambda data: page.form(data, asks=asks))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        page.run(act, someone, form)

    if carried_out(request, form, save):
        return redirect("members:person", someone.pk)
    words = STEP_WORDS[step]
    hint = LEAVING_HINT if LEFT_BY.get(step) in LEAVING[:-1] else words.hint
    return step_page(
        request, form, someone, title=words.do, button=words.save, hint=hint,
        notes=notes_for(step, path, today), is_careful=step in LEFT_BY,
    )  # fmt: skip
