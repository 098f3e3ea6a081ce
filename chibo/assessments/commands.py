"""The writes of a score: frames come in, a side says what it thinks of a meeting."""

import datetime as dt
import tomllib
import uuid
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.assessments import rules
from chibo.assessments.criteria import Frame
from chibo.assessments.framing import frame_of
from chibo.assessments.models import FramePack, LateAnswer, ScoreSheet
from chibo.assessments.queries import Scored, frame_for, is_scored, late_answers, scored
from chibo.assessments.rules import Answer
from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.meetings.models import Meeting
from chibo.meetings.queries import is_sealed
from chibo.organizations.authority import Can, demand
from chibo.organizations.models import Unit
from chibo.organizations.queries import named
from chibo.recounts.commands import recount

FRAMES = Path(__file__).parent / "frames"
CONTENT = ("total", "may_exceed", "grades", "items")
NAMESPACE = uuid.UUID("6d1f4d2e-0000-4000-8000-000000000100")


class CannotScore(Refused):
    """The meeting is not scored, is closed, or an item cannot have these points."""


class CannotUseFrame(Refused):
    """The frame does not add up, has a hole, or cannot be read."""


@transaction.atomic
def load_frames(*, now: dt.datetime) -> int:
    """Load the frames that come with the product and are not here yet; return how many."""
    new = 0
    for path in sorted(FRAMES.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if not FramePack.objects.filter(code=data["code"]).exists():
            _put(uuid.uuid5(NAMESPACE, data["code"]), data, None, now)
            new += 1
    return new


@transaction.atomic
def adopt_frame(*, act: Act, unit: Unit, data: Mapping[str, Any], from_on: dt.date) -> FramePack:
    """Let a unit and all below it score by a frame of its own from a day.

    Meetings already scored keep theirs. Raises: PermissionDenied; Http404; CannotUseFrame;
    OtherContent.
    """
    demand(act.actor, Can.CHANGE_RULES, at=unit.pk, on=act.today)
    said = {"title": str(data.get("title", ""))}
    if not record(
        act, verb="frame.adopted", unit=unit.pk, province=unit.province, subject=act.id,
        content={"data": data, "from_on": from_on}, said=said,
    ):  # fmt: skip
        return FramePack.objects.get(pk=act.id)
    issuer = named(unit.pk, on=act.today).full
    own = {**data, "code": str(act.id), "issuer_name": issuer, "from_on": from_on}
    return _put(act.id, {**own, "is_example": False}, unit, act.entered_at)


def _put(id: uuid.UUID, data: Mapping[str, Any], unit: Unit | None, now: dt.datetime) -> FramePack:
    checked_frame(data)
    return FramePack.objects.create(
        id=id, province=unit.province if unit else None, issuer=unit, code=data["code"],
        number=data.get("number", ""), issuer_name=data["issuer_name"], title=data["title"],
        signed_on=data.get("signed_on"), from_on=data["from_on"],
        until_on=data.get("until_on", FOREVER), is_example=data.get("is_example", False),
        content={key: data[key] for key in CONTENT if key in data}, entered_at=now,
    )  # fmt: skip


def checked_frame(data: Mapping[str, Any]) -> Frame:
    """Return the frame, or say what is wrong with it. Raises: CannotUseFrame."""
    try:
        frame = frame_of(str(data["code"]), data)
    except (KeyError, TypeError, ValueError) as problem:
        raise CannotUseFrame(
            _("Khung thiếu hoặc sai chỗ {what}: so với khung mẫu rồi sửa.").format(what=problem)
        ) from None
    found = rules.faults(frame)
    if found:
        raise CannotUseFrame(" ".join(_fault(frame, *each) for each in found))
    return frame


def _fault(frame: Frame, fault: str, key: str) -> str:
    if fault == "sum":
        month = _("tháng có chuyên đề") if key == "thematic" else _("tháng thường")
        own = (i for i in frame.items if rules.applies(i, is_thematic=key == "thematic"))
        got = sum((i.most for i in own if not i.bonus), Fraction(0))
        return _("Điểm tối đa {month} cộng lại {got}, phải đúng {total}: sửa điểm các mục.").format(
            month=month, got=got, total=frame.total
        )
    sentences = {
        "hole": _("Mục {key}: bậc điểm còn khoảng trống, nối các bậc liền nhau."),
        "overlap": _("Mục {key}: hai bậc điểm chồng nhau, sửa mức đầu hoặc cuối."),
        "above_most": _("Mục {key}: có bậc nhiều điểm hơn điểm tối đa, sửa lại."),
        "no_bands": _("Mục {key}: chưa có bậc điểm, thêm các bậc."),
        "no_steps": _("Mục {key}: chưa có mức để chọn, thêm các mức."),
        "grades": _("Mức xếp loại phải giảm dần, mức cuối từ 0 điểm."),
        "veto": _("Mục {key}: mức khống chế không có trong bảng xếp loại."),
        "double": _("Mục {key}: hai mục cùng một mã, đổi mã."),
    }
    return sentences[fault].format(key=key)


@transaction.atomic
def score_meeting(
    *, act: Act, meeting: Meeting, side: str, answers: Mapping[str, Answer]
) -> ScoreSheet:
    """Keep what a side says of a meeting, in place of what it said before; neither is averaged.

    Raises: PermissionDenied; Http404; CannotScore; OtherContent.
    """
    own = side == ScoreSheet.Side.CELL
    can = Can.HOLD_MEETING if own else Can.ASSESS_FROM_ABOVE
    demand(act.actor, can, at=meeting.cell_id, on=act.today)
    kept = {key: _kept(each) for key, each in answers.items()}
    if not record(
        act, verb="meeting.scored" if own else "meeting.scored_above", unit=meeting.cell_id,
        province=meeting.province, subject=meeting.pk, content={"answers": kept},
    ):  # fmt: skip
        return ScoreSheet.objects.get(meeting=meeting, side=side)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    pack = _frame(meeting, own=own)
    _check(frame_of(pack.code, pack.content), answers)
    sheet, _new = ScoreSheet.objects.update_or_create(
        meeting=meeting, side=side,
        defaults={"answers": kept, "entered_at": act.entered_at},
        create_defaults={
            "id": act.id, "province": meeting.province, "frame": pack, "answers": kept,
            "entered_at": act.entered_at,
        },
    )  # fmt: skip
    return sheet


@transaction.atomic
def settle_after(*, act: Act, meeting: Meeting, answers: Mapping[str, Answer]) -> None:
    """Say of items that fall after a closed meeting what became of them, each with its day.

    The closed minutes keep their score; said again, the newest counts. Raises: PermissionDenied;
    Http404; CannotScore; OtherContent.
    """
    demand(act.actor, Can.HOLD_MEETING, at=meeting.cell_id, on=act.today)
    kept = {key: {**_kept(each), "done_on": each.done_on} for key, each in answers.items()}
    if not record(
        act, verb="meeting.settled", unit=meeting.cell_id, province=meeting.province,
        subject=meeting.pk, content={"answers": kept},
    ):  # fmt: skip
        return
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    found = _open_for_settling(meeting, act.today)
    _check(frame_of(found.pack.code, found.pack.content), answers)
    late = {each.line.item.key for each in found.late}
    before = late_answers([meeting.pk]).get(meeting.pk, {})
    for key, answer in answers.items():
        if key not in late:
            raise CannotScore(_("Mục {key} đã chấm trong buổi họp: tải lại trang.").format(key=key))
        _check_day(meeting, key, answer, act.today)
        row = before.get(key)
        said = (answer.points, answer.does_not_apply, answer.done_on)
        if row is None or said != (Fraction(row.points), row.does_not_apply, row.done_on):
            _settle(act, meeting, key, answer)
    recount([meeting.cell_id], [meeting.month])


def _settle(act: Act, meeting: Meeting, key: str, answer: Answer) -> None:
    LateAnswer.objects.create(
        id=uuid.uuid5(act.id, key), province=meeting.province, meeting=meeting, item=key,
        points=float(answer.points or 0), does_not_apply=answer.does_not_apply,
        done_on=answer.done_on, entered_at=act.entered_at,
    )  # fmt: skip


def _open_for_settling(meeting: Meeting, today: dt.date) -> Scored:
    """Return the score whose late items may still be settled. Raises: CannotScore."""
    if not is_sealed(meeting):
        raise CannotScore(_("Biên bản đang mở: ghi mục này ở trang chấm điểm."))
    found = scored(meeting, ScoreSheet.Side.CELL, on=today)
    if found is None or not found.is_saved or not found.score.is_complete:
        raise CannotScore(_("Biên bản này chốt khi chưa chấm xong: không có mục nào chờ."))
    if today > found.until_on:
        raise CannotScore(
            _("Hết hạn ghi ngày {day}. Cần sửa: mở biên bản đã chốt, sửa bằng bản mới.").format(
                day=f"{found.until_on:%d/%m/%Y}"
            )
        )
    return found


def _check_day(meeting: Meeting, key: str, answer: Answer, today: dt.date) -> None:
    day, field = answer.done_on, f"on-{key}"
    if answer.points and not answer.does_not_apply and day is None:
        raise CannotScore(_("Mục {key} đạt thì ghi ngày làm xong.").format(key=key), field)
    if day is not None and not meeting.held_on <= day <= today:
        raise CannotScore(
            _("Ghi ngày từ {first} đến {last}.").format(
                first=f"{meeting.held_on:%d/%m/%Y}", last=f"{today:%d/%m/%Y}"
            ),
            field,
        )


def _frame(meeting: Meeting, *, own: bool) -> FramePack:
    if meeting.binned_at is not None:
        raise CannotScore(_("Buổi họp này ở trong thùng rác: lấy lại trước khi chấm."))
    if not is_scored(meeting):
        raise CannotScore(_("Họp bất thường và họp chi ủy không chấm điểm."))
    if own and is_sealed(meeting):
        raise CannotScore(
            _("Biên bản đã chốt. Cần sửa: mở trang biên bản đã chốt, chọn Sửa bằng bản mới.")
        )
    kept = ScoreSheet.objects.filter(meeting=meeting).select_related("frame").first()
    pack = kept.frame if kept else frame_for(meeting.cell_id, on=meeting.held_on)
    if pack is None:
        raise CannotScore(_("Ngày họp này chưa có khung chấm điểm nào dùng: hỏi cấp trên."))
    return pack


def _check(frame: Frame, answers: Mapping[str, Answer]) -> None:
    items = {item.key: item for item in frame.items}
    for key, answer in answers.items():
        item = items.get(key)
        if item is None:
            raise CannotScore(_("Khung chấm điểm đã đổi: mở lại trang rồi chấm."))
        points = answer.points
        if points is not None and not 0 <= points <= item.most:
            raise CannotScore(
                _("Mục {key} từ 0 đến {most} điểm: xem lại.").format(key=key, most=item.most),
                f"points-{key}",
            )


def _kept(answer: Answer) -> dict[str, object]:
    return {
        "points": None if answer.points is None else str(answer.points),
        "does_not_apply": answer.does_not_apply,
        "reason": answer.reason,
    }
