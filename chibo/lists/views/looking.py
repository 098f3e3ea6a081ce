from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chibo.accounts.requests import AuthedRequest
from chibo.core import viet
from chibo.core.errors import Refused
from chibo.journal.commands import act_of
from chibo.lists import commands, forms, showing, titles, words
from chibo.lists.answering import answered, columns_of
from chibo.lists.answers import Answers
from chibo.lists.finding import Found
from chibo.lists.items import CHANGED, DOUBTFUL, NEW, REFUSED, STATES
from chibo.lists.looking import Preview, fingerprint, look
from chibo.lists.models import ListImport
from chibo.lists.queries import RIGHT_OF, may_undo
from chibo.lists.setting import setting_of
from chibo.lists.storing import unpacked
from chibo.lists.values import Setting, chosen_sheets
from chibo.organizations.authority import Can, demand
from chibo.organizations.queries import named

SHOWN = 100  # lines of one page
ask = require_http_methods(["GET", "POST"])


def list_for(request: AuthedRequest, unit: UUID, key: UUID) -> ListImport:
    """Return a list of the unit if this user may take it. Raises: Http404; PermissionDenied."""
    made = ListImport.objects.filter(pk=key, unit=unit).first()
    right = RIGHT_OF[made.kind] if made else Can.KEEP_REGISTER
    demand(request.user, right, at=unit, on=timezone.localdate())
    if made is None:
        raise Http404
    return made


@dataclass(frozen=True)
class _Looked:
    found: list[Found]
    setting: Setting
    preview: Preview


def _look(request: AuthedRequest, made: ListImport) -> _Looked:
    found = unpacked(made.table)
    setting = setting_of(request.user, made, today=timezone.localdate())
    return _Looked(found, setting, look(request.user, made.unit_id, found, setting))


@ask
def brought(request: AuthedRequest, unit_id: UUID, list_id: UUID) -> HttpResponse:
    """Show what a list would become, ask what is to be asked, and take it into the book."""
    made = list_for(request, unit_id, list_id)
    if made.done_at is not None:
        return _done(request, made)
    form = forms.AnswerForm(request.POST or None)
    looked = _look(request, made)
    if request.method == "POST" and form.is_valid():
        try:
            answer = _answered(request, made, looked)
            if answer is not None:
                return answer
            looked = _look(request, made)
            if request.POST.get("do") == "take":
                return _take(request, made, form, looked)
            return redirect("lists:list", unit_id, list_id)
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "lists/list.html", _context(request, made, form, looked),
                  status=form.status)  # fmt: skip


def _answered(request: AuthedRequest, made: ListImport, looked: _Looked) -> HttpResponse | None:
    """Keep what the page answers; a page asked to begin again forgets its answers."""
    act = act_of(request.user, made.pk, timezone.now())
    if request.POST.get("do") == "again":
        kept = Answers(columns=looked.setting.answers.columns)
        commands.answer_list(act=act, made=made, answers=kept)
        return redirect("lists:list", made.unit_id, made.pk)
    cells = {str(key): "" for key in looked.setting.cells.all}
    after = answered(request.POST, looked.setting.answers, looked.found, made.kind, cells)
    commands.answer_list(act=act, made=made, answers=after)
    return None


def _take(
    request: AuthedRequest, made: ListImport, form: forms.AnswerForm, looked: _Looked
) -> HttpResponse:
    shown = form.cleaned_data["shown"]
    if fingerprint(looked.preview) != shown:
        messages.info(request, _("Câu trả lời đã đổi vài dòng: xem lại rồi ghi."))
        return redirect("lists:list", made.unit_id, made.pk)
    act = act_of(request.user, form.cleaned_data["act"], timezone.now())
    commands.take_list(act=act, made=made, shown=shown)
    return redirect("lists:list", made.unit_id, made.pk)


