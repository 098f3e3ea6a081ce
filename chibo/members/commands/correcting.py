"""Plain data of a member that was written down wrongly."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.journal.commands import Act, record
from chibo.members.commands.admitting import rows_of_admission
from chibo.members.commands.entering import NewMember, least_age, refuse_impossible
from chibo.members.commands.events import CannotTakeStep
from chibo.members.commands.recounting import recount_spans, spans_of
from chibo.members.queries.path import Path, path_of
from chibo.organizations.authority import Can, demand
from chibo.people.commands import NewPerson, rename_person
from chibo.people.models import Person, Sex


@dataclass(frozen=True)
class Plain:
    """What the register says of a member. birth: year, month or None, day or None."""

    name: str
    birth: tuple[int, int | None, int | None]
    sex: Sex
    admitted_on: dt.date
    ceremony_on: dt.date | None
    official_on: dt.date | None


def plain_of(person: Person, *, on: dt.date) -> Plain:
    """Return what the register says of a person today."""
    row = path_of(person, on=on).last
    birth = (person.birth_year, person.birth_month, person.birth_day)
    return Plain(
        person.name, birth, Sex(person.sex), row.admitted_on, row.ceremony_on, row.official_on
    )


@transaction.atomic
def correct_member(*, act: Act, person: Person, plain: Plain, why: str) -> list[str]:
    """Mend name, birth, sex or the three dates; return which. The journal says which, and why.

    A date that the path does not have yet comes by its own step. Raises: PermissionDenied;
    Http404; CannotTakeStep; CannotEnterMember; CannotNamePerson; OtherContent.
    """
    path, before = path_of(person, on=act.today), plain_of(person, on=act.today)
    changed = [
        field for field in Plain.__dataclass_fields__
        if getattr(plain, field) != getattr(before, field)
    ]  # fmt: skip
    demand(act.actor, Can.KEEP_REGISTER, at=path.cell, on=act.today)
    if not record(
        act, verb="member.corrected", unit=path.cell, province=person.province, subject=person.pk,
        content={"plain": repr(plain), "why": why}, said={"fields": changed, "why": why},
    ):  # fmt: skip
        return changed
    if not changed:
        raise CannotTakeStep(_("Chưa đổi gì: sửa chỗ sai rồi lưu lại."))
    for field in ("ceremony_on", "official_on"):
        if (getattr(plain, field) is None) != (getattr(before, field) is None):
            raise CannotTakeStep(
                _("Ở đây chỉ sửa ngày ghi sai: bước chưa có thì ghi ở trang đảng viên."), field
            )
    row = path.last
    _refuse_impossible(plain, path, act)
    rename_person(person=person, new=NewPerson(person.pk, plain.name, plain.birth, plain.sex))
    rows = list(rows_of_admission(row).values_list("pk", flat=True))
    spans_before = spans_of(rows)
    rows_of_admission(row).update(
        admitted_on=plain.admitted_on, ceremony_on=plain.ceremony_on,
        official_on=plain.official_on,
    )  # fmt: skip
    recount_spans(spans_before + spans_of(rows))
    return changed


def _refuse_impossible(plain: Plain, path: Path, act: Act) -> None:
    """Raise CannotEnterMember where the mended dates fit neither each other nor the path."""
    row = path.last
    first = min(each.from_on for each in path.rows if each.admitted_on == row.admitted_on)
    new = NewMember(
        id=act.id, name=plain.name, birth=plain.birth, sex=plain.sex, from_on=first,
        admitted_on=plain.admitted_on, ceremony_on=plain.ceremony_on,
        official_on=plain.official_on,
    )  # fmt: skip
    refuse_impossible(new, act.today, least_age(row.cell_id, on=act.today))
    earlier = [span.until_on for span in path.spans if span.from_on < row.admitted_on]
    if earlier and plain.admitted_on < max(earlier):
        raise CannotTakeStep(
            _("Ngày kết nạp lại phải sau khi ra khỏi Đảng lần trước."), "admitted_on"
        )
