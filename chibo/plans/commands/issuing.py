"""Issue the plan of a year or its thematic programme as a numbered paper."""

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.papers.commands import file_paper, next_number
from chibo.papers.issuers import issuer_of
from chibo.papers.rules import symbol
from chibo.plans.commands.calendar import CannotPlan
from chibo.plans.models import IssuedPlan
from chibo.plans.queries import newest_plan, planned_of_year
from chibo.plans.sheets import plan_sheet, programme_sheet
from chibo.rulebook.queries import in_force, numbering_period


@transaction.atomic
def issue_plan(*, act: Act, cell: Unit, year: int, what: str) -> IssuedPlan:
    """Number and keep a year's plan or programme; again: a new version under the same number.

    Raises: PermissionDenied; Http404; CannotPlan; OtherContent.
    """
    demand(act.actor, Can.CLOSE_MINUTES, at=cell.pk, on=act.today)
    if not record(
        act, verb="plan.issued", unit=cell.pk, province=cell.province, subject=act.id,
        content={"year": year, "what": what}, said={"year": year},
    ):  # fmt: skip
        return IssuedPlan.objects.get(pk=act.id)
    Unit.objects.select_for_update().get(pk=cell.pk)
    meetings = planned_of_year(cell.pk, year)
    if what == IssuedPlan.What.PROGRAMME:
        meetings = [each for each in meetings if each.topic]
    if not meetings:
        raise CannotPlan(_("Lịch năm này chưa có buổi nào để in: lập lịch trước."))
    earlier = newest_plan(cell.pk, year, what)
    settings = in_force(cell.pk, on=act.today)
    period = earlier.paper.period if earlier else numbering_period(settings, on=act.today)
    number = earlier.paper.number if earlier else None
    if number is None:
        number = next_number(unit=cell.pk, kind=what, period=period)
    issuer = issuer_of(cell.pk, on=act.today)
    said = {"number": symbol(what, number), "day": act.today}
    if what == IssuedPlan.What.PLAN:
        sheet = plan_sheet(issuer, year, meetings, by=settings.pack.number, **said)  # type: ignore[arg-type]
    else:
        sheet = programme_sheet(issuer, year, meetings, **said)  # type: ignore[arg-type]
    version = earlier.version + 1 if earlier else 1
    paper = file_paper(
        id=uuid.uuid5(act.id, what), province=cell.province, unit=cell.pk, kind=what,
        number=number, period=period, signed_on=act.today, sheet=replace(sheet, version=version),
        entered_at=act.entered_at,
    )  # fmt: skip
    return IssuedPlan.objects.create(
        id=act.id, province=cell.province, cell=cell, year=year, what=what, version=version,
        paper=paper, issued_at=act.entered_at,
    )  # fmt: skip
