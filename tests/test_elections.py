"""A cell votes on paper: two counters, the result, ratification, posts and terms."""

import html
import io
import re
import uuid
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import models
from django.test import Client
from docx import Document
from pypdf import PdfReader

from chibo.accounts.models import Draft
from chibo.ballots.models import Vote
from chibo.elections.commands import CannotHold, NewElection, hold_election
from chibo.elections.models import Count, Election, Line, Ratification, Term
from chibo.journal.commands import hash_of
from chibo.journal.models import Entry
from chibo.members.models import Membership
from chibo.organizations.models import Post, Role, Unit
from chibo.organizations.queries import holders
from tests.pages import filled, text_of
from tests.world import World, act, today

Sign = Callable[[str], Client]
COUNTERS = (11, 10)  # places in `world.members`: never on a ballot here


def day_of(field: str) -> dict[str, str]:
    day = today()
    return {f"{field}_day": str(day.day), f"{field}_month": str(day.month),
            f"{field}_year": str(day.year)}  # fmt: skip


def prepared(client: Client, cell: Unit, what: str, **fields: str | list[str]) -> Election:
    """Prepare a round of today through its page."""
    url = f"/units/{cell.pk}/elections/new/{what}/"
    answer = client.post(url, filled(client, url, {**day_of("held_on"), **fields}))
    assert answer.status_code == 302, html.unescape(text_of(answer))
    return Election.objects.get(pk=answer["Location"].split("/")[-2])


def seat(client: Client, world: World, role: str, seats: int, *places: int) -> Election:
    names = [str(world.members[place].pk) for place in places]
    return prepared(client, world.cell, "congress", seat=role, seats=str(seats), candidates=names)


def typed(
    election: Election, counter: Membership, totals: tuple[int, int, int, int],
    votes_for: dict[int, int],
) -> dict[str, str | list[str]]:  # fmt: skip
    """Return what a counter types. votes_for: by person's place on the ballot; the rest against."""
    issued, returned, valid, invalid = totals
    found: dict[str, str | list[str]] = {
        "counter": str(counter.pk), "secret_issued": str(issued),
        "secret_returned": str(returned), "secret_valid": str(valid),
        "secret_invalid": str(invalid),
    }  # fmt: skip
    for line in election.lines.order_by("position"):
        favour = votes_for.get(line.position, 0)
        found |= {f"secret_for-{line.pk}": str(favour),
                  f"secret_against-{line.pk}": str(valid - favour)}  # fmt: skip
    return found


def entered(
    client: Client, election: Election, fields: dict[str, str | list[str]], status: int = 302
) -> str:
    """Enter a count through its page, and return the page that follows."""
    url = f"/elections/{election.pk}/count/"
    answer = client.post(url, filled(client, url, fields))
    assert answer.status_code == status, html.unescape(text_of(answer))
    page = client.get(answer["Location"]) if status == 302 else answer
    election.refresh_from_db()
    return " ".join(html.unescape(text_of(page)).split())


def counted(
    client: Client, world: World, election: Election, totals: tuple[int, int, int, int],
    votes_for: dict[int, int],
) -> str:  # fmt: skip
    """Let both counters find the same."""
    page = ""
    for place in COUNTERS:
        page = entered(client, election, typed(election, world.members[place], totals, votes_for))
    return page


def confirmed(client: Client, election: Election, **changes: str) -> tuple[int, str]:
    url = f"/elections/{election.pk}/ratification/"
    fields = {"number": "15-QĐ/ĐU", **day_of("signed_on"), **day_of("from_on"), **changes}
    answer = client.post(url, filled(client, url, fields))
    return answer.status_code, html.unescape(text_of(answer))


def offices(cell: Unit) -> list[tuple[str, str]]:
    """Return who holds which office today."""
    now = Post.objects.on(today()).filter(unit=cell).exclude(role=Role.MEMBER)
    return sorted(now.values_list("role", "person__name"))


ALL = (10, 10, 10, 0)


