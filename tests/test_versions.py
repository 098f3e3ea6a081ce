"""A correction: a new version with a reason; the old one stays, figures follow the newest."""

import datetime as dt
import html
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from chibo.ballots.rules import Totals
from chibo.core.days import Month
from chibo.core.errors import Refused
from chibo.meetings.commands import bin_meeting, change_setting, record_discussion
from chibo.meetings.models import Meeting, Seal
from chibo.minutes.commands import close_minutes, reopen
from chibo.minutes.models import MinutesClosure, Reopening
from chibo.papers.models import Paper, Series
from chibo.papers.sheets import text_lines
from chibo.reports.commands import issue_report
from chibo.resolutions.commands import Answer, answer_tasks, record_decision, withdraw_decision
from chibo.resolutions.models import ResolutionItem, Task
from tests.pages import filled, text_of
from tests.sittings import called, held, last_month_3rd, opened, setting
from tests.test_closing import at_once, month_3rd
from tests.world import World, act, today

REASON = "Ghi sót một đồng chí có mặt"
ClientOf = Callable[[str], Client]


def page(client: Client, url: str) -> str:
    return " ".join(html.unescape(text_of(client.get(url))).split())


def reopened(client: Client, meeting: Meeting, reason: str = REASON) -> None:
    url = f"/meetings/{meeting.pk}/minutes/reopening/"
    response = client.post(url, filled(client, url, {"reason": reason}))
    assert response.status_code == 302, text_of(response)


def closed_again(client: Client, meeting: Meeting, **changes: str) -> None:
    url = f"/meetings/{meeting.pk}/minutes/"
    response = client.post(url, filled(client, url, {"ends_at": "21:30", **changes}))
    assert response.status_code == 302, text_of(response)


def refused(client: Client, url: str, changes: dict[str, str | list[str]]) -> str:
    response = client.post(url, filled(client, url, changes))
    assert response.status_code == 422, response.status_code
    return html.unescape(text_of(response))


def test_correction_is_a_new_version_with_the_same_number_when_closed_again(
    world: World, client_of: ClientOf
) -> None:
    first = held(world, last_month_3rd(), absent=2)
    meeting, client = first.meeting, client_of("secretary")

    reopened(client, meeting)
    called(meeting, world.user("secretary"), absent=1)
    closed_again(client, meeting)

    old, new = MinutesClosure.objects.filter(meeting=meeting).order_by("version")
    assert (old.version, old.is_newest, new.version, new.is_newest) == (1, False, 2, True)
    assert (new.reason, new.closed_by, new.present) == (REASON, world.user("secretary"), 11)
    assert new.days_to_entry == old.days_to_entry
    for name in ("minutes_paper", "resolution_paper"):
        before, after = getattr(old, name), getattr(new, name)
        assert (after.number, after.period) == (before.number, before.period)
        assert (before.version, after.version, after.sheet.version) == (1, 2, 2)
        assert any(
            f"Bản 2, sửa ngày {today().day:02d}" in line and f"thay bản 1. Lý do: {REASON}." in line
            for line in text_lines(after.sheet)
        )
    assert set(Series.objects.values_list("last", flat=True)) == {1}
    assert Seal.objects.get(pk=meeting.pk).lifted_at is None


def test_old_version_stays_readable_with_its_own_papers_when_corrected(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd(), absent=2).meeting
    client = client_of("secretary")
    reopened(client, meeting)
    called(meeting, world.user("secretary"))
    closed_again(client, meeting)

    versions = page(client, f"/meetings/{meeting.pk}/minutes/closure/")
    old = page(client, f"/meetings/{meeting.pk}/versions/1/minutes/")
    new = page(client, f"/meetings/{meeting.pk}/papers/minutes/")

    assert f"Bản 2, chốt ngày {today():%d/%m/%Y}, đang dùng" in versions
    assert f"Tòng Văn Inh, Bí thư. Lý do sửa: {REASON}" in versions
    assert f'/meetings/{meeting.pk}/versions/1/roll-call/"' in versions
    assert ("10/12" in old, "thay bản 1" in old) == (True, False)
    assert ("12/12" in new, "thay bản 1" in new) == (True, True)
    assert client.get(f"/meetings/{meeting.pk}/versions/1/minutes.pdf").status_code == 200
    assert client.get(f"/meetings/{meeting.pk}/versions/3/minutes/").status_code == 404
    assert client_of("member").get(f"/meetings/{meeting.pk}/versions/1/minutes/").status_code == 403


