"""The acts of a meeting sent as one: all of them, or nothing."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from bench.web import TOGETHER, Batch, Secretary
from chibo.accounts.models import Draft
from chibo.journal.models import Entry
from chibo.meetings.models import Meeting
from chibo.minutes.models import MinutesClosure
from chibo.plans.testing import make_planned
from chibo.resolutions.models import Task
from tests.sittings import last_month_3rd
from tests.world import PROBATIONERS, World

Acts = list[dict[str, Any]]


@pytest.fixture
def acts(world: World) -> Acts:
    """Return the acts of a whole meeting, from opening to closing."""
    batch = Batch()
    members = [member.pk for member in world.members]
    secretary = Secretary(batch.add, world.cell.pk, members, len(members) - PROBATIONERS, absent=1)
    secretary.record(last_month_3rd())
    return batch.acts


def _sent(world: World, acts: object, name: str = "secretary") -> Any:
    client = Client()
    client.force_login(world.user(name))
    body = acts if isinstance(acts, str) else json.dumps({"acts": acts})
    return client.post(TOGETHER, body, content_type="application/json")


def test_meeting_is_closed_when_its_acts_come_together(world: World, acts: Acts) -> None:
    found = _sent(world, acts)
    assert found.status_code == 200
    meeting = Meeting.objects.get(pk=acts[0]["fields"]["act"])
    closure = MinutesClosure.objects.get(meeting=meeting)
    assert (closure.present, closure.excused) == (len(world.members) - 1, 1)
    assert Task.objects.filter(meeting=meeting).count() == closure.tasks_new == 2
    told = {each["act"]: each["hash"] for each in found.json()["acts"]}
    assert list(told) == [each["fields"]["act"] for each in acts]
    assert told == {
        str(entry.pk): entry.content_hash for entry in Entry.objects.filter(pk__in=list(told))
    }


def test_nothing_comes_twice_when_the_same_acts_are_sent_again(world: World, acts: Acts) -> None:
    first = _sent(world, acts).json()
    entries = Entry.objects.count()
    again = _sent(world, acts)
    assert again.status_code == 200
    assert again.json() == first
    assert Entry.objects.count() == entries
    assert Meeting.objects.count() == MinutesClosure.objects.count() == 1


def test_nothing_is_kept_when_one_act_is_refused(world: World, acts: Acts) -> None:
    entries = Entry.objects.count()
    acts[-1]["fields"]["ends_at"] = "19:00"
    found = _sent(world, acts)
    assert found.status_code == 422
    said = found.json()
    assert (said["place"], said["at"]) == (len(acts) - 1, acts[-1]["at"])
    assert "Giờ kết thúc phải sau giờ bắt đầu" in said["errors"]["ends_at"][0]
    assert not Meeting.objects.exists()
    assert not Draft.objects.exists()
    assert Entry.objects.count() == entries
    del acts[-1]["fields"]["ends_at"]
    assert "ends_at" in _sent(world, acts).json()["errors"]
    acts[-1]["fields"]["ends_at"] = "21:10"
    assert _sent(world, acts).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{}", '{"acts": {}}', '{"acts": []}', '{"acts": [{"at": "/more/"}]}',
        '{"acts": [{"at": 1, "fields": {"act": "x"}}]}', "[" * 100_000, '{"acts": [[]]}',
        '{"acts": [{"at": "/more/", "fields": {"act": null}}]}',
    ],
    ids=range(10),
)  # fmt: skip
def test_a_sentence_says_so_when_the_body_is_no_acts(world: World, body: str) -> None:
    found = _sent(world, body)
    assert found.status_code == 400
    assert found.json()["error"]


def test_a_sitting_of_the_plan_is_opened_as_on_its_page(world: World, acts: Acts) -> None:
    planned = make_planned(world.cell, last_month_3rd())
    acts[0]["at"] += f"?planned={planned.pk}"
    assert _sent(world, acts).status_code == 200
    assert Meeting.objects.get().planned_id == planned.pk


def test_too_many_acts_are_refused(world: World, acts: Acts) -> None:
    found = _sent(world, acts * 20)
    assert found.status_code == 400
    assert "chia nhỏ" in found.json()["error"]


@pytest.mark.parametrize(
    ("name", "status"), [("member", 403), ("clerk", 403), ("stranger", 404), ("deputy", 200)]
)
def test_rights_are_those_of_each_page(world: World, acts: Acts, name: str, status: int) -> None:
    assert _sent(world, acts, name).status_code == status
    assert Meeting.objects.exists() == (status == 200)


@pytest.mark.parametrize("at", ["/more/", "/sign-out/", "/no/such/", TOGETHER, "meetings"])
def test_only_pages_of_a_meeting_take_acts(world: World, acts: Acts, at: str) -> None:
    acts[-1]["at"] = at
    found = _sent(world, acts)
    assert (found.status_code, found.json()["place"]) == (404, len(acts) - 1)
    assert not Meeting.objects.exists()


def test_what_is_no_act_is_refused(world: World, acts: Acts) -> None:
    acts[1]["fields"]["all"] = "1"  # the button that only fills the page in
    found = _sent(world, acts[:2])
    assert (found.status_code, found.json()["place"]) == (422, 1)
    assert "không nhận việc ấy" in found.json()["errors"]["__all__"][0]
    assert not Meeting.objects.exists()


def test_a_token_is_asked_for(world: World, acts: Acts) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("secretary"))
    body = json.dumps({"acts": acts})
    assert client.post(TOGETHER, body, content_type="application/json").status_code == 403
    client.cookies["csrftoken"] = token = "a" * 32
    found = client.post(
        TOGETHER, body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert found.status_code == 200
    assert Client().post(TOGETHER, body, content_type="application/json").status_code == 302


def test_other_content_under_the_same_act_is_refused(world: World, acts: Acts) -> None:
    assert _sent(world, acts).status_code == 200
    acts[3]["fields"]["spoke"] = "3"
    found = _sent(world, acts)
    assert (found.status_code, found.json()["place"]) == (422, 3)
    fresh = [{**each, "fields": {**each["fields"], "act": str(uuid.uuid4())}} for each in acts[1:]]
    found = _sent(world, fresh)
    assert (found.status_code, found.json()["place"]) == (422, 0)  # the minutes are closed
