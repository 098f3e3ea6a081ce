"""Which way a cell was written: its font says, else its letters, else the rest of the file.

Text that holds a letter beyond Latin-1 (ế, ư, đ …) is Unicode already. Only what stays within
Latin-1 can be TCVN3 or VNI; there a way is taken when its words are Vietnamese syllables and those
of the other ways are not. Plain ASCII stays as it is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from chibo.spreadsheets.letters import from_tcvn3, from_vni, is_syllable

RUNS = str | list[tuple[str, str]]
"""The way a cell's font asks for; or its parts, each text with its way."""

_BEYOND = re.compile("[\u0102-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")
_WORD = re.compile(r"[A-Za-z\x80-\x9f\xa1-\u024f\u1e00-\u1eff]+")
_SIGNS = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ß"
_UNITS = "²³°"  # no letters in either old way
_LATIN = re.compile("[\x80-\x9f\xa1-\xff]")
_GOOD, _ENOUGH = 0.75, 0.9

_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "\xa0": " ", "\t": " "})
_WITHIN = r"\n -~À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúý"
_OWN = "ĂăĐđĨĩŨũƠơƯưẠ-ỹ"
_SETTLED = re.compile(f"[{_WITHIN}{_OWN}]*")
IS_CLEAR = re.compile(f"[{_WITHIN}]*[{_OWN}][{_WITHIN}{_OWN}]*").fullmatch
"""Tells, at a glance, a text that is Unicode and needs no more than its spaces cut."""

_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_PILE = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")


def tidy(text: str) -> str:
    """Return a text as it is kept: NFC, Đ as U+0110, nothing hidden, no space around it."""
    text = text.strip()
    if _SETTLED.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LOOKALIKES)
    text = _PILE.sub(r"\1", _HIDDEN.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def way_of(font: str) -> str:
    """Return the way a font of this name was written: tcvn3, tcvn3h (draws capitals), vni or ""."""
    name = font.strip()
    if name.lower().startswith(".vn"):
        return "tcvn3h" if name.endswith("H") else "tcvn3"
    return "vni" if re.match(r"vni[- ]", name, re.IGNORECASE) else ""


def read_as(text: str, way: str) -> str | None:
    """Return what the signs mean when written in a way, or None where one means nothing."""
    if way == "vni":
        return from_vni(text)
    if way == "tcvn3h":
        capital = from_tcvn3(text)
        return None if capital is None else capital.upper()
    return from_tcvn3(text) if way == "tcvn3" else text


@dataclass(frozen=True)
class Told:
    """One text and what it was found to be. way: "", tcvn3, tcvn3h, vni."""

    text: str
    way: str = ""
    doubtful: bool = False


def by_font(text: str, runs: RUNS) -> Told | None:
    """Return the text as its font tells, or None where the font tells nothing of it."""
    if isinstance(runs, str):
        return _by_one_font(text, runs)
    told = [_by_one_font(part, way) or Told(part) for part, way in runs]
    ways = {each.way for each in told if each.way}
    if not ways or "".join(part for part, _way in runs) != text:
        return None
    joined = "".join(each.text for each in told)
    return Told(joined, min(ways), any(each.doubtful for each in told))


def _by_one_font(text: str, way: str) -> Told | None:
    if not way or _BEYOND.search(text):
        return None
    if text.isascii():
        return Told(text.upper(), way) if way == "tcvn3h" else None
    meant = read_as(text, way)
    if meant is None:
        return None
    if way != "tcvn3h" and _share(meant) < 0.5 and fit_of_unicode(text) >= _GOOD:
        return Told(text, "", doubtful=True)  # Unicode typed on in a cell of the old font
    return Told(meant, way)


def _share(text: str) -> float:
    """Return how many of the words that have more than ASCII are syllables, 0 to 1."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def fit_of_unicode(text: str) -> float:
    """Return the same for Unicode; 30m² and 5°C say nothing."""
    whole = unicodedata.normalize("NFC", text)
    return _share(" ".join(word.strip(_UNITS) for word in _WORD.findall(whole)))


def by_letters(text: str) -> dict[str, float]:
    """Return how well each way that can be fits a text, 0 to 1; "" is Unicode."""
    if _BEYOND.search(unicodedata.normalize("NFC", text)):
        return {"": 1.0}
    fits = {"": fit_of_unicode(text)}
    for way in ("tcvn3", "vni"):
        meant = read_as(text, way)
        if meant is not None and meant != text:
            fits[way] = _share(meant)
    return fits


def clear(fits: dict[str, float]) -> str | None:
    """Return the one way that fits while no other does, or None."""
    best = max(fits, key=lambda way: fits[way])
    others = [fit for way, fit in fits.items() if way != best]
    return best if fits[best] >= _GOOD and fits[best] >= 2 * max(others, default=0.0) else None


class Decider:
    """Decides the texts of one file; what letters leave open waits until all were seen.

    is_bytes: the file was read byte by byte, so that nothing speaks for Unicode beforehand.
    """

    def __init__(self, *, is_bytes: bool = False) -> None:
        self._is_bytes = is_bytes
        self._seen: Counter[str] = Counter()
        self._open: list[tuple[str, dict[str, float], Callable[[Told], None]]] = []

    def decide(self, text: str, runs: RUNS, put: Callable[[Told], None]) -> None:
        """Hand over what a text was found to be, now or in `finish`."""
        told = by_font(text, runs) if runs else None
        if told is None and not _LATIN.search(text):
            told = Told(text)
            if _BEYOND.search(text):
                self.note_unicode()
        if told is not None:
            put(told)
            return
        fits = by_letters(text)
        way = clear(fits)
        if way is None:
            self._open.append((text, fits, put))
            return
        self._seen[way] += 1
        put(Told(read_as(text, way) or text, way))

    def note_unicode(self) -> None:
        """Count a text that was seen to be Unicode."""
        self._seen[""] += 1

    def finish(self) -> None:
        """Hand over what was left open: as the rest of the file is written, else with a doubt."""
        usual = self._usual()
        for text, fits, put in self._open:
            put(_settled(text, fits, usual))

    def _usual(self) -> str | None:
        """Return the way of nearly all that was clear, or None where ways are mixed."""
        if not self._seen:
            return None if self._is_bytes else ""
        way, count = max(self._seen.items(), key=lambda each: each[1])
        return way if count >= _ENOUGH * self._seen.total() else None


def _settled(text: str, fits: dict[str, float], usual: str | None) -> Told:
    if usual:
        meant = read_as(text, usual)
        return Told(text, doubtful=_is_odd(text)) if meant is None else Told(meant, usual)
    if len(fits) == 1 or (usual == "" and fits[""] >= _GOOD):
        return Told(text, doubtful=_is_odd(text))
    return Told(text, doubtful=_is_odd(text) or usual is None or max(fits.values()) >= _GOOD)


def _is_odd(text: str) -> bool:
    """Say whether a word holds a sign inside it, or a letter that Vietnamese does not have."""
    words = (word.strip(_SIGNS) for word in _WORD.findall(text))
    return any(not _SETTLED.fullmatch(tidy(word)) for word in words)