def test_old_version_counts_until_the_new_one_is_closed_when_reopened(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd(), absent=2).meeting
    client, month = client_of("secretary"), Month.of(last_month_3rd())
    reopened(client, meeting)
    called(meeting, world.user("secretary"))

    meanwhile = MinutesClosure.objects.newest().get(month=month.first)
    paper = page(client, f"/meetings/{meeting.pk}/papers/minutes/")
    steps = page(client, f"/meetings/{meeting.pk}/")

    assert (meanwhile.version, meanwhile.present, "10/12" in paper) == (1, 10, True)
    assert f"Đang sửa thành bản 2 từ ngày {today():%d/%m/%Y}" in steps
    assert "Đọc lại, chốt" in steps
    assert "Đang sửa" in page(client, f"/units/{world.cell.pk}/meetings/")


def test_level_above_sees_the_newer_version_when_figures_are_read(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd(), absent=2).meeting
    client, month = client_of("secretary"), Month.of(last_month_3rd())
    issued = issue_report(act=act(world.user("secretary")), cell=world.cell, month=month)
    reopened(client, meeting)
    called(meeting, world.user("secretary"))
    closed_again(client, meeting)

    above = page(client_of("clerk"), f"/units/{world.commune.pk}/months/{month}/")
    there = page(client_of("clerk"), f"/meetings/{meeting.pk}/")

    mark = f"Bản 2, sửa ngày {today():%d/%m/%Y}: {REASON}."
    assert (mark in above, "12/12" in above, mark in there) == (True, True, True)
    assert any("10/12" in line for line in text_lines(issued.paper.sheet))


def test_correction_works_alike_when_made_years_later(world: World, client_of: ClientOf) -> None:
    on = dt.date(2021, 3, 3)
    meeting = held(world, on).meeting
    client = client_of("secretary")

    reopened(client, meeting)
    closed_again(client, meeting)

    new = MinutesClosure.objects.newest().get(meeting=meeting)
    old = MinutesClosure.objects.get(meeting=meeting, version=1)
    assert (new.version, new.rule_pack, new.superior) == (2, old.rule_pack, old.superior)
    assert new.minutes_paper.period == "2020-2025"


def test_number_is_spoiled_but_accounted_for_when_a_resolution_becomes_a_conclusion(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd()).meeting
    client = client_of("secretary")

    reopened(client, meeting, "Ra kết luận mới đúng")
    closed_again(client, meeting, as_conclusion="on")

    new = MinutesClosure.objects.newest().get(meeting=meeting)
    assert new.resolution_paper is not None
    assert (new.resolution_paper.symbol, new.resolution_paper.version) == ("01-KL/CB", 1)
    said = " ".join(text_lines(new.resolution_paper.sheet))
    assert "thay nghị quyết số 01-NQ/CB. Lý do: Ra kết luận mới đúng." in said
    register = page(client_of("clerk"), f"/units/{world.cell.pk}/numbers/")
    assert register.count("01-NQ/CB") == 1
    assert (register.count("Số hỏng"), "Lý do: Ra kết luận mới đúng" in register) == (2, True)
    reopened(client, meeting, "Nghị quyết mới đúng")
    url = f"/meetings/{meeting.pk}/minutes/"
    form = {**filled(client, url, {"ends_at": "21:30"})}
    assert form.pop("as_conclusion")
    client.post(url, form)
    third = MinutesClosure.objects.newest().get(meeting=meeting).resolution_paper
    assert third is not None
    assert (third.symbol, third.version) == ("01-NQ/CB", 3)
    assert Series.objects.get(kind="resolution").last == 1


