"""The units of Điện Biên through time: 129 communes in ten districts, then 45 and no district."""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from chibo.accounts.models import User
from chibo.core.days import FOREVER, Month
from chibo.demo.acts import act_on
from chibo.demo.units import FIRST_DAY, REFORM_DAY, Province, decision, found_province
from chibo.meetings.commands import (
    ItemSaid,
    MarkGiven,
    Setting,
    call_roll,
    open_meeting,
    record_discussion,
)
from chibo.members.commands import enter_members
from chibo.minutes.commands import close_minutes
from chibo.minutes.models import MinutesClosure
from chibo.organizations.authority import Can, may
from chibo.organizations.commands import (
    CannotGivePost,
    CannotReorganise,
    NewUnit,
    Predecessor,
    end_units,
    found_units,
    give_post,
    mark_unit,
    merge_units,
    move_units,
    rebuild_ancestry,
    rename_unit,
)
from chibo.organizations.models import (
    Ancestry,
    CellType,
    Code,
    Decision,
    Designation,
    Kind,
    Mark,
    Placement,
    Post,
    Role,
    Succession,
    Unit,
)
from chibo.organizations.queries import (
    cells_under,
    chain,
    children,
    existed,
    heirs,
    history,
    named,
    names,
    superior,
)
from chibo.people.commands import add_person
from chibo.people.models import Person, Sex
from chibo.plans.models import Kind as MeetingKind
from chibo.rulebook.commands import load_packs
from tests.counted import below, held_below
from tests.world import new_member

