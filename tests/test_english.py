"""The words: every Vietnamese sentence has its English, and both read easily."""

import gettext
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from tests.world import World

ROOT = Path(__file__).parent.parent / "chibo"
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)\{\w+\}|%%")
FORBIDDEN = re.compile(
    r"\b(submit|sync|đồng bộ|offline|server|cache|token|validation|session|upload)\b", re.IGNORECASE
)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def strings(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """Return what the sources say, taken from a copy of them by gettext's own reader."""
    copy = tmp_path_factory.mktemp("words") / "chibo"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("locale", "tests", "*.pyc"))
    (copy / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr("django.conf.settings.LOCALE_PATHS", [str(copy / "locale")])
        call_command("makemessages", locale=["en"], no_location=True, verbosity=0)
    return [message for message in read(copy / "locale/en/LC_MESSAGES/django.po") if message.id]


@pytest.fixture(scope="module")
def english() -> dict[object, Message]:
    return {(m.context, m.id): m for m in read(ENGLISH) if m.id}


def _forget_words() -> None:
    trans_real._translations.clear()
    gettext._translations.clear()  # type: ignore[attr-defined]


@pytest.fixture
def spoken() -> Iterator[None]:
    """Compile the English words as they stand now, and forget them afterwards."""
    compiled = ENGLISH.with_suffix(".mo")
    with compiled.open("wb") as file:
        write_mo(file, read(ENGLISH))
    _forget_words()
    yield
    _forget_words()
    translation.activate("vi")


def test_each_sentence_has_english_when_taken_from_the_sources(
    written: list[Message], english: dict[object, Message]
) -> None:
    lacking = [
        message.id
        for message in written
        if (found := english.get((message.context, message.id))) is None
        or found.fuzzy
        or not all(strings(found.string))
    ]

    assert len(written) > 600
    assert lacking == []


def test_english_says_nothing_when_the_sources_no_longer_do(
    written: list[Message], english: dict[object, Message]
) -> None:
    said = {(message.context, message.id) for message in written}

    assert [key for key in english if key not in said] == []


def test_places_for_values_are_kept_when_put_into_english(english: dict[object, Message]) -> None:
    differing = [
        message.id
        for message in english.values()
        for each in strings(message.string)
        if sorted(PLACEHOLDER.findall(each)) != sorted(PLACEHOLDER.findall(strings(message.id)[0]))
    ]

    assert differing == []


def test_sign_in_page_speaks_english_when_chosen(db: None, spoken: None) -> None:
    client = Client()
    vietnamese = client.get(reverse("accounts:sign-in")).content.decode()
    client.cookies["django_language"] = "en"

    page = client.get(reverse("accounts:sign-in")).content.decode()

    assert "Mật khẩu" in vietnamese
    assert "Sign in" in page
    assert "Password" in page
    assert "Mật khẩu" not in page


def test_table_of_rights_speaks_english_when_chosen(
    world: World, client_of: Callable[[str], Client], spoken: None
) -> None:
    client = client_of("secretary")
    client.cookies["django_language"] = "en"

    page = client.get(reverse("organizations:rights")).content.decode()

    assert "Table of rights" in page
    assert "Keep the register of members" in page
    assert "Bảng quyền" not in page


def test_words_are_everyday_words_when_said_in_vietnamese(written: list[Message]) -> None:
    said = [each for message in written for each in strings(message.id)]

    assert [each for each in said if FORBIDDEN.search(each)] == []


def test_sentences_are_short_when_said_in_vietnamese(written: list[Message]) -> None:
    sentences = [
        sentence
        for message in written
        for sentence in re.split(r"(?<=[.?!])\s+", strings(message.id)[0])
    ]
    lengths = {sentence: len(re.findall(r"[^\s]*\w[^\s]*", sentence)) for sentence in sentences}

    over_15 = [sentence for sentence, words in lengths.items() if words > 15]
    assert [sentence for sentence, words in lengths.items() if words > 25] == []
    assert len(over_15) <= len(lengths) * 5 // 100, over_15