def test_congress_fills_the_committee_when_counts_differ_then_agree(
    world: World, client_of: Sign
) -> None:
    client, clerk = client_of("secretary"), client_of("clerk")
    order = {place: n for n, place in enumerate(
        sorted((2, 3, 6, 8), key=lambda p: world.members[p].person.sort_key))}  # fmt: skip
    committee = seat(client, world, "committee_member", 3, 2, 3, 6, 8)
    votes = {order[2]: 8, order[3]: 9, order[6]: 6, order[8]: 5}

    one = typed(committee, world.members[11], ALL, votes)
    waiting = entered(client, committee, one)
    other = typed(committee, world.members[10], ALL, {**votes, order[6]: 7})
    differ = entered(client, committee, other)

    assert "Sùng A Khua đã nhập. Chờ người thứ hai" in waiting
    assert not re.search(r"Đồng ý \d", waiting + differ)
    assert "chưa khớp ở: Quàng Văn Ượng. Đếm lại" in differ
    assert (Count.objects.count(), Vote.objects.count(), committee.is_agreed) == (0, 0, False)
    page = counted(client, world, committee, ALL, votes)
    assert "Hai người đếm khớp nhau" in page
    assert "Đồng ý 9/10 (90,0 %), không đồng ý 1, để trống 0" in page
    assert (Count.objects.count(), committee.unmatched) == (0, [])
    elected = set(committee.lines.filter(is_elected=True).values_list("position", flat=True))
    assert elected == {order[2], order[3], order[6]}

    outside = {"seat": "secretary", "seats": "1", **day_of("held_on"),
               "candidates": [str(world.members[8].pk)]}  # fmt: skip
    url = f"/units/{world.cell.pk}/elections/new/congress/"
    refused = client.post(url, filled(client, url, outside))
    assert "Cà Văn Đoan không trúng chi ủy" in html.unescape(text_of(refused))
    counted(client, world, seat(client, world, "secretary", 1, 3), ALL, {0: 9})
    last = seat(client, world, "deputy_secretary", 1, 2)
    counted(client, world, last, ALL, {0: 7})
    terms = html.unescape(text_of(clerk.get(f"/units/{world.commune.pk}/elections/")))
    assert terms.count("Đại hội chi bộ") == 1
    before = offices(world.cell)
    status, _page = confirmed(clerk, committee)

    assert before == [("deputy_secretary", "Quàng Văn Nọi"), ("secretary", "Tòng Văn Inh")]
    assert status == 302
    assert offices(world.cell) == [
        ("committee_member", "Quàng Văn Ượng"), ("deputy_secretary", "Lò Thị Ánh"),
        ("secretary", "Giàng A Chống"),
    ]  # fmt: skip
    old = Post.objects.get(person=world.members[0].person, role=Role.SECRETARY)
    assert (old.until_on, old.ended_by) == (today(), "15-QĐ/ĐU")
    term, paper = Term.objects.get(), Ratification.objects.get()
    assert (term.from_on, term.congress_on, paper.number) == (today(), today(), "15-QĐ/ĐU")
    assert paper.issuer == "Đảng ủy xã Mường Pồn"
    assert Election.objects.filter(ratification=paper).count() == 3
    due = f"Đại hội tới chậm nhất {today().day:02d}/{today().month:02d}/{today().year + 5}"
    url = f"/units/{world.cell.pk}/elections/"
    assert due in text_of(client_of("member").get(url))
    # rights follow at once: the member is deputy now, the old secretary only a member
    new = f"/units/{world.cell.pk}/elections/new/vacancy/"
    assert [client_of(name).get(new).status_code for name in ("member", "secretary")] == [200, 403]
    assert confirmed(clerk, committee)[0] == 422


def test_round_held_again_adds_its_seat_when_the_congress_is_ratified(
    world: World, client_of: Sign
) -> None:
    client, clerk = client_of("secretary"), client_of("clerk")
    chief = seat(client, world, "secretary", 1, 0)
    counted(client, world, chief, ALL, {0: 9})
    last = seat(client, world, "deputy_secretary", 1, 4, 5)
    counted(client, world, last, ALL, {0: 5, 1: 5})
    assert confirmed(clerk, chief)[0] == 302
    assert offices(world.cell) == [("secretary", "Tòng Văn Inh")]

    again = seat(client, world, "deputy_secretary", 1, 5)
    counted(client, world, again, ALL, {0: 8})

    assert confirmed(clerk, again, number="18-QĐ/ĐU")[0] == 302
    assert (Term.objects.count(), Ratification.objects.count()) == (1, 2)
    assert offices(world.cell) == [
        ("deputy_secretary", "Lò Văn Hòa"), ("secretary", "Tòng Văn Inh"),
    ]  # fmt: skip


