"""Vietnamese text: one spelling at the door, search without marks, order of names, figures.

Facts: letters a ă â b c d đ e ê …, tones ngang huyền hỏi ngã sắc nặng; Đ is written with three
look-alike code points (U+0110, U+00D0, U+0189); names sort by their last word.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_HATS = {"\u0306", "\u0302", "\u031b"}
LIST_LETTERS = "abcdđeghiklmnopqrstuvxy"
_WORD = re.compile(r"[^\W_]+")
_MARKS = {code: None for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))}


def tidy(text: str) -> str:
    """Return the text as it is stored: NFC, Đ as U+0110, no control characters but line ends.

    The tone's place (hòa, hoà) is left as written.
    """
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    if text.isprintable():  # most texts: nothing to take out
        return text.strip()
    text = text.replace("\r\n", "\n")
    return "".join(
        sign
        for sign in text
        if sign == "\n" or sign == "\t" or unicodedata.category(sign)[0] != "C"
    ).strip()


def tidy_line(text: str) -> str:
    """Return the text tidied, on one line with single spaces."""
    return " ".join(tidy(text).split())


def has_picture(text: str) -> bool:
    """Say whether the text has an emoji or another sign that a printed paper cannot show."""
    return any(
        ord(sign) > 0xFFFF or unicodedata.category(sign) in {"So", "Cs"} and sign not in "°№"
        for sign in text
    )


def fold(text: str) -> str:
    """Return the text for search: lower case, no marks, đ as d, single spaces."""
    return " ".join(_bare(tidy(text)).split())


def _bare(text: str) -> str:
    """Return a tidy text in lower case without marks, đ as d."""
    return unicodedata.normalize("NFD", text.lower().replace("đ", "d")).translate(_MARKS)


def words_of(text: str) -> list[str]:
    """Return the words of a text for search: folded, letters and digits only, each once."""
    return list(dict.fromkeys(_WORD.findall(fold(text))))


def has_words(text: str, words: Iterable[str]) -> bool:
    """Say whether each of these folded words begins a word of the tidy text."""
    line = " " + " ".join(_WORD.findall(_bare(text)))
    return all(f" {word}" in line for word in words)


def spans_of(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where words of a tidy text begin with one of these folded words: start, end.

    Places count in the text as it is given; the end is exclusive. One sign may fold into several
    or into none, so each folded sign remembers from where it comes.
    """
    folded = [(sign, place) for place, whole in enumerate(text) for sign in _bare(whole)]
    begins = "|".join(re.escape(word) for word in words)
    if not begins:
        return []
    pattern = re.compile(rf"(?<![^\W_])(?:{begins})[^\W_]*")
    places = [place for _sign, place in folded] + [len(text)]
    line = "".join(sign for sign, _place in folded)
    return [(places[hit.start()], places[hit.end()]) for hit in pattern.finditer(line)]


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> tuple[str, str]:
    """Return letters first, tones second, as strings that sort in Vietnamese order."""
    letters: list[str] = []
    tone = 0
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign in _HATS and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        elif not unicodedata.combining(sign):
            letters.append(sign)
    ranks = "".join(chr(_ALPHABET.find(s) + 65) if s in _ALPHABET else f"~{s}" for s in letters)
    return ranks, str(tone)


def name_key(name: str) -> str:
    """Return a string by which names sort: given name, then family, then middle names.

    Letters of the given name decide before its tone, so An, Ánh, Ăn, Ân stand in this order.
    """
    words = tidy_line(name).split()
    keys = [_word_key(word) for word in words[-1:] + words[:-1]]
    return " ".join(ranks for ranks, _tone in keys) + "\x1f" + "".join(tone for _r, tone in keys)


def text_key(text: str) -> str:
    """Return a string by which titles and unit names sort, first word first; 2 before 10."""
    keys = [_word_key(word) for word in tidy_line(text).split()]
    ranks = (
        f"0{word:0>6}" if word.isdigit() else key[0]
        for word, key in zip(tidy_line(text).split(), keys, strict=True)
    )
    return " ".join(ranks) + "\x1f" + "".join(tone for _r, tone in keys)


def letter(place: int) -> str:
    """Return the list letter for place 0, 1, 2 …: a b c d đ e g h i k …; never f, j, w, z."""
    first, second = divmod(place, len(LIST_LETTERS))
    return (LIST_LETTERS[first - 1] if first else "") + LIST_LETTERS[second]


def figure(value: int | float, decimals: int = 0) -> str:
    """Return 1234.5 as `1.234,5`."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def percent(part: int, whole: int) -> str:
    """Return `76,2 %`, `80,0 %`, `100 %`; a base of zero has no rate: `–`.

    Only all are 100, only none are 0: 9.999 of 10.000 are `99,9 %`.
    """
    if not whole:
        return "–"
    if part in (0, whole):
        return f"{100 * part // whole} %"
    return f"{figure(min(max(100 * part / whole, 0.1), 99.9), 1)} %"


def long_date(day: dt.date) -> str:
    """Return `ngày 03 tháng 4 năm 2026`: a zero before days under 10 and months 1 and 2 only."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def clock(time: dt.time) -> str:
    """Return `19 giờ 30`, or `19 giờ`."""
    return f"{time.hour} giờ {time.minute:02d}" if time.minute else f"{time.hour} giờ"


def capital(text: str) -> str:
    """Return the text with its first letter a capital."""
    return text[:1].upper() + text[1:]
