"""One command is one act: written once, never changed, harmless to repeat."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.journal.commands import HANOI, Act, OtherContent
from chibo.journal.models import Entry
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    bin_meeting,
    call_roll,
    change_setting,
    choose_visits,
    end_meeting,
    note_visit,
    open_meeting,
    record_discussion,
    unbin_meeting,
)
from chibo.meetings.models import Meeting
from chibo.members.commands import enter_members, set_condition
from chibo.minutes.commands import close_minutes
from chibo.organizations.commands import end_post, give_post, rename_unit
from chibo.organizations.models import Post, Role
from chibo.papers.models import Paper
from chibo.petitions.commands import put_petitions
from chibo.plans.models import Kind
from chibo.resolutions.commands import (
    Answer,
    Promise,
    agree_correction,
    answer_tasks,
    record_decision,
    withdraw_decision,
)
from chibo.resolutions.models import AgreedCorrection, ResolutionItem, Task
from chibo.rulebook.commands import NewRule, set_rule
from tests.pages import filled, text_of
from tests.sittings import called, held, last_month_3rd, opened, setting
from tests.world import START, World, act, decision, new_member, today

Step = tuple[str, Callable[[], object]]


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Return all that the database holds, but for sessions."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("chibo."):
            names = [field.attname for field in model._meta.concrete_fields]
            rows = model._default_manager.values(*names)
            found[model._meta.label] = sorted(rows, key=str)
    return found


def _office_steps(world: World) -> Iterator[Step]:
    clerk, officer = act(world.user("clerk")), act(world.user("province_officer"))
    new = [new_member("Vừ A Phình", 1991)]
    yield "members.entered", lambda: enter_members(act=clerk, cell=world.cell, new=new)
    away = act(world.user("clerk"))
    yield (
        "member.condition_set",
        lambda: set_condition(act=away, membership=world.members[8], what="away", from_on=START),
    )
    rule = NewRule("attendance.aim_percent", "88", "", None, START)
    ruled = act(world.user("clerk"))
    yield "rule.set", lambda: set_rule(act=ruled, unit=world.commune, new=rule)
    given = act(world.user("clerk"))
    yield "post.given", lambda: give_post(
        act=given, person=world.members[7].person, unit=world.cell,
        role=Role.COMMITTEE_MEMBER, from_on=START,
    )  # fmt: skip
    ended = act(world.user("clerk"))
    yield (
        "post.ended",
        lambda: end_post(
            act=ended, post=Post.objects.get(role=Role.COMMITTEE_MEMBER), until_on=today()
        ),
    )
    paper = decision(world.province.pk, today())
    yield (
        "unit.renamed",
        lambda: rename_unit(
            act=officer, unit=world.sibling_cell, name="bản Huổi Ho mới", decision=paper
        ),
    )


def _sitting_steps(world: World) -> Iterator[Step]:
    held(world, last_month_3rd(), absent=1)
    user, old = world.user("secretary"), Task.objects.get()
    acts = [act(user) for _n in range(16)]
    began = setting(world, today(), kind=Kind.REGULAR)
    agenda = [ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới")]
    yield (
        "meeting.opened",
        lambda: open_meeting(act=acts[0], cell=world.cell, setting=began, agenda=agenda),
    )
    meeting = Meeting.objects.get(pk=acts[0].id)
    other = setting(world, today(), place="nhà trưởng bản")
    yield "meeting.changed", lambda: change_setting(act=acts[1], meeting=meeting, setting=other)
    marks = {member.pk: MarkGiven("present") for member in world.members}
    yield "roll_call.recorded", lambda: call_roll(act=acts[2], meeting=meeting, marks=marks)
    yield (
        "tasks.answered",
        lambda: answer_tasks(
            act=acts[3], meeting=meeting, answers={old.pk: Answer("done", "64 hộ")}
        ),
    )
    yield (
        "discussion.recorded",
        lambda: record_discussion(
            act=acts[4], meeting=meeting, items=agenda, spoke=4, criticism_held=True
        ),
    )
    promise = Promise(uuid.uuid4(), "Lập danh sách", world.members[3], today(), "có danh sách")
    item = uuid.uuid4()
    yield "decision.recorded", lambda: record_decision(
        act=acts[5], meeting=meeting, item=item, kind="ordinary", text="Làm đường",
        method="show_of_hands", totals=Totals(10, 0, 0), promises=[promise],
    )  # fmt: skip
    kept = ResolutionItem.objects.get(pk=item)
    for n, withdrawn in ((6, True), (7, False)):
        yield (
            "decision.withdrawn",
            lambda n=n, withdrawn=withdrawn: withdraw_decision(
                act=acts[n], meeting=meeting, item=kept, withdrawn=withdrawn
            ),
        )
    yield "correction.agreed", lambda: agree_correction(
        act=acts[8], meeting=meeting, membership=world.members[5], text="Đi họp đúng giờ",
        due_on=today(),
    )  # fmt: skip
    yield (
        "petitions.put",
        lambda: put_petitions(act=acts[9], meeting=meeting, texts=["Mở điện lưới"]),
    )
    yield (
        "meeting.ended",
        lambda: end_meeting(act=acts[10], meeting=meeting, ends_at=dt.time(21, 0)),
    )
    yield "visits.chosen", lambda: choose_visits(act=acts[11], cell=world.cell, wanted=True)
    yield (
        "visit.noted",
        lambda: note_visit(
            act=acts[12], meeting=meeting, membership=world.members[5], visited=True
        ),
    )
    yield "meeting.binned", lambda: bin_meeting(act=acts[13], meeting=meeting)
    yield "meeting.unbinned", lambda: unbin_meeting(act=acts[14], meeting=meeting)
    yield (
        "minutes.closed",
        lambda: close_minutes(act=acts[15], meeting=meeting, ends_at=dt.time(21, 10)),
    )


@pytest.mark.parametrize("steps", [_office_steps, _sitting_steps])
def test_nothing_changes_when_an_act_comes_again(
    world: World, steps: Callable[[World], Iterator[Step]]
) -> None:
    done = []

    for verb, command in steps(world):
        before = set(Entry.objects.values_list("pk", flat=True))
        command()
        new = Entry.objects.exclude(pk__in=before)
        assert [entry.verb for entry in new] == [verb]
        rows = _rows()
        command()
        assert _rows() == rows
        done.append(command)
    for command in done:  # and all again at the end, after the closing
        command()

    assert _rows() == rows


def test_act_is_refused_when_it_comes_with_other_content(world: World) -> None:
    user, meeting = world.user("secretary"), opened(world, today())
    once = act(user)
    put_petitions(act=once, meeting=meeting, texts=["Mở điện lưới"])
    rows = _rows()

    with pytest.raises(OtherContent, match="đã lưu một lần với nội dung khác"):
        put_petitions(act=once, meeting=meeting, texts=["Mở đường"])
    with pytest.raises(OtherContent):
        bin_meeting(act=once, meeting=meeting)

    assert _rows() == rows


def test_act_is_refused_when_somebody_else_sends_it(world: World) -> None:
    meeting, once = opened(world, today()), act(world.user("secretary"))
    put_petitions(act=once, meeting=meeting, texts=["Mở điện lưới"])
    same = Act(once.id, world.user("deputy"), once.claimed_at, once.entered_at)
    rows = _rows()

    with pytest.raises(OtherContent):
        put_petitions(act=same, meeting=meeting, texts=["Mở điện lưới"])

    assert _rows() == rows


def test_both_times_are_kept_when_an_act_was_done_before_it_was_entered(world: World) -> None:
    meeting = opened(world, last_month_3rd())
    claimed = dt.datetime.combine(last_month_3rd(), dt.time(20, 5), tzinfo=HANOI)
    entered = dt.datetime.now(tz=HANOI)
    late = Act(uuid.uuid4(), world.user("secretary"), claimed, entered)

    put_petitions(act=late, meeting=meeting, texts=[])

    entry = Entry.objects.get(pk=late.id)
    assert (entry.claimed_at, entry.entered_at) == (claimed, entered)
    assert (entry.actor, entry.province) == (world.user("secretary"), world.province.pk)


def _raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.update(verb="khác"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.first().delete(),
        lambda: _raw("update journal_entry set verb = 'khác'"),
        lambda: _raw("delete from journal_entry"),
        lambda: _raw(
            "set constraints all immediate; truncate journal_entry cascade"
            if connection.vendor == "postgresql"
            else "delete from journal_entry where verb = 'meeting.opened'"
        ),
    ],
)
def test_journal_stays_when_somebody_changes_it(world: World, change: Callable[[], object]) -> None:
    opened(world, today())
    before = list(Entry.objects.order_by("pk").values())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()

    assert list(Entry.objects.order_by("pk").values()) == before


def _readings() -> list[str]:
    rows = Entry.objects.filter(verb__startswith="read.").order_by("entered_at")
    return [entry.verb for entry in rows]


@pytest.mark.parametrize(
    ("page", "login", "verb"),
    [
        ("roll-call/", "secretary", "roll_call"),
        ("discussion/", "secretary", "minutes"),
        ("promises/", "secretary", "minutes"),
        ("decisions/", "deputy", "minutes"),
        ("decisions/new/", "secretary", "minutes"),
        ("corrections/", "secretary", "corrections"),
        ("minutes/", "deputy", "minutes"),
        ("papers/roll-call/", "secretary", "papers"),
        ("papers/blank-roll-call/", "secretary", "papers"),
        ("papers/minutes/", "secretary", "papers"),
        ("papers/minutes.docx", "secretary", "papers"),
        ("papers/task-list/", "secretary", "papers"),
        ("members", "clerk", "register"),
        ("visits", "secretary", "visits"),
    ],
)
def test_reading_is_written_once_when_a_sensitive_page_opens(
    world: World, client_of: Callable[[str], Client], page: str, login: str, verb: str
) -> None:
    meeting = opened(world, today())
    called(meeting, world.user("secretary"))
    unit_page = page in {"members", "visits"}
    url = f"/units/{world.cell.pk}/{page}/" if unit_page else f"/meetings/{meeting.pk}/{page}"

    client_of(login).get(url)

    entry = Entry.objects.get(verb__startswith="read.")
    assert (entry.verb, entry.actor) == (f"read.{verb}", world.user(login))
    assert (entry.unit, entry.subject) == (world.cell.pk, None if unit_page else meeting.pk)


def test_no_reading_is_written_when_only_counts_are_shown(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meeting = held(world, last_month_3rd()).meeting_id

    for login in ("member", "clerk", "province_officer"):
        assert client_of(login).get(f"/meetings/{meeting}/").status_code == 200

    assert _readings() == []


def _secret(world: World, meeting: Meeting, once: Act, item: uuid.UUID, totals: Totals) -> None:
    record_decision(
        act=once, meeting=meeting, item=item, kind="discipline", text="Khiển trách một đảng viên",
        method=Vote.Method.SECRET, totals=totals, promises=[],
    )  # fmt: skip


def test_totals_of_a_secret_ballot_leave_no_trace_when_recorded(world: World) -> None:
    user, meeting = world.user("secretary"), opened(world, today())
    called(meeting, user)
    once, item = act(user), uuid.uuid4()
    hashes = []

    for totals in (Totals(7, 2, 1), Totals(3, 4, 3)):
        with transaction.atomic():
            _secret(world, meeting, once, item, totals)
            entry = Entry.objects.get(pk=once.id)
            hashes.append((entry.content_hash, entry.said))
            assert Vote.objects.get(pk=item).votes_for == totals.votes_for
            transaction.set_rollback(True)

    assert hashes[0] == hashes[1]
    assert hashes[0][1] == {"tasks": 0, "method": "secret"}


def test_vote_has_no_hour_and_no_name_when_kept() -> None:
    fields = Vote._meta.get_fields()

    kinds = (models.DateField, models.TimeField, models.ForeignKey)
    assert [field.name for field in fields if isinstance(field, kinds)] == []


def test_secret_totals_are_in_no_journal_row_when_typed_into_the_page(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meeting = opened(world, today())
    called(meeting, world.user("secretary"))
    client, url = client_of("secretary"), f"/meetings/{meeting.pk}/decisions/new/"
    typed = {"kind": "discipline", "method": "secret", "text": "Khiển trách", "votes_for": "7",
             "votes_against": "2", "votes_other": "1"}  # fmt: skip

    response = client.post(url, filled(client, url, typed))

    assert response.status_code == 302
    assert Vote.objects.get().votes_for == 7
    said = Entry.objects.get(verb="decision.recorded").said
    assert said == {"tasks": 0, "method": "secret"}


def test_correction_is_in_no_journal_paper_or_minutes_when_agreed(
    world: World, client_of: Callable[[str], Client]
) -> None:
    text, user = "Bớt uống rượu trước buổi họp", world.user("secretary")
    meeting = opened(world, today())
    called(meeting, user)
    record_discussion(
        act=act(user), meeting=meeting, items=[], spoke=2, criticism_held=True
    )  # fmt: skip
    client, url = client_of("secretary"), f"/meetings/{meeting.pk}/corrections/"
    due = today()
    typed = {"membership": str(world.members[5].pk), "text": text, "due_on_day": str(due.day),
             "due_on_month": str(due.month), "due_on_year": str(due.year)}  # fmt: skip
    client.post(url, filled(client, url, typed))
    read_back = text_of(client.get(f"/meetings/{meeting.pk}/minutes/"))

    close_minutes(act=act(user), meeting=meeting, ends_at=dt.time(21, 0))

    assert AgreedCorrection.objects.get().text == text
    assert text in text_of(client.get(url))
    pages = [f"/meetings/{meeting.pk}/{page}" for page in ("", "minutes/closure/", "history/")]
    pages += [f"/meetings/{meeting.pk}/papers/{kind}/" for kind in ("minutes", "task-list")]
    found = [text_of(client.get(page)) for page in pages]
    assert [page for page in [read_back, *found] if text in page] == []
    assert Paper.objects.count() == 3
    rows = [*Entry.objects.values_list("said", flat=True)]
    rows += Paper.objects.values_list("content", flat=True)
    assert [row for row in rows if text in str(row)] == []