def test_vacancy_ends_the_former_holder_of_that_seat_only_when_ratified(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    round_ = prepared(
        client, world.cell, "vacancy", seat="deputy_secretary", seats="1",
        candidates=[str(world.members[4].pk)],
    )  # fmt: skip
    counted(client, world, round_, ALL, {0: 8})

    status, _page = confirmed(client_of("clerk"), round_)

    assert (status, Term.objects.count()) == (302, 0)
    assert offices(world.cell) == [
        ("deputy_secretary", "Lò Văn Hòa"), ("secretary", "Tòng Văn Inh"),
    ]  # fmt: skip
    held = holders([world.cell.pk], [Role.DEPUTY_SECRETARY], on=today())
    post = held[world.cell.pk, Role.DEPUTY_SECRETARY]
    assert (post.number, post.signed_on, post.from_on) == ("15-QĐ/ĐU", today(), today())


def test_small_cell_has_no_committee_when_it_elects(world: World, client_of: Sign) -> None:
    client, cell = client_of("sibling"), world.sibling_cell
    url = f"/units/{cell.pk}/elections/new/congress/"
    pages = [html.unescape(text_of(client.get(at))) for at in (f"/units/{cell.pk}/elections/", url)]
    names = [str(each.pk) for each in Membership.objects.filter(cell=cell)][:3]
    fields = {**day_of("held_on"), "seat": "committee_member", "seats": "3", "candidates": names}
    answer = client.post(url, {**filled(client, url, fields)})

    assert "5 đảng viên chính thức, dưới 9: không có chi ủy" in pages[0]
    assert "từ 9 đảng viên chính thức bầu chi ủy" in pages[0]
    assert 'value="committee_member"' not in pages[1]
    assert (answer.status_code, Election.objects.count()) == (422, 0)
    new = NewElection(
        "congress", today(), seat="committee_member", seats=3, candidates=tuple(map(UUID, names))
    )
    with pytest.raises(CannotHold, match="dưới 9 đảng viên chính thức"):
        hold_election(act=act(world.user("sibling")), cell=cell, new=new)
    round_ = prepared(client, cell, "congress", seat="secretary", seats="1", candidates=names[:1])
    people = list(Membership.objects.filter(cell=cell).exclude(pk=names[0]))
    for counter in people[:2]:
        page = entered(client, round_, typed(round_, counter, (5, 4, 4, 0), {0: 3}))
    assert "nhìn tổng là biết ai bỏ gì" in page
    assert confirmed(client_of("clerk"), round_)[0] == 302
    assert [role for role, _name in offices(cell)] == ["secretary"]


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("issued", {"secret_issued": "11"}, "Phát ra 11 phiếu, chi bộ chỉ có 10 người"),
    ("returned", {"secret_returned": "11"}, "Thu về 11 phiếu, nhiều hơn 10 phiếu phát ra"),
    ("valid", {"secret_invalid": "1"}, "Phiếu hợp lệ 10 + không hợp lệ 1 phải bằng 10 thu về"),
    ("line", {"secret_for-{line}": "9"}, "đồng ý + không đồng ý + để trống = 11, phải bằng 10"),
    ("seats", {"secret_for-{line}": "10", "secret_against-{line}": "0"}, "nhiều hơn 10 phiếu × 1"),
    ("empty", {"secret_valid": ""}, "Ô này còn trống"),
    ("minus", {"secret_valid": "-1"}, "Ghi một số từ 0 trở lên"),
    ("candidate", {"counter": "{candidate}"}, "Người này không có trong danh sách"),
]


@pytest.mark.parametrize(("name", "change", "sentence"), WRONG, ids=[row[0] for row in WRONG])
def test_impossible_totals_are_refused_with_their_rule_when_entered(
    world: World, client_of: Sign, name: str, change: dict[str, str], sentence: str
) -> None:
    client = client_of("secretary")
    round_ = seat(client, world, "secretary", 1, 2, 3)
    line = round_.lines.get(position=0)
    good = typed(round_, world.members[11], ALL, {0: 8, 1: 2})
    known = {"line": line.pk, "candidate": world.members[2].pk}
    wrong = {key.format(**known): value.format(**known) for key, value in change.items()}

    page = entered(client, round_, {**good, **wrong}, status=422)

    assert sentence in page
    assert (Count.objects.count(), Draft.objects.count()) == (0, 0)
    assert not Entry.objects.filter(verb="election.counted").exists()


