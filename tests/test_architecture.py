"""The plan of the house, where import-linter cannot see it."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CompositePrimaryKey, Model, UUIDField

import chibo
from chibo import ROOMS
from chibo.config.urls import urlpatterns

ROOT = Path(chibo.__file__).parent.parent
HOUSE = ROOT / "chibo"
MODELS = [model for model in apps.get_models() if model.__module__.startswith("chibo.")]
LIMITS = {
    ".py": 300, "forms.py": 250, "permissions.py": 160, "authority.py": 200, "testing.py": 150,
    "urls.py": 60, ".html": 150, "README.md": 40,
}  # fmt: skip
STAY = {
    "User",
    "Draft",
    "SignInTry",
    "Enrolment",
    "Series",
    "Rule",
    "Recount",
    "Folded",
    "JobPart",
    "JobFile",
}  # of this machine, or of a pack that has the column
OF_A_CELL = {
    "Meeting", "ResolutionItem", "Task", "TaskHelper", "TaskAnswer", "Vote", "Petition", "Person",
    "AgreedCorrection", "Attendance", "Item", "Visit", "MinutesClosure", "Paper", "Membership",
    "Condition", "Post", "Entry", "Election", "Line", "Count", "Ratification", "Term",
}  # fmt: skip
WRITES = {"create", "save", "delete", "bulk_create", "bulk_update", "update_or_create",
          "get_or_create", "update"}  # fmt: skip
MAY_WRITE = {
    "accounts/models.py": "the manager makes logins, as Django asks",
    "papers/docx.py": "saves a Word file into memory",
}
LOOK_UPS = {
    "filter", "exclude", "get", "values", "values_list", "annotate", "aggregate", "Q", "F", "holds",
    "order_by", "select_related", "prefetch_related", "Prefetch", "Count", "Sum", "Max", "Min",
    "OuterRef", "only", "defer", "earliest", "latest",
}  # fmt: skip


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def sources(room: str = "*") -> Iterator[Path]:
    """Yield the source files of a room, without migrations and tests."""
    for path in sorted(HOUSE.glob(f"{room}/**/*.py")):
        if not {"migrations", "tests"} & set(path.relative_to(HOUSE).parts):
            yield path


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the name of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def test_contract_and_settings_follow_rooms_when_read() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]

    assert layers == ["config", *reversed(ROOMS)]
    assert {path.parent.name for path in HOUSE.glob("*/__init__.py")} == {*ROOMS, "config"}
    assert settings.INSTALLED_APPS[: len(ROOMS)] == [f"chibo.{room}" for room in ROOMS]
    assert [each.urlconf_module.__name__ for each in urlpatterns] == [  # type: ignore[union-attr]
        f"chibo.{room}.urls" for room in ROOMS if (HOUSE / room / "urls.py").exists()
    ]


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_relations_point_down_when_rooms_are_in_order(model: type[Model]) -> None:
    targets = {field.related_model for field in model._meta.get_fields()
               if field.is_relation and field.concrete}  # fmt: skip

    upward = [target.__name__ for target in targets
              if ROOMS.index(room_of(target)) > ROOMS.index(room_of(model))]  # fmt: skip

    assert upward == []


def names_of(rooms: tuple[str, ...], *, ways_back: bool) -> set[str]:
    """Return what a look-up may call by name in these rooms: fields, or the ways back to them."""
    fields = [f for m in MODELS if room_of(m) in rooms for f in m._meta.get_fields() if f.concrete]
    if not ways_back:
        return {field.name for field in fields}
    related = [f for f in fields if f.remote_field is not None and not f.remote_field.hidden]
    return {field.related_query_name() for field in related}


def strings(call: ast.Call) -> Iterator[str]:
    """Yield the texts and keywords of a call; holes of f-strings are left out."""
    for argument in call.args:
        parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
    yield from (keyword.arg for keyword in call.keywords if keyword.arg)


@pytest.mark.parametrize("room", ROOMS)
def test_look_ups_know_no_upper_room_when_followed_by_name(room: str) -> None:
    here, upper = ROOMS[: ROOMS.index(room) + 1], ROOMS[ROOMS.index(room) + 1 :]
    known = names_of(here, ways_back=False) | names_of(here, ways_back=True)
    above = names_of(upper, ways_back=True) - known

    upward = [
        f"{path.name}: {text}"
        for path in sources(room) for name, call in calls(path) if name in LOOK_UPS
        for text in strings(call) if {part.lstrip("-") for part in text.split("__")} & above
    ]  # fmt: skip

    assert upward == []


def writes(path: Path) -> list[str]:
    """Return the calls of a file that look like writing rows. A dict's update takes no keyword."""
    return [name for name, call in calls(path) if name in WRITES
            and (name != "update" or (call.keywords and not call.args))]  # fmt: skip


def test_only_commands_write_when_source_is_read() -> None:
    doors = {"commands", "commands.py", "testing.py", "demo"}

    inside = [path for path in sources() if not doors & set(path.relative_to(HOUSE).parts)]

    assert {str(path.relative_to(HOUSE)) for path in inside if writes(path)} == set(MAY_WRITE)


def test_files_stay_within_their_limits_when_counted() -> None:
    kinds = ("*.py", "*.html", "README.md")
    paths = [p for kind in kinds for p in HOUSE.rglob(kind) if "tests" not in p.parts]

    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}

    assert [str(path) for path, length in lengths.items()
            if length > (LIMITS.get(path.name) or LIMITS[path.suffix])] == []  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_model_keeps_the_house_rules_when_inspected(model: type[Model]) -> None:
    key, names = model._meta.pk, {field.name for field in model._meta.get_fields()}

    assert ("__str__" in vars(model), [*model._meta.ordering]) == (True, [])
    assert ("province" in names) == (model.__name__ not in STAY)
    assert model.__name__ not in OF_A_CELL or isinstance(key, UUIDField | CompositePrimaryKey)