BEFORE, AFTER = dt.date(2024, 6, 15), dt.date(2025, 10, 15)
OCTOBER_2023 = Month(2023, 10)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Province]:
    """Found the province once, in a transaction around the transactions of these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_packs(now=timezone.now())
        cells = {"xã Mường Pồn": 4, "xã Nà Hỳ": 4}
        yield found_province(cells_each=cells, usual=1, dice=random.Random(7))
        transaction.set_rollback(True)


def called(name: str, on: dt.date, *, under: str = "") -> UUID:
    """Return the one unit called so on the day, under a unit called so."""
    found = Designation.objects.on(on).filter(name=name).values_list("unit", flat=True)
    places = [u for u in found if not under or path(u, on)[1] == under]
    assert len(places) == 1, (name, places)
    return places[0]


def path(unit: UUID, on: dt.date) -> list[str]:
    """Return the names of a unit and those above it, nearest first."""
    ids = chain(unit, on=on)
    return [names(ids, on=on)[each].name for each in ids]


def stored(units: list[UUID] | None = None) -> set[tuple[object, ...]]:
    """Return the derived table as it stands."""
    rows = Ancestry.objects.all() if units is None else Ancestry.objects.filter(unit__in=units)
    return set(rows.values_list("unit", "ancestor", "depth", "from_on", "until_on"))


def person(province: Province, name: str, user: User | None = None) -> Person:
    return add_person(
        id=uuid.uuid4(), province=province.unit.pk, name=name, birth=(1980, None, None),
        sex=Sex.MALE, user=user,
    )  # fmt: skip


def post(province: Province, unit: UUID, role: Role, from_on: dt.date, login: str) -> User:
    """Give somebody new a post and return the login."""
    user = User.objects.create_user(login)
    give_post(
        act=act_on(province.officer, timezone.localdate()), unit=Unit.objects.get(pk=unit),
        person=person(province, "Vũ Thị Hạnh", user), role=role, from_on=from_on,
    )  # fmt: skip
    return user


def ruling(province: Province, on: dt.date) -> Decision:
    return decision(province.unit.pk, "Thử", on)


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def hold(province: Province, cell: UUID, on: dt.date) -> MinutesClosure:
    """Hold and close a meeting of four in a cell, by the commands that a user has."""
    unit = Unit.objects.get(pk=cell)
    now = superior(cell, on=timezone.localdate())
    assert now is not None
    clerk = post(province, now, Role.PARTY_BUILDING_OFFICER, REFORM_DAY, f"clerk {cell}")
    chief = User.objects.create_user(f"chief {cell}")
    new = [new_member("Hạng A Dế", 1970, user=chief)]
    new += [new_member(f"Lò Văn Bun {letter}", 1975) for letter in "ABC"]
    members = enter_members(act=act_on(clerk, timezone.localdate()), cell=unit, new=new)
    give_post(
        act=act_on(clerk, timezone.localdate()), person=members[0].person, unit=unit,
        role=Role.SECRETARY, from_on=FIRST_DAY,
    )  # fmt: skip
    setting = Setting(
        MeetingKind.REGULAR, "", on, dt.time(19, 30), "nhà văn hóa", members[0], members[1]
    )
    items = [ItemSaid(uuid.uuid4(), "Nhiệm vụ tháng tới")]
    meeting = open_meeting(act=act_on(chief, on), cell=unit, setting=setting, agenda=items)
    marks = {each.pk: MarkGiven("present") for each in members[1:]}
    marks[members[0].pk] = MarkGiven("unexcused")
    call_roll(act=act_on(chief, on), meeting=meeting, marks=marks)
    record_discussion(
        act=act_on(chief, on), meeting=meeting, items=items, spoke=2, criticism_held=None
    )
    return close_minutes(act=act_on(chief, on), meeting=meeting, ends_at=dt.time(21, 10))


def test_province_has_129_communes_in_10_districts_when_before_the_reform(
    province: Province,
) -> None:
    under = children(province.unit.pk, on=BEFORE)
    districts = [unit.id for unit in under if unit.kind == Kind.DISTRICT]

    below = [unit for district in districts for unit in children(district, on=BEFORE)]

    assert Counter(unit.kind for unit in under) == {Kind.DISTRICT: 10, Kind.OTHER: 4}
    assert Counter(unit.kind for unit in below) == {Kind.COMMUNE: 129}


def test_province_has_45_communes_and_4_others_when_after_the_reform(province: Province) -> None:
    under = children(province.unit.pk, on=REFORM_DAY)

    assert Counter(unit.kind for unit in under) == {Kind.COMMUNE: 45, Kind.OTHER: 4}
    assert children(province.unit.pk, on=timezone.localdate()) == under
    last = children(province.unit.pk, on=REFORM_DAY - dt.timedelta(days=1))
    assert Counter(unit.kind for unit in last) == {Kind.DISTRICT: 10, Kind.OTHER: 4}


def test_cell_keeps_its_identity_when_its_commune_changes(province: Province) -> None:
    name, then, now = "bản Púng Giắt 1", dt.date(2023, 10, 15), dt.date(2025, 10, 15)

    before, after = called(name, then), called(name, now)

    assert before == after
    assert path(before, then) == [name, "xã Mường Mươn", "huyện Mường Chà", "tỉnh Điện Biên"]
    assert path(after, now) == [name, "xã Mường Pồn", "tỉnh Điện Biên"]


def test_muong_cha_is_three_units_when_2024_and_2025_are_compared(province: Province) -> None:
    district, town = called("huyện Mường Chà", BEFORE), called("thị trấn Mường Chà", BEFORE)
    new = called("xã Mường Chà", AFTER)

    before = Succession.objects.filter(successor=new).values_list("predecessor", flat=True)

    assert len({district, town, new}) == 3
    assert {path(unit, BEFORE)[1] for unit in before} == {"huyện Nậm Pồ"}
    assert {path(unit, BEFORE)[0] for unit in before} == {
        "xã Nậm Tin", "xã Pa Tần", "xã Chà Cang", "xã Chà Nưa",
    }  # fmt: skip


def test_na_hy_succeeds_four_communes_when_reorganised(province: Province) -> None:
    new = called("xã Nà Hỳ", AFTER)
    before = Succession.objects.filter(successor=new).values_list("predecessor", flat=True)

    found = heirs(before, on=AFTER)

    assert {named(unit, on=BEFORE).name for unit in before} == {
        "xã Nà Hỳ", "xã Nà Khoa", "xã Nậm Nhừ", "xã Nậm Chua",
    }  # fmt: skip
    assert called("xã Nà Hỳ", BEFORE) != new
    assert found == {unit: [new] for unit in before}
    assert heirs(before, on=BEFORE) == {unit: [unit] for unit in before}


def test_codes_pass_to_other_units_when_reorganised(province: Province) -> None:
    def holder(code: str, on: dt.date) -> list[str]:
        rows = Code.objects.on(on).filter(text=code, system=Code.System.STATISTICS)
        return [named(row.unit_id, on=on).name for row in rows]

    assert [(holder(code, BEFORE), holder(code, AFTER)) for code in ("03202", "03166")] == [
        (["xã Mường Mươn"], ["xã Mường Pồn"]), (["xã Chà Cang"], ["xã Mường Chà"]),
    ]  # fmt: skip


def test_facts_of_2023_answer_in_both_views_when_asked_today(province: Province) -> None:
    day = dt.date(2023, 10, 3)
    old = called("xã Nà Khoa", day)
    cell = cells_under(old, on=day)[0].id
    district = called("huyện Nậm Pồ", day)

    closure = hold(province, cell, day)

    def with_facts(root: UUID, *, then: bool) -> list[tuple[str, int, int, int]]:
        return held_below(root, OCTOBER_2023, then=then)

    assert (closure.superior_id, closure.rule_pack.code) == (old, "12-HD/BTCTW")
    assert with_facts(province.unit.pk, then=False) == [("xã Nà Hỳ", 1, 3, 4)]
    assert with_facts(province.unit.pk, then=True) == [("huyện Nậm Pồ", 1, 3, 4)]
    assert with_facts(district, then=True) == [("xã Nà Khoa", 1, 3, 4)]


def test_cells_due_are_the_same_when_counted_in_both_views(province: Province) -> None:
    both = [below(province.unit.pk, OCTOBER_2023, then=then).values() for then in (True, False)]

    cells = [[each["due"].part for each in lines] for lines in both]
    assert [sum(due) for due in cells] == [43 + 4 + 4 + 8, 43 + 4 + 4 + 8]
    assert [sum(each > 0 for each in due) for due in cells] == [14, 49]


def test_ancestry_equals_the_placements_when_rebuilt(province: Province) -> None:
    before = stored()

    count = rebuild_ancestry()

    assert (stored(), count) == (before, len(before))


def test_ended_district_is_reached_by_the_province_alone_when_asked_today(
    province: Province,
) -> None:
    district = called("huyện Mường Chà", BEFORE)
    below = called("xã Mường Pồn", AFTER)
    clerk = post(province, below, Role.PARTY_BUILDING_OFFICER, REFORM_DAY, "clerk")
    chief = post(province, called("bản Púng Giắt 1", AFTER), Role.SECRETARY, FIRST_DAY, "chief")

    pages = [f"/units/{district}/months/2023-10/", f"/units/{district}/"]

    statuses = {
        user.username: [client(user).get(page).status_code for page in pages]
        for user in (province.officer, clerk, chief)
    }  # fmt: skip
    assert statuses == {"tinh": [302, 200], "clerk": [404, 404], "chief": [404, 404]}


def test_month_of_an_ended_district_shows_its_communes_when_opened(province: Province) -> None:
    district = called("huyện Nậm Pồ", BEFORE)

    url = f"/units/{district}/months/2023-10/"
    page = client(province.officer).get(url, follow=True).content.decode()

    assert [name in page for name in ("Xã Nà Khoa", "Xã Chà Cang", "Xã Mường Mươn")] == [
        True, True, False,
    ]  # fmt: skip


def test_posts_end_with_their_unit_when_it_ends(province: Province) -> None:
    today = timezone.localdate()
    new = NewUnit(uuid.uuid4(), Kind.OTHER, "Đảng bộ thử")
    act = act_on(province.officer, today)
    unit = found_units(
        act=act, new=[new], parent=province.unit, decision=ruling(province, FIRST_DAY)
    )[0]
    user = post(province, unit.pk, Role.COMMUNE_SECRETARY, FIRST_DAY, "chief")
    could = may(user, Can.READ_COUNTS, at=unit.pk, on=today)

    end_units(act=act_on(province.officer, today), units=[unit], decision=ruling(province, today))

    assert (could, may(user, Can.READ_COUNTS, at=unit.pk, on=today)) == (True, False)
    assert Post.objects.get(unit=unit).until_on == today
    with pytest.raises(CannotGivePost):
        post(province, unit.pk, Role.COMMUNE_SECRETARY, FIRST_DAY, "late")


def test_history_tells_the_chapters_when_a_commune_was_merged(province: Province) -> None:
    commune = called("xã Mường Mươn", BEFORE)

    chapters = [
        (c.on, c.what, c.other, c.decision.called, c.decision.is_house) for c in history(commune)
    ]

    assert chapters == [
        (FIRST_DAY, "founded", "Đảng bộ huyện Mường Chà", "Ngày đầu của dữ liệu minh họa", True),
        (REFORM_DAY, "gave", "Đảng bộ xã Mường Pồn", "6537-QĐ/TU", False),
        (REFORM_DAY, "ended", "", "6537-QĐ/TU", False),
    ]


def test_history_tells_the_chapters_when_a_cell_was_moved(province: Province) -> None:
    cell = called("bản Púng Giắt 1", AFTER)

    chapters = [(c.on, c.what, c.name, c.other) for c in history(cell)]
    page = client(province.officer).get(f"/units/{cell}/history/").content.decode()

    assert chapters == [
        (FIRST_DAY, "founded", "bản Púng Giắt 1", "Đảng bộ xã Mường Mươn"),
        (REFORM_DAY, "moved", "bản Púng Giắt 1", "Đảng bộ xã Mường Pồn"),
    ]
    assert "quyết định số 6537-QĐ/TU" in page


def test_renamed_unit_keeps_its_old_name_when_asked_of_the_past(province: Province) -> None:
    cell = called("bản Púng Giắt 1", AFTER)
    day, unit = dt.date(2026, 1, 1), Unit.objects.get(pk=cell)

    rename_unit(
        act=act_on(province.officer, day), unit=unit, name="bản Púng Giắt",
        decision=ruling(province, day),
    )  # fmt: skip

    days = (AFTER, day - dt.timedelta(days=1), day)
    assert [named(cell, on=on).name for on in days] == [
        "bản Púng Giắt 1", "bản Púng Giắt 1", "bản Púng Giắt",
    ]  # fmt: skip


def test_later_change_stays_when_an_earlier_one_is_entered_after_it(province: Province) -> None:
    cell = called("bản Púng Giắt 1", AFTER)
    unit, day = Unit.objects.get(pk=cell), dt.date(2025, 3, 1)
    act, by = act_on(province.officer, timezone.localdate()), ruling(province, day)

    move_units(act=act, units=[unit], to=province.unit, decision=by)

    days = (day - dt.timedelta(days=1), day, REFORM_DAY)
    assert [path(cell, on)[1] for on in days] == [
        "xã Mường Mươn", "tỉnh Điện Biên", "xã Mường Pồn",
    ]  # fmt: skip


@dataclass
class Ground:
    """A commune with a hamlet of cells, to be reorganised by chance."""

    province: Province
    made: list[UUID]
    kinds: dict[UUID, Kind]

    def found(self, parent: Unit, on: dt.date, kind: Kind) -> None:
        new = new_unit(kind)
        found_units(act=self.act(), new=[new], parent=parent, decision=ruling(self.province, on))
        self.note(new)

    def note(self, new: NewUnit) -> None:
        self.made.append(new.id)
        self.kinds[new.id] = new.kind

    def act(self):  # type: ignore[no-untyped-def]
        return act_on(self.province.officer, timezone.localdate())


def new_unit(kind: Kind) -> NewUnit:
    return NewUnit(uuid.uuid4(), kind, "thử", CellType.VILLAGE if kind == Kind.CELL else "")


def step(ground: Ground, dice: random.Random, on: dt.date) -> None:
    """Do one change that chance picks; it may be refused."""
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ground.made)}
    one, two = (units[dice.choice(ground.made)] for _each in range(2))
    above = [unit for key, unit in units.items() if ground.kinds[key] != Kind.CELL]
    parent, by = dice.choice([*above, ground.province.unit]), ruling(ground.province, on)
    what = dice.choice(["found", "found", "move", "move", "merge", "rename", "end"])
    if what == "found":
        ground.found(parent, on, dice.choice([Kind.CELL, Kind.COMMUNE]))
    elif what == "move":
        move_units(act=ground.act(), units=[one], to=parent, decision=by)
    elif what == "rename":
        rename_unit(act=ground.act(), unit=one, name="tên mới", decision=by)
    elif what == "end":
        end_units(act=ground.act(), units=[one], decision=by)
    elif one != two and ground.kinds[one.pk] == ground.kinds[two.pk]:
        new = new_unit(ground.kinds[one.pk])
        extent = dice.choice(Succession.Extent.values)
        merge_units(
            act=ground.act(), predecessors=[Predecessor(one), Predecessor(two, extent)], into=new,
            parent=parent, decision=by,
        )  # fmt: skip
        ground.note(new)


def counts(ground: Ground, days: list[dt.date]) -> dict[tuple[UUID, dt.date], int]:
    roots = [key for key, kind in ground.kinds.items() if kind == Kind.COMMUNE]
    return {(root, day): len(cells_under(root, on=day)) for root in roots for day in days}


def lives(ground: Ground) -> list[tuple[UUID, list[dt.date]]]:
    """Return each unit made, with the first and last days of all that was ever true of it."""
    days = sorted({day for _u, _a, _d, *span in stored(ground.made) for day in span} - {FOREVER})
    days = [day + dt.timedelta(days=shift) for day in days for shift in (-1, 0, 1)]
    return [(unit, [day for day in days if existed(unit, on=day)]) for unit in ground.made]


@pytest.mark.parametrize("seed", range(12))
def test_tree_stays_sound_when_changed_by_chance(province: Province, seed: int) -> None:
    dice = random.Random(seed)
    ground = Ground(province, [], {})
    for place in (0, 0, 1, 2):
        parent = Unit.objects.get(pk=ground.made[-place]) if place else province.unit
        ground.found(parent, FIRST_DAY, Kind.COMMUNE)
    for commune in ground.made[:4]:
        ground.found(Unit.objects.get(pk=commune), FIRST_DAY, Kind.CELL)
    done = 0
    for _each in range(12):
        on = REFORM_DAY + dt.timedelta(days=dice.randint(0, 40))
        past = [REFORM_DAY, on - dt.timedelta(days=1)]
        before = counts(ground, [day for day in past if day < on])
        try:
            with transaction.atomic():
                step(ground, dice, on)
        except CannotReorganise:
            continue
        done += 1
        after = counts(ground, [day for day in past if day < on])
        assert {key: after[key] for key in before} == before

    kept = stored(ground.made)
    rebuild_ancestry(units=ground.made)

    assert done > 0
    assert stored(ground.made) == kept
    for unit, days in lives(ground):
        for day in days:
            seats = list(
                Placement.objects.on(day).filter(unit=unit).values_list("parent", flat=True)
            )
            assert (len(seats), existed(seats[0], on=day)) == (1, True)
            assert chain(unit, on=day)[:2] == [unit, seats[0]]
            assert chain(unit, on=day)[-1] == province.unit.pk


def attempts(province: Province) -> dict[str, Callable[[], object]]:
    """Return changes that cannot be."""
    act = act_on(province.officer, timezone.localdate())
    commune = Unit.objects.get(pk=called("xã Mường Pồn", AFTER))
    cell = Unit.objects.get(pk=called("bản Púng Giắt 1", AFTER))
    gone = Unit.objects.get(pk=called("xã Mường Mươn", BEFORE))
    new, into = new_unit(Kind.CELL), new_unit(Kind.COMMUNE)
    now = {"act": act, "decision": ruling(province, timezone.localdate())}
    then = {"act": act, "decision": ruling(province, dt.date(2025, 6, 1))}
    return {
        "below itself": lambda: move_units(units=[commune], to=cell, **now),
        "into an ended unit": lambda: move_units(units=[cell], to=gone, **now),
        "ending a unit with children": lambda: end_units(units=[commune], **now),
        "ending an ended unit": lambda: end_units(units=[gone], **now),
        "founding under one that ended later": lambda: found_units(new=[new], parent=gone, **then),
        "merging an ended unit": lambda: merge_units(
            predecessors=[Predecessor(gone)], into=into, parent=province.unit, **now
        ),
        "merging under an ended unit": lambda: merge_units(
            predecessors=[Predecessor(cell)], into=new, parent=gone, **now
        ),
        "renaming an ended unit": lambda: rename_unit(unit=gone, name="xã khác", **now),
        "marking an ended unit": lambda: mark_unit(unit=gone, what=Mark.What.BORDER, **now),
    }


@pytest.mark.parametrize(
    "what",
    [
        "below itself", "into an ended unit", "ending a unit with children", "ending an ended unit",
        "founding under one that ended later", "merging an ended unit",
        "merging under an ended unit", "renaming an ended unit", "marking an ended unit",
    ],
)  # fmt: skip
def test_change_is_refused_when_the_units_do_not_allow_it(province: Province, what: str) -> None:
    before = (stored(), Designation.objects.count(), Placement.objects.count())

    with pytest.raises(CannotReorganise), transaction.atomic():
        attempts(province)[what]()

    assert (stored(), Designation.objects.count(), Placement.objects.count()) == before
