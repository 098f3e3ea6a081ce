"""The closing: numbers without gap or double, counts that stay, promises that come back."""

import datetime as dt
import html
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from chibo.ballots.rules import Totals
from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.meetings.commands import (
    MarkGiven,
    MeetingIsClosed,
    bin_meeting,
    call_roll,
    change_setting,
    end_meeting,
    record_discussion,
)
from chibo.meetings.models import Attendance, Meeting
from chibo.minutes.commands import close_minutes, closing
from chibo.minutes.models import MinutesClosure
from chibo.papers.models import Paper, Series
from chibo.petitions.commands import put_petitions
from chibo.plans.models import Kind
from chibo.resolutions.commands import (
    Answer,
    agree_correction,
    answer_tasks,
    record_decision,
    withdraw_decision,
)
from chibo.resolutions.models import ResolutionItem, Task
from chibo.resolutions.queries import open_before
from tests.pages import filled, text_of
from tests.sittings import called, decided, held, last_month_3rd, opened, setting
from tests.world import World, act, today

CLOSED = "Biên bản đã chốt. Cần sửa: mở trang biên bản đã chốt, chọn Sửa bằng bản mới."


def month_3rd(back: int) -> dt.date:
    """Return the 3rd of the month so many months ago."""
    return Month.of(today()).after(-back).first.replace(day=3)


