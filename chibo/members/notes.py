"""What the rules say about a step, in sentences beside its form, each with its source."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chibo.core.worked_days import usually_off
from chibo.members import rules
from chibo.members.commands import vote_on_leaving
from chibo.members.models import Event
from chibo.members.queries.due import recognition_of
from chibo.members.queries.path import Path, Step, members_rules
from chibo.rulebook.catalogue import BASES, SHARES
from chibo.rulebook.models import Rule
from chibo.rulebook.queries import in_force


@dataclass(frozen=True)
class Note:
    """A sentence of a rule, and the row of the rulebook that it comes from."""

    text: str
    rule: Rule


def notes_for(step: Step, path: Path, today: dt.date) -> list[Note]:
    """Return what the rules in force say about a step of this person."""
    if step == Step.CEREMONY:
        return [_ceremony(path)]
    if step == Step.RECOGNITION:
        found = recognition_of(path.last, on=today)
        text = _("Hết dự bị ngày {end}; xét chậm nhất ngày {due}.").format(
            end=_day(found.ends_on), due=_day(found.due_on)
        )
        return [Note(text, found.rule), vote_note("recognition", path.cell, today)]
    if step in {Step.TRANSFER, Step.AWAY}:
        rule = members_rules(path.cell, on=today).rules["transfer.working_days"]
        text = _("Chuyển xong trong {days} ngày làm việc từ ngày giấy.").format(days=rule.value)
        return [Note(text, rule)]
    if step == Step.READMISSION:
        return [*_return(path, today), vote_note("admission", path.cell, today)]
    what = {Step.STRIKE_OFF: Event.What.STRUCK_OFF, Step.EXPULSION: Event.What.EXPELLED}.get(step)
    kind = vote_on_leaving(what, path.last) if what else ""
    return [vote_note(kind, path.cell, today)] if kind else []


def admission_notes(cell: UUID, today: dt.date) -> list[Note]:
    """Return what the rules in force say about an admission."""
    found = members_rules(cell, on=today).rules
    least, most = found["admission.least_age"], found["admission.most_age"]
    age = _("Tuổi: đủ {least} đến hết {most}, tính theo tháng.").format(
        least=least.value, most=most.value
    )
    months = found["class.months"]
    lesson = _("Giấy chứng nhận lớp nhận thức dùng trong {months} tháng.").format(
        months=months.value
    )
    return [Note(age, most), Note(lesson, months), vote_note("admission", cell, today)]


def _ceremony(path: Path) -> Note:
    admitted_on = path.last.admitted_on
    rule = members_rules(path.cell, on=admitted_on).rules["ceremony.working_days"]
    due = rules.after_working_days(admitted_on, int(rule.value), usually_off)
    return Note(_("Làm lễ chậm nhất ngày {due}.").format(due=_day(due)), rule)


def _return(path: Path, today: dt.date) -> list[Note]:
    found = members_rules(path.cell, on=today).rules
    sentences: dict[str, Any] = {
        "readmission.months": _("Đã ra khỏi Đảng ít nhất {number} tháng."),
        "readmission.cleared_months": _("Trường hợp có án đã xóa: ít nhất {number} tháng."),
        "readmission.most": _("Chỉ kết nạp lại {number} lần."),
    }
    return [
        Note(text.format(number=found[key].value), found[key]) for key, text in sentences.items()
    ]


def vote_note(kind: str, cell: UUID, today: dt.date) -> Note:
    """Return how one kind of decision is voted."""
    found = in_force(cell, on=today).rules
    base, share = found[f"vote.{kind}.base"], found[f"vote.{kind}.share"]
    text = _("Cần {share} {base} tán thành.").format(
        share=dict(SHARES)[share.value], base=dict(BASES)[base.value]
    )
    return Note(text, share)


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