def test_resolution_number_is_spoiled_when_nothing_is_adopted_any_more(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd()).meeting
    client = client_of("secretary")

    reopened(client, meeting)
    item = ResolutionItem.objects.get(meeting=meeting)
    withdraw_decision(
        act=act(world.user("secretary")), meeting=meeting, item=item, withdrawn=True
    )  # fmt: skip
    closed_again(client, meeting)

    new = MinutesClosure.objects.newest().get(meeting=meeting)
    assert (new.resolution_paper, new.tasks_new) == (None, 0)
    register = page(client, f"/units/{world.cell.pk}/numbers/")
    assert register.count("Số hỏng") == 2


def test_reopening_is_given_up_only_while_nothing_changed_when_asked(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd()).meeting
    client = client_of("secretary")
    url = f"/meetings/{meeting.pk}/minutes/reopening/"
    reopened(client, meeting)
    done = client.post(f"{url}end/", {"act": str(uuid.uuid4())})
    assert (done.status_code, Seal.objects.get(pk=meeting.pk).lifted_at) == (302, None)

    reopened(client, meeting, "Lần nữa")
    user = world.user("secretary")
    record_discussion(act=act(user), meeting=meeting, items=[], spoke=4, criticism_held=None)
    late = client.post(f"{url}end/", {"act": str(uuid.uuid4())})

    assert late.status_code == 422
    assert "đã có chỗ sửa" in html.unescape(text_of(late))
    assert Reopening.objects.filter(given_up_at=None).get().reason == "Lần nữa"
    closed_again(client, meeting)
    assert MinutesClosure.objects.newest().get(meeting=meeting).reason == "Lần nữa"


def test_correction_is_refused_when_the_version_is_not_the_newest(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd()).meeting
    client, url = client_of("secretary"), f"/meetings/{meeting.pk}/minutes/reopening/"
    stale = filled(client_of("deputy"), url, {"reason": "Sửa giờ"})
    reopened(client, meeting)

    second = client_of("deputy").post(url, stale)
    closed_again(client, meeting)
    third = client_of("deputy").post(url, {**stale, "act": [str(uuid.uuid4())]})

    assert (second.status_code, third.status_code) == (422, 422)
    assert "đang được sửa thành bản 2" in html.unescape(text_of(second))
    assert "Đã có bản 2 mới hơn bản 1" in html.unescape(text_of(third))
    assert Reopening.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_correction_is_refused_when_the_reason_is_empty_or_too_long(
    world: World, client_of: ClientOf, reason: str
) -> None:
    meeting = held(world, last_month_3rd()).meeting

    refused(
        client_of("secretary"), f"/meetings/{meeting.pk}/minutes/reopening/", {"reason": reason}
    )  # fmt: skip

    assert Reopening.objects.count() == 0


def test_correction_is_not_found_when_the_minutes_are_open(
    world: World, client_of: ClientOf
) -> None:
    meeting = opened(world, today())

    answer = client_of("secretary").get(f"/meetings/{meeting.pk}/minutes/reopening/")

    assert answer.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_one_reopening_holds_when_two_open_the_same_minutes_at_once(world: World) -> None:
    meeting = held(world, last_month_3rd()).meeting

    def job(login: str) -> Callable[[], object]:
        done = act(world.user(login))
        return lambda: reopen(act=done, meeting=meeting, version=1, reason=login)

    found = at_once([job("secretary"), job("deputy")])

    assert sorted(type(each).__name__ for each in found) == ["CannotReopen", "Reopening"]
    assert Reopening.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_new_version_holds_when_two_close_it_at_once(world: World) -> None:
    meeting = held(world, last_month_3rd()).meeting
    reopen(act=act(world.user("secretary")), meeting=meeting, version=1, reason=REASON)

    def job(login: str) -> Callable[[], object]:
        done = act(world.user(login))
        return lambda: close_minutes(act=done, meeting=meeting, ends_at=dt.time(21, 0))

    found = at_once([job("secretary"), job("deputy")])

    assert sorted(type(each).__name__ for each in found) == ["CannotCloseMinutes", "MinutesClosure"]
    versions = MinutesClosure.objects.filter(meeting=meeting).values_list("version", "is_newest")
    assert sorted(versions) == [(1, False), (2, True)]


