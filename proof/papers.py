"""Meetings of 5 to 60 members, held by the commands, printed, and measured on the paper."""

import datetime as dt
import io
import random
import subprocess
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdf

from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.meetings.commands import ItemSaid, MarkGiven, call_roll, open_meeting, record_discussion
from chibo.meetings.models import Meeting
from chibo.meetings.queries import electorate_of, roll_call, rules_of
from chibo.members.commands import enter_members
from chibo.members.models import Membership
from chibo.minutes.commands import close_minutes
from chibo.minutes.models import MinutesClosure
from chibo.organizations.commands import NewUnit, found_units, give_post
from chibo.organizations.models import CellType, Kind, Role
from chibo.papers.pdf import as_pdf
from chibo.papers.sheets import Sheet
from chibo.resolutions.commands import Answer, Promise, answer_tasks, record_decision
from chibo.resolutions.queries import open_before
from tests.sittings import setting
from tests.world import START, World, act, decision, make_world, new_member

SURNAMES = ("Lò Văn", "Quàng Thị", "Giàng A", "Cà Văn", "Vàng Thị", "Moong Văn", "Lèo Thị Thanh")
GIVEN = ("Đôi", "Hặc", "Panh", "Chựa", "Bun", "Nghĩa", "Sơn", "Thơm", "Ượng", "Pà", "Chống")
TALK = (
    ("Thông tin thời sự, văn bản mới của cấp trên", "Đề nghị đọc chậm, tóm tắt ý chính",
     "Chi bộ nắm được nội dung văn bản mới"),
    ("Tình hình tư tưởng của đảng viên, ý kiến của nhân dân", "Bà con mong sớm có nước sạch",
     "Đảng viên và nhân dân yên tâm sản xuất"),
    ("Sản xuất, đời sống, an ninh trật tự trong bản",
     "Nước mương về chưa đều\nTrâu bò thả rông phá rau", "Cắt cử người trông nước theo lượt"),
    ("Nhiệm vụ tháng tới", "Chia việc theo nhóm hộ", "Thống nhất các việc ở phần quyết nghị"),
)  # fmt: skip
WORK = ("Tu sửa 350 mét mương nội bản trước vụ mới", "Vận động 6 hộ làm nhà vệ sinh")
PARTS = {
    "minutes": ("ĐẢNGCỘNGSẢNVIỆTNAM", "CHIBỘ", "Số", "ngày", "BIÊNBẢN", "Tổngsốđảngviên",
                "Cómặt:", "Vắng", "Chủtrì", "Thưký", "kếtthúchồi", "THƯKÝ", "CHỦTRÌ"),
    "resolution": ("ĐẢNGCỘNGSẢNVIỆTNAM", "CHIBỘ", "Số", "ngày", "NGHỊQUYẾT", "T/MCHIBỘ", "BÍTHƯ",
                   "Nơinhận:", "LưuChibộ"),
}  # fmt: skip
MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 210 * MM - 15 * MM, 20 * MM, 297 * MM - 20 * MM


def fifty_meetings(sizes: Sequence[int] = (*range(5, 54), 60)) -> dict[str, Any]:
    """Return how many of the printed papers fail each demand; the goal is none.

    sizes: members of each cell.
    """
    world = make_world()
    faults: dict[str, list[str]] = {
        "over_two_pages": [], "outside_margins": [], "lacking_parts": [],
        "lone_signatures": [], "fonts_not_embedded": [], "not_a4": [],
    }  # fmt: skip
    for size in sizes:
        for name, sheet in _printed(world, size):
            for fault in _faults(name, sheet):
                faults[fault].append(f"{name} {size}")
    return {
        key: {"value": len(found), "goal": 0, "better": "lower", "of": 2 * len(sizes),
              "which": found[:5]}
        for key, found in faults.items()
    }  # fmt: skip


def _printed(world: World, size: int) -> list[tuple[str, Sheet]]:
    """Hold two months in a new cell, so that the second hears promises; return its papers."""
    closure = None
    there = _cell(world, size)
    for on in (dt.date(2026, 8, 3), dt.date(2026, 9, 3)):
        closure = _held(there, on, random.Random(size))  # noqa: S311 - no secret
    assert closure is not None  # noqa: S101
    assert closure.resolution_paper is not None  # noqa: S101
    return [
        ("minutes", closure.minutes_paper.sheet),
        ("resolution", closure.resolution_paper.sheet),
    ]


