"""One person's page, corrections, and a step taken back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of, note_reading
from chibo.members import commands, rules
from chibo.members.forms.member import CorrectionForm
from chibo.members.forms.steps import WhyForm
from chibo.members.models import Event, Membership
from chibo.members.queries import counting, member_of
from chibo.members.queries.due import next_honour, recognition_of
from chibo.members.queries.path import (
    LEAVING_STEPS,
    Path,
    members_rules,
    path_of,
    person_for,
    possible,
    to_march,
)
from chibo.members.timeline import timeline
from chibo.members.words import STEP_WORDS
from chibo.organizations.authority import Can, may
from chibo.organizations.queries import named
from chibo.people.models import Person
from chibo.rulebook.queries import in_force


@require_GET
@transaction.atomic
def person(request: AuthedRequest, person_id: UUID) -> HttpResponse:
    """Show how somebody stands, their path in sentences, and the steps that may come next."""
    today = timezone.localdate()
    someone = person_for(request.user, Can.READ_REGISTER, person_id, on=today)
    path = path_of(someone, on=today)
    note_reading(
        reader=request.user, what="member", unit=path.cell, province=someone.province,
        at=timezone.now(), subject=someone.pk,
    )  # fmt: skip
    may_keep = may(request.user, Can.KEEP_REGISTER, at=path.cell, on=today)
    settings = counting(in_force(path.cell, on=today))
    steps = possible(path, on=today) if may_keep else []
    context: dict[str, Any] = {
        "person": someone, "path": path, "today": today, "may_keep": may_keep,
        "unit": named(path.cell, on=today), "lines": timeline(path),
        "member": member_of(path.last, on=today, settings=settings),
        "withdrawable": commands.withdrawable(someone) if may_keep else set(),
        "steps": [(step, STEP_WORDS[step].do) for step in steps if step not in LEAVING_STEPS],
        "leaving": [(step, STEP_WORDS[step].do) for step in steps if step in LEAVING_STEPS],
        "back": reverse("members:register", args=[path.cell]), **_age(path),
    }  # fmt: skip
    return render(request, "members/person.html", context)


def _age(path: Path) -> dict[str, Any]:
    """Return the Party age, the next badge and what waits for recognition."""
    today = timezone.localdate()
    settings = members_rules(path.cell, on=today)
    found: dict[str, Any] = {
        "years": rules.party_years(path.spans, today, to_march=to_march(settings)),
        "has_gap": len(path.spans) > 1,
    }
    if path.home is not None:
        found["honour"] = next_honour(path.spans, settings, on=today)
    if path.probation_ends is not None:
        found["recognition"] = recognition_of(path.last, on=today)
    return found


@require_http_methods(["GET", "POST"])
def correction(request: AuthedRequest, person_id: UUID) -> HttpResponse:
    """Mend plain data that was written down wrongly."""
    today = timezone.localdate()
    someone = person_for(request.user, Can.KEEP_REGISTER, person_id, on=today)
    plain = commands.plain_of(someone, on=today)
    form = asked(request, lambda data: CorrectionForm(data, plain=plain))

    def save() -> None:
        commands.correct_member(
            act=act_of(request.user, form.cleaned_data["act"], timezone.now()), person=someone,
            plain=form.plain(), why=form.cleaned_data["why"],
        )  # fmt: skip

    if carried_out(request, form, save):
        return redirect("members:person", someone.pk)
    return step_page(
        request, form, someone, title=_("Sửa điều ghi sai"), button=_("Lưu điều đã sửa"),
        hint=_("Nhật ký ghi sửa ô nào, vì sao; không ghi nội dung."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdrawal(request: AuthedRequest, person_id: UUID, event_id: UUID) -> HttpResponse:
    """Take back a step that was written down wrongly."""
    today = timezone.localdate()
    someone = person_for(request.user, Can.KEEP_REGISTER, person_id, on=today)
    event = get_object_or_404(Event, pk=event_id, person=someone)
    form = asked(request, lambda data: WhyForm(data))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.withdraw_event(act=act, event=event, why=form.cleaned_data["why"])

    if carried_out(request, form, save):
        if Membership.objects.filter(person=someone).exists():
            return redirect("members:person", someone.pk)
        return redirect("members:register", event.cell_id)
    what = event.get_what_display()
    return step_page(
        request, form, someone, title=_("Rút bước ghi sai"), button=_("Rút bước này"),
        hint=_("{day}: {what}. Sổ trở lại như trước bước này; bước vẫn còn, ghi là đã rút.").format(
            day=f"{event.on:%d/%m/%Y}", what=what
        ),
    )  # fmt: skip


def step_page(request: AuthedRequest, form: Any, someone: Person, **more: Any) -> HttpResponse:
    """Show one step's form."""
    context = {
        "form": form, "person": someone, "back": reverse("members:person", args=[someone.pk]),
        "back_word": someone.name, **more,
    }  # fmt: skip
    return render(request, "members/step.html", context, status=form.status)
