from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.assessments import commands, forms, queries
from chibo.assessments.advice import help_for
from chibo.assessments.framing import frame_of, written
from chibo.assessments.models import FramePack, ScoreSheet
from chibo.assessments.sheets import frame_words, total_words
from chibo.journal.commands import act_of
from chibo.meetings import places
from chibo.meetings.models import Meeting
from chibo.meetings.queries import is_sealed, meeting_for
from chibo.organizations.authority import Can, may, unit_for
from chibo.organizations.queries import named

ask = require_http_methods(["GET", "POST"])


@ask
def score(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Ask the cell item by item; what the record gives stands there already."""
    today = timezone.localdate()
    meeting = meeting_for(request.user, Can.HOLD_MEETING, meeting_id, on=today)
    return _score(request, meeting, ScoreSheet.Side.CELL)


@ask
def from_above(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Ask who follows the cell for an own score of the meeting."""
    today = timezone.localdate()
    meeting = meeting_for(request.user, Can.ASSESS_FROM_ABOVE, meeting_id, on=today)
    return _score(request, meeting, ScoreSheet.Side.ABOVE)


def _score(request: AuthedRequest, meeting: Meeting, side: ScoreSheet.Side) -> HttpResponse:
    now = timezone.localtime()
    ends_at = now.time() if meeting.held_on == now.date() else None
    scored = queries.scored(meeting, side, ends_at=ends_at, on=now.date())
    if scored is None and side == ScoreSheet.Side.CELL:
        return redirect(places.after(meeting.pk, "score"))
    if scored is None:
        return render(request, "assessments/no_frame.html", {"meeting": meeting})
    form = asked(request, lambda data: forms.ScoreForm(data, scored=scored))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.score_meeting(act=act, meeting=meeting, side=side, answers=form.answers())

    own = side == ScoreSheet.Side.CELL
    sealed = own and is_sealed(meeting)
    frozen = sealed and scored.is_saved and scored.score.is_complete
    if carried_out(request, form, save):
        return redirect(places.after(meeting.pk, "score") if own else places.page_of(meeting.pk))
    other = queries.scored(meeting, ScoreSheet.Side.ABOVE if own else ScoreSheet.Side.CELL)
    context: dict[str, Any] = {
        "form": form, "meeting": meeting, "own": own, "scored": scored, "blocks": form.blocks(),
        "frame": frame_words(scored.pack), "total": total_words(scored),
        "other": total_words(other) if other and other.is_saved else "",
        "sealed": sealed, "after": scored.after if frozen else None,
        "weak": help_for(meeting.cell_id, on=meeting.held_on) if own else [],
    }  # fmt: skip
    return render(request, "assessments/score.html", context, status=form.status)


@ask
def after(request: AuthedRequest, meeting_id: UUID) -> HttpResponse:
    """Ask what became of the items that fall after a closed meeting, until their last day."""
    today = timezone.localdate()
    meeting = meeting_for(request.user, Can.HOLD_MEETING, meeting_id, on=today)
    scored = queries.scored(meeting, ScoreSheet.Side.CELL, on=today)
    if scored is None or not scored.is_saved or not scored.score.is_complete:
        return redirect("assessments:score", meeting.pk)
    if not is_sealed(meeting):
        return redirect("assessments:score", meeting.pk)
    form = asked(request, lambda data: forms.AfterForm(data, scored=scored))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.settle_after(act=act, meeting=meeting, answers=form.answers())

    if carried_out(request, form, save):
        return redirect("assessments:after", meeting.pk)
    context = {
        "form": form, "meeting": meeting, "after": scored.after, "rows": form.rows(),
        "said": [each for each in scored.late if not each.line.waits],
        "total": total_words(scored),
    }  # fmt: skip
    return render(request, "assessments/after.html", context, status=form.status)


@require_GET
def frames(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show the frames that a unit may read, the one in force marked."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_RULES, unit_id, on=today)
    in_force = queries.frame_for(unit.pk, on=today)
    packs = queries.packs_of(unit.pk, on=today)
    context = {
        "unit": named(unit.pk, on=today),
        "changes": may(request.user, Can.CHANGE_RULES, at=unit.pk, on=today),
        "packs": [(pack, frame_words(pack), _items(pack), pack == in_force) for pack in packs],
    }
    return render(request, "assessments/frames.html", context)


@ask
def own_frame(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Let an operator set a frame for the unit and all below it, from one that is known."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.CHANGE_RULES, unit_id, on=today)
    packs = queries.packs_of(unit.pk, on=today)
    in_force = queries.frame_for(unit.pk, on=today)
    wanted = next((p for p in packs if str(p.pk) == request.GET.get("from")), in_force)
    if wanted is None:
        raise Http404
    initial = {"title": wanted.title, "from_on": today, "content": written(wanted.content)}
    form = asked(request, lambda data: forms.FrameForm(data, initial=initial))

    def save() -> None:
        data = form.cleaned_data
        content = {**data["content"], "title": data["title"], "number": data["number"]}
        act = act_of(request.user, data["act"], timezone.now())
        commands.adopt_frame(
            act=act, unit=unit, data={**content, "code": str(act.id)}, from_on=data["from_on"]
        )

    if carried_out(request, form, save):
        return redirect("assessments:frames", unit.pk)
    context = {"form": form, "unit": named(unit.pk, on=today), "wanted": wanted}
    return render(request, "assessments/own_frame.html", context, status=form.status)


def _items(pack: FramePack) -> list[Any]:
    frame = frame_of(pack.code, pack.content)
    return [(item, queries.points_words(item.most)) for item in frame.items]
