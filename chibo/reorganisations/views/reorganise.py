"""Choose an act, enter its decision, see what it moves, carry it out; or correct a decision."""

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.commands import keep_draft
from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.errors import Refused
from chibo.journal.commands import act_of, note_reading
from chibo.organizations import authority
from chibo.organizations.authority import Can, demand_above, may, unit_for
from chibo.organizations.models import Decision, Kind, Unit
from chibo.organizations.queries import children, named
from chibo.reorganisations import commands, forms, queries
from chibo.reorganisations.commands import Effects
from chibo.reorganisations.forms import DecisionForm, Scene

ask = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Way:
    """An act that a page offers. below: it changes what stands below, not the unit itself."""

    form: type[DecisionForm]
    word: Any
    hint: Any
    below: bool = False


WAYS = {
    "found": Way(
        forms.FoundForm, gettext_lazy("Thành lập đơn vị trực thuộc"),
        gettext_lazy("Lập chi bộ hoặc đảng bộ mới ở dưới"), below=True,
    ),
    "transfer": Way(
        forms.TransferForm, gettext_lazy("Chuyển giao đơn vị trực thuộc"),
        gettext_lazy("Nhiều chi bộ về cấp trên khác"), below=True,
    ),
    "rename": Way(forms.RenameForm, gettext_lazy("Đổi tên"), gettext_lazy("Đơn vị vẫn là nó")),
    "retype": Way(
        forms.RetypeForm, gettext_lazy("Đổi loại"), gettext_lazy("Loại chi bộ, loại đảng bộ")
    ),
    "move": Way(
        forms.MoveForm, gettext_lazy("Đổi cấp trên"), gettext_lazy("Cả đơn vị về nơi khác")
    ),
    "merge": Way(
        forms.MergeForm, gettext_lazy("Sáp nhập"), gettext_lazy("Với đơn vị khác, thành một")
    ),
    "split": Way(
        forms.SplitForm, gettext_lazy("Chia, tách"),
        gettext_lazy("Thành nhiều đơn vị, hoặc giao một phần"),
    ),
    "end": Way(
        forms.EndForm, gettext_lazy("Kết thúc hoạt động"), gettext_lazy("Khi không còn đảng viên")
    ),
    "mark": Way(
        forms.MarkForm, gettext_lazy("Ghi địa bàn"),
        gettext_lazy("Biên giới, vùng xa, đặc biệt khó khăn"),
    ),
}  # fmt: skip


