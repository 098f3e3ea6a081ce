"""The dry run: what each line of a list would become. Nothing is saved here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chibo.accounts.models import User
from chibo.lists import kinds, titles
from chibo.lists.finding import Found
from chibo.lists.items import DOUBT, NOTE, STATES, Double, Issue, Item
from chibo.lists.matching import match
from chibo.lists.members import Settled, settle_members
from chibo.lists.queries import known_members, known_posts
from chibo.lists.values import Setting, read_items
from chibo.organizations.authority import Can, may

SAMPLES = 3
NOT_ASKED = {"double", "other_cell", "which", "no_role"}  # settled line by line


@dataclass
class Question:
    """One question for all lines alike. count: how many lines wait for it."""

    key: str
    issue: Issue
    count: int = 0
    samples: list[Issue] = field(default_factory=list)


@dataclass
class Preview:
    """What a list would become."""

    items: list[Item]
    doubles: list[Double]
    questions: list[Question]
    notes: list[Question]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each state, every state named."""
        found = Counter(item.state for item in self.items)
        return {state: found[state] for state in STATES}

    def of(self, *states: str) -> list[Item]:
        return [item for item in self.items if item.state in states]

    @property
    def open_doubles(self) -> list[Double]:
        return [each for each in self.doubles if each.answer not in {"one", "two"}]


def look(user: User, unit: UUID, found: Sequence[Found], setting: Setting) -> Preview:
    """Return what each line would become against the book as it is now."""
    items = read_items(found, setting)
    doubles: list[Double] = []
    if setting.kind == titles.MEMBERS:
        known = known_members(setting.cells.all, on=setting.today)
        doubles = match(items, known, setting.answers)
        posts = known_posts(setting.cells.all, on=setting.today) if _offices(items) else []
        gives = bool(posts or _offices(items)) and may(
            user, Can.GIVE_POSTS, at=unit, on=setting.today
        )
        settle_members(items, Settled(unit, setting, posts, may_give=gives))
    elif setting.kind == titles.POSTS:
        kinds.settle_posts(items, setting)
    else:
        kinds.settle_units(items, setting)
    return Preview(items, doubles, _gathered(items, DOUBT), _gathered(items, NOTE))


def _offices(items: Sequence[Item]) -> bool:
    return any(item.office for item in items)


def _gathered(items: Sequence[Item], weight: str) -> list[Question]:
    """Return the questions (or notes) of all lines, those with most lines first."""
    found: dict[str, Question] = {}
    for item in items:
        for issue in item.issues:
            if issue.weight != weight:
                continue
            key = issue.question if weight == DOUBT else f"{issue.field}:{issue.code}"
            if key in NOT_ASKED:
                continue
            question = found.setdefault(key, Question(key, issue))
            question.count += 1
            if len(question.samples) < SAMPLES:
                question.samples.append(issue)
    return sorted(found.values(), key=lambda each: -each.count)


def fingerprint(preview: Preview) -> str:
    """Return what tells whether a preview is still the one that was shown."""
    counts = preview.counts
    marks = Counter((item.state, len(item.changes)) for item in preview.items)
    return "-".join(map(str, counts.values())) + f"-{sum(k[1] * n for k, n in marks.items())}"
