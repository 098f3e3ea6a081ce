"""A person's path in sentences, oldest first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.core import viet
from chibo.journal.models import Entry
from chibo.members.models import Event, Membership, Transfer
from chibo.members.queries.path import Path
from chibo.organizations.queries import named

What = Event.What
LETTER = {What.SENT, What.RECEIVED, What.AWAY, What.HERE, What.GONE}
FROM = {What.RECEIVED, What.HERE}
ORDER = list(What.values)
FIELDS = {
    "name": gettext_lazy("họ và tên"), "birth": gettext_lazy("ngày sinh"),
    "sex": gettext_lazy("giới tính"), "admitted_on": gettext_lazy("ngày quyết định kết nạp"),
    "ceremony_on": gettext_lazy("ngày lễ kết nạp"), "official_on": gettext_lazy("ngày chính thức"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One sentence: the day, what happened. `event`: what a withdrawal would take back."""

    on: dt.date
    text: str
    event: Event | None = None
    withdrawn_on: dt.date | None = None


def timeline(path: Path) -> list[Line]:
    """Return a person's path: steps with their papers, those taken back too, and corrections."""
    events = list(
        Event.objects.filter(person=path.person).exclude(what=What.WITHDRAWN)
        .select_related("withdrawn_by")
    )  # fmt: skip
    other = _other_sides(path.person.pk)
    lines = [*_written_dates(path, events), *_corrections(path.person.pk)]
    for event in sorted(events, key=lambda each: ORDER.index(each.what)):
        back: Event | None = getattr(event, "withdrawn_by", None)
        text = _sentence(event, other.get(event.pk))
        lines.append(Line(event.on, text, event, back.on if back else None))
    return sorted(lines, key=lambda line: line.on)


def _other_sides(person: UUID) -> dict[UUID | None, UUID | None]:
    """Return for each event of a transfer the unit of this book on its other side, if any."""
    found: dict[UUID | None, UUID | None] = {}
    for row in Transfer.objects.filter(person=person):
        found |= {row.sent_id: row.to_unit_id, row.received_id: row.from_cell_id}
    return found


def _sentence(event: Event, other: UUID | None) -> str:
    parts = [viet.capital(event.get_what_display()), _place(event, other)]
    if event.until_on is not None:
        parts.append(_("đến ngày {day}").format(day=_day(event.until_on)))
    if event.number:
        parts.append(_paper(event))
    if event.consent:
        parts.append(_("được đồng ý bằng văn bản số {number}").format(number=event.consent))
    return ", ".join(parts)


def _place(event: Event, unit: UUID | None) -> str:
    cell = named(event.cell_id, on=event.on).full
    other = named(unit, on=event.on).full if unit is not None else event.outside
    if event.what not in LETTER or not other:
        return cell
    if event.what in FROM:
        return _("từ {other} về {cell}").format(other=other, cell=cell)
    return _("từ {cell} đến {other}").format(cell=cell, other=other)


def _paper(event: Event) -> str:
    letter = _("theo giấy giới thiệu số {number}").format(number=event.number)
    decision = _("theo Quyết định số {number}").format(number=event.number)
    text = letter if event.what in LETTER else decision
    if event.signed_on is not None:
        text += " " + _("ngày {day}").format(day=_day(event.signed_on))
    if event.issuer:
        text += " " + _("của {issuer}").format(issuer=event.issuer)
    return text


def _written_dates(path: Path, events: list[Event]) -> list[Line]:
    """Return the dates that came with the entry into the book, without a step of their own."""
    taken: dict[str, set[dt.date]] = {what: set() for what in What.values}
    for event in events:
        if getattr(event, "withdrawn_by", None) is None:
            taken[event.what].add(event.on)
    newest: dict[dt.date, Membership] = {row.admitted_on: row for row in path.rows}
    lines = []
    for row in newest.values():
        if row.admitted_on not in taken[What.ADMITTED] | taken[What.READMITTED]:
            lines.append(Line(row.admitted_on, _("Kết nạp, theo ngày ghi khi vào sổ")))
        if row.ceremony_on and row.ceremony_on not in taken[What.CEREMONY]:
            lines.append(Line(row.ceremony_on, _("Lễ kết nạp, theo ngày ghi khi vào sổ")))
        if row.official_on and row.official_on not in taken[What.RECOGNISED]:
            lines.append(Line(row.official_on, _("Chính thức, theo ngày ghi khi vào sổ")))
    return lines


def _corrections(person: UUID) -> list[Line]:
    entries = Entry.objects.filter(subject=person, verb="member.corrected")
    return [
        Line(timezone.localdate(entry.entered_at), _correction(entry.said)) for entry in entries
    ]


def _correction(said: dict[str, Any]) -> str:
    fields = ", ".join(str(FIELDS[field]) for field in said["fields"])
    return _("Sửa điều ghi sai: {fields}. Lý do: {why}").format(fields=fields, why=said["why"])


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
