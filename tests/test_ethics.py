"""What this product must never hold or do: the design rules about people, as tests."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

import chibo
from chibo.ballots.models import Vote
from chibo.config import settings
from chibo.elections.models import Line
from chibo.minutes.models import MinutesClosure
from chibo.resolutions.models import ResolutionItem

ROOT = Path(chibo.__file__).parent.parent
MODELS = [model for model in apps.get_models() if model.__module__.startswith("chibo.")]
NEVER = (
    "opinion", "attitude", "mood", "ideology", "thought", "loyal", "sentiment",  # E01
    "spoke", "speech", "silent", "turns",  # E02
    "location", "latitude", "longitude", "gps", "geo", "face", "photo", "camera",  # E08
    "point", "score", "streak", "badge", "rank", "leader", "checkin", "check_in", "like", "level",
    "online", "visits_count", "seen", "opened", "install",  # E05-E07
    "risk", "predict", "recommend", "grade",  # E12, E13
    "health", "illness", "diagnos", "debt", "income", "poor",  # E14
    "family", "spouse", "child", "father", "mother", "relative",  # E15
    "ethnic", "religion", "belief", "citizen", "identity", "passport", "cccd", "card",  # E03, E16
)  # fmt: skip
TOTALS = {  # one total for a meeting, or for all meetings of a month
    ("Meeting", "spoke"), ("MinutesClosure", "spoke"), ("UnitMonth", "spoke"),
    ("UnitMonth", "spoke_of"),
}  # fmt: skip
OF_A_MEETING = {  # points and grade of a meeting, never of a person
    ("MinutesClosure", name)
    for name in ("points", "points_of", "grade", "score_paper", "score_paper_id")
} | {("Meeting", "score_sheets"), ("LateAnswer", "points")}
OF_A_MEETING |= {  # how many meetings of a month have a grade
    ("UnitMonth", f"grade_{grade}")
    for grade in ("good", "fair", "average", "weak", "passed", "not_passed")
}
A_VOTE_HOLDS = {
    "id", "province", "method", "base", "base_size", "voters", "votes_for", "votes_against",
    "votes_other", "is_adopted",
}  # fmt: skip
BAN_LIST = ("streak", "badge", "leaderboard", "check_in", "checkin", "ranking", "top_users")
PARTY_BADGE = re.compile(r"party[-_]badges?")  # huy hiệu Đảng: an honour for 30 years, not for use
LONG_NUMBER = re.compile(r"(?<![\w.-])\d{9,12}(?![\w-])")
NOBODY_HAS = re.compile(r"0900000\d{3}")  # the demo's and the tests' telephone numbers
OUTSIDE = re.compile(r"(?:https?:)?//(?!127\.0\.0\.1|localhost|www\.w3\.org/2000/svg)[a-z0-9-]+\.")


def columns() -> Iterator[tuple[str, str]]:
    """Yield model and field name of every column, of ways back too."""
    for model in MODELS:
        for field in model._meta.get_fields():
            yield model.__name__, field.name
            if field.concrete:
                yield model.__name__, field.attname


def kept_files() -> list[Path]:
    """Return the files of the repository."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in names.stdout.decode().split("\0") if name]


def words(path: Path) -> str:
    """Return the text of a file; nothing of a picture or a font."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def ordered_by() -> Iterator[tuple[str, str]]:
    """Yield file and text of everything that rows are ordered by."""
    for path in sorted((ROOT / "chibo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"order_by", "earliest", "latest"}:
                yield from ((path.name, ast.unparse(argument)) for argument in node.args)
            if name in {"sorted", "sort", "min", "max"}:
                keys = [word.value for word in node.keywords if word.arg == "key"]
                yield from ((path.name, ast.unparse(key)) for key in keys)


@pytest.mark.parametrize("part", NEVER)
def test_no_column_holds_it_when_all_are_read(part: str) -> None:
    found = {(model, name) for model, name in columns() if part in name}

    assert found - TOTALS - OF_A_MEETING == set()


def test_speakers_are_one_total_when_columns_are_read() -> None:
    assert {(model, name) for model, name in columns() if "spoke" in name} == TOTALS


def test_vote_holds_totals_only_when_inspected() -> None:
    names = {field.name for field in Vote._meta.get_fields()}

    assert names == A_VOTE_HOLDS
    assert [field.name for field in Vote._meta.get_fields() if field.is_relation] == []


def test_nobody_points_to_a_vote_with_a_person_when_relations_are_read() -> None:
    to_vote = {
        model for model in MODELS for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Vote
    }  # fmt: skip

    persons = {"Person", "User", "Membership"}
    beside = {
        field.name for model in to_vote for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__name__ in persons
    }  # fmt: skip

    # `candidate`: whom a line of the ballot is about, never who voted
    assert (to_vote, beside) == ({ResolutionItem, Line}, {"candidate"})


def test_only_a_post_has_a_phone_when_columns_are_read() -> None:
    assert {pair for pair in columns() if "phone" in pair[1]} == {("Post", "phone")}


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_no_index_ranks_people_or_units_when_inspected(model: type[Model]) -> None:
    figures = {field.name for field in MinutesClosure._meta.get_fields()
               if field.get_internal_type() == "PositiveSmallIntegerField"}  # fmt: skip

    indexed = {name.lstrip("-") for index in model._meta.indexes for name in index.fields}

    assert indexed & figures == set()


def test_nothing_is_ordered_by_a_figure_when_source_is_read() -> None:
    figure = re.compile(
        r"rate|percent|present|counted|tally|held\b|tasks_|share|excused|spoke|done"
    )

    found = [(name, text) for name, text in ordered_by() if figure.search(text)]

    assert found == []
    assert len(list(ordered_by())) > 20


def test_no_template_sorts_when_read() -> None:
    templates = list((ROOT / "chibo").rglob("*.html"))

    sorting = [str(path) for path in templates if re.search(r"dictsort|[?&]sort=", words(path))]

    assert (sorting, len(templates) > 40) == ([], True)


def test_no_long_number_is_kept_when_repository_is_scanned() -> None:
    found = {
        (path.name, number)
        for path in kept_files() if path.suffix != ".lock" and path.is_file()
        for number in LONG_NUMBER.findall(words(path)) if not NOBODY_HAS.fullmatch(number)
    }  # fmt: skip

    assert found == set()


def test_no_outside_host_is_named_when_running_files_are_scanned() -> None:
    kinds = {".py", ".html", ".css", ".js", ".svg", ".webmanifest", ".json", ".txt"}
    paths = [path for path in (ROOT / "chibo").rglob("*")
             if path.suffix in kinds and "tests" not in path.parts]  # fmt: skip

    found = {(path.name, hit) for path in paths for hit in OUTSIDE.findall(words(path))}

    assert found == set()
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'self'"]


def test_nothing_of_the_ban_list_is_there_when_models_and_addresses_are_read() -> None:
    paths = [path for name in ("models.py", "urls.py", "commands.py", "queries.py")
             for path in (ROOT / "chibo").rglob(name)]  # fmt: skip

    found = {(path.parent.name, word) for path in paths for word in BAN_LIST
             if word in PARTY_BADGE.sub("", path.read_text(encoding="utf-8").lower())}  # fmt: skip

    assert found == set()