def ready(world: World, on: dt.date, *, kind: Kind = Kind.REGULAR) -> Meeting:
    """Return a meeting that may be closed, with an admission adopted and no task."""
    user = world.user("secretary")
    meeting = opened(world, on, kind=kind)
    called(meeting, user)
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=3, criticism_held=None)
    record_decision(
        act=act(user), meeting=meeting, item=uuid.uuid4(), kind="admission", text="Kết nạp",
        method="show_of_hands", totals=Totals(10, 0, 0), promises=[],
    )  # fmt: skip
    return meeting


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run the jobs in threads that start together; return what each gave or raised."""
    barrier, found = threading.Barrier(len(jobs)), [object()] * len(jobs)

    def run(place: int, job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            found[place] = job()
        except Exception as error:  # noqa: BLE001 - handed to the test
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def close(world: World, meeting: Meeting, login: str = "secretary") -> Callable[[], object]:
    done = act(world.user(login))
    return lambda: close_minutes(act=done, meeting=meeting, ends_at=dt.time(21, 0))


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_when_six_close_at_once(world: World) -> None:
    day = today()
    meetings = [ready(world, day, kind=Kind.EXTRAORDINARY) for _n in range(3)]
    meetings += [ready(world, month_3rd(back)) for back in (1, 2, 3)]

    found = at_once([close(world, meeting) for meeting in meetings])

    assert [type(each) for each in found] == [MinutesClosure] * 6
    numbers: dict[tuple[str, str], list[int | None]] = {}
    for paper in Paper.objects.exclude(number=None).order_by("number"):
        numbers.setdefault((paper.kind, paper.period), []).append(paper.number)
    for given in numbers.values():
        assert given == list(range(1, len(given) + 1))
    assert sum(len(given) for given in numbers.values()) == 12
    assert {(s.kind, s.period): s.last for s in Series.objects.all()} == {
        key: len(given) for key, given in numbers.items()
    }


@pytest.mark.django_db(transaction=True)
def test_one_closing_holds_when_two_close_the_same_meeting_at_once(world: World) -> None:
    meeting = ready(world, last_month_3rd())

    found = at_once([close(world, meeting), close(world, meeting, "deputy")])

    kinds = sorted(type(each).__name__ for each in found)
    assert kinds == ["CannotCloseMinutes", "MinutesClosure"]
    refusal = next(str(each) for each in found if isinstance(each, Refused))
    assert refusal.startswith("Biên bản này đã có người chốt trước.")
    assert MinutesClosure.objects.count() == 1
    assert sorted(Series.objects.values_list("kind", "last")) == [("minutes", 1), ("resolution", 1)]


@pytest.mark.django_db(transaction=True)
def test_same_act_is_one_closing_when_sent_twice_at_once(world: World) -> None:
    meeting = ready(world, last_month_3rd())
    job = close(world, meeting)

    found = at_once([job, job])

    assert [getattr(each, "pk", each) for each in found] == [MinutesClosure.objects.get().pk] * 2
    assert Paper.objects.count() == 4


def test_number_goes_back_when_the_closing_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, other = ready(world, month_3rd(2)), ready(world, month_3rd(1))

    def fail(**_given: object) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as broken:
        broken.setattr(closing, "seal", fail)
        with pytest.raises(RuntimeError):
            close(world, meeting)()
    assert (Series.objects.count(), Paper.objects.count()) == (0, 0)
    closures = [close(world, each)() for each in (other, meeting)]

    assert [closure.minutes_paper.symbol for closure in closures] == ["01-BB/CB", "02-BB/CB"]
    assert [closure.resolution_paper.symbol for closure in closures] == ["01-NQ/CB", "02-NQ/CB"]


def test_conclusion_has_its_own_numbers_when_the_cell_asks_for_one(world: World) -> None:
    meetings = [ready(world, month_3rd(back)) for back in (3, 2, 1)]
    user, end = world.user("secretary"), dt.time(21, 0)

    symbols = [
        close_minutes(act=act(user), meeting=meeting, ends_at=end, as_conclusion=as_conclusion)
        .resolution_paper.symbol
        for meeting, as_conclusion in zip(meetings, (False, True, False), strict=True)
    ]  # fmt: skip

    assert symbols == ["01-NQ/CB", "01-KL/CB", "02-NQ/CB"]


def test_frozen_counts_equal_the_rows_when_closed(world: World) -> None:
    held(world, month_3rd(2))
    user, on, old = world.user("secretary"), month_3rd(1), Task.objects.get()
    meeting = opened(world, on, delegate="đồng chí Đèo Văn Thương", special_duty=2)
    marks = {member.pk: MarkGiven("present") for member in world.members}
    marks[world.members[3].pk] = MarkGiven("late", late_at=dt.time(19, 50))
    marks[world.members[4].pk] = MarkGiven("excused", "health")
    marks[world.members[5].pk] = MarkGiven("excused", "family")
    marks[world.members[6].pk] = MarkGiven("unexcused")
    call_roll(act=act(user), meeting=meeting, marks=marks)
    new_day = on + dt.timedelta(days=30)
    answers = {old.pk: Answer("partly", "4/6 hộ", "mưa lũ", new_day)}
    answer_tasks(act=act(user), meeting=meeting, answers=answers)
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=5, criticism_held=True)
    record_decision(
        act=act(user), meeting=meeting, item=uuid.uuid4(), kind="ordinary", text="Không làm",
        method="show_of_hands", totals=Totals(1, 6, 0), promises=[],
    )  # fmt: skip
    put_petitions(act=act(user), meeting=meeting, texts=["Mở điện lưới", "Mở đường"])
    decided_tasks = Task.objects.filter(meeting=meeting).count()

    closure = close_minutes(act=act(user), meeting=meeting, ends_at=dt.time(21, 10))

    rows = Attendance.objects.filter(meeting=meeting)
    marked = {mark: rows.filter(mark=mark).count() for mark in Attendance.Mark.values}
    assert marked == {"present": 8, "late": 1, "excused": 2, "unexcused": 1, "not_expected": 0}
    frozen = {
        name: getattr(closure, name)
        for name in (
            "official", "probationary", "exempt", "suspended", "away", "here", "special_duty",
            "counted", "present", "late", "excused", "unexcused", "spoke", "tasks_done",
            "tasks_partly", "tasks_not_done", "tasks_dropped", "tasks_new", "petitions",
            "length_minutes", "days_to_entry", "delegate_present", "kind",
        )
    }  # fmt: skip
    assert frozen == {
        "official": 10, "probationary": 2, "exempt": 0, "suspended": 0, "away": 0, "here": 0,
        "special_duty": 2, "counted": 12, "present": 9, "late": 1, "excused": 2, "unexcused": 1,
        "spoke": 5, "tasks_done": 0, "tasks_partly": 1, "tasks_not_done": 0, "tasks_dropped": 0,
        "tasks_new": decided_tasks, "petitions": 2, "length_minutes": 100,
        "days_to_entry": (today() - on).days, "delegate_present": True, "kind": "regular",
    }  # fmt: skip
    assert (closure.cell, closure.superior) == (world.cell, world.commune)
    assert closure.resolution_paper is None
    assert closure.rules["attendance.aim_percent"] == 90


def test_every_command_is_refused_when_the_minutes_are_closed(world: World) -> None:
    user, meeting = world.user("secretary"), held(world, last_month_3rd()).meeting
    item, who, end = ResolutionItem.objects.get(), world.members[5], dt.time(22, 0)
    other = setting(world, last_month_3rd(), place="nhà khác")
    writes: list[Callable[[], object]] = [
        lambda: change_setting(act=act(user), meeting=meeting, setting=other),
        lambda: called(meeting, user, absent=3),
        lambda: record_discussion(
            act=act(user), meeting=meeting, items=[], spoke=1, criticism_held=None
        ),
        lambda: end_meeting(act=act(user), meeting=meeting, ends_at=end),
        lambda: decided(meeting, user, who),
        lambda: withdraw_decision(act=act(user), meeting=meeting, item=item, withdrawn=True),
        lambda: answer_tasks(act=act(user), meeting=meeting, answers={}),
        lambda: agree_correction(
            act=act(user), meeting=meeting, membership=who, text="Thử", due_on=today()
        ),
        lambda: put_petitions(act=act(user), meeting=meeting, texts=["Thử"]),
        lambda: bin_meeting(act=act(user), meeting=meeting),
    ]

    for write in writes:
        with pytest.raises(MeetingIsClosed) as refusal:
            write()
        assert str(refusal.value) == CLOSED


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        ("setting", {"place": "nhà khác"}),
        ("roll-call", {}),
        ("promises", {}),
        ("discussion", {"spoke": "2"}),
        ("decisions/new", {"votes_for": "10"}),
        ("corrections", {}),
        ("petitions", {"lines": "Mở điện lưới"}),
        ("bin", {}),
    ],
)
def test_page_is_refused_with_the_sentence_when_the_minutes_are_closed(
    world: World, client_of: Callable[[str], Client], step: str, changes: dict[str, str]
) -> None:
    meeting = opened(world, last_month_3rd())
    called(meeting, world.user("secretary"))
    record_discussion(
        act=act(world.user("secretary")), meeting=meeting, items=[], spoke=1, criticism_held=None
    )
    client, url = client_of("secretary"), f"/meetings/{meeting.pk}/{step}/"
    due = today() + dt.timedelta(days=20)
    day = {"day": str(due.day), "month": str(due.month), "year": str(due.year)}
    if step == "decisions/new":
        changes = {"text": "Làm đường", "task-0-what": "Góp công", "task-0-known_by": "xong",
                   "task-0-responsible": str(world.members[3].pk), **changes,
                   **{f"task-0-due_on_{part}": value for part, value in day.items()}}  # fmt: skip
    if step == "corrections":
        changes = {"membership": str(world.members[3].pk), "text": "Đúng giờ",
                   **{f"due_on_{part}": value for part, value in day.items()}}  # fmt: skip
    sent = filled(client, url, dict(changes))  # opened before somebody else closed
    close(world, meeting, "deputy")()

    response = client.post(url, sent)

    assert response.status_code == 422
    assert CLOSED in html.unescape(text_of(response))


def test_both_days_are_shown_when_a_past_meeting_is_entered_late(
    world: World, client_of: Callable[[str], Client]
) -> None:
    on, user = month_3rd(2), world.user("secretary")
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/meetings/new/"
    typed = {"starts_at": "19:30", "place": "nhà văn hóa", "writer": str(world.members[2].pk),
             "held_on_day": "3", "held_on_month": str(on.month),
             "held_on_year": str(on.year)}  # fmt: skip
    assert client.post(url, filled(client, url, typed)).status_code == 302
    meeting = Meeting.objects.get()
    called(meeting, user)
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=1, criticism_held=None)

    closure = close(world, meeting)()

    page = text_of(client.get(f"/meetings/{meeting.pk}/"))
    assert closure.days_to_entry == (today() - on).days
    assert f"vào sổ sau {closure.days_to_entry} ngày" in page
    assert f"Ghi vào sổ ngày {today():%d/%m/%Y}" in page
    assert f"{on.day}/{on.month}/{on.year}" in page or f"{on:%d/%m/%Y}" in page
    for kind in ("minutes", "roll-call"):
        printed = text_of(client.get(f"/meetings/{meeting.pk}/papers/{kind}/"))
        assert f"Họp ngày {on:%d/%m/%Y}, vào sổ ngày {today():%d/%m/%Y}" in printed


def _answered(world: World, meeting: Meeting, answers: dict[uuid.UUID, Answer]) -> None:
    user = world.user("secretary")
    answer_tasks(act=act(user), meeting=meeting, answers=answers)
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=1, criticism_held=None)
    close(world, meeting)()


def test_promises_come_back_until_done_or_dropped_when_months_pass(world: World) -> None:
    user, days = world.user("secretary"), [month_3rd(back) for back in (4, 3, 2, 1)]
    first = opened(world, days[0])
    called(first, user)
    for text in ("một", "hai", "ba", "bốn"):
        decided(first, user, world.members[3], text=text)
    _answered(world, first, {})
    one, two, three, four = Task.objects.order_by("position")
    meetings = []
    for day in days[1:]:
        meeting = opened(world, day)
        called(meeting, user)
        meetings.append(meeting)
    later = days[2] + dt.timedelta(days=5)

    heard = [[each.task.pk for each in open_before(meetings[0])]]
    _answered(world, meetings[0], {
        one.pk: Answer("done"), two.pk: Answer("partly", "4/6 hộ", "mưa lũ", later),
        three.pk: Answer("dropped", reason="02-NQ/CB"),
        four.pk: Answer("not_done", reason="thiếu người", new_due_on=later),
    })  # fmt: skip
    second = open_before(meetings[1])
    heard.append([each.task.pk for each in second])
    _answered(world, meetings[1], {
        two.pk: Answer("done"), four.pk: Answer("partly", "", "còn thiếu", later),
    })  # fmt: skip
    heard.append([each.task.pk for each in open_before(meetings[2])])

    assert heard == [[one.pk, two.pk, three.pk, four.pk], [two.pk, four.pk], [four.pk]]
    assert [each.due_on for each in second] == [later, later]


def test_promises_follow_the_day_held_when_a_meeting_is_entered_between_two(world: World) -> None:
    user = world.user("secretary")
    held(world, month_3rd(3))
    early = Task.objects.get()
    last = opened(world, month_3rd(1))
    called(last, user)
    _answered(world, last, {early.pk: Answer("done")})

    between = opened(world, month_3rd(2))
    called(between, user)
    decided(between, user, world.members[4])
    late = Task.objects.exclude(pk=early.pk).get()

    assert [each.task.pk for each in open_before(between)] == [early.pk]
    assert open_before(between)[0].answer is None
    assert [each.task.pk for each in open_before(last)] == [early.pk, late.pk]
    following = opened(world, today())
    assert [each.task.pk for each in open_before(following)] == [late.pk]