@require_GET
def choose(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Offer the acts that this user may enter on the unit."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.REORGANISE, unit_id, on=today)
    called = named(unit.pk, on=today)
    above = may(
        request.user, Can.REORGANISE, at=authority.above(unit.pk, on=today), on=today
    ) and (called.kind != Kind.PROVINCE)  # fmt: skip
    has_below = bool(children(unit.pk, on=today))
    ways = [
        (name, way)
        for name, way in WAYS.items()
        if (above and not way.below)
        or (name == "found" and not called.is_cell)
        or (name == "transfer" and has_below)
        or (name == "rename" and called.kind == Kind.PROVINCE)
    ]
    return render(request, "reorganisations/choose.html", {"unit": called, "ways": ways})


@ask
def act(request: AuthedRequest, unit_id: UUID, what: str) -> HttpResponse:
    """Enter one act of a decision: asked, shown what it would move, done."""
    way, scene = _scene(request, unit_id, what)
    form = asked(request, lambda data: way.form(data, scene=scene))
    effects = None
    if request.method == "POST" and form.is_valid():
        turn, decision = form.turn(), form.decision(way.word)

        def save() -> None:
            done = act_of(request.user, form.key, timezone.now())
            commands.carry_out(act=done, turn=turn, decision=decision)

        if request.POST.get("do") == "save" and carried_out(request, form, save):
            messages.success(
                request, _("Đã ghi quyết định số {number}.").format(number=decision.number)
            )
            return redirect("organizations:history", unit_id)
        if not form.errors:
            trial = act_of(request.user, uuid.uuid4(), timezone.now())
            effects = _tried(
                form, lambda: commands.rehearse(act=trial, turn=turn, decision=decision)
            )
    if request.method == "POST":
        _keep(request)
    if scene.may_read:
        _note(request, unit_id, scene.province)
    context = {
        "form": form, "unit": scene.unit, "way": way, "what": what, "effects": effects,
        "may_read": scene.may_read,
        "least": queries.least_official(unit_id, on=scene.today) if what == "found" else None,
    }  # fmt: skip
    return render(request, "reorganisations/act.html", context, status=form.status)


def _scene(request: AuthedRequest, unit_id: UUID, what: str) -> tuple[Way, Scene]:
    today = timezone.localdate()
    way = WAYS.get(what)
    if way is None:
        raise Http404
    if way.below:
        unit = unit_for(request.user, Can.REORGANISE, unit_id, on=today)
    else:
        demand_above(request.user, unit_id, on=today)
        unit = Unit.objects.get(pk=unit_id)
    called = named(unit.pk, on=today)
    fits = not called.is_cell if way.below else called.kind != Kind.PROVINCE or what == "rename"
    if not fits:
        raise Http404
    may_read = what == "split" and called.is_cell or what == "merge"
    may_read = may_read and may(request.user, Can.READ_REGISTER, at=unit.pk, on=today)
    return way, Scene(called, unit.province, request.user, today, may_read)


def _tried(form: Any, rehearsal: Any) -> Effects | None:
    """Return what a decision would move; where it is refused, the form says why."""
    try:
        found: Effects = rehearsal()
    except Refused as refusal:
        form.refuse(refusal)
        return None
    return found


def _keep(request: AuthedRequest) -> None:
    """Keep what was typed, as the page of an act that is not yet done."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "do"}
    keep_draft(user=request.user, page=request.path, fields=fields, now=timezone.now())


def _note(request: AuthedRequest, unit: UUID, province: UUID) -> None:
    note_reading(
        reader=request.user, what="register", unit=unit, province=province, at=timezone.now()
    )


@ask
def correct(request: AuthedRequest, decision_id: UUID) -> HttpResponse:
    """Enter the decision that takes another back: asked, shown what it would move, done."""
    today = timezone.localdate()
    wrong = queries.decision_for(request.user, decision_id, on=today)
    unit = queries.unit_of(wrong)
    may_read = may(request.user, Can.READ_REGISTER, at=unit, on=today)
    came = [(row, queries.cell_before(row)) for row in queries.newcomers(wrong)]
    form = asked(
        request,
        lambda data: forms.CorrectForm(
            data, newcomers=came, may_read=may_read, cells=_receiving(request, wrong)
        ),
    )
    effects = None
    if request.method == "POST" and form.is_valid():
        correction, goes = form.decision(wrong), form.goes()

        def save() -> None:
            done = act_of(request.user, form.cleaned_data["act"], timezone.now())
            commands.correct(act=done, wrong=wrong, correction=correction, goes=goes)

        if request.POST.get("do") == "save" and carried_out(request, form, save):
            messages.success(
                request, _("Đã sửa bằng quyết định số {number}.").format(number=correction.number)
            )
            return redirect("organizations:history", unit)
        if not form.errors:
            trial = act_of(request.user, uuid.uuid4(), timezone.now())
            effects = _tried(
                form,
                lambda: commands.rehearse_correction(
                    act=trial, wrong=wrong, correction=correction, goes=goes
                ),
            )
    if request.method == "POST":
        _keep(request)
    if may_read and came:
        _note(request, unit, wrong.province)
    context = {
        "form": form, "unit": named(unit, on=today), "wrong": wrong, "effects": effects,
        "may_read": may_read,
    }  # fmt: skip
    return render(request, "reorganisations/correct.html", context, status=form.status)


def _receiving(request: AuthedRequest, wrong: Decision) -> list[Any]:
    """Return the cells to which newcomers may go: those that come back first, then others."""
    back = [named(unit, on=wrong.effective_on) for unit in queries.ended_by_decision(wrong)]
    lost = queries.founded_by(wrong)
    today = timezone.localdate()
    others = queries.may_receive(request.user, on=today, kinds=[Kind.CELL])
    return [unit for unit in back if unit.is_cell] + [u for u in others if u.id not in lost]