def _cell(world: World, size: int) -> World:
    officer, clerk = world.user("province_officer"), world.user("clerk")
    cell = found_units(
        act=act(officer, START), parent=world.commune,
        new=[NewUnit(uuid.uuid4(), Kind.CELL, f"bản Huổi Lếch {size}", CellType.VILLAGE)],
        decision=decision(world.province.pk, START),
    )[0]  # fmt: skip
    dice = random.Random(size)  # noqa: S311 - no secret
    new = [
        new_member(f"{dice.choice(SURNAMES)} {dice.choice(GIVEN)}", 1950 + number % 45)
        for number in range(size)
    ]
    members = enter_members(act=act(clerk), cell=cell, new=new)
    give_post(
        act=act(clerk), person=members[0].person, unit=cell, role=Role.SECRETARY, from_on=START
    )
    chief = world.user("secretary")
    give_post(
        act=act(clerk), person=chief.person, unit=cell, role=Role.COMMITTEE_MEMBER, from_on=START
    )
    give_post(
        act=act(clerk), person=chief.person, unit=cell, role=Role.DEPUTY_SECRETARY, from_on=START
    )
    return replace(world, cell=cell, members=members)


def _held(world: World, on: dt.date, dice: random.Random) -> MinutesClosure:
    user = world.user("secretary")
    meeting = open_meeting(
        act=act(user, on), cell=world.cell, agenda=[],
        setting=setting(world, on, chair=world.members[0], writer=world.members[1],
                        delegate="đồng chí Đèo Văn Thương, Bí thư Đảng ủy xã",
                        dues="đã thu đủ đến tháng trước"),
    )  # fmt: skip
    lines = [n for n in roll_call(meeting, in_force=rules_of(meeting)).lines if n.member.counted]
    marks = {}
    for line in lines:
        away = line.member.id != world.members[0].pk and dice.random() < 0.2
        marks[line.member.id] = MarkGiven("excused", "far_work") if away else MarkGiven("present")
    call_roll(act=act(user, on), meeting=meeting, marks=marks)
    open_ = open_before(meeting)
    if open_:
        later = on + dt.timedelta(days=27)
        answers = {p.task.pk: Answer("done") for p in open_[1:]}
        answers[open_[0].task.pk] = Answer("partly", "4/6 hộ", "mưa nhiều", later)
        answer_tasks(act=act(user, on), meeting=meeting, answers=answers)
    record_discussion(
        act=act(user, on), meeting=meeting, spoke=3, criticism_held=True,
        items=[ItemSaid(uuid.uuid4(), *talk) for talk in TALK],
    )  # fmt: skip
    electorate = electorate_of(meeting)
    assert electorate is not None  # noqa: S101
    for text in WORK:
        _decided(meeting, world, on, text, world.members[2], electorate.present_voters)
    return close_minutes(
        act=act(user, on, dt.time(22, 0)), meeting=meeting, ends_at=dt.time(21, 10)
    )


def _decided(
    meeting: Meeting, world: World, on: dt.date, text: str, who: Membership, voters: int
) -> None:
    task = Promise(uuid.uuid4(), text, who, on + dt.timedelta(days=20), "chi ủy đến xem tận nơi")
    record_decision(
        act=act(world.user("secretary"), on), meeting=meeting,
        item=uuid.uuid4(), kind="ordinary", text=text, method=Vote.Method.SHOW_OF_HANDS,
        totals=Totals(voters, 0, 0), promises=[task],
    )  # fmt: skip


def _faults(name: str, sheet: Sheet) -> list[str]:
    """Return what is wrong with one paper as printed."""
    pdf = as_pdf(sheet)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    last = "".join(reader.pages[-1].extract_text().split())
    found = []
    if len(reader.pages) > 2:
        found.append("over_two_pages")
    if any(abs(float(page.mediabox.width) - 595.3) > 1 for page in reader.pages):
        found.append("not_a4")
    if any(part not in text for part in PARTS[name]):
        found.append("lacking_parts")
    if len(reader.pages) > 1 and len(last) < 200:
        found.append("lone_signatures")
    if _outside(pdf):
        found.append("outside_margins")
    if not all(_embedded(page) for page in reader.pages):
        found.append("fonts_not_embedded")
    return found


def _outside(pdf: bytes) -> bool:
    """Say whether a word stands left or right of the margins, or in the top or bottom one.

    A justified line may run 1 mm over its 16 mm: the form wants 15 to 20. The page's number above
    and the foot below are meant to stand there: numbers, code, version.
    """
    xml = subprocess.run(
        ["/usr/bin/pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    body = ET.fromstring(xml.replace('xmlns="http://www.w3.org/1999/xhtml"', ""))  # noqa: S314
    for word in body.iter("word"):
        left, right = float(word.get("xMin", "0")), float(word.get("xMax", "0"))
        top, bottom = float(word.get("yMin", "0")), float(word.get("yMax", "0"))
        in_text = top > TOP - 3 and bottom < BOTTOM + 3
        if left < LEFT - 2 or right > RIGHT + 0.5:
            return True
        if not in_text and bottom > TOP and top < BOTTOM:
            return True
    return False


def _embedded(page: pypdf.PageObject) -> bool:
    fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
            return False
    return True