def _context(
    request: AuthedRequest, made: ListImport, form: forms.AnswerForm, looked: _Looked
) -> dict[str, Any]:
    preview, setting, found = looked.preview, looked.setting, looked.found
    counts = preview.counts
    waiting = counts[DOUBTFUL] + counts[REFUSED]
    first = "open" if waiting else NEW if counts[NEW] else CHANGED
    show = request.GET.get("show", "")
    show = show if show in {*STATES, "open", "all"} else first
    states = {"open": (DOUBTFUL, REFUSED), "all": STATES}.get(show, (show,))
    page = Paginator(preview.of(*states), SHOWN).get_page(request.GET.get("page"))
    form.initial["shown"] = fingerprint(preview)
    if form.is_bound:
        form.put({"shown": fingerprint(preview)})
    chosen = chosen_sheets(found, setting)
    return {
        "made": made, "form": form, "unit": named(made.unit_id, on=setting.today),
        "preview": preview, "tallies": showing.tallies(counts), "show": show, "page": page,
        "waiting": waiting, "ready": counts[NEW] + counts[CHANGED],
        "asked": showing.asked(preview, setting),
        "pairs": showing.pairs(preview.open_doubles, setting.cells),
        "more_pairs": max(len(preview.open_doubles) - showing.MOST_PAIRS, 0),
        "rows": showing.shown(list(page.object_list), setting.cells, made.kind),
        "notes": showing.issue_words(preview.notes), "left_out": showing.left_out(found, setting),
        "columns": showing.taken_columns(found, setting),
        "skipped": [line for place in chosen for line in found[place].skipped],
        "sheets": [(n, each.sheet, len(each.rows), n in chosen) for n, each in enumerate(found)],
        "may_reorganise": any(each.wide for each in showing.asked(preview, setting)),
    }  # fmt: skip


def _done(request: AuthedRequest, made: ListImport) -> HttpResponse:
    now = timezone.now()
    context = {
        "made": made, "unit": named(made.unit_id, on=timezone.localdate(now)),
        "tallies": showing.tallies(made.counts), "left": len(made.left),
        "may_undo": may_undo(made, now=now),
    }  # fmt: skip
    return render(request, "lists/done.html", context)


@ask
def columns(request: AuthedRequest, unit_id: UUID, list_id: UUID) -> HttpResponse:
    """Say of each column what it holds."""
    made = list_for(request, unit_id, list_id)
    form = forms.AnswerForm(request.POST or None)
    found = unpacked(made.table)
    setting = setting_of(request.user, made, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        act = act_of(request.user, made.pk, timezone.now())
        after = columns_of(request.POST, found, setting.answers, made.kind)
        try:
            commands.answer_list(act=act, made=made, answers=after)
            return redirect("lists:list", unit_id, list_id)
        except Refused as refusal:
            form.refuse(refusal)
    parts = [part for part, whole in titles.PARTS.items() if whole in titles.FIELDS[made.kind]]
    context = {
        "made": made, "form": form, "unit": named(unit_id, on=setting.today),
        "sheets": [(found[n].sheet, showing.columns(found[n], n, setting))
                   for n in chosen_sheets(found, setting)],
        "fields": [(name, words.title(name)) for name in (*titles.FIELDS[made.kind], *parts)],
    }  # fmt: skip
    return render(request, "lists/columns.html", context, status=form.status)


@ask
def undo(request: AuthedRequest, unit_id: UUID, list_id: UUID) -> HttpResponse:
    """Take a list back out of the book."""
    made = list_for(request, unit_id, list_id)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        try:
            commands.undo_list(act=act, made=made)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã rút lại danh sách: sổ như trước khi ghi."))
            return redirect(f"lists:{made.kind}", unit_id)
    today = timezone.localdate()
    context = {
        "made": made, "form": form, "unit": named(unit_id, on=today),
        "may_undo": may_undo(made, now=timezone.now()),
        "count": viet.figure(made.counts.get(NEW, 0) + made.counts.get(CHANGED, 0)),
    }  # fmt: skip
    return render(request, "lists/undo.html", context, status=form.status)
