"""The printed notice of a planned meeting: when, where, what, what to read, who is invited."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from chibo.core import viet
from chibo.core.templatetags.words import WEEKDAYS_VI
from chibo.papers.issuers import Issuer
from chibo.papers.sheets import Block, Lettered, Paragraph, Sheet
from chibo.plans.models import Kind, PlannedMeeting
from chibo.plans.sheets import KINDS
from chibo.preparations.invitations import Said

INVITED = "Đảng viên chi bộ; đồng chí theo dõi chi bộ (cấp ủy cấp trên)."
COMMITTEE_INVITED = "Các đồng chí chi ủy viên."
NO_NUMBER = "Số ……-TB/CB"
ASK = "Đề nghị các đồng chí dự đủ, đúng giờ. Vắng mặt thì báo trước với bí thư, nêu lý do."


def notice_sheet(
    issuer: Issuer, planned: PlannedMeeting, said: Said, *, number: str = "",
    day: dt.date | None = None, replaces: Sheet | None = None,
) -> Sheet:  # fmt: skip
    """Return the notice as content. number: `05-TB/CB`. Before it is issued it has no day: dots.

    replaces: the version issued before this one.
    """
    event = _event(planned)
    committee = planned.kind == Kind.COMMITTEE
    body: list[Block] = [Paragraph(f"{issuer.name} mời đồng chí dự {event} như sau:")]
    for place, (text, items) in enumerate(_parts(planned, said), start=1):
        body.append(Paragraph(f"{place}. {text}"))
        if items:
            body.append(Lettered(items))
    follower = () if committee else (f"- Đồng chí theo dõi chi bộ ({issuer.committee}),",)
    sheet = issuer.sheet(
        kind="notice", number=number, day=day, title="THÔNG BÁO", about=f"Mời dự {event}",
        body=body, recipients=(
            "- Chi ủy viên," if committee else "- Đảng viên Chi bộ,", *follower, "- Lưu Chi bộ.",
        ),
    )  # fmt: skip
    if day is None:
        sheet = replace(sheet, number=NO_NUMBER, place=issuer.place)
    if replaces is None:
        return replace(sheet, closing=ASK)
    earlier = f"Bản này thay bản {replaces.version} ra {viet.long_date(replaces.day)}."  # type: ignore[arg-type]
    return replace(sheet, closing=f"{ASK}\n{earlier}", version=replaces.version + 1)


def same_notice(one: Sheet, other: Sheet) -> bool:
    """Say whether two versions say the same, whenever they were issued."""

    def said(sheet: Sheet) -> Sheet:
        return replace(
            sheet, number="", place="", day=None, closing="", version=1, demo=False
        )  # fmt: skip

    return said(one) == said(other)


def _event(planned: PlannedMeeting) -> str:
    month = f"tháng {planned.month.month} năm {planned.month.year}"
    if planned.kind == Kind.COMMITTEE:
        return f"họp chi ủy {month}"
    return f"sinh hoạt chi bộ {KINDS[planned.kind].lower()} {month}"


def _parts(planned: PlannedMeeting, said: Said) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parts that are numbered, each with the list below it."""
    on = planned.planned_on
    clock = f"{viet.clock(planned.starts_at)}, " if planned.starts_at else ""
    yield f"Thời gian: {clock}{WEEKDAYS_VI[on.weekday()]}, {viet.long_date(on)}.", ()
    yield f"Địa điểm: {planned.place or '…'}.", ()
    if planned.topic:
        yield f"Chuyên đề: {planned.topic}. Người trình bày: {said.presenter}.", ()
    if said.contents:
        yield "Nội dung:", said.contents
    if said.to_read:
        yield "Tài liệu đọc trước:", said.to_read
    invited = COMMITTEE_INVITED if planned.kind == Kind.COMMITTEE else INVITED
    yield f"Thành phần mời: {invited}", ()
