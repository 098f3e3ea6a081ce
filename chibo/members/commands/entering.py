import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.members import rules
from chibo.members.commands.events import NO_BASIS, Basis, event_of
from chibo.members.commands.moving import follow_reorganisations
from chibo.members.commands.recounting import recount_spans, spans_of
from chibo.members.models import Event, Membership
from chibo.members.queries.path import members_rules
from chibo.members.queries.same import Same, same_as
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import seat_member
from chibo.organizations.models import Unit
from chibo.organizations.queries import existed, life_of, named
from chibo.people.commands import NewPerson, add_people
from chibo.people.models import Person, Sex


class CannotEnterMember(Refused):
    """The dates or the cell do not allow this."""


class MaybeSame(Refused):
    """Somebody of this name and year of birth is in the book: people say whether it is the same."""

    def __init__(self, sentence: str, same: Same) -> None:
        super().__init__(sentence, "same")
        self.same = same


@dataclass(frozen=True)
class NewMember:
    """A member as the register takes one in. birth: year, month or None, day or None."""

    id: uuid.UUID
    name: str
    birth: tuple[int, int | None, int | None]
    sex: Sex
    admitted_on: dt.date
    ceremony_on: dt.date | None
    official_on: dt.date | None
    from_on: dt.date
    place: str = Membership.Place.HOME
    user: User | None = None


@transaction.atomic
def enter_members(
    *, act: Act, cell: Unit, new: Sequence[NewMember], ask_same: bool = False
) -> list[Membership]:
    """Enter members into a cell's register, as one act.

    ask_same: refuse where somebody of this name and year is in the book, so that people decide.
    Raises: PermissionDenied; Http404; CannotEnterMember; CannotNamePerson; MaybeSame;
    OtherContent.
    """
    demand(act.actor, Can.KEEP_REGISTER, at=cell.pk, on=act.today)
    content = {"new": [[each.id, each.name, each.birth, each.from_on] for each in new]}
    if not record(
        act,
        verb="members.entered",
        unit=cell.pk,
        province=cell.province,
        content=content,
        said={"count": len(new)},
    ):
        return list(Membership.objects.filter(pk__in=[each.id for each in new]))
    for day in {each.from_on for each in new}:
        if not named(cell.pk, on=day).is_cell or not existed(cell.pk, on=day):
            raise CannotEnterMember(
                _("Chi bộ chưa có vào ngày này: xem lại ngày về chi bộ."), "from_on"
            )
    least = least_age(cell.pk, on=act.today)
    for each in new:
        refuse_impossible(each, act.today, least)
        if ask_same:
            refuse_same(cell.pk, each.name, each.birth[0], act.today)
    return enter_rows(cell=cell, new=new)


def least_age(cell: uuid.UUID, *, on: dt.date) -> int:
    """Return the years of age that an admission needs."""
    return members_rules(cell, on=on).number("admission.least_age")


def refuse_impossible(new: NewMember, today: dt.date, least: int) -> None:
    """Raise CannotEnterMember where the member's days cannot be. least: years of age."""
    if rules.age_on(new.birth, new.admitted_on) < least:
        raise CannotEnterMember(
            _("Chưa đủ {age} tuổi khi kết nạp: xem lại năm sinh hoặc ngày kết nạp.").format(
                age=least
            ),
            "admitted_on",
        )
    if new.ceremony_on is not None and not new.admitted_on <= new.ceremony_on <= today:
        raise CannotEnterMember(
            _("Ngày lễ kết nạp phải từ ngày quyết định đến hôm nay."), "ceremony_on"
        )
    if new.official_on is not None and not (
        new.ceremony_on is not None and new.ceremony_on < new.official_on
    ):
        raise CannotEnterMember(_("Ngày chính thức phải sau ngày lễ kết nạp."), "official_on")
    if not new.admitted_on <= min(new.from_on, today):
        raise CannotEnterMember(
            _("Ngày về chi bộ phải từ ngày quyết định kết nạp trở đi."), "from_on"
        )


def refuse_same(cell: uuid.UUID, name: str, birth_year: int, today: dt.date) -> None:
    """Raise MaybeSame where somebody of this name and year of birth is or was in the book."""
    same = same_as(cell, name, birth_year, on=today)
    if same.near or same.is_elsewhere:
        raise MaybeSame(
            _("Trong sổ đã có người cùng họ tên, cùng năm sinh: trả lời câu hỏi ở dưới."), same
        )


def enter_rows(
    *,
    cell: Unit,
    new: Sequence[NewMember],
    what: str = Event.What.LISTED,
    basis: Basis = NO_BASIS,
    outside: str = "",
    person: Person | None = None,
) -> list[Membership]:
    """Write persons, memberships and their first events in three statements.

    person: the one person of one new member, where the book knows them already. A cell that ends
    later hands its members on. The caller carries the right, the journal and the checks.
    Raises: CannotNamePerson; CellEnds.
    """
    life = life_of(cell.pk)
    people = (
        [person]
        if person is not None
        else add_people(
            province=cell.province,
            new=[
                NewPerson(uuid.uuid5(each.id, "person"), each.name, each.birth, each.sex, each.user)
                for each in new
            ],
        )
    )
    rows = [_membership(cell, each, one) for each, one in zip(new, people, strict=True)]
    events = [
        event_of(row, what, row.from_on, basis=basis, id=uuid.uuid5(row.pk, "began"))
        for row in rows
    ]
    for row, event in zip(rows, events, strict=True):
        row.began, event.outside = event, outside
    Event.objects.bulk_create(events, batch_size=2_000)
    Membership.objects.bulk_create(rows, batch_size=2_000)
    for each, one in zip(new, people, strict=True):
        if one.user_id is not None:
            seat_member(person=one, unit=cell, from_on=each.from_on, until_on=FOREVER)
    keys = {row.pk for row in rows}
    if life is not None and life.until_on != FOREVER:
        moved = follow_reorganisations(rows, seed=cell.pk)
        keys |= {each.after for each in moved}
    recount_spans(spans_of(keys))
    return rows


def _membership(cell: Unit, new: NewMember, person: Person) -> Membership:
    return Membership(
        id=new.id,
        province=cell.province,
        person=person,
        cell=cell,
        place=new.place,
        admitted_on=new.admitted_on,
        ceremony_on=new.ceremony_on,
        official_on=new.official_on,
        from_on=new.from_on,
    )
