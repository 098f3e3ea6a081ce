"""Whom cells help towards admission."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.core.asking import ActForm
from chibo.journal.commands import act_of
from chibo.members import commands
from chibo.members.forms.member import ClassForm, ProspectiveForm
from chibo.members.forms.parts import Asks
from chibo.members.forms.steps import AdmissionForm, DayForm
from chibo.members.models import Prospective
from chibo.members.notes import admission_notes
from chibo.members.queries import official_members
from chibo.members.queries.due import prospective_of
from chibo.members.views.lists import unit_read
from chibo.members.views.same import asked_same
from chibo.organizations.authority import Can, demand, may, unit_for
from chibo.organizations.queries import named
from chibo.rulebook.queries import in_force

ask = require_http_methods(["GET", "POST"])


@require_GET
@transaction.atomic
def prospective(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show whom the cells of a unit help towards admission, all of whom agreed to be listed."""
    today = timezone.localdate()
    unit, called, cells = unit_read(request, unit_id, "prospective")
    by_id = {cell.id: cell for cell in cells}
    context = {
        "unit": called, "today": today,
        "rows": [(each, by_id[each.row.cell_id]) for each in prospective_of(by_id, on=today)],
        "may_keep": may(request.user, Can.KEEP_REGISTER, at=unit.pk, on=today),
    }  # fmt: skip
    return render(request, "members/prospective.html", context)


@ask
def new_prospective(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Write down somebody who agreed to it."""
    today = timezone.localdate()
    cell = unit_for(request.user, Can.KEEP_REGISTER, unit_id, on=today)
    form = asked(request, lambda data: asked_same(ProspectiveForm(data), cell.pk))
    found: list[UUID | None] = []

    def save() -> None:
        found.append(form.same_person())
        if found[0] is None:
            data = form.cleaned_data
            commands.add_prospective(
                act=act_of(request.user, data["act"], timezone.now()), cell=cell,
                new=form.new_person(), agreed_on=data["agreed_on"], class_on=data["class_on"],
                ask_same=not form.is_other,
            )  # fmt: skip

    if carried_out(request, form, save):
        if found[0] is not None:
            return redirect("members:person", found[0])
        return redirect("members:prospective", cell.pk)
    context = {
        "form": form, "unit": named(cell.pk, on=today), "title": _("Thêm quần chúng ưu tú"),
        "back": reverse("members:prospective", args=[cell.pk]),
        "back_word": _("Quần chúng ưu tú"), "button": _("Ghi vào danh sách"),
    }  # fmt: skip
    return render(request, "members/member.html", context, status=form.status)


def _prospective(request: AuthedRequest, prospective_id: UUID) -> Prospective:
    """Return somebody who is on a list that this user keeps. Raises: as `demand`."""
    row = Prospective.objects.select_related("person", "cell").filter(pk=prospective_id).first()
    at = row.cell_id if row is not None else prospective_id
    demand(request.user, Can.KEEP_REGISTER, at=at, on=timezone.localdate())
    if row is None:
        raise Http404
    return row


def _page(request: AuthedRequest, form: ActForm, row: Prospective, **more: Any) -> HttpResponse:
    context = {
        "form": form, "person": row.person, "back_word": _("Quần chúng ưu tú"),
        "back": reverse("members:prospective", args=[row.cell_id]), **more,
    }  # fmt: skip
    return render(request, "members/step.html", context, status=form.status)


@ask
def admission(request: AuthedRequest, prospective_id: UUID) -> HttpResponse:
    """Admit somebody by a decision."""
    today = timezone.localdate()
    row = _prospective(request, prospective_id)
    if row.how == Prospective.How.ADMITTED:
        return redirect("members:person", row.person_id)
    settings = in_force(row.cell_id, on=today)
    count = official_members(row.cell_id, on=today, settings=settings)
    asks = Asks(vote=settings.vote("admission"), official=count)
    form = asked(request, lambda data: AdmissionForm(data, asks=asks))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        votes = form.count()
        assert votes is not None  # noqa: S101
        commands.admit(act=act, prospective=row, basis=form.basis(), count=votes)

    if carried_out(request, form, save):
        return redirect("members:person", row.person_id)
    return _page(
        request, form, row, title=_("Kết nạp đảng viên"), button=_("Ghi kết nạp"),
        hint=_("Tuổi đảng tính từ ngày ghi trong quyết định. Lễ kết nạp ghi sau."),
        notes=admission_notes(row.cell_id, today),
    )  # fmt: skip


@ask
def class_day(request: AuthedRequest, prospective_id: UUID) -> HttpResponse:
    """Note the certificate of the awareness class."""
    row = _prospective(request, prospective_id)
    form = asked(request, lambda data: ClassForm(data, initial={"class_on": row.class_on}))

    def save() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.note_class(act=act, prospective=row, class_on=data["class_on"])

    if carried_out(request, form, save):
        return redirect("members:prospective", row.cell_id)
    return _page(
        request, form, row, title=_("Lớp nhận thức về Đảng"), button=_("Ghi ngày cấp giấy")
    )


@ask
def stop(request: AuthedRequest, prospective_id: UUID) -> HttpResponse:
    """Note that the cell no longer helps somebody towards admission."""
    row = _prospective(request, prospective_id)
    form = asked(request, lambda data: DayForm(data, asks=Asks()))

    def save() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        commands.stop_prospective(act=act, prospective=row, on=data["on"])

    if carried_out(request, form, save):
        return redirect("members:prospective", row.cell_id)
    return _page(
        request, form, row, title=_("Thôi theo dõi, giúp đỡ"), button=_("Ghi thôi theo dõi")
    )


@ask
def forgetting(request: AuthedRequest, prospective_id: UUID) -> HttpResponse:
    """Take somebody who took the agreement back out of the book."""
    row = _prospective(request, prospective_id)
    form = asked(request, lambda data: ActForm(data))

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        commands.forget_prospective(act=act, prospective=row)

    if carried_out(request, form, save):
        return redirect("members:prospective", row.cell_id)
    return _page(
        request, form, row, title=_("Rút đồng ý: xóa tên khỏi sổ"), button=_("Xóa tên khỏi sổ"),
        hint=_("Tên, ngày sinh của người này bị xóa hẳn, không lấy lại được."), is_careful=True,
    )  # fmt: skip
