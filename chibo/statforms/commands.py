"""Set a form's text from a day; type the totals of a form."""

import datetime as dt
from collections.abc import Mapping as Values

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.core.periods import Months
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import named
from chibo.statforms.models import Mapping, TypedTotals
from chibo.statforms.queries import form_of
from chibo.statforms.rules import Form, Wrong
from chibo.statforms.words import CannotSetForm, sentence_of


class CannotType(Refused):
    """These totals are not typed here, or not yet."""


@transaction.atomic
def set_mapping(*, act: Act, unit: Unit, text: str, from_on: dt.date) -> Mapping:
    """Set a form for a unit and all below it, from a day; its number stands in the text.

    Raises: PermissionDenied; Http404; CannotSetForm; OtherContent.
    """
    demand(act.actor, Can.CHANGE_RULES, at=unit.pk, on=act.today)
    content = {"text": text, "from_on": from_on}
    if not record(
        act, verb="statform.set", unit=unit.pk, province=unit.province, content=content,
        subject=act.id,
    ):  # fmt: skip
        return Mapping.objects.get(pk=act.id)
    try:
        form = form_of(text)
    except Wrong as wrong:
        raise CannotSetForm(sentence_of(wrong), "text") from None
    return Mapping.objects.create(
        id=act.id, province=unit.province, unit=unit, number=form.number, text=text,
        from_on=from_on, by=act.actor, set_at=act.entered_at,
    )  # fmt: skip


@transaction.atomic
def type_totals(
    *, act: Act, unit: Unit, form: Form, period: Months, values: Values[str, int]
) -> TypedTotals:
    """Type the totals of a form for a unit and a period; what was typed before stays as a row.

    Raises: PermissionDenied; Http404; CannotType; OtherContent.
    """
    demand(act.actor, Can.TYPE_TOTALS, at=unit.pk, on=act.today)
    content = {"number": form.number, "period": str(period), "values": dict(values)}
    if not record(
        act, verb="statform.typed", unit=unit.pk, province=unit.province, content=content,
        subject=act.id,
    ):  # fmt: skip
        return TypedTotals.objects.get(pk=act.id)
    if period.first_day > act.today:
        raise CannotType(_("Kỳ này chưa tới: chọn kỳ đã qua hoặc kỳ đang chạy."))
    at_cell = named(unit.pk, on=act.today).is_cell
    if set(values) - set(form.typed_keys(at_cell=at_cell)):
        raise CannotType(_("Biểu vừa đổi, có ô không còn ghi tay: mở lại trang rồi ghi."))
    return TypedTotals.objects.create(
        id=act.id, province=unit.province, unit=unit, number=form.number, period=str(period),
        values=dict(values), by=act.actor, typed_at=act.entered_at,
    )  # fmt: skip
