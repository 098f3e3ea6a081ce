"""What becomes of each line of a list of cells, or of offices."""

import re
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from chibo.core import viet
from chibo.lists import items as states
from chibo.lists.items import DOUBT, NOTE, Change, Item
from chibo.lists.queries import Known, bare, codes_of, known_members, known_posts
from chibo.lists.values import Setting
from chibo.organizations.models import CellType, Post, Role

_TYPES = (
    (CellType.ARMED_FORCE, r"cong an|quan su|bien phong|bo doi|luc luong|dai doi|tieu doan"),
    (CellType.ENTERPRISE, r"doanh nghiep|cong ty|hop tac xa|\bhtx\b"),
    (CellType.SCHOOL, r"truong|mam non|tieu hoc|thcs|thpt|tram y te|y te|giao duc"),
    (CellType.VILLAGE, r"^(ban|thon|tdp|to dan pho|xom|khoi|khu|pho|tieu khu)\b|nong thon|dan cu"),
    (CellType.AGENCY, r"co quan|uy ban|ubnd|hdnd|van phong|\bban\b|mat tran|doan the|hanh chinh"),
)
_PLACE = re.compile(r"^(Bản|Thôn|Tổ dân phố|Xóm|Khối|Khu|Phố|Trường|Trạm)\b")


def settle_units(items: Sequence[Item], setting: Setting) -> None:
    """Set the state of each line of a list of cells."""
    lent = codes_of(setting.cells.all, on=setting.today)
    before: dict[str, Item] = {}
    for item in items:
        item.name = unit_name(item.name)
        item.raw["unit"] = item.name
        known = setting.cells.find(item.name)
        if not item.name or not any(sign.isalpha() for sign in item.name):
            item.say("unit", "empty")
        elif len(item.name) > 120:
            item.say("unit", "no_name", text=item.name[:60])
        elif bare(item.name) in before:
            item.say("unit", "twice", line=before[bare(item.name)].row.line)
        elif len(known) > 1:
            item.say("unit", "two_cells", DOUBT, "two_units", text=item.name)
        before.setdefault(bare(item.name), item)
        if len(known) == 1:
            item.unit = next(iter(known))
            _codes(item, lent)
        else:
            _type(item)
        item.state = _state(item, is_known=item.unit is not None)


def unit_name(text: str) -> str:
    """Return a cell's name as the book writes it: `bản Púng Giắt 1`, without `chi bộ`."""
    text = re.sub(r"^\s*chi\s+bộ\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    return text[:1].lower() + text[1:] if _PLACE.match(text) else text


def _type(item: Item) -> None:
    """Read the type of a new cell from its column, else from its name."""
    said = item.raw.get("cell_type", "")
    if said in CellType.values and said != CellType.ARMED_FORCE:
        item.codes["cell_type"] = said
        return
    for text in (said, item.name):
        folded = viet.fold(text)
        for cell_type, pattern in _TYPES:
            if folded and re.search(pattern, folded):
                item.codes["cell_type"] = cell_type
                if cell_type == CellType.ARMED_FORCE:
                    item.say("cell_type", "armed")
                return
    item.say("cell_type", "no_type", text=said[:30])


def _codes(item: Item, lent: dict[tuple[UUID, str], str]) -> None:
    for name, system in (("party_code", "party"), ("statistics_code", "statistics")):
        code, old = item.codes.get(name, ""), lent.get((item.unit or UUID(int=0), system), "")
        if code and not old:
            item.changes.append(Change(name, "", code))
        elif code and code != old:
            item.say(name, "code_other", old=old, text=code)


def settle_posts(items: Sequence[Item], setting: Setting) -> None:
    """Set the state of each line of a list of offices."""
    people: dict[str, list[Known]] = defaultdict(list)
    for each in known_members(setting.cells.all, on=setting.today):
        people[each.folded].append(each)
    posts = known_posts(setting.cells.all, on=setting.today)
    claimed: dict[tuple[UUID, str], UUID] = {
        (post.unit_id, post.role): post.person_id for post in posts
    }
    held = {(post.unit_id, post.person_id): post for post in posts}
    for item in items:
        if item.office:
            _whose(item, people.get(item.folded, []))
        post = held.get((item.cell, item.match.person)) if item.match and item.cell else None
        if not item.office:
            item.issues = []
            item.say("office", "no_office", NOTE)
        elif item.office == "other":
            item.say("office", "no_role", text=item.raw.get("office", "")[:40])
        elif item.match and not item.refused():
            _post(item, item.match, post, claimed, setting)
        is_held = not item.office or (post is not None and post.role == item.office)
        item.state = _state(item, is_known=is_held)


def _whose(item: Item, people: Sequence[Known]) -> None:
    """Find the member that a line names, by name, cell and birth."""
    if item.mark:
        found = [each for each in people if str(each.id) == item.mark.strip().lower()]
    else:
        found = [each for each in people if item.cell in {None, each.cell}]
        if item.birth is not None:
            found = [each for each in found if each.birth[0] == item.birth[0]]
    if len(found) == 1:
        item.match = found[0]
        item.cell = found[0].cell
        item.issues = [issue for issue in item.issues if issue.code != "no_cell"]
    elif found:
        item.say("birth", "which", DOUBT, "which")
    elif not item.has("name"):
        item.say("name", "no_member", text=item.name)


def _post(
    item: Item,
    known: Known,
    post: Post | None,
    claimed: dict[tuple[UUID, str], UUID],
    setting: Setting,
) -> None:
    """Settle the office of a line whose member is known."""
    since = item.days.setdefault("from_on", setting.list_on)
    label = str(Role(item.office).label)
    if since > setting.today:
        item.say("from_on", "future", text=f"{since:%d/%m/%Y}")
    if post is not None and post.role == item.office:
        if item.phone and item.phone != post.phone:
            item.changes.append(Change("phone", post.phone, item.phone))
        return
    holder = claimed.get((known.cell, item.office))
    if post is not None:
        item.say("office", "office_other", text=str(Role(post.role).label))
    elif item.office == Role.SECRETARY and holder not in {None, known.person}:
        item.say("office", "office_taken", text=label)
    else:
        claimed[known.cell, item.office] = known.person


def _state(item: Item, *, is_known: bool) -> str:
    if item.refused():
        return states.REFUSED
    if any(issue.weight == DOUBT for issue in item.issues):
        return states.DOUBTFUL
    if not is_known:
        return states.NEW
    return states.CHANGED if item.changes else states.SAME
