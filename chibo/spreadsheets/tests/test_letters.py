"""The two old ways of writing: every letter there and back."""

import shutil
import subprocess

import pytest

from chibo.spreadsheets.letters import (
    TCVN3,
    VNI,
    from_tcvn3,
    from_vni,
    is_syllable,
    to_tcvn3,
    to_vni,
)  # fmt: skip
from chibo.spreadsheets.tests.samples import PEOPLE

pytestmark = pytest.mark.once

SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
LETTERS = SMALL + SMALL.upper()
IN_VNI = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä "
    "ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï "
    "ö öø öù öû öõ öï yø yù yû yõ î"
)


def test_each_letter_comes_back_when_written_in_vni() -> None:
    assert len(LETTERS) == 134
    assert set(VNI.values()) == set(LETTERS)
    assert [from_vni(written) for written in IN_VNI.split()] == list(SMALL)
    assert [from_vni(written) for written in IN_VNI.upper().split()] == list(SMALL.upper())
    assert [from_vni(to_vni(letter)) for letter in LETTERS] == list(LETTERS)


def test_each_letter_that_has_a_byte_comes_back_when_written_in_tcvn3() -> None:
    assert set(TCVN3.values()) == {*SMALL, *"ĂÂÊÔƠƯĐ"}
    assert [from_tcvn3(to_tcvn3(letter)) for letter in TCVN3.values()] == list(TCVN3.values())


@pytest.mark.skipif(not shutil.which("iconv"), reason="iconv is not here")
def test_tcvn3_says_what_glibc_says_when_each_byte_is_read() -> None:
    lines = b"\n".join(bytes([code]) for code in TCVN3) + b"\n"

    said = subprocess.run(
        ["iconv", "-f", "TCVN", "-t", "UTF-8"], input=lines, capture_output=True, check=True
    )

    assert said.stdout.decode().split() == list(TCVN3.values())


def test_soft_hyphen_is_a_letter_when_read_as_tcvn3() -> None:
    assert from_tcvn3("M\xad¬ng") == "Mương"


def test_marks_are_read_when_small_after_a_capital_in_vni() -> None:
    assert from_vni("Aùnh AÙnh ÑIEÄN Ñieän") == "Ánh Ánh ĐIỆN Điện"


@pytest.mark.parametrize("text", ["Hà", "lÅ", "\x90"])
def test_signs_without_meaning_are_told_when_read_as_tcvn3(text: str) -> None:
    assert from_tcvn3(text) is None


def test_words_are_syllables_when_they_are_names_of_ours() -> None:
    words = [word for name in PEOPLE for word in name.split() if word.isalpha()]

    assert [word for word in words if not is_syllable(word)] == []


@pytest.mark.parametrize("word", ["Nguyeãn", "NguyÔn", "Hång", "Müller", "Cac", "bưoc", "hÀ", "ủả"])
def test_words_are_no_syllables_when_a_letter_or_the_tone_is_wrong(word: str) -> None:
    assert not is_syllable(word)