def test_names_level_at_the_last_seat_are_voted_on_again_when_counted(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    round_ = seat(client, world, "secretary", 1, 2, 3)

    page = counted(client, world, round_, ALL, {0: 5, 1: 5})
    assert not round_.lines.filter(is_elected=True).exists()
    assert "Bằng phiếu nhau" not in page  # neither has more than half
    three = seat(client, world, "deputy_secretary", 2, 2, 3, 4)
    page = counted(client, world, three, ALL, {0: 8, 1: 6, 2: 6})

    assert "Bằng phiếu nhau ở chỗ cuối" in page
    assert set(three.lines.filter(is_elected=True).values_list("position", flat=True)) == {0}
    assert "Đại hội chưa bầu được bí thư" in confirmed(client_of("clerk"), three)[1]


def test_probationers_need_two_thirds_of_official_members_when_recognised(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    names = [str(world.members[place].pk) for place in (10, 11)]
    round_ = prepared(client, world.cell, "recognition", candidates=names)
    for place in (8, 9):
        counter = world.members[place]
        page = entered(client, round_, typed(round_, counter, (10, 9, 8, 1), {0: 7, 1: 6}))

    votes = [line.vote for line in round_.lines.order_by("position")]
    assert [(v.votes_for, v.base_size, v.base, v.is_adopted) for v in votes if v] == [
        (7, 10, "official_members", True), (6, 10, "official_members", False),
    ]  # fmt: skip
    assert ("Được thông qua" in page, "Không được thông qua" in page) == (True, True)
    assert (client_of("clerk").get(f"/elections/{round_.pk}/ratification/").status_code) == 404
    assert Membership.objects.filter(cell=world.cell, official_on=None).count() == 2
    texts = [
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        for pdf in [client.get(f"/elections/{round_.pk}/minutes.pdf").content]
    ]
    docx = Document(io.BytesIO(client.get(f"/elections/{round_.pk}/minutes.docx").content))
    texts.append("\n".join(p.text for p in docx.paragraphs))
    for text in texts:
        assert "BIÊN BẢN KIỂM PHIẾU" in text
        assert "Được thông qua: " in text
        assert "từ hai phần ba số đảng viên chính thức" in " ".join(text.split())


def test_another_question_is_counted_by_its_kind_when_asked(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    round_ = prepared(
        client, world.cell, "other", kind="admission", title="Xét kết nạp đảng viên",
        texts="Hờ A Sính\n\nLý Thị Mỷ",
    )  # fmt: skip

    page = counted(client, world, round_, ALL, {0: 7, 1: 6})

    assert [line.is_elected for line in round_.lines.order_by("position")] == [True, False]
    assert ("Xét kết nạp đảng viên" in page, "từ hai phần ba" in page) == (True, True)


def test_member_counts_for_oneself_only_when_signed_in_elsewhere(
    world: World, client_of: Sign
) -> None:
    round_ = seat(client_of("secretary"), world, "secretary", 1, 3)
    member, url = client_of("member"), f"/elections/{round_.pk}/count/"

    page = text_of(member.get(url))
    fields = typed(round_, world.members[11], ALL, {0: 9})
    foreign = member.post(url, {**filled(member, url, fields)})
    own = entered(member, round_, typed(round_, world.members[2], ALL, {0: 9}))

    assert (page.count("<option"), foreign.status_code) == (2, 422)
    assert "Lò Thị Ánh đã nhập" in own
    first = client_of("secretary").get(url)
    assert "số không hiện ở đây" in html.unescape(text_of(first))
    assert not re.search(r'value="(9|10)"', text_of(first))


def test_counter_corrects_an_own_slip_when_the_other_has_not_entered(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    round_ = seat(client, world, "secretary", 1, 3)
    for votes in (8, 9):
        entered(client, round_, typed(round_, world.members[11], ALL, {0: votes}))
    assert (Count.objects.count(), round_.is_agreed) == (1, False)

    entered(client, round_, typed(round_, world.members[10], ALL, {0: 9}))

    assert round_.is_agreed
    again = entered(client, round_, typed(round_, world.members[10], ALL, {0: 9}), status=422)
    assert "đã có kết quả, không đổi được nữa" in again


def test_names_move_and_a_round_is_taken_back_when_not_yet_counted(
    world: World, client_of: Sign
) -> None:
    client = client_of("secretary")
    round_ = seat(client, world, "secretary", 1, 2, 3)
    last = round_.lines.get(position=1)
    up = f"/elections/{round_.pk}/order/{last.pk}/up/"

    moved = client.post(up, {"act": str(uuid.uuid4())}).status_code
    over = client.post(up, {"act": str(uuid.uuid4())}).status_code
    last.refresh_from_db()
    assert (moved, over, last.position) == (302, 422, 0)
    entered(client, round_, typed(round_, world.members[11], ALL, {0: 9}))
    counting = client.post(up.replace("up", "down"), {"act": str(uuid.uuid4())})
    gone = client.post(f"/elections/{round_.pk}/withdrawal/", {"act": str(uuid.uuid4())})

    assert "Đã có người đếm" in html.unescape(text_of(counting))
    assert (gone.status_code, Count.objects.count()) == (302, 0)
    assert f"/elections/{round_.pk}/" not in text_of(client.get(gone["Location"]))


def test_ballots_are_all_alike_when_printed(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    round_ = seat(client, world, "secretary", 1, 4, 5)

    pdf = client.get(f"/elections/{round_.pk}/ballots-4.pdf").content
    tally = client.get(f"/elections/{round_.pk}/tally.pdf").content

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 3
    text = "\n".join(page.extract_text() for page in pages)
    ballots = [part.split() for part in text.split("ĐẢNG CỘNG SẢN VIỆT NAM")[1:]]
    assert len(ballots) == 12
    assert all(ballot == ballots[0] for ballot in ballots)
    assert {"PHIẾU", "BẦU", "1966", "1983"} <= set(ballots[0])
    assert client.get(f"/elections/{round_.pk}/ballots-3.pdf").status_code == 404
    assert len(PdfReader(io.BytesIO(tally)).pages) == 1


def test_nothing_but_the_totals_is_left_when_counters_erred_first(
    world: World, client_of: Sign
) -> None:
    client, counters = client_of("secretary"), [world.members[place] for place in COUNTERS]
    left = []
    for slips in ([], [({0: 8, 1: 2}, {0: 9, 1: 1})], [({0: 6, 1: 3}, {0: 3, 1: 7})]):
        round_ = seat(client, world, "secretary", 1, 2, 3)
        for pair in slips:
            for counter, votes in zip(counters, pair, strict=True):
                entered(client, round_, typed(round_, counter, ALL, votes))
        counted(client, world, round_, ALL, {0: 7, 1: 3})
        rows = Entry.objects.filter(verb="election.counted", subject=round_.pk)
        assert {(at.minute, at.second, at.microsecond) for row in rows
                for at in (row.entered_at, row.claimed_at)} == {(0, 0, 0)}  # fmt: skip
        hashes = {row.content_hash for row in rows}
        assert hashes == {
            hash_of({"verb": "election.counted", "unit": world.cell.pk, "subject": round_.pk,
                     "counter": counter.pk}) for counter in counters
        }  # fmt: skip
        acts = Entry.objects.filter(subject=round_.pk, verb="election.counted").count()
        assert acts == 2 + 2 * len(slips)
        left.append(_one(round_))

    assert left[0] == left[1] == left[2]
    assert Draft.objects.count() == 0


def _one(round_: Election) -> list[object]:
    """Return what the tables of ballots hold of one round, without ids."""
    names = [f"vote__{field.name}" for field in Vote._meta.fields if field.name != "id"]
    votes = Line.objects.filter(election=round_).order_by("position")
    row = Election.objects.values(
        "issued", "returned", "valid", "invalid", "unmatched", "first_counter", "second_counter"
    ).get(pk=round_.pk)
    return [row, *votes.values(*names), Count.objects.count()]


def test_no_table_joins_a_voter_to_a_ballot_when_inspected() -> None:
    figures = {"votes_for", "votes_against", "votes_other", "issued", "returned", "valid",
               "invalid", "figures", "unmatched"}  # fmt: skip
    people = {"candidate", "counter", "first_counter", "second_counter"}
    for model in (Election, Line, Count, Vote):
        names = {field.name for field in model._meta.get_fields() if field.concrete}
        times = {field.name for field in model._meta.get_fields()
                 if isinstance(field, models.DateTimeField | models.TimeField)}  # fmt: skip
        to_people = {
            field.name for field in model._meta.get_fields()
            if field.concrete and field.is_relation
            and field.related_model.__name__ in {"Membership", "Person", "User"}
        }  # fmt: skip
        assert (times, to_people - people) == (set(), set())
        assert not any("ballot" in name or "voter_" in name for name in names - figures)


def test_draft_keeps_no_total_when_a_browser_sends_them(world: World, client_of: Sign) -> None:
    client = client_of("secretary")
    round_ = seat(client, world, "secretary", 1, 3)
    url = f"/elections/{round_.pk}/count/"

    fields = typed(round_, world.members[11], ALL, {0: 9})
    client.post("/drafts/", {"page": url, **filled(client, url, fields)})

    assert set(Draft.objects.get().fields) == {"act", "counter"}