def _heard(world: World, outcome: str) -> tuple[Meeting, Meeting, Task]:
    """Return a closed meeting, the later one that answered its task, and the task."""
    earlier = held(world, month_3rd(2)).meeting
    later, user = opened(world, month_3rd(1)), world.user("secretary")
    called(later, user)
    task = Task.objects.get(meeting=earlier)
    answers = {task.pk: Answer(outcome, result="")}
    answer_tasks(act=act(user), meeting=later, answers=answers)
    return earlier, later, task


def test_task_is_kept_when_a_later_meeting_has_answered_it(
    world: World, client_of: ClientOf
) -> None:
    earlier, later, _task = _heard(world, "done")
    client, item = client_of("secretary"), ResolutionItem.objects.get(meeting=earlier)
    reopened(client, earlier)

    url = f"/meetings/{earlier.pk}/decisions/{item.pk}/withdrawal/"
    answer = client.post(url, filled(client, url, {}))

    sentence = f"Buổi họp {later.held_on:%d/%m/%Y} đã trả lời việc"
    assert (answer.status_code, sentence in html.unescape(text_of(answer))) == (422, True)
    user = world.user("secretary")
    with pytest.raises(Refused, match="giữ việc này"):
        record_decision(
            act=act(user), meeting=earlier, item=item.pk, kind="admission", text="Kết nạp",
            method="show_of_hands", totals=Totals(10, 0, 0), promises=[],
        )  # fmt: skip
    assert not ResolutionItem.objects.get(pk=item.pk).is_withdrawn


def test_day_is_refused_when_it_would_put_an_answer_before_its_promise(
    world: World, client_of: ClientOf
) -> None:
    earlier, later, _task = _heard(world, "done")
    client, user = client_of("secretary"), world.user("secretary")
    reopened(client, earlier)
    on = later.held_on + dt.timedelta(days=5)
    new = setting(world, on, kind="extraordinary")
    change_setting(act=act(user), meeting=earlier, setting=new)
    earlier.refresh_from_db()
    called(earlier, user)

    said = refused(client, f"/meetings/{earlier.pk}/minutes/", {"ends_at": "21:30"})

    assert "được trả lời trước khi giao" in said
    assert MinutesClosure.objects.newest().get(meeting=earlier).version == 1


def test_reopened_meeting_cannot_go_to_the_bin_when_asked(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd()).meeting
    reopened(client_of("secretary"), meeting)

    with pytest.raises(Refused, match="không bỏ được"):
        bin_meeting(act=act(world.user("secretary")), meeting=meeting)

    assert "thùng rác" not in page(client_of("secretary"), f"/meetings/{meeting.pk}/")


def test_report_waits_when_its_minutes_are_being_corrected(
    world: World, client_of: ClientOf
) -> None:
    meeting = held(world, last_month_3rd()).meeting
    client, month = client_of("secretary"), Month.of(last_month_3rd())
    reopened(client, meeting)

    said = refused(client, f"/units/{world.cell.pk}/months/{month}/report/", {})

    assert "đang sửa" in said


def test_database_refuses_a_new_version_without_a_reason(world: World) -> None:
    closure = held(world, last_month_3rd())

    with pytest.raises(IntegrityError), transaction.atomic():
        MinutesClosure.objects.filter(pk=closure.pk).update(version=2)

    assert Paper.objects.filter(version=2).count() == 0
