"""What was typed and not saved comes back to who typed it, and to nobody else."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from chibo.accounts.commands import KEEP_DAYS, drop_old_drafts, keep_draft
from chibo.accounts.models import Draft
from chibo.meetings.models import Meeting
from tests.pages import fields_of, filled, text_of
from tests.sittings import called, opened
from tests.world import World, today


@pytest.fixture
def url(world: World) -> str:
    """The page of a new decision of an open meeting."""
    meeting = opened(world, today())
    called(meeting, world.user("secretary"))
    return f"/meetings/{meeting.pk}/decisions/new/"


def test_page_comes_back_as_typed_when_it_was_kept(
    world: World, client_of: Callable[[str], Client], url: str
) -> None:
    client = client_of("secretary")
    typed = {"text": "Làm đường\nnội bản", "votes_for": "9", "method": "show_of_hands",
             "task-0-what": "Góp công", "task-0-responsible": str(world.members[3].pk),
             "task-0-helpers": [str(world.members[4].pk), str(world.members[5].pk)],
             "task-0-due_on_day": "31", "task-0-due_on_month": "2"}  # fmt: skip
    sent = filled(client, url, typed)

    answer = client.post("/drafts/", {"page": url, **sent})

    page = client.get(url)
    assert list(answer.json()) == ["saved_at"]
    assert answer.json()["saved_at"] in text_of(page)
    back, sent = fields_of(page), dict(sent)
    for fields in (back, sent):
        fields.pop("csrfmiddlewaretoken")
    back["task-0-helpers"].sort()
    sent["task-0-helpers"].sort()
    assert back == sent
    assert 'class="errors"' not in text_of(page)


def test_draft_is_forgotten_when_the_page_is_saved(
    world: World, client_of: Callable[[str], Client]
) -> None:
    meeting, client = opened(world, today()), client_of("secretary")
    url = f"/meetings/{meeting.pk}/petitions/"
    sent = filled(client, url, {"lines": "Mở điện lưới"})
    client.post("/drafts/", {"page": url, **sent})

    response = client.post(url, sent)

    assert response.status_code == 302
    assert Draft.objects.count() == 0
    assert fields_of(client.get(url))["act"] != sent["act"]


def test_draft_replaces_the_earlier_one_when_kept_again(
    client_of: Callable[[str], Client], url: str
) -> None:
    client = client_of("secretary")
    for text in ("Làm", "Làm đường"):
        client.post("/drafts/", {"page": url, "text": text})

    assert Draft.objects.get().fields == {"text": ["Làm đường"]}


def test_votes_are_not_kept_when_the_ballot_is_secret(
    client_of: Callable[[str], Client], url: str
) -> None:
    client = client_of("secretary")
    typed = {"kind": "discipline", "votes_for": "7", "votes_against": "2", "votes_other": "1"}
    client.post("/drafts/", {"page": url, **filled(client, url, typed)})
    assert Draft.objects.get().fields["votes_for"] == ["7"]

    sent = filled(client, url, {**typed, "method": "secret", "text": ""})
    client.post("/drafts/", {"page": url, **sent})
    kept = [dict(Draft.objects.get().fields)]
    client.post(url, sent)  # refused: no text
    kept.append(dict(Draft.objects.get().fields))

    assert [[name for name in fields if name.startswith("votes_")] for fields in kept] == [[], []]
    assert fields_of(client.get(url))["votes_for"] == [""]


def test_password_and_token_are_not_kept_when_posted(
    client_of: Callable[[str], Client], url: str
) -> None:
    sent = {"page": url, "csrfmiddlewaretoken": "x", "password": "mật khẩu", "text": "Làm đường"}

    client_of("secretary").post("/drafts/", sent)

    assert Draft.objects.get().fields == {"text": ["Làm đường"]}


def test_draft_is_invisible_when_somebody_else_opens_the_page(
    client_of: Callable[[str], Client], url: str
) -> None:
    client_of("secretary").post("/drafts/", {"page": url, "text": "Làm đường nội bản"})

    page = client_of("deputy").get(url)

    assert page.status_code == 200
    assert "Làm đường nội bản" not in text_of(page)


def test_draft_is_invisible_when_the_right_has_gone(
    world: World, client_of: Callable[[str], Client], url: str
) -> None:
    keep_draft(
        user=world.user("member"), page=url, fields={"text": ["Làm đường"]}, now=timezone.now()
    )

    page = client_of("member").get(url)

    assert page.status_code == 403
    assert "Làm đường" not in text_of(page)


@pytest.mark.parametrize("page", ["", "meetings/", "https://example.org/", "/" * 201])
def test_draft_is_refused_when_it_names_no_page(
    client_of: Callable[[str], Client], url: str, page: str
) -> None:
    response = client_of("secretary").post("/drafts/", {"page": page, "text": "Làm đường"})

    assert response.status_code == 400
    assert Draft.objects.count() == 0


def test_only_old_drafts_are_dropped_when_asked(world: World) -> None:
    now, user = timezone.now(), world.user("secretary")
    for page, days in (("/old/", KEEP_DAYS + 1), ("/new/", KEEP_DAYS - 1)):
        keep_draft(user=user, page=page, fields={}, now=now - dt.timedelta(days=days))

    dropped = drop_old_drafts(now=now)

    assert dropped == 1
    assert [draft.page for draft in Draft.objects.all()] == ["/new/"]


def test_draft_of_a_new_meeting_opens_one_meeting_when_sent_twice(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client, url = client_of("secretary"), f"/units/{world.cell.pk}/meetings/new/"
    typed = {"starts_at": "19h30", "place": "nhà văn hóa", "writer": str(world.members[2].pk)}
    client.post("/drafts/", {"page": url, **filled(client, url, typed)})
    first, second = fields_of(client.get(url)), fields_of(client.get(url))

    answers = [client.post(url, fields).status_code for fields in (first, second)]

    assert answers == [302, 302]
    assert Meeting.objects.count() == 1
