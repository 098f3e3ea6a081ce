import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.assessments.catalogue import indicators
from chibo.core.periods import Months
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, rights_at, unit_for
from chibo.organizations.queries import named
from chibo.papers.serving import sent, serve
from chibo.statforms import commands, forms, queries, sheets
from chibo.statforms.filling import Filled, filled
from chibo.statforms.queries import Held, last_day
from chibo.statforms.words import period_words

HEAD = (_("Tiêu chí"), _("Kỳ này"), _("Năm trước"), _("So sánh"))  # short, for a phone
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _period(text: str, today: dt.date) -> Months:
    """Return the period of an address. Raises: Http404, also of one that has not begun."""
    try:
        period = Months.parse(text)
    except ValueError:
        raise Http404 from None
    if period.first_day > today:
        raise Http404
    return period


def _periods(today: dt.date) -> list[tuple[Months, str]]:
    """Return the periods that forms are usually made for, the newest first."""
    texts = [
        f"{year}{part}" for year in (today.year, today.year - 1) for part in ("", "-H2", "-H1")
    ]
    found = [Months.parse(text) for text in texts]
    return [(each, period_words(each)) for each in found if each.first_day <= today]


def _held(unit: UUID, number: str, on: dt.date) -> Held:
    """Return the form that holds at a unit. Raises: Http404."""
    found = queries.form_for(unit, number, on=on)
    if found is None:
        raise Http404
    return found


@require_GET
def forms_list(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """List the forms that hold at a unit, for a period."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    period = _period(request.GET.get("period") or str(today.year), today)
    rights = rights_at(request.user, at=unit.pk, on=today)
    context = {
        "unit": named(unit.pk, on=today), "period": period, "words": period_words(period),
        "periods": _periods(today), "may_change": Can.CHANGE_RULES in rights,
        "forms": [
            each.form for each in
            queries.forms_for(unit.pk, on=last_day(period, today=today)).values()
        ],
    }  # fmt: skip
    return render(request, "statforms/forms.html", context)


def _filled(request: AuthedRequest, unit_id: UUID, number: str, text: str) -> tuple[Held, Filled]:
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_COUNTS, unit_id, on=today)
    period = _period(text, today)
    held = _held(unit.pk, number, last_day(period, today=today))
    return held, filled(held.form, unit.pk, period, today=today)


@require_GET
def form(request: AuthedRequest, unit_id: UUID, number: str, period_text: str) -> HttpResponse:
    """Show a form of a unit and a period, and the units below it one by one."""
    today = timezone.localdate()
    held, found = _filled(request, unit_id, number, period_text)
    rights = rights_at(request.user, at=unit_id, on=today)
    told = sheets.told(found)
    head = sheets.head(found) if found.form.across else list(HEAD)
    context: dict[str, Any] = {
        "found": found, "held": held, "words": period_words(found.period),
        "periods": _periods(today), "head": head,
        "rows": [
            (column.way == "heading", row[0], list(zip(head[1:], row[1:], strict=False)),
             column.status)
            for column, row in zip(found.form.columns, sheets.lines(found), strict=True)
        ],
        "counted": [name for _key, name in told] if not found.form.across else [],
        "units": [
            (line, [sheets.shown(line.numbers[key]) for key, _name in told])
            for line in found.lines
        ],
        "total": [sheets.shown(found.numbers[key]) for key, _name in told],
        "notes": sheets.notes(found),
        "may_type": Can.TYPE_TOTALS in rights
        and bool(found.form.typed_keys(at_cell=found.unit.is_cell)),
        "may_change": Can.CHANGE_RULES in rights,
        "typed": queries.typed_at(unit_id, number, found.period),
    }  # fmt: skip
    return render(request, "statforms/form.html", context)


@require_GET
def file(
    request: AuthedRequest, unit_id: UUID, number: str, period_text: str, form: str
) -> HttpResponse:
    """Give a form as PDF, Word or Excel file."""
    found = _filled(request, unit_id, number, period_text)[1]
    name = f"bieu-{number}-{found.period}".replace("..", "-den-").replace("Đ", "D")
    if form == "xlsx":
        return sent(sheets.file_of(found), EXCEL, f"{name}.xlsx")
    sheet = sheets.sheet_of(found, day=timezone.localdate())
    return serve(request, sheet, form=form, name=name, back="", back_word="")


@require_http_methods(["GET", "POST"])
def typed(request: AuthedRequest, unit_id: UUID, number: str, period_text: str) -> HttpResponse:
    """Type the totals that no figure of the book says."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.TYPE_TOTALS, unit_id, on=today)
    period = _period(period_text, today)
    wanted = _held(unit.pk, number, last_day(period, today=today)).form
    called = named(unit.pk, on=today)
    row = queries.typed_at(unit.pk, number, period)
    page = asked(
        request,
        lambda data: forms.TypedForm(
            data, wanted=wanted, at_cell=called.is_cell, typed=row.values if row else {}
        ),
    )

    def save() -> None:
        act = act_of(request.user, page.cleaned_data["act"], timezone.now())
        commands.type_totals(act=act, unit=unit, form=wanted, period=period, values=page.values())

    if carried_out(request, page, save):
        return redirect("statforms:form", unit.pk, number, str(period))
    context = {
        "form": page, "unit": called, "wanted": wanted, "period": period,
        "words": period_words(period), "typed": row,
    }  # fmt: skip
    return render(request, "statforms/typed.html", context, status=page.status)


@require_http_methods(["GET", "POST"])
def text(request: AuthedRequest, unit_id: UUID, number: str) -> HttpResponse:
    """Set a form's text anew, from a day."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.CHANGE_RULES, unit_id, on=today)
    held = _held(unit.pk, number, today)
    initial = {"text": held.text, "from_on": today}
    page = asked(request, lambda data: forms.MappingForm(data, initial=initial))

    def save() -> None:
        data = page.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.set_mapping(act=act, unit=unit, text=data["text"], from_on=data["from_on"])

    if carried_out(request, page, save):
        return redirect("statforms:forms", unit.pk)
    context = {
        "form": page, "unit": named(unit.pk, on=today), "held": held,
        "texts": queries.texts_of(unit.pk, number), "indicators": indicators().values(),
    }  # fmt: skip
    return render(request, "statforms/text.html", context, status=page.status)
